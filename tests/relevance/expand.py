"""One query as it is really typed: every kind of slip by rule, each with a name, the same on every run."""
import hashlib
import re
from dataclasses import dataclass
from typing import Callable

import english
import persian
import vietnamese
from pages import fold, same

# Letters only, and not part of an address, a file name or an error code: those are pasted, or mean nothing with a slip.
_PLAIN = re.compile(r"""(?<![^\s\u200c"'«(])[^\W\d_]+(?=["'».,;:?!)…؟،؛]*(?:[\s\u200c]|$))""")


@dataclass(frozen=True)
class Kind:
    """A way of typing. `make` gives the same text back where the query leaves nothing to change."""
    name: str
    says: str
    make: Callable


def expand(query, lang, words):
    """Kind name → what is typed, without the kinds that leave the query as it is. `words` are the folder's `pages.Words`."""
    typed = {}
    for kind in KINDS[lang]:
        text = kind.make(query, Pick(kind.name, query), words)
        if text and text != query:
            typed[kind.name] = text
    return typed


class Pick:
    """Chooses by a hash of kind and query: no seed, and another query does not move the choice of this one."""

    def __init__(self, kind, query):
        self.state = f"{kind}\0{query}".encode()

    def __call__(self, options):
        self.state = hashlib.sha256(self.state).digest()
        return options[int.from_bytes(self.state[:8], "big") % len(options)]


def transposed(query, pick):
    """Two neighbouring letters of one word change places. They differ even without their marks."""
    def places(word):
        return [at for at in range(len(word) - 1) if fold(same(word[at])) != fold(same(word[at + 1]))]

    word = _word(query, pick, places)
    if not word:
        return query
    at = word.start() + pick(places(word[0]))
    return query[:at] + query[at + 1] + query[at] + query[at + 2:]


def deleted(query, pick):
    """One letter of one word is missing, and not one of a double: that would be another slip."""
    def places(word):
        return [at for at in range(len(word)) if fold(same(word[at])) not in (fold(same(word[at - 1:at])), fold(same(word[at + 1:at + 2])))]

    word = _word(query, pick, places)
    if not word:
        return query
    at = word.start() + pick(places(word[0]))
    return query[:at] + query[at + 1:]


def _word(query, pick, places):
    """A word of at least four letters if there is one, else of the longest there are (two at least)."""
    words = [word for word in _PLAIN.finditer(query) if len(word[0]) > 1 and places(word[0])]
    longest = max((len(word[0]) for word in words), default=0)
    words = [word for word in words if len(word[0]) >= min(4, longest)]
    return pick(words) if words else None


def glued(query, words):
    """The space missing between the two words that are most of all one expression: `quên mật khẩu` → `quên mậtkhẩu`."""
    spaces = [space for space in re.finditer(r"(?<=[^\W\d_])\s+(?=[^\W\d_])", query)]
    if not spaces:
        return query

    def sense(space):
        return words.sense(same(query[:space.start()].split()[-1]), same(query[space.end():].split()[0]))

    space = max(spaces, key=lambda space: (sense(space), -space.start()))
    return query[:space.start()] + query[space.end():]


def all_glued(query):
    """No space at all, in queries of up to five words: nobody types a long one so."""
    return "".join(query.split()) if len(query.split()) <= 5 else query


def _of_text(make):
    return lambda query, pick, words: make(query)


def _of_choice(make):
    return lambda query, pick, words: make(query, pick)


TRANSPOSED = Kind("transposed", "two letters of a word change places", _of_choice(transposed))
DELETED = Kind("deleted", "a letter is missing", _of_choice(deleted))
GLUED = Kind("glued", "the space between two words is missing", lambda query, pick, words: glued(query, words))

KINDS = {
    "vi": [
        Kind("no-marks", "without any marks", _of_text(vietnamese.no_marks)),
        TRANSPOSED,
        DELETED,
        GLUED,
        Kind("all-glued", "no spaces at all (up to five words)", _of_text(all_glued)),
        Kind("telex", "raw Telex, tone at the end: `dduwowngf`", _of_text(vietnamese.telex)),
        Kind("telex-at-vowel", "raw Telex, tone at its vowel, one w for ươ: `dduowfng`", _of_text(vietnamese.telex_at_vowel)),
        Kind("vni", "raw VNI, tone at its vowel: `nha65p`", _of_text(vietnamese.vni)),
        Kind("vni-at-end", "raw VNI, tone at the end: `nha6p5`", _of_text(vietnamese.vni_at_end)),
        Kind("first-five", "the first five syllables of a longer query", _of_text(vietnamese.first_five)),
        Kind("tone-place", "`hóa` for `hoá` and back", _of_text(vietnamese.other_tone_place)),
        Kind("nfd", "marks apart from their letters (NFD)", _of_text(vietnamese.decomposed)),
    ],
    "fa": [
        Kind("arabic-letters", "ي and ك", _of_text(persian.arabic_letters)),
        Kind("maqsura", "ى at the end of words", _of_text(persian.maqsura)),
        Kind("hamza-yeh", "ئ for a ی", _of_choice(persian.yeh_with_hamza)),
        Kind("heh", "ة, ۀ or هٔ at the end of words", _of_choice(persian.heh)),
        Kind("plain-alef", "ا for آ, أ, إ, ٱ", _of_text(persian.plain_alef)),
        Kind("marked-alef", "أ, إ, ٱ or آ for the first ا", _of_choice(persian.marked_alef)),
        Kind("hamza-waw", "ؤ for a و, and back", _of_choice(persian.waw_with_hamza)),
        Kind("zwnj-space", "a space for the ZWNJ", _of_text(persian.zwnj_as_space)),
        Kind("zwnj-dropped", "the ZWNJ left out", _of_text(persian.zwnj_dropped)),
        Kind("digits-next", "ASCII → Persian → Arabic → ASCII digits", _of_text(persian.next_digits)),
        Kind("digits-previous", "the other way round", _of_text(persian.previous_digits)),
        Kind("harakat", "short vowels put in", _of_choice(persian.harakat)),
        Kind("tatweel", "a stretched word", _of_choice(persian.tatweel)),
        Kind("bidi-controls", "direction marks around it", _of_text(persian.bidi_controls)),
        Kind("english-layout", "typed on an English keyboard", _of_text(persian.on_english_layout)),
        TRANSPOSED,
        DELETED,
        GLUED,
    ],
    "en": [
        TRANSPOSED,
        DELETED,
        GLUED,
        Kind("number", "plural for singular, and back", _of_text(english.other_number)),
        Kind("verb-form", "-ing for the plain verb, and back", _of_text(english.other_verb_form)),
        Kind("persian-layout", "typed on a Persian keyboard", _of_text(persian.on_persian_layout)),
    ],
}
