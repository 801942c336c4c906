"""Russian words and names survive their cases."""

from pathlib import Path

import pytest

from search.analysis import fold, lemmatizer

LINES = [
    tuple(map(fold, line.split()))
    for line in Path(__file__).with_name("paradigms.ru.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def readings(form):
    return lemmatizer("ru").lemmas(fold(form))


def meet(one, other):
    return not set(readings(one)).isdisjoint(readings(other))


@pytest.mark.parametrize("forms", LINES, ids=lambda forms: forms[0])
def test_every_case_form_shares_a_reading_with_every_other(forms):
    apart = [(a, b) for a in forms for b in forms if not meet(a, b)]
    assert not apart


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мир", "мера"), ("правда", "право"), ("сделка", "сделать"), ("суд", "судно"),
        ("Тихонов", "Тихановский"), ("Лукашенко", "Лукашевич"), ("Бабарико", "бабочка"),
        ("Коваль", "Ковальчук"), ("Минск", "Пинск"), ("Иран", "Ирак"),
        ("Путин", "Распутин"), ("посол", "посольство"), ("партия", "партнёр"),
        ("заключённый", "заключил"), ("Зеленский", "зелень"), ("страна", "сторона"),
    ],
)  # fmt: skip
def test_different_words_keep_apart(one, other):
    assert not meet(one, other)


def test_all_readings_of_an_ambiguous_word_are_kept():
    assert set(readings("стали")) == {"стать", "сталь"}


def test_a_known_word_comes_with_its_likeliest_reading_first():
    assert readings("людей")[0] == "человек"
    assert readings("заключённых")[0] == "заключенный"


def test_yo_may_be_written_or_not():
    assert readings("ребёнка") == readings("ребенка") == ("ребенок",)


def test_stems_of_unknown_names_cannot_be_mistaken_for_words():
    assert "лукашенк~" in readings("Лукашенком")
    assert all("~" not in reading for reading in readings("правительство"))


@pytest.mark.parametrize("form", ["5g", "су57", "ю", "ъ", "а" * 200, "п'ять", "²", "ы'ы"])
def test_odd_forms_have_a_reading(form):
    found = readings(form)
    assert found
    assert all(found)
    assert len(set(found)) == len(found)


def test_letters_that_unicode_gives_no_name_stop_nothing() -> None:
    for form in ("\U00017000", "\U00017000ов", "мир\U00017000"):
        assert lemmatizer("ru").lemmas(form)
        assert lemmatizer("uk").lemmas(form)
