"""What two spellings say about each other, read once and remembered.

All here is a pure function of the spellings: `names.compare` gives score and reasons, and
this module says what the registry does with them. A spelling is *full* when it has a given
name and a surname, else it is a *part*: a mere surname (Тихановская), initials and a
surname (С. Тихановская), or a given name alone (Асма).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Final, Literal

from search.people import names
from search.people.names import Comparison, Reason
from search.people.names.given import full_names, given_names
from search.people.names.likeness import may_sound_alike
from search.people.names.parsing import core
from search.people.names.sketches import sketch
from search.people.names.surnames import stem
from search.people.registry.cases import guessed, is_guess, nominatives

AGAINST: Final = frozenset(
    ("given-differs", "patronymic-differs", "surname-differs", "gender-differs",
     "generation-differs")
)  # fmt: skip
FORBIDDING: Final = AGAINST - {"surname-differs"}
UNSURE: Final = frozenset(("given-missing", "given-initial", "surname-missing"))
SURNAME: Final = 0.9
"""How alike two surnames must be that stand alone; Ціханоўская and Тихановская are."""
_CACHE: Final = 300_000
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of name a spelling is."""

    full: bool
    initials: bool
    surname: str
    gender: str


@lru_cache(maxsize=_CACHE)
def shape(spelling: str) -> Shape:
    """Whether a spelling is full, and what it has."""
    name = names.parse(spelling)
    return Shape(bool(name.given and name.surname), bool(name.initials), name.surname, name.gender)


def is_cyrillic(spelling: str) -> bool:
    """Whether a spelling has Cyrillic letters."""
    return _CYRILLIC.search(spelling) is not None


# Blocks


@lru_cache(maxsize=_CACHE)
def keys(spelling: str) -> tuple[int, ...]:
    """The blocks of a spelling, as numbers of 64 bits.

    A full name is in those of its surname's sounds with one class of its given name, and in
    that of its very surname; a part of a name in those of its surname's sounds.
    """
    sounds = _surname_keys(spelling)
    if not shape(spelling).full:
        return tuple(sorted(_number(f"part {key}") for key in sounds))
    return tuple(sorted((*wanted(spelling, "core"), _bearers_of(shape(spelling).surname))))


@lru_cache(maxsize=_CACHE)
def sample_keys(spelling: str) -> tuple[int, ...]:
    """The blocks in which one full name stands for all with its surname."""
    if not shape(spelling).full:
        return ()
    return tuple(sorted(_number(f"surname {key}") for key in _surname_keys(spelling)))


@lru_cache(maxsize=_CACHE)
def wanted(spelling: str, of: Literal["core", "part"]) -> tuple[int, ...]:
    """The blocks in which what may be joined with a spelling lies.

    `of` is "core" for those that may be the same as this one, "part" for parts of names that
    may belong to it. Full names that a part may be short for are its `bearers`.
    """
    sounds = _surname_keys(spelling)
    if of == "core" and shape(spelling).full:
        classes = _given_classes(spelling)
        return tuple(sorted({_number(f"{one} {key}") for key in sounds for one in classes}))
    return tuple(sorted(_number(f"part {key}") for key in sounds))


def bearers(part: str, bearing: Callable[[int], Iterable[str]]) -> Iterator[str]:
    """The full names with a surname that a part of a name may be, gone ones among them.

    First the surnames that sound like it, one by one; then all who bear one of those. A
    surname has many bearers, and most surnames of a block are others.
    """
    for surname in _surnames(part, bearing):
        yield from bearing(_bearers_of(surname))


def fitting(
    part: str, bearing: Callable[[int], Iterable[str]], is_wanted: Callable[[str], bool]
) -> Iterator[str]:
    """The full names, of those wanted, that a part of a name can be short for.

    Whether a name is wanted is asked before it is compared, which takes longer.
    """
    mere = _mere(part)
    for surname in _surnames(part, bearing):
        for full in bearing(_bearers_of(surname)):
            if is_wanted(full) and ((mere and not any(mere.genders)) or fits(part, full)):
                yield full


def _surnames(part: str, bearing: Callable[[int], Iterable[str]]) -> Iterator[str]:
    """The surnames that a part of a name may have."""
    forms = {shape(one).surname for one in (part, *nominatives(part))}
    samples = {
        names.parse(other).surname
        for key in _surname_keys(part)
        for other in bearing(_number(f"surname {key}"))
    }
    return (one for one in samples if any(_one_surname(form, one) for form in forms))


def _bearers_of(surname: str) -> int:
    return _number(f"bearer {surname}")


def _surname_keys(spelling: str) -> frozenset[str]:
    found = names.keys(spelling)
    for form in nominatives(spelling):
        found |= names.keys(form)
    return found


def _given_classes(spelling: str) -> frozenset[str]:
    """The given name's row in the table, and the classes of its first letter."""
    first = names.parse(spelling).given[:1].lower()
    return _table_names(spelling) | frozenset(_FIRST.get(first, first))


@lru_cache(maxsize=_CACHE)
def _table_names(spelling: str) -> frozenset[str]:
    """The rows of the table that the given name may be from; empty for an unknown one."""
    given = names.parse(spelling).given
    return frozenset(one.canonical for one in given_names(given)) | full_names(given)


_FIRST: Final[dict[str, str]] = {
    letter: classes
    for letters, classes in (
        ("aeiouyаеёиіїоуыэюяєйäöüáéíóúåøæ", "1"), ("bpбп", "2"), ("vwfвфўłl", "3"),
        ("ghkqгхкґ", "4"), ("dtтд", "5"), ("szsžšżžзсшщчцжćśźđ", "6"), ("cxčç", "46"),
        ("jж", "16"), ("lлł", "37"), ("mм", "8"), ("nн", "9"), ("rр", "0"),
    )
    for letter in letters
}  # fmt: skip
"""Letters that may begin spellings of one given name in two languages (Jiří and Йиржи, Xavier
and Ксавье); a letter of several classes is in all of them."""


@lru_cache(maxsize=_CACHE)
def _number(key: str) -> int:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


# Pairs


def compared(a: str, b: str) -> Comparison:
    """`names.compare`, and where a case ending stands in its way, of the names behind it."""
    return _compared(a, b) if a <= b else _compared(b, a)


@lru_cache(maxsize=_CACHE)
def _compared(a: str, b: str) -> Comparison:
    found = names.compare(a, b)
    if found.same:
        return found
    if shape(a).full and shape(b).full and is_guess(a, b):
        reasons = (Reason("given-sounds", _given_words(a, b)),)
        surnames = Reason("surname-close", (shape(a).surname, shape(b).surname))
        return Comparison(max(found.score, names.SAME), (surnames, *reasons))
    pairs = itertools.product((a, *nominatives(a)), (b, *nominatives(b)))
    others = [names.compare(one, other) for one, other in pairs if (one, other) != (a, b)]
    best = max(others, key=lambda one: one.score, default=found)
    # Of several guesses at a case one must be sure.
    return best if best.score > found.score and _SURE.intersection(codes(best)) else found


def _given_words(a: str, b: str) -> tuple[str, str]:
    return names.parse(a).given, names.parse(b).given


_SURE: Final = frozenset(("equal", "surname-equal", "surname-sounds"))


def codes(comparison: Comparison) -> frozenset[str]:
    """The codes of the reasons of a comparison."""
    return frozenset(reason.code for reason in comparison.reasons)


def joins(a: str, b: str) -> bool:
    """Whether two full names, or two parts of one shape, are one person by themselves."""
    one, other = shape(a), shape(b)
    # Ivan P. Gromov and Иван Громов are full names both; П. Громов and Громов differ in shape.
    if one.full != other.full or not (one.full or one.initials == other.initials):
        return False
    mine, others = _table_names(a), _table_names(b)
    if one.full and mine and others and mine.isdisjoint(others) and not is_guess(a, b):
        return False  # what compare would say too; here it costs nothing
    if not one.full and _are_far_parts(a, b):
        return False
    found = compared(a, b)
    if one.full:
        return (found.same or _is_rendered(found, a, b)) and not UNSURE.intersection(codes(found))
    return _alike(found, a, b) and not AGAINST.intersection(codes(found))


RENDERED: Final = 0.75
"""The score from which full names in two alphabets are one, where the Latin one is no Slavic
one (scripts/people/names.py finds no false pair above 0.68). Walsh and Уэлш are as far apart
as Coale and Cole, but sounds of English are written in Cyrillic in many ways; those of
Slavic names are not."""


def _is_rendered(found: Comparison, a: str, b: str) -> bool:
    """Whether one name may be the other in another alphabet."""
    latin = b if is_cyrillic(a) else a
    return (
        found.score >= RENDERED
        and is_cyrillic(a) != is_cyrillic(b)
        and not AGAINST.intersection(codes(found))
        and not sketch(latin).slavic
    )


def _alike(found: Comparison, a: str, b: str) -> bool:
    """Whether the surnames of two parts of names are one, as far as nothing else is told.

    The score of a pair that tells no given name is a share of what equal surnames score.
    """
    if a.casefold() == b.casefold():
        return True
    return found.score >= SURNAME * _most(shape(a).initials and shape(b).initials)


@cache
def _most(initials: bool) -> float:
    one, other = ("И. Петров", "I. Petrov") if initials else ("Петров", "Petrov")
    return names.compare(one, other).score


def against(a: str, b: str) -> bool:
    """Whether two spellings cannot be one person: a part of their names differs."""
    if not (shape(a).full and shape(b).full):
        return False
    found = compared(a, b)
    if found.same or _same_behind(a, b):
        return False
    return not found.doubtful or bool(AGAINST.intersection(codes(found)))


def forbids(a: str, b: str) -> bool:
    """Whether no third spelling can make these two one person: he and she, two patronymics."""
    if not (shape(a).full and shape(b).full):
        return False
    found = compared(a, b)
    return not found.same and bool(FORBIDDING.intersection(codes(found))) and not _same_behind(a, b)


def _same_behind(a: str, b: str) -> bool:
    """Whether a guess at the nominative makes two full names one.

    "Donalda Tuska" is joined to "Donald Tusk" letter by letter, never to «Дональд Туск»;
    but it does not speak against him either.
    """
    return any(names.compare(guess, b).same for guess in guessed(a)) or any(
        names.compare(a, guess).same for guess in guessed(b)
    )


def fits(part: str, full: str) -> bool:
    """Whether a part of a name can be short for a full one: nothing speaks against it."""
    if _mere(part) is not None:  # nothing but its surname and gender can speak against it
        return _bears(part, shape(full).surname, shape(full).gender)
    surname = shape(full).surname
    forms = (shape(one).surname for one in (part, *nominatives(part)))
    if not any(_one_surname(form, surname) for form in forms):
        return False
    return not AGAINST.intersection(codes(compared(part, full)))


def other_gender(part: str, other: str) -> bool:
    """Whether a part of a name tells another gender than some other spelling."""
    mere = _mere(part)
    if mere is None:
        return "gender-differs" in codes(compared(part, other))
    return all(_differ(gender, shape(other).gender) for gender in mere.genders)


@dataclass(frozen=True, slots=True)
class _Mere:
    """A mere surname: itself and the nominatives that it may be of, with the gender of each."""

    forms: tuple[str, ...]
    genders: tuple[str, ...]


@lru_cache(maxsize=_CACHE)
def _mere(part: str) -> _Mere | None:
    """What a mere surname tells; None for a name that tells more."""
    name = names.parse(part)
    if not name.surname or name.given or name.initials or name.patronymic or name.generation:
        return None
    shapes = [shape(one) for one in (part, *nominatives(part))]
    return _Mere(tuple(one.surname for one in shapes), tuple(one.gender for one in shapes))


def _are_far_parts(a: str, b: str) -> bool:
    """Whether two mere surnames surely differ, in whatever case they stand."""
    one, other = _mere(a), _mere(b)
    return (
        one is not None
        and other is not None
        and all(_are_far(form, own) for form in one.forms for own in other.forms)
    )


@lru_cache(maxsize=_CACHE)
def _bears(part: str, surname: str, gender: str) -> bool:
    """Whether a mere surname may be that of somebody with this surname and gender."""
    mere = _mere(part)
    assert mere is not None, "only mere surnames are asked for"
    return any(
        not _differ(own, gender) and _one_surname(form, surname)
        for form, own in zip(mere.forms, mere.genders, strict=True)
    )


def _differ(gender: str, other: str) -> bool:
    return bool(gender and other) and gender != other


@lru_cache(maxsize=_CACHE)
def _one_surname(a: str, b: str) -> bool:
    """Whether two surnames, his and hers told apart elsewhere, are spellings of one."""
    if _are_far(a, b):
        return False
    found = names.compare(a, b)
    return _alike(found, a, b) and not AGAINST.intersection(codes(found))


_NEAR: Final = 0.75
"""Stems less alike than this are no spellings of one surname, whatever their endings."""


def _are_far(a: str, b: str) -> bool:
    """Whether two surnames surely differ; most of a block do, and this takes little time."""
    one, other = core(a), core(b)
    first, second = stem(one).text, stem(other).text
    if (first == one) != (second == other):  # Малый has an ending, Maly none
        return False
    return not may_sound_alike(first, second, _NEAR)
