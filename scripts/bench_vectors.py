"""How long the nearest of many passages take, and how many of them are found.

    python scripts/bench_vectors.py --data DIR [--passages 300000] [--out FILE]

DIR holds `ntrex` and `xquad_dev`. So many passages are not at hand, and copies of some with a
little noise would be found too easily: vectors are drawn from the normal distribution that has
the mean and covariance of real ones (114 articles in eight languages), so the right answers are
hardly nearer than the others. Queries are real questions. Times are of one thread; recall is
measured against the cosines of the vectors before they became bytes.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from pathlib import Path
from typing import Any

import calibrate_meaning as texts
import numpy as np
from threadpoolctl import threadpool_limits

from search.documents import AnalyzedDocument, PassageVectors, Postings
from search.encoders import open_encoder
from search.encoders.centring import centring_of
from search.engines import nearness
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.view import View

PER_ARTICLE = 8
LIMITS = (10, 100, 500)

Array = np.ndarray[Any, Any]


def real(data: Path, encoder_name: str) -> tuple[Array, Array]:
    """Centred vectors of passages and of questions."""
    encoder, centring = open_encoder(encoder_name), centring_of(encoder_name)
    pool = texts.Pool(encoder, texts.ntrex(data)[::4])
    asked = [
        (one["question"], language)
        for language in ("en", "ru")
        for one in texts.records(data / "xquad_dev" / f"queries.{language}.jsonl.xz")
    ][::7]
    vectors = encoder.encode_queries([text for text, _ in asked])
    return (
        centring.centred(pool.vectors, pool.of_passages),
        centring.centred(vectors, [language for _, language in asked]),
    )


def drawn(like: Array, count: int) -> Array:
    """Vectors of length 1 from the normal distribution of some others."""
    values, directions = np.linalg.eigh(np.cov(like.T))
    spread = (directions * np.sqrt(np.maximum(values, 0))).T.astype(np.float32)
    rows = np.random.default_rng(7).standard_normal((count, like.shape[1]), dtype=np.float32)
    rows = rows @ spread + like.mean(axis=0)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def filled(folder: Path, rows: Array) -> View:
    """An index whose articles have these vectors and nothing else."""
    engine = EmbeddedEngine(folder, create=True)
    codes = nearness.quantised(rows)
    with engine.writer() as writer:
        for number, begin in enumerate(range(0, len(rows), PER_ARTICLE)):
            own = PassageVectors(rows.shape[1], codes[begin : begin + PER_ARTICLE].tobytes())
            writer.add(AnalyzedDocument(
                str(number), Postings({}), 0, 0, {}, None, None, (), b"", "", vectors=own,
            ))  # fmt: skip
    engine.merge()
    return engine.reader()


def measured(view: View, rows: Array, queries: Array, limit: int) -> dict[str, float]:
    """Milliseconds and recall of the nearest articles."""
    times, works, recalls = [], [], []
    for query in queries:
        began, work = time.perf_counter(), time.thread_time()
        found = view.nearest(query.tolist(), limit)
        works.append(1000 * (time.thread_time() - work))
        times.append(1000 * (time.perf_counter() - began))
        best = np.maximum.reduceat(rows @ query, np.arange(0, len(rows), PER_ARTICLE))
        exact = set(np.argpartition(-best, limit)[:limit].tolist())
        recalls.append(len(exact & {int(one.id) for one in found}) / limit)
    return {
        "ms_p50": round(float(np.median(times)), 2),
        "ms_p90": round(float(np.quantile(times, 0.9)), 2),
        "cpu_ms_p50": round(float(np.median(works)), 2),
        "recall": round(float(np.mean(recalls)), 4),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", default="e5")
    parser.add_argument("--passages", type=int, default=300_000)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    like, queries = real(arguments.data, arguments.encoder)
    rows = drawn(like, arguments.passages)
    with tempfile.TemporaryDirectory() as folder:
        view = filled(Path(folder), rows)
        threadpool_limits(1)
        view.nearest(queries[0].tolist(), 10)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        result = {
            "passages": len(rows), "dimensions": rows.shape[1], "queries": len(queries),
            "megabytes": round(size / 1e6, 1), "machine": platform.processor() or "unknown",
            "numpy": np.__version__,
            "nearest": {str(limit): measured(view, rows, queries, limit) for limit in LIMITS},
        }  # fmt: skip
    text = json.dumps(result, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
