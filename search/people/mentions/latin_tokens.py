"""Words of a Latin-script text with their places, as the recogniser of names sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from search.people.mentions.latin_tables import FOREIGN, flags, words

Kind = Literal["name", "initial", "acronym", "word", "number", "mark"]

_CAPITAL: Final = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻĹĽŃŅŇŌŐŘŚŞŠȘŢŤȚŪŮŰŲŹŻŽ]"
_TOKEN: Final = re.compile(
    rf"(?P<initials>(?:{_CAPITAL}\.(?:[ -](?={_CAPITAL}\.))?)+)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:(?:['’ʼ-]|(?<=[A-Z])&(?=[A-Z]))[^\W_]+)*)"
    r"|(?P<number>\d[\d.,:/–-]*)"
    r"|(?P<mark>\S)"
)
SHORT: Final = frozenset(("st", "ste", "mt", "ft"))
"""Words for saints and hills that are shortened before a place: St. Louis."""
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’ʼ]s$", re.IGNORECASE)
_ELISION: Final = re.compile(r"^(?:[dlnscjmt]|qu)['’ʼ](?=\w)", re.IGNORECASE)
_ENDS: Final = frozenset(".!?;:•|…")
_OPENING: Final = frozenset("\"“„«»”‘'‚([{–—-*")


@dataclass(slots=True)
class Token:
    """One word, number or mark at [start, end).

    `first` tells that it may begin a sentence, where a capital means nothing; `near` that at
    most one blank stands before it; `owns` that a possessive 's follows.
    """

    text: str
    start: int
    end: int
    kind: Kind
    first: bool = False
    near: bool = True
    owns: bool = False
    low: str = ""
    opens: bool = False


def tokens(text: str, language: str) -> list[Token]:
    """All tokens of a text, in order."""
    found: list[Token] = []
    titles = words(language).title
    end = 0
    fresh = True
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        between = text[end:start]
        near = len(between) <= 1 and between not in ("\n", "\t", "\r")
        fresh = fresh or "\n" in between
        word, owns = match.group(), False
        if match.lastgroup == "word":
            start, word, owns = _trimmed(word, start, language, found)
        kind = _kind(word, match.lastgroup or "")
        opens = not found or "\n" in between
        low = word.lower()
        token = Token(word, start, start + len(word), kind, fresh, near, owns, low, opens)
        joins = _abbreviates(word, found, titles)
        found.append(token)
        end = stop
        if joins:
            continue
        fresh = kind == "mark" and (word in _ENDS or (fresh and word in _OPENING))
    return found


def _abbreviates(dot: str, found: list[Token], titles: frozenset[str]) -> bool:
    """Whether a full stop only ends a title: Sen. Obama, Dr. Who."""
    if dot != "." or not found:
        return False
    last = found[-1]
    return last.low in SHORT or (len(last.text) < 6 and last.low in titles)


def _trimmed(word: str, start: int, language: str, found: list[Token]) -> tuple[int, str, bool]:
    """The word without the possessive's 's and without French d', l' before it."""
    if language not in FOREIGN and (match := _POSSESSIVE.search(word)):
        return start, word[: match.start()], True
    if language == "fr" and (match := _ELISION.match(word)):
        cut = match.end()
        found.append(Token(word[:cut], start, start + cut, "word", low=word[:cut].lower()))
        return start + cut, word[cut:], False
    if language == "de" and _german_genitive(word):
        return start, word[:-1], True
    return start, word, False


def _german_genitive(word: str) -> bool:
    """Merkels, Palins: a name with the s of the genitive, which no table has."""
    if len(word) < 5 or not word.endswith("s") or not word[0].isupper() or flags(word, "de"):
        return False
    return bool(flags(word[:-1], "de"))


def _kind(word: str, group: str) -> Kind:
    if group == "initials":
        return "initial"
    if group == "word":
        if not word[0].isupper():
            return "word"
        if len(word) == 1:
            return "initial"
        letters = [char for char in word if char.isalpha()]
        capitals = [char for char in letters if char.isupper()]
        plural = len(capitals) > 1 and letters[-1] == "s" and len(capitals) == len(letters) - 1
        return "acronym" if plural or len(capitals) == len(letters) else "name"
    return "number" if group == "number" else "mark"
