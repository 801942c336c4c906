"""Capitalised runs: stretches of tokens that may hold a name, cut from what surrounds them.

A run is a row of capitalised words with the particles, initials and suffixes between and
after them (Ludwig van Beethoven, J. R. R. Tolkien, Martin Luther King, Jr.). Titles and
nationalities at its head are cut off, and remembered: "Chancellor Angela Merkel" is a run of
two words after a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.analysis.stopwords import is_stop
from search.analysis.tokens import fold
from search.people.mentions.latin_tables import FOREIGN, Words, countries, flags
from search.people.mentions.latin_tokens import SHORT, Token

_CAPITALS: Final = ("name", "initial")
_SHORT: Final = 3
_LONGEST: Final = 14
_QUOTES: Final = frozenset("\"“”„«»'‘’")
# "Minnesotan Scott LeDoux", "Londoners Jo and Ann": unknown words with the ends of origins.
_ORIGIN: Final = re.compile(r".{4,}(?:ans?|ians?|ers?|ists?|ors?|ites?|ese)").fullmatch
_OF: Final = frozenset(("of", "from", "outside", "near"))
# German titles of two words in one: Staatspräsident, Finanzministerin, Vizekanzlers.
_COMPOUND: Final = re.compile(
    r"\w{3,}(?:präsident|minister|kanzler|sprecher|direktor|sekretär|kommissar|meister)(?:s|en|in)?"
    r"|\w{3,}chefs?"
).fullmatch
_ROYAL: Final = frozenset(
    [
        "king",
        "queen",
        "emperor",
        "empress",
        "pope",
        "tsar",
        "czar",
        "prince",
        "duke",
        "sultan",
        "shah",
    ]
)
_EPITHETS: Final = frozenset(
    [
        "great",
        "terrible",
        "younger",
        "elder",
        "wise",
        "bold",
        "bald",
        "fat",
        "good",
        "bad",
        "pious",
        "conqueror",
        "magnificent",
        "lionheart",
        "brave",
        "cruel",
        "fair",
        "first",
        "second",
        "third",
    ]
)


@dataclass(slots=True)
class Run:
    """Tokens [first, last] that may be a name; `titled` when a title was cut off its head."""

    first: int
    last: int
    titled: bool = False
    led: bool = False
    """Some other capitalised word was cut off its head: "Russian", "Singer"."""

    @property
    def size(self) -> int:
        """How many tokens the run has."""
        return self.last - self.first + 1


def runs(line: list[Token], words: Words, language: str) -> Iterator[Run]:
    """The runs of a text, cleaned of titles and of words that only begin a sentence."""
    at = 0
    shouted = headlines(line, words) if language not in FOREIGN else set()
    while at < len(line):
        if not _begins(line, at, language):
            at += 1
            continue
        if at in shouted:
            stop = _end_in_headline(line, at, language)
            yield Run(at, stop)
            at = stop + 1
            continue
        stop = _end_of_run(line, at, words, language)
        yield from _cleaned(line, Run(at, stop), words, language)
        at = stop + 1


def headlines(line: list[Token], words: Words) -> set[int]:
    """Tokens of lines in which nearly all words have capitals, so that these tell nothing."""
    found: set[int] = set()
    for first, stop in _lines(line):
        long = [t for t in line[first:stop] if len(t.text) > 3 and t.kind in ("name", "word")]
        lower = [t for t in long if t.kind == "word"]
        few = len(long) > _SHORT and len(lower) < 0.2 * len(long)
        if few and line[stop - 1].text != "." and all(t.low in words.plain for t in lower):
            found.update(range(first, stop))
    return found


def _end_in_headline(line: list[Token], at: int, language: str) -> int:
    """The end of a name there: a given name, initials and one word; else the word alone."""
    end = at
    if not is_strong_given(line[at], language) or line[at].owns:
        return at
    while end + 1 < len(line) and line[end + 1].kind == "initial" and line[end + 1].near:
        end += 1
    after = line[end + 1] if end + 1 < len(line) else None
    if after is None or after.kind != "name" or not after.near or after.opens:
        return at
    return end + 1


def _lines(line: list[Token]) -> Iterator[tuple[int, int]]:
    starts = [i for i, t in enumerate(line) if t.opens]
    yield from zip(starts, [*starts[1:], len(line)], strict=True)


def _begins(line: list[Token], at: int, language: str) -> bool:
    token = line[at]
    if token.kind in _CAPITALS:
        return True
    return token.kind == "acronym" and _shouted(token, language)


def _shouted(token: Token, language: str) -> bool:
    """A name in capitals: MERKEL; but not BBC."""
    return len(token.text) > 3 and "g" in flags(token.text, language)


def _end_of_run(line: list[Token], at: int, words: Words, language: str) -> int:
    """The last token of the run that begins at a token."""
    end = at
    while end + 1 < len(line) and not line[end].owns and end - at < _LONGEST:
        step = _step(line, end, at, words, language)
        if not step:
            break
        end += step
    return end


def _step(line: list[Token], end: int, start: int, words: Words, language: str) -> int:
    """How many tokens the run grows by, 0 when it ends."""
    last, after = line[end], line[end + 1]
    if language == "de" and end > start and _german_genitive(line[start], last, language):
        return 0
    short = (last.low in words.title and len(last.text) < 6) or last.low in SHORT
    if after.text == "." and after.near and short:
        return 2 if _name_at(line, end + 2, language) and line[end + 2].near else 0
    if not after.near:
        return 0
    if _continues(line, end, start, words, language):
        return 1
    if (
        after.text == ","
        and _name_at(line, end + 2, language)
        and line[end + 2].low in words.suffix
    ):
        return 2
    if after.kind == "word" and after.low in words.particle:
        before = line[start : end + 1]
        # "Ursula von der Leyen"; but not "Kremlchef von Russland", "Chequers de Theresa May"
        if after.low in words.joins or all(is_strong_given(t, language) for t in before):
            return _through_particles(line, end, words, language)
        return 0
    if after.low == "the" and end + 2 < len(line) and line[end + 2].low in _EPITHETS:
        return 2 if line[end + 2].kind == "name" else 0
    if after.text in _QUOTES:
        return _through_nickname(line, end, language)
    return 0


def _continues(line: list[Token], end: int, start: int, words: Words, language: str) -> bool:
    """Whether the very next token belongs to the run that ends at a token."""
    last, after = line[end], line[end + 1]
    if after.kind == "name" and last.kind == "initial":
        return not (after.first and after.low in words.plain)
    if _name_at(line, end + 1, language) and not after.first:
        return True
    if after.kind == "acronym":  # Henry VIII; Roman PACVOŇ, as agencies sign
        signed = len(after.text) > 3 and last.kind == "name" and is_strong_given(last, language)
        return signed or after.low in words.suffix
    royal = after.text == "I" and line[start].low in _ROYAL
    return royal and "g" in flags(last.text, language)


def _german_genitive(first: Token, last: Token, language: str) -> bool:
    """Whether a surname has the genitive's s: in "Gwyneth Paltrows Marke" the name ends there."""
    bent = last.low.endswith("s") and len(last.low) > 4 and not flags(last.text, language)
    return bent and is_strong_given(first, language)


def _name_at(line: list[Token], at: int, language: str) -> bool:
    if at >= len(line):
        return False
    token = line[at]
    if token.kind == "initial" and len(token.text) == 1:
        return token.text != "I"
    return token.kind in _CAPITALS or (token.kind == "acronym" and _shouted(token, language))


def _through_particles(line: list[Token], end: int, words: Words, language: str) -> int:
    """Over "de la", "van der" to the capitalised word after them, if it is near."""
    step = 1
    while end + step < len(line) and step < 4:
        token = line[end + step]
        if not token.near or (token.low not in words.particle):
            break
        step += 1
    if _name_at(line, end + step, language) and line[end + step].near:
        return step if line[end + step].kind == "name" else 0
    return 0


def _through_nickname(line: list[Token], end: int, language: str) -> int:
    """Over a nickname in quotation marks: William "Buckshot" May."""
    for length in (1, 2):
        close = end + 2 + length
        if close + 1 >= len(line) or line[close].text not in _QUOTES:
            continue
        inside = line[end + 2 : close]
        follows = line[close + 1]
        if all(token.kind == "name" for token in inside) and _name_at(line, close + 1, language):
            return length + 3 if follows.near else 0
    return 0


def _cleaned(line: list[Token], run: Run, words: Words, language: str) -> Iterator[Run]:
    """The run without titles, nationalities and words that only begin a sentence."""
    cut = run.first
    titled = led = False
    for at in range(run.first, run.last + 1):
        head = _head(line, at, run.last, words, language) if at == cut else ""
        if at > cut and _is_title_inside(line, cut, at, run.last, words, language):
            head = "title"
        if head:
            cut, titled, led = at + 1, titled or head == "title", led or head == "word"
    if cut <= run.last:
        start = _given_inside(line, cut, run.last, words, language)
        yield Run(start, run.last, titled and start == cut, led or start > cut)


def _head(line: list[Token], at: int, last: int, words: Words, language: str) -> str:
    """What the first word of a run is, when it is no part of the name: title, word, mark."""
    token = line[at]
    given = "g" in flags(token.text, language)
    if at < last and (_is_title(token, words) or (token.low in words.role and not given)):
        return "title"
    if token.text == ".":
        return "mark"
    if token.low in words.demonym or "-of-" in token.low:
        return "word"
    if at < last and token.low in countries():  # "President of Belarus Alexander Lukashenko"
        return "word"
    if token.first and at < last and _opens(token, line[at + 1], words, language):
        return "word"
    if token.first and at < last and is_stop(fold(token.text), language) and not given:
        return "word"  # Außer Merkel
    plain = token.low in words.plain and (language in FOREIGN or not given)
    return "word" if plain else ""


def _is_title_inside(
    line: list[Token], first: int, at: int, last: int, words: Words, language: str
) -> bool:
    """Whether a title within a run begins a name: "Treasury Secretary Janet Yellen"."""
    if at >= last or not _is_title(line[at], words) or line[at + 1].kind != "name":
        return False
    return not _is_surname_here(line, first, at, language)


def _given_inside(line: list[Token], first: int, last: int, words: Words, language: str) -> int:
    """Where a person begins within a run: "Rady Europejskiej Donald Tusk", "Apple CEO Tim Cook".

    At a given name before another word, when no given name or initial stands earlier and, in
    English, where unknown given names are many, a word that is no person's stands before it.
    """
    for at in range(first, last):
        token = line[at]
        mine = flags(token.text, language)
        town = at == first and "p" in mine and _follows_place(line, first, words)
        if token.kind != "name" or ("g" in mine and at == first and not town):
            return first
        if at > first and "g" in mine and "w" not in mine and "p" not in mine:
            before = line[first:at]
            other = any(t.low in words.no or t.low in words.role for t in before)
            other = other or (at == 1 + first and _follows_place(line, first, words))
            origin = at == 1 + first and not flags(line[first].text) and _ORIGIN(line[first].text)
            return at if other or origin or language in FOREIGN else first
    return first


def _follows_place(line: list[Token], first: int, words: Words) -> bool:
    """Whether the word before a run makes its first word a place: "from Odessa Anna Orlova"."""
    before = line[first - 1] if first else None
    if before is None or before.kind != "word":
        return False
    kinds = words.inside | words.place | words.area | _OF
    return before.low in kinds and not is_strong_given(line[first], "en")


def _is_surname_here(line: list[Token], first: int, at: int, language: str) -> bool:
    """Whether a title is a name: "Martin Luther King Jr", "Judge Reinhold"."""
    mine = flags(line[at].text, language)
    if language in FOREIGN or not mine:
        return False
    return "g" in mine or is_strong_given(line[first], language)


def _is_title(token: Token, words: Words) -> bool:
    if token.kind == "initial" and token.low != "m.":
        return False
    return (
        token.low in words.title
        or token.low.rstrip(".") in words.title
        or _COMPOUND(token.low) is not None
    )


def is_strong_given(token: Token, language: str) -> bool:
    """A given name that is nothing else: Enrico, not Grace or Paris."""
    mine = flags(token.text, language)
    return "g" in mine and "w" not in mine and "p" not in mine


def _given(token: Token, language: str) -> bool:
    return "g" in flags(token.text, language)


def _opens(token: Token, after: Token, words: Words, language: str) -> bool:
    """Whether a word has its capital from the sentence alone: "Singer Kanye West"."""
    if token.low in words.plain:
        return not (_given(token, language) and after.kind == "name")
    mine, next_one = flags(token.text, language), flags(after.text, language)
    return not mine and "g" in next_one and "w" not in next_one and "s" not in next_one
