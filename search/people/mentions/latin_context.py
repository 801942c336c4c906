"""What stands around a run of capitals, and what it says about its being a person.

Two columns of weights: for runs of several words, and for a lone word, of which the
surroundings have to tell more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from search.people.mentions.latin_runs import Run
from search.people.mentions.latin_tables import Words
from search.people.mentions.latin_tokens import Token

Evidence = tuple[str, float]

# Kinds of words right before a run, the first that fits counts: kind, several, single.
_BEFORE: Final[tuple[tuple[str, float, float], ...]] = (
    ("title", 3.0, 3.0),  # a lower-case one: "le président Macron"
    ("role", 2.8, 2.8),
    ("kin", 2.6, 2.6),
    ("named", -6.0, -6.0),
    ("direction", 0.0, -2.5),  # central Florida
    ("thing", -3.0, -3.0),  # the band Gigi
    ("article", -3.0, -3.0),
    ("inside", -2.0, -3.0),  # in Alberta
    ("place", -0.6, -1.5),
    ("quoth", 2.2, 3.4),  # said Farage
    ("saidstrong", 2.2, 2.2),  # accused Farage
    ("before", 0.9, 1.3),
)
# Kinds of words right after a run.
_AFTER: Final[tuple[tuple[str, float, float], ...]] = (
    ("saidstrong", 3.2, 3.2),
    ("is_", 0.6, 1.0),
    ("said", 1.8, 2.5),
    ("past", 1.0, 1.4),
    ("thing", -1.5, -2.5),  # the Caloi factory
)
_ARTICLES: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "der",
        "die",
        "das",
        "dem",
        "den",
        "la",
        "le",
        "les",
        "un",
        "une",
        "el",
        "los",
        "las",
    ]
)
_DEFINITE: Final = frozenset(("the", "le", "du", "au", "der", "die", "el", "del", "aboard"))
_SHIPS: Final = frozenset(
    ("captain", "admiral", "marshal", "commodore", "akademik", "academician", "professor", "lady",
     "queen", "king", "sir", "lord", "general")
)  # fmt: skip
_CLOSING: Final = "\"“”»'’›"
_LINKS: Final = frozenset(
    [",", ";", "and", "&", "und", "et", "y", "e", "i", "oraz", "a", "or", "–"]
)
_BORN: Final = frozenset(["born", "b", "née", "nee", "d", "died", "ur", "geb", "geboren", "né"])
_QUOTES: Final = "\"“„«'‘"
_SURE: Final = 1.5
_COMPANY: Final = 2.0
_THING: Final = -4.0
_AGES: Final = range(4, 120)
_PAST: Final = {
    "en": ("ed",),
    "pl": ("ał", "ała", "ił", "iła", "ył", "yła", "ął", "ęła"),
    "cs": ("al", "ala", "il", "ila", "el", "ela", "ěl", "ěla", "nul", "nula"),
    "sl": ("al", "ala", "il", "ila", "el", "ela", "nil", "nila"),
}


def left(
    line: list[Token], run: Run, words: Words, language: str, lone: bool
) -> Iterator[Evidence]:
    """What stands before the run; `lone` tells that it is one word."""
    if run.titled:
        yield "title", 3.5
    if run.first == 0:
        return
    before = line[run.first - 1]
    if before.text in _QUOTES and not line[run.first].first:
        yield "quoted", -1.0
    yield from _further_left(line, run, words)
    if before.low == "of" and not run.titled and _ends_area(line, run.first - 1, words):
        yield "an area's name", -4.0
    elif before.text == "." and run.first > 1 and line[run.first - 2].low in words.named:
        yield "named after", -6.0  # im. Jana Pawła
    elif before.kind == "acronym" and before.low in words.nostart:
        yield "a thing's letters", -5.0  # USS John McCain
    elif before.near and _is_number_of_a_thing(before.text):
        yield "number before", -1.5
    elif kind := _kind_before(before, run, words):
        name, several, single = kind
        if not (name == "quoth" and _has_subject(line, run.first - 1)):
            yield f"{name} before", single if lone else several
    elif language == "en" and _is_past(before, language):
        yield "done to", 0.7


def _further_left(line: list[Token], run: Run, words: Words) -> Iterator[Evidence]:
    """What more than the one word before the run tells."""
    before = line[run.first - 1]
    if run.titled and _is_ship(line, run):
        yield "a ship's name", -20.0
    if before.low == "name" and _names_thing(line, run.first):
        yield "the name of a thing", -6.0
    if before.text == "," and run.first > 1 and line[run.first - 2].low in words.role:
        yield "role and comma before", 1.5


def _is_ship(line: list[Token], run: Run) -> bool:
    """Whether title and name together name a thing: the Captain Ivan Bondar, "Lady Marica"."""
    title, before = line[run.first - 1], line[run.first - 2] if run.first > 1 else None
    if before is None or title.kind != "name":
        return False
    after = _at(line, run.last + 1)
    if before.text in _QUOTES:
        return after is not None and after.text in _CLOSING
    return title.low in _SHIPS and before.low in _DEFINITE


def _names_thing(line: list[Token], at: int) -> bool:
    """Whether "the name" before a run is borne by a thing; a person goes "under the name"."""
    the = at > 2 and line[at - 2].low in ("the", "its")
    return the and line[at - 3].low not in ("under", "by", "using", "his", "her")


def _ends_area(line: list[Token], at: int, words: Words) -> bool:
    """Whether "of" follows a kind of area: "the town of", "the University of"."""
    return at > 0 and line[at - 1].low in words.area


def _has_subject(line: list[Token], verb: int) -> bool:
    """Whether another name says it: in "Open House says Ruritania holds" it is no speaker."""
    return verb > 0 and line[verb - 1].kind in ("name", "acronym") and line[verb].near


def _kind_before(before: Token, run: Run, words: Words) -> tuple[str, float, float] | None:
    for kind in _BEFORE:
        if kind[0] == "article":
            if before.low in _ARTICLES and not run.titled:
                return kind
        elif before.low in getattr(words, kind[0]) and (
            before.kind == "word" or kind[0] not in ("title", "thing")
        ):
            return kind
    return None


def right(
    line: list[Token], run: Run, words: Words, language: str, lone: bool
) -> Iterator[Evidence]:
    """What stands after the run."""
    last, after = line[run.last], _at(line, run.last + 1)
    if after is None:
        return
    if any(token.low in words.pronoun for token in line[run.last + 1 : run.last + 8]):
        yield "he or she after", 1.2
    if last.owns:
        own = after.low in words.owned or after.low in words.kin
        yield "owns", 2.2 if own else 0.3
    elif after.low in words.is_ and _is_somebody(line, run.last + 2, words):
        yield "is somebody", 3.6
    elif after.low in words.is_ and _is_something(line, run.last + 2, words):
        yield "is something", -3.5
    elif kind := _kind_after(after, words, language):
        name, several, single = kind
        yield f"{name} after", single if lone else several
    elif after.text == "(" and _is_life(line, run.last + 2):
        yield "born", 3.0
    elif after.text == ",":
        yield from _after_comma(line, run.last + 2, words)
    elif after.kind == "number" and after.near:
        yield "number after", -1.0


def _kind_after(after: Token, words: Words, language: str) -> tuple[str, float, float] | None:
    for kind in _AFTER:
        if kind[0] == "past":
            if _is_past(after, language):
                return kind
        elif after.low in getattr(words, kind[0]):
            return kind
    return None


def _is_somebody(line: list[Token], at: int, words: Words) -> bool:
    """Whether "was", "is" goes on as for a person: "was a British actor", "was born in"."""
    for token in line[at : at + 8]:
        if token.low in words.role or token.low in words.person or token.low in words.kin:
            return True
        if token.text in ".,;:(" or token.low in words.inside or token.low in ("for", "by", "of"):
            return False
    return False


def _is_something(line: list[Token], at: int, words: Words) -> bool:
    """Whether "is", "was" goes on as for a thing: "is a brand of pencils"."""
    near = line[at : at + 6]
    if not near or near[0].low not in _ARTICLES:
        return False
    for token in near:
        if token.low in words.thing or token.low in words.area:
            return True
        if token.text in ".,;:(" or token.low == "of":
            return False
    return False


def _after_comma(line: list[Token], at: int, words: Words) -> Iterator[Evidence]:
    token = _at(line, at)
    if token is None:
        return
    if token.kind == "number":
        digits = token.text.rstrip(".,")
        if digits.isdecimal() and len(digits) < 4 and int(digits) in _AGES:
            yield "age", 2.0
    elif token.low in ("who", "whose", "whom", "aged"):
        yield "who", 3.0
    elif token.low in ("a", "an", "the", "his", "her"):
        near = [t.low for t in line[at + 1 : at + 6]]
        if any(word in words.role or word in words.kin for word in near):
            yield "apposition", 2.0
    elif token.low in words.role:
        yield "apposition", 1.5


def _is_life(line: list[Token], at: int) -> bool:
    """(born 1983), (January 20, 1793 – 1866): a life's years within brackets."""
    inside = line[at : at + 12]
    if not inside:
        return False
    if inside[0].low in _BORN:
        return True
    stop = next((i for i, token in enumerate(inside) if token.text == ")"), len(inside))
    inside = inside[:stop]
    years = [t for t in inside if t.kind == "number" and len(t.text.rstrip(".,")) >= 4]
    dashes = any(dash in token.text for token in inside for dash in "–—-")
    return bool(years) and len(inside) > 1 and (len(years) > 1 or dashes)


def _is_number_of_a_thing(text: str) -> bool:
    """F-102, B25: letters and digits mixed."""
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text)


def _is_past(token: Token, language: str) -> bool:
    """A word that looks like a verb in the past: knocked, zaapelował, oznámila."""
    endings = _PAST.get(language)
    if endings is None or token.kind != "word" or len(token.low) < 5:
        return False
    return token.low.endswith(endings)


def company(line: list[Token], found: list[Run], scores: list[float]) -> list[float]:
    """What the neighbours in an enumeration say of each run: persons are named with persons.

    In "Lennon, McCartney and Ringo Starr" the last tells what the first two are. A neighbour
    that is surely a thing takes that back.
    """
    if not found:
        return []
    linked = [_linked(line, one, two) for one, two in pairwise(found)]
    added = [0.0] * len(found)
    forwards = range(len(linked))
    for order in (forwards, reversed(forwards)):
        for i in order:
            if not linked[i]:
                continue
            one, two = scores[i] + added[i], scores[i + 1] + added[i + 1]
            if one > _SURE and two < one and not added[i + 1]:
                added[i + 1] = _COMPANY
            elif two > _SURE and one < two and not added[i]:
                added[i] = _COMPANY
    for i, joined in enumerate(linked):
        if joined and max(scores[i], scores[i + 1]) < _THING:
            added[i] = added[i + 1] = 0.0
    return added


def _linked(line: list[Token], one: Run, two: Run) -> bool:
    """Whether two runs stand in one enumeration: "A, B", "A and B", "A (bass), B"."""
    between = line[one.last + 1 : two.first]
    if len(between) > 3 and between[0].text == "(" and between[2].text == ")":
        between = between[3:]
    if not 1 <= len(between) <= 2 or line[one.last].owns:
        return False
    return between[0].near and all(token.low in _LINKS for token in between)


def _at(line: list[Token], at: int) -> Token | None:
    return line[at] if at < len(line) else None
