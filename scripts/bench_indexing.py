"""Articles of 2,400 characters a second, by stage and in all, with and without sentence vectors.

    python scripts/bench_indexing.py --data FILE.jsonl ... [--articles 400] [--json FILE]

Texts are joined and cut to 2,400 characters. Stages are timed in this process, one after the other,
by processor time; `in all` is `svodka index`, a process with its children: by the clock, with the
processor time and the greatest memory of the whole family.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search import Document, indexer
from search.analysis import Analyzer
from search.encoders import open_encoder
from search.encoding import vectors_of
from search.indexer import Given
from search.sources import read

LENGTH = 2_400


def articles(paths: list[Path], number: int) -> Iterator[Document]:
    """Articles of one length, the files in turn, each text used once."""
    per_file = number // len(paths)
    for path in paths:
        texts = (
            (one.document.title, one.document.body)
            for one in read([str(path)])
            if one.document is not None
        )
        for count in range(per_file):
            title, body = "", ""
            for heading, text in texts:
                title, body = title or heading, f"{body}\n\n{text}".strip()
                if len(body) >= LENGTH:
                    break
            yield Document(id=f"{path.stem}-{count}", title=title[:120], body=body[:LENGTH])


def stages(documents: list[Document], *, meaning: bool) -> dict[str, float]:
    """Articles a second and core in each stage."""
    analyzer, encoder = Analyzer(), open_encoder("e5") if meaning else None
    spent = {"completing": 0.0, "analysing": 0.0, "encoding": 0.0}
    for number, document in enumerate([documents[0], *documents]):
        given = Given(document)
        begins = [time.process_time()]
        indexed, _ = indexer.prepare(given)
        begins.append(time.process_time())
        indexer.analyze(indexed, given, analyzer)
        begins.append(time.process_time())
        if encoder is not None:
            vectors_of(encoder, [indexed])
        begins.append(time.process_time())
        for stage, (before, after) in zip(spent, itertools.pairwise(begins), strict=True):
            spent[stage] += (after - before) * (number > 0)  # the first warms up
    return {stage: round(len(documents) / time_, 1) for stage, time_ in spent.items() if time_}


def whole(documents: list[Document], *, meaning: bool) -> dict[str, Any]:
    """`svodka index` on a file of all articles."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        rows = ({"id": one.id, "title": one.title, "text": one.body} for one in documents)
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-m", "search.cli", "index", str(file), "--index", f"{folder}/i"]
        subprocess.run([*command, *(["--meaning"] if meaning else [])], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"articles a second": round(len(documents) / wall, 1),
            "a second of processor": round(len(documents) / spent, 1),
            "greatest process, MB": after.ru_maxrss // 1024}  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    documents = list(articles(options.data, options.articles))
    figures = {
        "articles": len(documents),
        "characters": round(sum(len(one.body) for one in documents) / len(documents)),
        "stages, a second and core": stages(documents[::4], meaning=True),
        "in all, without vectors": whole(documents, meaning=False),
        "in all, with vectors": whole(documents, meaning=True),
    }
    print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
