"""Mends the borders of names: what the recogniser took too much of, or too little.

Names are cut at brackets, commas and line ends (Орлов (Зимин, Котов) are three), lose titles
and places at their head (Канады Джастин Трюдо), get back initials and particles, and
two halves of one name are joined (Евгении + Мельник). Places are numbers of words [start, end).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from search.analysis.tokens import fold
from search.people.mentions.evidence import clue
from search.people.mentions.exclusions import is_thing, titles
from search.people.mentions.stems import stem
from search.people.mentions.words import Word
from search.people.names.parsing import east_asian_surnames

_Place = tuple[int, int]
_LONGEST: Final = 7
_PLACE: Final = re.compile(r".{3,}(?:ии|ії|іі)")
_OFTEN: Final = 2
_MOSTLY: Final = 0.8


def mended(
    words: Sequence[Word], found: Sequence[_Place], language: str, certain: Collection[str] = ()
) -> list[_Place]:
    """The names with their right borders, sorted, none over another.

    `certain` are stems of surnames that the text has for certain.
    """
    pieces = [piece for start, end in found for piece in _pieces(words, start, end, language)]
    pieces = _joined(words, pieces, language)
    pieces = [part for piece in pieces for part in _parted(words, *piece, language, certain)]
    pieces = _completed(words, pieces, language)
    result: list[_Place] = []
    for piece in pieces:
        begin, end = _grown(words, *piece, language)
        start = max(begin, result[-1][1]) if result else begin
        if start < end and _is_name(words, start, end):
            result.append((start, end))
    return result


def _pieces(words: Sequence[Word], start: int, end: int, language: str) -> Iterator[_Place]:
    """A find without the marks inside it, and without what is no name at its ends."""
    begin = start
    for at in range(start, end + 1):
        if at < end and not _cuts(words, begin, at, language):
            continue
        piece = _trimmed(words, begin, at, language)
        if piece[0] < piece[1]:
            yield piece
        begin = at if at < end and words[at].text[0].isalpha() else at + 1


def _cuts(words: Sequence[Word], begin: int, at: int, language: str) -> bool:
    """Whether a name ends before this word."""
    word = words[at]
    if word.first and at > begin:
        return True
    if word.text[0].isalpha():
        low = fold(word.text)
        if low in _joining_words():
            return True
        # "Прыпяць каля Пінска": a small word that names do not have inside.
        if not word.is_capital and low not in _particles() and clue(word.text, language).function:
            return True
        # "отец Кима Су Хо Ким Мин Хо": a name that begins anew.
        again = at - begin >= 2 and len(word.text) > 1 and word.is_capital
        return again and stem(word.text) == stem(words[begin].text)
    if word.text == ".":
        return not (at > begin and len(words[at - 1].text) <= 2 and words[at - 1].is_capital)
    return word.text not in "'’ʼ-"


def _trimmed(words: Sequence[Word], start: int, end: int, language: str) -> _Place:
    while start < end and _is_foreign_head(words, start, end, language):
        start += 1
    while start < end and not _may_end(words, start, end, language):
        end -= 1
    return start, end


def _is_foreign_head(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    """Whether the first word is no part of the name that follows it."""
    word = words[start]
    if not word.text[0].isalpha():
        return True
    if not word.is_capital:
        return fold(word.text) not in _particles() or end - start == 1
    if end - start == 1 or word.is_initial or fold(word.text) in _particles():
        return False
    known, following = clue(word.text, language), clue(words[start + 1].text, language)
    if _begins_later(words, start, end, language):
        return True
    if _PLACE.fullmatch(fold(word.text)) and not known.given and not following.patronymic:
        return True  # "глава Наровии Лукьянчик": of a country that no dictionary has
    if known.given or known.is_name:
        # Америки Дональд Трамп: a place that may be a surname, before a whole name.
        return known.place and not known.given and following.given and end - start > 2
    if fold(word.text) in titles() or is_thing(word.text, language):
        return True
    if known.function or known.common:
        return True
    return (known.place or known.organisation) and (following.is_name or end - start > 2)


def _begins_later(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    """Whether a given name further on shows that the first word is something else.

    "тренер Восток Арена Павел Зимин"; but Лукашенко Александр Григорьевич begins where it begins.
    """
    first, last = clue(words[start].text, language), clue(words[end - 1].text, language)
    if first.given or last.patronymic or last.given:
        return False
    return any(
        (known := clue(words[at].text, language)).given and not known.common and not known.place
        for at in range(start + 1, end - 1)
        if len(words[at].text) > 1
    )


def _may_end(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    last = words[end - 1]
    if last.text == ".":
        return end - 1 > start and words[end - 2].is_initial
    if not last.is_capital:
        return False
    # "сказал Орлов Если завтра": a full stop was forgotten.
    known = clue(last.text, language)
    return end - start == 1 or not known.function or known.is_name


def _joined(words: Sequence[Word], pieces: list[_Place], language: str) -> list[_Place]:
    """Pieces with nothing between them that are one name: a given name and its surname."""
    result: list[_Place] = []
    for start, end in pieces:
        if result and result[-1][1] == start and not words[start].first:
            before = result[-1]
            first = clue(words[before[0]].text, language)
            here = clue(words[start].text, language)
            one = before[1] - before[0] == 1
            if one and end - start <= 2 and (first.given or words[before[0]].is_initial) and not (
                here.given and end - start > 1
            ):  # fmt: skip
                result[-1] = (before[0], end)
                continue
        result.append((start, end))
    return result


def _parted(
    words: Sequence[Word], start: int, end: int, language: str, certain: Collection[str]
) -> Iterator[_Place]:
    """Two surnames side by side are two persons: "позвонил Орлов Зимину"."""
    if end - start == 2 and not words[start].is_initial:
        first, second = words[start].text, words[start + 1].text
        if (
            stem(first) != stem(second)
            and stem(first) in certain
            and stem(second) in certain
            and not clue(first, language).given
        ):
            yield start, start + 1
            yield start + 1, end
            return
    yield start, end


def _completed(words: Sequence[Word], pieces: list[_Place], language: str) -> list[_Place]:
    """Lone surnames with the word before them, where it is part of the name.

    A given name that the recogniser left out, or one that it takes for a place: Милан
    before Савич. In this text the word stands before the surname at least twice, and hardly
    ever without it.
    """
    pairs = _pairs(words, pieces)
    taken = {end for _, end in pieces}
    return [
        (start - 1, end)
        if end - start == 1
        and start not in taken
        and _follows_capital(words, start)
        and _is_head(words, start, pairs, language)
        else (start, end)
        for start, end in pieces
    ]


def _pairs(words: Sequence[Word], pieces: list[_Place]) -> frozenset[tuple[str, str]]:
    """Stems of two words that are one name in this text, wherever they stand together."""
    inside = {_pair(words, start + 1) for start, end in pieces if end - start == 2}
    before = Counter(
        _pair(words, start)
        for start, end in pieces
        if end - start == 1 and _follows_capital(words, start)
    )
    times = Counter(stem(word.text) for word in words if word.is_capital)
    often = {
        pair
        for pair, count in before.items()
        if count >= _OFTEN and times[pair[0]] * _MOSTLY <= count
    }
    return frozenset(inside | often)


def _pair(words: Sequence[Word], at: int) -> tuple[str, str]:
    return stem(words[at - 1].text), stem(words[at].text)


def _follows_capital(words: Sequence[Word], at: int) -> bool:
    return at > 0 and not words[at].first and words[at - 1].is_capital


def _is_head(
    words: Sequence[Word], at: int, pairs: frozenset[tuple[str, str]], language: str
) -> bool:
    """Whether the word before a lone surname belongs to it."""
    before = words[at - 1]
    head = clue(before.text, language)
    if len(before.text) < 3 or fold(before.text) in titles() or head.function:
        return False
    if _pair(words, at) in pairs:
        return True
    sure = head.given and not (head.common and before.first)
    return sure and not clue(words[at].text, language).given


def _grown(words: Sequence[Word], start: int, end: int, language: str) -> _Place:
    """A name with the initials, particles and given name beside it."""
    # Лавров Сергей Викторович, Си Цзиньпин
    if start and words[start - 1].is_capital and not words[start].first and (
        _is_surname_before(words, start, end, language)
    ):  # fmt: skip
        start -= 1
    # А. Г. Лукашенко
    while start >= 2 and words[start - 1].text == "." and words[start - 2].is_initial and (
        not words[start].first and not words[start - 1].first
    ):  # fmt: skip
        start -= 2
    while start and not words[start].first and fold(words[start - 1].text) in _particles() and (
        not words[start - 1].is_capital and len(words[start - 1].text) > 2 - (end - start == 1)
    ):  # fmt: skip
        start -= 1
    # Лукашенко А. Г.
    while (
        end + 1 < len(words)
        and words[end].is_initial
        and words[end + 1].text == "."
        and not words[end].first
        and not words[end + 1].first
        and words[end - 1].end + 1 >= words[end].start
        and (words[end - 1].text == "." or not _starts_name(words, end + 2))
    ):
        end += 2
    if _lacks_surname(words, start, end, language) and _may_be_surname(words, end, language):
        end += 1
    if end - start > 1 and words[end - 1].is_initial and end < len(words) and (
        words[end].text == "." and words[end].start == words[end - 1].end
    ):  # fmt: skip
        end += 1
    return start, end


def _is_surname_before(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    before = words[start - 1].text
    if fold(before) in east_asian_surnames():
        return len(before) > 1 and not clue(words[start].text, language).given
    if end - start != 2 or len(before) < 3 or fold(before) in titles():
        return False
    first, second = clue(words[start].text, language), clue(words[end - 1].text, language)
    known = clue(before, language)
    return first.given and second.patronymic and known.surname and not known.function


def _lacks_surname(words: Sequence[Word], start: int, end: int, language: str) -> bool:
    """Whether a given name stands alone, or with a patronymic: Евгении, Михаила Абрамовича."""
    first = clue(words[start].text, language)
    if not first.given or first.place or (first.common and words[start].first):
        return False
    return end - start == 1 or (end - start == 2 and clue(words[end - 1].text, language).patronymic)


def _may_be_surname(words: Sequence[Word], at: int, language: str) -> bool:
    """Whether a word with a capital right behind a given name can only be the surname."""
    if at >= len(words) or words[at].first or not words[at].is_capital or len(words[at].text) < 3:
        return False
    known = clue(words[at].text, language)
    plain = known.surname or known.common or not (known.place or known.organisation)
    title = fold(words[at].text) in titles() or words[at].text.isupper()
    return plain and not (title or known.function or known.place or known.given)


def _starts_name(words: Sequence[Word], at: int) -> bool:
    """Whether initials before this word belong to it: Путин, В. Медведев."""
    return at < len(words) and words[at].is_capital and len(words[at].text) > 1


def _is_name(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether there is a whole word with a capital, and no more words than a name has."""
    return end - start <= 2 * _LONGEST and any(
        word.is_capital and len(word.text) > 1 for word in words[start:end]
    )


@cache
def _particles() -> frozenset[str]:
    return _list("particles.txt")


@cache
def _joining_words() -> frozenset[str]:
    return frozenset(("и", "й", "і", "та", "ды", "или", "або", "with", "and"))


def _list(name: str) -> frozenset[str]:
    text = files("search.people.mentions").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )
