"""The rows as a table, as JSON, and into README.md."""
import datetime
import json
import os
import platform
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def table(rows):
    """A Markdown table with target and verdict."""
    lines = [
        "| | Deskmark | Hugo | Hugo + Pagefind | Deskmark / Hugo | target | |",
        "|---|--:|--:|--:|--:|---|---|",
    ]
    for row in rows:
        ratio = f"{row.ours / row.hugo:.2f}" if row.hugo and row.unit != "×" else "–"
        if row.compared is not None and row.target.endswith("own cold build"):
            ratio = f"{row.compared:.2f} × own"
        elif row.compared is not None and "Hugo" in row.target:
            ratio = f"{row.compared:.2f}"
        verdict = {None: "not compared", True: "holds", False: "**missed**"}[row.holds]
        lines.append(f"| {row.what} | {_value(row.ours, row.unit)} | {_value(row.hugo, row.unit)} | {_value(row.pagefind, row.unit)} | {ratio} | {row.target} | {verdict} |")
    return "\n".join(lines)


def _value(value, unit):
    if value is None:
        return "–"
    digits = {"s": 2, "MiB": 0, "KB": 1, "ms": 1 if value < 100 else 0, "×": 1}[unit]
    return f"{value:,.{digits}f} {unit}"


def machine(versions, runs):
    """On what, when and with which programs the figures were measured."""
    model = "unknown processor"
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
        memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    except OSError:
        memory = 0
    commit = subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {
        "when": datetime.date.today().isoformat(),
        "commit": commit,
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": os.getloadavg()[0],
        "programs": versions,
        "runs": runs,
    }


def told(facts):
    """The same as a sentence."""
    return (
        f"{facts['when']}, commit {facts['commit'] or 'unknown'}; {', '.join(facts['programs'])}; {facts['cores']} × {facts['processor']}, "
        f"{facts['memory_gib']:g} GiB, {facts['system']}; medians of {facts['runs']}; load when it began {facts['load']:.1f}."
    )


def as_json(rows, facts):
    """Everything, every sample included."""
    def row(one):
        return {**one.__dict__, "holds": one.holds}

    return json.dumps({"machine": facts, "rows": [row(one) for one in rows]}, ensure_ascii=False, indent=2)


def write(text):
    """Puts the figures between the marks in README.md."""
    readme = HERE / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
