"""A folder of Markdown: its pages, their titles, their words."""
import json
import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"[^\W_]+")
# What stands for the end of a block: no phrase runs across it.
END = "¶"


@dataclass(frozen=True)
class Page:
    """One Markdown file. `path` is relative to its folder and has no ending; `text` is without markup."""
    path: str
    front: dict
    text: str

    @property
    def title(self):
        return self.front.get("title", "")


def read(folder):
    """Every page below a folder that has a title, in the order of their paths. Section pages (`_index.md`) are none."""
    folder = Path(folder)
    pages = []
    for file in sorted(folder.rglob("*.md")):
        if file.name == "_index.md":
            continue
        front, body = split(file.read_text(encoding="utf-8"))
        if front.get("title"):
            path = file.relative_to(folder).with_suffix("").as_posix()
            pages.append(Page(path, front, plain(f"{front['title']}\n\n{body}")))
    return pages


def split(source):
    """Front matter and body. TOML is read whole; of YAML, only the title."""
    found = re.match(r"﻿?(\+\+\+|---)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|$)", source, re.DOTALL)
    if not found:
        return {}, source
    body = source[found.end():]
    if found[1] == "+++":
        return tomllib.loads(found[2]), body
    title = re.search(r"^title:[ \t]*(.+?)[ \t]*$", found[2], re.MULTILINE)
    return {"title": _scalar(title[1])} if title else {}, body


def _scalar(text):
    if text.startswith('"'):
        return json.loads(text)
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return text


def plain(markdown):
    """The text a reader sees, near enough: NFC, without addresses, tags and emphasis."""
    text = unicodedata.normalize("NFC", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>\n]+>|https?://\S+", " ", text)
    text = re.sub(r"[*_`]", "", text)
    text = re.sub(r"\n\s*\n", f" {END} ", text)
    return re.sub(r"\s+", " ", text)


def same(text):
    """Titles and words are compared in this form: NFC, case folded, tones as they are."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def phrases(text):
    """Each two words that stand next to each other with nothing but a space between, in compared form."""
    pairs = set()
    for run in re.split(r"[^\w\s\u200c]|_", same(text)):
        words = run.split()
        pairs.update(zip(words, words[1:]))
    return pairs


class Words:
    """Which words a folder of pages has, and which stand together. Words are in compared form."""

    def __init__(self, pages):
        self.of_page = [set(WORD.findall(same(page.text))) for page in pages]
        # word → on how many pages; two neighbours → on how many pages next to each other
        self.on = Counter(word for words in self.of_page for word in words)
        self.beside = Counter(pair for page in pages for pair in phrases(page.text))

    def sense(self, first, second):
        """How much two words are one expression: nearly 1 when they always stand together, 0 when never.

        Dice's measure over pages. The 4 keeps two words that met by chance on their only page below a real expression.
        """
        return 2 * self.beside[first, second] / (self.on[first] + self.on[second] + 4)


def fold(word):
    """A word without marks: `hóa` and `hoa` are one."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def rare_phrases(words, most=40):
    """Two-word phrases which few pages hold although many hold both words.

    A phrase stands on ten pages or more. Typed without marks its words are together on at least forty pages, and on four times as
    many as the phrase. Neither word is on more than a quarter of all pages, which leaves out `của` and `các`; the phrase is on a
    fifth of the pages of its rarer word or more, which leaves out what only happens to stand together. Of these, the forty
    whose words are on the most pages.
    """
    folded = [{fold(word) for word in page} for page in words.of_page]
    found = []
    for pair, together in words.beside.items():
        first, second = pair
        if together < 10 or first == second or not all(word.isalpha() and len(word) > 1 for word in pair):
            continue
        if first.isascii() and second.isascii():
            continue
        counts = [words.on[word] for word in pair]
        if 4 * max(counts) > len(folded) or 5 * together < min(counts):
            continue
        both = sum(fold(first) in page and fold(second) in page for page in folded)
        if both >= 40 and both >= 4 * together:
            found.append((-both, pair))
    return [pair for _, pair in sorted(found)[:most]]
