"""Plans become these requests, and answers these results; no cluster takes part.

The requests are in golden/opensearch, one file a plan. After a change that is meant, write them
again: `SVODKA_WRITE_GOLDEN=1 pytest tests/engines/test_opensearch_requests.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from search import plan as p
from search.engines.base import RawHit
from search.engines.opensearch import counting
from search.engines.opensearch.decoding import to_results
from search.engines.opensearch.dsl import MAX_CLAUSES, Statistics, Visible, leaves, to_dsl
from search.engines.opensearch.leaves import leaf_matches
from search.errors import QueryTooCostly, SearchIncomplete

GOLDEN = Path(__file__).parent / "golden" / "opensearch"

DEAL = p.Word(
    "deal", (p.Guise(p.Term("en", "deal")), p.Guise(p.Term("ru", "сделка"), 0.8, "lexicon"))
)
TRUMP = p.Word("Трампа", (p.Guise(p.Readings((p.Term("ru", "трамп"), p.Term("ru", "трамп~")))),))
TITLE = p.Word("minsk", (p.Guise(p.Term("en", "minsk", "title")),))
BIG_DEAL = ((p.Term("exact", "big"),), (p.Term("exact", "deal"),))
PHRASE = p.Word("big deal", (p.Guise(p.Phrase(BIG_DEAL), via="same"),))
NEAR = p.Word("big deal", (p.Guise(p.Phrase(BIG_DEAL, 5), via="same"),))
NEW_YORK = p.Word("Нью-Йорк", (p.Guise(p.Phrase((
    (p.Term("ru", "нью"), p.Term("und", "нью")),
    (p.Term("ru", "йорк"), p.Term("ru", "йорк~"), p.Term("und", "йорк")),
))),))  # fmt: skip
POST = p.Filter("source", p.FacetIs("source", frozenset({"Post", "Курьер"})))
NOT_REED = p.Filter("person", p.Not(p.FacetIs("person", frozenset({"John Reed"}))), sideways=False)
DECEMBER = p.Filter(
    "published", p.Or((p.DateWithin("published", 739586, 739616), p.FacetMissing("published")))
)
FACETS = (
    p.FacetRequest("person", groups={"John Reed": "john-reed"}),
    p.FacetRequest("source", keep=frozenset({"Post"})),
    p.FacetRequest("published", None, "month"),
)

PLANS = {
    "a_word_in_two_languages": p.Plan(DEAL),
    "readings_count_as_the_most_frequent": p.Plan(TRUMP),
    "a_phrase_of_readings_in_two_fields": p.Plan(NEW_YORK),
    "title_and_phrase": p.Plan(p.And((TITLE, PHRASE))),
    "near_words_by_date": p.Plan(NEAR, sort="newest", limit=5, offset=20),
    "most_of_the_words": p.Plan(p.AtLeast((DEAL, TRUMP, TITLE), 2), limit=None),
    "preferred_and_given": p.Plan(p.Prefer(DEAL, (p.Given((("a", 0.5), ("b", 2.0))),))),
    "facets_sideways": p.Plan(DEAL, (POST, NOT_REED, DECEMBER), FACETS),
    "counts_alone": p.Plan(p.Everything(), (POST,), FACETS, limit=0),
    "beyond_the_window": p.Plan(DEAL, limit=10, offset=50_000),
}  # fmt: skip


def statistics(plan: p.Plan) -> Statistics:
    fields = {"en": (1000, 250.0), "ru": (400, 180.5), "exact": (1400, 230.0)}
    return Statistics(fields, {leaf: 10 * n for n, leaf in enumerate(leaves(plan.query), start=1)})


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_becomes_this_request(name: str) -> None:
    plan = PLANS[name]
    body = to_dsl(plan, statistics(plan), Visible(7, (3,) if name == "counts_alone" else ()))
    path = GOLDEN / f"{name}.json"
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("SVODKA_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_a_word_that_no_article_has_matches_nothing() -> None:
    body = to_dsl(p.Plan(DEAL), Statistics({"en": (5, 3.0)}, {}), Visible(1))
    assert body["query"]["bool"]["must"] == [{"match_none": {}}]


def test_a_prefix_of_a_thousand_words_stays_below_the_limit_of_clauses() -> None:
    guises = tuple(p.Guise(p.Term("exact", f"deal{n}")) for n in range(1000))
    plan = p.Plan(p.And((p.Word("deal*", guises), DEAL)))
    body = to_dsl(plan, statistics(plan), Visible(1))
    assert _clauses(body["query"]) < MAX_CLAUSES
    assert len(_found(body["query"], "terms")) == 1


def test_words_that_may_share_a_place_are_tried_in_every_order() -> None:
    deal, big = (p.Term("exact", "deal"),), (p.Term("exact", "big"),)
    query = leaf_matches(p.Phrase((deal, deal, big), 2))
    orders = query["intervals"]["text.exact"]["any_of"]["intervals"]
    assert len(orders) == 3
    assert {one["all_of"]["mode"] for one in orders} == {"ordered"}
    with pytest.raises(QueryTooCostly, match="Name each word once"):
        leaf_matches(p.Phrase((deal, deal, *(((p.Term("exact", w),)) for w in "abcdef")), 2))


def _clauses(query: Any) -> int:
    return len(_found(query, "term")) + len(_found(query, "match_phrase"))


def _found(query: Any, key: str) -> list[Any]:
    if isinstance(query, list):
        return [found for one in query for found in _found(one, key)]
    if not isinstance(query, dict):
        return []
    own = [query[key]] if key in query else []
    return own + [found for value in query.values() for found in _found(value, key)]


# Answers


def answer(*sorts: list[Any], total: int = 2, **more: Any) -> dict[str, Any]:
    return {
        "timed_out": False,
        "_shards": {"total": 3, "successful": 3, "failed": 0},
        "hits": {
            "total": {"value": total, "relation": "eq"},
            "hits": [{"_id": "x-1", "sort": sort} for sort in sorts],
        },
        **more,
    }


def test_hits_are_read_from_what_they_are_sorted_by() -> None:
    by_score = to_results(answer([1.23456789, 17, "a"], [0.5, None, "b"]), p.Plan(DEAL))
    assert by_score.hits == (RawHit("a", 1.234568), RawHit("b", 0.5))
    assert by_score.after == [0.5, None, "b"]
    by_date = to_results(answer([17, 1.5, "a"]), p.Plan(DEAL, sort="oldest"))
    assert by_date.hits == (RawHit("a", 1.5),)


def test_a_failed_shard_is_an_error_and_not_a_shorter_list() -> None:
    body = answer([1.0, 1, "a"])
    body["_shards"] = {"total": 3, "failed": 1, "failures": [{"reason": {"reason": "disk gone"}}]}
    with pytest.raises(SearchIncomplete, match=r"1 of 3 shards failed \(disk gone\)"):
        to_results(body, p.Plan(DEAL))
    with pytest.raises(SearchIncomplete, match="in time"):
        to_results(answer([1.0, 1, "a"], timed_out=True), p.Plan(DEAL))


def counted(error: int = 0, others: int = 0, **values: int) -> dict[str, Any]:
    buckets = [{"key": key, "doc_count": count} for key, count in values.items()]
    terms = {
        "doc_count_error_upper_bound": error,
        "sum_other_doc_count": others,
        "buckets": buckets,
    }
    return answer(
        aggregations={"0": {"doc_count": 9, "missing": {"doc_count": 4}, "values": terms}}
    )


def test_counts_with_an_error_are_not_taken() -> None:
    request = p.FacetRequest("source", limit=2)
    (sound,) = counting.raw_counts(counted(Post=3, Echo=1), [request])
    assert counting.is_final(request, sound)
    (rough,) = counting.raw_counts(counted(error=5, others=9, Post=3), [request])
    assert not counting.is_final(request, rough)


def test_counts_that_no_unseen_value_can_change_are_taken() -> None:
    body = counted(error=2, others=9, Post=9, Echo=3)
    buckets = body["aggregations"]["0"]["values"]["buckets"]
    for bucket in buckets:
        bucket["doc_count_error_upper_bound"] = 0
    (first, second) = (
        counting.raw_counts(body, [p.FacetRequest("source", limit=limit)])[0] for limit in (1, 2)
    )
    assert first.exact
    assert second.exact
    buckets[1]["doc_count_error_upper_bound"] = 1  # some shard may have more of Echo
    assert counting.raw_counts(body, [p.FacetRequest("source", limit=1)])[0].exact
    assert not counting.raw_counts(body, [p.FacetRequest("source", limit=2)])[0].exact
    buckets[1]["doc_count_error_upper_bound"] = 0
    buckets[1]["doc_count"] = 2  # a value that nobody handed in may have as many
    assert not counting.raw_counts(body, [p.FacetRequest("source", limit=2)])[0].exact


def test_a_cut_facet_says_so_and_one_that_needs_all_values_is_asked_again() -> None:
    request = p.FacetRequest("source", limit=1)
    (cut,) = counting.raw_counts(counted(others=7, Post=3), [request])
    assert counting.is_final(request, cut)
    assert counting.arranged(request, cut).truncated
    (of_groups,) = counting.raw_counts(counted(others=7, Post=3), [request])
    assert not counting.is_final(p.FacetRequest("person", groups={}), of_groups)


def test_only_groups_that_may_be_among_the_first_are_counted_one_by_one() -> None:
    bounds = {"anna": 9, "ivan": 7, "rare": 2, "also": 1}
    assert counting.undecided(bounds, {"ivan"}, 2, ()) == ["anna"]
    assert counting.undecided({**bounds, "anna": 6}, {"ivan", "anna"}, 2, ()) == []
    assert counting.undecided(bounds, {"ivan", "anna"}, 2, ("rare",)) == ["rare"]
    assert counting.undecided(bounds, {"ivan", "anna"}, None, ()) == ["rare", "also"]
