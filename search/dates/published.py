"""The date on which a page says its article was published.

Read from the lines around the article, never from its prose: "Posted on December 18, 2025",
«Опубликовано: 28.01.2026 в 16:42», or a line that is nothing but a date. Where such lines
disagree, lack a year or point to the future, the date is unknown. The headlines of other
articles have stamps too ("16.10 20:44"), and a copyright line has a year: neither counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from search.dates.mentioned import Stated, stated
from search.partial_dates import UNKNOWN_DATE, PartialDate

_LABEL: Final = re.compile(
    r"(?<!\w)(?:first\s+)?(?:posted|published|publication\s+date|date\s+published|date|"
    r"опубликован[оаы]?|дата\s+публикации|дата|размещено|"
    r"опубліковано|дата\s+публікації|"
    r"апублікавана|дата\s+публікацыі|"
    r"veröffentlicht|publié|publicado|fecha|opublikowano|data\s+publikacji|data)"
    r"(?!\w)\s*:?\s*(?:on|at|am|vom|le|el|dnia)?\s*(?:[^\W\d_]+\s*,\s*)?$",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(r"©|\(c\)|copyright|updated|обновлено|оновлено|абноўлена", re.IGNORECASE)
_WEEKDAY: Final = re.compile(
    r"(?<!\w)(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?!\w)|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"понеділок|вівторок|середа|четвер|п['’ʼ]ятниця|субота|неділя|"
    r"панядзелак|аўторак|серада|чацвер|пятніца|нядзеля|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
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


def published(lines: Iterable[str], *, today: date) -> PartialDate:
    """The date that `lines` give for their article, or unknown.

    `lines` are those above the article and those directly below it. Dates with a label
    count before lines that are nothing but a date; `today` is the last day it can be.
    """
    labelled: list[tuple[str, str]] = []
    alone: list[tuple[str, str]] = []
    for line in lines:
        for one in stated(line):
            if _OTHER.search(line[: one.start]):
                break
            if label := _LABEL.search(line[: one.start]):
                words = line[label.start() : _end(line, one)]
                labelled.append((one.value, " ".join(words.split())))
            elif _is_alone(line, one):
                alone.append((one.value, " ".join(line.split())))
    for group in (labelled, alone):
        if group:
            return _agreed(group, today)
    return UNKNOWN_DATE


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
    return PartialDate(value, "month" if len(value) == len("2025-12") else "day", evidence)


def _end(line: str, one: Stated) -> int:
    """Where the evidence ends: with the time of day, if one follows the date."""
    clock = re.compile(r"\s*,?\s*" + _CLOCK.pattern, re.IGNORECASE).match(line, one.end)
    return clock.end() if clock else one.end


def _is_alone(line: str, one: Stated) -> bool:
    """Whether the line is a date and nothing else but weekday and time."""
    rest = line[: one.start] + " " + line[one.end :]
    rest = _WEEKDAY.sub(" ", _CLOCK.sub(" ", rest))
    return not re.search(r"\w", rest)
