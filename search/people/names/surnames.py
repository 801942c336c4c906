"""Surnames without their endings: Тихановский and Tsikhanouskaya share a stem, not a gender."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from search.people.model import Gender
from search.people.names.sounds import CYRILLIC

_ENDINGS_CYRILLIC: Final = (
    (re.compile("(?<=[сцзш][к]|.[гхнчщ])(?:ий|ый|і|ы|ій)$"), "", "m"),
    (re.compile("(?<=ьк)ий$"), "", "m"),
    (re.compile("(?<=[сцз]к)ой$"), "", "m"),
    (re.compile("(?<=[сцз]ьк)(?:а|ий)$"), "", "f"),
    (re.compile("(?<=..)(?:ая|яя)$"), "", "f"),
    (re.compile("(?<=...)(?:ый|ой|ій)$"), "", "m"),
    (re.compile("(?<=..[оеєёаяі][в])а$"), "", "f"),
    (re.compile("(?<=..[иіїы]н)а$"), "", "f"),
    (re.compile("(?<=..[оеєёая])ў$"), "в", "m"),
    (re.compile("(?:(?<=..[оеєёії]в)|(?<=..[иіїы]н))$"), "", "m"),
    (re.compile("(?<=нк)[оа]$"), "о", ""),
)  # fmt: skip
_ENDINGS_LATIN: Final = (
    (re.compile("(?<=[stcz]k)(?:aya|aia|aja|aïa|a|á)$"), "", "f"),
    (re.compile("(?<=[stcz]k)(?:yy|iy|yi|ii|yj|ij|y|i|ý|í|oy|oi|oj)$"), "", "m"),
    (re.compile("(?<=..)(?:aya|aia|aja|aïa)$"), "", "f"),
    (re.compile("(?<=...)(?:yy|iy|yi|yj|ij)$"), "", "m"),
    (re.compile("(?<=..[oeay][vw])a$"), "", "f"),
    (re.compile("(?<=..[iy]n)a$"), "", "f"),
    (re.compile("(?<=..[oe])(?:ff|w)$"), "v", "m"),
    (re.compile("(?:(?<=..[oeay]v)|(?<=...[iy]n))$"), "", "m"),
    (re.compile("(?<=..[aeo])u$"), "v", ""),
    (re.compile("(?<=nk)[oa]$"), "o", ""),
)  # fmt: skip


class Stem(NamedTuple):
    """A surname without the ending that tells the gender, and that gender ("" for none)."""

    text: str
    gender: Gender


@lru_cache(maxsize=200_000)
def stem(surname: str) -> Stem:
    """The stem of one word of a surname in the nominative, folded.

    >>> stem("тихановская"), stem("tikhanovsky")
    (Stem(text='тихановск', gender='f'), Stem(text='tikhanovsk', gender='m'))
    """
    endings = _ENDINGS_CYRILLIC if CYRILLIC.search(surname) else _ENDINGS_LATIN
    for pattern, end, gender in endings:
        if found := pattern.search(surname):
            if found.start() == len(surname) and not gender:
                continue
            return Stem(surname[: found.start()] + end, gender)  # type: ignore[arg-type]
    return Stem(surname, "")
