"""Dates known to a year, month, day or time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.partial_dates import (
    UNKNOWN_DATE,
    PartialDate,
    bucket,
    date_of,
    interval,
    parse_iso,
)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2025", "2025", "year"),
        ("2025-12", "2025-12", "month"),
        ("2025-12-18", "2025-12-18", "day"),
        (" 2025-12-18 ", "2025-12-18", "day"),
        ("0001-01-01", "0001-01-01", "day"),
        ("2024-02-29", "2024-02-29", "day"),
        ("2025-12-18T10:15", "2025-12-18T10:15:00", "time"),
        ("2025-12-18 10:15:30", "2025-12-18T10:15:30", "time"),
        ("2025-12-18T10:15:00Z", "2025-12-18T10:15:00+00:00", "time"),
        ("2025-12-18T10:15:00+0300", "2025-12-18T10:15:00+03:00", "time"),
        ("2025-12-18T10:15:00.5+03:00", "2025-12-18T10:15:00.500000+03:00", "time"),
        ("2025-12-18T10:15:00,25", "2025-12-18T10:15:00.250000", "time"),
    ],
)
def test_iso_is_read_with_its_precision(text: str, value: str, precision: str) -> None:
    found = parse_iso(text, "evidence")
    assert found is not None
    assert (found.value, found.precision, found.evidence) == (value, precision, "evidence")
    assert str(found) == value
    assert found


@pytest.mark.parametrize(
    "text",
    [
        "", "25", "20255", "2025-1", "2025-13", "2025-00", "2025-12-32", "2025-02-29", "0000",
        "0000-01-01", "2025-12-18T", "2025-12-18T25:00", "2025-12-18T10", "2025-12-18T10:15+25:00",
        "18.12.2025", "2025/12/18", "2025-W51", "2025-352", "December 2025", "٢٠٢٥", "２０２５-12",
        "2025-12-18\n2025", "-2025", "+2025",
    ],
)  # fmt: skip
def test_what_is_no_iso_date_is_none(text: str) -> None:
    assert parse_iso(text) is None


@given(st.text("0123456789-:T Z+.,", max_size=32))
def test_any_text_is_a_date_or_none_and_a_date_has_days_and_an_instant(text: str) -> None:
    found = parse_iso(text)
    if found is None:
        return
    assert found.days is not None
    assert found.days[0] <= found.days[1]
    assert found.instant is not None
    assert PartialDate.from_dict(found.to_dict()) == found
    assert parse_iso(str(found)) == found


@given(st.datetimes(timezones=st.none() | st.timezones().map(lambda _: UTC)))
def test_every_time_is_read_back(moment: datetime) -> None:
    found = parse_iso(moment.isoformat())
    assert found is not None
    assert found.precision == "time"
    assert found.days == (moment.date().toordinal(), moment.date().toordinal())
    utc = moment.replace(tzinfo=UTC)
    assert found.instant == (utc - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def test_a_day_counts_from_its_midnight_and_a_time_in_its_zone() -> None:
    instants = [
        parse_iso(text).instant  # type: ignore[union-attr]
        for text in ("1970-01-02", "1970-01-02T03:00+03:00", "1970-01-02T00:00", "1970", "1970-01")
    ]
    assert instants == [86_400, 86_400, 86_400, 0, 0]


def test_a_time_at_the_edge_of_the_calendar_has_an_instant() -> None:
    for text in ("0001-01-01T00:00+05:00", "9999-12-31T23:30-05:00"):
        found = parse_iso(text)
        assert found is not None
        assert found.instant is not None


def test_unknown_is_false_and_has_no_days() -> None:
    assert not UNKNOWN_DATE
    assert str(UNKNOWN_DATE) == "unknown"
    assert UNKNOWN_DATE.days is None
    assert UNKNOWN_DATE.instant is None
    assert UNKNOWN_DATE.to_dict() == {"value": None, "precision": "unknown", "evidence": None}
    assert PartialDate.from_dict(UNKNOWN_DATE.to_dict()) == UNKNOWN_DATE


def ordinals(first: str, last: str) -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


def test_interval_is_the_first_and_last_day() -> None:
    assert interval("2025") == ordinals("2025-01-01", "2025-12-31")
    assert interval("2024-02") == ordinals("2024-02-01", "2024-02-29")
    assert interval("2025-12-18") == ordinals("2025-12-18", "2025-12-18")
    assert interval("2025-12-18T10:15") is None
    assert interval("unknown") is None


def test_bucket_holds_the_whole_interval_or_there_is_none() -> None:
    year, month, day = (interval(text) for text in ("2025", "2025-12", "2025-12-18"))
    assert year and month and day  # noqa: PT018 -- all three are given
    assert [bucket(year, level) for level in ("year", "month", "day")] == ["2025", None, None]
    assert [bucket(month, level) for level in ("year", "month", "day")] == ["2025", "2025-12", None]
    assert [bucket(day, level) for level in ("year", "month", "day")] == [
        "2025", "2025-12", "2025-12-18",
    ]  # fmt: skip


@given(st.dates(), st.sampled_from(["year", "month", "day"]))
def test_what_is_in_a_bucket_lies_inside_its_interval(day: date, level: str) -> None:
    days = (day.toordinal(), day.toordinal())
    name = bucket(days, level)  # type: ignore[arg-type]
    assert name is not None
    around = interval(name)
    assert around is not None
    assert around[0] <= days[0] <= days[1] <= around[1]


@pytest.mark.parametrize(
    ("value", "precision", "first", "last"),
    [
        ("2025", "year", "2025-01-01", "2025-12-31"),
        ("2025-02", "month", "2025-02-01", "2025-02-28"),
        ("2025-02-03", "day", "2025-02-03", "2025-02-03"),
        ("2020-06/2020-08", "range", "2020-06-01", "2020-08-31"),
        ("1990/1999", "range", "1990-01-01", "1999-12-31"),
        ("2025-12-13/2025-12-14", "range", "2025-12-13", "2025-12-14"),
    ],
)
def test_range_reaches_from_the_first_day_to_the_last(
    value: str, precision: str, first: str, last: str
) -> None:
    found = date_of(value, "words")
    assert (found.precision, found.days) == (precision, ordinals(first, last))
    assert found.instant == date_of(first).instant
    assert PartialDate.from_dict(found.to_dict()) == found
    assert parse_iso("1990/1999") is None, "no article is published over a range"
