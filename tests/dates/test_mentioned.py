"""Dates that a text names are found with their words; other numbers are not dates."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import mentioned, mentions
from search.dates.mentioned import AHEAD, tokens
from search.dates.mentioned.reader import ATTEMPTS, candidates
from search.documents import LanguageSpan
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
        "2000 people came", "in 2000 villages", "score 2:1", "24/7", "version 2.10",
        "+375 29 2020 2021", "$2020", "2,020 tonnes", "may 5 people", "31 April 2025",
        "room 2020", "05/06/2025", "2025-13-01", "18.12.20256", "ЗРК С-2020", "of 2000 tonnes",
    ],
)  # fmt: skip
def test_other_numbers_are_no_dates(text: str) -> None:
    assert values(text, DAY) == []


def test_span_of_years_is_a_range_that_names_both_ends() -> None:
    assert values("in the period 2020-2025, when") == ["2020/2025", "2020", "2025"]
    assert values("в 2020–2025 годах") == ["2020/2025", "2020", "2025"]


def test_span_of_days_names_both_ends_and_a_list_each_day() -> None:
    assert values("13 или 14 января 2026 года") == ["2026-01-13", "2026-01-14"]
    ends = ["2025-12-03/2025-12-05", "2025-12-03", "2025-12-05"]
    assert values("December 3-5, 2025") == ends


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
def test_day_without_year_is_far_ahead_only_in_the_same_year(
    published: date, month: int, day: int
) -> None:
    near = parse_iso(published.isoformat()) or UNKNOWN_DATE
    (found,) = values(f"({day:02}-го {'января' if month == 1 else 'марта'})", near)
    ahead = (date.fromisoformat(found) - published).days
    assert ahead <= AHEAD or (ahead <= 183 and found[:4] == f"{published.year}")


def test_undated_article_counts_days_from_its_own_full_dates() -> None:
    assert values("On 29 December 2025 it rained, and on 9 January too.") == [
        "2025-12-29", "2026-01-09",
    ]  # fmt: skip
    assert values("С 3 декабря 2025 года и до 27 февраля.") == ["2025-12-03"]


@pytest.mark.parametrize(
    "text",
    [
        "yesterday", "on Thursday", "last year", "this month", "in September", "по пути, вчера",
        "в прошлом году", "на этой неделе", "в минувшие выходные", "five days after opening",
        "Через пять дней после освобождения", "by spring", "через две недели", "two days later",
    ],
)  # fmt: skip
def test_what_only_publication_tells_stays_out_where_that_is_unknown(text: str) -> None:
    assert values(f"It was {text}.") == []


@pytest.mark.parametrize(
    "text",
    ["next Saturday", "last Tuesday", "next weekend", "в следующую субботу", "in two weeks",
     "by spring", "к весне", "через две недели", "two days later", "this winter"],
)  # fmt: skip
def test_what_readers_would_read_differently_stays_out(text: str) -> None:
    assert values(f"They met {text}.", DAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was held in February 2024 and freed seven months later.", ["2024-02", "2024-09"]),
        ("He came on 3 May 2024. The next day he left.", ["2024-05-03", "2024-05-04"]),
        ("On 3 May 2024, five days after the vote, he left.", ["2024-05-03", "2024-04-28"]),
        ("Его взяли в феврале 2024 года, а через семь месяцев отпустили.", ["2024-02", "2024-09"]),
        ("Суд 8 января 2026 года, приговор ожидается неделей позже.", ["2026-01-08", "2026-01-15"]),
        ("Am 3. Mai 2024 kam er. Zwei Tage später ging er.", ["2024-05-03", "2024-05-05"]),
        ("Il vint le 3 mai 2024. Le lendemain, il partit.", ["2024-05-03", "2024-05-04"]),
    ],
)  # fmt: skip
def test_distance_counts_from_the_date_before(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_event_after_which_the_article_reports_is_dated() -> None:
    text = "She told so on Thursday, five days after opening the dam."
    assert values(text, DAY) == ["2025-12-18", "2025-12-13"]


def test_ordered_numbers_are_read_as_the_language_orders_them() -> None:
    for language, expected in (("fr", ["2025-06-05"]), ("en", [])):
        spans = (LanguageSpan(0, 30, language),)
        assert [str(one) for one in mentioned("05/06/2025", DAY, spans)] == expected


def test_word_of_another_language_is_no_date() -> None:
    spans = (LanguageSpan(0, 60, "es"),)
    assert mentioned("Batió la marca 2020 y cantó.", DAY, spans) == ()


def test_mentions_stand_where_they_say_and_do_not_overlap() -> None:
    text = "Вчера, 17 декабря,\nшёл снег; с 3 по 5 мая 2024 года — дождь (в 1994 году тоже)."
    found = mentions(text, DAY)
    assert [text[one.start : one.end] for one in found] == [
        "Вчера", "17 декабря", "3 по 5 мая 2024 года", "1994 году",
    ]  # fmt: skip
    assert all(one.end <= other.start for one, other in pairwise(found))


pieces = st.sampled_from(
    ["1", " ", "2025", "5", "мая", "May", "on", "Thursday", "-", "/", ".", ",", "по", "from", "to",
     "last", "week", "в", "году", "лет", "назад", "\n", "the", "of", "first", "half", "18", "«",
     "вчера", "two", "days", "after", "през", "İ", "е\u0301", "им", "'", "years", "ago", "90-х"]
)  # fmt: skip


@given(st.text(max_size=300) | st.lists(pieces, max_size=60).map(" ".join), st.booleans())
def test_any_text_gives_dates_with_days(text: str, known: bool) -> None:
    end = 0
    for one in mentions(text, DAY if known else UNKNOWN_DATE):
        assert end <= one.start < one.end <= len(text)
        end = one.end
        assert all(moment.days and moment.days[0] <= moment.days[1] for moment in one.dates)


@given(st.dates(), st.lists(pieces, max_size=30).map(" ".join))
def test_edges_of_the_calendar_do_no_harm(day: date, text: str) -> None:
    near = parse_iso(day.isoformat()) or UNKNOWN_DATE
    assert all(one.days for one in mentioned(text + " last year, next week 31 December", near))


@pytest.mark.parametrize(
    "pattern",
    ["1", ".", " ", "1 1 1 1 ", "мая мая мая ", "5 мая ", "in 2020, ", "on Thursday ", "5, ",
     "two days after ", "Thursday (((", "2020-", "1/", "п'", "первого первого ", "the first half "],
)  # fmt: skip
def test_monstrous_text_tries_no_more_than_it_may(pattern: str) -> None:
    text = (pattern * 200_000)[:200_000]
    tried = [len(list(candidates(piece))) for piece in tokens.read(text)]
    assert len(tried) <= 2 * len(text) / tokens.PIECE
    assert max(tried) <= ATTEMPTS
    mentions(text, DAY)
