"""The hand-labelled queries over `content/`, and which article each is about."""
import re
from dataclasses import dataclass
from pathlib import Path

import pages
from scores import Item, path_of

QUERIES = Path(__file__).resolve().parent / "queries"
LANGUAGES = ("vi", "fa", "en")
LINE = re.compile(r"(?P<all>= )?(?P<ids>[a-z0-9-]+(?::[12])?(?: [a-z0-9-]+(?::[12])?)*) \| (?P<query>\S.*)")


class Unreadable(Exception):
    """A line of the queries is not in the form README.md describes, or names an article that is not there."""


@dataclass(frozen=True)
class Labelled:
    """A query and the grade of each article that answers it (2) or helps (1). `complete`: no other article does either."""
    query: str
    grades: dict
    complete: bool


def parse(lang, text):
    """The queries of one file, in its order."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = LINE.fullmatch(line)
        if not parts:
            raise Unreadable(f"queries/{lang}.txt:{number}: expected `article | query`, found: {line}")
        grades = {}
        for label in parts["ids"].split():
            article, _, grade = label.partition(":")
            grades[article] = int(grade or 2)
        if 2 not in grades.values():
            raise Unreadable(f"queries/{lang}.txt:{number}: no article answers this query, all only help")
        found.append(Labelled(parts["query"], grades, bool(parts["all"])))
    return found


def articles(content, lang):
    """Address path → id of every article in a language, and the pages themselves."""
    found = pages.read(Path(content) / lang)
    return {f"/{lang}/{page.path}/": page.front["id"] for page in found if "id" in page.front}, found


def items(content, lang):
    """What to ask in a language, how to judge an answer, and the words of its articles."""
    at, found = articles(content, lang)
    asked = []
    for labelled in parse(lang, (QUERIES / f"{lang}.txt").read_text(encoding="utf-8")):
        missing = labelled.grades.keys() - set(at.values())
        if missing:
            raise Unreadable(f"queries/{lang}.txt: `{labelled.query}` names {', '.join(sorted(missing))}, which {content}/{lang} does not have")

        def grade(result, grades=labelled.grades):
            return grades.get(at.get(path_of(result)), 0)

        asked.append(Item(labelled.query, grade, tuple(labelled.grades.values()), labelled.complete))
    return asked, pages.Words(found)
