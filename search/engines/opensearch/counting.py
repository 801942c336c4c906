"""Facets as aggregations, and their answers as counts: pure.

Each facet is counted under a filter of its own, so one request gives all sideways counts.
Counts are exact also over many shards. A shard hands in its `SHARD_SIZE` most frequent values;
an answer is taken only where every shard has counted each value that is shown, and no other
can have more (`_is_exact`), or, where all values are needed, when none was cut. Else the reader
asks for every value, page by page (`all_values`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from search.documents import DATE_FACETS
from search.engines.base import arrange
from search.facets import FacetCounts
from search.plan import FacetRequest

Query = dict[str, Any]

MANY: Final = 8_000
"""Values of a facet in one answer; all answers together must stay below 65,535."""
SHARD_SIZE: Final = 1_000
"""Values that a shard hands in where only the first ones are shown."""
PAGE: Final = 10_000


@dataclass(frozen=True, slots=True)
class RawCounts:
    """What one request tells of a facet.

    `complete` says that `values` has every value, `exact` that its counts are those of all
    shards. `kept` has the counts of the values that are listed whatever their count.
    """

    values: Mapping[str, int]
    kept: Mapping[str, int]
    missing: int
    complete: bool
    exact: bool


def value_field(request: FacetRequest) -> str:
    """The field whose values are counted."""
    if request.facet in DATE_FACETS:
        return f"{request.facet}_{request.level or 'month'}"
    return f"facets.{request.facet}"


def aggregations(
    requests: Sequence[FacetRequest], others: Callable[[str], list[Query]]
) -> dict[str, Query]:
    """One aggregation a request, named by its number; `others` are the filters it counts under."""
    return {
        str(number): {
            "filter": {"bool": {"filter": others(request.facet)}},
            "aggs": _counts(request),
        }
        for number, request in enumerate(requests)
    }


def _counts(request: FacetRequest) -> dict[str, Query]:
    field = value_field(request)
    exists = request.facet if request.facet in DATE_FACETS else field
    size = MANY if wants_all(request) else (request.limit or 0) + 1
    found: dict[str, Query] = {
        "missing": {"filter": {"bool": {"must_not": [{"exists": {"field": exists}}]}}},
        "values": {
            "terms": {
                "field": field,
                "size": size,
                "shard_size": max(size, SHARD_SIZE),
                "show_term_doc_count_error": True,
                "order": [{"_count": "desc"}, {"_key": "asc"}],
            }
        },
    }
    if request.keep and not wants_all(request):
        kept = sorted(request.keep)
        found["kept"] = {"terms": {"field": field, "include": kept, "size": len(kept)}}
    return found


def wants_all(request: FacetRequest) -> bool:
    """Whether every value has to be known: to list them all, or to join them in groups."""
    return request.limit is None or request.groups is not None


def raw_counts(body: Mapping[str, Any], requests: Sequence[FacetRequest]) -> list[RawCounts]:
    """The answers of `aggregations`."""
    found = []
    for number, request in enumerate(requests):
        answer = body["aggregations"][str(number)]
        values = answer["values"]
        found.append(
            RawCounts(
                _buckets(values),
                _buckets(answer["kept"]) if "kept" in answer else {},
                answer["missing"]["doc_count"],
                complete=values.get("sum_other_doc_count", 0) == 0,
                exact=_is_exact(values, request.limit),
            )
        )
    return found


def _is_exact(values: Mapping[str, Any], limit: int | None) -> bool:
    """Whether the first `limit` values and their counts are certain.

    The error of an answer is what a value may have that no shard has handed in; that of a
    bucket, what shards may have of it that did not hand it in.
    """
    unseen = values.get("doc_count_error_upper_bound", 0)
    if unseen == 0:
        return True
    shown = values["buckets"][:limit]
    if limit is None or len(shown) < limit or not shown:
        return False
    return unseen < shown[-1]["doc_count"] and not any(
        bucket.get("doc_count_error_upper_bound", 1) for bucket in shown
    )


def _buckets(answer: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}


def is_final(request: FacetRequest, counts: RawCounts) -> bool:
    """Whether these counts answer the request without asking for every value."""
    return counts.exact and (counts.complete or not wants_all(request))


def arranged(request: FacetRequest, counts: RawCounts) -> FacetCounts:
    """The counts of ungrouped values in the order and number that the request asks for."""
    shown = arrange({**counts.kept, **counts.values}, counts.missing, request)
    if counts.complete:
        return shown
    return FacetCounts(shown.values, shown.missing, truncated=True)


def all_values(field: str, after: str | None) -> Query:
    """The aggregation for one page of every value of a field, in their own order."""
    composite: Query = {"size": PAGE, "sources": [{"value": {"terms": {"field": field}}}]}
    if after is not None:
        composite["after"] = {"value": after}
    return {"page": {"composite": composite}}


def page_of(body: Mapping[str, Any]) -> tuple[dict[str, int], str | None]:
    """The counts of such a page, and where the next one begins."""
    page = body["aggregations"]["page"]
    counts = {bucket["key"]["value"]: bucket["doc_count"] for bucket in page["buckets"]}
    after = page.get("after_key", {}).get("value") if len(counts) == PAGE else None
    return counts, after


# Groups


def grouped(values: Mapping[str, int], groups: Mapping[str, str]) -> dict[str, list[str]]:
    """By group the raw values that were counted; a value of no group is its own."""
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(groups.get(value, value), []).append(value)
    return found


def undecided(
    bounds: Mapping[str, int], known: Iterable[str], limit: int | None, keep: Iterable[str]
) -> list[str]:
    """The groups whose count must be known before the first `limit` are certain.

    `bounds` are counts, which for groups that are not `known` may be too high: an article
    with two values of the group was counted twice.
    """
    settled = set(known)
    wanted = [group for group in keep if group in bounds and group not in settled]
    if limit is None:
        rest = [group for group in bounds if group not in settled]
    else:
        first = sorted(bounds, key=lambda group: (-bounds[group], group))[:limit]
        rest = [group for group in first if group not in settled]
    return list(dict.fromkeys([*wanted, *rest]))


def of_groups(bounds: Mapping[str, int], missing: int, request: FacetRequest) -> FacetCounts:
    """The counts of groups, once those that are shown are certain."""
    return arrange(bounds, missing, request)
