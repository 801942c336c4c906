"""Words of names as rows of sounds, the same in every alphabet and orthography.

A row is a string of sounds, one character each: consonants as in Czech (š, č, ž, c is ts),
g, h and x for г, Ukrainian г and х, w for a ў, đ and ç for the soft д and т of Belarusian
(Дзяніс, Ціханоўская); vowels a o e i y u, ä ö ü for я ё ю, and é
for an e after a sound that Belarusian hardens (Чемоданов, Чамаданаў; Хрущёв, Khrushchev).
A Cyrillic word has one
row. A Latin word has one for each orthography that it can be read in: "Loukachenko" is
English to no reader, "Jelzin" is German by its z.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from search.people.names.tables import data_lines

CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")

_CYRILLIC_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ж": "ž", "з": "z", "і": "i",
    "й": "j", "ј": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "w", "ф": "f", "х": "x", "ц": "c", "ч": "č", "ш": "š",
    "ы": "y", "э": "e", "ѕ": "dz", "ѐ": "e", "ѝ": "i", "ĸ": "k",
}  # fmt: skip

SLAVIC: Final = re.compile(
    "(?:[oeay][vwu]|[oe]ff|[iy]n|[oeay][vw]a|ina|[cskz]k?[iy][yij]?|sk(?:aya|aia|aja|a|oy|oi)|[ek]nko"
    "|enka|[cs]h?ko|ka|[vw]i(?:ch|cz|tsch|č|ć)|[uy]k|ch[ue]k|ak|ik|ets|ec|[aeo]y|yi|yy|y)$"
)
"""Ends of Slavic surnames in Latin letters: not to be read as English."""
_ENGLISH_NEVER: Final = re.compile(
    "(?:[oe]v|[iy]n|[oe]va|ina|sk[iy]y?|skiy|skaya|enko|enka|vich|chuk|[oeay]u)$"
)
_LETTERS: Final = {"a": "a", "e": "e", "i": "i", "o": "o", "u": "u", "y": "y", "c": "k"}
_MAC: Final = re.compile("^ma?c(?=[^aeiouhk])")
_SILENT: Final = frozenset("ьъ'ʼ’")
_AFTER_SIBILANT: Final = re.compile("(?<=[šžčrc])e")
_DOUBLED: Final = re.compile(r"(.)\1+")


class Row(NamedTuple):
    """One reading of a word: its sounds, and the orthography that it was read in."""

    sounds: str
    orthography: str


class _Reader:
    """Applies rules of one orthography, the first that fits at each letter."""

    def __init__(self, rules: tuple[tuple[str, str], ...]) -> None:
        self._pattern = re.compile("|".join(f"({pattern})" for pattern, _ in rules))
        self._sounds = [sound for _, sound in rules]

    def row(self, word: str) -> str:
        parts: list[str] = []
        at = 0
        for found in self._pattern.finditer(word):
            if found.start() > at:
                parts.append(_letters(word[at : found.start()]))
            index = found.lastindex
            assert index is not None
            parts.append(self._sounds[index - 1])
            at = found.end()
        parts.append(_letters(word[at:]))
        return _AFTER_SIBILANT.sub("é", _DOUBLED.sub(r"\1", "".join(parts)))


@cache
def _rules() -> dict[str, tuple[tuple[str, str], ...]]:
    """The rules of each section of the table, with what it takes in from others."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in data_lines("orthographies.tsv"):
        section, pattern, sound = line.split("\t")
        own = found.setdefault(section, [])
        if pattern.startswith("+"):
            own.extend(found[pattern[1:]])
        else:
            own.append((pattern, sound))
    return {name: tuple(rules) for name, rules in found.items()}


@cache
def _reader(orthography: str) -> _Reader:
    return _Reader(_rules()[orthography])


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for pattern, name in _rules()["mark"])


@lru_cache(maxsize=200_000)
def rows(word: str) -> tuple[Row, ...]:
    """The rows of a folded word, the plainest reading first; words without letters have one.

    >>> rows("лукашэнка")[0].sounds, rows("łukaszenka")[0].sounds
    ('lukašénka', 'lukašénka')
    """
    word = _MAC.sub("mak", word)
    if CYRILLIC.search(word):
        return (Row(_reader("cyrillic").row(word), "cyrillic"),)
    found = {_reader("plain").row(word): "plain"}
    for name, mark in _marks():
        if mark.search(word):
            found.setdefault(_reader(name).row(word), name)
    if not _ENGLISH_NEVER.search(word):
        found.setdefault(_reader("english").row(word), "english")
    return tuple(Row(row, name) for row, name in found.items())


class _Letters(dict[int, str]):
    """What letters without a rule sound as, worked out when they are first met."""

    def __missing__(self, code: int) -> str:
        self[code] = sound = _letter(chr(code))
        return sound


_LETTERS_MET: Final = _Letters()


def _letters(text: str) -> str:
    """Letters without a rule: as they are, without marks."""
    return text.translate(_LETTERS_MET)


def _letter(char: str) -> str:
    if char in _CYRILLIC_LETTERS:
        return _CYRILLIC_LETTERS[char]
    if char in _SILENT:
        return ""
    if char.isascii():
        return _LETTERS.get(char, char if char.isalpha() else "")
    base = unicodedata.normalize("NFD", char)[0]
    if base != char:
        return _CYRILLIC_LETTERS.get(base, base if base.isalpha() else "")
    return char if char.isalpha() else ""
