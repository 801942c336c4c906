"""Dates told from the day of publication: "yesterday", «в прошлом году», "in September".

Each rule of `data/phrases.tsv` is a function here or in the rooms beside. A rule gives
nothing where readers would differ: "next Friday" said on a Wednesday, "last Tuesday" said
on a Thursday, a season or a "through two weeks" without its year or start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from search.dates.mentioned import calendar, distances, weekdays
from search.dates.mentioned.context import Context, Read, Rule, argument
from search.dates.mentioned.tense import leaning
from search.dates.mentioned.words import Phrase, cues

_MONTHS_AHEAD: Final = 2
"""So far ahead a month may be in the next year although no verb says that it will be."""


def resolve(context: Context, phrase: Phrase, i: int) -> Read:
    """What a phrase at token `i` means; no values where it cannot be told."""
    rule = _RULES.get(phrase.rule.split()[0])
    found = rule(context, phrase, i) if rule else None
    if isinstance(found, Read):
        return found
    return Read((found,) if found else (), phrase.end)


def _capital_inside(context: Context, i: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence explains: "USA Today"."""
    tokens = context.tokens
    if not tokens.raw(i)[0].isupper() or i == 0 or not tokens.same_line(i - 1, i):
        return False
    return tokens.low[i - 1][0].isalnum()


def _day_rule(context: Context, phrase: Phrase, i: int) -> str | None:
    if context.day is None or _capital_inside(context, i):
        return None
    day = calendar.shifted(context.day, argument(phrase))
    return None if day is None else day.isoformat()


def _eve(context: Context, phrase: Phrase, i: int) -> str | None:
    """«Накануне министр сообщил» is yesterday; «накануне выборов» is no date."""
    tokens, after = context.tokens, phrase.end
    word = tokens.at(after)
    verb = word.endswith(("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")) and len(word) > 4
    free = (
        not word
        or not word[0].isalpha()
        or word in cues("date_groups.tsv", "aftereve", phrase.language)
        or verb
    )
    first = tokens.raw(i)[0].isupper() and not _genitive(word)
    if context.day is None or not (free or first):
        return None
    day = calendar.shifted(context.day, -1)
    return None if day is None else day.isoformat()


def _genitive(word: str) -> bool:
    """Whether a word may be the genitive that makes «накануне» a preposition."""
    return word.endswith(("ов", "ев", "ий", "ия", "ы", "и", "а", "я", "го", "ых", "их", "ой", "ей"))


def _week(context: Context, phrase: Phrase, _i: int) -> str | None:
    return None if context.day is None else calendar.week(context.day, argument(phrase))


def _month(context: Context, phrase: Phrase, i: int) -> str | None:
    argument = phrase.rule.split()[1]
    if "month" in phrase.values:
        return _named_month(context, phrase, i, argument)
    return None if context.month is None else calendar.month_after(context.month, int(argument))


def _named_month(context: Context, phrase: Phrase, i: int, how: str) -> str | None:
    """A month without its year, by the side of publication on which the sentence places it."""
    number = int(phrase.values["month"])
    if context.month is None or _name_not_month(context, phrase, i):
        return None
    own = int(context.month[5:7])
    back, ahead = (own - number) % 12, (number - own) % 12
    strict = how == "since"
    lean = leaning(context.tokens, i, phrase.end, phrase.language, strict=strict)
    if how in ("since", "past"):
        lean = lean if how == "since" and lean > 0 else -1
        back = back or (12 if how == "past" else 0)
    elif how in ("until", "ahead"):
        lean = 1
        ahead = ahead or (12 if how == "ahead" and phrase.language != "ru" else 0)
    elif how == "this":
        return calendar.month_after(context.month, number - own)
    if not back:
        return context.month
    this_year = own + ahead <= 12 and ahead <= 6
    forward = lean > 0 or (lean == 0 and (ahead <= _MONTHS_AHEAD or this_year))
    return calendar.month_after(context.month, ahead if forward else -back)


def _name_not_month(context: Context, phrase: Phrase, i: int) -> bool:
    """Whether "May" or "April" behind "by" or before a verb of speech is a person."""
    tokens = context.tokens
    last = phrase.end - 1
    named = tokens.low[last] in ("may", "april", "june", "august", "march")
    if not named:
        return False
    verb = tokens.at(phrase.end) in ("said", "says", "told", "has", "had", "was", "is", "will")
    return verb and tokens.low[i] not in ("in", "during", "early", "late", "mid", "since", "last")


def _year(context: Context, phrase: Phrase, _i: int) -> str | None:
    if context.year is None:
        return None
    return calendar.year_after(f"{context.year:04}", argument(phrase))


def _quarter(context: Context, phrase: Phrase, _i: int) -> str | None:
    if context.month is None:
        return None
    index = int(context.month[:4]) * 4 + (int(context.month[5:7]) - 1) // 3 + argument(phrase)
    return calendar.quarter(index % 4 + 1, index // 4)


# Seasons, half-years, quarters


def _season(context: Context, phrase: Phrase, _i: int) -> str | None:
    """ "Last summer" is the last that is over, "next spring" the next to begin."""
    number = int(phrase.values["season"])
    if context.month is None or number == calendar.WINTER:
        return None
    count, year, month = argument(phrase), int(context.month[:4]), int(context.month[5:7])
    first = {2: 3, 3: 6, 4: 9}[number]
    if count < 0 and month <= first + 2:
        year -= 1
    if count > 0 and month >= first:
        year += 1
    return calendar.season(number, year)


def _season_of_year(_context: Context, phrase: Phrase, _i: int) -> str | None:
    return calendar.season(int(phrase.values["season"]), int(phrase.values["year"]))


def _season_near_year(context: Context, phrase: Phrase, _i: int) -> str | None:
    if context.year is None:
        return None
    return calendar.season(int(phrase.values["season"]), context.year + argument(phrase))


def _part_of_year(part: Callable[[int, int], str]) -> Rule:
    def rule(context: Context, phrase: Phrase, _i: int) -> str | None:
        number = argument(phrase)
        if "year" in phrase.values:
            return part(number, int(phrase.values["year"]))
        if context.year is None or len(phrase.rule.split()) < 3:
            return None
        return part(number, context.year + argument(phrase, 2))

    return rule


_RULES: Final[dict[str, Rule]] = {
    "day": _day_rule,
    "eve": _eve,
    "week": _week,
    "month": _month,
    "year": _year,
    "quarter": _quarter,
    "weekday": weekdays.weekday,
    "weekend": weekdays.weekend,
    "season": _season,
    "seasonyear": _season_of_year,
    "seasonof": _season_near_year,
    "half": _part_of_year(calendar.half),
    "quarterof": _part_of_year(calendar.quarter),
    "ago": distances.ago,
    "hence": distances.hence,
    "later": distances.later(1),
    "earlier": distances.later(-1),
    "afterthat": distances.later(1),
    "then": distances.then,
    "through": distances.through,
    "after": distances.after(1),
    "before": distances.after(-1),
}
