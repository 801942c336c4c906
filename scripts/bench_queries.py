"""A whole query under measure: plan, search, facets and snippets, with everything on and without.

    python scripts/bench_queries.py --index DIR [--queries N] [--json FILE]
    python scripts/bench_queries.py --index DIR --data FILE.jsonl [--articles N] [--lend M]

Queries are neighbouring content words of titles of the index, in the languages that it has: one,
two and three words, and whole titles of four words or more, which also find what is near in
meaning. Each query is asked once in every setting, in an order that goes round, after others that
warm up, as `svodka serve` does; what is told are medians and 95th percentiles over all. (Two of
three settings find some words of a query expanded already.)

With data the index is made first. To encode 112,000 passages of short articles takes a quarter of
an hour on two cores; with `--lend M` only M passages get their own vectors, and the others are lent
these.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import platform
import random
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import search
from search import encoding
from search.analysis import fold, is_stop, tokenize
from search.encoders import Encoder, open_encoder

SETTINGS: dict[str, dict[str, bool]] = {
    "everything": {},
    "without vectors": {"meaning": False},
    "without translation": {"translate": False},
}
KINDS = ("1 word", "2 words", "3 words", "title of 4 or more")
LANGUAGES = ("en", "ru")
WARM_UP = ("sanctions", "санкции", "central bank", "центральный банк", "Who pays for it?")


class Lending:
    """The encoder `real`, which encodes so many passages; later ones get vectors of these."""

    def __init__(self, real: Encoder, own: int) -> None:
        self.name = real.name
        self.dimensions = real.dimensions
        self._real = real
        self._own = own
        self._kept: NDArray[Any] = np.zeros((0, real.dimensions), dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of queries, real ones."""
        return self._real.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[Any]:
        """Vectors of passages: their own, or lent."""
        if len(self._kept) < self._own:
            vectors = self._real.encode_passages(texts)
            self._kept = np.concatenate([self._kept, vectors])
            return vectors
        lent: NDArray[Any] = self._kept[
            [zlib.crc32(text.encode()) % len(self._kept) for text in texts]
        ]
        return lent


def make(folder: Path, data: Path, articles: int, lend: int | None) -> None:
    """Make the index; with `lend` most of its vectors are lent."""
    lines = folder.with_suffix(".jsonl")
    with data.open(encoding="utf-8") as source, lines.open("w", encoding="utf-8") as target:
        for _, line in zip(range(articles), source, strict=False):
            target.write(line)
    real: Callable[[str], Encoder] = encoding.open_encoder
    if lend is not None:
        lending = Lending(open_encoder("e5"), lend)
        encoding.open_encoder = lambda _: lending
    try:
        with search.open_index(folder, meaning=True) as index:
            index.add_files([str(lines)])
    finally:
        encoding.open_encoder = real
        lines.unlink()


def queries_of(index: search.Index, each: int) -> dict[str, list[str]]:
    """`each` queries of every kind, drawn from titles, the same on every call."""
    chance = random.Random(3)  # noqa: S311 -- the same queries every time
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for language in LANGUAGES:
        hits = index.search(f"lang:{language}", limit=8 * each, facets=(), sort="newest")
        titles = [title for hit in hits if len((title := hit.title.text).split()) > 3]
        chance.shuffle(titles)
        for number, title in enumerate(titles):
            kind = number % len(KINDS)
            wanted = found[KINDS[kind]]
            if len(wanted) >= each * (LANGUAGES.index(language) + 1) // len(LANGUAGES):
                continue
            words = [token.form for token in tokenize(title) if token.kind == "word"]
            if kind < 3:
                words = [word for word in words if not is_stop(fold(word), language)]
                at = chance.randrange(max(1, len(words) - kind))
                words = words[at : at + kind + 1]
            if len(words) > kind and (text := " ".join(words[:12])) not in wanted:
                wanted.append(text)
    return found


def timed(index: search.Index, query: str, setting: dict[str, bool]) -> float:
    """Milliseconds of a query with the usual facets and the snippets of a page."""
    began = time.perf_counter()
    results = index.search(query, **setting)
    for hit in results:
        _ = hit.snippets
    return (time.perf_counter() - began) * 1000


def measure(index: search.Index, each: int) -> dict[str, Any]:
    """Milliseconds by setting and kind of query."""
    queries = queries_of(index, each)
    times: dict[str, dict[str, list[float]]] = {name: {k: [] for k in KINDS} for name in SETTINGS}
    index.warm_up()
    for setting in SETTINGS.values():
        for query in WARM_UP:
            timed(index, query, setting)
    gc.collect()
    gc.freeze()
    turns = itertools.cycle(range(len(SETTINGS)))
    for kind, texts in queries.items():
        for text, first in zip(texts, turns, strict=False):
            names = list(SETTINGS)
            for name in (*names[first:], *names[:first]):
                times[name][kind].append(timed(index, text, SETTINGS[name]))
    return {
        name: {
            kind: _summary(own)
            for kind, own in {
                **of_kind,
                "1 to 3 words": [t for kind in KINDS[:3] for t in of_kind[kind]],
                "all": [t for own in of_kind.values() for t in own],
            }.items()
            if own
        }
        for name, of_kind in times.items()
    }


def _summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "queries": len(ordered),
        "median ms": round(statistics.median(ordered), 1),
        "95th percentile ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="articles, to make the index of first")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--lend", type=int, metavar="M", help="passages with their own vectors")
    parser.add_argument("--queries", type=int, default=30, help="of each kind")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.data is not None:
        if options.index.exists():
            sys.exit(f"{options.index} is there already. Name another folder.")
        make(options.index, options.data, options.articles, options.lend)
    with search.open_index(options.index, create=False) as index:
        index_statistics = index.statistics()
        figures = {
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, "
            f"load {os.getloadavg()[0]:.1f}",
            "articles": len(index),
            "encoder": index.encoder,
            "languages": dict(index_statistics.languages),
            "passages": index_statistics.passages,
            **measure(index, options.queries),
        }
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
