"""A name prepared for comparing: its parts folded, its surname as stem and sounds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from search.people.names.given import fold, given_names, is_given_name
from search.people.names.parsing import Name, core, east_asian_surnames, parse
from search.people.names.pinyin import palladius
from search.people.names.sounds import CYRILLIC, SLAVIC, rows
from search.people.names.surnames import stem


@dataclass(frozen=True, slots=True)
class Sketch:
    """What comparing needs of a name, computed once.

    `second` is the patronymic or its initial; `parts` are the stems of the halves of a double
    surname and of the words before it; `sounds` all rows of the stem; `slavic` whether it
    ends as Slavic surnames do in Latin letters.
    """

    name: Name
    given: str
    second: str
    patronymic: bool
    surname: str
    stem: str
    parts: tuple[str, ...]
    sounds: frozenset[str]
    cyrillic: bool
    east_asian: bool
    slavic: bool

    def another_language(self, other: Sketch) -> bool:
        """Whether the given names show two languages of one alphabet: Віктар and Виктор."""
        return (
            self.given != other.given
            and bool(self.given and other.given)
            and not _canonicals(self.given).isdisjoint(_canonicals(other.given))
        )


@lru_cache(maxsize=200_000)
def sketch(text: str) -> Sketch:
    """The sketch of a spelling."""
    return sketch_of(parse(text))


@lru_cache(maxsize=200_000)
def swapped(text: str) -> Sketch | None:
    """The sketch with given name and surname exchanged, where no table tells which is which."""
    name = parse(text)
    if not name.given or not name.surname or name.patronymic or is_given_name(name.given):
        return None
    return sketch_of(replace(name, given=name.surname, surname=name.given))


def sketch_of(name: Name) -> Sketch:
    """The sketch of a name that is taken apart."""
    surname = core(name.surname)
    bare = stem(surname).text
    initials = name.initials if not name.given else ("", *name.initials)
    second = fold(name.patronymic) or (fold(initials[1]) if len(initials) > 1 else "")
    halves = tuple(stem(half).text for half in surname.split("-")) if "-" in surname else ()
    middle = tuple(stem(fold(word)).text for word in name.middle)
    asian = fold(name.surname) in east_asian_surnames()
    sounds = {row.sounds for row in rows(bare)}
    if asian and (chinese := palladius(surname)):
        sounds.add(chinese)
    return Sketch(
        name, fold(name.given), second, bool(name.patronymic), surname, bare, halves + middle,
        frozenset(sounds), CYRILLIC.search(name.surname or name.given) is not None, asian,
        SLAVIC.search(surname) is not None,
    )  # fmt: skip


_MARKED: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae"})


@lru_cache(maxsize=100_000)
def unmarked(word: str) -> str:
    """A folded Latin word without the marks of its letters: hübner → hubner."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFD", word.translate(_MARKED))
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=100_000)
def _canonicals(word: str) -> frozenset[str]:
    return frozenset(name.canonical for name in given_names(word) if name.nominative)
