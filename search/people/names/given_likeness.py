"""Whether two given names, or a name and an initial, are one."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from search.people.names.given import all_forms, fold, full_names, given_names, table_names
from search.people.names.korean import same_syllables
from search.people.names.likeness import word_similarity
from search.people.names.patronymics import father
from search.people.names.pinyin import palladius
from search.people.names.reasons import Reason
from search.people.names.sounds import rows

_DIFFERENT: Final = 0.3
_NICKNAME: Final = 0.92
_PART: Final = 0.93
_ALIKE: Final = 0.75
_INITIAL_CLASSES: Final = str.maketrans("hxčçđwéöäü", "ggccdveoau")


@lru_cache(maxsize=200_000)
def compare_given(a: str, b: str, east_asian: bool = False) -> tuple[float, Reason]:
    """How surely two folded given names are one, 0.3 for two names, and why."""
    if a == b:
        return 1.0, Reason("given-equal", (a,))
    if "-" in a and "-" in b and _in_table(a) & _in_table(b):  # Jean-Baptiste, Жан-Батист
        return 1.0, Reason("given-table", (a, b))
    parts_a, parts_b = a.replace(" ", "-").split("-"), b.replace(" ", "-").split("-")
    if east_asian:
        return _east_asian(a, b)
    if len(parts_a) != len(parts_b):
        short, long = sorted((parts_a, parts_b), key=len)
        if len(short) == 1 and any(_single(short[0], part)[0] >= _ALIKE for part in long):
            return _PART, Reason("given-part", ("-".join(short), "-".join(long)))
        score, reason = _single(a.replace("-", ""), b.replace("-", ""))
        return score, reason
    if len(parts_a) > 1:
        pairs = [_single(one, other) for one, other in zip(parts_a, parts_b, strict=True)]
        score, reason = min(pairs, key=lambda pair: pair[0])
        return score, Reason(reason.code, (a, b) if len(reason.values) > 1 else (a,))
    return _single(a, b)


@lru_cache(maxsize=200_000)
def _single(a: str, b: str) -> tuple[float, Reason]:
    if a == b:
        return 1.0, Reason("given-equal", (a,))
    names_a, names_b = _canonicals(a), _canonicals(b)
    if names_a & names_b:
        return 1.0, Reason("given-table", (a, b))
    if full_names(a) & (names_b | full_names(b)) or full_names(b) & names_a:
        return _NICKNAME, Reason("given-nickname", (a, b))
    if names_a and names_b:
        return _DIFFERENT, Reason("given-differs", (a, b))
    alike, _ = word_similarity(a, b, strict=False)
    if alike >= _ALIKE:
        return alike, Reason("given-sounds", (a, b))
    return _DIFFERENT, Reason("given-differs", (a, b))


def _east_asian(a: str, b: str) -> tuple[float, Reason]:
    rows_a, rows_b = _joined_rows(a), _joined_rows(b)
    if rows_a & rows_b or same_syllables(a, b):
        return 1.0, Reason("given-sounds", (a, b))
    score, reason = _single(
        a.replace(" ", "").replace("-", ""), b.replace(" ", "").replace("-", "")
    )
    return score, Reason(reason.code, (a, b))


def _joined_rows(word: str) -> frozenset[str]:
    joined = word.replace(" ", "").replace("-", "")
    found = {row.sounds for row in rows(joined)}
    if chinese := palladius(word):
        found.add(chinese)
    return frozenset(found)


@lru_cache(maxsize=100_000)
def initials_fit(a: str, b: str) -> bool:
    """Whether two words, one of them an initial, can begin alike in some language."""
    return not _firsts(a).isdisjoint(_firsts(b))


@lru_cache(maxsize=100_000)
def _firsts(word: str) -> frozenset[str]:
    folded = fold(word)
    found = {row.sounds[:1] for row in rows(folded)}
    if len(folded) > 1:
        for canonical in _canonicals(folded) | father(folded).canonicals:
            found |= _firsts_of(canonical)
    return frozenset(sound.translate(_INITIAL_CLASSES) for sound in found if sound)


@cache
def _firsts_of(canonical: str) -> frozenset[str]:
    return frozenset(
        row.sounds[:1] for form in all_forms().get(canonical, ()) for row in rows(form)[:1]
    )


def _in_table(word: str) -> frozenset[str]:
    return frozenset(name.canonical for name in table_names(word) if name.nominative)


@lru_cache(maxsize=100_000)
def _canonicals(word: str) -> frozenset[str]:
    return frozenset(name.canonical for name in given_names(word) if name.nominative)
