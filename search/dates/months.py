"""Month names of eight languages, in all cases and usual abbreviations.

"декабря", "снежня", "grudnia", "Dec" → 12. The names live in `data/months.tsv`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

_CAPITAL: Final = frozenset({"en", "de"})
"""Languages that write months with a capital: "may 5 people" is no date."""
_LOWER: Final = frozenset({"fr", "es", "pl"})
"""Languages that write them small, so that "5 Mars" (the bars, the planet) is no date."""


@cache
def table() -> dict[str, tuple[int, frozenset[str]]]:
    """Each form in lower case with its month, 1 to 12, and the languages that have it.

    A form that means different months in two languages is left out: Belarusian and
    Ukrainian "травень" is May in both, but Polish "listopad" is November where Croatian
    would read October, so only our eight languages are weighed.
    """
    found: dict[str, tuple[int, frozenset[str]]] = {}
    clashes: set[str] = set()
    for language, number, forms in rows("months.tsv"):
        for form in forms.split():
            month, languages = found.get(form, (int(number), frozenset()))
            if month != int(number):
                clashes.add(form)
            found[form] = (month, languages | {language})
    return {form: value for form, value in found.items() if form not in clashes}


def month_number(word: str, language: str | None = None) -> int | None:
    """The month that `word` names as it is written, in one language or in any, or None.

    >>> month_number("декабря"), month_number("Dec"), month_number("may")
    (12, 12, None)
    """
    entry = table().get(word.lower())
    if entry is None:
        return None
    month, languages = entry
    if language is not None:
        languages &= {language}
    if word.isupper() and len(word) > 1:
        return month if languages else None
    small = word[0].islower()
    fits = (
        not small if language in _CAPITAL else small or language not in _LOWER
        for language in languages
    )
    return month if any(fits) else None


@cache
def months_of(language: str) -> frozenset[str]:
    """The forms of the months in a language, in lower case, without abbreviations."""
    every = (form for form, (_, languages) in table().items() if language in languages)
    return frozenset(every) - abbreviations(language)


@cache
def abbreviations(language: str) -> frozenset[str]:
    """The short forms of months: "dec", and «лист», which also means a leaf or a letter."""
    short: set[str] = set()
    for code, _, forms in rows("months.tsv"):
        name, *others = forms.split()
        if code == language:
            short.update(one for one in others if len(one) < 6 and name.startswith(one))
    return frozenset(short)


@cache
def rows(name: str) -> tuple[tuple[str, str, str], ...]:
    """The three columns of each line of a table in `data`; lines with # are comments."""
    text = files("search.dates").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((a, b, c) for a, b, c in (line.split("\t") for line in lines))
