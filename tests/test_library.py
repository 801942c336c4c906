"""The library as its users rely on it: filters, dates, wanted words, hits, errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import LUKASHENKO, fill, ids, library, news, rows, texts

import search
from search.lexicon import Lexicon
from search.library import open_for_reindex
from search.people.registry.rendering import Renderings
from search.query.sounds import Sounds


@pytest.fixture(scope="module", params=["memory", "embedded"])
def index(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[search.Index]:
    where = ":memory:" if request.param == "memory" else tmp_path_factory.mktemp("news") / "index"
    with search.open_index(where) as opened:
        fill(opened, news())
        yield opened


ALL = ["be-talks", "en-deal", "en-talks", "ru-deal", "ru-talks", "xx"]
OF_ALEXANDER = ["be-talks", "en-deal", "ru-deal"]


def test_the_names_that_programs_rely_on() -> None:
    assert search.__all__ == sorted(search.__all__)
    assert set(search.__all__) == {
        "Document", "DocumentError", "Explanation", "FacetCounts", "FacetValue", "Hit", "Index",
        "IndexDamaged", "IndexLocked", "IndexMismatch", "IndexNotFound", "IndexWriter",
        "IndexedDocument", "InputError", "LanguageSpan", "Match", "Notice", "ParameterError",
        "PartialDate", "PersonName", "QuerySyntaxError", "QueryTooCostly", "Removed", "Results",
        "SearchError", "Snippet", "Statistics", "WordScore", "__version__", "open_index",
    }  # fmt: skip
    assert all(getattr(search, name) for name in search.__all__)
    with pytest.raises(AttributeError):
        _ = search.nothing  # type: ignore[attr-defined]


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ALL),
    ({"people": [LUKASHENKO]}, OF_ALEXANDER),
    ({"people": ["Alexander Lukashenko"]}, OF_ALEXANDER),
    ({"people": ["Аляксандр Лукашэнка"]}, OF_ALEXANDER),
    ({"people": ["Aliaksandr Lukashenka"]}, OF_ALEXANDER),
    ({"people": ["александр лукашенко"]}, OF_ALEXANDER),
    ({"people": ["Лукашенко"]}, [*OF_ALEXANDER, "ru-talks"]),
    ({"people": ["Lukashenko"]}, [*OF_ALEXANDER, "ru-talks"]),
    ({"people": ["John Reed", "Ирина Лукашенко"]}, ["en-deal", "en-talks", "ru-talks"]),
    ({"people": ["unknown"]}, ["xx"]),
    ({"people": ["unknown", LUKASHENKO]}, [*OF_ALEXANDER, "xx"]),
    ({"sources": ["Post"]}, ["en-deal", "en-talks"]),
    ({"sources": ["post"]}, ["en-deal", "en-talks"]),
    ({"sources": ["Post", "Курьер"]}, ["en-deal", "en-talks", "ru-deal", "ru-talks"]),
    ({"sources": ["unknown"]}, ["be-talks", "xx"]),
    ({"agencies": ["Wire"]}, ["en-deal", "ru-deal"]),
    ({"agencies": ["unknown"], "sources": ["Post"]}, ["en-talks"]),
    ({"authors": ["Ann Lee"]}, ["en-deal", "ru-deal"]),
    ({"authors": ["Анна Ли", "Ann Lee"]}, ["en-deal", "ru-deal"]),
    ({"languages": ["ru", "be"]}, ["be-talks", "ru-deal", "ru-talks"]),
    ({"languages": ["unknown"]}, ["xx"]),
    ({"sources": ["Post"], "people": [LUKASHENKO]}, ["en-deal"]),
    ({"sources": ["Post"], "languages": ["ru"]}, []),
    ({"published": "2025"}, ["be-talks", "en-deal", "en-talks", "ru-deal", "ru-talks"]),
    ({"published": "2025-12"}, ["en-deal", "en-talks", "ru-deal"]),
    ({"published": "2025-12-18"}, ["en-deal"]),
    ({"published": ("2025-12-01", "2025-12-31")}, ["en-deal", "en-talks", "ru-deal"]),
    ({"published": ("2025-12-02", "2025-12-31")}, ["en-deal", "ru-deal"]),
    ({"published": ("2025-11", "2025-12-18")}, ["be-talks", "en-deal"]),
    ({"published": ("2025-12", None)}, ["en-deal", "en-talks", "ru-deal"]),
    ({"published": (None, "2025-11")}, ["be-talks"]),
    ({"published": (None, None)}, ALL),
    ({"published": ["2025-11", "2025-12-19"]}, ["be-talks", "ru-deal"]),
    ({"published": "2025-11..2025-12"}, ["be-talks", "en-deal", "en-talks", "ru-deal"]),
    ({"published": "unknown"}, ["xx"]),
    ({"published": ["unknown", "2025-11"]}, ["be-talks", "xx"]),
    ({"mentioned": "2020"}, ["en-talks"]),
    ({"mentioned": "2021-05"}, ["en-talks"]),
    ({"mentioned": "2021-06"}, []),
    ({"mentioned": ("2019", "2022")}, ["en-talks"]),
    ({"mentioned": "unknown"}, ["be-talks", "en-deal", "ru-deal", "ru-talks", "xx"]),
    ({"exclude": {"source": ["Post"]}}, ["be-talks", "ru-deal", "ru-talks", "xx"]),
    ({"exclude": {"source": ["Post", "unknown"]}}, ["ru-deal", "ru-talks"]),
    ({"exclude": {"person": ["Lukashenko"]}}, ["en-talks", "xx"]),
    ({"exclude": {"person": [LUKASHENKO], "source": ["Курьер"]}}, ["en-talks", "xx"]),
    ({"exclude": {"agency": ["unknown"]}}, ["en-deal", "ru-deal"]),
    ({"exclude": {"author": ["Анна Ли"]}, "agencies": ["Wire"]}, ["en-deal"]),
    ({"exclude": {"language": ["ru", "be", "unknown"]}}, ["en-deal", "en-talks"]),
    ({"exclude": {"published": ["2025-12", "unknown"]}}, ["be-talks", "ru-talks"]),
    ({"exclude": {"mentioned": ["2020"]}, "sources": ["Post"]}, ["en-deal"]),
    ({"exclude": {"source": []}}, ALL),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filter(index: search.Index, filters: dict[str, Any], expected: list[str]) -> None:
    assert ids(index, **filters) == sorted(expected)
    assert index.search(limit=0, **filters).total == len(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person:Лукашенко -person:Irina", [*OF_ALEXANDER, "ru-talks"]),
        (f"person:{LUKASHENKO}", OF_ALEXANDER),
        ('person:"Aliaksandr Lukashenka"', OF_ALEXANDER),
        ("source:POST published:2025-12-18", ["en-deal"]),
        ("agency:wire lang:ru", ["ru-deal"]),
        ('author:"ann lee" -lang:en', ["ru-deal"]),
        ("published:2025-12..", ["en-deal", "en-talks", "ru-deal"]),
        ("mentioned:2021", ["en-talks"]),
        ("source:unknown OR mentioned:2020", ["be-talks", "en-talks", "xx"]),
    ],
)
def test_fields_of_the_query_mean_what_filters_mean(
    index: search.Index, query: str, expected: list[str]
) -> None:
    assert ids(index, query) == sorted(expected)


# Words that are wanted


def test_where_no_article_has_all_words_those_with_most_are_found() -> None:
    index = texts("big deal in Minsk", "big deal", "rain", language="en")
    results = index.search("what is the big deal with rabbits")
    assert [hit.id for hit in results] == ["1", "0"]
    (warning,) = results.warnings
    assert warning.code == "relaxed"
    assert warning.values == {"minimum": 2, "total": 3}
    assert "2" in str(warning)
    strict = index.search("what is the big deal in Minsk")
    assert [hit.id for hit in strict] == ["0"]
    assert strict.warnings == ()


def test_a_phrase_a_field_and_an_exclusion_are_never_relaxed() -> None:
    index = texts("big deal in Minsk", "deal big", "rain", language="en")
    assert ids(index, '"big deal" rabbits rain') == []
    assert ids(index, '"big deal" rabbits minsk') == ["0"]
    assert ids(index, "big rabbits -minsk") == ["1"]
    assert ids(index, "big rabbits source:Post") == []


def test_filters_do_not_turn_one_search_into_another() -> None:
    index = library([
        search.Document("both", "", "big deal", language="en", source="Post"),
        search.Document("half", "", "big rain", language="en", source="Wire"),
    ])  # fmt: skip
    assert ids(index, "big deal") == ["both"]
    results = index.search("big deal", sources=["Wire"])
    assert results.total == 0
    assert results.warnings == ()
    assert rows(results.facets["source"]) == {"Post": 1, "Wire": 0}
    relaxed = index.search("big rabbits", sources=["Wire"])
    assert [hit.id for hit in relaxed] == ["half"]
    assert rows(relaxed.facets["source"]) == {"Post": 1, "Wire": 1}


def test_stop_words_are_required_in_quotes_alone() -> None:
    index = texts("a deal of the century", "deal century", language="en")
    assert ids(index, "the deal of the century") == ["0", "1"]
    assert ids(index, '"deal of the century"') == ["0"]
    assert ids(index, 'the "deal century"') == ["1"]


def test_case_and_yo_never_matter() -> None:
    index = texts("Лёд ТРОНУЛСЯ", "лед тронулся", language="ru")
    for query in ("лёд", "ЛЕД", '"Лёд тронулся"', "лёд*", "тронулся~1"):
        assert ids(index, query) == ["0", "1"]


def test_a_value_that_no_article_has_is_a_warning(index: search.Index) -> None:
    results = index.search(sources=["Gazette"], exclude={"person": ["Nobody Known"]})
    assert results.total == 0
    assert [w.code for w in results.warnings] == ["no-such-value"] * 2
    assert "Gazette" in str(results.warnings[0])


# Without translation

PLAIN_LIBRARY = library()

WORDS = ("deal", "big", "Минск", "Lukashenka", "Лукашенко", "minsc", "агримент", "potash", "Reed")
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(
    query=queries,
    filters=st.sampled_from(
        [{}, {"people": ["Лукашэнка"]}, {"published": "2025-12"}, {"languages": ["ru"]}]
    ),
)
def test_translate_false_is_an_index_without_lexicon_and_sounds(
    query: str, filters: dict[str, Any]
) -> None:
    plain = PLAIN_LIBRARY.search(query, translate=False, **filters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.library.own_lexicon", lambda: Lexicon(()))
        patch.setattr(Sounds, "like", lambda *_args, **_more: [])
        patch.setattr(Renderings, "named_words", lambda *_args: ())
        bare = PLAIN_LIBRARY.search(query, translate=True, meaning=False, **filters)
    assert [(hit.id, hit.score) for hit in plain] == [(hit.id, hit.score) for hit in bare]
    assert [hit.matches for hit in plain] == [hit.matches for hit in bare]
    assert plain.facets == bare.facets
    assert plain.warnings == bare.warnings
    assert plain.corrections == bare.corrections
    assert not plain.translate


def test_a_translation_need_not_have_every_word_of_a_long_query() -> None:
    index = library(
        [
            search.Document("own", "", "Ministers signed a potash contract in the capital.",
                            language="en"),
            search.Document("other", "", "Министры подписали договор о калии.", language="ru"),
            search.Document("less", "", "Министры уехали.", language="ru"),
        ]
    )  # fmt: skip
    assert ids(index, "ministers signed potash contract capital") == ["other", "own"]
    assert ids(index, "ministers signed potash contract capital", translate=False) == ["own"]
    assert ids(index, "contract capital") == ["own"]


def test_the_order_of_words_that_stand_together_matters() -> None:
    far = "The summit was long and dull, said everyone who had come. It was a harvest."
    near = "The harvest summit was long and dull, said everyone who had come. It was."
    index = texts(far, near, language="en")
    first, second = index.search("harvest summit")
    assert (first.id, second.id) == ("1", "0")
    assert first.score > second.score
    assert {match.query for match in first.matches} == {"harvest", "summit"}


def test_translation_adds_articles_and_takes_none_away(index: search.Index) -> None:
    for query in ("deal", "agreement", "potash", "талкс", "Lukashenka"):
        assert set(ids(index, query, translate=False)) <= set(ids(index, query))
    assert "ru-deal" in ids(index, "agreement")
    assert ids(index, "agreement", translate=False) == []


# Hits


def test_a_hit_has_its_document_people_snippets_and_an_explanation(index: search.Index) -> None:
    (hit,) = index.search("agreement", languages=["ru"]).hits
    document = hit.document
    assert (document.id, document.source, document.language) == ("ru-deal", "Курьер", "ru")
    assert str(document.published) == "2025-12-19T08:30:00+03:00"
    assert (document.published.precision, document.published.evidence) == ("time", "field")
    assert [(one.id, one.label) for one in hit.people] == [(LUKASHENKO, index.people()[0].label)]
    assert hit.explain().score == hit.score == pytest.approx(
        sum(word.score for word in hit.explain().words), abs=1e-5
    )  # fmt: skip
    assert {match.via for match in hit.matches} == {"lexicon"}


def test_mentioned_dates_and_unknown_ones_are_shown(index: search.Index) -> None:
    talks, none = index.get("en-talks"), index.get("xx")
    assert talks is not None
    assert none is not None
    assert [str(moment) for moment in talks.mentioned] == ["2020", "2021-05-05"]
    assert str(none.published) == "unknown"
    assert index.get("nobody") is None


def test_results_as_json(index: search.Index) -> None:
    record = index.search("agreement", languages=["ru"], facets=("language",)).to_dict()
    assert set(record) == {
        "query", "total", "took_ms", "translate", "warnings", "hits", "facets",
    }  # fmt: skip
    (hit,) = record["hits"]
    assert set(hit) == {
        "id", "score", "title", "url", "language", "source", "agency", "authors", "published",
        "people", "snippets", "matches",
    }  # fmt: skip
    assert hit["published"] == {
        "value": "2025-12-19T08:30:00+03:00", "precision": "time", "evidence": "field",
    }  # fmt: skip
    assert set(hit["matches"][0]) == {"query", "found", "language", "via", "weight"}
    (start, end, match) = hit["snippets"][0]["ranges"][0]
    assert hit["snippets"][0]["text"][start:end] == hit["matches"][match]["found"]
    assert set(record["facets"]["language"]) == {"values", "missing", "truncated"}


def test_people_are_found_by_any_name(index: search.Index) -> None:
    assert [person.id for person in index.people("Lukashenka")] == [
        LUKASHENKO, "irina-lukashenko",
    ]  # fmt: skip
    assert len(index.people()) == 3
    assert index.people("Nobody") == ()


def test_statistics(index: search.Index) -> None:
    found = index.statistics()
    assert (found.articles, found.sources, found.people, found.undated) == (6, 2, 3, 1)
    assert found.languages == {"en": 2, "ru": 2, "be": 1, "unknown": 1}
    assert (found.first, found.last) == ("2025", "2025-12-19T08:30:00+03:00")
    assert found.terms > 0
    assert found.bytes > 0 or index.path == ":memory:"
    assert found.to_dict()["articles"] == len(index) == 6


# Errors


@pytest.mark.parametrize(
    ("parameters", "param"),
    [
        ({"sort": "random"}, "sort"),
        ({"limit": -1}, "limit"),
        ({"offset": -1}, "offset"),
        ({"facet_limit": -1}, "facet_limit"),
        ({"facets": ("colour",)}, "facets"),
        ({"facets": ("source:year",)}, "facets"),
        ({"facets": ("published:week",)}, "facets"),
        ({"exclude": {"colour": ["red"]}}, "exclude"),
        ({"exclude": {"source": "Post"}}, "exclude"),
        ({"exclude": {"published": ["soon"]}}, "published"),
        ({"languages": ["xx"]}, "languages"),
        ({"languages": "ru"}, "language"),
        ({"sources": "Post"}, "source"),
        ({"people": ["x"] * 201}, "person"),
        ({"published": "soon"}, "published"),
        ({"published": ("2025-12", "2025-11")}, "published"),
        ({"mentioned": ["2025", "2025-13"]}, "mentioned"),
    ],
)
def test_a_parameter_without_meaning_is_named(
    index: search.Index, parameters: dict[str, Any], param: str
) -> None:
    with pytest.raises(search.ParameterError) as raised:
        index.search(**parameters)
    assert raised.value.param == param
    assert isinstance(raised.value, search.SearchError)


def test_a_query_that_cannot_be_honoured_carries_its_position(index: search.Index) -> None:
    with pytest.raises(search.QuerySyntaxError) as raised:
        index.search('deal "open')
    assert raised.value.position == 5


def test_an_index_path_may_be_text_or_path(tmp_path: Path) -> None:
    with (
        search.open_index(tmp_path / "one") as one,
        search.open_index(str(tmp_path / "two")) as two,
    ):
        assert len(one) == len(two) == 0
        assert one.search("deal").total == 0


def test_exclusion_spares_articles_with_a_weak_rendering_only(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.add(search.Document("weak", body="Агент сел на поезд.", language="ru"))
            writer.add(search.Document("full", body="Шпион сел на поезд.", language="ru"))
        assert {hit.id for hit in index.search("spy")} == {"weak", "full"}
        assert {hit.id for hit in index.search("-spy")} == {"weak"}


def test_an_index_that_lost_its_manifest_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index, index.writer() as writer:
        writer.add(search.Document("a", body="word"))
    (tmp_path / "index" / "svodka.json").unlink()
    with pytest.raises(search.IndexDamaged, match="svodka reindex"):
        search.open_index(tmp_path / "index")
    with open_for_reindex(tmp_path / "index") as index:
        assert index.reindex() == 1
    with search.open_index(tmp_path / "index") as index:
        assert index.search("word").total == 1


@pytest.mark.parametrize(
    ("keywords", "param"),
    [
        ({"query": None}, "query"),
        ({"limit": "3"}, "limit"),
        ({"offset": 1.5}, "offset"),
        ({"published": 2025}, "published"),
        ({"sources": [None]}, "source"),
        ({"sources": "Post"}, "source"),
        ({"exclude": {"person": None}}, "exclude"),
    ],
)
def test_values_of_the_wrong_type_are_parameter_errors(
    keywords: dict[str, Any], param: str, tmp_path: Path
) -> None:
    with (
        search.open_index(tmp_path / "index") as index,
        pytest.raises(search.ParameterError) as error,
    ):
        index.search(**keywords)
    assert error.value.param == param


def test_many_words_that_no_article_has_together_are_relaxed_by_bisection(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.add(search.Document("a", body="alpha beta gamma", language="en"))
        results = index.search("alpha beta gamma " + " ".join(f"word{i}" for i in range(40)))
    assert results.total == 1
    assert results.warnings[0].values == {"minimum": 3, "total": 43}
