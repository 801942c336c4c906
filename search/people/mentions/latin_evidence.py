"""How much speaks for a run being a person: each piece of evidence is a reason and a weight.

Weights are rough log odds, set by hand: 0 in all means as likely a person as not. They say
what a reader would: a frequent given name before another capitalised word is nearly always a
person, a lone unknown word seldom, unless somebody "said" it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from search.people.mentions.latin_context import Evidence, left, right
from search.people.mentions.latin_runs import Run, is_strong_given
from search.people.mentions.latin_tables import (
    FOREIGN,
    SLAVIC,
    Words,
    countries,
    flags,
    stem,
)
from search.people.mentions.latin_tokens import Token

_ENGLISH_ING: Final = ("ing", "tion", "ness", "ment", "ship", "ism", "ists", "ies")
# A lone surname by whether the language is Slavic, and whether it begins a sentence and has not
# the end of a surname: many Slavic surnames are nouns (Woda, Czapla).
_LONE: Final = {(False, False): 2.0, (False, True): 2.0, (True, False): 2.6, (True, True): 1.6}
_IN_NAMES: Final = ("name", "initial", "acronym")
_ADJECTIVES: Final = ("nej", "nego", "nemu", "nym", "nych", "nymi", "wej", "wego", "czny")
_WOMEN: Final = ("ová", "ové", "ovou", "ovej", "ovú")


def evidence(
    line: list[Token], run: Run, words: Words, language: str, known: Collection[str]
) -> Iterator[Evidence]:
    """All that speaks for and against a run."""
    inside = line[run.first : run.last + 1]
    if "the" in (epithet := [token.low for token in inside])[1:]:  # Friedrich the Great
        yield "epithet", 3.0
        inside = inside[: epithet.index("the", 1)]
    names = [token for token in inside if token.kind in _IN_NAMES]
    if not names:  # Mr von the Great
        yield "no name", -9.0
        return
    yield from _against(line, run, names, words, language)
    if len(names) == 1:
        if names[0].low in countries():
            yield "a country", -6.0
        if names[0].low in words.famous or stem(names[0].text, language) in words.famous:
            yield "a surname that all papers know", 1.8
        else:
            yield from _single(names[0], words, language)
    else:
        yield from _several(line, run, names, words, language)
    if stem(names[-1].text, language) in known:
        yield "named elsewhere", 3.6 if len(names) == 1 else 1.5
    yield from left(line, run, words, language, len(names) == 1)
    yield from right(line, run, words, language, len(names) == 1)


def _against(
    line: list[Token], run: Run, names: list[Token], words: Words, language: str
) -> Iterator[Evidence]:
    """Words inside the run that make it a place, a company, a work."""
    strong = len(names) == 2 and is_strong_given(names[0], language)
    for place, token in enumerate(names):
        mine = flags(token.text, language)
        last = place == len(names) - 1
        if (token.low in words.no or _plural(token.low) in words.no) and not (
            place == 0 and mine and len(names) > 1
        ):
            yield "no person's word", -2.5 if last and strong and "s" in mine else -8.0
        elif token.low in words.noend and last:
            yield "a thing's last word", -1.0 if strong and "s" in mine else -4.0
        elif token.low in words.demonym and not mine:
            yield "nationality inside", -3.0
        elif place and token.low.startswith("saint-"):
            yield "a saint's place", -4.0
        elif _is_plain(token, words, language):
            yield "ordinary word inside", -3.0
    if len(names) == 1 and _is_compound(names[0], words):
        yield "a compound", -6.0  # Russian-language
    if language == "en" and len(names) == 2 and _are_words(names, words):
        yield "two words", -2.5  # Low Water
    whole = "_".join(t.low for t in names[:2])
    if whole in words.nobody or (len(names) == 1 and run.first and _behind(line, run, words)):
        yield "a firm, a ship, a place", -6.0
    if names and names[0].low in words.nostart and len(names) > 1 and names[0].kind != "initial":
        yield "begins as a thing", -6.0
    if len(names) == 1 and (names[0].low in words.nostart or names[0].low in words.title):
        yield "a lone ordinary word", -6.0


def _is_plain(token: Token, words: Words, language: str) -> bool:
    """An ordinary word; in English only one that is no name too (Frank May)."""
    if token.low not in words.plain or token.kind == "initial":
        return False
    return language in FOREIGN or not flags(token.text, language)


def _is_compound(token: Token, words: Words) -> bool:
    head, _, tail = token.text.partition("-")
    return tail.islower() and head.lower() in words.demonym


def _are_words(names: list[Token], words: Words) -> bool:
    """Whether neither of two capitalised words is more of a name than of a word."""
    first, last = (flags(token.text, "en") for token in names)
    return "w" in first and "g" not in first and ("w" in last or names[1].low in words.title)


def _behind(line: list[Token], run: Run, words: Words) -> bool:
    """The second word of "J.P. Morgan", "St. Louis", whose first is no part of the run."""
    return f"{line[run.first - 1].low}_{line[run.first].low}" in words.nobody


def _plural(word: str) -> str:
    """An English plural's singular: Cups → cup."""
    return word.removesuffix("s") if len(word) > 4 else word


def is_clear_surname(token: Token, words: Words, language: str) -> bool:
    """A surname that is no word: Byrne, not Wood."""
    mine = flags(token.text, language)
    if "w" in mine or "p" in mine:
        return False
    return bool(mine) or (token.low.endswith(words.shape) and len(token.low) > 4)


def _several(
    line: list[Token], run: Run, names: list[Token], words: Words, language: str
) -> Iterator[Evidence]:
    yield "several words", -1.6 if len(names) < 4 else -2.6
    first, last = names[0], names[-1]
    if last.low.rstrip(".") in words.suffix and last.kind != "initial":
        yield "generation", 2.0
        last = names[-2]
    yield from _given_part(first, last, words, language)
    for middle in names[1:-1]:
        if middle.kind == "initial":
            yield "middle initial", 2.0
        elif "g" in flags(middle.text, language):
            yield "middle given name", 0.6
    yield from _surname_part(last, words, language)
    inside = line[run.first : run.last + 1]
    if any(t.kind == "word" and t.low in words.particle for t in inside):
        yield "particle", 0.6


def _given_part(first: Token, last: Token, words: Words, language: str) -> Iterator[Evidence]:
    mine = flags(first.text, language)
    if first.low in words.east and first.kind == "name":
        yield "surname of the East", 2.2
    elif first.kind == "initial":
        yield "initials", 1.6 if first.text.endswith(".") else 0.0
    elif is_strong_given(first, language):
        yield "given name", 3.2 if "s" not in mine else 2.7
    elif "g" in mine:
        clear = language in FOREIGN or is_clear_surname(last, words, language)
        unknown = "w" not in mine and not flags(last.text, language)  # Vladimir Putin
        yield "given name and a word too", 1.8 if clear or unknown else 0.6
    elif mine == "s":
        yield "surname first", 0.4
    elif not mine:
        adjective = language == "pl" and first.low.endswith(_ADJECTIVES)
        yield "first word unknown", -4.5 if adjective else -0.2  # Srebrnej Czapli


def _surname_part(last: Token, words: Words, language: str) -> Iterator[Evidence]:
    mine = flags(last.text, language)
    if last.kind == "initial":
        yield "ends in an initial", -1.5 if last.text.count(".") < 3 else -5.0
    elif "w" in mine:
        yield "surname that is a word", 0.1
    elif "p" in mine:
        yield "surname that is a place", -0.4
    elif "s" in mine:
        yield "surname", 1.0
    elif last.low.endswith(words.shape) and len(last.low) > 4:
        yield "shape of a surname", 1.0
    elif "g" in mine:
        yield "given name last", 0.9 if is_strong_given(last, language) else 0.0
    elif language == "en" and last.low.endswith(_ENGLISH_ING):
        yield "shape of a word", -2.0
    elif "'" in last.text or "’" in last.text:
        yield "O'", 1.0


def _single(token: Token, words: Words, language: str) -> Iterator[Evidence]:
    mine = flags(token.text, language)
    yield "one word", -3.2
    if token.kind != "name":
        yield "letters alone", -3.0
    if token.low in words.plain:
        yield "ordinary word", -2.5 if language not in FOREIGN else -5.0
    if "p" in mine:
        yield "also a place", -1.5
    elif "w" in mine:
        yield "also a word", -1.2 - (1.0 if token.first else 0.0)
    elif language == "de" and mine:
        yield "a name, or a noun", 2.6 if "g" in mine else 0.8
    elif "g" in mine and token.first and language != "en":
        yield "given name or a first word", 2.0 if len(token.low) > 4 else 0.5
    elif "g" in mine:
        yield "given name", 4.0 if "s" not in mine else 3.5
    elif "s" in mine:
        noun = token.first and not token.low.endswith(words.shape)
        yield "surname", _LONE[language in SLAVIC, noun]
    elif language in SLAVIC and _is_womans(token):
        yield "shape of a woman's surname", 2.4 if token.first else 3.6
    elif token.low.endswith(words.shape) and len(token.low) > 4:
        yield "shape of a surname", 0.6 if language not in SLAVIC or token.first else 1.8
    elif token.first:
        yield "unknown first word", -0.8
    if language == "en" and not mine and token.low.endswith(_ENGLISH_ING) and token.first:
        yield "shape of a word", -1.5


def _is_womans(token: Token) -> bool:
    """Merkelová, Merkelové; as the first word "-ové" is a plural (Členové) or an adjective."""
    ends = ("ová", "ovou") if token.first else _WOMEN
    return token.low.endswith(ends) and len(token.low) > 5
