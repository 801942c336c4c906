"""Names that stand in another case than the nominative, as inputs give them now and then.

Mentions in running text reach the registry in their base form; what a field `people` gives
is kept as it stands («Александра Гриневича»). Such a *bent* spelling is compared by the
nominatives it may come from. It takes no dictionary: a wrong guess finds nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from search.people.names import parse, readings
from search.people.names.given import given_names

_CACHE: Final = 200_000
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_ENDINGS: Final = tuple(
    (re.compile(f"(?<=.{{3}}){ending}$"), nominatives)
    for ending, nominatives in (
        ("(?<=[сцз]к)(?:ого|ому|им|ом|ага|аму|ім)", ("ий",)),
        ("(?<=[сцз]ьк)(?:ого|ому|им|ом|ім)", ("ий",)),
        ("(?<=[сцз]к)(?:ой|ую|ою|ай|аю)", ("ая",)),
        ("(?<=[сцз]ьк)(?:ої|ій|ою|у)", ("а",)),
        ("(?<=[оеєёії]в|[иіїы]н)(?:ым|им|ом|ові|е|і)", ("",)),
        ("(?<=[оеєёії]в|[иіїы]н)(?:ой|ою|ої|ій)", ("а",)),
        ("(?<=[оеєёії]в|[иіїы]н)у", ("", "а")),
        ("(?<=[оеєёії]в|[иіїы]н)а", ("",)),
        ("(?<=[йцкнгґшщзхфвпрлджчсмтб])(?:ом|ові|ам|а|у|е|і)", ("", "а", "о")),
        ("(?:ем|ём|ям|єм|еві|я|ю|і|и)", ("ь", "й", "я")),
    )
)  # fmt: skip
"""Oblique endings of surnames in Russian, Ukrainian, Belarusian, and what they stand for."""

_MASCULINE: Final = re.compile(r"(?:ич|ук|юк|як|енк|[бдгзлмпрт])(?:а|у)$")
"""Oblique endings of surnames that only men bend."""


@lru_cache(maxsize=_CACHE)
def nominatives(spelling: str) -> tuple[str, ...]:
    """The nominatives that a spelling may be a bent form of; () for one that is not bent.

    >>> nominatives("Дональдом Трампом"), nominatives("Александра Иванова")
    (('Дональд Трамп', 'Дональд Трампа', 'Дональд Трампо'), ())
    """
    name = parse(spelling)
    if not _CYRILLIC.search(spelling) or not name.surname or name.particles:
        return ()
    given, bent_given = _given(spelling)
    if given and not bent_given:
        return ()
    if not given and name.gender == "f":  # Путина is she, until a given name says otherwise
        return ()
    found = [
        " ".join(word for word in (given, *_initials(name.initials), surname) if word)
        for surname in _surnames(name.surname)
    ]
    return tuple(dict.fromkeys(found))


_GIVEN_ENDINGS: Final = tuple(
    (re.compile(f"(?<=..){ending}$", re.IGNORECASE), nominatives)
    for ending, nominatives in (
        ("(?:ией|ии|ию|ие)", ("ия",)), ("(?:ією|ії|ію)", ("ія",)),
        ("(?:ой|ою|ы|у)", ("а", "")), ("(?:ей|ею|и|ю)", ("я", "ь", "й")), ("е", ("а", "я", "")),
        ("(?:ом|ем|ові|еві)", ("", "ь", "й")), ("а", ("",)), ("я", ("ь", "й")),
        ("(?:ii|ię|ią)", ("ia",)), ("(?:ę|ą)", ("a",)), ("'(?:a|ego|emu|em|m|owi|u|s)", ("",)),
        ("(?<=[bdt])ra", ("er", "r")),  # Alexandra is Alexander in the genitive, too
        ("(?:em|owi|a|u)", ("",)), ("(?:iem|ie)", ("", "a")), ("(?:y|e)", ("a",)),
    )
)  # fmt: skip
_SURNAME_ENDINGS: Final = (
    *_ENDINGS,
    *(
        (re.compile(f"(?<=.{{3}}){ending}$"), nominatives)
        for ending, nominatives in (
            ("'(?:a|ego|emu|em|m|owi|u|s)", ("",)), ("(?<=[sc]k)(?:iego|iemu|im)", ("i",)),
            ("(?:iego|iemu)", ("i", "ie")), ("(?:ego|emu)", ("y", "e")),
            ("(?<=[sc]k)(?:iej|ą)", ("a",)), ("(?:em|owi|a|u|ie|iem)", ("",)), ("(?:y|ę)", ("a",)),
        )
    ),
)  # fmt: skip
_WOMANS: Final = re.compile(r"(?:[oe]va|ina|[sc]ka|aya|aia|[оеё]ва|[иы]на|[сц]ь?ка|ая)$")
"""Endings of surnames that women have in the nominative: Alexandra Smirnova is no Alexander."""

_HER_GENITIVE: Final = re.compile(r"(?<=[a-z]{2})[iy]$")
"""The genitive of Polish given names in -a and -ia: Angeli, Asi, Katarzyny."""

_SURELY_BENT: Final = re.compile(r"(?:[ęą]|ii|ии|ией|ию|ие|ії|ією|'(?:a|ego|emu|em|m|owi|u))$")
"""Endings that no given name has in the nominative."""


@lru_cache(maxsize=_CACHE)
def guesses(spelling: str) -> frozenset[tuple[str, str]]:
    """Given name and surname of the nominatives that a full name may come from.

    These are weaker than `nominatives`: the given name is in no table, so they count only
    for a spelling of the index that is one of them, letter by letter. Both words must be
    bent (Donalda Tuska), or the given name surely is (Асией Биби, Asię Bibi), or the man's
    surname alone (Джереми Ханта, Tony Blaira): Roberta Brown is no Robert.
    """
    name = parse(spelling)
    given, surname = name.given, name.surname
    if not given or not surname or name.particles:
        return frozenset()
    known = given_names(given)
    is_nominative = any(one.nominative for one in known)
    surnames = _cut(surname, _SURNAME_ENDINGS)
    # Daniela is her, and him in the genitive: Kawczyńskiego and Pestona then bend with him.
    may_bend = not is_nominative or (name.gender == "f" and not _WOMANS.search(surname))
    givens = _cut(given, _GIVEN_ENDINGS) if may_bend else set()
    found = {(one, other) for one in givens for other in surnames}
    if _SURELY_BENT.search(given):
        found |= {(one, surname) for one in givens}
    if not is_nominative and (ending := _HER_GENITIVE.search(given)):  # Angeli Merkel
        found.add((given[: ending.start()] + "a", surname))
        found.add((given[: ending.start()] + "ia", surname))
    if is_nominative and name.gender == "m":
        found |= {(given, other) for other in surnames}
    return frozenset((one.casefold(), other.casefold()) for one, other in found)


def _cut(word: str, endings: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]) -> set[str]:
    return {
        word[: found.start()] + end
        for pattern, ends in endings
        if (found := pattern.search(word))
        for end in ends
    }


@lru_cache(maxsize=_CACHE)
def guessed(spelling: str) -> tuple[str, ...]:
    """The `guesses` as names, in order."""
    return tuple(sorted(f"{given} {surname}".title() for given, surname in guesses(spelling)))


def is_guess(a: str, b: str) -> bool:
    """Whether one of two full names is a bent form of the other, as far as letters tell."""
    return _letters(b) in guesses(a) or _letters(a) in guesses(b)


def _letters(spelling: str) -> tuple[str, str]:
    name = parse(spelling)
    return name.given.casefold(), name.surname.casefold()


def bent(spelling: str) -> bool:
    """Whether a spelling may be a bent form."""
    return bool(nominatives(spelling))


def _given(spelling: str) -> tuple[str, bool]:
    """The nominative of a given name, and whether it stands in another case."""
    word = parse(spelling).given
    if not word:
        return "", False
    known = given_names(word)
    if any(one.nominative for one in known) and not _bends_as_a_whole(spelling):
        return word, False
    oblique = [one for one in known if not one.nominative]
    return (oblique[0].form.capitalize(), True) if oblique else (word, False)


def _bends_as_a_whole(spelling: str) -> bool:
    """«Александра Гриневича» is he in the genitive: no woman's surname has that ending.

    «Александра Иванова» and «Александра Коваль» are she.
    """
    if not _MASCULINE.search(parse(spelling).surname.lower()):
        return False
    return any(not way.nominative for way in readings(spelling))


def _initials(initials: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{one}." for one in initials)


def _surnames(word: str) -> list[str]:
    for pattern, endings in _ENDINGS:
        if found := pattern.search(word):
            return [word[: found.start()] + ending for ending in endings]
    return []
