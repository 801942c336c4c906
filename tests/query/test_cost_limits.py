"""Queries that would cost too much end in an error that says what to do, not in a hung process.

Each runs against an index of 200,000 different words, with an article of 100,000 times the
same one. A watchdog ends a test that takes far longer than any of them may.
"""

from __future__ import annotations

import faulthandler
import itertools
from collections.abc import Iterator

import pytest

from search.documents import AnalyzedDocument, Posting, Postings
from search.engines.embedded import EmbeddedEngine
from search.errors import ParameterError, QuerySyntaxError, QueryTooCostly
from search.library import Index
from search.query import expansion, planner

SYLLABLES = ["".join(pair) for pair in itertools.product("bcdfghjklmnprstvz", "aeiou")]
VOCABULARY = [
    "ab" + "".join(three)
    for three in itertools.islice(itertools.product(SYLLABLES, repeat=3), 0, 600_000, 3)
]


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    """Ends the whole run with a traceback where a query hangs."""
    faulthandler.dump_traceback_later(120, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def article(id: str, words: list[str]) -> AnalyzedDocument:
    postings = [
        Posting(field, word, place, word)
        for place, word in enumerate(words, 100)
        for field in ("exact", "en")
    ]
    return AnalyzedDocument(
        id, Postings.of(postings), 0, len(words), {"language": ("en",)}, None, None, (), b"", id
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    engine = EmbeddedEngine(folder, create=True)
    with engine.writer() as writer:
        for number in range(0, len(VOCABULARY), 1_000):
            writer.add(article(f"{number:06}", VOCABULARY[number : number + 1_000]))
        writer.add(article("same", ["a"] * 100_000))
        writer.add(article("three", ["a", "b", "c"] * 10_000))
    return Index(engine, str(folder))


def total(index: Index, query: str, **more: object) -> int:
    return index.search(query, facets=(), **more).total  # type: ignore[arg-type]


def refused(index: Index, query: str, **more: object) -> QueryTooCostly:
    with pytest.raises(QueryTooCostly) as caught:
        total(index, query, **more)
    assert caught.value.hint, "it says what to do"
    return caught.value


def test_the_vocabulary_is_large(index: Index) -> None:
    reader = index._engine.reader()
    assert sum(1 for _ in reader.terms("exact", "")) >= 200_000
    assert len(set(VOCABULARY)) == len(VOCABULARY)


def test_a_wildcard_for_all_words_needs_letters(index: Index) -> None:
    with pytest.raises(QuerySyntaxError, match="at least two letters") as caught:
        total(index, "deal a*")
    assert caught.value.position == 5


def test_a_wildcard_that_stands_for_too_many_words(index: Index) -> None:
    error = refused(index, "deal ab*")
    assert (error.position, error.message) == (5, "ab* stands for more than 1000 words")
    assert total(index, "abbab*") == 1


def test_many_wildcards_stand_for_too_many_words_together(index: Index) -> None:
    prefixes = [word[:5] for word in VOCABULARY[::85]][:200]
    query = " OR ".join(f"{prefix}*" for prefix in prefixes)
    error = refused(index, query)
    assert error.position > 0
    assert query[error.position :].startswith("ab")
    assert f"{planner.MAX_EXPANSIONS}" in error.message


def test_wildcards_that_look_through_the_whole_vocabulary(index: Index) -> None:
    assert total(index, "ab*zz*zz*zz*q") == 0
    error = refused(index, " ".join(f"ab*zz*q{letter}" for letter in "bcdfghjklmnp"))
    assert f"{expansion.MAX_LOOKED:,}" in error.message


def test_many_misspelt_words(index: Index) -> None:
    words = VOCABULARY[:: len(VOCABULARY) // 30]
    few = " OR ".join(f"{word}~2" for word in words[:3])
    assert total(index, few) >= 3
    error = refused(index, " OR ".join(f"{word}~1" for word in words))
    assert error.message == f"More than {planner.MAX_FUZZY} words may be misspelt"
    assert error.position > 0


def test_ten_thousand_alternatives(index: Index) -> None:
    error = refused(index, " OR ".join(["deal"] * 10_000))
    assert error.position == 4_000
    error = refused(index, " OR ".join(["ab"] * 500))
    assert "parts" in error.message


def test_the_most_alternatives_there_may_be(index: Index) -> None:
    query = " OR ".join(VOCABULARY[:: len(VOCABULARY) // 250][:250])
    assert total(index, query, translate=False) == 200


def test_very_many_words_that_sound_like_very_many(index: Index) -> None:
    query = " ".join(VOCABULARY[:: len(VOCABULARY) // 250][:250])
    error = refused(index, query)
    assert "without translation" in error.hint


@pytest.mark.parametrize("opening", ["(", "-(", "NOT ", "title:(", "a OR ("])
def test_deep_nesting(index: Index, opening: str) -> None:
    closing = ")" * opening.count("(")
    for depth in (30, 5_000):
        error = refused(index, opening * depth + "a" + closing * depth)
        assert error.position > 0


def test_unclosed_nesting(index: Index) -> None:
    for query in ("(" * 15, "(" * 3_999, '"' * 3_999, ")" * 3_999, "-" * 3_999):
        with pytest.raises(QuerySyntaxError):
            total(index, query)


def test_proximity_of_a_word_to_itself_in_a_huge_article(index: Index) -> None:
    with pytest.raises(QuerySyntaxError, match="needs a number"):
        total(index, '"a a a a a"~1000')
    assert total(index, '"a a a a a"~100') == 2
    assert total(index, '"a b c"~100') == 1
    refused(index, '"' + "a " * 17 + '"~100')


def test_long_quotations(index: Index) -> None:
    assert total(index, '"' + "a " * 100 + '"') == 1
    assert total(index, '"' + " ".join(VOCABULARY[:300]) + '"') == 1
    error = refused(index, 'deal "' + "a " * 1_900 + '"')
    assert error.message == "The words of a quotation stand in too many places"


def test_words_of_very_many_parts(index: Index) -> None:
    error = refused(index, "deal " + "-".join(["a"] * 500))
    assert error.position == 5


def test_huge_pages(index: Index) -> None:
    huge = 10**30
    assert total(index, "*") == 202
    results = index.search("*", limit=huge, offset=huge, facets=(), facet_limit=huge)
    assert (results.total, len(results.hits)) == (202, 0)
    assert len(index.search("*", limit=huge, facets=()).hits) == 202
    for name in ("limit", "offset"):
        with pytest.raises(ParameterError):
            index.search("*", **{name: -huge})  # type: ignore[arg-type]


def test_very_many_values_of_a_filter(index: Index) -> None:
    with pytest.raises(ParameterError):
        index.search("*", sources=[f"source {number}" for number in range(100_000)])
