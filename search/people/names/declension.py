"""What a word of a name may be a case form of: nominatives with gender and case.

Three sources, each with a cost that tells how unlikely its guess is: the table of given
names, the dictionary (Russian and Ukrainian), and the paradigms of `data/declension.tsv`
for all that neither knows. Noun: a *guess* is one nominative with one gender and one case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from search.analysis.lemmatizers.dictionary import dictionary_of
from search.people.model import Gender
from search.people.names.given import fold, table_names
from search.people.names.sounds import CYRILLIC
from search.people.names.tables import data_lines

CASES: Final = "ngdailv"
"""Nominative, genitive, dative, accusative, instrumental, locative, vocative."""

_DICTIONARY_CASES: Final = {
    "nomn": "n", "gent": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "l", "voct": "v",
}  # fmt: skip
_DICTIONARY_GENDERS: Final[dict[str, tuple[Gender, ...]]] = {
    "masc": ("m",), "femn": ("f",), "ms-f": ("m", "f"), "GNdr": ("m", "f"),
}  # fmt: skip
_GIVEN: Final = -0.5
_PARADIGM: Final = 0.1
_COMMON_NOUN: Final = 0.12
_ADJECTIVE: Final = 0.16
_LOOKS_OBLIQUE: Final = 0.3
_SHORT_ENDING: Final = 0.12
_IRREGULAR_CASES: Final = (
    ("ом", "i"), ("ем", "i"), ("ам", "i"), ("ью", "i"), ("'ю", "i"), ("ові", "dl"), ("еві", "dl"),
    ("а", "ga"), ("я", "ga"), ("у", "d"), ("ю", "d"), ("е", "l"), ("і", "dl"), ("и", "gdl"),
    ("ы", "g"), ("a", "ga"), ("owi", "d"), ("em", "i"), ("ie", "l"),
)  # fmt: skip


class Guess(NamedTuple):
    """A nominative (in lower case) that a word may be a form of, and how unlikely that is."""

    nominative: str
    gender: Gender
    case: str
    cost: float


class _Row(NamedTuple):
    genders: tuple[Gender, ...]
    stem: re.Pattern[str]
    nominative: str
    cases: str
    cost: float
    fixed: bool


@lru_cache(maxsize=100_000)
def guesses(word: str, language: str) -> tuple[Guess, ...]:
    """All guesses for a word in lower case; of two that differ in cost alone the better."""
    best: dict[tuple[str, Gender, str], float] = {}
    for guess in (*_by_paradigm(word, language), *_by_dictionary(word, language),
                  *_by_table(word, language)):  # fmt: skip
        key = guess[:3]
        best[key] = min(guess.cost, best.get(key, 9.0))
    found = []
    for (nominative, gender, case), cost in best.items():
        known = any(
            one.nominative and one.gender == gender and _same_letters(one.form, nominative)
            for one in table_names(nominative)
        )
        found.append(
            Guess(nominative, gender, case, max(cost, _PARADIGM) + _GIVEN if known else cost)
        )
    return tuple(found)


def is_named(guess: Guess) -> bool:
    """Whether the guess is a given name of the table."""
    return guess.cost < 0


def _same_letters(form: str, nominative: str) -> bool:
    return form == fold(nominative)


def _by_paradigm(word: str, language: str) -> Iterator[Guess]:
    found = _oblique(language).search(word)
    longest = found[0] if found else ""
    for length in range(min(4, len(word) - 1) + 1):
        ending = word[len(word) - length :]
        stem = word[: len(word) - length]
        for row in _rows(language).get(ending, ()):
            if row.stem.search(stem):
                nominative = word if row.fixed else stem + row.nominative
                cost = row.cost + _PARADIGM
                if len(ending) < len(longest):
                    cost += _LOOKS_OBLIQUE if nominative == word else _SHORT_ENDING
                for gender in row.genders:
                    for case in row.cases:
                        yield Guess(nominative, gender, case, cost)


@cache
def _oblique(language: str) -> re.Pattern[str]:
    """Endings that a nominative hardly ever has."""
    found = [line.split("\t") for line in data_lines("declension.tsv") if line.startswith("!")]
    return re.compile(f"(?:{'|'.join(ends for _, name, ends in found if name == language)})$")


@cache
def _rows(language: str) -> dict[str, list[_Row]]:
    """The rows of the table by the ending that they explain."""
    found: dict[str, list[_Row]] = {}
    for line in data_lines("declension.tsv"):
        if line.startswith("!"):
            continue
        languages, sexes, stem, nominative, cases, cost = line.split("\t")
        if language not in languages.split(","):
            continue
        genders: tuple[Gender, ...] = ("m", "f") if sexes == "mf" else ("m",)
        if sexes == "f":
            genders = ("f",)
        if cases == "=":
            pattern = re.compile(f"(?:{stem}){nominative}$")
            found.setdefault("", []).append(
                _Row(genders, pattern, "", CASES, float(cost), fixed=True)
            )
            continue
        pattern = re.compile(f"(?:{stem})$")
        endings = {nominative: "n"}
        for entry in cases.split():
            case, _, forms = entry.partition("=")
            for form in forms.split(","):
                endings[form] = endings.get(form, "") + case
        for ending, which in endings.items():
            row = _Row(genders, pattern, nominative, which, float(cost), fixed=False)
            found.setdefault(ending, []).append(row)
    return found


def _by_table(word: str, language: str) -> Iterator[Guess]:
    """Irregular forms (Павла, Льва), and names that do not bend (Джо)."""
    for one in table_names(word):
        if bool(CYRILLIC.search(one.form)) != bool(CYRILLIC.search(word)):
            continue
        if one.nominative:
            yield Guess(word, one.gender, "n", _PARADIGM)
            if word[-1] in "еиіоуюэ" or (one.gender == "f" and word[-1] not in "аяьa"):
                for case in CASES[1:]:
                    yield Guess(word, one.gender, case, 0.05)
        elif one.irregular and one.form == _irregular(word, one.canonical, language):
            cases = next((c for end, c in _IRREGULAR_CASES if word.endswith(end)), "")
            for case in cases:
                yield Guess(one.form, one.gender, case, 0.0 if language == "ru" else 0.04)


def _irregular(word: str, canonical: str, language: str) -> str:
    """The nominative of an irregular form: Петра is of Пётр, Пятра of Пятро."""
    forms = [one.form for one in table_names(word) if one.irregular and one.canonical == canonical]
    return forms[0] if language == "ru" else forms[-1]


def _by_dictionary(word: str, language: str) -> Iterator[Guess]:
    if language not in ("ru", "uk") or not CYRILLIC.search(word):
        return
    morph = dictionary_of(language)
    for form in dict.fromkeys((word, word.replace("'", "ʼ"))):
        if not morph.word_is_known(form):
            continue
        for parse in morph.parse(form):
            grammemes = parse.tag.grammemes
            cases = [c for name, c in _DICTIONARY_CASES.items() if name in grammemes]
            genders = next((g for n, g in _DICTIONARY_GENDERS.items() if n in grammemes), ())
            if not cases or not genders or "plur" in grammemes or "neut" in grammemes:
                continue
            if not {"NOUN", "ADJF"} & grammemes:
                continue
            name = bool({"Surn", "Name", "Patr"} & grammemes)
            nominative = parse.inflect({"nomn"}) if cases[0] != "n" else parse
            if nominative is None or ("inan" in grammemes and not name and cases[0] == "a"):
                continue
            if not name and "femn" in grammemes and "NOUN" in grammemes:
                genders = ("m", "f")  # Сорока is a woman's surname and a man's
            base = 0.0 if name else _COMMON_NOUN if "NOUN" in grammemes else _ADJECTIVE
            cost = base + 0.1 * (1.0 - min(1.0, parse.score))
            for gender in genders:
                yield Guess(nominative.word.replace("ʼ", "'"), gender, cases[0], cost)
