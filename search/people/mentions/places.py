"""Words that an article treats as places or outlets, so that they are nobody's name in it.

Nobody is "in" a person, few are "from" one, and a dateline begins with a town; what one
place of an article shows holds for all of it. Shapes tell the rest of a lone word: Наровия,
Верхнеград, Слободинск.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from search.analysis.tokens import fold
from search.people.mentions.evidence import clue, is_known_surname
from search.people.mentions.stems import stem
from search.people.mentions.words import Word

_WITHIN: Final = {"ru": frozenset(("в", "во"))}
_WITHIN_OTHERS: Final = frozenset(("в", "у", "ў", "във", "на"))
_FROM: Final = {
    "ru": frozenset(("из",)),
    "uk": frozenset(("з", "із", "зі")),
    "be": frozenset(("з", "са")),
}
_NEAR: Final = frozenset(
    ("возле", "около", "близ", "біля", "поблизу", "каля", "ля", "паблізу", "край", "близо")
)
_WATER: Final = re.compile(
    r"(?:рек[аиуе]|рекой|рак[аиіуе]|ракой|рацэ|рэк[аіу]|річ[кц]\w{1,3}|озер[оау]|озері|озером|"
    r"возер[аыу]|возерам|прито[кц]\w{0,3}|прыто[кц]\w{0,3})"
)
# With somebody, not from a place: з Грыневічам, з Морозовою.
_WITH: Final = re.compile(r".+(?:[оеєаёя]м|[иіы]м|[оеє]ю|[аяоеэ]й|мі|ми|ах)")
_LOCATIVE: Final = {"ru": "еи"}
_SHAPE: Final = re.compile(
    r".{3,}(?:ия|ии|ию|ией|ія|ії|ію|ією|іі|іяй)"
    r"|.{3,}град(?:а|у|ом|ам|е|і|зе)?|.{3,}(?:пол[ьяюе]|полем|піль|аполь)"
    r"|.{3,}(?:город|горад)(?:а|у|ом|ам|е|і)?"
)
_TOWN: Final = re.compile(r".{3,}[инвра]ск(?:а|у|ом|ам|е)?")
_AND: Final = frozenset(("и", "та", "й", "і", "ды"))
_DATELINE: Final = 14
_MOST: Final = 3


def places_told(words: Sequence[Word], language: str) -> frozenset[str]:
    """Stems of words that stand for places, or for the outlet of a dateline, in this text."""
    return frozenset((*_by_preposition(words, language), *_by_dateline(words)))


def _by_preposition(words: Sequence[Word], language: str) -> Iterator[str]:
    """After in, from, near: в Верхнеграде, з Ізмаїла, каля Пінска, на рацэ Ліпніца.

    In Ukrainian and Belarusian "у" is also "at somebody's" and "з" also "with somebody", but
    then in another case.
    """
    within = _WITHIN.get(language, _WITHIN_OTHERS)
    for at in range(1, len(words)):
        word = words[at]
        if not word.is_capital or word.first or len(word.text) <= 3:
            continue
        before = fold(words[at - 1].text)
        low = word.text.lower()
        if before in within:
            there = low[-1] in _LOCATIVE.get(language, "іїыеи")
        elif before in _FROM.get(language, ()):
            there = _is_alone(words, at) and not _WITH.fullmatch(low)
        else:
            near = before in _NEAR or (_WATER.fullmatch(before) is not None)
            there = near and _is_alone(words, at)
        if there and not clue(word.text, language).given:
            yield stem(word.text)
            yield from _coordinated(words, at + 1, language)


def _coordinated(words: Sequence[Word], at: int, language: str) -> Iterator[str]:
    """The places behind a place: из Наровии, Кестрии и Вельмарка; not "в Китае, Орлов понял"."""
    found: list[str] = []
    while at + 1 < len(words) and (words[at].text == "," or fold(words[at].text) in _AND):
        word = words[at + 1]
        if not word.is_capital or word.first or clue(word.text, language).given:
            return
        if not _is_alone(words, at + 1) or len(word.text) <= _MOST:
            return
        found.append(stem(word.text))
        if words[at].text != ",":
            yield from found
            return
        at += 2


def _is_alone(words: Sequence[Word], at: int) -> bool:
    """Whether neither a name nor an initial's full stop follows: "из Ивана Орлова" is he."""
    after = words[at + 1] if at + 1 < len(words) else None
    return after is None or after.first or not after.is_capital


def _by_dateline(words: Sequence[Word]) -> Iterator[str]:
    """Town and outlet of "ІЗМАЇЛ, 3 грудня (Вістка) —", "МИНСК, 18 дек. /Весть/."."""
    for at, word in enumerate(words):
        if not word.first or not word.is_capital:
            continue
        line = words[at + 1 : at + 1 + _DATELINE]
        line = line[: next((i for i, one in enumerate(line) if one.first), len(line))]
        comma = next((i for i, one in enumerate(line[:_MOST]) if one.text == ","), -1)
        if comma < 0 or comma + 1 >= len(line) or not line[comma + 1].text[0].isdigit():
            continue
        yield stem(word.text)
        for before, name, after in zip(line, line[1:], line[2:], strict=False):
            if (before.text, after.text) in (("(", ")"), ("/", "/")) and name.is_capital:
                yield stem(name.text)


def without_places(
    words: Sequence[Word], start: int, end: int, places: Collection[str]
) -> tuple[int, int] | None:
    """A name without the place before it (Наровии Лукьянчик), None when it is a place itself."""
    while start < end and words[start].is_capital and stem(words[start].text) in places:
        start += 1
    return (start, end) if start < end else None


def is_place_by_shape(word: str, language: str) -> bool:
    """Whether a lone word, whom nothing introduces, is rather a country or town.

    Not where a dictionary has it as a surname (Берия, Виноград).
    """
    low = fold(word)
    shape = _SHAPE.fullmatch(low) or (language != "uk" and _TOWN.fullmatch(low))
    if not shape or clue(word, language).given:
        return False
    return not is_known_surname(word, language)


def is_signed_from(words: Sequence[Word], start: int, others: Collection[int]) -> bool:
    """Whether a lone word at the end of a line stands behind a name and a comma there.

    "Соломія Гайдук, Ізмаїл"; `others` are the ends of the other names.
    """
    ends = start + 1 == len(words) or words[start + 1].first
    return ends and words[start - 1].text == "," and start - 1 in others
