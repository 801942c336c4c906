"""Weekdays and weekends: the nearest that the sentence can mean, or none where two could be."""

from __future__ import annotations

from datetime import date
from typing import Final

from search.dates.mentioned import calendar
from search.dates.mentioned.context import Context
from search.dates.mentioned.tense import leaning
from search.dates.mentioned.words import Phrase

_FORTNIGHTS: Final = 42
"""Days around publication within which «в среду, 7-го» is looked for."""


def weekday(context: Context, phrase: Phrase, i: int) -> str | None:
    """The day that "on Thursday" means; the verb tells whether it was or will be."""
    day = context.day
    if day is None:
        return None
    target = int(phrase.values["weekday"]) - 1
    back, ahead = (day.weekday() - target) % 7, (target - day.weekday()) % 7
    how = phrase.rule.split()[1]
    days: int | None
    if how == "near":
        lean = leaning(context.tokens, i, phrase.end, phrase.language)
        days = ahead if lean > 0 else -back
    elif how == "past":
        days = -(back or 7)
    elif how == "ahead":
        days = ahead or 7
    elif how == "last":  # that of last week only where it is also the nearest
        days = -(back or 7) if (back or 7) > day.weekday() else None
    elif how == "next":
        days = (ahead or 7) if (ahead or 7) > 6 - day.weekday() else None
    elif how == "this":
        days = target - day.weekday()
    elif how == "until":
        days = _until(context, phrase, i, back, ahead)
    else:
        lean = leaning(context.tokens, i, phrase.end, phrase.language, strict=True)
        days = (ahead if lean > 0 else -back) or None
    found = None if days is None else calendar.shifted(day, days)
    return None if found is None else found.isoformat()


def in_week(week: str, number: int) -> str:
    """The day of a week that is a range: Thursday of "last week"."""
    monday = date.fromisoformat(week[:10])
    return (calendar.shifted(monday, number - 1) or monday).isoformat()


def on_the(day: date, number: int, isoweekday: int) -> str | None:
    """The day nearest to publication with a number and a weekday: «в среду, 7-го»."""
    for distance in range(_FORTNIGHTS):
        for days in (-distance, distance):
            found = calendar.shifted(day, days)
            if found and (found.day, found.isoweekday()) == (number, isoweekday):
                return found.isoformat()
    return None


def _until(context: Context, phrase: Phrase, i: int, back: int, ahead: int) -> int | None:
    """ "They have until Friday" is to come; "By Saturday she was rinsing a blouse" is past."""
    first = i == 0 or not context.tokens.low[i - 1][0].isalnum()
    if (
        first
        and phrase.language == "en"
        and leaning(context.tokens, i, phrase.end, phrase.language) < 0
    ):
        return -back or None
    return ahead or None


def weekend(context: Context, phrase: Phrase, i: int) -> str | None:
    """Saturday and Sunday; "next weekend" said on a Tuesday may be either of two."""
    day = context.day
    if day is None:
        return None
    here = day.weekday() >= 5
    own = 5 - day.weekday()  # days to the Saturday of this week
    how = phrase.rule.split()[1]
    if how in ("near", "this"):
        lean = leaning(context.tokens, i, phrase.end, phrase.language)
        past = lean < 0 or (how == "near" and lean == 0)
        days: int | None = own if here or not past else own - 7
    elif how == "past":
        days = own - 7
    elif how == "ahead":
        days = own + 7 if here else own
    else:
        days = own + 7 if here else None
    saturday = None if days is None else calendar.shifted(day, days)
    return None if saturday is None else calendar.between(saturday, calendar.shifted(saturday, 1))
