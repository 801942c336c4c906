"""Dates that a text names are found with their words; other numbers are not dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import mentioned
from search.dates.mentioned import AHEAD
from search.partial_dates import UNKNOWN_DATE, PartialDate, parse_iso

DAY = PartialDate("2025-12-18", "day")


def values(text: str, published: PartialDate = UNKNOWN_DATE) -> list[str]:
    return [str(one) for one in mentioned(text, published)]


@pytest.mark.parametrize(
    "text",
    [
        "on 18 December 2025", "December 18, 2025", "Dec. 18, 2025", "the 18th of December, 2025",
        "«18 декабря 2025 года»", "18-го декабря 2025 г.", "18.12.2025", "2025-12-18",
        "18 грудня 2025 року", "18 снежня 2025 года", "18. Dezember 2025", "18 décembre 2025",
        "18 de diciembre de 2025", "18 grudnia 2025 roku", "12/18/2025", "18/12/2025",
    ],
)  # fmt: skip
def test_day_in_many_notations(text: str) -> None:
    assert values(text) == ["2025-12-18"]


@pytest.mark.parametrize(
    "text",
    [
        "in December 2025", "«в декабре 2025 года»", "з снежня 2025 года", "у грудні 2025 року",
        "im Dezember 2025", "en diciembre de 2025", "w grudniu 2025 r.", "марше; декабря 2025 г.",
    ],
)  # fmt: skip
def test_month_in_many_languages(text: str) -> None:
    assert values(text) == ["2025-12"]


@pytest.mark.parametrize(
    "text",
    [
        "in 2020.", "since 2020, and", "a repeat of 2020, when", "the 2020 election",
        "the disputed 2020 presidential election", "«в 2020 году»", "с 2020 года", "2020 г.",
        "у 2020 годзе", "у 2020 році", "im Jahr 2020", "en 2020.", "w 2020 roku", "к 2020-му",
        "in 2020 and later",
    ],
)  # fmt: skip
def test_year_in_a_clear_context(text: str) -> None:
    assert values(text) == ["2020"]


@pytest.mark.parametrize(
    "text",
    [
        "2000 people came", "in 2000 villages", "score 2:1", "24/7", "version 2.10", "1990s",
        "в 1990-х", "+375 29 2020 2021", "$2020", "2,020 tonnes", "may 5 people", "31 April 2025",
        "room 2020", "05/06/2025", "2025-13-01", "18.12.20256", "ЗРК С-2020", "of 2000 tonnes",
    ],
)  # fmt: skip
def test_other_numbers_are_no_dates(text: str) -> None:
    assert values(text, DAY) == []


def test_span_of_years_names_both_ends() -> None:
    assert values("in the period 2020-2025, when") == ["2020", "2025"]
    assert values("в 2020–2025 годах") == ["2020", "2025"]


def test_span_of_days_names_both_ends() -> None:
    assert values("13 или 14 января 2026 года") == ["2026-01-13", "2026-01-14"]
    assert values("December 3-5, 2025") == ["2025-12-03", "2025-12-05"]


def test_day_without_year_is_counted_from_publication() -> None:
    assert values("Dec 18 (Reuters) -", DAY) == ["2025-12-18"]
    assert values("from Feb. 1", DAY) == ["2026-02-01"]
    assert values("14 августа", DAY) == ["2025-08-14"]
    assert values("20 мая", DAY) == ["2025-05-20"]


def test_day_without_year_is_unknown_when_publication_is() -> None:
    assert values("Dec 18 (Reuters) -") == []
    assert values("12 декабря", PartialDate("2025", "year")) == []


def test_dates_are_unique_in_order_of_mention_with_their_words() -> None:
    found = mentioned("In 2022, on 7 December 2025 and again in 2022.", UNKNOWN_DATE)
    assert [(one.value, one.precision, one.evidence) for one in found] == [
        ("2022", "year", "In 2022"),
        ("2025-12-07", "day", "7 December 2025"),
    ]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_written_day_is_read_back(day: date) -> None:
    assert values(f"It was {day:%d.%m.%Y}, they said.") == [day.isoformat()]
    assert values(f"It was {day.isoformat()}, they said.") == [day.isoformat()]


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_day_without_year_is_never_far_ahead(published: date, month: int, day: int) -> None:
    near = parse_iso(published.isoformat()) or UNKNOWN_DATE
    (found,) = values(f"({day:02}-го {'января' if month == 1 else 'марта'})", near)
    assert date.fromisoformat(found) <= published + timedelta(days=AHEAD)


@given(st.text(max_size=300))
def test_any_text_gives_dates_that_parse(text: str) -> None:
    assert all(parse_iso(str(one)) for one in mentioned(text, DAY))
