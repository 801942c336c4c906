"""Which English forms are inflected from a word, and which only share its stem."""

from __future__ import annotations

import pytest

from search.analysis.inflection import inflects, is_agent


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("arrests", "arrest"), ("crashes", "crash"), ("countries", "country"),
        ("carried", "carry"), ("released", "release"), ("stopped", "stop"),
        ("stopping", "stop"), ("voting", "vote"), ("withdrawn", "withdraw"),
    ],
)  # fmt: skip
def test_regular_and_irregular_forms_belong_to_their_word(form: str, word: str) -> None:
    assert inflects(form, word, "en")


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("industry", "industrious"), ("officers", "office"), ("prisoner", "prison"),
        ("international", "internal"), ("costly", "cost"),
    ],
)  # fmt: skip
def test_a_common_stem_alone_makes_no_form(form: str, word: str) -> None:
    assert not inflects(form, word, "en")


def test_what_is_a_noun_of_its_own_is_no_form_in_ing() -> None:
    assert inflects("building", "build", "en")
    assert not inflects("building", "build", "en", noun=True)


def test_other_languages_are_left_to_their_lemmatizers() -> None:
    assert not inflects("arrests", "arrest", "de")


def test_who_does_something_is_told_by_the_ending() -> None:
    assert is_agent("publishers")
    assert is_agent("governor")
    assert not is_agent("evacuation")
