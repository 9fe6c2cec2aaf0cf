"""What is measured: each scenario runs the programs in turns (A B A B) and adds rows to the report."""
import secrets
import time
from dataclasses import dataclass, field

import corpus
import programs
from measure import median, percentile

SAVES = 20
SAVED_PAGES = 4
# An author looks at the page before saving again, and what runs behind a save gets its time, as it does in life.
PAUSE_S = 0.7

# Bytes a page, as counted on real help centres of these sizes.
MEAN_SMALL = 3300
MEAN_LARGE = 3900


@dataclass
class Row:
    """One line of the report: the medians, what is compared, and the limit it has to keep."""
    name: str
    what: str
    unit: str
    ours: float
    hugo: float | None
    compared: float | None
    target: str
    limit: float
    pagefind: float | None = None
    samples: dict = field(default_factory=dict)

    @property
    def holds(self):
        """`None` when there is nothing to compare with."""
        return None if self.compared is None else self.compared <= self.limit


class Bench:
    """The programs, the corpora once they are needed, and the rows so far."""

    def __init__(self, programs, pagefind, work, sizes, runs, source, lang, say):
        self.ours, self.hugo = programs
        self.pagefind = pagefind
        self.work, self.runs, self.source, self.lang, self.say = work, runs, source, lang, say
        self.small, self.large = sizes[0], sizes[-1]
        self.corpora = {}
        self.rows = []

    def programs(self):
        """Those that are there."""
        return [program for program in (self.ours, self.hugo) if program]

    def corpus(self, count, mean):
        """The corpus of a size, made when it is first asked for."""
        if (count, mean) not in self.corpora:
            folder = self.work / f"corpus-{count}-{len(self.corpora)}"
            if self.source:
                made = corpus.multiply(self.source, folder, count, self.lang)
            else:
                made = corpus.write(folder, count, mean)
            self.say(f"{count:,} pages, {made.bytes / 1e6:.1f} MB ({made.mean / 1000:.1f} KB a page), {made.lang}")
            self.corpora[count, mean] = made
        return self.corpora[count, mean]

    def corpus_small(self):
        return self.corpus(self.small, MEAN_SMALL)

    def corpus_large(self):
        return self.corpus(self.large, MEAN_LARGE)

    def corpus_alike(self):
        """As few pages as the small one, of the large one's kind."""
        return self.corpus_small() if self.source else self.corpus(self.small, MEAN_LARGE)

    def builds(self, made, label, runs=None, **options):
        """Builds in turns: the runs of each program, by name."""
        done = {program.name: [] for program in self.programs()}
        for turn in range(runs or self.runs):
            for program in self.programs():
                run = program.build(made, self.work, **options)
                done[program.name].append(run)
                self.say(f"{label}, {turn + 1}: {program.name} {run.seconds:.2f} s, {run.mib:.0f} MiB")
        return done

    def add(self, name, what, unit, samples, limit, target, pagefind=None):
        """A row that compares with Hugo, turn by turn: the middle of the turns' ratios."""
        ours, hugo = samples["Deskmark"], samples.get("Hugo")
        compared = median([a / b for a, b in zip(ours, hugo)]) if hugo else None
        self.rows.append(Row(name, what, unit, median(ours), median(hugo) if hugo else None, compared, target, limit, pagefind, samples))

    def add_own(self, name, what, unit, samples, compared, limit, target):
        """A row that has an absolute limit, or one set by our own other figures."""
        hugo = samples.get("Hugo")
        ours = median(samples["Deskmark"])
        self.rows.append(Row(name, what, unit, ours, median(hugo) if hugo else None, compared, target, limit, None, samples))


def build(bench):
    """Cold builds with the search index, highlighting off; and the memory they take."""
    for made, limit, target, keep in (
        (bench.corpus_small(), 0.6, "≤ 0.6 × Hugo", False),
        (bench.corpus_large(), 1.0, "≤ 1.0 × Hugo without search (reach for 0.5 ×)", True),
    ):
        count = len(made.pages)
        runs = bench.builds(made, f"cold build, {count:,}")
        indexed = None
        if bench.hugo and bench.pagefind:
            index = bench.pagefind.index(bench.work)
            indexed = median([run.seconds for run in runs["Hugo"]]) + index.seconds
            bench.say(f"search index, {count:,}: Pagefind {index.seconds:.2f} s, {index.mib:.0f} MiB")
        seconds = {name: [run.seconds for run in done] for name, done in runs.items()}
        what = f"cold build, {count:,} pages ({made.bytes / 1e6:.1f} MB), with search index, highlighting off"
        bench.add(f"build-{count}", what, "s", seconds, limit, target, indexed)
        if keep:
            memory = {name: [run.mib for run in done] for name, done in runs.items()}
            bench.add("memory", f"peak memory of that build, {count:,} pages", "MiB", memory, 0.5, "≤ 0.5 × Hugo")


def highlight(bench):
    """The large cold build with highlighting on."""
    made = bench.corpus_large()
    runs = bench.builds(made, f"highlighted build, {len(made.pages):,}", highlight=True)
    seconds = {name: [run.seconds for run in done] for name, done in runs.items()}
    bench.add("highlight", f"cold build, {len(made.pages):,} pages, highlighting on", "s", seconds, 1.0, "≤ 1.0 × Hugo")


def serve(bench):
    """From the start of the server to the first page; from a save to the changed page."""
    for made, with_first, limit in ((bench.corpus_large(), True, 50), (bench.corpus_small(), False, 20)):
        count = len(made.pages)
        pages = [made.pages[count * index // SAVED_PAGES] for index in range(SAVED_PAGES)]
        firsts = {program.name: [] for program in bench.programs()}
        saves = {program.name: [] for program in bench.programs()}
        for turn in range(bench.runs if with_first else 1):
            for program in bench.programs():
                with program.server(made, bench.work) as server:
                    first = server.until(f"/{made.lang}/{pages[1]}/", "<h1")
                    firsts[program.name].append(first)
                    bench.say(f"serve, {count:,}, {turn + 1}: {program.name} first page after {first:.2f} s")
                    if turn == 0:
                        saves[program.name] = _saves(server, made, pages)
                        times = sorted(saves[program.name])
                        bench.say(f"save, {count:,}: {program.name} {median(times):.1f} ms ({times[0]:.1f} to {times[-1]:.1f})")
        if with_first:
            ours = median(firsts["Deskmark"])
            bench.add_own("serve", f"`serve`, first page, {count:,} pages", "s", firsts, ours, 3, "≤ 3 s")
        ours = median(saves["Deskmark"])
        bench.add_own(f"save-{count}", f"save → changed page served, {count:,} pages", "ms", saves, ours, limit, f"≤ {limit} ms")


def _saves(server, made, pages):
    """Milliseconds from the moment a file is written until its page has the new word."""
    files = {page: made.path / f"{page}.md" for page in pages}
    before = {page: file.read_text(encoding="utf-8") for page, file in files.items()}
    took = []
    try:
        for page in pages:
            server.until(f"/{made.lang}/{page}/", "<h1")
        for save in range(SAVES):
            page = pages[save % len(pages)]
            word = f"saved{secrets.token_hex(6)}"
            time.sleep(PAUSE_S)
            start = time.perf_counter()
            files[page].write_text(f"{before[page]}\n\n{word}\n", encoding="utf-8")
            took.append(server.until(f"/{made.lang}/{page}/", word, since=start) * 1000)
    finally:
        for page, file in files.items():
            file.write_text(before[page], encoding="utf-8")
    return took


def again(bench):
    """The large site built again with nothing changed."""
    made, ours = bench.corpus_large(), bench.ours
    cold, same = [], []
    for turn in range(bench.runs):
        cold.append(ours.build(made, bench.work).seconds)
        same.append(ours.build(made, bench.work, fresh=False).seconds)
        bench.say(f"again, {turn + 1}: {cold[-1]:.2f} s, with nothing changed {same[-1]:.2f} s")
    ratio = median([b / a for a, b in zip(cold, same)])
    samples = {"Deskmark": same, "Deskmark, cold": cold}
    bench.add_own("again", f"build again, nothing changed, {len(made.pages):,} pages", "s", samples, ratio, 0.3, "≤ 0.3 × own cold build")


def linear(bench):
    """What ten times as many pages of the same kind cost."""
    few, many = bench.corpus_alike(), bench.corpus_large()
    times = len(many.pages) / len(few.pages)
    less, more = bench.builds(few, f"{len(few.pages):,} of the same kind"), bench.builds(many, f"{len(many.pages):,} of the same kind")
    factors = {
        name: [b.seconds / a.seconds for a, b in zip(less[name], more[name])] for name in less
    }
    limit = 1.1 * times
    what = f"{len(many.pages):,} pages against {len(few.pages):,} of the same kind"
    bench.add_own("linear", what, "×", factors, median(factors["Deskmark"]), limit, f"≤ {limit:g} ×")


# What a first query may weigh, index and excerpts together, at a thousand pages and at ten thousand.
BYTES = (110, 150)
# How long a key may take there, in milliseconds.
KEYS = (16, 50)
QUERIES = 8


def search(bench):
    """What a search costs a reader in Chromium: bytes of a first query, and how long a key takes."""
    for made, most_bytes, most_ms in zip((bench.corpus_small(), bench.corpus_large()), BYTES, KEYS):
        count = len(made.pages)
        bench.ours.build(made, bench.work)
        site = bench.work / f"{bench.ours.name}-out" / "public"
        if bench.pagefind:
            bench.pagefind.index_of(site, bench.work)
        told = programs.searched(site, made.lang, corpus.queries(made, QUERIES))
        for name, results in told.items():
            heaviest = max(results, key=lambda result: result["bytes"])
            bench.say(f"search, {count:,}: {name} {heaviest['bytes'] / 1000:.0f} KB at most (`{heaviest['query']}`), scripts {heaviest['scripts'] / 1000:.1f} KB")
        peer = told.get("pagefind")

        def row(name, what, unit, of, limit):
            ours = of(told["deskmark"])
            # Keys are typed for some of the queries only.
            measured = lambda result: result["keys"] or of is not every_key
            samples = {program: [of([result]) for result in results if measured(result)] for program, results in told.items()}
            bench.rows.append(Row(name, what, unit, ours, None, ours, f"≤ {limit} {unit}", limit, of(peer) if peer else None, samples))

        every_key = lambda results: percentile([took for result in results for took in result["keys"]], 95)
        kilobytes = lambda key: lambda results: max(result[key] for result in results) / 1000
        row(f"search-bytes-{count}", f"the heaviest of {QUERIES} first queries, {count:,} pages, gzip", "KB", kilobytes("bytes"), most_bytes)
        row(f"search-scripts-{count}", "the scripts of a search, gzip", "KB", kilobytes("scripts"), 12)
        row(f"search-key-{count}", f"a key, 95th percentile, {count:,} pages", "ms", every_key, most_ms)


ALL = {"build": build, "highlight": highlight, "serve": serve, "again": again, "linear": linear, "search": search}
