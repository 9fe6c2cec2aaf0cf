"""What each kind of typing makes of a query."""
import unicodedata
import unittest

import english
import expand
import persian
import vietnamese
from pages import Page, Words, fold


def first(options):
    """In place of the hash: always the first choice."""
    return options[0]


class Typed(unittest.TestCase):
    def check(self, make, pairs):
        for query, expected in pairs.items():
            with self.subTest(make=make.__name__, query=query):
                self.assertEqual(make(query), expected)


class Vietnamese(Typed):
    def test_no_marks(self):
        self.check(vietnamese.no_marks, {
            "Đăng nhập": "Dang nhap",
            "thời khóa biểu của ứng dụng": "thoi khoa bieu cua ung dung",
            unicodedata.normalize("NFD", "Quyền truy cập"): "Quyen truy cap",
            "ĐTTT.08": "DTTT.08",
            "wifi": "wifi",
        })

    def test_telex(self):
        self.check(vietnamese.telex, {
            "đăng nhập": "ddawng nhaapj",
            "đường": "dduwowngf",
            "mật khẩu": "maatj khaaur",
            "tiếng Việt": "tieengs Vieetj",
            "Đổi": "Ddooir",
            "ưu tiên": "uwu tieen",
            "quyển, hỏi?": "quyeenr, hoir?",
            "kỹ thuật số 2": "kyx thuaatj soos 2",
            "Ở": "Owr",
            "Wi-Fi": "Wi-Fi",
        })

    def test_telex_as_others_type_it(self):
        self.check(vietnamese.telex_at_vowel, {"đường": "dduowfng", "nhập": "nhaajp", "toàn": "toafn", "lưu trữ": "luwu truwx"})

    def test_vni(self):
        self.check(vietnamese.vni, {
            "đăng nhập": "d9a8ng nha65p",
            "đường": "d9u7o72ng",
            "mật khẩu": "ma65t kha63u",
            "Đổi": "D9o63i",
            "nghĩa": "nghi4a",
            "wifi": "wifi",
        })

    def test_vni_as_others_type_it(self):
        self.check(vietnamese.vni_at_end, {"nhập": "nha6p5", "đường": "d9u7o7ng2", "khóa": "khoa1"})

    def test_telex_does_not_care_about_the_form_of_the_text(self):
        for text in ("đường", "quyền truy cập", "ngữ nghĩa"):
            self.assertEqual(vietnamese.telex(unicodedata.normalize("NFD", text)), vietnamese.telex(text))

    def test_tone_place(self):
        self.check(vietnamese.other_tone_place, {
            "khóa": "khoá", "khoá": "khóa", "hóa đơn": "hoá đơn",
            "thủy": "thuỷ", "HỦY": "HUỶ", "khỏe": "khoẻ",
            # One way only: a letter follows, the u belongs to the consonant, or the tone stands elsewhere.
            "toàn": "toàn", "quý": "quý", "ngoài": "ngoài", "của": "của", "khuya": "khuya", "hoa": "hoa",
        })

    def test_first_five(self):
        self.check(vietnamese.first_five, {"một hai ba bốn năm sáu": "một hai ba bốn năm", "một hai": "một hai"})


class Persian(Typed):
    def test_letters(self):
        self.check(persian.arabic_letters, {"ایمیل دانشکده": "ايميل دانشكده"})
        self.check(persian.maqsura, {"گوشی می‌خواهد": "گوشى مى‌خواهد", "ایمیل": "ایمیل"})
        self.check(persian.plain_alef, {"آموزش تأیید": "اموزش تایید"})

    def test_one_letter_by_choice(self):
        for make, query, expected in [
            (persian.heh, "هفته اول", "هفتة اول"),
            (persian.heh, "مهلت", "مهلت"),
            (persian.marked_alef, "اسکن از", "أسکن أز"),
            (persian.yeh_with_hamza, "پایین", "پائین"),
            (persian.waw_with_hamza, "سوال", "سؤال"),
            (persian.waw_with_hamza, "سؤال", "سوال"),
            (persian.tatweel, "رمز", "رمـز"),
            (persian.tatweel, "دارا", "دارا"),
            (persian.harakat, "رمز", "رَمْز"),
        ]:
            with self.subTest(make=make.__name__, query=query):
                self.assertEqual(make(query, first), expected)

    def test_joiner(self):
        self.check(persian.zwnj_as_space, {"وای‌فای": "وای فای"})
        self.check(persian.zwnj_dropped, {"وای‌فای": "وایفای"})

    def test_digits(self):
        self.check(persian.next_digits, {"5.2.2": "۵.۲.۲", "۹۰ روز": "٩٠ روز", "٩٠": "90"})
        self.check(persian.previous_digits, {"5": "٥", "۹۰": "90", "٩٠": "۹۰"})

    def test_layouts(self):
        self.check(persian.on_english_layout, {
            "رمز عبور": "vlc uf,v",
            "گوشی": "',ad",
            "آیفون": "Hdt,k",
            "پرینتر": "mvdkjv",
            "ژ ئ ؤ": "C S A",
            "نمی‌شود": "kld a,n",
            "۹۰ روز؟": "90 v,c?",
            "eduroam وصل": "eduroam وصل",
        })
        self.check(persian.on_persian_layout, {
            "printer": "حقهدفثق",
            "Password 123": "حشسسصخقی ۱۲۳",
            "ĐTTT": "ĐTTT",
        })

    def test_each_key_comes_back(self):
        for letter in "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو":
            self.assertEqual(persian.on_persian_layout(persian.on_english_layout(letter)), letter)


class English(Typed):
    def test_ing(self):
        self.check(english.ing, {
            "print": "printing", "share": "sharing", "set": "setting", "forget": "forgetting", "show": "showing", "open": "opening",
            "drop": "dropping", "sync": "syncing", "agree": "agreeing", "fail": "failing", "submit": "submitting",
        })

    def test_forms(self):
        self.check(english.other_verb_form, {"how do I print": "how do I printing", "sharing files": "share files", "mailbox": "mailbox"})
        self.check(english.other_number, {"reset my passwords": "reset my password", "new country": "new countries", "mailbox": "mailboxes", "why": "why"})


class Slips(unittest.TestCase):
    def test_transposed(self):
        self.assertEqual(expand.transposed("mật khẩu", first), "mật hkẩu")
        # `aá` and `ss` would not be seen; the longest word there is has to do.
        self.assertEqual(expand.transposed("máá", first), "ámá")
        self.assertEqual(expand.transposed("ss", first), "ss")

    def test_what_is_pasted_is_left_alone(self):
        for code in ("AUTH_FAILED", "552 5.2.2", "0x0000011b", "radius.thuyvan.example", "MSCHAPV2"):
            self.assertEqual(expand.transposed(code, first), code)
            self.assertEqual(expand.deleted(code, first), code)

    def test_deleted(self):
        self.assertEqual(expand.deleted("quên mật", first), "uên mật")
        self.assertEqual(expand.deleted("password", lambda options: options[-1] if len(options) > 1 else options[0]), "passwor")
        # Of a double letter neither.
        self.assertEqual(expand.deleted("ssas", first), "sss")

    def test_the_choice_stays_the_same(self):
        words = Words([])
        self.assertEqual(expand.expand("quên mật khẩu email", "vi", words), expand.expand("quên mật khẩu email", "vi", words))

    def test_a_slip_changes_one_word(self):
        for query in ("không vào được wifi trường", "گوشی مدام رمز می‌خواهد", "print job missing"):
            for make in (expand.transposed, expand.deleted):
                slipped = make(query, expand.Pick("any", query))
                changed = [new for old, new in zip(query.split(), slipped.split()) if old != new]
                self.assertEqual(len(changed), 1)
                self.assertEqual(len(slipped), len(query) - (make is expand.deleted))

    def test_glued_where_it_makes_sense(self):
        words = Words([Page("a", {}, "quên mật khẩu"), Page("b", {}, "mật khẩu và quên"), Page("c", {}, "quên rồi")])
        self.assertEqual(expand.glued("quên mật khẩu", words), "quên mậtkhẩu")
        self.assertEqual(expand.glued("wifi", words), "wifi")
        self.assertEqual(expand.glued("552 5.2.2", words), "552 5.2.2")

    def test_all_glued(self):
        self.assertEqual(expand.all_glued("quên mật khẩu"), "quênmậtkhẩu")
        self.assertEqual(expand.all_glued("a b c d e f"), "a b c d e f")


class Kinds(unittest.TestCase):
    def test_each_language_has_its_own_and_no_name_twice(self):
        for lang, kinds in expand.KINDS.items():
            names = [kind.name for kind in kinds]
            self.assertEqual(len(names), len(set(names)), lang)

    def test_no_kind_leaves_a_query_as_it_was(self):
        for lang, query in {"vi": "wifi", "fa": "eduroam", "en": "ĐTTT.08"}.items():
            self.assertNotIn(query, expand.expand(query, lang, Words([])).values())

    def test_without_marks_all_vietnamese_kinds_but_the_slips_are_the_same_letters(self):
        query = "đổi địa chỉ hóa đơn"
        typed = expand.expand(query, "vi", Words([]))
        for kind in ("no-marks", "tone-place", "nfd"):
            self.assertEqual(fold(typed[kind]), fold(query), kind)


if __name__ == "__main__":
    unittest.main()
