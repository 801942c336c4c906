"""What is written like a person's name and is none: streets, ships, banks, laws, prizes.

Rules over the word beside the name come first (улица Ленина, крейсер «Маршал Устинов»,
Тинькофф Банк, Трамп-шоу, закон Магницкого); their words are stems in data/not_people.tsv.
Each rule returns its reason in a few words, or "" when it has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from search.analysis.tokens import fold
from search.people.mentions.evidence import clue
from search.people.mentions.forms import is_several
from search.people.mentions.stems import stem
from search.people.mentions.words import Word

_HEAD: Final = 3
_CAMEL: Final = re.compile(r"[а-яёіїєґў](?<!Мак)(?<!Ді)(?<!Ди)[А-ЯЁІЇЄҐЎ]")
_OPENING: Final = "«\"“„‹'‘"
_CLOSING: Final = "»\"”“›'’"


def reason_against(words: Sequence[Word], start: int, end: int, language: str) -> str:
    """Why the words [start, end) are no person, or "" when nothing speaks against it."""
    opening = _opening(words, start, end)
    left = (opening if opening >= 0 else start) - 1
    if left > 0 and words[left].text == "." and len(words[left - 1].text) <= 3:
        left -= 1  # ул. Ленина, им. Кирова
    return (
        _against_before(words, start, end, left, opening >= 0, language)
        or _against_after(words, end, opening >= 0, language)
        or _against_quotes(words, start, end, opening)
        or _against_word(words[end - 1].text, end - start == 1, language)
    )


def _against_before(
    words: Sequence[Word], start: int, end: int, left: int, quoted: bool, language: str
) -> str:
    """What the word before the name says against it."""
    if left < 0 or words[start].first or not words[left].text[0].isalpha():
        return ""
    before = fold(words[left].text)
    if _beside("always", language).fullmatch(before):
        return f"after {before}"
    # "імя Янкі Купалы", where only the last word was taken for a name
    further = fold(words[left - 1].text) if left and words[left].is_capital else ""
    if further and _beside("always", language).fullmatch(further):
        return f"after {further}"
    # "Директор компании Павел Зимин" is he: a whole name only where it is quoted.
    surname = sum(word.is_capital for word in words[start:end]) == 1
    if (surname or quoted) and _beside("before", language).fullmatch(before):
        return f"after {before}"
    # "Два судна Пападакиса" are his, "судно «Пападакис»" is none
    if quoted and _beside("quoted", language).fullmatch(before):
        return f"after {before}"
    if before in _families() and is_several(words[end - 1].text):
        return f"several people after {before}"
    return ""


def _against_after(words: Sequence[Word], end: int, quoted: bool, language: str) -> str:
    if quoted or end >= len(words) or words[end].first or not words[end].is_capital:
        return ""
    after = fold(words[end].text)
    return f"before {after}" if _beside("after", language).fullmatch(after) else ""


def _against_quotes(words: Sequence[Word], start: int, end: int, opening: int) -> str:
    if opening < 0:
        return ""
    if end - start == 1:
        return "a single word in quotation marks"
    titled = opening < start - 1 or fold(words[start].text) in titles()
    return "a title inside the quotation marks" if titled else ""


def _against_word(last: str, single: bool, language: str) -> str:
    """What the last word of the name says against it by itself."""
    if "-" in last:
        tail = fold(last.rpartition("-")[2])
        if tail[0].isdigit() or _beside("part", language).fullmatch(tail):
            return f"part of {last}"
    if single and fold(last) in _words():
        return "a word of our list"
    if single and _CAMEL.search(last):
        return "capitals inside the word"
    return ""


def is_thing(word: str, language: str) -> bool:
    """Whether a word makes the name behind it the name of a thing: Праспект Машэрава."""
    low = fold(word)
    return any(_beside(kind, language).fullmatch(low) for kind in ("always", "before"))


def _opening(words: Sequence[Word], start: int, end: int) -> int:
    """Where the quotation mark stands if the name fills the quotation, but for its head; or -1.

    «Орешник», «Маршал Устинов», where "Маршал" is no part of the name.
    """
    if end >= len(words) or words[end].text not in _CLOSING:
        return -1
    for at in range(start - 1, max(-1, start - 1 - _HEAD), -1):
        if words[at].text in _OPENING:
            return at
        if not words[at].is_capital or words[at].first:
            return -1
    return -1


def places_by_preposition(words: Sequence[Word], language: str) -> frozenset[str]:
    """Stems of words that the text treats as places: в Верхнеграде, у Наровії.

    Nobody is "in" a person. In Ukrainian and Belarusian "у" is also "at somebody's", but
    then in another case, so there the ending must be that of the locative.
    """
    russian = language == "ru"
    prepositions = ("в", "во") if russian else ("в", "у", "ў", "във")
    return frozenset(
        stem(word.text)
        for before, word in pairwise(words)
        if before.text in prepositions
        and word.is_capital
        and len(word.text) > 3
        and not word.first
        and (word.text[-1] in ("еи" if russian else "іїыеи"))
        and not clue(word.text, language).given
    )


def without_places(
    words: Sequence[Word], start: int, end: int, places: frozenset[str]
) -> tuple[int, int] | None:
    """A name without the place before it (Наровии Лукьянчик), None when it is a place itself."""
    while start < end and words[start].is_capital and stem(words[start].text) in places:
        start += 1
    return (start, end) if start < end else None


@cache
def _families() -> frozenset[str]:
    return _list("families.txt")


@cache
def titles() -> frozenset[str]:
    """Words that stand before a name and are no part of it, folded, in their usual cases."""
    return _list("titles.txt")


def _list(name: str) -> frozenset[str]:
    text = files("search.people.mentions").joinpath("data", name).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def _words() -> frozenset[str]:
    return _list("not_names.txt")


@cache
def _beside(kind: str, language: str) -> re.Pattern[str]:
    """The words of one kind as one expression; an unknown language has all of them."""
    text = files("search.people.mentions").joinpath("data", "not_people.tsv").read_text("utf-8")
    stems = set()
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        one, code, cell = line.split("\t")
        if one == kind and (code in ("*", language) or language not in ("ru", "uk", "be", "*")):
            stems.update(cell.split())
    parts = (
        re.escape(stem.removesuffix("*")) + (r"\w{0,3}" if stem.endswith("*") else "")
        for stem in sorted(stems)
    )
    return re.compile("|".join(parts) or "(?!)")
