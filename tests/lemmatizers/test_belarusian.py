"""Belarusian words and names survive their cases."""

from pathlib import Path

import pytest

from search.analysis import fold, lemmatizer

LINES = [
    tuple(map(fold, line.split()))
    for line in Path(__file__).with_name("paradigms.be.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def readings(form):
    return lemmatizer("be").lemmas(fold(form))


def meet(one, other):
    return not set(readings(one)).isdisjoint(readings(other))


@pytest.mark.parametrize("forms", LINES, ids=lambda forms: forms[0])
def test_every_case_form_shares_a_reading_with_every_other(forms):
    apart = [(a, b) for a in forms for b in forms if not meet(a, b)]
    assert not apart


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мір", "мера"),
        ("праўда", "права"),
        ("суд", "судна"),
        ("Мінск", "Пінск"),
        ("Лукашэнка", "Лукашэвіч"),
        ("Іран", "Ірак"),
        ("свет", "свята"),
        ("дзень", "дзіця"),
    ],
)
def test_different_words_keep_apart(one, other):
    assert not meet(one, other)


@pytest.mark.parametrize("form", ["5g", "ў", "а" * 200, "сям'я", "²", "цца", "ць"])
def test_odd_forms_have_a_reading(form):
    found = readings(form)
    assert found
    assert all(found)
    assert len(set(found)) == len(found)
