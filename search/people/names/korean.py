"""Korean given names: syllables of their Latin spellings and the Russian ones.

Russian writes Korean by the system of Kholodovich, with traditions of its own for famous
names (Ким Чен Ын), so syllables are matched by a table, `data/korean.tsv`.
"""

from __future__ import annotations

from functools import cache

from search.people.names.sounds import CYRILLIC
from search.people.names.tables import data_lines


def same_syllables(a: str, b: str) -> bool:
    """Whether a folded Latin and a folded Cyrillic given name have the same syllables.

    >>> same_syllables("jong-un", "чен ын")
    True
    """
    latin, cyrillic = (b, a) if CYRILLIC.search(a) else (a, b)
    if CYRILLIC.search(latin) or not CYRILLIC.search(cyrillic):
        return False
    return _matches(
        latin.replace("-", "").replace(" ", ""), cyrillic.replace("-", "").replace(" ", "")
    )


def _matches(latin: str, cyrillic: str) -> bool:
    if not latin or not cyrillic:
        return latin == cyrillic
    return any(
        _matches(latin[len(one) :], cyrillic[len(other) :])
        for one, others in _syllables().get(latin[0], ())
        if latin.startswith(one)
        for other in others
        if cyrillic.startswith(other)
    )


@cache
def _syllables() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for line in data_lines("korean.tsv"):
        latin, russian = line.split("\t")
        for one in latin.split():
            found.setdefault(one[0], []).append((one, tuple(russian.split())))
    return found
