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
    first = _OTHERWISE.split(text, maxsplit=1)[0]
    plain = _ALTERNATIVE.sub("", _REMARK.sub(" ", first)).strip(" /*") or text
    plain = unicodedata.normalize("NFC", _ACUTE.sub("", plain))
    return clean_name(plain.replace("ĸ", "к").replace("ë", "ё") if _mixed(plain) else plain)


def _mixed(text: str) -> bool:
    """Whether Cyrillic words hold letters of another alphabet that look alike."""
    return ("ĸ" in text or "ë" in text) and re.search("[а-яА-Я]", text) is not None


@cache
def _titles() -> frozenset[str]:
    return frozenset(data_lines("titles.txt"))
