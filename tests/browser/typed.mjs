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

/** Two requests of tests/fixtures/procedures, and what the desks say to them. */
export const requests = {
  vi: {
    name: 'Đỗ Thị Bích Ngọc',
    it: 'Tổ kỹ thuật',
    expert: 'chuyên viên',
    lead: 'tổ trưởng',
    training: 'Phòng đào tạo',
    digits: (code) => code,
    certificate: {
      vague: 'Giấy tờ',
      example: 'Xin giấy xác nhận thời gian học để nộp cho cơ quan',
      title: 'Xin giấy xác nhận thời gian học năm 2022–2026',
      typed: { description: 'Cơ quan yêu cầu giấy có dấu của trường.', 'f.purpose': 'Bổ sung hồ sơ nhân sự' },
      reason: 'Thiếu bản chụp thẻ sinh viên. Bạn chụp cả hai mặt rồi gửi lại.',
      answer: 'Giấy xác nhận đã ký, tải về ở dưới.',
    },
    support: {
      typed: { title: 'Máy chiếu phòng C1-204 chỉ hiện màn hình xanh', description: 'Đã rút cáp cắm lại, vẫn xanh.' },
      limit: '4 giờ',
      stages: { receive: 'Tiếp nhận', check: 'Kiểm tra', handle: 'Xử lý và trả lời', report: 'Tổ trưởng kiểm tra câu trả lời' },
      answer: 'Máy đang để ở cổng khác. Thầy cô chọn lại theo bài kèm theo.',
      article: 'Chọn đúng cổng trên máy chiếu',
      unsigned: 'Tổ trưởng duyệt xong thì phiếu đóng',
    },
  },
  fa: {
    name: 'مریم رضایی',
    it: 'گروه فنی',
    expert: 'کارشناس',
    lead: 'سرپرست',
    training: 'دفتر آموزش',
    digits: (code) => code.replace(/\d/g, (digit) => PERSIAN_DIGITS[Number(digit)]),
    certificate: {
      vague: 'گواهی',
      example: 'گواهی مدت تحصیل برای ارائه به محل کار',
      title: 'گواهی مدت تحصیل از سال ۱۴۰۱ تا ۱۴۰۵',
      typed: { description: 'محل کارم گواهی با مهر دانشگاه می‌خواهد.', 'f.purpose': 'تکمیل پرونده استخدام' },
      reason: 'تصویر کارت دانشجویی نیست. از هر دو روی کارت عکس بگیرید و دوباره بفرستید.',
      answer: 'گواهی امضا شد؛ از همین پایین دانلود کنید.',
    },
    support: {
      typed: { title: 'پروژکتور کلاس C1-204 فقط صفحه آبی نشان می‌دهد', description: 'کابل را درآوردم و دوباره زدم، فرقی نکرد.' },
      limit: '۴ ساعت',
      stages: { receive: 'بررسی و پذیرش', check: 'بررسی', handle: 'رسیدگی و پاسخ', report: 'سرپرست پاسخ را بررسی می‌کند' },
      answer: 'پروژکتور روی ورودی دیگری بود. طبق مقاله پیوست ورودی را عوض کنید.',
      article: 'انتخاب ورودی درست در پروژکتور',
      unsigned: 'با تأیید سرپرست',
    },
  },
};
