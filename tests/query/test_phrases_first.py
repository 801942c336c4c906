"""A phrase of the lexicon says what its words mean in it."""

from __future__ import annotations

import pytest
from small import library

import search


@pytest.fixture(scope="module")
def index() -> search.Index:
    return library([
        search.Document("bank", "Банк", "Он поднял процентную ставку, и курс упал.", language="ru"),
        search.Document("rate", "Ставка", "Ставка выросла, и процент вырос.", language="ru"),
        search.Document("money", "Курс", "Курс марки и доля процента в кредите.", language="ru"),
    ])  # fmt: skip


def found(index: search.Index, query: str, id: str) -> set[str]:
    (hit,) = (hit for hit in index.search(query) if hit.id == id)
    return {match.found.lower() for match in hit.matches}


def test_another_rendering_of_a_word_of_the_phrase_is_not_shown(index: search.Index) -> None:
    assert "курс" in found(index, "rate", "bank")
    assert found(index, "interest rate", "bank") == {"процентную ставку"}


def test_what_stands_in_the_phrase_is_shown_alone_too(index: search.Index) -> None:
    assert "ставка" in found(index, "interest rate", "rate")


def test_the_articles_are_found_as_before_and_come_later(index: search.Index) -> None:
    assert [hit.id for hit in index.search("interest rate")][-1] == "money"
