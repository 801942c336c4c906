"""Datelines: the place, the day and the agency that wire copy begins with.

    LONDON, Dec 12 (Northgate) -      МИНСК, 18 дек — РИА Новости.      Київ. 18 грудня. УНН.
    KYIV (AP) –                       18 декабря, Минск /Корр. БЕЛТА/.  Warszawa, 18.12.2025 (PAP)

A name in brackets after a day, or after a place in capitals, is an agency even if the table of
outlets does not know it; elsewhere it must.
"""

from __future__ import annotations

import re
from typing import Final

from search.sources.attribution.cues import UPPER, words_of
from search.sources.attribution.marks import named_in
from search.sources.attribution.model import Found
from search.sources.attribution.outlets import Outlets

_HEAD: Final = 200
_MOVES: Final = 8
_BETWEEN: Final = re.compile(r"[\s,.:–—_-]*")
_DAY: Final = re.compile(
    r"(?:[^\W\d_]{2,9}\.?,?\s)?(?:\d{1,2}(?:st|nd|rd|th|-го|er)?\.?\s(?:de\s)?[^\W\d_]{3,10}\b"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?\b|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d\d-\d\d)"
    r"(?:,?\s(?:de\s)?\d{4}\b)?(?:\s?(?:г|р|года|року|roku)\b\.?)?"
)
_YEAR_OR_TIME: Final = re.compile(r"\d{1,2}:\d\d\b|\d{4}\b")
_PLACE: Final = re.compile(
    rf"(?:S[Tt]\.\s)?[{UPPER}][\w'’ʼ-]*(?:[\s/][{UPPER}][\w'’ʼ-]*){{0,3}}(?=\s*[,.(/:–—-]|\s+\d)"
)
_BRACKETS: Final = {"(": ")", "/": "/", "[": "]"}
_INSIDE: Final = re.compile(r"[^()/\[\]\d]{2,40}(?:/[^()/\[\]\d]{2,20}){0,2}")
_STOP: Final = re.compile(r"\s?(?:\.?\s?[-–—_:]|\.|,\s?[-–—]|\Z)")
_CORRESPONDENT: Final = re.compile(
    r"(?i)\A(?:наш\s)?(?:корр|кор|кар|corr|correspondent|корреспондент|кореспондент|карэспандэнт|"
    r"ИА|ІА)\b\.?\s"
)
_MARKS: Final = '«»"“”„ '


def dateline(line: str, outlets: Outlets) -> Found | None:
    """The agency of a dateline, or None; `words` is the dateline up to it."""
    head = line[:_HEAD]
    at, place, day = 0, "", False
    for move in range(_MOVES):
        at = _BETWEEN.match(head, at).end() if move else at  # type: ignore[union-attr]
        if at >= len(head):
            return None
        if head[at] in _BRACKETS:
            return _bracketed(head, at, place, day, outlets)
        if match := _DAY.match(head, at):
            at, day = match.end(), True
        elif (place or day) and (match := _YEAR_OR_TIME.match(head, at)):
            at = match.end()
        elif (place or day) and (found := _bare(head, at, outlets)):
            return found
        elif not place and (match := _PLACE.match(head, at)):
            at, place = match.end(), match[0]
            if place.lower() in words_of("not_author") or place.lower() in words_of("label"):
                return None  # «Фото: AFP»
        elif place and (match := _PLACE.match(head, at)):
            at = match.end()  # "NEW YORK, United States, Dec 18"
        else:
            return None
    return None


def _bracketed(head: str, at: int, place: str, day: bool, outlets: Outlets) -> Found | None:
    """ "(AP) -", "/ТАСС/.", "(Корр. БЕЛТА) -": the agency in brackets."""
    close = head.find(_BRACKETS[head[at]], at + 1)
    stop = _STOP.match(head, close + 1) if 0 < close - at <= 50 else None
    if stop is None and head[at] == "/" and 0 < close - at <= 50 and (place or day):
        stop = re.compile(r"\s").match(head, close + 1)  # "December 18. /Trend/ The"
    if stop is None:
        return None
    inside = _CORRESPONDENT.sub("", head[at + 1 : close].strip()).strip(_MARKS)
    words = head[: close + 1].strip()
    if outlet := named_in(inside, outlets):
        return Found(outlet.name, outlet.kind, words)
    unknown = _INSIDE.fullmatch(inside) and inside[:1].isupper()
    # In mixed case "Anna Petrova (Labour) –" is a list of candidates.
    if unknown and (day or (place.isupper() and len(place) > 2)) and stop[0].strip():
        return Found(inside, "", words)
    return None


def _bare(head: str, at: int, outlets: Outlets) -> Found | None:
    """ "МИНСК, 18 дек — РИА Новости.": a known name and a full stop, colon or dash."""
    found = outlets.at(head, at)
    if found is None:
        return None
    after = head[found.end :].lstrip('»"”')
    if not re.match(r"\.(?:\s|\Z)|\s?[-–—:](?:\s|\Z)|\s--|\s?\Z|\s/", after):
        return None
    return Found(found.outlet.name, found.outlet.kind, head[: found.end].strip())
