"""Asks `deskmark search --batch`."""
import json
import subprocess
import tempfile


class Failed(Exception):
    """The program ended badly, or did not answer as promised."""


def ask(deskmark, folder, lang, queries):
    """The results of every query, in their order: a list of `{"url", "title", "score"}` each."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as batch:
        batch.write("".join(f"{query}\n" for query in queries))
        batch.flush()
        command = [str(deskmark), "search", "--batch", batch.name, "--lang", lang, "--content", str(folder), "--json"]
        try:
            ran = subprocess.run(command, capture_output=True, check=False)
        except OSError as error:
            raise Failed(f"{deskmark} cannot be run: {error.strerror}") from error
    if ran.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {ran.returncode}:\n{ran.stderr.decode(errors='replace')[-2000:]}")
    # Not `splitlines`, which also breaks at characters that may stand inside a JSON string.
    lines = [line for line in ran.stdout.decode("utf-8", errors="replace").split("\n") if line.strip()]
    if len(lines) != len(queries):
        raise Failed(f"{len(queries)} queries were asked over {folder} ({lang}), {len(lines)} lines came back")
    return [_results(line, query) for line, query in zip(lines, queries)]


def _results(line, query):
    try:
        results = json.loads(line)["results"]
        for result in results:
            if not all(isinstance(result[key], str) for key in ("url", "title")):
                raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise Failed(f"the answer to `{query}` is not of the promised form: {line[:300]}") from error
    return results


def version(deskmark):
    """What the program says it is, or its name alone."""
    try:
        ran = subprocess.run([str(deskmark), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return "deskmark"
    return ran.stdout.strip().splitlines()[0] if ran.returncode == 0 and ran.stdout.strip() else "deskmark"
