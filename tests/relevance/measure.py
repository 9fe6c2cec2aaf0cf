"""Measures the search of `deskmark` against the labelled queries of this folder, and against any folder of Markdown."""
import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import known
import labelled
import pages
import program
import report
from expand import KINDS, expand
from scores import score, summary


@dataclass(frozen=True)
class Set:
    """Queries over one folder in one language. `promised` names their targets; `words` None: typed as written only."""
    name: str
    lang: str
    promised: str
    folder: Path
    items: list
    words: pages.Words | None


def sets(args):
    """Everything to measure: the labelled queries of each language, then each corpus."""
    for lang in labelled.LANGUAGES:
        items, words = labelled.items(args.content, lang)
        yield Set(f"labelled, {lang}", lang, lang, args.content, items, words)
    for folder, lang in zip(args.corpus, args.lang):
        found = pages.read(folder)
        if not found:
            raise labelled.Unreadable(f"{folder} holds no Markdown page with a title")
        words = pages.Words(found)
        yield Set(f"titles of {folder.name}, {lang}", lang, lang, folder, known.titles(found, args.sample, args.seed), words)
        if args.phrases and lang == "vi":
            yield Set(f"phrases of {folder.name}", lang, "phrases", folder, known.rare_phrases(found, words), None)


def measure(one, deskmark, misses):
    """Asks all queries of a set in all kinds of typing, in one batch. Kind → its means, as written first."""
    # Lists, not dictionaries: two titles may well begin with the same five syllables.
    typed = {"exact": [(item.query, item) for item in one.items]}
    if one.words:
        typed |= {kind.name: [] for kind in KINDS[one.lang]}
        for item in one.items:
            for kind, text in expand(item.query, one.lang, one.words).items():
                typed[kind].append((text, item))
    queries = sorted({text for texts in typed.values() for text, _ in texts})
    answers = dict(zip(queries, program.ask(deskmark, one.folder, one.lang, queries)))

    kinds = {}
    for kind, texts in typed.items():
        scored = [(text, item, score(item, answers[text])) for text, item in texts]
        if scored:
            kinds[kind] = summary([it for _, _, it in scored], [score(item, answers[item.query]) for _, item, _ in scored])
        if misses:
            for text, item, it in scored:
                _tell_miss(one, kind, text, item, it, answers[text])
    return kinds


def _tell_miss(one, kind, text, item, it, results):
    if (it.rank == 1 and it.precision is None) or it.precision == 1:
        return
    first = results[0]["title"] if results else "nothing"
    place = f"at {it.rank}" if it.rank else "not shown"
    precise = f", precision {it.precision:.2f}" if it.precision is not None else ""
    print(f"{one.name} · {kind} · {text} · of `{item.query}` · {place}{precise}, first: {first}")


def arguments(given):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deskmark", required=True, metavar="BIN", help="the program to measure")
    parser.add_argument("--content", type=Path, default=Path("content"), help="the sample portal (default: content)")
    parser.add_argument("--corpus", type=Path, action="append", default=[], metavar="DIR", help="titles of a folder of Markdown as well; again for more, each with its --lang")
    parser.add_argument("--lang", action="append", default=[], choices=labelled.LANGUAGES, help="the language of a --corpus")
    parser.add_argument("--sample", type=int, default=200, help="titles drawn from a corpus (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="which titles (default: 1)")
    parser.add_argument("--phrases", action="store_true", help="phrases of Vietnamese corpora that few pages hold: precision@10")
    parser.add_argument("--bytes", type=Path, metavar="FILE", help='bytes measured elsewhere: [{"what": …, "bytes": …, "limit": …}]')
    parser.add_argument("--misses", action="store_true", help="each query whose answer is not first")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    args = parser.parse_args(given)
    if len(args.corpus) != len(args.lang):
        parser.error("each --corpus needs a --lang of its own")
    return args


def main(given=None):
    args = arguments(given)
    try:
        weights = json.loads(args.bytes.read_text(encoding="utf-8")) if args.bytes else []
        measured, tables = [], []
        for one in sets(args):
            if not one.items:
                print(f"{one.name}: no such queries in {one.folder}\n")
                continue
            kinds = measure(one, args.deskmark, args.misses)
            measured.append((one.name, one.promised, kinds))
            tables.append(report.table(one.name, one.lang, kinds))
            print(tables[-1] + "\n")
        verdicts = report.targets(measured, weights)
        print(verdicts)
        if args.write:
            report.write("\n\n".join([verdicts, *tables]), program.version(args.deskmark))
    except (program.Failed, labelled.Unreadable, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
