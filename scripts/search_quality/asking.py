"""Putting many queries to an index under several settings, and the measures of the answers.

A *setting* names the evidence that may find articles in other languages: none, one kind alone, or
all. The measures are means over queries: MRR, the mean of 1/rank of the article that is looked
for (0 where it is not among the first `DEPTH`), and R@n, the share where it is among the first n.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import Any, Final, TypeVar

from scripts.search_quality.pools import Pool
from search.analysis import Analyzer
from search.lexicon import own_lexicon
from search.query.evidence import COHERENCE, EVIDENCE
from search.requests import Request
from search.searcher import Searcher

DEPTH: Final = 100

Query = TypeVar("Query")

Settings = Mapping[str, frozenset[str]]

SETTINGS: Final[Settings] = {
    "all": EVIDENCE,
    **{f"{one} alone": frozenset({one}) for one in sorted(EVIDENCE - {COHERENCE})},
    **{f"without {one}": EVIDENCE - {one} for one in sorted(EVIDENCE)},
    "none": frozenset(),
}

WHOLE: Final = frozenset({"all", "without meaning", "none"})
"""Settings that are measured with all queries, also where the others take a sample."""

Ask = Callable[..., list[str]]
"""Query and filters → the ids of the first hits."""


def asker(pool: Pool, evidence: frozenset[str], took: list[float] | None = None) -> Ask:
    """Puts queries to an index; `took` gets the milliseconds of each."""
    view = Searcher(pool.reader, Analyzer(), own_lexicon(), pool.registry, evidence, pool.encoder)

    def ask(query: str, **filters: Any) -> list[str]:
        began = time.perf_counter()
        found = view.search(Request(query, limit=DEPTH, facets=(), **filters))
        if took is not None:
            took.append((time.perf_counter() - began) * 1000)
        return [hit.id for hit in found.hits]

    return ask


def sampled(asked: Sequence[Query], name: str, every: int) -> list[Query]:
    """The queries of a setting: all, or every `every`th for an ablation."""
    return list(asked[:: 1 if name in WHOLE else every])


def rank(ids: Sequence[str], wanted: str) -> int | None:
    """The place of an id, from 1."""
    return ids.index(wanted) + 1 if wanted in ids else None


def mrr(ranks: Iterable[int | None]) -> float:
    """The mean reciprocal rank."""
    return round(fmean(0.0 if one is None else 1 / one for one in ranks), 4)


def share(ranks: Iterable[int | None], most: int) -> float:
    """The share of ranks that are at most so much."""
    return round(fmean(one is not None and one <= most for one in ranks), 4)


def times(took: Sequence[float]) -> Mapping[str, float]:
    """Median and 95th percentile, in milliseconds."""
    ordered = sorted(took)
    return {
        "median_ms": round(median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
    }


def each_setting(
    articles: Pool,
    asked: Sequence[Query],
    settings: Settings,
    every: int,
    table: Callable[[Ask, list[Query]], dict[str, Any]],
) -> dict[str, dict[str, Any]]:
    """The table of each setting, with the number of its queries and the time that they took."""
    found = {}
    for name, evidence in settings.items():
        took: list[float] = []
        some = sampled(asked, name, every)
        found[name] = table(asker(articles, evidence, took), some)
        found[name] |= {"queries": len(some), "time": times(took)}
    return found
