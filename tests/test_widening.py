"""Sentences also find what is near in meaning; that is decided before filters, and said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import search
from search import encoding, meaning
from search.encoders.fake import FakeEncoder
from search.meaning import MOST, OF_EACH, Calibration

GROUPS = [
    ("harbour", "гавань", "docks"), ("ferry", "паром", "ship"), ("strike", "забастовка"),
    ("storm", "шторм"), ("cake", "торт"),
]  # fmt: skip
ENGLISH = ("harbour", "docks", "ferry", "ship", "strike", "storm", "cake", "evening")
RUSSIAN = ("гавань", "паром", "забастовка", "шторм", "торт", "вечер")
SOURCES = ("Post", "Wire", "Courier")


def articles() -> Iterator[search.Document]:
    """Every article has three words, so that few queries have all of theirs in one."""
    for language, words in (("en", ENGLISH), ("ru", RUSSIAN)):
        for number in range(30):
            some = (words[(number * step + step) % len(words)] for step in (1, 2, 3))
            yield search.Document(
                f"{language}{number}", "", f"{' '.join(some)}.", language=language,
                source=SOURCES[number % 3],
            )  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Iterator[search.Index]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "open_encoder", lambda _: FakeEncoder(GROUPS))
        patch.setattr(encoding, "is_installed", lambda _: True)
        patch.delenv("SVODKA_ENCODER", raising=False)
        with search.open_index(":memory:", meaning=True) as found:
            with found.writer() as writer:
                for one in articles():
                    writer.add(one)
            yield found


def codes(results: search.Results) -> list[str]:
    return [one.code for one in results.warnings]


WORDS = st.sampled_from((*ENGLISH, *RUSSIAN, "the", "volcano", "в"))


@given(st.lists(WORDS, min_size=1, max_size=7), st.sampled_from(["", "?", " -cake", ' "ferry"']))
@settings(max_examples=60, deadline=None)
def test_counts_of_facets_are_what_a_filter_gives(
    index: search.Index, words: list[str], more: str
) -> None:
    query = " ".join(words) + more
    everything = index.search(query, limit=200)
    found = {hit.id: hit.score for hit in everything}
    for facet, name in (("source", "sources"), ("language", "languages")):
        rows = everything.facets[facet].values
        assert sum(one.count for one in rows) == everything.total
        for row in rows:
            filtered = index.search(query, limit=200, **{name: [row.id]})
            assert filtered.total == row.count
            assert {hit.id: hit.score for hit in filtered}.items() <= found.items()
            assert codes(filtered) == codes(everything)


def test_a_sentence_without_a_hit_by_all_words_finds_the_nearest_of_each_language(
    index: search.Index,
) -> None:
    words = index.search("ferry strike volcano storm", meaning=False, limit=200)
    both = index.search("ferry strike volcano storm", limit=200)
    by_words, found = ({hit.id for hit in one} for one in (words, both))
    assert by_words < found
    assert len(found - by_words) <= 2 * OF_EACH + MOST
    assert any(id.startswith("ru") for id in found - by_words)
    assert codes(both) == ["relaxed", "softened"]


def test_a_question_finds_more_than_its_words_and_says_so(index: search.Index) -> None:
    question = index.search("where is the ferry?", limit=200)
    word = index.search("ferry", limit=200)
    assert {hit.id for hit in word} < {hit.id for hit in question}
    assert codes(question) == ["softened"]
    assert codes(word) == []
    assert index.search("where is the ferry?", translate=False).warnings == ()


def test_a_sentence_of_words_that_no_article_has_finds_nothing(index: search.Index) -> None:
    results = index.search("qwer asdf zxcv uiop jkl", limit=200)
    assert results.total == 0
    assert results.warnings == ()


def test_what_is_doubtful_is_found_by_many_words_and_not_by_a_few(
    index: search.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful = {("*", "*"): Calibration(threshold=2.0, zero=3.0, slope=1.0)}
    monkeypatch.setattr(meaning, "calibrations", lambda _: doubtful)
    few, many = "ferry volcano", "ferry volcano geyser lava"
    for query in (few, many):  # no article has all of them
        found = index.search(query, limit=None)
        assert [one for one in codes(found) if one == "relaxed"]
        by_words = index.search(query, limit=None, meaning=False)
        assert found.total > by_words.total if query == many else found.total == by_words.total
