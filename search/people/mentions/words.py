"""Cuts a text into words and marks, as the recogniser of names needs them.

Unlike the tokens of the index, these keep every mark (a bracket ends a name, a full stop
after one capital is an initial), hold a hyphenated name together (Салтыков-Щедрин) and keep
the case. A `Word` is a word, a number or a single mark; `[start, end)` is its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LETTER: Final = r"[^\W\d_\u02bc]"
_APOSTROPHES: Final = "'’ʼ‘`´"
_WORD: Final = re.compile(
    rf"(?P<word>{_LETTER}[\w\u0301\u00ad]*+(?:(?:[{_APOSTROPHES}]{_LETTER}|[\-‑]\w)[\w\u0301\u00ad]*+)*+)"
    r"|(?P<number>\d+(?:[.,]\d+)*+)"
    r"|(?P<break>\s*\n\s*)"
    r"|(?P<mark>[^\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark of a text; `first` where a line or paragraph begins with it."""

    text: str
    start: int
    end: int
    first: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it begins as a name does, behind an article perhaps: аль-Барадеи."""
        first = self.text[0]
        if first.isupper():
            return True
        particle, _, rest = self.text.partition("-")
        return 2 <= len(particle) <= 3 and rest[:1].isupper()

    @property
    def is_initial(self) -> bool:
        """Whether it is one capital letter: А. Лукашенко."""
        return len(self.text) == 1 and self.text.isupper()


def words(text: str) -> list[Word]:
    """The words and marks of a text, in order.

    >>> [word.text for word in words("А. Ким-Ли, 3,5 «ГУМ»")]
    ['А', '.', 'Ким-Ли', ',', '3,5', '«', 'ГУМ', '»']
    """
    found = []
    first = True
    for match in _WORD.finditer(text):
        if match.lastgroup == "break":
            first = True
            continue
        found.append(Word(match[0], match.start(), match.end(), first))
        first = False
    return found
