"""Help pages to build: written from phrases, or a given folder multiplied to the wanted number.

Both are plain folders of Markdown without a portal.toml, in one language, as Deskmark and Hugo read them alike: sections
with an `_index.md`, YAML or TOML front matter, links between pages by their file names, pictures in `assets/`.
The same seed gives the same bytes.
"""
import random
import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path

import phrases

SEED = 20261122
PICTURES = 24
OVERSHOOT = 480
# A section past this many pages is continued in another when a folder is multiplied.
LARGEST_SECTION = 1000


@dataclass(frozen=True)
class Corpus:
    """A folder to build: its language, and each page's path below the folder, without `.md`."""
    path: Path
    lang: str
    pages: tuple
    bytes: int

    @property
    def mean(self):
        """Bytes a page."""
        return self.bytes / len(self.pages)


# ---- Written ------------------------------------------------------------------------------------------------


def write(folder, count, mean):
    """Writes `count` pages of `mean` bytes on average."""
    rng = random.Random(f"{SEED} {count} {mean}")
    names = [phrases.product(rng) for _ in range(count * 2)]
    tags = {lang: phrases.tags(rng, lang, count, names) for lang in ("vi", "en")}
    sections = _sections(rng, count)
    plan = []
    for number in range(count):
        section, lang = _pick(rng, sections)
        title = phrases.title(rng, lang, names)
        plan.append((f"{section}/{slug(title)[:60].strip('-')}-{number}", lang, title))
    _write_sections(folder, sections)
    _write_pictures(folder)
    # Half the pages are shorter than three quarters of the mean, and a few are very long: as help centres are.
    lengths = [rng.lognormvariate(0, 0.7) for _ in plan]
    scale = mean / (sum(lengths) / len(lengths))
    total = 0
    for index, (path, lang, title) in enumerate(plan):
        wanted = max(600, lengths[index] * scale)
        # What the last heading's blocks go over by, on average.
        text = _page(rng, path, lang, title, names, plan, tags[lang], wanted - OVERSHOOT)
        total += _put(folder / f"{path}.md", text)
    return Corpus(folder, "vi", tuple(path for path, _, _ in plan), total)


def _sections(rng, count):
    """Top sections with sections inside, each with its share of the pages: a few are large, most are small."""
    tops = phrases.SECTIONS
    inside = 1 if count < 500 else 2 if count < 5000 else 6
    sections = []
    for top, (name, title, lang) in enumerate(tops):
        weight = 1 / (top + 1)
        sections.append((name, title, lang, weight))
        for part in range(inside):
            sections.append((f"{name}/{phrases.PARTS[part][0]}", phrases.PARTS[part][1], lang, weight * rng.uniform(0.1, 0.9)))
    return sections


def _pick(rng, sections):
    name, _, lang, _ = rng.choices(sections, weights=[weight for *_, weight in sections])[0]
    return name, lang


def _write_sections(folder, sections):
    for order, (name, title, _, _) in enumerate(sections):
        _put(folder / name / "_index.md", f"---\ntitle: \"{title}\"\nweight: {order + 1}\n---\n")


def _page(rng, path, lang, title, names, plan, tags, wanted):
    blocks = [_front(rng, lang, title, names, tags), phrases.paragraph(rng, lang, names)]
    size = sum(len(block.encode()) for block in blocks)
    kinds = ["paragraph", "steps", "list", "table", "callout", "links", "picture"]
    weights = [10, 4, 4, 2, 2, 3, 1]
    # A third of the pages are about something that is typed.
    if rng.random() < 0.33:
        kinds.append("code")
        weights.append(7)
    while size < wanted:
        group = [f"{'##' if rng.random() < 0.7 else '###'} {phrases.heading(rng, lang, names)}"]
        for _ in range(rng.randint(1, 3)):
            group.append(_block(rng, rng.choices(kinds, weights=weights)[0], path, lang, names, plan))
        # A heading lower than the first one's next is a slip that no help page should have.
        if len(blocks) == 2:
            group[0] = f"## {phrases.heading(rng, lang, names)}"
        blocks += group
        size = sum(len(block.encode()) + 2 for block in blocks)
    return "\n\n".join(blocks) + "\n"


def _front(rng, lang, title, names, tags):
    # A tag is on some fifty pages, whatever the site's size; the first ones on a few more.
    tags = sorted({tags[int(len(tags) * rng.random() ** 1.2)] for _ in range(rng.randint(1, 4))})
    day = f"20{rng.randint(22, 26)}-{rng.randint(1, 9):02}-{rng.randint(1, 28):02}"
    summary = phrases.sentence(rng, lang, names).replace("**", "").replace("`", "")
    lines = [("title", f'"{title}"'), ("summary", f'"{summary}"'), ("tags", str(tags).replace("'", '"')), ("date", day)]
    if rng.random() < 0.3:
        return "+++\n" + "\n".join(f"{key} = {value}" for key, value in lines) + "\n+++"
    return "---\n" + "\n".join(f"{key}: {value}" for key, value in lines) + "\n---"


def _block(rng, kind, path, lang, names, plan):
    sentence = lambda: phrases.sentence(rng, lang, names)
    if kind == "steps":
        return "\n".join(f"{step}. {sentence()}" for step in range(1, rng.randint(4, 8)))
    if kind == "list":
        return "\n".join(f"- **{phrases.heading(rng, lang, names)}**: {sentence()}" for _ in range(rng.randint(3, 6)))
    if kind == "table":
        columns = rng.randint(3, 4)
        rows = ["| " + " | ".join(phrases.heading(rng, lang, names) for _ in range(columns)) + " |"]
        rows.append("|" + " --- |" * columns)
        rows += ["| " + " | ".join(phrases.cell(rng, lang, names) for _ in range(columns)) + " |" for _ in range(rng.randint(3, 7))]
        return "\n".join(rows)
    if kind == "callout":
        return f"> [!{rng.choice(['NOTE', 'TIP', 'WARNING', 'IMPORTANT'])}]\n> {sentence()}"
    if kind == "links":
        up = "../" * path.count("/")
        others = [rng.choice(plan) for _ in range(rng.randint(1, 3))]
        return "\n".join(f"- [{title}]({up}{other}.md)" for other, _, title in others)
    if kind == "picture":
        return f"![{phrases.heading(rng, lang, names)}](/assets/screen-{rng.randrange(PICTURES)}.png)"
    if kind == "code":
        return phrases.code(rng, names)
    return phrases.paragraph(rng, lang, names)


def _write_pictures(folder):
    rng = random.Random(SEED)
    for number in range(PICTURES):
        picture = _png(rng.randrange(320, 1280, 40), rng.randrange(200, 800, 40), rng.randbytes(3))
        target = folder / "assets" / f"screen-{number}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture)


def _png(width, height, colour):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + colour * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# ---- Multiplied ---------------------------------------------------------------------------------------------


def multiply(source, folder, count, lang):
    """Copies the pages of `source` until there are `count`; copies after the first have other titles and words."""
    files = sorted(path for path in source.rglob("*.md") if path.name not in ("_index.md", "README.md", "index.md"))
    if not files:
        raise SystemExit(f"{source} has no Markdown pages")
    rng = random.Random(SEED)
    texts = [file.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff") for file in files]
    if count < len(files):
        # Spread over the whole, for neighbours are alike.
        chosen = [index * len(files) // count for index in range(count)]
    else:
        chosen = [index % len(files) for index in range(count)]
    for index in source.rglob("_index.md"):
        _put(folder / _safe(index.parent.relative_to(source)) / "_index.md", index.read_text(encoding="utf-8"))
    for asset in source.rglob("*"):
        if asset.is_file() and asset.suffix.lower() in (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"):
            target = folder / asset.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(asset.read_bytes())
    filled, taken, pages, total = {}, set(), [], 0
    for number, which in enumerate(chosen):
        copy = number // len(files)
        section = _safe(files[which].parent.relative_to(source))
        filled[section] = filled.get(section, 0) + 1
        part = (filled[section] - 1) // LARGEST_SECTION
        stem = slug(files[which].stem) or "page"
        path = "/".join(filter(None, [f"{section}-{part + 1}" if part and section else section, f"{stem}-{copy + 1}" if copy else stem]))
        if path in taken:
            path += f"-n{number}"
        taken.add(path)
        text = _varied(rng, texts[which], texts[rng.randrange(len(texts))], copy + 1) if copy else texts[which]
        total += _put(folder / f"{path}.md", text)
        pages.append(path)
    return Corpus(folder, lang or language(texts), tuple(pages), total)


WORD = re.compile(r"[^\W\d_]{4,}")
# Lines whose words mean something to Markdown or to a machine are left alone.
MEANT = re.compile(r"[`<>|{}\[\]\\]|://|^\s{4}|^\s*(#|\w+ *[:=])")


def _varied(rng, text, other, copy):
    """The same page about something else: one word in eight comes from another page."""
    pool = WORD.findall(other) or ["trang"]
    lines, fence, front = [], False, 0
    for line in text.split("\n"):
        if line in ("---", "+++") and front < 2:
            front += 1
        elif front == 1:
            line = re.sub(r"^(title *[:=] *)([\"']?)", rf"\g<1>\g<2>{copy}. ", line)
            line = re.sub(r"^(title: )(\d+\. [^\"']*)$", r'\1"\2"', line)
            # An address belongs to one page only.
            if re.match(r"(id|slug|url|aliases) *[:=]", line):
                continue
        elif line.lstrip().startswith(("```", "~~~")):
            fence = not fence
        elif not fence and not MEANT.search(line):
            line = WORD.sub(lambda word: rng.choice(pool) if rng.random() < 0.12 else word[0], line)
        lines.append(line)
    return "\n".join(lines)


def language(texts):
    """`fa`, `vi` or `en`, by the letters of the texts."""
    letters = "".join(text[:2000] for text in texts[:200])
    if len(re.findall(r"[\u0600-\u06ff]", letters)) > len(letters) / 10:
        return "fa"
    marked = len(re.findall(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", letters, re.IGNORECASE))
    return "vi" if marked > len(letters) / 50 else "en"


# ---- Both ---------------------------------------------------------------------------------------------------


def queries(made, count):
    """What people may ask of a corpus: the first words of titles from all over it."""
    asked = []
    for page in made.pages[:: max(1, len(made.pages) // count)][:count]:
        text = (made.path / f"{page}.md").read_text(encoding="utf-8")
        title = re.search(r"^title\s*[:=]\s*(.+)$", text, re.M)
        asked.append(" ".join((title[1] if title else page.rsplit("/", 1)[-1]).strip(" \"'").split()[:4]))
    return asked


def slug(text):
    """ASCII letters, digits and hyphens, as both programs keep them in addresses."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _safe(path):
    return "/".join(slug(part) for part in path.parts)


def _put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    path.write_bytes(data)
    return len(data)
