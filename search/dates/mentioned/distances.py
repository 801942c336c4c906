"""Distances: "two days ago", «неделей позже», "five days after 8 December"."""

from __future__ import annotations

from datetime import date
from typing import Final

from search.dates.mentioned import absolute, calendar
from search.dates.mentioned.context import Context, Read, Rule, argument
from search.dates.mentioned.numeric import Group, Part
from search.dates.mentioned.tense import leaning
from search.dates.mentioned.tokens import Tokens
from search.dates.mentioned.words import Phrase

NEAR: Final = 300
"""Characters within which "two days later" can speak of the date before."""
RULES: Final = frozenset({"later", "earlier", "then", "through", "after", "before", "unsure"})
"""Rules that count from the date before."""
_THEN: Final = 240
"""Characters within which "the next day" follows its day."""
_THROUGH: Final = 150


def _count(phrase: Phrase) -> int:
    return int(phrase.values.get("n", "1"))


def _from_publication(context: Context, count: int, unit: str) -> str | None:
    """So many days, months or years from publication; weeks are no more exact than a week."""
    if unit == "day":
        day = None if context.day is None else calendar.shifted(context.day, count)
        return None if day is None else day.isoformat()
    if unit == "week":
        return None if context.day is None else calendar.week(context.day, count)
    if unit == "month":
        return None if context.month is None else calendar.month_after(context.month, count)
    return None if context.year is None else calendar.year_after(f"{context.year:04}", count)


def ago(context: Context, phrase: Phrase, _i: int) -> str | None:
    """ "Nine years ago": as exact as its unit."""
    return _from_publication(context, -_count(phrase), phrase.values["unit"])


def hence(context: Context, phrase: Phrase, i: int) -> str | None:
    """ "In two days' time"; without "time" it may be a duration."""
    unit = phrase.values.get("unit") or context.tokens.low[i + 2].rstrip("s")
    return _from_publication(context, _count(phrase), unit)


def _unit(context: Context, phrase: Phrase, i: int) -> str:
    """The unit of a phrase; «неделей позже» has it in its form alone."""
    if "unit" in phrase.values:
        return phrase.values["unit"]
    word = context.tokens.low[i]
    for unit, starts in _STEPS.items():
        if word.startswith(starts):
            return unit
    return "day"


_STEPS: Final = {
    "week": ("недел", "тиж", "тыд"),
    "month": ("месяц", "місяц"),
    "year": ("год", "рок"),
}


def later(sign: int) -> Rule:
    """ "Two days later", and with -1 "two days earlier": from the date before."""

    def rule(context: Context, phrase: Phrase, i: int) -> str | None:
        if not context.before:
            return None
        return calendar.moved(context.before, sign * _count(phrase), _unit(context, phrase, i))

    return rule


def then(context: Context, phrase: Phrase, _i: int) -> str | None:
    """ "The next day", "that afternoon": from the day just named."""
    if len(context.before) != len("2025-12-18") or len(context.gap) > _THEN:
        return None
    return calendar.moved(context.before, argument(phrase), "day")


def through(context: Context, phrase: Phrase, i: int) -> str | None:
    """«Арестовали в феврале 2024 года, а через семь месяцев отпустили»: from the date before.

    Without one, or of what is to come, «через две недели» may count from anything.
    """
    lean = leaning(context.tokens, i, phrase.end, phrase.language)
    if not context.before or lean > 0 or len(context.gap) > _THROUGH:
        return None
    return calendar.moved(context.before, _count(phrase), _unit(context, phrase, i))


def after(sign: int) -> Rule:
    """ "Five days after 8 December" is the 13th. Before a noun it tells when that was:

    "On Thursday, five days after freeing them" frees them on Saturday.
    """

    def rule(context: Context, phrase: Phrase, i: int) -> str | Read | None:
        count, unit = sign * _count(phrase), _unit(context, phrase, i)
        group = _date_behind(context.tokens, phrase.end)
        if group is not None:
            part = group.parts[0]
            value = _stated(part)
            moved = calendar.moved(value, count, unit) if value else None
            return Read((moved, value), group.end) if moved and value else Read((), phrase.end)
        if not context.before:
            return None
        beside = context.gap.strip() in (",", "(", "—", "–", "-", ", a", ", уже")
        if not beside and not (sign > 0 and _is_reporting(context)):
            return None
        return calendar.moved(context.before, -count, unit)

    return rule


def _is_reporting(context: Context) -> bool:
    """Whether the date before is that on which the article reports: publication, or just by."""
    if context.day is None or len(context.before) != len("2025-12-18"):
        return False
    return 0 <= (context.day - date.fromisoformat(context.before)).days <= 1


def _date_behind(tokens: Tokens, at: int) -> Group | None:
    if tokens.at(at) in ("the", "on", "le", "el", "dem", "del"):
        at += 1
    return absolute.find(tokens, at) if at < len(tokens) else None


def _stated(part: Part) -> str | None:
    if part.year is None or part.month is None:
        return None
    if part.day is None:
        return f"{part.year:04}-{part.month:02}"
    return calendar.iso_day(part.year, part.month, part.day)
