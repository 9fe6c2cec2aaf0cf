"""What Persian becomes on the way to the search box: Arabic letters, other digits, marks, joiners, the other keyboard."""
import re

ZWNJ, TATWEEL = "\u200c", "\u0640"
FATHA, KASRA, DAMMA, SHADDA, SUKUN, HAMZA_ABOVE = "\u064e", "\u0650", "\u064f", "\u0651", "\u0652", "\u0654"
LETTER = "[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]"
# Letters that join the one after them: between such a letter and another, a tatweel can stand.
JOINING = set("بپتثجچحخسشصضطظعغفقکگلمنهی")
DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")

# ISIRI 9147, the standard Persian layout, key by key over a US keyboard; small letter: the key alone, capital: with Shift.
# Source: `pes_part_basic` of xkeyboard-config, symbols/ir. Shift+Space types the ZWNJ, on an English layout a space.
_KEYS = {
    "q": "ض", "w": "ص", "e": "ث", "r": "ق", "t": "ف", "y": "غ", "u": "ع", "i": "ه", "o": "خ", "p": "ح", "[": "ج", "]": "چ",
    "a": "ش", "s": "س", "d": "ی", "f": "ب", "g": "ل", "h": "ا", "j": "ت", "k": "ن", "l": "م", ";": "ک", "'": "گ",
    "z": "ظ", "x": "ط", "c": "ز", "v": "ر", "b": "ذ", "n": "د", "m": "پ", ",": "و",
}
_SHIFTED = {
    "A": "ؤ", "S": "ئ", "D": "ي", "F": "إ", "G": "أ", "H": "آ", "J": "ة", "K": "»", "L": "«", "Z": "ك", "C": "ژ",
    "M": "ء", "N": HAMZA_ABOVE, "?": "؟", " ": ZWNJ,
}
_TO_ENGLISH = str.maketrans({letter: key for key, letter in (_KEYS | _SHIFTED).items()} | dict(zip(DIGITS[1], DIGITS[0])))
_TO_PERSIAN = str.maketrans(_KEYS | {"?": "؟"} | dict(zip(DIGITS[0], DIGITS[1])))


def on_english_layout(text):
    """Persian typed while the keyboard is English: `رمز` → `vlc`. A text with Latin letters stays: nobody types that in one go."""
    return text if re.search("[A-Za-z]", text) else text.translate(_TO_ENGLISH)


def on_persian_layout(text):
    """English typed while the keyboard is Persian, all keys without Shift: `printer` → `حقهدفثق`."""
    return text.lower().translate(_TO_PERSIAN) if text.isascii() else text


def arabic_letters(text):
    """ی and ک as an Arabic keyboard has them."""
    return text.translate(str.maketrans("یک", "يك"))


def maqsura(text):
    """ى for the ی at the end of a word."""
    return re.sub(rf"ی(?!{LETTER})", "ى", text)


def yeh_with_hamza(text, pick):
    """ئ for one ی inside a word, as in پائین."""
    return _one(rf"(?<={LETTER})ی(?={LETTER})", "ئ", text, pick)


def heh(text, pick):
    """ة, ۀ or هٔ for the ه at the end of a word."""
    return re.sub(rf"(?<={LETTER})ه(?!{LETTER}|{HAMZA_ABOVE})", pick(["ة", "ۀ", "ه" + HAMZA_ABOVE]), text)


def plain_alef(text):
    """ا for آ, أ, إ and ٱ: the mark left off."""
    return re.sub("[آأإٱ]", "ا", text)


def marked_alef(text, pick):
    """أ, إ, ٱ or آ for the ا a word begins with."""
    return re.sub(rf"(?<!{LETTER})ا(?={LETTER})", pick(["أ", "إ", "ٱ", "آ"]), text)


def waw_with_hamza(text, pick):
    """ؤ for one و, or و for ؤ where there is one."""
    return text.replace("ؤ", "و") if "ؤ" in text else _one(rf"(?<={LETTER})و", "ؤ", text, pick)


def zwnj_as_space(text):
    """`می‌شود` → `می شود`."""
    return text.replace(ZWNJ, " ")


def zwnj_dropped(text):
    """`وای‌فای` → `وایفای`."""
    return text.replace(ZWNJ, "")


def next_digits(text):
    """ASCII digits as Persian, Persian as Arabic, Arabic as ASCII."""
    return text.translate(_digits(1))


def previous_digits(text):
    """ASCII digits as Arabic, Arabic as Persian, Persian as ASCII."""
    return text.translate(_digits(-1))


def _digits(step):
    return str.maketrans({digit: DIGITS[(family + step) % 3][value] for family in range(3) for value, digit in enumerate(DIGITS[family])})


def harakat(text, pick):
    """Short vowels after two letters of a word of three or more."""
    words = list(re.finditer(rf"{LETTER}{{3,}}", text))
    if not words:
        return text
    word = pick(words)
    marked = word[0][0] + pick([FATHA, KASRA, DAMMA]) + word[0][1] + pick([SUKUN, SHADDA]) + word[0][2:]
    return text[:word.start()] + marked + text[word.end():]


def tatweel(text, pick):
    """One word stretched, where its letters join."""
    places = [at for at in range(1, len(text)) if text[at - 1] in JOINING and re.match(LETTER, text[at])]
    if not places:
        return text
    at = pick(places)
    return text[:at] + TATWEEL + text[at:]


def bidi_controls(text):
    """As copied out of a page that sets its own direction: right-to-left mark, embedding, end."""
    return "\u200f\u202b" + text + "\u202c"


def _one(pattern, replacement, text, pick):
    places = list(re.finditer(pattern, text))
    if not places:
        return text
    place = pick(places)
    return text[:place.start()] + replacement + text[place.end():]
