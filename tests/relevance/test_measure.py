"""The labels, the figures, and the whole run against a stand-in for the program."""
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import known
import labelled
import measure
import pages
import report
from scores import Item, Summary, score, summary

CONTENT = Path(__file__).resolve().parents[2] / "content"


def results(*urls):
    return [{"url": url, "title": url.strip("/"), "score": 1.0} for url in urls]


def item(grades, complete=False):
    return Item("query", lambda result: grades.get(result["title"].partition("#")[0].strip("/"), 0), tuple(grades.values()), complete)


class Labels(unittest.TestCase):
    def test_each_language_has_enough_and_each_article_is_asked_for_twice(self):
        for lang in labelled.LANGUAGES:
            with self.subTest(lang=lang):
                asked = labelled.parse(lang, (labelled.QUERIES / f"{lang}.txt").read_text(encoding="utf-8"))
                self.assertGreaterEqual(len(asked), 120)
                self.assertEqual(len({one.query for one in asked}), len(asked), "a query stands twice")
                at, _ = labelled.articles(CONTENT, lang)
                for article in at.values():
                    answered = sum(one.grades.get(article) == 2 for one in asked)
                    self.assertGreaterEqual(answered, 2, f"{article} in queries/{lang}.txt")

    def test_each_label_is_an_article(self):
        for lang in labelled.LANGUAGES:
            asked, _ = labelled.items(CONTENT, lang)
            self.assertTrue(asked)

    def test_a_line(self):
        for line, expected in {
            "wifi | mất mạng": labelled.Labelled("mất mạng", {"wifi": 2}, False),
            "mfa vpn:1 | otp": labelled.Labelled("otp", {"mfa": 2, "vpn": 1}, False),
            "= vpn | vpn": labelled.Labelled("vpn", {"vpn": 2}, True),
        }.items():
            self.assertEqual(labelled.parse("vi", f"# comment\n\n{line}\n"), [expected])

    def test_a_line_that_cannot_be_read_is_named(self):
        for line, says in {"wifi mất mạng": "vi.txt:1: expected", "wifi:1 | mất mạng": "no article answers", "wifi:3 | x": "expected"}.items():
            with self.assertRaisesRegex(labelled.Unreadable, says):
                labelled.parse("vi", line)


class Scores(unittest.TestCase):
    def test_rank(self):
        found = score(item({"a": 2}), results("/x/", "/a/"))
        self.assertEqual((found.rank, found.reciprocal, found.empty), (2, 0.5, False))
        self.assertEqual(score(item({"a": 2}), []).empty, True)

    def test_what_only_helps_is_no_answer(self):
        self.assertIsNone(score(item({"a": 2, "b": 1}), results("/b/")).rank)

    def test_gain_is_one_only_in_the_best_order(self):
        graded = item({"a": 2, "b": 1})
        self.assertEqual(score(graded, results("/a/", "/b/")).gain, 1)
        self.assertLess(score(graded, results("/b/", "/a/")).gain, 1)

    def test_a_page_counts_once(self):
        found = score(item({"a": 2, "b": 1}, complete=True), results("/a/#step-1", "/a/#step-2", "/b/"))
        self.assertLess(found.gain, 1)
        self.assertEqual(found.precision, 0.5)

    def test_precision_is_over_as_many_as_count(self):
        self.assertEqual(score(item({"a": 2, "b": 1}, complete=True), results("/a/", "/b/", "/x/")).precision, 1)
        self.assertIsNone(score(item({"a": 2}), results("/a/")).precision)

    def test_the_eleventh_is_not_shown(self):
        self.assertIsNone(score(item({"a": 2}), results(*(f"/{n}/" for n in range(10)), "/a/")).rank)

    def test_ratio_is_to_the_same_queries(self):
        right, wrong = score(item({"a": 2}), results("/a/")), score(item({"a": 2}), results("/x/"))
        self.assertEqual(summary([right, wrong], [right, right]).ratio, 0.5)


class Folders(unittest.TestCase):
    def test_front_matter(self):
        for source, title in {
            '+++\ntitle = "Mạng"\n+++\nbody': "Mạng",
            '---\ntitle: "Nói \\"có\\""\ntags: []\n---\nbody': 'Nói "có"',
            "---\ntitle: 'it''s'\n---\nbody": "it's",
            "---\r\ntitle: Plain: here\r\n---\r\nbody": "Plain: here",
            "no front matter": None,
        }.items():
            front, body = pages.split(source)
            self.assertEqual(front.get("title"), title)
            self.assertTrue(body.endswith("body") or title is None)

    def test_a_phrase_stands_together(self):
        text = pages.plain("Xem **hóa** đơn [mới](/a/).\n\nĐơn, giá\n\n| hạn | nộp |")
        self.assertIn(("hóa", "đơn"), pages.phrases(text))
        self.assertIn(("đơn", "mới"), pages.phrases(text))
        for apart in [("mới", "đơn"), ("đơn", "giá"), ("hạn", "nộp"), ("hoá", "đơn")]:
            self.assertNotIn(apart, pages.phrases(text))

    def test_rare_phrases(self):
        # `hóa đơn` together on 12 pages; `hoa` and `đơn` on 60 more, apart; `của` is everywhere.
        together = [pages.Page(f"t{n}", {}, f"của hóa đơn {n}") for n in range(12)]
        apart = [pages.Page(f"a{n}", {}, f"của hoa và, đơn giản {n}") for n in range(18)]
        apart += [pages.Page(f"b{n}", {}, f"của hoá chất, đón {n}") for n in range(42)]
        others = [pages.Page(f"o{n}", {}, f"của hàng {n}") for n in range(90)]
        self.assertEqual(pages.rare_phrases(pages.Words(together + apart + others)), [("hóa", "đơn")])

    def test_titles_are_drawn_alike_and_judged_by_title(self):
        found = [pages.Page(f"p{n}", {"title": f"Title {n}"}, "") for n in range(9)] + [pages.Page("twin", {"title": "TITLE 1"}, "")]
        drawn = known.titles(found, 5, seed=1)
        self.assertEqual([one.query for one in drawn], [one.query for one in known.titles(found, 5, seed=1)])
        self.assertEqual(len(drawn), 5)
        twins = next(one for one in known.titles(found, 99, seed=1) if one.query == "Title 1")
        self.assertEqual(twins.grade({"url": "/any/", "title": "title 1"}), 2)
        self.assertEqual(len(twins.ideal), 2)


class Reports(unittest.TestCase):
    def test_a_target_holds_or_not(self):
        kinds = {"exact": Summary(10, 0.995, 0.995, 0.99, None, 0.0), "telex": Summary(10, 0.9, 0.995, 0.9, None, 0.02)}
        told = report.targets([("titles", "vi", kinds)], [{"what": "cold", "bytes": 90_000, "limit": 110_000}])
        self.assertIn("| titles | exact: MRR@10 | ≥ 0.99 | 0.995 | holds |", told)
        self.assertIn("| titles | telex: MRR@10 | ≥ 0.95 | 0.900 | **misses** |", told)
        self.assertIn("| titles | nothing found, the worst of these | ≤ 0.01 | 0.020 | **misses** |", told)
        self.assertIn("| titles | vni: MRR@10 | ≥ 0.95 | no such queries | |", told)
        self.assertIn("| bytes | cold | ≤ 110,000 | 90,000 | holds |", told)

    def test_figures_go_between_the_markers(self):
        with tempfile.TemporaryDirectory() as folder:
            readme = Path(folder) / "README.md"
            readme.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
            report.write("new \\1", "deskmark 1", readme)
            told = readme.read_text(encoding="utf-8")
        self.assertRegex(told, r"(?s)^before\n<!-- figures -->\n.*deskmark 1.*new \\1\n<!-- /figures -->\nafter\n$")
        self.assertNotIn("old", told)


PROGRAM = """#!/usr/bin/env python3
import json, sys
given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
assert sys.argv[1] == "search" and sys.argv[-1] == "--json"
for query in open(given["--batch"], encoding="utf-8"):
    found = [] if {empty} else [{{"url": "/" + given["--lang"] + "/mang/vpn/#step-1", "title": "x", "score": 1}}]
    print(json.dumps({{"query": query.strip(), "results": found}}))
sys.exit({status})
"""


class Runs(unittest.TestCase):
    def run_with(self, program, *more):
        with tempfile.TemporaryDirectory() as folder:
            deskmark = Path(folder) / "deskmark"
            deskmark.write_text(program, encoding="utf-8")
            deskmark.chmod(0o755)
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = measure.main(["--deskmark", str(deskmark), "--content", str(CONTENT), *more])
        return status, out.getvalue(), err.getvalue()

    def test_misses_are_told_and_are_no_failure(self):
        status, out, _ = self.run_with(PROGRAM.format(empty="False", status=0), "--misses")
        self.assertEqual(status, 0)
        self.assertIn("### labelled, fa", out)
        self.assertIn("labelled, vi · exact · MSCHAPV2 · of `MSCHAPV2` · not shown, first: x", out)
        self.assertNotIn("· exact · cài vpn trường trên máy tính ·", out)

    def test_bytes_measured_elsewhere(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as weights:
            json.dump([{"what": "1,000 pages", "bytes": 1, "limit": 2}], weights)
            weights.flush()
            _, out, _ = self.run_with(PROGRAM.format(empty="True", status=0), "--bytes", weights.name)
        self.assertIn("| bytes | 1,000 pages | ≤ 2 | 1 | holds |", out)
        self.assertIn("| 100.0% |", out)

    def test_a_program_that_fails_or_answers_something_else(self):
        for program, says in [
            (PROGRAM.format(empty="False", status=3), "ended with 3"),
            ("#!/bin/sh\necho '{}'\n", "1 lines came back"),
            ("#!/bin/sh\nwhile read -r line; do echo '{}'; done <\"$3\"\n", "not of the promised form"),
        ]:
            status, _, err = self.run_with(program)
            self.assertEqual(status, 2)
            self.assertIn(says, err)


if __name__ == "__main__":
    unittest.main()
