"""Facets and pages: counts that are exact, and one order that pages cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from small import LUKASHENKO, counts, fill, ids, library, news, rows

import search


@pytest.fixture(scope="module", params=["memory", "embedded"])
def index(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[search.Index]:
    where = ":memory:" if request.param == "memory" else tmp_path_factory.mktemp("news") / "index"
    with search.open_index(where) as opened:
        fill(opened, news())
        yield opened


FACETS = ("person", "source", "agency", "author", "language")
KEYWORDS = {
    "person": "people", "source": "sources", "agency": "agencies", "author": "authors",
    "language": "languages", "published": "published", "mentioned": "mentioned",
}  # fmt: skip


def test_facets_count_articles(index: search.Index) -> None:
    assert counts(index, "person") == {LUKASHENKO: 3, "john-reed": 2, "irina-lukashenko": 1}
    assert counts(index, "source") == {"Post": 2, "Курьер": 2}
    assert counts(index, "agency") == {"Wire": 2}
    assert counts(index, "author") == {"Ann Lee": 2, "Анна Ли": 1}
    assert counts(index, "language") == {"en": 2, "ru": 2, "be": 1, "unknown": 1}
    assert counts(index, "published") == {"2025-11": 1, "2025-12": 3}
    assert counts(index, "published:year") == {"2025": 5}
    assert counts(index, "published:day") == {"2025-11-30": 1, "2025-12-18": 1, "2025-12-19": 1}
    assert counts(index, "mentioned:year") == {"2020": 1, "2021": 1}
    assert counts(index, "mentioned") == {"2021-05": 1}


def test_articles_without_a_value_are_counted_as_missing(index: search.Index) -> None:
    names = (*FACETS, "published", "mentioned")
    facets = index.search(facets=names).facets
    assert {name: facets[name].missing for name in names} == {
        "person": 1, "source": 2, "agency": 4, "author": 4, "language": 0, "published": 1,
        "mentioned": 5,
    }  # fmt: skip


def test_the_most_frequent_come_first_and_what_is_cut_is_told(index: search.Index) -> None:
    person = index.search(facets=("person",), facet_limit=1).facets["person"]
    assert [value.id for value in person.values] == [LUKASHENKO]
    assert person.truncated
    whole = index.search(facets=("person",), facet_limit=None).facets["person"]
    assert [value.count for value in whole.values] == [3, 2, 1]
    assert not whole.truncated
    chosen = index.search(facets=("person",), facet_limit=1, people=["Ирина Лукашенко"])
    assert [(v.id, v.selected) for v in chosen.facets["person"].values] == [
        (LUKASHENKO, False), ("irina-lukashenko", True),
    ]  # fmt: skip


def test_default_facets(index: search.Index) -> None:
    assert tuple(index.search().facets) == ("person", "published", "source", "language")
    assert index.search(facets=()).facets == {}


@pytest.mark.parametrize("query", ["", "deal", "Минск", "big deal", "-deal", "no such words here"])
@pytest.mark.parametrize("others", [{}, {"sources": ["Post"]}, {"exclude": {"language": ["be"]}}])
def test_choosing_a_value_gives_exactly_the_count_shown(
    index: search.Index, query: str, others: dict[str, Any]
) -> None:
    names = (*FACETS, "published:year", "published", "published:day", "mentioned:year", "mentioned")
    facets = index.search(query, facets=names, facet_limit=None, **others).facets
    for name in names:
        keyword = KEYWORDS[name.partition(":")[0]]
        if keyword in others:
            continue
        for value in facets[name].values:
            chosen = index.search(query, **{**others, keyword: [value.id]})
            assert chosen.total == value.count, (name, value)
        missing = index.search(query, **{**others, keyword: ["unknown"]}).total
        unknown_language = rows(facets[name]).get("unknown", 0)
        assert missing == facets[name].missing + unknown_language


def test_the_values_beside_a_chosen_one_keep_their_counts(index: search.Index) -> None:
    before = index.search(facets=FACETS)
    after = index.search(facets=FACETS, sources=["Post"], languages=["en"])
    assert rows(after.facets["source"]) == counts(index, "source", languages=["en"])
    assert rows(after.facets["language"]) == counts(index, "language", sources=["Post"])
    assert rows(after.facets["agency"]) == {"Wire": 1}
    assert rows(before.facets["source"]) == {"Post": 2, "Курьер": 2}
    assert [value.id for value in after.facets["source"].values if value.selected] == ["Post"]


def test_an_exclusion_stays_in_force_in_its_own_facet(index: search.Index) -> None:
    assert counts(index, "source", exclude={"source": ["Post"]}) == {"Курьер": 2}


def test_a_chosen_value_is_listed_though_nothing_is_left_of_it(index: search.Index) -> None:
    facets = index.search("перамовы", facets=("source", "published"), sources=["Post"],
                          published="2025-10").facets  # fmt: skip
    assert [(v.id, v.count, v.selected) for v in facets["source"].values] == [("Post", 0, True)]
    assert ("2025-10", 0, True) in [(v.id, v.count, v.selected) for v in facets["published"].values]


def test_unknown_is_no_row_of_a_date_facet(index: search.Index) -> None:
    facets = index.search(published="unknown", facets=("published",)).facets
    assert rows(facets["published"]) == {"2025-11": 1, "2025-12": 3}


def test_names_that_differ_by_a_sign_or_a_capital_have_rows_of_their_own() -> None:
    sources = ("Post", "POST", "Po-st")
    index = library([search.Document(s, "", "deal", source=s) for s in sources])
    assert counts(index, "source") == {"POST": 1, "Po-st": 1, "Post": 1}
    for source in sources:
        assert ids(index, sources=[source]) == [source]
    assert ids(index, "source:post") == ["POST", "Post"]  # case never matters in a query
    assert ids(index, sources=["pOST"]) == ["POST", "Post"]


def test_an_article_that_names_a_person_twice_counts_once() -> None:
    spellings = ("Alexander Lukashenko", "Александр Лукашенко", "Лукашенко")
    index = library([search.Document("a", "", "deal", people=spellings)])
    assert counts(index, "person") == {LUKASHENKO: 1}
    (hit,) = index.search("deal").hits
    assert [person.id for person in hit.people] == [LUKASHENKO]
    assert hit.document.people == spellings


def test_an_article_of_two_languages_is_counted_under_its_main_one() -> None:
    body = "Министры подписали большое соглашение о калии.\nThe ministers signed a deal."
    index = library([search.Document("a", "", body)])
    assert counts(index, "language") == {"ru": 1}
    assert ids(index, "signing", translate=False) == ["a"]
    assert ids(index, "соглашения", languages=["ru"], translate=False) == ["a"]
    assert ids(index, "deal", languages=["en"]) == []


def test_a_value_that_says_it_is_unknown_is_none() -> None:
    index = library([
        search.Document("a", "", "deal", source="unknown", people=("Unknown",)),
        search.Document("b", "", "deal"),
    ])  # fmt: skip
    facets = index.search(facets=("source", "person")).facets
    assert {(name, one.values, one.missing) for name, one in facets.items()} == {
        ("source", (), 2), ("person", (), 2),
    }  # fmt: skip
    assert ids(index, sources=["unknown"], people=["unknown"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("facet", "contains", "expected"),
    [
        ("person", "лук", {LUKASHENKO: 3, "irina-lukashenko": 1}),
        ("person", "Лукашэн", {LUKASHENKO: 3}),
        ("person", "REED", {"john-reed": 2}),
        ("person", "john r", {"john-reed": 2}),
        ("source", "кур", {"Курьер": 2}),
        ("author", "ли", {"Анна Ли": 1}),
        ("agency", "", {"Wire": 2}),
        ("language", "u", {"ru": 2, "unknown": 1}),
        ("published", "-12", {"2025-12": 3}),
        ("published:year", "2025", {"2025": 5}),
        ("mentioned:day", "05-05", {"2021-05-05": 1}),
        ("source", "xyz", {}),
    ],
)
def test_values_of_every_facet_can_be_searched(
    index: search.Index, facet: str, contains: str, expected: dict[str, int]
) -> None:
    assert rows(index.facet_values(facet, contains)) == expected


def test_a_search_in_values_keeps_to_a_query_and_filters(index: search.Index) -> None:
    found = index.facet_values("person", "лук", query="deal", languages=["en"], limit=1)
    assert rows(found) == {LUKASHENKO: 1}
    cut = index.facet_values("person", "лук", limit=1)
    assert rows(cut) == {LUKASHENKO: 3}
    assert cut.truncated
    with pytest.raises(search.ParameterError):
        index.facet_values("person", limit=-1)


# Pages and order


def test_pages_cut_one_and_the_same_order(index: search.Index) -> None:
    everything = [hit.id for hit in index.search("deal", limit=None)]
    assert len(everything) == index.search("deal").total
    for limit in (1, 2, 10):
        pages = [
            hit.id
            for offset in range(0, len(everything) + limit, limit)
            for hit in index.search("deal", limit=limit, offset=offset)
        ]
        assert pages == everything


def test_limit_zero_gives_totals_and_facets_alone(index: search.Index) -> None:
    results = index.search("deal", limit=0)
    assert results.hits == ()
    assert results.total == index.search("deal").total > 0
    assert results.facets["language"].values


def test_sorts(index: search.Index) -> None:
    newest = [hit.id for hit in index.search(sort="newest")]
    oldest = [hit.id for hit in index.search(sort="oldest")]
    assert newest == ["ru-deal", "en-deal", "en-talks", "be-talks", "ru-talks", "xx"]
    assert oldest == ["ru-talks", "be-talks", "en-talks", "en-deal", "ru-deal", "xx"]


def test_order_is_score_then_newest_then_id() -> None:
    dates = {"a": None, "b": "2025", "c": "2026-01-01", "d": "2025", "e": "2025-01-01T00:01"}
    index = library(
        [search.Document(id, "", "One deal here.", published=date) for id, date in dates.items()]
        + [search.Document("f", "", "Deal deal deal.")]
    )
    assert [hit.id for hit in index.search("deal")] == ["f", "c", "e", "b", "d", "a"]
    scores = [hit.score for hit in index.search("deal")]
    assert scores == sorted(scores, reverse=True)
