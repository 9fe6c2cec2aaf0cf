#!/usr/bin/env python3
"""Measures the desk with few tickets and with many: the queue, a look-up, the staff's search, closing.

    cargo build --profile production -p generator && cargo build --release -p function --example many_tickets
    python3 tests/bench/desk.py

Two `deskmark serve` run side by side, one on each data folder, and are asked in turn. Ends with 1 when a request fails;
a goal that is missed is only said.
"""
import argparse
import http.client
import random
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import measure

ROOT = Path(__file__).resolve().parent.parent.parent
# What the p95 of the large desk may be, measured in that of the small one; and what its server may hold.
RATIO = 1.5
MIB = 150
# Words that both desks have many of: a page of results costs the same to show, so that what differs is finding them.
QUERIES = ["mạng phòng", "may chieu", "Nguyễn", "wifi chậm", "giấy xác nhận", "0999"]


class Desk:
    """A server on a data folder, somebody signed in, and tickets to ask for."""

    def __init__(self, binary, data, content):
        self.data, self.port = data, measure.free_port()
        log = data / "serve.log"
        command = [binary, "serve", "--port", self.port, "--data", data, "--content", content]
        self.server = measure.Server(command, self.port, log).__enter__()
        self.server.until("/", "<html")
        self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.cookie = None
        link = self._link(log)
        page = self.ask("GET", link)
        fields = dict(re.findall(r'name="(id|code)" value="([^"]*)"', page))
        self.ask("POST", "/desk/sign-in/code", fields, expect=303)
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/desk/q/it"))[1]
        self.tickets = [line.split() for line in (data / "tickets.txt").read_text().splitlines()]

    def _link(self, log):
        for _ in range(1000):
            found = re.search(r"Sign in as lead of it\s+http://[^/]+(\S+)", log.read_text(errors="replace"))
            if found:
                return found[1]
            time.sleep(0.02)
        raise measure.Failed(f"no link to sign in:\n{log.read_text(errors='replace')}")

    def ask(self, method, path, fields=None, expect=200):
        headers = {"origin": f"http://127.0.0.1:{self.port}"}
        if self.cookie:
            headers["cookie"] = self.cookie
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["content-type"] = "application/x-www-form-urlencoded"
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        text = answer.read().decode()
        if answer.status != expect:
            raise measure.Failed(f"{method} {path}: {answer.status} in place of {expect}\n{text[:2000]}")
        if answer.headers.get("set-cookie"):
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return text

    def keep(self):
        """Writes down which tickets are left as they were made."""
        (self.data / "tickets.txt").write_text("".join(f"{' '.join(ticket)}\n" for ticket in self.tickets))

    def of(self, *states):
        return [ticket for ticket in self.tickets if ticket[0] in states]

    def mib(self):
        status = Path(f"/proc/{self.server.process}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def rows_found(desk, query):
    """How many results a search shows."""
    return desk.ask("GET", f"/desk/search?q={quote(query)}").count('href="/desk/t/')


def asked(desk, draw):
    """What is measured: a name, and how to ask for it once."""
    answered = desk.of("answered")
    codes = [code for _, code, _ in desk.tickets]

    def close():
        if not answered:
            raise measure.Failed(f"no answered ticket is left in {desk.data}: remove the folder, or ask for fewer --requests")
        _, code, version = closed = answered.pop()
        desk.ask("POST", f"/desk/t/{code}/close", {"csrf": desk.csrf, "version": version}, expect=303)
        # Closing it again, in this run or in another on the same data, would measure nothing.
        desk.tickets.remove(closed)

    return {
        "queue": lambda: desk.ask("GET", "/desk/q/it"),
        "queue, narrowed": lambda: desk.ask("GET", f"/desk/q/it?{draw.choice(['priority=urgent', 'assignee=nobody', 'due=overdue', 'state=answered'])}"),
        "look-up": lambda: desk.ask("GET", f"/t/{draw.choice(codes)}"),
        "search": lambda: desk.ask("GET", f"/desk/search?q={quote(draw.choice(QUERIES))}"),
        "close": close,
    }


def main():
    options = _options()
    work = options.work or Path(tempfile.mkdtemp(prefix="deskmark-desk-bench-"))
    sizes = {"small": (options.small, 0), "large": (options.open, options.closed)}
    desks = {}
    try:
        for name, (few, many) in sizes.items():
            data = work / f"{name}-{few}-{many}"
            if not (data / "tickets.txt").is_file():
                shutil.rmtree(data, ignore_errors=True)
                start = time.perf_counter()
                subprocess.run([options.loader, data, str(few), str(many)], check=True)
                # A desk with tickets does not start without the secret behind their links.
                secret = data / "secret"
                secret.touch(mode=0o600)
                secret.write_text(secrets.token_hex(32))
                print(f"{name}: {few + many:,} tickets in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
            desks[name] = Desk(options.deskmark, data, ROOT / "content")
        return _measure(desks, options.requests)
    except measure.Failed as failure:
        print(f"FAILED {failure}", file=sys.stderr)
        return 1
    finally:
        for desk in desks.values():
            desk.server.__exit__()
            desk.keep()
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)


def _measure(desks, requests):
    draws = {name: random.Random(7) for name in desks}
    for query in QUERIES:
        found = {name: rows_found(desk, query) for name, desk in desks.items()}
        if len(set(found.values())) > 1:
            raise measure.Failed(f"a search for {query!r} shows {found}: it compares nothing")
    what = {name: asked(desk, draws[name]) for name, desk in desks.items()}
    print("| | small, p50 | p95 | large, p50 | p95 | p95 large / small | goal | |\n|---|--:|--:|--:|--:|--:|---|---|")
    for kind in what["small"]:
        took = {name: [] for name in desks}
        for turn in range(requests + requests // 10):
            for name in desks:
                start = time.perf_counter()
                what[name][kind]()
                # The first of them warm the caches.
                if turn >= requests // 10:
                    took[name].append((time.perf_counter() - start) * 1000)
        cells = [measure.percentile(took[name], percent) for name in desks for percent in (50, 95)]
        ratio = cells[3] / cells[1]
        words = " | ".join(f"{cell:.1f} ms" for cell in cells)
        print(f"| {kind} | {words} | {ratio:.2f} | ≤ {RATIO} | {'holds' if ratio <= RATIO else '**missed**'} |", flush=True)
    held = {name: desk.mib() for name, desk in desks.items()}
    print(f"| memory | {held['small']:.0f} MiB | | {held['large']:.0f} MiB | | | ≤ {MIB} MiB | {'holds' if held['large'] <= MIB else '**missed**'} |")
    return 0


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = ROOT / "target"
    parser.add_argument("--small", type=int, default=1_000, metavar="N", help="open tickets of the small desk (1000)")
    parser.add_argument("--open", type=int, default=100_000, metavar="N", help="open tickets of the large desk (100000)")
    parser.add_argument("--closed", type=int, default=1_000_000, metavar="N", help="closed tickets of the large desk (1000000)")
    parser.add_argument("--requests", type=int, default=200, metavar="N", help="requests of each kind (200)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep the data here, and use what is there")
    parser.add_argument("--deskmark", type=Path, default=target / "production/deskmark", help="the program (target/production/deskmark)")
    parser.add_argument("--loader", type=Path, default=target / "release/examples/many_tickets", help="what fills the data folders")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
