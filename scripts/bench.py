"""Times of the first version: start-up, indexing, searching, snippets. Prints a table or JSON.

    python scripts/bench.py [--data FILE.jsonl] [--json]

Without data the bundled demo articles are repeated until there are 5,000. Start-up is the
median of whole processes; searches run in one process after a warm-up, medians of 25 rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import search
from search.documents import IndexedDocument, LanguageSpan
from search.marking import marks
from search.plan import Guise, Term, Word
from search.snippets import excerpt

QUERIES = ("sanctions", "санкции", "big deal", "президент минск", '"central bank"', "Лукашэнка", "")


def median_process(*command: str, runs: int = 7) -> float:
    """Median wall seconds of a process."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def median_call(call: Callable[[], object], runs: int = 25) -> float:
    """Median milliseconds of a call after one warm-up."""
    call()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def documents(data: Path | None) -> list[search.Document]:
    """Articles to index."""
    if data is not None:
        from search.sources import read

        return [r.document for r in read([str(data)]) if r.document is not None]
    with search.open_index(":memory:") as index:
        folder = Path(search.__file__).parent / "demo" / "articles"
        index.add_files([str(folder)])
        originals = [hit.document for hit in index.search("", limit=None, facets=())]
    return [
        search.Document(
            f"{copy}/{one.id}", one.title, one.body, language=one.language, source=one.source,
            published=one.published.value, people=one.people,
        )
        for copy in range(5_000 // len(originals) + 1)
        for one in originals
    ][:5_000]  # fmt: skip


def snippet_of_100_kb() -> float:
    """Milliseconds for the snippets of one article of 100,000 characters."""
    body = (
        "Посольство в Минске сообщило о ходе переговоров, а U.S. officials said little. " * 1300
    )[:100_000]
    spans = (LanguageSpan(0, len(body), "ru"),)
    document = IndexedDocument("x", "Заголовок", body, language="ru", languages=spans)
    forms = {"посольство": ("посольство", "посольства", "посольству"), "ход": ("ходе", "хода")}
    words = [Word(text, (Guise(Term("ru", text)),)) for text in forms]
    wanted = marks(words, lambda _field, text: forms[text])
    return median_call(lambda: excerpt(document, wanted))


def measure(data: Path | None) -> dict[str, object]:
    """All figures."""
    python = sys.executable
    empty = median_process(python, "-c", "pass")
    articles = documents(data)
    figures: dict[str, object] = {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "import search, s (less an empty Python)": round(
            median_process(python, "-c", "import search") - empty, 3
        ),
        "svodka --help, s (whole process)": round(
            median_process(python, "-m", "search.cli", "--help"), 3
        ),
        "snippets of a 100 kB article, ms": round(snippet_of_100_kb(), 2),
        "articles": len(articles),
    }
    with tempfile.TemporaryDirectory() as folder, search.open_index(folder) as index:
        began = time.perf_counter()
        with index.writer() as writer:
            for article in articles:
                writer.add(article)
        figures["indexed, articles/s"] = round(len(articles) / (time.perf_counter() - began))
        for translate in (True, False):
            for query in QUERIES:
                key = f"search {query!r}, {'with' if translate else 'without'} translation, ms"

                def run(query: str = query, translate: bool = translate) -> object:
                    results = index.search(query, translate=translate)
                    return [hit.snippets for hit in results]

                figures[key] = round(median_call(run), 2)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.data)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    for name, value in figures.items():
        print(f"{value!s:>24}  {name}")


if __name__ == "__main__":
    main()
