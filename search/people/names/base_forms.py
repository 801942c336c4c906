"""Names in any case to the nominative, with the right gender.

The words of a name agree: they stand in one case, and the person has one gender. Each word
has its guesses (`declension`); the gender and case are chosen in which the words together
are likeliest. So Александра Гриневича is he, Александра Гриневич she; Тихановской alone
is she; Трампу is Трамп, but Сергею Шойгу remains Шойгу, since the dictionary knows him.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from search.people.model import Gender
from search.people.names.cleaning import clean_name
from search.people.names.declension import CASES, Guess, guesses
from search.people.names.given import fold
from search.people.names.parsing import (
    PARTICLES,
    Name,
    east_asian_surnames,
    is_initial,
    parse,
)
from search.people.names.sounds import CYRILLIC

LANGUAGES: Final = frozenset({"ru", "uk", "be", "pl"})
"""The languages whose names bend and are unbent here."""

# Polish sets the endings of names that end in silent letters off: Marlowe'em, Farage'a. O'Hara
# keeps his apostrophe.
_POLISH: Final = re.compile(
    r"(?<=\w{2})['’](?:em|a|owi|ego|emu|go|mu|m|u|ie|ów|ami|ach|y|ą|ę|i|iem)$"
)
_NUMBER: Final = re.compile("[IVX]{2,}")
_CASE_COST: Final = {"n": 0.0, "g": 0.05, "a": 0.055, "d": 0.06, "i": 0.05, "l": 0.07, "v": 0.12}
_SHE: Final = 0.1
_UNFIT: Final = 0.8
_UNBENT: Final = 0.3
_OTHER_GENDER: Final = 2.0
_KNOWN_NOMINATIVE: Final = 0.6
_KNOWN_RELATIVE: Final = 0.25


def base_form(words: str, language: str, *, gender: Gender = "", known: Iterable[str] = ()) -> Name:
    """The name in the nominative, taken apart.

    `known` are other forms of the same person in the article: "Путина" with "Путин" is he.
    Names in languages that do not bend them are only taken apart.

    >>> base_form("Дональдом Трампом", "ru").text
    'Дональд Трамп'
    """
    clean = clean_name(words)
    if language not in LANGUAGES or not clean:
        return parse(clean)
    return _base_form(clean, language, gender, frozenset(known) - {words, clean})


@lru_cache(maxsize=50_000)
def _base_form(clean: str, language: str, hint: Gender, known: frozenset[str]) -> Name:
    words = clean.split()
    if language == "pl":
        words = [_POLISH.sub("", word) for word in words]
        clean = " ".join(words)
    bending = [at for at, word in enumerate(words) if _bends(word, language)]
    if not bending:
        return parse(clean)
    relatives = _relatives(known, language)
    if foreign := words[0].lower() in east_asian_surnames():
        bending = bending[-1:] if len(words) > 1 else []
    options = [_options(words[at].lower(), language, relatives) for at in bending]
    if foreign:
        options = [_unbent_women(one) for one in options]
    best = min(
        ((_cost(options, one, case, hint), gender_at, case_at, one, case)
         for gender_at, one in enumerate(("m", "f")) for case_at, case in enumerate(CASES)),
    )  # fmt: skip
    *_, sex, case = best
    for at, choices in zip(bending, options, strict=True):
        chosen = choices.get((sex, case))
        if chosen:
            words[at] = _written(words[at], chosen[0])
    name = parse(" ".join(words))
    return replace(name, gender=hint) if hint and not name.gender else name


_Options = dict[tuple[str, str], tuple[str, float]]


def _bends(word: str, language: str) -> bool:
    """Whether a word can have a case ending: not initials, particles, other alphabets."""
    if is_initial(word) or word.lower() in PARTICLES or not word[:1].isalpha():
        return False
    if _NUMBER.fullmatch(word):  # Elżbiety II
        return False
    return bool(CYRILLIC.search(word)) == (language != "pl")


def _options(word: str, language: str, relatives: Counter[str]) -> _Options:
    """For each gender and case the likeliest nominative of a word, with its cost."""
    found: _Options = {}
    halves = word.split("-")
    if len(halves) == 2 and all(halves):
        return _double(halves, language, relatives)
    for guess in guesses(word, language):
        cost = guess.cost - _bonus(guess, word, relatives)
        key = (guess.gender, guess.case)
        if key not in found or cost < found[key][1]:
            found[key] = (guess.nominative, cost)
    return found


def _unbent_women(options: _Options) -> _Options:
    """Without Russian women's surnames: Цзиньпина is of Цзиньпин, not she."""
    return {key: one for key, one in options.items() if key[0] == "m" or one[0][-1] not in "ая"}


def _double(halves: Sequence[str], language: str, relatives: Counter[str]) -> _Options:
    """Of a double name both halves bend, or the last alone: Салтыкова-Щедрина, Жан-Клода."""
    first, last = (_options(half, language, relatives) for half in halves)
    found: _Options = {}
    for key, (nominative, cost) in last.items():
        front, front_cost = first.get(key, (halves[0], _UNFIT))
        unbent = min(_UNBENT, first.get((key[0], "n"), ("", _UNBENT))[1] + 0.1)
        if front_cost > unbent:
            front, front_cost = halves[0].lower(), unbent
        found[key] = (f"{front}-{nominative}", cost + 0.5 * front_cost)
    return found


def _bonus(guess: Guess, word: str, relatives: Counter[str]) -> float:
    times = relatives.get(fold(guess.nominative), 0)
    if not times or (fold(guess.nominative) == fold(word) and guess.case != "n"):
        return 0.0
    return _KNOWN_NOMINATIVE if times > 1 else _KNOWN_RELATIVE


def _relatives(known: frozenset[str], language: str) -> Counter[str]:
    """The nominatives that other forms of the person may have; those written count double."""
    found: Counter[str] = Counter()
    for name in sorted(known):
        for word in name.lower().split():
            found[fold(word)] = 2
            for guess in guesses(word, language):
                if fold(guess.nominative) not in found:
                    found[fold(guess.nominative)] = 1
    return found


def _cost(options: Sequence[_Options], gender: str, case: str, hint: Gender) -> float:
    total = _CASE_COST[case] + (_SHE if gender == "f" else 0.0)
    if hint and gender != hint:
        total += _OTHER_GENDER
    return total + sum(one[gender, case][1] if (gender, case) in one else _UNFIT for one in options)


def _written(word: str, nominative: str) -> str:
    """A nominative with the capitals of the word that it is the nominative of."""
    if word.isupper() and len(word) > 1:
        return nominative.upper()
    if "-" in word:
        halves = zip(word.split("-"), nominative.split("-"), strict=False)
        return "-".join(_written(old, new) for old, new in halves)
    written = "".join(
        new if old == new else (new.upper() if old.isupper() and old.lower() == new else new)
        for old, new in zip(word.ljust(len(nominative)), nominative, strict=False)
    )
    return written[:1].upper() + written[1:] if word[:1].isupper() else written
