"""Wanted words in a text: the fast way finds what tokenising the whole text finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import tokenize
from search.spots import MANY_FORMS, MANY_PLACES, Spot, spots_of


def slow(text: str, wanted: frozenset[str]) -> set[Spot]:
    return {Spot(t.start, t.end, t.form) for t in tokenize(text) if t.form in wanted}


PIECES = st.sampled_from(
    [
        "deal", "Deal", "дело", "Дёло", "ДЕЛО", "п'ять", "п’ять", "пʼять", "п‘ять", "O'Brien's",
        "Trump's", "U.S.", "С.Ш.А", "us", "сша", "16,500", "16\u00a0500", "86,82", "500", "16",
        "kg", "5G", "Су57", "Лукaшенко", "Лук1aша", "Йод", "И\u0306од", "ми\u0301р", "ми\u00adр",
        "мир", "İstanbul", "ΟΔΟΣ", "٣", "Å", "ѐль", "ﬁ", "ß", "x" * 70, "ж" * 250,
    ]
)  # fmt: skip
GLUE = st.sampled_from([" ", "", "\n", "\u00a0", "\u202f", "-", "_", ".", ",", "'", "’", "("])


@st.composite
def passages(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(PIECES, GLUE), max_size=8))
    return "".join(piece + glue for piece, glue in parts)


@st.composite
def texts_and_forms(draw: st.DrawFn) -> tuple[str, frozenset[str]]:
    text = draw(st.one_of(passages(), passages(), st.text(max_size=40)))
    others = draw(passages())
    forms = sorted({token.form for token in tokenize(text + " " + others) if token.form})
    return text, frozenset(draw(st.lists(st.sampled_from(forms)))) if forms else frozenset()


@given(texts_and_forms())
@example(("16\u00a0500", frozenset({"500"})))
@example(("16,500kg", frozenset({"kg"})))
@example(("1\u00a0000\u00a0000", frozenset({"1000000"})))
@example(("_U.S._", frozenset({"us"})))
@example(("п‘ять", frozenset({"п'ять"})))
@example(("Лук1aша", frozenset({"лук1аша"})))
@example(("İ ΟΔΟΣ", frozenset({"οδος"})))
@example(("O'Б", frozenset({"о'б"})))
@example(("a" * 80 + "deal", frozenset({"deal", "a" * 60 + "deal"})))
@example(("1," * 120 + "1", frozenset({"1"})))
def test_the_fast_way_finds_what_the_slow_way_finds(case: tuple[str, frozenset[str]]) -> None:
    text, wanted = case
    found = spots_of(text, wanted)
    assert len(set(found)) == len(found)
    assert set(found) == slow(text, wanted)


@given(passages())
def test_many_forms_change_nothing(text: str) -> None:
    forms = frozenset(token.form for token in tokenize(text)) | {f"f{n}" for n in range(MANY_FORMS)}
    assert set(spots_of(text, forms)) == slow(text, forms)


@pytest.mark.parametrize(
    ("text", "form", "shown"),
    [
        ("Всё ещё ТЁПЛЫЙ лёд", "теплый", "ТЁПЛЫЙ"),
        ("Президент Лукaшенко", "лукашенко", "Лукaшенко"),
        ("ми\u0301ра", "мира", "ми\u0301ра"),
        ("It cost 16,500 dollars", "16500", "16,500"),
        ("Стоит 16\u00a0500 руб.", "16500", "16\u00a0500"),
        ("18.12.2025", "12", "12"),
        ("the U.S. embassy", "us", "U.S."),
        ("Trump’s word", "trump", "Trump"),
        ("сімʼя", "сім'я", "сімʼя"),
        ("Нью-Йорк", "йорк", "Йорк"),
    ],
)
def test_a_word_is_found_however_it_is_written(text: str, form: str, shown: str) -> None:
    (spot,) = spots_of(text, frozenset({form}))
    assert text[spot.start : spot.end] == shown


def test_of_each_form_in_a_text_of_100_kb_the_first_places_are_found() -> None:
    text = "Переговоры шли в Минске, 16,500 tonnes of potash. " * 2_000
    forms = frozenset({"минске", "16500", "potash"})
    found = spots_of(text, forms)
    places = {form: sorted(s.start for s in found if s.form == form) for form in forms}
    for form, written in (("минске", "Минске"), ("potash", "potash"), ("16500", "16,500")):
        expected = [match.start() for match in re.finditer(written, text)]
        assert places[form][:MANY_PLACES] == expected[:MANY_PLACES]
    assert set(found) <= slow(text, forms)
