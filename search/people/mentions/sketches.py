"""What one place of an article tells of the person it names, before it is joined with others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from search.analysis.tokens import fold, script
from search.people.mentions.forms import BOTH, HE, SHE, Genders, surname_genders
from search.people.mentions.stems import stem
from search.people.names import base_form, parse
from search.people.names.given import full_names, given_names
from search.people.names.given_likeness import initials_fit
from search.people.names.likeness import word_similarity
from search.people.names.patronymics import father

# Morozow, Lewinem, Tomalski; Morozowa may be his genitive.
_POLISH_HE: Final = re.compile(r".{2,}(?:[eo]w|in|[sc]ki)(?:em|owi|iego|iemu)?|.{2,}[sc]kim")
_VOWELS: Final = "aeiouyj'"
_ALIKE: Final = 0.87
_PATRONYMIC: Final = re.compile(
    r".{2,}(?:[оеё]вич|ьич|[аеоє]віч|йович|ьович|[оеё]вн|ичн|[иії]вн|[аоеэ]ўн)(?:\w{0,3})"
)
_PATRONYMIC_SHE: Final = re.compile(r".+(?:н[аыіуоеi]й?ю?|ovna|evna|ichna|ivna|auna)")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of a person from one place; what is not told is empty.

    `givens` are the names of the table that the given name may be a form of, with its own
    stem; `surname` is the stem of its last word, `words` the stems of all words, `genders`
    what the person may be, `script` "latin" or "cyrillic". A `whole` name has a given name
    and a surname; a single word may be either.
    """

    text: str
    script: str
    given: str
    givens: frozenset[str]
    initials: tuple[str, ...]
    patronymic: str
    surname: str
    words: frozenset[str]
    genders: Genders
    whole: bool
    fathered: bool = False
    """The second of its two words may be a patronymic: Александр Григорьевич, Роман Абрамович."""
    base: str = ""
    """The name in the nominative."""
    by_form: Genders = BOTH
    """What its form alone tells of the gender, without who acts beside it."""

    @property
    def is_single(self) -> bool:
        """Whether it is one word, that may be a given name or a surname."""
        return len(self.words) == 1 and not self.initials

    @property
    def rank(self) -> tuple[int, int]:
        """Whole names first, the unambiguous before others; then initials, patronymics, words."""
        if self.whole:
            return 0, len(self.genders)
        if self.initials:
            return 1, -len(self.initials)
        return (2, 0) if self.patronymic else (3, len(self.genders))


@lru_cache(maxsize=50_000)
def sketch(text: str, language: str) -> Sketch:
    """The sketch of a name as it stands in a text of a language, in any case."""
    raw = parse(text)
    bends = " " in text or language == "pl"  # Wajciechowiczem has no stem of its own
    name = base_form(text, language) if bends else raw
    given, surname, patronymic = name.given, name.surname, name.patronymic
    parts = [*given.split(), *name.middle, *patronymic.split(), *surname.split()] or text.split()
    if len(parts) == 1:
        surname, given = parts[0], given and parts[0]
    last = surname.split()[-1] if surname else ""
    # Not those of the nominative: "Павла Кирсанова" may be of Павел, or Павла herself.
    raw_last = (raw.surname.split() or text.split() or [""])[-1]
    genders = _genders(raw.given, patronymic, raw_last)
    if language == "pl" and _POLISH_HE.fullmatch(fold(raw_last)):
        genders = genders & HE or genders
    # A lone word joins as a given name only as it stands: Mahometowi is no Muhammad Orlow.
    givens = frozenset(_givens(text.rsplit(maxsplit=1)[-1] if len(parts) == 1 else given))
    return Sketch(
        text=text,
        script=script(text),
        given=given,
        givens=givens,
        initials=tuple(fold(letter)[:1] for letter in name.initials),
        patronymic=stem(patronymic) if patronymic else "",
        surname=bare(last),
        words=frozenset(bare(part) for part in parts),
        genders=genders,
        whole=len(parts) > 1 and bool(given and surname),
        fathered=len(parts) == 2 and bool(given) and _is_patronymic(last),
        base=name.text,
        by_form=genders,
    )


def as_address(one: Sketch) -> Sketch:
    """A name of two words read as given name and patronymic."""
    return replace(
        one,
        patronymic=one.surname,
        surname="",
        whole=False,
        genders=_genders(one.given, one.text.split()[-1], ""),
    )


def _is_patronymic(word: str) -> bool:
    """Whether a word is made of a given name: Григорьевич; Гриневич is not."""
    low = fold(word)
    if not _PATRONYMIC.fullmatch(low):
        return False
    return bool(father(stem(low)).canonicals)


def bare(word: str) -> str:
    """The stem of a word of either script; of Latin ones without final vowels."""
    if script(word) != "latin":
        return stem(word)
    low = fold(word).removesuffix("'s")
    cut = low.rstrip(_VOWELS)
    return cut if len(cut) > 2 else low


@lru_cache(maxsize=50_000)
def sound_alike(one: str, other: str) -> bool:
    """Whether stems of two scripts are one word: тихановск and tsikhanousk."""
    return one[:1] != "" and word_similarity(one, other, strict=False)[0] >= _ALIKE


def initials_agree(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows of first letters can be one person's, as far as both are told."""
    return all(initials_fit(a, b) for a, b in zip(own, other, strict=False))


def _givens(word: str) -> set[str]:
    if not word:
        return set()
    found = {name.canonical for name in given_names(word)} | full_names(word)
    return found | {f"~{bare(word)}"}


def _genders(given: str, patronymic: str, surname: str) -> Genders:
    """Who the parts of a name may be together; the given name decides against the surname."""
    if patronymic:
        return SHE if _PATRONYMIC_SHE.fullmatch(fold(patronymic)) else HE
    known = frozenset(name.gender for name in given_names(given) if name.gender) if given else BOTH
    known = known or BOTH
    by_surname = surname_genders(surname) if surname else BOTH
    return known & by_surname or known
