"""The tables behind the recogniser of names in Latin script, read on first use.

`latin_names.tsv` tells which words are given names and surnames, `latin_words.tsv` which
words stand around names, or make a capitalised run something else than a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "de", "fr", "es", "pl", "cs", "sl")
FOREIGN: Final = frozenset(LANGUAGES[1:])
SLAVIC: Final = frozenset(("pl", "cs", "sl", "sk", "hr"))
"""Languages whose names bend: Donald, Donaldem; Kaczyński, Kaczyńskiego."""

# Ending of the case, and what the nominative has instead: Theresy → Theresa, Markiem → Marek.
_CASES: Final = (
    ("iem", ""), ("iem", "ek"), ("em", ""), ("owi", ""), ("ovi", ""), ("om", ""), ("ou", "a"),
    ("ego", "y"), ("iego", "i"), ("emu", "y"), ("iemu", "i"), ("im", "i"), ("ym", "y"),
    ("ką", "ka"), ("ą", "a"), ("ę", "a"), ("ie", "a"), ("ce", "ka"), ("ze", "ga"),
    ("rze", "ra"), ("rze", "r"), ("ale", "ał"), ("dzie", "d"), ("cie", "t"), ("sie", "s"),
    ("ie", ""), ("ii", "ia"), ("i", "a"), ("y", "a"), ("ej", "a"), ("u", ""), ("a", ""),
    ("e", ""), ("e", "a"), ("é", "á"), ("o", "a"), ("ka", "ek"), ("ra", "er"), ("a", "o"),
    ("la", "el"), ("lem", "el"), ("rem", "er"), ("ja", ""), ("jem", ""), ("ju", ""), ("i", ""),
    ("ii", "ie"), ("ie", "ia"), ("iu", "y"), ("iji", "ija"), ("ije", "ija"), ("ijo", "ija"),
    ("ové", "ová"), ("ovou", "ová"),
)  # fmt: skip


_BENT: Final = re.compile(
    r"(?<=..)(?:iego|iemu|ego|emu|owi|ovi|iem|em|om|ou|im|ym|ami|ach|ich|ých|ową|owej|"
    r"(?:j?ev|ov|in)(?:a|e|o|i|ega|emu|ih|im)?|ová|ové|ovou|ův|ie|ii|ia|j?[aeiouyąęáéíýů])$"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language by kind."""

    title: frozenset[str]
    role: frozenset[str]
    kin: frozenset[str]
    owned: frozenset[str]
    said: frozenset[str]
    saidstrong: frozenset[str]
    is_: frozenset[str]
    east: frozenset[str]
    quoth: frozenset[str]
    named: frozenset[str]
    person: frozenset[str]
    pronoun: frozenset[str]
    famous: frozenset[str]
    before: frozenset[str]
    place: frozenset[str]
    inside: frozenset[str]
    thing: frozenset[str]
    area: frozenset[str]
    direction: frozenset[str]
    no: frozenset[str]
    nobody: frozenset[str]
    noend: frozenset[str]
    nostart: frozenset[str]
    demonym: frozenset[str]
    particle: frozenset[str]
    joins: frozenset[str]
    suffix: frozenset[str]
    plain: frozenset[str]
    shape: tuple[str, ...]


@cache
def words(language: str) -> Words:
    """The words of a language; English ones and all titles, when it is none of ours."""
    known = language in LANGUAGES
    found: dict[str, set[str]] = {name: set() for name in Words.__dataclass_fields__}
    for line in _lines("latin_words.tsv"):
        kind, of, members = line.split("\t")
        # Titles of all languages help with an unknown one; its small words are not theirs:
        # "en" is "and" in Dutch, and "in" in Spanish.
        everywhere = not known and kind in ("title", "role", "kin", "no", "demonym")
        wanted = language if known else "en"
        if everywhere or of == "*" or wanted in of.split():
            found[kind].update(members.split())
    shape = tuple(sorted(found.pop("shape")))
    return Words(**{kind: frozenset(members) for kind, members in found.items()}, shape=shape)


@lru_cache(maxsize=50_000)
def flags(word: str, language: str = "en") -> str:
    """What a word is: "g" given name, "s" surname, "w" a word as well, "p" a place as well.

    In languages that bend names, the flags of the nominative it may come from.

    >>> flags("Donaldem", "pl")
    'gs'
    """
    key = word.lower().replace("’", "'")
    table = _names()
    found = table.get(key, "")
    if not found and "-" in key:
        found = _flags_of_double(key, table)
    if not found and language in SLAVIC:
        found = table.get(_plain(key), "") or _flags_of_bent(key, table)
    if not found and not key.isascii() and language not in SLAVIC:
        found = table.get(_bare(key), "")
    if not found and "oe" in key and "g" in table.get(key.replace("oe", "o"), ""):
        found = "g"  # Bjoern, as agencies write Bjørn
    # Which names are words is told for English: Mark is "w", but no word in Polish.
    return found.replace("w", "") if language in FOREIGN else found


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What the cases of one surname share: Tusk, Tuskiem, Tuska; lower case.

    >>> stem("Tuskiem", "pl") == stem("Tuska", "pl")
    True
    """
    key = word.lower().replace("’", "'")
    if language not in SLAVIC:
        return key
    return _BENT.sub("", _plain(key)) if len(key) > 3 else key


def _plain(key: str) -> str:
    """Without a case's ending that an apostrophe sets off: Farage'a, Jeremy'ego."""
    at = key.find("'")
    return key[:at] if at > 2 else key


def _bare(key: str) -> str:
    """Without marks: Serhiï, as French papers write, is Serhii."""
    parts = unicodedata.normalize("NFD", key)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _flags_of_double(key: str, table: dict[str, str]) -> str:
    """Jean-Claude is a given name, since Jean is; Sikorski-Nowak a surname by its halves."""
    halves = [table.get(half, "") for half in key.split("-")]
    first = halves[0]
    if "g" in first and any(halves[1:]):
        return "g" if "g" in halves[-1] else "s"
    return "s" if "s" in "".join(halves) else ""


def _flags_of_bent(key: str, table: dict[str, str]) -> str:
    best = ""
    for ending, other in _CASES:
        if key.endswith(ending) and len(key) - len(ending) > 1:
            found = table.get(key[: -len(ending)] + other, "")
            if "g" in found and "w" not in found and "p" not in found:
                return "g" + "s" * ("s" in found)
            best = best or found
    return best


@cache
def countries() -> frozenset[str]:
    """Names of countries of one word, as CLDR has them in the languages of ours."""
    from babel import Locale  # reads files that only recognition needs

    names = {
        name.lower()
        for language in ("en", "de", "fr", "es", "pl")
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2
    }
    table = _names()
    return frozenset(name for name in names if " " not in name and "g" not in table.get(name, ""))


@cache
def _names() -> dict[str, str]:
    return dict(line.split("\t") for line in _lines("latin_names.tsv"))


def _lines(file: str) -> list[str]:
    text = files("search.people.mentions").joinpath("data", file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
