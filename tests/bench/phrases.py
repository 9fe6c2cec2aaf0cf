"""Words of an invented help desk, Vietnamese and English, and what is typed there."""

SECTIONS = [
    ("tai-khoan", "Tài khoản và đăng nhập", "vi"),
    ("email", "Email và lịch", "vi"),
    ("network", "Network and Wi-Fi", "en"),
    ("mang", "Mạng trong trường", "vi"),
    ("teaching", "Teaching online", "en"),
    ("in-an", "In, quét và sao chụp", "vi"),
    ("devices", "Computers and phones", "en"),
    ("an-toan", "An toàn thông tin", "vi"),
    ("software", "Software", "en"),
    ("phong-hoc", "Phòng học và thiết bị", "vi"),
    ("library", "Library systems", "en"),
    ("ho-so", "Hồ sơ điện tử", "vi"),
]
PARTS = [("basics", "Basics"), ("windows", "Windows"), ("macos", "macOS"), ("android", "Android"), ("errors", "Errors"), ("servers", "Servers")]

TAGS = {
    "vi": ["tài khoản", "mật khẩu", "email", "wifi", "vpn", "máy in", "điện thoại", "windows", "macos", "lớp học", "bảo mật", "lịch", "lưu trữ", "phần mềm", "giấy phép", "máy chiếu", "thư viện", "sao lưu", "mạng dây", "hồ sơ"],
    "en": ["account", "password", "mail", "wi-fi", "remote access", "printing", "phone", "windows 11", "mac", "classroom", "security", "calendar", "storage", "software", "licence", "projector", "library", "backup", "wired network", "records"],
}

WHO = {
    "vi": ["sinh viên", "giảng viên", "cán bộ khoa", "khách", "nghiên cứu sinh", "trợ giảng", "người quản lý phòng máy", "thủ thư", "kỹ thuật viên", "trưởng bộ môn"],
    "en": ["students", "lecturers", "office staff", "visitors", "researchers", "teaching assistants", "lab managers", "librarians", "technicians", "heads of department"],
}
THING = {
    "vi": ["tài khoản trường", "hộp thư", "lịch dùng chung", "mạng không dây", "máy in tầng hai", "kho lưu trữ", "phòng họp trực tuyến", "thư mục chung", "chữ ký số", "thẻ từ", "máy chiếu", "bản quyền phần mềm", "khóa bảo mật", "danh sách lớp", "bảng điểm", "đường truyền", "ổ đĩa mạng", "trình duyệt", "ứng dụng xác thực", "hồ sơ giấy tờ", "bản sao lưu", "chứng chỉ máy chủ", "cổng kết nối", "địa chỉ dự phòng"],
    "en": ["university account", "mailbox", "shared calendar", "wireless network", "printer on the second floor", "storage quota", "online meeting room", "shared folder", "digital signature", "access card", "projector", "software licence", "security key", "class list", "gradebook", "uplink", "network drive", "browser", "authenticator app", "paper record", "backup copy", "server certificate", "docking station", "recovery address"],
}
DO = {
    "vi": ["mở", "đổi", "khôi phục", "kết nối lại", "xóa", "chia sẻ", "sao lưu", "cập nhật", "cài đặt", "kiểm tra", "gia hạn", "chuyển", "đồng bộ", "khóa", "đăng ký", "gỡ bỏ"],
    "en": ["open", "change", "restore", "reconnect", "delete", "share", "back up", "update", "install", "check", "renew", "move", "synchronise", "lock", "register", "remove"],
}
PLACE = {
    "vi": ["phần Cài đặt", "trang Cá nhân", "thanh bên trái", "mục Bảo mật", "góc trên bên phải", "hộp thoại vừa hiện ra", "thẻ Nâng cao", "phòng A1-105", "quầy hỗ trợ", "trình đơn Tệp"],
    "en": ["Settings", "your profile page", "the bar on the left", "the Security tab", "the top right corner", "the window that has opened", "the Advanced tab", "room A1-105", "the help desk", "the File menu"],
}
SENTENCES = {
    "vi": [
        "Vào {place}, chọn {do} {thing} rồi nhấn **Lưu**.",
        "Nếu {name} báo mã {code}, hãy đợi {n} phút trước khi {do} {thing} lần nữa.",
        "Từ tháng {m}, {who} không cần xin phép khi {do} {thing} trên {name}.",
        "Khi {thing} không phản hồi, phần lớn {who} chỉ cần {do} lại {thing2} là dùng được.",
        "Giữ nguyên cửa sổ {name} cho tới khi thấy dòng chữ báo đã xong, thường mất khoảng {n} giây.",
        "Quản trị viên của {name} đặt giới hạn {n} lần một ngày cho việc {do} {thing}.",
        "Muốn {do} {thing}, {who} cần đăng nhập bằng địa chỉ của trường và mã gồm {m} chữ số.",
        "Trước khi {do} {thing}, ghi lại số máy (ví dụ `{code}`) để bộ phận hỗ trợ tra nhanh hơn.",
        "Mọi thay đổi đối với {thing} được ghi trong nhật ký của {name} và giữ trong {n} ngày.",
        "Nếu trước đây bạn đã {do} {thing2}, hãy bỏ qua bước này và chuyển sang {place}.",
        "{name} không tự {do} {thing}; việc đó do {who} làm ở {place}.",
        "Đường dẫn nằm ở {place}, ngay dưới dòng có tên {name}.",
        "Bạn sẽ nhận được một thư xác nhận trong vòng {n} phút; thư đó không bao giờ hỏi mật khẩu.",
        "Máy nào chạy bản cũ hơn {name} {m} đều phải {do} {thing} bằng tay.",
    ],
    "en": [
        "Open {place}, choose to {do} the {thing}, then select **Save**.",
        "If {name} reports {code}, wait {n} minutes before you {do} the {thing} again.",
        "Since release {m}, {who} can {do} the {thing} in {name} without asking first.",
        "When the {thing} does not answer, most {who} only have to {do} the {thing2}.",
        "Keep the {name} window open until it says that it has finished, which takes about {n} seconds.",
        "The administrators of {name} allow {n} attempts a day to {do} the {thing}.",
        "To {do} the {thing}, {who} sign in with their university address and a code of {m} digits.",
        "Before you {do} the {thing}, write down the number of the machine (such as `{code}`), so that we find it faster.",
        "Every change of the {thing} is kept in the log of {name} for {n} days.",
        "If you have already had to {do} the {thing2}, skip this step and go to {place}.",
        "{name} does not {do} the {thing} by itself; {who} do that in {place}.",
        "The link is in {place}, right below the line that names {name}.",
        "A letter of confirmation arrives within {n} minutes; it never asks for a password.",
        "Machines older than {name} {m} have to {do} the {thing} by hand.",
    ],
}
TITLES = {
    "vi": ["{Do} {thing} trên {name}", "{name}: không {do} được {thing}", "{Do} {thing} cho {who}", "Vì sao {name} báo lỗi {code}", "Cách {do} {thing} tại {place}"],
    "en": ["{Do} the {thing} on {name}", "{name}: cannot {do} the {thing}", "{Do} a {thing} for {who}", "Why {name} reports {code}", "How to {do} the {thing} in {place}"],
}
HEADINGS = {
    "vi": ["{Do} {thing}", "Khi {thing} không phản hồi", "Dành cho {who}", "Với {name}", "Trước khi {do}", "Giới hạn của {name}"],
    "en": ["{Do} the {thing}", "When the {thing} does not answer", "For {who}", "With {name}", "Before you {do} it", "Limits of {name}"],
}

SYLLABLES = ["ka", "ve", "lor", "min", "tra", "su", "den", "pho", "qui", "zan", "ri", "mo", "bel", "cor", "ta", "nex", "lu", "fi", "gra", "os", "ul", "wen", "jo", "sha", "pri", "ne", "dra", "vo"]

CODE = {
    "sh": ["sudo systemctl restart {w}.service", "grep -n \"{c}\" /var/log/{w}.log | tail -n {n}", "for host in {w}-{{1..{n}}}; do ssh \"$host\" uptime; done", "export {W}_HOME=/opt/{w}", "# {w} must be stopped first", "if [ ! -d \"${W}_HOME\" ]; then mkdir -p \"${W}_HOME\"; fi", "curl --fail --silent https://{w}.thuyvan.example/status | jq '.state'"],
    "powershell": ["Get-Service -Name '{w}' | Restart-Service -Force", "$users = Import-Csv .\\{w}.csv", "foreach ($user in $users) {{ Set-ADUser $user.Name -Office '{c}' }}", "# Shows the last {n} entries", "Get-EventLog -LogName Application -Newest {n} | Where-Object {{ $_.Source -eq '{w}' }}"],
    "json": ["  \"{w}\": {n},", "  \"{w}-name\": \"{c}\",", "  \"{w}-hosts\": [\"a.{w}.example\", \"b.{w}.example\"],", "  \"{w}-enabled\": true,"],
    "yaml": ["{w}:", "  host: {w}.thuyvan.example", "  retries: {n}", "  code: \"{c}\"", "  # kept for older clients", "  enabled: true"],
    "python": ["def {w}(hosts, limit={n}):", "    \"\"\"Restart what does not answer.\"\"\"", "    for host in hosts[:limit]:", "        if not ping(host, timeout={n}):", "            raise RuntimeError(f\"{{host}}: {c}\")", "    return len(hosts)  # all of them"],
    "sql": ["SELECT id, name, quota FROM {w}", "WHERE quota > {n} AND code = '{c}'", "ORDER BY name LIMIT {n};", "-- run on the replica only", "UPDATE {w} SET quota = quota * 2 WHERE id = {n};"],
    "ini": ["[{w}]", "server = {w}.thuyvan.example", "port = {n}", "; never shorter than this", "code = \"{c}\""],
    "html": ["<form action=\"/{w}\" method=\"post\">", "  <label for=\"{w}\">{c}</label>", "  <input id=\"{w}\" name=\"{w}\" maxlength=\"{n}\" required>", "  <!-- checked by the server as well -->", "</form>"],
}


def product(rng):
    """A name nobody has: the long tail of words that real pages have."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize()


def _fill(rng, pattern, lang, names):
    do = rng.choice(DO[lang])
    # A few names are on many pages, most on one or two.
    name = names[min(int(rng.paretovariate(0.5)) - 1, len(names) - 1)] if rng.random() < 0.5 else rng.choice(names)
    return pattern.format(
        do=do, Do=do[0].upper() + do[1:], thing=rng.choice(THING[lang]), thing2=rng.choice(THING[lang]), who=rng.choice(WHO[lang]),
        place=rng.choice(PLACE[lang]), name=name, code=f"0x{rng.randrange(1 << 20):05X}", n=rng.randint(2, 90), m=rng.randint(2, 12),
    )


def tags(rng, lang, pages, names):
    """What pages are tagged with: the subjects, and product names in the measure of the site."""
    return TAGS[lang] + [name.lower() for name in names[: max(0, pages // 20 - len(TAGS[lang]))]]


def title(rng, lang, names):
    """A page's title."""
    return _fill(rng, rng.choice(TITLES[lang]), lang, names)


def heading(rng, lang, names):
    """A few words."""
    return _fill(rng, rng.choice(HEADINGS[lang]), lang, names)


def cell(rng, lang, names):
    """What stands in a table: a few words or a number."""
    return str(rng.randint(1, 500)) if rng.random() < 0.3 else heading(rng, lang, names)


def sentence(rng, lang, names):
    """One sentence."""
    text = _fill(rng, rng.choice(SENTENCES[lang]), lang, names)
    return text[0].upper() + text[1:]


def paragraph(rng, lang, names):
    """Two to five sentences."""
    return " ".join(sentence(rng, lang, names) for _ in range(rng.randint(2, 5)))


def code(rng, names):
    """A fenced block of three to fourteen lines, nine in ten with their language."""
    language = rng.choice(list(CODE))
    lines = []
    for _ in range(rng.randint(3, 14)):
        word = rng.choice(names).lower()
        lines.append(rng.choice(CODE[language]).format(w=word, W=word.upper(), c=f"{rng.randrange(1 << 16):04X}", n=rng.randint(2, 90)))
    return f"```{language if rng.random() < 0.9 else ''}\n" + "\n".join(lines) + "\n```"
