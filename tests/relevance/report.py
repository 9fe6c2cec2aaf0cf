"""The figures as tables, what was promised beside them, and into README.md."""
import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from expand import KINDS

README = Path(__file__).resolve().parent / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"

PROMISED_VI = ("exact", "no-marks", "transposed", "glued", "telex", "vni", "first-five")
PROMISED_FA = ("arabic-letters", "zwnj-space", "zwnj-dropped", "digits-next", "digits-previous")
# Every other folding rule of the search.
FOLDED_FA = ("maqsura", "hamza-yeh", "heh", "plain-alef", "marked-alef", "hamza-waw", "harakat", "tatweel", "bidi-controls")


@dataclass(frozen=True)
class Target:
    """One promise. `value` takes the summaries of a set by kind, and gives None where it has no such queries."""
    says: str
    value: Callable
    least: float | None = None
    most: float | None = None

    def bound(self):
        return f"≥ {self.least:.2f}" if self.least is not None else f"≤ {self.most:.2f}"

    def holds(self, value):
        return value >= self.least if self.least is not None else value <= self.most


def _of(kind, field):
    return lambda kinds: getattr(kinds[kind], field) if kind in kinds else None


def _worst(names, field, choose):
    return lambda kinds: choose((getattr(kinds[name], field) for name in names if name in kinds), default=None)


TARGETS = {
    "vi": [
        Target("exact: MRR@10", _of("exact", "mrr"), least=0.99),
        Target("no-marks: of exact", _of("no-marks", "ratio"), least=0.99),
        Target("transposed: MRR@10", _of("transposed", "mrr"), least=0.97),
        Target("glued: MRR@10", _of("glued", "mrr"), least=0.95),
        Target("telex: MRR@10", _of("telex", "mrr"), least=0.95),
        Target("vni: MRR@10", _of("vni", "mrr"), least=0.95),
        Target("first-five: MRR@10", _of("first-five", "mrr"), least=0.93),
        Target("nothing found, the worst of these", _worst(PROMISED_VI, "empty", max), most=0.01),
    ],
    "fa": [
        *(Target(f"{kind}: of exact", _of(kind, "ratio"), least=0.98) for kind in PROMISED_FA),
        Target("the worst other folding rule: of exact", _worst(FOLDED_FA, "ratio", min), least=0.98),
    ],
    "en": [],
    "phrases": [Target("precision@10", _of("exact", "precision"), least=0.95)],
}


def table(name, lang, kinds):
    """One set of queries as a Markdown table, a kind of typing a line."""
    says = {kind.name: kind.says for kind in KINDS[lang]} | {"exact": "as written"}
    lines = [
        f"### {name}",
        "",
        "| typed | | queries | MRR@10 | of exact | nDCG@10 | precision | nothing found |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind, one in kinds.items():
        precision = f"{one.precision:.3f}" if one.precision is not None else "–"
        lines.append(f"| {kind} | {says[kind]} | {one.queries} | {one.mrr:.3f} | {one.ratio:.3f} | {one.ndcg:.3f} | {precision} | {one.empty:.1%} |")
    return "\n".join(lines)


def targets(measured, weights):
    """What was promised, and whether it holds. `measured`: (name, list of targets, summaries by kind); `weights`: measured elsewhere."""
    lines = ["### Targets", "", "| over | target | | measured | |", "|---|---|--:|--:|---|"]
    for name, promised, kinds in measured:
        for target in TARGETS[promised]:
            value = target.value(kinds)
            if value is None:
                lines.append(f"| {name} | {target.says} | {target.bound()} | no such queries | |")
            else:
                lines.append(f"| {name} | {target.says} | {target.bound()} | {value:.3f} | {'holds' if target.holds(value) else '**misses**'} |")
    for weight in weights:
        verdict = "holds" if weight["bytes"] <= weight["limit"] else "**misses**"
        lines.append(f"| bytes | {weight['what']} | ≤ {weight['limit']:,} | {weight['bytes']:,} | {verdict} |")
    return "\n".join(lines)


def write(text, version, readme=README):
    """Puts the figures between the markers of the README."""
    source = readme.read_text(encoding="utf-8")
    figures = f"{BEGIN}\n{datetime.date.today().isoformat()}, {version}.\n\n{text}\n{END}"
    replaced, count = re.subn(f"{BEGIN}.*?{END}", lambda _: figures, source, count=1, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{readme} has no {BEGIN} … {END}")
    readme.write_text(replaced, encoding="utf-8")
