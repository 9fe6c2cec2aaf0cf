"""The programs compared, each behind the same few questions."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import measure
from measure import Failed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = ROOT / "tests" / ".tools" / "bench-venv"


class Program:
    """A program that builds and serves a corpus."""

    def version(self):
        """What it says of itself, in a few words."""
        words = subprocess.run([self.binary, "version" if self.name == "Hugo" else "--version"], capture_output=True, text=True)
        found = re.search(r"\d+\.\d+(\.\d+)?", words.stdout)
        return f"{self.name} {found[0] if found else '?'}"

    def build(self, corpus, work, highlight=False, fresh=True):
        """One build; into an empty folder, unless an unchanged site is to be built again."""
        out = work / f"{self.name}-out"
        if fresh:
            shutil.rmtree(out, ignore_errors=True)
        run = measure.run(self.build_command(corpus, work, out, highlight), work / f"{self.name}.log")
        self.expect_whole(corpus, out)
        return run

    def expect_whole(self, corpus, out):
        """Nobody wins by leaving pages out: each source page has its HTML, as long as its text at least."""
        public = self.public(out)
        missing = []
        for page in corpus.pages:
            try:
                html = (public / corpus.lang / page / "index.html").read_bytes()
            except FileNotFoundError:
                missing.append(page)
                continue
            if b"<h1" not in html or len(html) < (corpus.path / f"{page}.md").stat().st_size / 2:
                missing.append(page)
        if missing:
            raise Failed(f"{self.name}: {len(missing)} of {len(corpus.pages)} pages are missing or cut short, {missing[0]} first")

    def server(self, corpus, work):
        """The program serving the corpus while it is being written."""
        port = measure.free_port()
        return measure.Server(self.serve_command(corpus, work, port), port, work / f"{self.name}-serve.log")


class Deskmark(Program):
    """Ours, built for release."""

    name = "Deskmark"

    def __init__(self, binary):
        self.binary = str(binary)
        self.flags = {command: self._help(command) for command in ("build", "serve")}

    def _help(self, command):
        return subprocess.run([self.binary, command, "--help"], capture_output=True, text=True).stdout

    def _plain(self, command, highlight):
        return ["--no-highlight"] if not highlight and "--no-highlight" in self.flags[command] else []

    def build_command(self, corpus, work, out, highlight):
        return [self.binary, "build", "--content", corpus.path, "--lang", corpus.lang, "--base-url", "https://help.thuyvan.example",
                "--out", out, *self._plain("build", highlight)]

    def serve_command(self, corpus, work, port):
        data = work / "deskmark-data"
        shutil.rmtree(data, ignore_errors=True)
        return [self.binary, "serve", "--content", corpus.path, "--lang", corpus.lang, "--port", port, "--data", data,
                *self._plain("serve", highlight=False)]

    def public(self, out):
        return out / "public"

    def expect_whole(self, corpus, out):
        super().expect_whole(corpus, out)
        index = sum(file.stat().st_size for file in (out / "public" / "search").rglob("*") if file.is_file())
        if index < 50 * len(corpus.pages):
            raise Failed(f"Deskmark: the search index has {index} bytes for {len(corpus.pages)} pages")


class Hugo(Program):
    """Hugo with the small theme in `hugo/`."""

    name = "Hugo"

    def __init__(self, binary):
        self.binary = str(binary)

    def _site(self, corpus, work, highlight):
        """A copy of the theme that takes its content from the corpus."""
        site = work / "hugo-site"
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(HERE / "hugo", site)
        (site / "corpus.toml").write_text(f"""\
defaultContentLanguage = "{corpus.lang}"
[languages.{corpus.lang}]
weight = 1
[[module.mounts]]
source = "content"
target = "content"
[[module.mounts]]
source = "{corpus.path}"
target = "content"
[markup.highlight]
codeFences = {str(highlight).lower()}
""")
        return ["--source", site, "--config", "hugo.toml,corpus.toml", "--cacheDir", work / "hugo-cache", "--noBuildLock"]

    def build_command(self, corpus, work, out, highlight):
        # Run again, Hugo keeps what it wrote; its caches of fetched modules and pictures start empty.
        return [self.binary, "build", *self._site(corpus, work, highlight), "--destination", out]

    def serve_command(self, corpus, work, port):
        return [self.binary, "server", *self._site(corpus, work, highlight=False), "--bind", "127.0.0.1", "--port", port]

    def public(self, out):
        return out


class Pagefind:
    """Pagefind over what Hugo built: what a Hugo site needs for a search."""

    name = "Pagefind"

    def __init__(self, binary):
        self.binary = str(binary)

    version = Program.version

    def index(self, work):
        return self.index_of(work / "Hugo-out", work)

    def index_of(self, site, work):
        run = measure.run([self.binary, "--site", site], work / "Pagefind.log")
        if not (site / "pagefind" / "pagefind.js").is_file():
            raise Failed("Pagefind wrote no index")
        return run


def searched(site, lang, queries):
    """What `search.mjs` measures of the searches in a built site, by program."""
    ran = subprocess.run(["node", HERE / "search.mjs", site, lang, *queries], capture_output=True, text=True)
    if ran.returncode != 0:
        raise Failed(f"search.mjs: {ran.stderr.strip()[-2000:]}")
    return json.loads(ran.stdout)


def find(name, *pattern):
    """A peer's own binary: `BENCH_<NAME>`, else the installed one. Not the script around it, whose Python takes time to start."""
    named = os.environ.get(f"BENCH_{name.upper()}")
    if named:
        return Path(named)
    installed = sorted(PEERS.glob("/".join(("lib/python*/site-packages", *pattern))))
    return installed[0] if installed else None
