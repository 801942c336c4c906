"""The reading of a text for dates: which expression stands where, and what it means there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from search.dates.mentioned import (
    absolute,
    calendar,
    distances,
    relative,
    tokens,
    weekdays,
    words,
    years,
)
from search.dates.mentioned.context import Context
from search.dates.mentioned.numeric import Group, Part
from search.dates.mentioned.tense import leaning
from search.documents import LanguageSpan
from search.partial_dates import PartialDate, date_of

AHEAD: Final = 60
"""A day without a year lies at most this many days after publication ("from Feb. 1"), unless
it is in the same year or the sentence speaks of what will be."""
_FAR_AHEAD: Final = 183
_BESIDE: Final = 60
"""Where publication is unknown, a day without a year is so near to the full date before it."""
_SHORT_YEARS: Final = 10
ATTEMPTS: Final = 1_000
"""Expressions tried in a piece of `tokens.PIECE` characters, many times what prose needs; of a
table of nothing but dates the rest of the piece is not read, so that any text takes its time
at most."""
_DECADE_NOUNS: Final = frozenset({"années", "años", "lat", "lata", "latach"})
_AFTER_NUMBER: Final = frozenset({"", " ", "\u00a0", "\n", ".", "/", "-", "e", "е", "s"})
_WEEKDAY_JOINTS: Final = frozenset({",", "(", "den", "dem", "der", "el", "le", "the", "día", "am"})


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of a text, in code points, and what it names.

    `dates` are one for "on Thursday", two for "3 and 5 May", and for a range the whole and
    then its ends: 2019/2021, 2019, 2021. Their evidence is the stretch.
    """

    start: int
    end: int
    dates: tuple[PartialDate, ...]

    @property
    def date(self) -> PartialDate:
        """The date, or the whole of a range, or the first of a list."""
        return self.dates[0]


@dataclass(frozen=True, slots=True)
class Stated:
    """A day or month as it stands in a text: `value` is ISO."""

    value: str
    start: int
    end: int


class Reader:
    """One reading of one text."""

    def __init__(
        self, text: str, published: PartialDate, languages: Sequence[LanguageSpan]
    ) -> None:
        self._text = text
        self._published = published
        self._languages = languages
        self._tokens = tokens.Tokens("", (), (), ())
        self._before: tuple[str, int] | None = None
        """The value of the last mention and where it ended."""
        self._full = ""
        """The last day that was given with its year."""

    def mentions(self) -> Iterator[DateMention]:
        """The mentions, in order."""
        for piece in tokens.read(self._text, self._languages):
            self._tokens = piece
            reached = 0
            for i in candidates(piece):
                if i < reached:
                    continue
                start, end, values = self._at(i)
                reached = max(end, i + 1)
                if values:
                    yield self._mention(start, end, values)

    def stated(self, *, any_case: bool) -> Iterator[Stated]:
        """Days and months with a number, each value with its place."""
        for piece in tokens.read(self._text, shouted=any_case):
            self._tokens = piece
            reached = 0
            for i in candidates(piece):
                group = absolute.find(piece, i) if i >= reached else None
                if group is None:
                    continue
                reached = max(group.end, i + 1)
                start, end = piece.start[i], piece.end[group.end - 1]
                for part in group.parts:
                    if value := self.value(part, i, group.end):
                        yield Stated(value, start, end)

    def _mention(self, start: int, end: int, values: tuple[str, ...]) -> DateMention:
        low, high = self._tokens.start[start], self._tokens.end[end - 1]
        evidence = " ".join(self._text[low:high].split())
        self._before = values[0] if "/" not in values[0] else values[-1], high
        return DateMention(low, high, tuple(date_of(value, evidence) for value in values))

    def _at(self, i: int) -> tuple[int, int, tuple[str, ...]]:
        """The expression at a token: where it begins and ends, and its values.

        One that is clearly a date but cannot be told is passed over as a whole, so that of
        "31 April 2025" the end is not taken for a month.
        """
        phrase = words.find(self._tokens, i)
        group = absolute.find(self._tokens, i)
        if group is not None and (phrase is None or group.end > phrase.end):
            return i, group.end, self._values(group, i)
        if phrase is not None and (exact := self._month_with_year(phrase, i)) is not None:
            return exact
        if phrase is not None:
            found = self._dated_weekday(phrase, i) or self._phrase(phrase, i)
            if found is not None:
                return found
        if self._tokens.low[i][0].isdigit() and (year := years.find(self._tokens, i)):
            return year.start, year.end, year.values
        return i, i + 1, ()

    def _month_with_year(
        self, phrase: words.Phrase, i: int
    ) -> tuple[int, int, tuple[str, ...]] | None:
        """«до мая 2025 года» begins like «до мая», but has its year."""
        if "month" not in phrase.values:
            return None
        for at in range(i, phrase.end):
            group = absolute.find(self._tokens, at)
            if group is not None and group.end > phrase.end:
                return i, group.end, self._values(group, at)
        return None

    def _phrase(self, phrase: words.Phrase, i: int) -> tuple[int, int, tuple[str, ...]] | None:
        if phrase.rule == "none":
            return i, phrase.end, ()
        read = relative.resolve(self._context(i), phrase, i)
        end, values = read.end, read.values
        if phrase.rule.startswith("week"):
            end, values = self._day_of_week(phrase, i, end, values)
        if not values and phrase.rule.split()[0] in distances.RULES:
            self._before = None  # the story has moved on, nobody knows where to
        return i, end, values

    def _context(self, i: int) -> Context:
        start = self._tokens.start[i]
        if self._before is None or start - self._before[1] > distances.NEAR:
            return Context(self._tokens, self._published)
        value, end = self._before
        return Context(self._tokens, self._published, value, self._text[end:start])

    def _day_of_week(
        self, phrase: words.Phrase, i: int, end: int, values: tuple[str, ...]
    ) -> tuple[int, tuple[str, ...]]:
        """ "Thursday last week", «на прошлой неделе, в четверг», «в среду, 7-го»."""
        at = end + 1 if self._tokens.at(end) == "," else end
        context = self._context(i)
        if at >= len(self._tokens) or context.day is None:
            return end, values
        if "weekday" in phrase.values:
            number = absolute.numbered(self._tokens, at)
            weekday = int(phrase.values["weekday"])
            if number is not None:
                day = weekdays.on_the(context.day, number[0], weekday)
                return (number[1], (day,)) if day else (end, values)
        following = words.find(self._tokens, at)
        if following is None:
            return end, values
        rules = {phrase.rule.split()[0], following.rule.split()[0]}
        if rules == {"week", "weekday"}:
            inner = phrase if phrase.rule.startswith("weekday") else following
            outer = (
                values if phrase is not inner else relative.resolve(context, following, at).values
            )
            if outer and inner.rule.split()[1] == "near":
                weekday = int(inner.values["weekday"])
                return following.end, (weekdays.in_week(outer[0], weekday),)
        return end, values

    def _dated_weekday(
        self, phrase: words.Phrase, i: int
    ) -> tuple[int, int, tuple[str, ...]] | None:
        """ "Thursday, December 18": the weekday of a date is part of it."""
        if not phrase.rule.startswith(("weekday", "none")) or "weekday" not in phrase.values:
            return None
        at = phrase.end
        while at < phrase.end + 3 and self._tokens.at(at) in _WEEKDAY_JOINTS:
            at += 1
        if at >= len(self._tokens):
            return None
        group = absolute.find(self._tokens, at)
        if group is None or group.kind or group.parts[0].day is None:
            return None
        values = self._values(group, at)
        return (i, group.end, values) if values else None

    def _values(self, group: Group, i: int) -> tuple[str, ...]:
        found = [self.value(part, i, group.end) for part in group.parts]
        values = tuple(value for value in found if value is not None)
        if len(values) < len(found):
            return ()
        if group.parts[-1].year is not None and group.parts[-1].day is not None:
            self._full = values[-1]
        if group.kind != "range":
            return values
        first, last = values
        return (f"{first}/{last}", first, last) if first < last else ()

    def value(self, part: Part, start: int, end: int) -> str | None:
        """The ISO value of a day or month; None where there is no such day or no year for it."""
        year = part.year
        if part.reference:
            year = self._referred(part)
        if part.month is None:
            return None
        if part.day is None:
            return None if year is None else f"{year:04}-{part.month:02}"
        if year is not None:
            return calendar.iso_day(year, part.month, part.day)
        anchor, limit = self._anchor()
        if anchor is None:
            return None
        near = _nearest(part.month, part.day, anchor)
        if near is None:  # a day that the verb may place before or after
            lean = leaning(self._tokens, start, end, part.language)
            near = _farther(part.month, part.day, anchor, lean)
        if near is None or (limit and abs((near - anchor).days) > limit):
            return None
        return near.isoformat()

    def _referred(self, part: Part) -> int | None:
        """The year that words tell: last year, the same year, or two digits of it."""
        own = self._published.value
        if part.reference == "same":
            return int(self._before[0][:4]) if self._before else None
        if own is None:
            return None
        if part.reference == "short":
            near = part.year is not None and abs(part.year - int(own[:4])) <= _SHORT_YEARS
            return part.year if near else None
        return int(own[:4]) + int(part.reference)

    def _anchor(self) -> tuple[date | None, int]:
        """The day from which a year is counted, and how far from it a day may be.

        It is the last of the day or month of publication, else the last full date before.
        """
        known = self._published
        if known.days is not None and known.precision not in ("year", "range"):
            return date.fromordinal(known.days[1]), 0
        return (date.fromisoformat(self._full), _BESIDE) if self._full else (None, 0)


def _days(month: int, day: int, anchor: date) -> list[date]:
    """The days of that name from eight years before to a year after: leap years are rare."""
    years_around = range(max(anchor.year - 8, 1), min(anchor.year + 1, 9999) + 1)
    found = (calendar.iso_day(year, month, day) for year in years_around)
    return [date.fromisoformat(value) for value in found if value]


def _nearest(month: int, day: int, anchor: date) -> date | None:
    """The nearest day of that name, unless it is far ahead of `anchor` (see `AHEAD`)."""
    days = _days(month, day, anchor)
    if not days:
        return None
    nearest = min(days, key=lambda one: abs((one - anchor).days))
    ahead = min((one for one in days if one > anchor), default=None)
    open_to_doubt = ahead is not None and AHEAD < (ahead - anchor).days <= _FAR_AHEAD
    return None if open_to_doubt else nearest


def _farther(month: int, day: int, anchor: date, lean: int) -> date | None:
    """The day that a verb, or the year of publication, places far ahead or else behind."""
    days = _days(month, day, anchor)
    ahead = min((one for one in days if one > anchor), default=None)
    behind = max((one for one in days if one <= anchor), default=None)
    if ahead is not None and (lean > 0 or (lean == 0 and ahead.year == anchor.year)):
        return ahead
    return behind


def candidates(piece: tokens.Tokens) -> Iterator[int]:
    """The tokens at which an expression may begin, at most `ATTEMPTS` of them."""
    starts, may_follow, low = words.starts(), words.may_follow, piece.low
    text, end, months = piece.text, piece.end, absolute.months_ahead(piece)
    count = 0
    for i, word in enumerate(low):
        if not "0" <= word[0] <= "9":
            if word not in starts or not may_follow(word, piece.at(i + 1)):
                continue
        elif not months[i]:
            plain = len(word) != 4 and text[end[i] : end[i] + 1] not in _AFTER_NUMBER
            if plain or not _may_be_date(piece, i):
                continue
        count += 1
        if count > ATTEMPTS:
            return
        yield i


def _may_be_date(piece: tokens.Tokens, i: int) -> bool:
    """Whether a number may be a year, or has signs and numbers behind it, a unit, or the
    ending of a decade."""
    word, end = piece.low[i], piece.end[i]
    if len(word) >= 4:
        return len(word) == 4 and "1000" <= word < "2200"
    sign, inside = piece.text[end : end + 1], piece.text[end + 1 : end + 2].isdigit()
    if sign in "./-" and inside:
        return True
    following = piece.at(i + 1)
    if following in words.units() or "quartal" in (following, piece.at(i + 2)):
        return True
    return word[-1] == "0" and (sign in "-eеs" or piece.at(i - 1) in _DECADE_NOUNS)
