"""What Vietnamese becomes on the way to the search box: no marks, raw Telex and VNI, the two ways to place a tone."""
import re
import unicodedata

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"

TELEX_TONES = {GRAVE: "f", ACUTE: "s", HOOK: "r", TILDE: "x", DOT: "j"}
VNI_TONES = {ACUTE: "1", GRAVE: "2", HOOK: "3", TILDE: "4", DOT: "5"}
VNI_SHAPES = {CIRCUMFLEX: "6", HORN: "7", BREVE: "8"}

SYLLABLE = re.compile(r"[^\W\d_]+")


def no_marks(text):
    """`Đăng nhập` → `Dang nhap`."""
    letters = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def telex(text):
    """Raw Telex: each shape after its letter, the tone at the end of the syllable. `đường` → `dduwowngf`."""
    return _typed(text, _telex_letter, TELEX_TONES, at_end=True)


def telex_at_vowel(text):
    """Raw Telex as others type it: one `w` for `ươ`, the tone right after its vowel. `đường` → `dduowfng`."""
    return re.sub("uwow", "uow", _typed(text, _telex_letter, TELEX_TONES, at_end=False), flags=re.IGNORECASE)


def vni(text):
    """Raw VNI: shape and tone right after their letter. `nhập` → `nha65p`."""
    return _typed(text, _vni_letter, VNI_TONES, at_end=False)


def vni_at_end(text):
    """Raw VNI as others type it: shapes after their letter, the tone at the end of the syllable. `nhập` → `nha6p5`."""
    return _typed(text, _vni_letter, VNI_TONES, at_end=True)


def _typed(text, keys, tones, at_end):
    def syllable(found):
        out, tone = [], ""
        for letter in unicodedata.normalize("NFC", found[0]):
            base, *marks = unicodedata.normalize("NFD", letter)
            out.append(keys(base, [mark for mark in marks if mark not in tones]))
            for mark in marks:
                if mark in tones:
                    tone = tones[mark]
                    if not at_end:
                        out.append(tone)
        return "".join(out) + (tone if at_end else "")

    return SYLLABLE.sub(syllable, unicodedata.normalize("NFC", text))


def _telex_letter(base, shapes):
    if base in "đĐ":
        return "dd" if base == "đ" else "Dd"
    if CIRCUMFLEX in shapes:
        return base + base.lower()
    return base + ("w" if shapes else "")


def _vni_letter(base, shapes):
    if base in "đĐ":
        return "d9" if base == "đ" else "D9"
    return base + "".join(VNI_SHAPES[shape] for shape in shapes)


# In an open syllable, `oa`, `oe` and `uy` carry the tone on the first letter (old) or the second (new). In `quý` the u
# belongs to the consonant, and there is one way only.
_OPEN = re.compile(rf"(?<![qQ])([oO][{GRAVE}{ACUTE}{HOOK}{TILDE}{DOT}]?[aAeE]|[uU][{GRAVE}{ACUTE}{HOOK}{TILDE}{DOT}]?[yY])([{GRAVE}{ACUTE}{HOOK}{TILDE}{DOT}]?)(?![\w\u0300-\u036f])")


def other_tone_place(text):
    """`hóa` ↔ `hoá`, `thủy` ↔ `thuỷ`."""
    def moved(found):
        pair, last = found[1], found[2]
        if len(pair) == 3 and not last:
            return pair[0] + pair[2] + pair[1]
        if len(pair) == 2 and last:
            return pair[0] + last + pair[1]
        return found[0]

    return unicodedata.normalize("NFC", _OPEN.sub(moved, unicodedata.normalize("NFD", text)))


def decomposed(text):
    """The same text in NFD, as a Mac's file names and some keyboards write it."""
    return unicodedata.normalize("NFD", text)


def first_five(text):
    """The first five syllables of a longer query: what stands there when typing stops."""
    words = text.split()
    return " ".join(words[:5]) if len(words) > 5 else text
