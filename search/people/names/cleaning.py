"""Names freed of what is not part of them: titles, quotation marks, possessives, remarks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from search.people.names.tables import data_lines

_QUOTES: Final = str.maketrans(dict.fromkeys('"«»“”„‟‘‚‹›', " "))
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ`´", "'"))
_REMARK: Final = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|(?<=\w )[«„“\"][^»“”\"]*[»“”\"](?= \w)")
_OTHERWISE: Final = re.compile(
    r"\s/\s?|;|\s(?:a\.?k\.?a\.?|он же|она же|f\.k\.a\.)\s", re.IGNORECASE
)
_ALTERNATIVE: Final = re.compile(r"/[\w'-]+")
_ACUTE: Final = re.compile("(?<=[аеиоуыэюяіїєАЕИОУЫЭЮЯІЇЄ])\u0301")


@lru_cache(maxsize=100_000)
def clean_name(text: str) -> str:
    """The name alone: white space made single, quotes, possessive and titles dropped.

    >>> clean_name(" г-н  «Иван Петров» ")
    'Иван Петров'
    """
    plain = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    words = plain.translate(_QUOTES).strip(" ,;:()[]").split()
    while len(words) > 1 and words[0].lower().rstrip(".") in _titles():
        words.pop(0)
    return " ".join(words).removesuffix("'s")


@lru_cache(maxsize=100_000)
def one_name(text: str) -> str:
    """The first of several spellings in one text, without remarks, nicknames and stress marks.

    >>> one_name("Alexander (Alexandr) PETROV / Alexandre PETROV")
    'Alexander PETROV'
    """
    if _PLAIN.fullmatch(text) and text.split(" ", 1)[0].lower() not in _titles():
        return text  # most are: Иван Петров
    first = _OTHERWISE.split(text, maxsplit=1)[0]
    plain = _ALTERNATIVE.sub("", _REMARK.sub(" ", first)).strip(" /*") or text
    plain = unicodedata.normalize("NFC", _ACUTE.sub("", plain))
    return clean_name(_MIXED_WORD.sub(_of_one_alphabet, plain) if _MIXED.search(plain) else plain)


_PLAIN: Final = re.compile("(?:[A-Za-z]+ )?[A-Za-z]+|(?:[А-Яа-яЁёІіЇїЄєЎў]+ )?[А-Яа-яЁёІіЇїЄєЎў]+")
"""One or two words of letters of one alphabet, composed."""

_MIXED: Final = re.compile("[a-zëĸ][\u0400-\u04ff]|[\u0400-\u04ff][a-zëĸ]", re.IGNORECASE)
_MIXED_WORD: Final = re.compile(r"[\w'-]+")
_LATIN_LETTERS: Final = "aceopxyiëABCEHKMOPTXIËĸ"
_CYRILLIC_LETTERS: Final = "асеорхуіёАВСЕНКМОРТХІЁк"
_TO_CYRILLIC: Final = str.maketrans(_LATIN_LETTERS, _CYRILLIC_LETTERS)
_TO_LATIN: Final = str.maketrans(_CYRILLIC_LETTERS, _LATIN_LETTERS)


def _of_one_alphabet(found: re.Match[str]) -> str:
    """A word in the alphabet of most of its letters: Cергей has a Latin C as often as not."""
    word = found[0]
    if not _MIXED.search(word):
        return word
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in word)
    letters = sum(char.isalpha() for char in word)
    return word.translate(_TO_CYRILLIC if 2 * cyrillic >= letters else _TO_LATIN)


@cache
def _titles() -> frozenset[str]:
    return frozenset(data_lines("titles.txt"))
