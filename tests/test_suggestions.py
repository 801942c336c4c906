"""Completions of what is being typed."""

from __future__ import annotations

import pytest

import search
from tests.small import library


@pytest.fixture(scope="module")
def index() -> search.Index:
    return library()


def suggested(index: search.Index, typed: str) -> list[tuple[str, str]]:
    return [(one.text, one.kind) for one in index.suggest(typed)]


def test_persons_are_completed_from_any_word_of_their_name(index: search.Index) -> None:
    assert ("John Reed", "person") in suggested(index, "ree")
    assert ("John Reed", "person") in suggested(index, "JOHN r")
    assert ("John Reed", "person") not in suggested(index, "eed")


def test_a_person_with_several_spellings_is_offered_once(index: search.Index) -> None:
    persons = [text for text, kind in suggested(index, "Аляксандр") if kind == "person"]
    assert persons == ["Аляксандр Лукашэнка"]


def test_sources_are_completed(index: search.Index) -> None:
    assert ("Курьер", "source") in suggested(index, "кур")


def test_the_last_word_is_completed_the_frequent_first(index: search.Index) -> None:
    assert ("big deal", "word") in suggested(index, "big de")
    words = [one for one in index.suggest("m") if one.kind == "word"]
    assert words == []
    counts = [one.count for one in index.suggest("mi") if one.kind == "word"]
    assert counts == sorted(counts, reverse=True)


def test_stop_words_are_not_offered(index: search.Index) -> None:
    assert ("the", "word") not in suggested(index, "th")


@pytest.mark.parametrize("typed", ["", "  ", "x" * 101, "zzzz", "-", '"'])
def test_nothing_is_offered_for_what_nobody_types(index: search.Index, typed: str) -> None:
    assert suggested(index, typed) == []
