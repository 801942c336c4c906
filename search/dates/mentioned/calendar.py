"""Arithmetic of days, weeks, months and seasons; values are ISO strings, ranges "a/b".

Everything returns None where the calendar ends (the years 1 and 9999).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

_SEASON_MONTHS: Final = {2: (3, 5), 3: (6, 8), 4: (9, 11)}
WINTER: Final = 1


def iso_day(year: int, month: int, day: int) -> str | None:
    """A day as ISO 8601, or None when there is none: 31 April."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    """The day so many days later."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def moved(value: str, count: int, unit: str) -> str | None:
    """A date moved by days, weeks, months or years, as exactly as both of them are.

    "2024-02" and seven months is "2024-09"; a month and five days is nothing.
    """
    if unit in ("day", "week"):
        if len(value) != len("2025-12-18"):
            return None
        day = shifted(date.fromisoformat(value), count * (7 if unit == "week" else 1))
        return None if day is None else day.isoformat()
    if unit == "month":
        return None if len(value) < len("2025-12") else month_after(value, count)
    return year_after(value, count)


def month_after(value: str, count: int) -> str | None:
    """The month so many months after that of a date."""
    months = int(value[:4]) * 12 + int(value[5:7]) - 1 + count
    year, month = divmod(months, 12)
    return f"{year:04}-{month + 1:02}" if 1 <= year <= 9999 else None


def year_after(value: str, count: int) -> str | None:
    """The year so many years after that of a date."""
    year = int(value[:4]) + count
    return f"{year:04}" if 1 <= year <= 9999 else None


def between(first: date | None, last: date | None) -> str | None:
    """The range of two days."""
    return None if first is None or last is None else f"{first.isoformat()}/{last.isoformat()}"


def week(day: date, count: int) -> str | None:
    """Monday to Sunday of the week so many weeks after that of a day."""
    monday = shifted(day, 7 * count - day.weekday())
    return None if monday is None else between(monday, shifted(monday, 6))


def season(number: int, year: int) -> str:
    """Spring to autumn as three months; a winter lies in two years, so it is the year alone.

    "The winter of 2023" is for some December 2022 and for others December 2023.
    """
    if number == WINTER:
        return f"{year:04}"
    first, last = _SEASON_MONTHS[number]
    return f"{year:04}-{first:02}/{year:04}-{last:02}"


def quarter(number: int, year: int) -> str:
    """The months of a quarter."""
    return f"{year:04}-{3 * number - 2:02}/{year:04}-{3 * number:02}"


def half(number: int, year: int) -> str:
    """The months of a half-year."""
    return f"{year:04}-{6 * number - 5:02}/{year:04}-{6 * number:02}"
