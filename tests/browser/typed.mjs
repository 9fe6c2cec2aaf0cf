// What the people of the tests type.

const PERSIAN_DIGITS = '۰۱۲۳۴۵۶۷۸۹';

export const typed = {
  vi: {
    articleTitle: 'Kết nối Wi-Fi trong trường (eduroam)',
    query: 'wifi',
    slip: 'mat khau wfi',
    title: 'Wifi ở giảng đường B2 rớt liên tục từ sáng',
    description: 'Cả lớp mất mạng khoảng 5 phút một lần.\nĐã thử quên mạng rồi kết nối lại, vẫn bị.',
    name: 'Đặng Thị Huyền Trân',
    email: 'tran.dth@sv.thuyvan.example',
    answer: 'Điểm phát sóng ở B2 đã được thay lúc 10 giờ. Bạn thử kết nối lại nhé.',
    more: [
      ['Máy chiếu phòng C1-204 không nhận HDMI', 'urgent'],
      ['Không in được từ máy ở thư viện', 'medium'],
      ['LMS báo lỗi 500 khi nộp bài', 'high'],
      ['Email trường trên iPhone đòi mật khẩu liên tục', 'low'],
    ],
    careless: (code) => ` ${code.toLowerCase().replaceAll('-', ' ')} `,
  },
  en: {
    articleTitle: 'Connect to campus Wi-Fi (eduroam)',
    query: 'wifi',
    slip: 'pasword',
    title: 'Wi-Fi in lecture hall B2 has dropped all morning',
    description: 'The whole class loses the network every five minutes.\nForgetting and rejoining it changed nothing.',
    name: 'Amina Yusuf Abdullahi',
    email: 'amina.ya@sv.thuyvan.example',
    answer: 'The access point in B2 was replaced at ten. Join the network again now.',
    more: [['Projector in C1-204 shows no picture', 'urgent'], ['Cannot print in the library', 'medium']],
    careless: (code) => code.toLowerCase(),
  },
  fa: {
    articleTitle: 'اتصال به وای‌فای دانشگاه (eduroam)',
    query: 'وای‌فای',
    slip: 'رمز عبوز',
    title: 'وای‌فای ساختمان B2 از صبح مدام قطع می‌شود',
    description: 'هر پنج دقیقه یک بار اینترنت کل کلاس قطع می‌شود.\nشبکه را حذف کردم و دوباره وصل شدم، فرقی نکرد.',
    name: 'مریم کاظمی',
    email: 'maryam.k@sv.thuyvan.example',
    answer: 'نقطه دسترسی ساختمان B2 ساعت ده عوض شد. حالا دوباره وصل شوید.',
    more: [
      ['پروژکتور کلاس C1-204 تصویر ندارد', 'urgent'],
      ['چاپگر کتابخانه کار نمی‌کند', 'medium'],
      ['سامانه آموزش مجازی هنگام ارسال تکلیف خطای ۵۰۰ می‌دهد', 'high'],
      ['ایمیل دانشگاه روی آیفون مدام رمز می‌خواهد', 'low'],
    ],
    careless: (code) => code.replaceAll('-', '').replace(/\d/g, (digit) => PERSIAN_DIGITS[Number(digit)]),
  },
};
