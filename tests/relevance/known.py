"""Known items: a page is asked for by its own title, over any folder of Markdown; and phrases few pages hold."""
import random

import pages
from scores import Item, path_of


def titles(found, sample, seed):
    """Titles drawn from a folder's pages. Every page with the title is right."""
    by_title = {}
    for page in found:
        by_title.setdefault(pages.same(page.title), []).append(page)
    drawn = random.Random(seed).sample(sorted(by_title), min(sample, len(by_title)))

    def item(title):
        def grade(result):
            return 2 if pages.same(result["title"]) == title else 0

        return Item(by_title[title][0].title, grade, (2,) * len(by_title[title]), False)

    return [item(title) for title in drawn]


def rare_phrases(found, words):
    """Two-word phrases as queries: a page is right when its text holds the phrase."""
    texts = {page.path: pages.phrases(page.text) for page in found}
    held = {}
    for page in found:
        held.setdefault(pages.same(page.title), set()).update(texts[page.path])

    def item(pair):
        def grade(result):
            # The address says which page it is; where it does not, a page of that title.
            path = path_of(result).strip("/")
            own = texts.get(path) or texts.get(path.partition("/")[2]) or held.get(pages.same(result["title"]), ())
            return 2 if pair in own else 0

        return Item(" ".join(pair), grade, (2,) * sum(pair in text for text in texts.values()), True)

    return [item(pair) for pair in pages.rare_phrases(words)]
