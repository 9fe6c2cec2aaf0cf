# Lời `deskmark` nói với người viết bài: sai ở đâu, rồi phải làm gì.

verbatim = { $text }
error = lỗi
warning = cảnh báo
note = lưu ý
help = cách sửa
and = { $a } và { $b }
nothing = để trống
quoted = `{ $text }`
did-you-mean = có phải bạn định viết `{ $near }`?

## Tệp
unreadable = không đọc được: { $reason }
unreadable-help = xem tệp còn ở đó không và bạn có quyền đọc không
too-large = tệp văn bản { $megabytes } MB quá lớn nên không đọc
too-large-help = chia nhỏ tệp, hoặc đặt vào `assets/` cho người đọc tải về
utf-16 = tệp lưu theo UTF-16, không phải UTF-8
not-utf-8 = byte 0x{ $byte } không phải UTF-8
not-utf-8-help = lưu lại tệp với bảng mã UTF-8
file-name-not-unicode = tên tệp không phải Unicode
file-name-help = đổi tên tệp, chỉ dùng chữ có trong Unicode
file-name-not-an-id = tên tệp `{ $name }` không làm mã được
id-help = dùng chữ thường a-z, chữ số và dấu gạch nối (tối đa 64), bắt đầu bằng chữ hoặc số
link-out = liên kết tượng trưng dẫn ra ngoài thư mục nội dung nên bị bỏ qua
link-out-help = chép thẳng tệp đó vào thư mục
link-loop = liên kết tượng trưng dẫn ngược về thư mục chứa nó nên bị bỏ qua
link-loop-help = xóa liên kết này
uneven = tệp có { $what }
uneven-mark = dấu thứ tự byte (BOM)
uneven-line-ends = dấu xuống dòng kiểu Windows (CRLF)
uneven-letters = chữ ghép từ nhiều ký tự (chưa ở dạng NFC)
uneven-help = chạy `deskmark check --fix` để ghi lại tệp cho gọn, ngoài ra không đổi gì

## Phần đầu bài
front-matter-open = phần đầu bài chưa đóng
front-matter-open-label = mở ở đây
front-matter-open-help = kết thúc bằng một dòng `{ $fence }`
front-matter-syntax = phần đầu bài không phải { $format }: { $reason }
parser-says = bộ đọc tệp báo “{ $reason }”
toml-unquoted = chữ chưa đặt trong ngoặc kép
toml-unquoted-help = đặt trong ngoặc kép: `"…"`
toml-duplicate = khóa này có hai lần
toml-duplicate-help = chỉ giữ lại một
toml-no-value = khóa chưa có giá trị
toml-no-value-help = viết theo dạng `khóa = giá trị`
toml-comma = thiếu dấu phẩy
toml-comma-help = đặt dấu phẩy giữa hai mục
toml-unclosed = có ngoặc mở mà chưa đóng
toml-unclosed-help = mỗi `[` cần một `]`, mỗi `{"{"}` cần một `{"}"}`
toml-open-text = chữ trong ngoặc kép chưa đóng
toml-open-text-help = kết thúc bằng đúng dấu ngoặc đã mở; dấu ngoặc kép bên trong viết là `\"`
toml-day = lịch không có ngày này
toml-day-help = viết như 2026-11-22
toml-boolean = không phải true, cũng không phải false
toml-boolean-help = viết `true` hoặc `false`; nếu là chữ, đặt trong ngoặc kép
yaml-colon-help = giá trị có dấu hai chấm phải nằm trong ngoặc kép: `title: "Wifi: bước đầu"`
unknown-key = bài viết không có khóa `{ $key }`
unknown-key-label = không có khóa này
unknown-key-help = khóa của riêng bạn đặt dưới `[extra]`
unknown-kind = không có loại bài `{ $name }`
unknown-kind-help = các loại bài: { $kinds }
wrong-value = `{ $key }` cần { $takes }, không phải { $given }
not-an-id = `{ $value }` không làm mã được
not-a-calling-code = `{ $value }` không phải mã điện thoại của một nước
not-a-calling-code-help = viết cả dấu cộng, như "+84"
no-calling-code = tin nhắn chưa gửi được tới nước nào
no-calling-code-help = ghi mã điện thoại của ít nhất một nước, như "+84"; hoặc bỏ cả [sms]: khi đó không ai bị hỏi số
not-for-requesters = `{ $value }` không báo cho người yêu cầu hay người theo dõi
not-for-requesters-help = ghi người của bộ phận: "handler" (người đang xử lý), "expert", "lead", "admin" hoặc "director"
wrong-type = chỗ này cần { $takes }, không phải { $given }
unknown-name = ở đây không dùng được `{ $name }`
known-names = có thể dùng { $names }
not-working-time = `{ $value }` không phải thời lượng làm việc
not-working-time-help = viết như "30m", "4h", "0.5d" hoặc "1d 4h" (tối đa 400 ngày)
not-hours = `{ $value }` không phải giờ làm việc
not-hours-help = viết như "07:30-11:30": đồng hồ 24 giờ, giờ đầu trước giờ cuối, hoặc qua nửa đêm
not-a-zone = `{ $value }` không phải múi giờ
not-a-zone-help = viết tên như "Asia/Ho_Chi_Minh"
not-a-weekday = `{ $value }` không phải thứ trong tuần
not-a-weekday-help = viết "monday" … "sunday"
not-a-tag = `{ $value }` không phải mã ngôn ngữ
not-a-tag-help = viết hai hoặc ba chữ cái, như `vi`, `fa` hay `en`
is-text = một dòng chữ
is-integer = số nguyên
is-number = một số
is-boolean = true hoặc false
is-list = một danh sách
is-table = một bảng
is-nothing = giá trị trống
takes-text = một dòng chữ
takes-list = danh sách các dòng chữ
takes-texts = một danh sách
takes-minutes = số phút nguyên, từ 1 trở lên
takes-integer = số nguyên
takes-boolean = true hoặc false
takes-day = ngày viết như 2026-11-22
takes-verified = {"{"} by = "…", on = 2026-11-22, with = "…" {"}"}
takes-table = một bảng
takes-control = {"{"} code = "…", issue = 1, effective = 2026-11-22, owner = "…" {"}"}
takes-revisions = danh sách {"{"} issue = 1, date = 2026-11-22, change = "…" {"}"}
takes-period = khoảng thời gian như "90d", "6m" hoặc "1y"
missing-inside = `{ $table }` còn thiếu `{ $key }`
missing-inside-help = thêm `{ $key } = …` vào đó
unknown-inside = `{ $table }` không có khóa `{ $key }`
no-such-day = `{ $key }` ghi { $day }, lịch không có ngày này
no-such-day-help = ghi đúng ngày cần ghi, như 2026-11-22
never-published = bài hết hạn ngày { $to } mà tới { $from } mới đăng, nên không ai đọc được
never-published-help = `expires_on` là ngày đầu tiên không còn bài: ghi muộn hơn `publish_on`
future-day = `{ $key }` ghi { $day }, mà hôm nay mới { $today }
future-day-help = bài chờ tới ngày mới đăng thì ghi `publish_on`
no-title = bài viết chưa có tiêu đề
no-title-help = thêm `title = "…"` vào phần đầu bài
no-control = quy trình chưa có phần kiểm soát tài liệu
no-control-help = thêm `control = {"{"} code = "…", issue = "1", effective = 2026-11-22, owner = "…" {"}"}` vào phần đầu bài

## Địa chỉ
same-address = bài này trùng địa chỉ với { $owner }: `{ $url }`
same-address-help = đổi tên một trong hai; tạm thời bài nằm ở `{ $url }`
owner-section = một chuyên mục
owner-stand-in = trang thay cho bản dịch còn thiếu
owner-alias = một địa chỉ cũ khác
id-taken = mã `{ $id }` đã thuộc về { $owner }
id-taken-help = đặt mã khác cho một trong hai bài
alias-not-a-path = địa chỉ cũ `{ $alias }` không phải đường dẫn
alias-taken = địa chỉ cũ `{ $alias }` là địa chỉ của { $owner }
alias-help = địa chỉ cũ là đường dẫn nay không còn gì, như `/vi/ten-cu/`: bỏ đi, hoặc viết lại cho đúng
reserved = `{ $name }` là địa chỉ riêng của cổng
reserved-help = đổi tên; tạm thời trang nằm ở `{ $name }-1`
reserved-language = `/{ $lang }/` là địa chỉ riêng của cổng nên không làm mã ngôn ngữ được
reserved-language-help = viết `{ $lang }-mm` chẳng hạn
address-gone = không còn gì ở `{ $path }`
address-gone-help = thêm vào `aliases` của bài thay thế: `aliases = ["{ $path }"]`
anchor-gone = trang `{ $path }` không còn mục `#{ $anchor }`
anchor-gone-help = đặt lại mã cũ cho đề mục thay thế: `## … {"{"}#{ $anchor }{"}"}`
step-gone-help = liên kết tới bước này giờ chỉ mở đầu trang: xem có bài nào còn nhắc tới nó không
forget-help = hoặc nếu không ai cần nữa, chạy `deskmark lock --forget { $name }`
lock-line = mỗi dòng ở đây phải bắt đầu bằng một địa chỉ như `/vi/wifi/`
lock-line-help = ghi lại dòng như cũ, hoặc xóa dòng

## Bản dịch
translation-differs = ở đây `{ $key }` là { $own }, còn ở bản gốc là { $theirs }
translation-differs-help = ghi giống { $original }: người đọc tiếng nào cũng cần như nhau
translation-untied = bài chưa có `id`, trong khi { $other } ở cùng chỗ thì có
translation-untied-help = nếu hai bài là bản dịch của nhau, thêm `id = "{ $id }"`; nếu không, đổi tên một tệp
drift-changed = đoạn này đã sửa sau khi { $translation } được dịch
drift-new = đoạn này mới thêm sau khi { $translation } được dịch
drift-help = dịch đoạn này, rồi chạy `deskmark translated { $translation }`
drift-gone = một đoạn ở `#{ $anchor }` của { $original } đã bị bỏ sau khi bài này được dịch
drift-gone-top = một đoạn ở đầu { $original } đã bị bỏ sau khi bài này được dịch
drift-gone-help = ở đây cũng bỏ đoạn đó, rồi chạy `deskmark translated { $translation }`
unrecorded = { $count } trong { $all } bản dịch chưa được ghi lại là dịch từ những đoạn nào
unrecorded-help = khi bản dịch đã khớp với bản gốc, chạy `deskmark translated { $files }`
translations-line = dòng này không phải tên bản dịch, bản gốc hay một đoạn
translations-line-help = sau khi gộp nhánh, giữ các mục của cả hai bên; hoặc chạy `deskmark translated --all` khi mọi bản dịch đã khớp bản gốc

## Liên kết và HTML
link-nowhere = liên kết `{ $written }` không dẫn tới đâu: { $why }
link-help = ghi đường dẫn từ tệp này tới tệp kia, như `../mang/vpn.md`, hoặc bỏ liên kết
link-unpublished = liên kết `{ $written }` dẫn tới bài mà người đọc chưa có: { $why }
link-unpublished-help = đăng bài đó, hoặc bỏ liên kết cho tới khi đăng
no-alt = hình chưa có lời mô tả
no-alt-help = ghi giữa hai ngoặc vuông hình cho thấy gì: `![Bộ phát wifi với nút khởi động lại](…)`
no-alt-decoration = nếu hình không nói thêm gì so với bài viết, ghi `<img src="…" alt="">`
orphan = không bài nào dùng `{ $path }`
orphan-help = liên kết tới tệp từ một bài, hoặc xóa đi
file-missing = thiếu tệp `{ $written }`: { $why }
file-missing-help = đặt tệp vào đó, hoặc sửa đường dẫn; đường dẫn tính từ tệp này
no-such-file = không có tệp này
no-such-id = không bài nào có mã `{ $id }`
leaves-folder = nó dẫn ra ngoài thư mục nội dung
article-draft = bài còn là bản nháp
article-not-yet = bài chưa tới ngày đăng
article-expired = bài đã hết hạn
external-dead = không mở được `{ $written }`: { $why }
external-dead-help = trỏ tới địa chỉ mới, hoặc bỏ liên kết
external-status = trang đó trả lời { $status }
external-unreachable = { $reason }
no-heading = không có đề mục `#{ $anchor }`
no-heading-help = chỉ dẫn tới trang, hoặc đặt mã này cho đề mục cần tới: `## … {"{"}#…{"}"}`
unsafe-scheme = liên kết không được dùng `{ $scheme }:`
unsafe-scheme-help = dẫn tới địa chỉ `https:`, hoặc bỏ liên kết
unsafe-html = trong bài không được dùng { $what }
unsafe-html-help = bỏ đi; nếu là ví dụ, đặt trong cặp dấu huyền (`)
html-element = `<{ $name }>`
html-attribute = thuộc tính `{ $name }`
unknown-tag = `<{ $name }>` không phải thẻ HTML nên được hiện như chữ
unknown-tag-help = nếu là ví dụ, viết `<{ $name }>` trong cặp dấu huyền (`)
too-deep = danh sách hoặc trích dẫn lồng nhau quá 100 tầng; phần sâu hơn bị bỏ
too-deep-help = làm phẳng danh sách, hoặc mở danh sách mới

## Giữ cho bài luôn đúng
review-due = bài đã quá hạn rà soát từ { $due }
review-due-help = đọc lại, sửa chỗ đã khác, rồi ghi `verified = {"{"} by = "…", on = { $today } {"}"}`
clash-synonym = `{ $word }` đã là từ đồng nghĩa của { $owner }
clash-answer = câu hỏi `{ $word }` đã do { $owner } trả lời
clash-help = để lại ở bài giúp được nhiều hơn, hoặc ghi ở đây điều chỉ bài này nói tới
clash-term = `{ $word }` đã được giải thích ở dòng { $line }
clash-term-help = chỉ giải thích một lần; các tên khác ghi cùng dòng, cách nhau bằng dấu phẩy
heavy-picture = hình `{ $path }` nặng { $kilobytes } KB
heavy-picture-help = lưu lại nhỏ hơn { $limit } KB: rộng tối đa 1600 điểm ảnh, dạng WebP, hoặc SVG nếu là hình vẽ
heavy-page = trang cùng các hình nặng { $size } MB
heavy-page-help = giảm xuống dưới { $limit } MB; nặng nhất là { $heaviest }
heavy-text-help = chia bài thành nhiều bài
outranked = gõ `{ $query }` thì bài này không nằm trong ba kết quả đầu
outranked-help = đứng trước là { $titles }; hãy dùng chính những từ ấy trong tiêu đề, từ đồng nghĩa hoặc đề mục của bài này, hoặc bỏ câu này khỏi `answers`
outranked-by-none-help = tìm câu này không ra bài nào: hãy dùng chính những từ ấy trong tiêu đề, từ đồng nghĩa hoặc nội dung bài
ranker-failed = đoạn mã tìm kiếm của giao diện không chạy được: { $error }
ranker-failed-help = sửa tệp mã cùng tên trong `theme/scripts/`, hoặc xóa nó để dùng lại bản gốc

## Cấu hình
config-unknown-key = ở đây không có khóa `{ $key }`
config-known-keys = các khóa có thể dùng: { $keys }
config-missing-key = thiếu `{ $key }`
config-missing-key-help = thêm một dòng `{ $key } = …`
reply-front-matter = câu trả lời mẫu phải bắt đầu bằng phần đầu viết theo TOML
reply-front-matter-help = ghi `title` và `lang` giữa hai dòng `+++`
reply-variable = câu trả lời mẫu không có gì để điền vào `{ $name }`
reply-variable-help = giữa hai cặp ngoặc nhọn chỉ có thể là { $known }; phần còn lại để người chèn câu mẫu tự viết
no-languages = `languages` chưa ghi ngôn ngữ nào
language-twice = `{ $lang }` được ghi hai lần
language-twice-help = chỉ ghi một lần
base-url = `{ $url }` không phải địa chỉ của một trang web
base-url-help = viết như "https://help.example.org", không có phần sau tên miền
popular = `popular` nhắc tới bài `{ $id }`, nhưng không bài nào có mã đó
popular-help = `popular` ghi `id` của bài, như trong phần đầu bài
strange-folder = `{ $folder }/` không phải ngôn ngữ của cổng; các bài trong đó bị bỏ qua
strange-folder-help = thêm "{ $folder }" vào `languages` trong portal.toml, hoặc chuyển các bài đi
no-such-desk = không có bộ phận `{ $name }`
no-such-desk-help = mỗi bộ phận là một tệp `desks/{ $name }.toml`
no-such-calendar = không có lịch `{ $name }`
no-such-calendar-help = mỗi lịch là một tệp `calendars/{ $name }.toml`
no-such-procedure = không có bài nào mang id `{ $id }`
no-such-procedure-help = `procedure` chỉ tới bài kể đường đi của loại yêu cầu này: ghi `id = "{ $id }"` vào đầu bài đó
no-such-request = không có loại yêu cầu `{ $name }`
no-such-request-help = mỗi loại yêu cầu là một tệp `requests/{ $name }.toml`
not-a-language = `{ $lang }` không phải ngôn ngữ của cổng
not-a-language-help = cổng có { $languages }
not-an-email = `{ $email }` không phải địa chỉ email
not-an-email-help = viết như ten@example.org
nobody-to-tell = bậc nhắc gửi tới vai trò `{ $role }`, mà bộ phận không có ai giữ vai trò này
nobody-to-tell-help = thêm một thành viên có `role = "{ $role }"`
never-open = lịch không có giờ làm việc nào nên sẽ không bao giờ tới hạn
never-open-help = ghi giờ làm việc cho ít nhất một ngày
not-a-colour = `{ $accent }` không phải màu
not-a-colour-help = viết như "#0f6a73"

## Biểu mẫu
field-twice = ô `{ $id }` có hai lần
field-twice-help = đặt mã khác cho một trong hai
field-no-label = ô `{ $id }` chưa có nhãn
no-label-help = thêm `label = {"{"} vi = "…" {"}"}`, đủ mọi ngôn ngữ của cổng
field-no-choice = ô `{ $id }` không có gì để chọn
field-no-choice-help = cho ô này ít nhất hai `choices`
field-not-choice = ô `{ $id }` có lựa chọn nhưng không thuộc loại "choice" hay "many"
field-not-choice-help = ghi `kind = "choice"` hoặc `kind = "many"`, hoặc bỏ các lựa chọn
field-shown-if = ô `{ $id }` chờ một câu trả lời mà không ô `{ $other }` nào ở trước có
field-shown-if-help = ghi tên một ô đứng trước ô này, và một giá trị có trong `choices` của ô đó
field-columns = ô `{ $id }` cần `columns` mỗi cột một dòng nếu thuộc loại "table", còn không thì bỏ `columns`
field-columns-help = khai báo các cột của bảng, mỗi cột thuộc loại trả lời trong một dòng; ở các ô khác thì bỏ `columns`
field-files = ô `{ $id }` cần nhiều tệp hơn số tệp gửi được một lần
field-files-help = mỗi lần gửi được tối đa { $most } tệp, tính tất cả các ô của biểu mẫu: ghi `min` và `max` nhỏ hơn; tệp khác thêm vào sau
choice-twice = lựa chọn `{ $value }` có hai lần
choice-twice-help = đặt giá trị khác cho một trong hai
deadline-no-field = hạn `{ $id }` không phải là ô hỏi ngày
deadline-no-field-help = ghi tên một ô thuộc loại "date" hoặc "date_time"
request-no-label = loại yêu cầu chưa có tên

## Giao diện
template-says = bộ dựng mẫu báo “{ $reason }”
template-page = xảy ra ở trang `{ $page }`
template-pages = xảy ra ở trang `{ $page }` và { $others } trang khác
theme-own = tệp gốc của giao diện báo lỗi: { $file }, dòng { $line }
theme-not-text = tệp giao diện không phải văn bản UTF-8
strings-name = `{ $name }` không mang tên một ngôn ngữ
strings-name-help = đặt tên như `vi.ftl`

## Thư mục của công cụ khác
foreign-keys = các khóa của công cụ khác được giữ riêng, không dùng: { $keys }
foreign-tag = thẻ `{ $name }` của công cụ khác được hiện nguyên như đã viết ({ $count } lần)
foreign-tag-help = viết bằng Markdown nội dung mà thẻ đại diện, hoặc bỏ thẻ đi
foreign-order = bị bỏ qua vì trong thư mục không có trang nào như vậy: { $names }
foreign-order-help = liên kết tới chúng từ một trang, hoặc xếp thứ tự bằng `weight` ở phần đầu bài
foreign-order-unread = không đọc được thứ tự các trang ở đây: { $reason }
foreign-order-unread-help = sửa lại tệp; tạm thời các trang xếp theo `weight` rồi theo tiêu đề
language-guessed = ngôn ngữ có vẻ là `{ $lang }`
language-guessed-help = nếu không phải, ghi rõ bằng `--lang`
no-base-url = các địa chỉ đầy đủ đang ghi tên máy này
no-base-url-help = cho biết trang sẽ nằm ở đâu bằng `--base-url https://…`

## Việc các lệnh đã làm
nothing-written = Không ghi gì cả.
build-done = { $articles } bài, { $pages } trang, { $size } MB ở { $out }: { $made }, { $seconds } giây
build-made = ghi { $written }, giữ nguyên { $unchanged }, xóa { $pruned }
build-same = không có gì thay đổi
addresses-new = Địa chỉ mới: { $count }. Chạy `deskmark lock` để ghi nhớ.
rewritten = { $path }: đã ghi lại
nothing-to-mend = { $count } bài, không có gì phải sửa.
not-in-lock = `{ $name }` không có trong { $file }. Không ghi gì cả.
locked = { $file }: thêm { $addresses } địa chỉ, { $anchors } mục trong trang, bỏ { $forgotten }
recorded = Ghi nhớ mới { $count }, giữ nguyên { $known }.
recorded-one = { $file }: { $count } đoạn của { $original }
wrote = đã ghi { $path }
next = Tiếp theo: { $what }
next-article = viết bài, xem bằng `deskmark serve --content { $content }`, xong thì bỏ dòng `draft = true`
imported = đã ghi { $files } tệp vào { $dir }: { $articles } bài, ngôn ngữ { $languages }
import-portal = đã ghi { $path }: điền tên và địa chỉ của trang vào đó
import-portal-left = giữ nguyên { $path }: `languages` trong đó cần có đủ các ngôn ngữ
import-restricted = mất giới hạn người xem: { $count } bài trước đây chỉ dành cho một số người
import-pictures = hình phải tự tải về: { $count }
import-report = đã ghi { $path }: đọc để biết những gì thay đổi hoặc bị mất
host-portal = Cổng     { $url }
host-listens = Lắng nghe { $url }
host-data = Dữ liệu  { $path }
host-no-mail = Thư      đang chờ, và chưa ai đăng nhập được: đặt DESKMARK_SMTP_URL, ví dụ smtps://user:password@mail.example.org
host-plain-http = Cảnh báo { $url } không mã hóa: ai ở giữa đường cũng đọc được liên kết, cookie và phiếu. Hãy đặt https phía trước và ghi vào base_url.
copied = { $tickets } phiếu ({ $events } sự kiện), { $files } tệp ({ $megabytes } MB)
copied-missing = Không thấy { $count } tệp mà phiếu có nhắc tới: người gửi vừa được xóa thông tin, hoặc tệp đã mất từ trước.
backed-up = { $to }: { $what }. Bản sao có khóa bí mật và lời người dùng viết: giữ an toàn như chính bàn hỗ trợ.
restored = { $data }: { $what }. Các liên kết vẫn dùng được; thư đang gửi dở có thể đến hai lần.
publish-same = Kho chứa đã có đủ những gì vừa dựng. Không gửi gì cả.
publish-planned = Sẽ gửi { $uploads } tệp, bỏ { $removals } tệp và làm mới { $refreshed } địa chỉ. Chưa gửi gì cả.
publish-done = Đã gửi { $uploads } tệp, bỏ { $removals } tệp, làm mới { $refreshed } địa chỉ, { $seconds } giây
publish-pointed = Trong vòng một phút, bàn hỗ trợ sẽ đọc gói { $bundle }.
publish-rolled-back = Trong vòng một phút, bàn hỗ trợ sẽ đọc lại gói { $bundle }, gửi lúc { $sent }. Các trang vẫn như cũ: muốn đổi, hãy xuất bản một commit trước đó.
moved = { $tickets } phiếu ({ $events } sự kiện)
moved-beside = Không nằm trong đó, phải chép kèm: khóa bí mật của máy chủ (thiếu nó, không liên kết riêng nào mở được) và { $files } tệp.
exported = { $path }: { $what }. Trong đó có những gì người dùng đã viết: giữ nó an toàn như chính hệ thống.
taken-in = Đã nhận vào: { $what }. Không thư nào được gửi cho các phiếu này.
taken-in-before = { $tickets } phiếu trong số đó đã có sẵn từ lần chạy trước.
repair-head = { $code }: trang của phiếu, chỗ trong hàng đợi hoặc đồng hồ không khớp với các sự kiện
repair-words = { $code }: tìm kiếm không thấy phiếu theo đúng các từ của nó
repair-log = { $code }: thiếu sự kiện hoặc không đọc được; chỉ bản sao lưu mới còn
repaired = Đã xem { $tickets } phiếu, sửa { $faults } chỗ sai, { $lost } chỗ chỉ bản sao lưu mới cứu được.
repair-would = Đã xem { $tickets } phiếu, có { $faults } chỗ cần sửa, { $lost } chỗ chỉ bản sao lưu mới cứu được. Chưa ghi gì.
resent = Đã đi qua { $events } sự kiện. Thư nào đã gửi thì không gửi lại.
doctor-fine = tốt
doctor-wrong = hỏng
doctor-verdict = Hỏng: { $wrong }. Cảnh báo: { $warnings }.
doctor-site = trang web
doctor-site-fine = đã dựng; số bàn: { $desks }, số ngôn ngữ: { $languages }
doctor-site-wrong = dựng cổng trên máy này, hoặc chép cả thư mục `dist` sang đây, rồi chỉ ra bằng --site
doctor-members = thành viên
doctor-members-own = { $email }, thành viên của bàn { $desk }, là địa chỉ của chính cổng
doctor-members-own-help = ghi cho thành viên một địa chỉ riêng trong desks/{ $desk }.toml: thư gửi tới địa chỉ này sẽ quay về hộp thư của cổng
doctor-folder = dữ liệu
doctor-folder-none = chưa có thư mục { $path }
doctor-folder-none-help = `deskmark host` sẽ tạo ra nó; nếu đáng lẽ phải có, xem lại --data
doctor-folder-fine = chỉ người dùng của nó đọc được { $path }
doctor-folder-open = người dùng khác trên máy này đọc được { $path }
doctor-folder-open-help = chmod { $mode } { $path }
doctor-folder-unreadable = { $path }: { $reason }
doctor-folder-unreadable-help = chạy lệnh này bằng người dùng chạy bàn hỗ trợ; nếu mất khóa bí mật, lấy lại từ bản sao lưu gần nhất
doctor-room = đĩa chứa nó còn trống { $megabytes } MB
doctor-room-help = dọn đĩa, hoặc chuyển thư mục sang đĩa lớn hơn: hết chỗ thì không nhận được phiếu nào
doctor-store = phiếu
doctor-store-fine = nguyên vẹn, { $tickets } phiếu
doctor-store-wrong = không dùng được { $path }: { $reason }
doctor-store-wrong-help = dừng bàn hỗ trợ, cất thư mục này đi, rồi phục hồi bản sao lưu gần nhất bằng `deskmark restore`
doctor-store-newer = một phiên bản Deskmark mới hơn đã dùng kho phiếu này
doctor-store-newer-help = chạy lại phiên bản đó, hoặc phục hồi bản sao lưu trước khi cập nhật
doctor-waiting = { $count } sự kiện đang chờ gửi thư
doctor-waiting-help = nếu bàn hỗ trợ đang chạy mà số này không giảm, xem dòng về thư ở đây
doctor-clock = đồng hồ
doctor-clock-fine = bây giờ là { $now }
doctor-clock-back = bây giờ là { $now }, nhưng có sự kiện ghi lúc { $newest }
doctor-clock-skew = nơi trả lời ở địa chỉ của cổng lệch { $seconds } giây so với máy này
doctor-clock-help = cho máy tự chỉnh giờ theo mạng: `timedatectl set-ntp true`
doctor-mail = thư
doctor-mail-none = chưa đặt DESKMARK_SMTP_URL: thư nằm chờ, và chưa ai đăng nhập được
doctor-mail-none-help = đặt biến này là máy chủ thư, ví dụ smtps://user:password@mail.example.org, ở nơi khởi động bàn hỗ trợ (infra/host/README.md) và ở đây
doctor-mail-url = DESKMARK_SMTP_URL không phải địa chỉ của một máy chủ thư
doctor-mail-fine = { $host } nhận thư
doctor-mail-refuses = { $host } có trả lời nhưng chưa sẵn sàng nhận thư
doctor-mail-away = { $host } không nhận thư: { $reason }
doctor-mail-away-help = xem tên máy, cổng, tên người dùng và mật khẩu có đúng không, và máy này có được gọi tới cổng đó không
doctor-mail-open = thư và mật khẩu đi tới { $host } không mã hóa
doctor-mail-open-help = viết smtps://, hoặc thêm ?tls=required vào địa chỉ
doctor-sender = từ đây không biết được nơi khác có tin thư của { $sender } không
doctor-sender-help = tự xem: `dig +short TXT { $domain }` phải có dòng v=spf1 nêu máy chủ thư, và `dig +short TXT _dmarc.{ $domain }` phải có dòng v=DMARC1
doctor-address = địa chỉ
doctor-address-fine = { $url } có bàn hỗ trợ trả lời
doctor-address-http = { $url } không mã hóa
doctor-address-http-help = đặt https phía trước (infra/host/ có mẫu cho Caddy và nginx), ghi vào base_url rồi dựng lại
doctor-address-silent = { $url } không trả lời: { $reason }
doctor-address-silent-help = xem bàn hỗ trợ và proxy phía trước có đang chạy không, và tên miền có trỏ tới máy này không. Có mạng không cho máy bên trong gọi địa chỉ công khai của chính mình: khi đó hãy thử từ nơi khác
doctor-address-other = { $url } trả lời { $status }, và không phải bàn hỗ trợ trả lời
doctor-address-other-help = cho proxy chuyển mọi yêu cầu tới địa chỉ mà `deskmark host` lắng nghe
serve-end = {"  "}Nhấn Ctrl-C để dừng.
search-meant = Hiện kết quả cho `{ $meant }`.
search-none = Không tìm thấy bài nào cho `{ $query }`.
