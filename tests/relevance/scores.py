"""How good a list of results is: MRR@10, nDCG@10, precision, nothing found."""
import math
import re
from dataclasses import dataclass
from statistics import fmean
from typing import Callable
from urllib.parse import unquote, urlsplit

SHOWN = 10


@dataclass(frozen=True)
class Item:
    """A query and its judge. `grade` says of one result 2 (the answer), 1 (it helps) or 0.

    `ideal` holds the grades of all pages that count; `complete` says that no other page does, so that precision can be told.
    """
    query: str
    grade: Callable
    ideal: tuple
    complete: bool


@dataclass(frozen=True)
class Score:
    """Of one list of results. `precision` only where the item is complete; `rank` is the answer's place from 1, or None."""
    reciprocal: float
    gain: float
    precision: float | None
    empty: bool
    rank: int | None


def path_of(result):
    """The path of a result's address from the language on, without the step or heading it points at."""
    path = "/" + unquote(urlsplit(result["url"]).path).strip("/") + "/"
    language = re.search(r"/(vi|fa|en)/.*", path)
    return language[0] if language else path


def score(item, results):
    """Judges the first ten results. A page that comes twice, at two of its steps, counts once."""
    grades, seen = [], set()
    for result in results[:SHOWN]:
        path = path_of(result)
        grades.append(0 if path in seen else item.grade(result))
        seen.add(path)
    rank = next((place for place, grade in enumerate(grades, 1) if grade == 2), None)
    best = _gain(sorted(item.ideal, reverse=True)[:SHOWN])
    named = min(SHOWN, len(item.ideal))
    precision = sum(grade > 0 for grade in grades[:named]) / named if item.complete else None
    return Score(1 / rank if rank else 0.0, _gain(grades) / best, precision, not results, rank)


def _gain(grades):
    return sum((2 ** grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


@dataclass(frozen=True)
class Summary:
    """The means of one kind of typing. `exact` is the MRR of the same queries as they were written."""
    queries: int
    mrr: float
    exact: float
    ndcg: float
    precision: float | None
    empty: float

    @property
    def ratio(self):
        """How much of the exact queries' MRR is left."""
        return self.mrr / self.exact if self.exact else 0.0


def summary(scored, exact):
    """The means over the scores of a kind, beside those of the same queries typed exactly."""
    precisions = [one.precision for one in scored if one.precision is not None]
    return Summary(
        len(scored),
        fmean(one.reciprocal for one in scored),
        fmean(one.reciprocal for one in exact),
        fmean(one.gain for one in scored),
        fmean(precisions) if precisions else None,
        fmean(one.empty for one in scored),
    )
