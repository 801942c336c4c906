"""Whether two spellings are one name, with the reasons.

The parts of the names are compared one by one: given names by table, then by sounds;
patronymics by the father's name in them; surnames by their sounds without the ending that
tells the gender. Each part has a factor between 0 and 1, and the score is their product; a
part that speaks against caps it, one that only one spelling tells lowers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.people.names.given_likeness import compare_given, initials_fit
from search.people.names.keys import keys
from search.people.names.likeness import word_similarity
from search.people.names.patronymics import father
from search.people.names.reasons import Reason
from search.people.names.sketches import Sketch, sketch, swapped, unmarked

SAME: Final = 0.85
"""The score from which two spellings are taken for one name (scripts/people/names.py)."""

DOUBTFUL: Final = 0.6
"""From here to `SAME` a pair is worth showing to a reader."""

_CONTRADICTION: Final = 0.3
_ONLY_SURNAMES: Final = 0.8
_ONE_GIVEN: Final = 0.72
_TWO_LATIN: Final = 0.84
"""Newman and Neumann: Latin surnames, not Slavic, which two orthographies would not explain."""
_UNMARKED: Final = 0.95
"""Hübner and Hubner: not all who write a name have its letters."""
_INITIAL: Final = 0.76
_INITIALS: Final = 0.88
_NO_KEY: Final = 0.84
_SURE: Final = 0.9
_ALIKE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score of two spellings, 0 to 1, and why; `same` from the calibrated threshold on."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        """Whether the two are taken for one name."""
        return self.score >= SAME

    @property
    def doubtful(self) -> bool:
        """Whether they may be one name, but not surely: a mere surname, an initial, a sound."""
        return DOUBTFUL <= self.score < SAME


_Part = tuple[float, Reason | None]


def compare(a: str, b: str) -> Comparison:
    """Compares two spellings; which comes first plays no part in the score.

    >>> compare("Siarhei Tsikhanouski", "Сергей Тихановский").same
    True
    >>> compare("Siarhei Tsikhanouski", "Светлана Тихановская").same
    False
    """
    return _compare(a, b)


@lru_cache(maxsize=100_000)
def _compare(a: str, b: str) -> Comparison:
    one, other = sketch(a), sketch(b)
    if one.name.text.casefold() == other.name.text.casefold():
        return Comparison(1.0, (Reason("equal"),))
    best = _weighed(one, other)
    if best.score < DOUBTFUL:  # Orbán or Viktor first? Of names in no table either may be it.
        for left, right in ((swapped(a), other), (one, swapped(b))):
            if left and right and (found := _weighed(left, right)).score > best.score:
                best = Comparison(found.score, (*found.reasons, Reason("order")))
    if best.score >= SAME and keys(a).isdisjoint(keys(b)):
        best = Comparison(_NO_KEY, best.reasons)  # so that blocks by key lose nothing
    return best


def _weighed(one: Sketch, other: Sketch) -> Comparison:
    given, why_given = _given(one, other)
    patronymic, why_patronymic = _patronymic(one, other)
    against = _contradictions(one, other)
    if given <= _CONTRADICTION or against:
        surname, why_surname = _surname_quickly(one, other)
    else:
        surname, why_surname = _surname(one, other)
    score = surname * given
    if patronymic is not None:
        if patronymic >= _SURE and given >= _SURE:
            score = given * (1 - (1 - surname) * 0.75)
        score *= 0.4 + 0.6 * patronymic
        if given == _INITIAL and patronymic == 1.0:
            score *= _INITIALS / _INITIAL
    if against:
        score = min(score, _CONTRADICTION) * 0.9
    reasons = [why_surname, why_given, why_patronymic, *against]
    if one.name.surname_first != other.name.surname_first and one.name.given and other.name.given:
        reasons.append(Reason("order"))
    return Comparison(round(score, 4), tuple(reason for reason in reasons if reason))


def _contradictions(one: Sketch, other: Sketch) -> list[Reason]:
    found = []
    if one.name.gender and other.name.gender and one.name.gender != other.name.gender:
        man, woman = (one, other) if one.name.gender == "m" else (other, one)
        found.append(Reason("gender-differs", (man.name.text, woman.name.text)))
    ages = one.name.generation, other.name.generation
    if all(ages) and ages[0] != ages[1]:
        found.append(Reason("generation-differs", ages))
    return found


def _given(one: Sketch, other: Sketch) -> _Part:
    a, b = one.name, other.name
    if a.given and b.given:
        score, reason = compare_given(one.given, other.given, one.east_asian and other.east_asian)
        return score, Reason(reason.code, (a.given, b.given)[: len(reason.values)])
    first = a.given or (a.initials[0] if a.initials else "")
    second = b.given or (b.initials[0] if b.initials else "")
    if not first and not second:
        return _ONLY_SURNAMES, None
    if not first or not second:
        return _ONE_GIVEN, Reason("given-missing")
    fits = initials_fit(first, second)
    return (
        (_INITIAL, Reason("given-initial", (first, second)))
        if fits
        else (_CONTRADICTION, Reason("given-differs", (first, second)))
    )


def _patronymic(one: Sketch, other: Sketch) -> tuple[float | None, Reason | None]:
    a, b = one.second, other.second
    if not a or not b:
        return None, Reason("patronymic-missing") if one.patronymic or other.patronymic else None
    if one.patronymic and other.patronymic:
        score, reason = compare_patronymics(a, b)
        return score, Reason(reason.code, (one.name.patronymic, other.name.patronymic))
    if initials_fit(a, b):
        return 1.0, Reason("patronymic-initial", (a, b))
    return 0.2, Reason("patronymic-differs", (a, b))


@lru_cache(maxsize=100_000)
def compare_patronymics(a: str, b: str) -> tuple[float, Reason]:
    """How surely two folded patronymics are made of one father's name."""
    one, other = father(a), father(b)
    if one.trunk == other.trunk or one.canonicals & other.canonicals:
        return 1.0, Reason("patronymic-same", (a, b))
    alike, _ = word_similarity(one.trunk, other.trunk, strict=False)
    if one.canonicals and other.canonicals:
        alike = min(alike, 0.5)
    if alike >= _ALIKE:
        return max(alike, _SURE), Reason("patronymic-same", (a, b))
    return alike * 0.5, Reason("patronymic-differs", (a, b))


def _surname_quickly(one: Sketch, other: Sketch) -> _Part:
    """Whether surnames are equal, where the score is settled already."""
    if one.surname == other.surname:
        return 1.0, Reason("surname-equal", (one.name.surname,))
    if one.stem == other.stem or not one.sounds.isdisjoint(other.sounds):
        return 0.95, Reason("surname-sounds", (min(one.sounds & other.sounds, default=one.stem),))
    return 0.5, Reason("surname-differs", (one.name.surname, other.name.surname))


def _surname(one: Sketch, other: Sketch) -> _Part:
    names = one.name.surname, other.name.surname
    if not all(names):
        return _ONE_GIVEN, Reason("surname-missing")
    if one.surname == other.surname:
        return 1.0, Reason("surname-equal", (names[0],))
    if not one.cyrillic and not other.cyrillic and unmarked(one.surname) == unmarked(other.surname):
        return _UNMARKED, Reason("surname-close", names)
    strict = one.cyrillic == other.cyrillic and not one.another_language(other)
    alike, row = word_similarity(one.stem, other.stem, strict=strict)
    if alike < _SURE:  # Малый has an ending, Maly none
        whole, whole_row = word_similarity(one.surname, other.surname, strict=strict)
        alike, row = (whole, whole_row) if whole > alike else (alike, row)
    if not row and (one.east_asian and other.east_asian):
        alike = max(alike, 1.0 if not one.sounds.isdisjoint(other.sounds) else 0.0)
    if alike < _ALIKE and (part := _part_of(one, other, strict=strict)) > alike:
        return part, Reason("surname-part", names)
    if row:
        return alike, Reason("surname-sounds", (row,))
    if strict and not one.cyrillic and not (one.slavic or other.slavic):
        alike = min(alike, _TWO_LATIN)
    return alike, Reason("surname-close" if alike >= _ALIKE else "surname-differs", names)


def _part_of(one: Sketch, other: Sketch, *, strict: bool) -> float:
    """0.75 if one surname is half of the other's (Салтыков, Салтыков-Щедрин; García Márquez)."""
    for short, long in ((one, other), (other, one)):
        for part in long.parts:
            if (
                short.stem != long.stem
                and word_similarity(short.stem, part, strict=strict)[0] > _SURE
            ):
                return _ALIKE
    return 0.0
