"""The answers of OpenSearch as values: pure, no network."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search import ranking
from search.engines.base import RawHit, Stored
from search.engines.opensearch.counting import RawCounts, raw_counts
from search.errors import SearchIncomplete
from search.plan import Plan, Sort


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to `dsl.to_dsl`: the total, hits of the page, counts, and where it ends."""

    total: int
    hits: tuple[RawHit, ...]
    counts: tuple[RawCounts, ...]
    after: Sequence[Any] | None


def to_results(body: Mapping[str, Any], plan: Plan) -> Answer:
    """Read an answer; SearchIncomplete where a shard failed or the time ran out."""
    check_whole(body)
    found = body["hits"]
    if found["total"]["relation"] != "eq":
        raise SearchIncomplete("The cluster gave a rough total. Ask it for exact ones.")
    hits = tuple(_hit(hit["sort"], plan.sort) for hit in found["hits"]) if plan.limit != 0 else ()
    counts = tuple(raw_counts(body, plan.facets)) if plan.facets else ()
    after = found["hits"][-1]["sort"] if hits else None
    return Answer(found["total"]["value"], hits, counts, after)


def check_whole(body: Mapping[str, Any]) -> None:
    """SearchIncomplete unless every shard has answered in time."""
    if body.get("timed_out"):
        raise SearchIncomplete(
            "The cluster did not answer in time. Search for less, or wait until it is idle."
        )
    shards = body.get("_shards", {})
    if shards.get("failed", 0):
        reasons = {
            failure.get("reason", {}).get("reason") or "unknown"
            for failure in shards.get("failures", ())
        }
        raise SearchIncomplete(
            f"{shards['failed']} of {shards['total']} shards failed "
            f"({'; '.join(sorted(reasons)) or 'no reason given'}). "
            "Search again; if it stays so, look at the cluster's health."
        )


def _hit(sort: Sequence[Any], by: Sort) -> RawHit:
    """A hit is known by what it is sorted by: nothing else has to be read of it."""
    score = sort[0] if by == "relevance" else sort[1]
    return RawHit(sort[2], ranking.rounded(float(score)))


STORED = ("id", "payload", "digest", "origin")
"""The fields of an article that `stored` reads."""


def stored(source: Mapping[str, Any]) -> Stored:
    """What is kept of an article."""
    return Stored(
        source["id"],
        base64.b64decode(source["payload"]),
        source["digest"],
        source.get("origin", ""),
    )
