"""The table of given names: which spellings, in whatever alphabet, are one name.

`data/given_names.tsv` has the full names, `data/nicknames.tsv` the short ones with the
full names they may stand for. A name that is not in the tables by its letters may be by
its sounds ("Aljaksandr", "Пітэр"). Noun: the *canonical* is the name of a row of the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import takewhile
from typing import Final

from search.people.model import Gender
from search.people.names.sounds import CYRILLIC, rows
from search.people.names.tables import data_lines

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ`´", "'"))
_SHORTEST_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class GivenName:
    """What a word means as a given name.

    `form` is the nominative, folded, that the word is a form of; `nominative` tells whether
    the word itself is one, `irregular` that no rule leads from the one to the other (Льва).
    """

    canonical: str
    gender: Gender
    form: str
    nominative: bool = True
    irregular: bool = False


def fold(word: str) -> str:
    """Lower case, ё as е, one kind of apostrophe."""
    return word.lower().replace("ё", "е").translate(_APOSTROPHES)


@lru_cache(maxsize=100_000)
def given_names(word: str) -> tuple[GivenName, ...]:
    """The given names that a word may be a form of, nominatives first; () for none.

    Of a double name (Жан-Батист) the first half decides.

    >>> [(one.canonical, one.nominative) for one in given_names("Сергеем")]
    [('sergey', False)]
    """
    folded = fold(word)
    found = table_names(folded) or table_names(folded.partition("-")[0])
    return found or _by_sounds(folded)


def table_names(word: str) -> tuple[GivenName, ...]:
    """The given names of which the table has just this form, nominatives first."""
    return _forms().get(fold(word), ())


@lru_cache(maxsize=100_000)
def full_names(word: str) -> frozenset[str]:
    """The canonicals that a short name (Саша, Bill) may stand for."""
    return _nicknames().get(fold(word), frozenset())


def is_given_name(word: str) -> bool:
    """Whether a word is in one of the tables, in any case."""
    return bool(given_names(word)) or bool(full_names(word))


@lru_cache(maxsize=100_000)
def gender_of(word: str) -> Gender:
    """The gender of a given name in the nominative, "" when unknown or either."""
    known = [one for one in given_names(word) if one.nominative] or list(given_names(word))
    genders = {one.gender for one in known}
    if not genders:
        genders = {_gender_of_canonical(name) for name in full_names(word)}
    return genders.pop() if len(genders) == 1 else ""


def _by_sounds(folded: str) -> tuple[GivenName, ...]:
    for row in rows(folded):
        if len(row.sounds) >= _SHORTEST_ROW and (found := _sounding().get(row.sounds)):
            return tuple(replace(one, form=folded) for one in found)
    return ()


@cache
def _sounding() -> dict[str, tuple[GivenName, ...]]:
    """Given names by the sounds of their nominatives, where these are those of one name."""
    found: dict[str, dict[str, GivenName]] = {}
    for entries in _forms().values():
        for one in entries:
            if one.nominative:
                for row in rows(one.form):
                    found.setdefault(row.sounds, {})[one.canonical] = one
    return {row: tuple(names.values()) for row, names in found.items() if len(names) == 1}


def forms() -> Collection[str]:
    """All forms of all names of the table, oblique ones too."""
    return _forms().keys()


@cache
def all_forms() -> dict[str, tuple[str, ...]]:
    """The nominatives of each canonical."""
    found: dict[str, set[str]] = {}
    for form, entries in _forms().items():
        for one in entries:
            if one.nominative:
                found.setdefault(one.canonical, set()).add(form)
    return {name: tuple(sorted(forms)) for name, forms in found.items()}


@cache
def _gender_of_canonical(canonical: str) -> Gender:
    return next(
        (one.gender for one in _forms().get(canonical, ()) if one.canonical == canonical), ""
    )


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in data_lines("nicknames.tsv"):
        short, full = line.split("\t")
        for form in short.split("|"):
            found.setdefault(fold(form), set()).update(full.split("|"))
    return {form: frozenset(names) for form, names in found.items()}


@cache
def _forms() -> dict[str, tuple[GivenName, ...]]:
    """Each form of a given name with what it may be, nominatives first."""
    found: dict[str, dict[GivenName, None]] = {}
    for line in data_lines("given_names.tsv"):
        canonical, sex, spellings, *irregular = line.split("\t")
        gender: Gender = "m" if sex == "m" else "f"
        for spelling in spellings.split("|"):
            form = fold(spelling)
            entry = GivenName(canonical, gender, form)
            found.setdefault(form, {})[entry] = None
            for bent in _bent(form, gender) if CYRILLIC.search(form) else ():
                found.setdefault(bent, {})[replace(entry, nominative=False)] = None
        for bent in irregular[0].split("|") if irregular and irregular[0] else ():
            cyrillic = [one for one in spellings.split("|") if CYRILLIC.search(one)]
            nearest = max(cyrillic, key=partial(_shared, bent))
            for one in (cyrillic[0], nearest):
                entry = GivenName(canonical, gender, one.lower(), nominative=False, irregular=True)
                found.setdefault(fold(bent), {})[entry] = None
    return {
        form: tuple(sorted(entries, key=lambda entry: not entry.nominative))
        for form, entries in found.items()
    }


def _shared(bent: str, spelling: str) -> int:
    """How many letters two forms begin with: Пятра is of Пятро, not of Пётр."""
    pairs = zip(fold(spelling), fold(bent), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _bent(form: str, gender: Gender) -> Iterator[str]:
    """The oblique forms of a Cyrillic given name in Russian, Ukrainian and Belarusian."""
    stem, last = form[:-1], form[-1]
    endings: tuple[str, ...]
    if last in "ая":
        endings = ("ы", "и", "і", "ї", "е", "у", "ю", "ой", "ей", "ою", "ею", "єю", "ай", "яй")
    elif gender == "f":
        return  # Элизабет, Кэтрин do not bend
    elif last in "йь":
        endings = ("я", "ю", "ем", "єм", "ям", "е", "и", "і", "ї", "еві", "єві")
    elif last == "о":
        endings = ("а", "у", "ом", "ові", "і", "е")
    elif last in "еиіуюэ":
        return  # Джо, Билли
    else:
        stem, endings = form, ("а", "у", "ом", "ам", "ем", "е", "ові", "і")
    yield from (stem + ending for ending in endings)
