"""Patronymics: which father's name they are made of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from search.people.names.given import table_names
from search.people.names.sounds import CYRILLIC

_CYRILLIC: Final = re.compile(
    r"(?:[ьи]?[еёоаэ]в[иі]ч|[йь]ович|ь?[иы]ч|[ьи]?[еёоаэ][вў]на|й?[иії]вна|иничн?а|ь?ична"
    r"|[ -]?(?:оглы|оглу|кызы|кизи))$"
)
_LATIN: Final = re.compile(
    r"(?:[iyj]?['yj]?[eoa][vw][iy](?:tch|tsch|ch|cz|č|ć)|['iyj]?[iy]t?ch"
    r"|[iyj]?['yj]?[eoa](?:v|w|u)na|[iyj]{0,2}[iy]vna|[iy](?:ni)?chna"
    r"|[ -]?(?:ogly|oglu|oğlu|kyzy|qizi))$"
)
_ENDS_CYRILLIC: Final = ("", "й", "ий", "ь", "а", "я", "ья", "о", "ай", "ей", "ій", "ы", "ый")
_ENDS_LATIN: Final = ("", "y", "i", "iy", "ii", "ey", "ei", "a", "ya", "o", "ay", "ai", "yi", "ia")


class Father(NamedTuple):
    """The father's name without its ending, and what the table of given names makes of it."""

    trunk: str
    canonicals: frozenset[str]


@lru_cache(maxsize=100_000)
def father(patronymic: str) -> Father:
    """The father in a folded patronymic.

    >>> father("николаевич"), father("mikalaeuna").canonicals
    (Father(trunk='никола', canonicals=frozenset({'mikalai'})), frozenset({'mikalai'}))
    """
    cyrillic = CYRILLIC.search(patronymic) is not None
    trunk = (_CYRILLIC if cyrillic else _LATIN).sub("", patronymic)
    found = {
        name.canonical
        for end in (_ENDS_CYRILLIC if cyrillic else _ENDS_LATIN)
        for name in table_names(trunk + end)
        if name.gender == "m" and (name.nominative or name.irregular)
    }
    return Father(trunk, frozenset(found))
