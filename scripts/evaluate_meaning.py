"""How well encoders alone find articles in another language, and what they cost.

    python scripts/evaluate_meaning.py --data DIR [--encoders e5,use] [--json FILE]

DIR holds `xquad_dev` and `ntrex`. Questions are answered by one passage of 60, in either
language, among the articles of ntrex in all languages; titles of ntrex by the article of the
same id in the other language. An article is as near as its nearest passage. Each encoder is
measured alone, without centring (`raw`), and all of them together (their similarities added up
after each query's were brought to mean 0 and deviation 1).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import calibrate_meaning as texts
import numpy as np

from search.encoders import open_encoder
from search.encoders.centring import Centring, centring_of

Array = np.ndarray[Any, Any]
Near = Callable[[Sequence[str], str], Array]
"""Similarities of all articles to some queries of a language."""

START = """
import re, time
def peak():  # ru_maxrss would be that of the parent, where it was greater
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
began = time.perf_counter()
from search.encoders import open_encoder
encoder = open_encoder({name!r})
encoder.encode_queries(["port"])
query = time.perf_counter() - began
rss = peak()
encoder.encode_passages(["port"])
print(query, rss / 1024, time.perf_counter() - began - query,
      peak() / 1024)
"""


def mrr(near: Array, right: Array, among: Array) -> dict[str, float]:
    """Mean reciprocal rank, and the shares of queries answered at once and in the first ten."""
    scores = np.where(among, near, -np.inf)
    own = scores[np.arange(len(scores)), right]
    ranks = 1 + (scores > own[:, None]).sum(axis=1)
    return {
        "mrr": round(float((1 / ranks).mean()), 3),
        "r1": round(float((ranks == 1).mean()), 3),
        "r10": round(float((ranks <= 10).mean()), 3),
    }


def quality(near: Near, pool: texts.Pool, data: Path) -> dict[str, dict[str, float]]:
    """All figures of one way to compare."""
    places = {(one.id, one.language): n for n, one in enumerate(pool.articles)}
    languages, found = pool.languages, {}
    both = np.isin(languages, ("en", "ru"))
    for a in ("en", "ru"):
        asked = list(texts.records(data / "xquad_dev" / f"queries.{a}.jsonl.xz"))
        scores = near([one["question"] for one in asked], a)
        for b in ("en", "ru"):
            right = np.array([places[f"x.{one['rel']}", b] for one in asked])
            found[f"questions {a}>{b}"] = mrr(scores, right, languages == b)
            found[f"questions {a}>{b}, mixed list"] = mrr(scores, right, both)
    for other in texts.LANGUAGES[1:]:
        for a, b in (("en", other), (other, "en")):
            records = list(texts.records(data / "ntrex" / f"docs.{a}.jsonl.xz"))
            scores = near([one["title"] for one in records], a)
            right = np.array([places[f"n.{one['id']}", b] for one in records])
            found[f"titles {a}>{b}"] = mrr(scores, right, languages == b)
    return found


def cost(name: str, pool: texts.Pool, seconds: float) -> dict[str, float]:
    """CPU seconds of an article of 2,400 characters; start-up and memory of a fresh process."""
    run = subprocess.run(
        [sys.executable, "-c", START.format(name=name)], capture_output=True, text=True, check=True
    )
    query, light, passages, heavy = map(float, run.stdout.split())
    size = sum(len(one.title) + len(one.body) for one in pool.articles)
    return {
        "cpu_s_per_article": round(seconds / size * 2400, 3),
        "s_to_first_query": round(query, 2), "mb_for_queries": round(light),
        "s_to_first_passage": round(passages, 2), "mb_for_passages": round(heavy),
    }  # fmt: skip


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoders", default="e5,use")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    articles = [*texts.questioned(arguments.data), *texts.ntrex(arguments.data)]
    results: dict[str, Any] = {}
    ways: dict[str, Near] = {}
    for name in arguments.encoders.split(","):
        encoder = open_encoder(name)
        encoder.encode_passages(["port"])
        began = time.process_time()
        pool = texts.Pool(encoder, articles)
        results[f"{name}, cost"] = cost(name, pool, time.process_time() - began)

        def near(
            queries: Sequence[str], language: str, *, own: texts.Pool = pool,
            by: Any = encoder, centring: Centring,
        ) -> Array:  # fmt: skip
            vectors = centring.centred(by.encode_queries(queries), [language] * len(queries))
            return own.similarities(vectors, centring)

        def way(centring: Centring, one: Any = near) -> Near:
            return lambda queries, language: one(queries, language, centring=centring)

        ways[f"{name}, raw"] = way(Centring({}))
        ways[name] = way(centring_of(name))
    single = [ways[name] for name in arguments.encoders.split(",")]

    def together(queries: Sequence[str], language: str) -> Array:
        parts = [one(queries, language) for one in single]
        rows = [(p - p.mean(axis=1, keepdims=True)) / p.std(axis=1, keepdims=True) for p in parts]
        return np.asarray(sum(rows))

    if len(single) > 1:
        ways["together"] = together
    results |= {name: quality(one, pool, arguments.data) for name, one in ways.items()}
    print(json.dumps(results, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
