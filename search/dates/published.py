"""The date on which a page or a text says its article was published.

Read from the lines around the article, never from its prose: "Posted on December 18, 2025",
«Опубликовано: 28.01.2026 в 16:42», or a line that is nothing but a date; from the address
of the page (/2025/12/18/); or from a dateline («МИНСК, 18 декабря. /Агентство/») whose year
another date of the text tells. Where these disagree, lack a year or point to the future,
the date is unknown. The headlines of other articles have stamps too ("16.10 20:44"), and a
copyright line has a year: neither counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from search.dates.mentioned import Stated, stated
from search.dates.months import rows
from search.partial_dates import UNKNOWN_DATE, PartialDate, date_of

FIRST_YEAR: Final = 1990
"""Pages are no older; a date before it is that of an event or of a machine's epoch."""
LABELLED: Final = 0.8
ALONE: Final = 0.7
"""Confidence of a date around pasted text, with "Published:" before it and without."""
_LINE: Final = 2_000
"""A longer line is a paragraph."""
_BODY: Final = 20_000
_CREDIT: Final = 12
_SHORT: Final = 4
"""Words beside a date in a line of credits; a line with a full stop may be a sentence."""
_HEAD: Final = 160
"""Characters within which a dateline ends."""
_BESIDE: Final = 60
"""So near to a dateline a full date of the text tells its year."""

_LABEL: Final = re.compile(
    r"(?<!\w)(?:first\s+)?(?:posted|published|publication\s+date|date\s+published|date|"
    r"опубликован[оаы]?|дата\s+публикации|дата|размещено|добавлено|"
    r"опубліковано|дата\s+публікації|"
    r"апублікавана|дата\s+публікацыі|публикувано|"
    r"veröffentlicht|erstellt|publié|publiée|mis\s+en\s+ligne|publicado|publicada|fecha|"
    r"opublikowano|data\s+publikacji|dodano|data|pubblicato|gepubliceerd)"
    r"(?!\w)\s*:?\s*(?:on|at|am|vom|le|el|dnia|em|il|op|на)?\s*(?:[^\W\d_]{1,20}\s*,\s*)?$",
    re.IGNORECASE,
)
_LABEL_WORD: Final = re.compile(
    r"posted|publi|date|дата|дату|добавлен|размещ|опубл|апубл|veröffent|erstellt|gestellt|"
    r"mis\s+en\s+ligne|fecha|opublik|dodano|data",
    re.IGNORECASE,
)
_LABEL_BEHIND: Final = re.compile(
    r"[^.!?]{0,40}?(?<!\w)(?:veröffentlicht|online\s+gestellt|gepostet|publié|опубликован)",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"©|\(c\)|copyright|updated|modified|revised|last\s+edited|обновлено|обновлён|изменен|оновлено|"
    r"абноўлена|aktualisiert|mis\s+à\s+jour|modifié|actualizado|zaktualizowano|aktualizacja|"
    r"aggiornato|bijgewerkt",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"(?<!\w)(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?!\w)|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"понеділок|вівторок|середа|четвер|п['’ʼ]ятниця|субота|неділя|"
    r"панядзелак|аўторак|серада|чацвер|пятніца|нядзеля|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?<!\w)(?:mo|di|mi|do|fr|sa|so)\.|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"poniedziałek|wtorek|środa|czwartek|piątek|niedziela",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<!\w)(?:в|о|у|at|um|à|a\s+las|godz\.?)?\s*\d{1,2}[:.]\d{2}(?::\d{2})?\s*"
    r"(?:[ap]\.?m\.?|uhr|z|utc|gmt|msk|мск|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_CLOCK_BEHIND: Final = re.compile(r"\s{0,9},?\s{0,9}" + _CLOCK.pattern, re.IGNORECASE)
_PLAIN: Final = re.compile(
    r"№\s{0,3}\d+|(?<!\w)(?:posted|published|on|the|at|by|le|el|am|vom|den|il|op|em|date|de|del|à|um|"
    r"г\.|р\.|года|року|г|р)(?!\w)",
    re.IGNORECASE,
)
_ADDRESS: Final = (
    re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?=[/_-]|\.\w|$)"),
    re.compile(r"[/=_-](?P<y>20[0-4]\d)(?P<m>\d\d)(?P<d>\d\d)(?=[/_.&-]|$)"),
    re.compile(r"[/=_-](?P<y>20[0-4]\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(r"/(?P<d>\d\d)[.-](?P<m>\d\d)[.-](?P<y>20[0-4]\d)(?=[/_.&-]|$)"),
)
_FOREIGN: Final = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:\.|º)?\s{1,3}(?:de\s{1,3})?(?P<m>[^\W\d_]{3,10})\.?,?\s{1,3}"
    r"(?:de\s{1,3})?(?P<y>(?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST: Final = re.compile(
    r"(?<!\w)(?P<m>[^\W\d_]{3,10})\.?\s{1,3}(?P<d>\d{1,2}),?\s{1,3}(?P<y>(?:19|20)\d\d)(?!\d)"
)
_NUMBERS: Final = re.compile(
    r"(?<![\d./:])(?P<a>\d{1,2})(?P<sign>[./])(?P<b>\d{1,2})(?P=sign)(?P<y>20\d\d|\d\d)(?![\d:]|[./]\d)"
)
_DIGITS: Final = {start + n: str(n) for start in (0x660, 0x6F0, 0x966, 0xFF10) for n in range(10)}
"""Arabic, Persian, Indian and wide digits."""
_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?:[./]|年|년|\.\s)\s?(?P<m>\d{1,2}|[^\W\d_]{4,11})\s?"
    r"(?:[./]|月|월|\.?\s)\s?(?P<d>\d{1,2})(?:日|일|\.)?(?!\d)"
)
_DATELINE: Final = re.compile(
    r"^[\"«„“]?(?:[^\W\d_][^\W\d_.\-'’ /]{1,30}){1,3}(?:[ /-][^\W\d_.\-'’]{2,30}){0,4}"
    r"(?:,[^\W\d_ .'’-]{0,3}[^\W\d,]{2,30})?\s?,\s(?=[^,.(/—–]{4,30}[,.(/—–-])"
)


@dataclass(frozen=True, slots=True)
class Published:
    """A date of publication with how sure it is, 0 to 1; `where` it stood, `words` as written.

    The page's own statements to machines are near 1, a line of text about 0.7.
    """

    date: PartialDate
    confidence: float
    where: str

    def __bool__(self) -> bool:
        return bool(self.date)


UNKNOWN_PUBLISHED: Final = Published(UNKNOWN_DATE, 0.0, "")


def published(lines: Iterable[str], *, today: date) -> PartialDate:
    """The date that `lines` give for their article, or unknown.

    `lines` are those above the article and those directly below it. Dates with a label
    count before lines that are nothing but a date; `today` is the last day it can be.
    """
    labelled: list[tuple[str, str]] = []
    alone: list[tuple[str, str]] = []
    for line in lines:
        for value, words, has_label in of_line(line):
            (labelled if has_label else alone).append((value, words))
    for group, confidence in ((labelled, LABELLED), (alone, ALONE)):
        if group:
            return replace(_agreed(group, today), confidence=confidence) or UNKNOWN_DATE
    return UNKNOWN_DATE


def may_state(line: str) -> bool:
    """Whether a line has both digits and a label, by a quick look."""
    return bool(_LABEL_WORD.search(line) and re.search(r"\d", line))


def of_line(
    line: str, *, loose: bool = False, day_first: bool | None = None
) -> Iterator[tuple[str, str, bool]]:
    """Dates that a line states, each with its words and whether a label says so.

    Without a label the line must be nothing but a date, a weekday and a time, unless it is
    read `loose`: then a short line may name an author or a place too.
    """
    if len(line) > _LINE:
        return
    for one in stated_anyhow(line, day_first=day_first) if loose else stated(line):
        if _OTHER.search(line[: one.start]):
            return
        if label := _LABEL.search(line[max(0, one.start - 60) : one.start]):
            start = max(0, one.start - 60) + label.start()
            words = line[start : _end(line, one)]
            yield one.value, " ".join(words.split()), True
        elif _LABEL_BEHIND.match(line, one.end):
            yield one.value, line[one.start : _end(line, one)], True
        elif _is_credit(line, one) if loose else _is_alone(line, one):
            yield one.value, " ".join(line.split()), False


def stated_anyhow(line: str, *, day_first: bool | None = None) -> list[Stated]:
    """Full days in a line of a page of any language, small and capital letters alike.

    `day_first` tells whether 05/06/2025 is in June or in May, where the page has told it.
    """
    line = line[:_LINE].translate(_DIGITS)
    found = [one for one in stated(line, any_case=True) if len(one.value) == len("2025-12-18")]
    if found:
        return found
    for pattern in (_FOREIGN, _MONTH_FIRST, _YEAR_FIRST):
        for match in pattern.finditer(line):
            month = (
                match["m"] if match["m"].isdigit() else _foreign_months().get(match["m"].lower())
            )
            value = _iso(match["y"], month, match["d"]) if month else None
            if value is not None:
                found.append(Stated(value, match.start(), match.end()))
    return found or list(_by_order(line, day_first))


def _by_order(line: str, day_first: bool | None) -> Iterator[Stated]:
    """05/06/2025 where the page tells the order, and 18.12.25 with its two digits."""
    for match in _NUMBERS.finditer(line):
        first, second, year, sign = match["a"], match["b"], match["y"], match["sign"]
        if sign == "." or int(first) > 12 or day_first:
            day, month = first, second
        elif int(second) > 12 or day_first is False:
            day, month = second, first
        else:
            continue
        value = _iso(year if len(year) == 4 else f"20{year}", month, day)
        if value is not None:
            yield Stated(value, match.start(), match.end())


def order_of(lines: Iterable[str]) -> bool | None:
    """Whether days stand before months in the dates of a page; None where that is open.

    One 26/10/2018 among them tells it for all.
    """
    day, month = 0, 0
    for line in lines:
        for match in _NUMBERS.finditer(line):
            if match["sign"] == "/":
                day += int(match["a"]) > 12 >= int(match["b"])
                month += int(match["b"]) > 12 >= int(match["a"])
    return None if bool(day) == bool(month) else day > 0


@cache
def _foreign_months() -> dict[str, str]:
    tables = [*rows("more_months.tsv"), *rows("months.tsv")]
    return {form: number for _, number, forms in tables for form in forms.split()}


def of_text(body: str, url: str | None, *, today: date) -> PartialDate:
    """The date of an article that came without its page: from its address or its dateline.

    Where both speak and disagree the address wins: a text printed again keeps the dateline.
    """
    found = from_address(url or "", today=today) or from_dateline(body, today=today)
    return replace(found.date, confidence=found.confidence) if found else UNKNOWN_DATE


def from_address(url: str, *, today: date) -> Published:
    """The date in a path (/2025/12/18/, /20251218-title); unknown where there is none."""
    for pattern in _ADDRESS:
        match = pattern.search(url.partition("#")[0][:2000])
        value = _iso(match["y"], match["m"], match["d"]) if match else None
        if match is not None and value is not None and is_possible(value, today):
            words = match[0].lstrip("=_-")
            return Published(date_of(value, words), 0.85, "address")
    return UNKNOWN_PUBLISHED


def from_dateline(body: str, *, today: date) -> Published:
    """The day of a dateline: "RIGA, Dec 12 (Agency)", «РИГА, 12 декабря. /Агентство/».

    The year is that of a full date in the text within `_BESIDE` days; without one the
    date is unknown, for old articles are saved too.
    """
    line = body.lstrip().partition("\n")[0][:_HEAD]
    match = _DATELINE.match(line)
    if match is None:
        return UNKNOWN_PUBLISHED
    full = [one.value for one in stated(body[:_BODY]) if len(one.value) == len("2025-12-18")]
    for value in dict.fromkeys(full):
        near = stated(line, date_of(value))
        if not near or near[0].start > match.end() + 1:
            continue
        day = near[0].value
        if len(day) == len(value) and _distance(day, value) <= _BESIDE and is_possible(day, today):
            return Published(date_of(day, line[: near[0].end]), 0.7, "dateline")
    return UNKNOWN_PUBLISHED


def is_possible(value: str, today: date) -> bool:
    """Whether a page can be of that date: not before there were pages, not to come."""
    return f"{FIRST_YEAR}" <= value[:4] and value[:10] <= today.isoformat()[: len(value[:10])]


def _distance(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _agreed(group: list[tuple[str, str]], today: date) -> PartialDate:
    """The one date of a group, or unknown when it has several or one that is to come.

    A month and a day of it agree, and the day is told: "December 2025", "18.12.2025".
    """
    value, evidence = max(group, key=lambda pair: len(pair[0]))
    # The longest evidence sentence is not better than the first, but "Posted on …" is
    # better than the bare "date 2025-12-18" of a breadcrumb line.
    for other, words in group:
        if not value.startswith(other):
            return UNKNOWN_DATE
        if other == value and len(words) > len(evidence):
            evidence = words
    if value > today.isoformat()[: len(value)]:
        return UNKNOWN_DATE
    return date_of(value, evidence)


def _end(line: str, one: Stated) -> int:
    """Where the evidence ends: with the time of day, if one follows the date."""
    clock = _CLOCK_BEHIND.match(line, one.end)
    return clock.end() if clock else one.end


def _is_alone(line: str, one: Stated) -> bool:
    """Whether the line is a date and nothing else but weekday and time."""
    rest = line[: one.start] + " " + line[one.end :]
    if len(rest) > 120:
        return False
    rest = _PLAIN.sub(" ", _WEEKDAY.sub(" ", _CLOCK.sub(" ", rest)))
    return not re.search(r"\w", rest)


def _is_credit(line: str, one: Stated) -> bool:
    """Whether the line is a date with a few words beside: an author, a place, a source.

    "22/11/2020 - 04:30 - Photo: Ann Lee", and no sentence about that day.
    """
    rest = _CLOCK.sub(" ", f"{line[: one.start]} {line[one.end :]}")
    words = re.findall(r"[^\W\d_]+", rest[:400])
    ended = line.rstrip()[-1:] in (".", "!", "?") and one.end < len(line.rstrip()) - 3
    return len(words) <= (_SHORT if ended else _CREDIT)
