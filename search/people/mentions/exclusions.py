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
from typing import Final

from search.analysis.tokens import fold
from search.people.mentions.evidence import is_noun
from search.people.mentions.forms import is_several
from search.people.mentions.words import Word

_HEAD: Final = 3
_CAMEL: Final = re.compile(r"[а-яёіїєґў](?<!Мак)(?<!Ді)(?<!Ди)[А-ЯЁІЇЄҐЎ]")
_INHABITANT: Final = re.compile(r".{3,}(?:чанка|чанки|чанин|чани|янин|яни)")
_ADJECTIVE: Final = re.compile(r".{2,}(?:[сц]ь?к(?:ий|ый|і|ая|а|ое|е|ое|ие|ия|ія))")
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
        or (_against_first(words, start, language) if end - start == 1 else "")
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


def _against_first(words: Sequence[Word], at: int, language: str) -> str:
    """What speaks against a lone word at the beginning of a line, in headlines above all.

    An adjective before its noun (Рыжскі суд), the people of a town (Ізмаїльчанка хоче).
    """
    if not words[at].first:
        return ""
    if language == "uk" and _INHABITANT.fullmatch(fold(words[at].text)):
        return "an inhabitant"
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.first or not after.text.islower():
        return ""
    if not _ADJECTIVE.fullmatch(fold(words[at].text)):
        return ""
    return "an adjective before its noun" if is_noun(after.text, language) else ""


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
