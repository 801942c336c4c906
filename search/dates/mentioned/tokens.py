"""A text as the words, numbers and signs that dates are made of, with their places.

The grammar of dates looks at most a dozen tokens ahead, and a text is read in pieces, so
that time and memory stay in proportion to its length, whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.documents import LANGUAGES, UNKNOWN, LanguageSpan

PIECE: Final = 50_000
"""Characters after which a text is cut, at the end of a line or, in a long one, of a word."""
_LONGEST_LINE: Final = 5_000

# Cyrillic words keep their apostrophe («п'ятниця»); Latin ones are cut there (l'été, Sunday's).
_TOKEN: Final = re.compile(
    r"[0-9]+|[\u0400-\u04ff\u0301]+(?:'[\u0400-\u04ff]+)*|[^\W\d_\u0400-\u04ff]+|\S"
)
_APOSTROPHES: Final = str.maketrans("’ʼ", "''")
_LATIN: Final = tuple(one for one in LANGUAGES if one not in ("ru", "uk", "be"))
_CYRILLIC: Final = ("ru", "uk", "be")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a piece of a text: each in lower case, and where it stands in the text.

    `languages` are the spans of known language; without them every language of the
    script is tried. `shouted` takes all words for capitals, so that any case is believed.
    """

    text: str
    low: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    languages: Sequence[LanguageSpan] = ()
    shouted: bool = False

    def __len__(self) -> int:
        return len(self.low)

    def at(self, i: int) -> str:
        """The token in lower case; "" outside the text."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def raw(self, i: int) -> str:
        """The token as it stands."""
        word = self.text[self.start[i] : self.end[i]]
        return word.upper() if self.shouted else word

    def number(self, i: int, digits: int) -> int | None:
        """The number of at most so many digits at a place."""
        word = self.at(i)
        return int(word) if "0" <= word[:1] <= "9" and len(word) <= digits else None

    def glued(self, i: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return 0 < i < len(self.low) and self.start[i] == self.end[i - 1]

    def same_line(self, i: int, j: int) -> bool:
        """Whether no line ends between two tokens."""
        return self.text.find("\n", self.end[i], self.start[j]) < 0

    def spoken(self, i: int) -> tuple[str, ...]:
        """The languages in which the token at a place may be read."""
        script = _CYRILLIC if "\u0400" <= self.low[i][0] <= "\u04ff" else _LATIN
        if not self.languages:
            return script
        language = self.spoken_around(i)
        return (language,) if language in script else script

    def spoken_around(self, i: int) -> str:
        """The one language that a place is known to be in, or ""."""
        if not self.languages:
            return ""
        place = bisect_right(self.languages, self.start[i], key=lambda span: span.start) - 1
        language = self.languages[place].language if place >= 0 else UNKNOWN
        return "" if language == UNKNOWN else language


def read(
    text: str, languages: Sequence[LanguageSpan] = (), *, shouted: bool = False
) -> Iterator[Tokens]:
    """The tokens of a text, piece by piece."""
    for first, last in _pieces(text):
        piece = text[first:last]
        lower = _lowered(piece).translate(_APOSTROPHES)
        low = _TOKEN.findall(lower)
        spans = [match.span() for match in _TOKEN.finditer(lower)]
        start = [first + begin for begin, _ in spans]
        end = [first + stop for _, stop in spans]
        if "\u0301" in lower:  # «за́мок»: stress marks are for learners
            low = [word.replace("\u0301", "") or word for word in low]
        yield Tokens(text, low, start, end, languages, shouted)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(text):
        last = first + PIECE
        if last < len(text):
            line = text.rfind("\n", last - _LONGEST_LINE, last)
            word = text.rfind(" ", last - _LONGEST_LINE, last)
            last = max(line if line >= 0 else word, first) + 1 if max(line, word) >= 0 else last
        yield first, last
        first = last


def _lowered(text: str) -> str:
    """Lower case with every character in its place; "İ" alone would become two."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char if len(char.lower()) > 1 else char.lower() for char in text)
