"""An article into mentions: stretches to recognisers, then roles, then joining."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from search.analysis.tokens import fold, script
from search.documents import UNKNOWN, LanguageSpan
from search.people.mentions import cyrillic, latin
from search.people.mentions.evidence import clue, is_known_surname
from search.people.mentions.exclusions import titles
from search.people.mentions.forms import BOTH, Genders, acting, governed, plural_base
from search.people.mentions.joining import Found, Joined, join
from search.people.mentions.latin_tables import flags, words
from search.people.mentions.roles import STORY, Credit, credit, is_signature
from search.people.model import Mention, Part, Span
from search.people.names.given import is_given_name

_CYRILLIC: Final = ("ru", "uk", "be")
_LETTERS: Final = "[\u0400-\u052f]"
_CYRILLIC_RUN: Final = re.compile(rf"{_LETTERS}[^A-Za-z\n]*(?<=[\u0400-\u052f.])")
_LATIN_RUN: Final = re.compile(r"[A-Za-z\u00c0-\u024f][^\u0400-\u052f\n]*")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_SENTENCE: Final = 6
_PAIR: Final = re.compile(r"\s+(?:и|та|і|й|ды|and|und|et|y|i|oraz)\s+")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)\s+$")
_YOUNGER: Final = re.compile(r"(?<=\w{3})[-‑](?:младш|старш|молодш|малодш|стар[эе]йш)\w*$")
_NEXT_WORD: Final = re.compile(r"\s+([^\W\d_]+)")
_ROYAL: Final = re.compile(
    r"(?:king|queen|prince|princess|pope|emperor|saint|könig|königin|papst|roi|reine|pape|rey|reina|"
    r"papa|król\w*|papież\w*|корол\w+|короле\w+|принц\w*|пап[аыеуі]|император\w*|цар\w+|"
    r"патриарх\w*|митрополит\w*|архиепископ\w*|епископ\w*|отец|отца|карол\w+|каралев\w+|"
    r"прынц\w*|патрыярх\w*|патріарх\w*)\s$",
    re.IGNORECASE,
)
MERE_GIVEN: Final = "a mere given name"
"""The reason of mentions of whom the article tells no surname."""
_MOST: Final = 4
_GAP: Final = "\n"
_BEFORE: Final = 16


@dataclass(frozen=True, slots=True)
class _Place:
    """A find in the whole text (title, a line break, body)."""

    start: int
    end: int
    language: str


def find_all(
    title: str,
    body: str,
    languages: Sequence[LanguageSpan],
    language: str,
    known: Collection[str],
) -> tuple[Mention, ...]:
    """See `search.people.mentions.find`."""
    whole = title + _GAP + body
    shift = len(title) + len(_GAP)
    spans = list(_whole_spans(title, body, languages, language))
    places = _places(whole, spans, known)
    # A find that runs over the line break between title and body is no name.
    places = [place for place in places if not place.start < shift <= place.end - 1]
    joined = join(list(_found(whole, places)))
    kept = [number for number, one in enumerate(joined) if not _is_outlet(one.name)]
    places, joined = [places[number] for number in kept], [joined[number] for number in kept]
    joined = _told_by_given_name(whole, places, joined)
    credits_ = _credits(body, shift, places, joined)
    return tuple(
        _mention(whole, shift, place, one, told)
        for place, one, told in zip(places, joined, credits_, strict=True)
    )


def _is_outlet(name: str) -> bool:
    """Whether a name that is no given name with surname is that of an agency or paper."""
    from search.sources.attribution.outlets import own_outlets  # a table of its own

    words = name.split()
    if len(words) > _MOST or (len(words) > 1 and is_given_name(words[0])):
        return False
    return own_outlets().find(name) is not None


def _told_by_given_name(
    whole: str, places: Sequence[_Place], joined: Sequence[Joined]
) -> list[Joined]:
    """The same; who is known by a mere given name, without a title, with a reason for it."""
    royal, more = set(), set()
    for place, one in zip(places, joined, strict=True):
        before = whole[max(0, place.start - _BEFORE) : place.start]
        word = _LAST_WORD.search(before)
        if _ROYAL.search(before) or (word and fold(word[1]) in titles()):
            royal.add(one.chain)
        if not is_mere_given(whole[place.start : place.end], place.language):
            more.add(one.chain)
    surnamed = royal | more
    return [
        one if " " in one.name or one.chain in surnamed else replace(one, reason=MERE_GIVEN)
        for one in joined
    ]


def is_mere_given(text: str, language: str) -> bool:
    """Whether a name is one word that is a given name and hardly ever a surname: Зою, Halina."""
    if not text.isalpha():
        return False
    if text.lower() in words("en").famous:
        return False
    if script(text) == "latin":
        marks = flags(text, language)
        return "g" in marks and "s" not in marks
    return clue(text, language).given and not is_known_surname(text, language)


def _whole_spans(
    title: str, body: str, languages: Sequence[LanguageSpan], language: str
) -> Iterator[LanguageSpan]:
    """The languages of title and body as one text without gaps; the title's by its script."""
    shift = len(title) + len(_GAP)
    main = language
    if (own := script(title)) not in ("none", "other"):
        fitting = (span.language for span in languages if _fits(span.language, own))
        main = language if _fits(language, own) else next(fitting, UNKNOWN)
    at = 0
    spans = [LanguageSpan(0, shift, main)]
    for span in sorted(languages, key=lambda one: (one.start, one.end)):
        start, end = max(at, span.start), min(span.end, len(body))
        if start < end:
            if at < start:
                spans.append(LanguageSpan(shift + at, shift + start, language))
            spans.append(LanguageSpan(shift + start, shift + end, span.language))
            at = end
    if at < len(body):
        spans.append(LanguageSpan(shift + at, shift + len(body), language))
    joined = spans[0]
    for span in spans[1:]:
        if span.language == joined.language:
            joined = LanguageSpan(joined.start, span.end, joined.language)
        else:
            yield joined
            joined = span
    yield joined


def _fits(language: str, own: str) -> bool:
    return language != UNKNOWN and (language in _CYRILLIC) == (own == "cyrillic")


def _places(whole: str, spans: Sequence[LanguageSpan], known: Collection[str]) -> list[_Place]:
    """What the recognisers find, stretch by stretch, sorted and without overlaps."""
    found: list[_Place] = []
    for span in spans:
        text = whole[span.start : span.end]
        names = [*known, *(whole[one.start : one.end] for one in found)] if found else known
        found += [
            _Place(span.start + one.start, span.start + one.end, one.language)
            for one in _in_stretch(text, span.language, names)
        ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[_Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _in_stretch(text: str, language: str, known: Collection[str]) -> Iterator[_Place]:
    own = script(text)
    if language in _CYRILLIC or (language == UNKNOWN and own == "cyrillic"):
        yield from _in_cyrillic(text, language, known)
    elif own == "cyrillic":  # a language of Latin letters is claimed for a Cyrillic text
        yield from _in_cyrillic(text, UNKNOWN, known)
    else:
        for one in latin.spans(text, language, known):
            if script(text[one.start : one.end]) == "latin":
                yield _Place(one.start, one.end, language)
        for run in _CYRILLIC_RUN.finditer(text):
            for one in cyrillic.spans(run[0], UNKNOWN, known=known):
                yield _Place(run.start() + one.start, run.start() + one.end, "ru")


def _in_cyrillic(text: str, language: str, known: Collection[str]) -> Iterator[_Place]:
    """Names of Cyrillic text, and those of Latin letters in it.

    A Latin sentence goes to `latin`. Of shorter runs (brands, mostly) only what is a given
    name with a surname, or stands in brackets behind a person, is one.
    """
    sentences = [
        (run.start(), run.end())
        for run in _LATIN_RUN.finditer(text)
        if len(_LATIN_WORD.findall(run[0])) >= _SENTENCE
    ]
    last = Span(0, 0)
    for one in cyrillic.spans(text, language, known=known):
        name = text[one.start : one.end]
        if script(name) == "latin":
            if any(start <= one.start < end for start, end in sentences):
                continue
            bracketed = text[last.end : one.start].strip() == "(" and last.end > 0
            if not bracketed and not (" " in name and is_given_name(name.split()[0])):
                continue
            yield _Place(one.start, one.end, UNKNOWN)
        else:
            yield _Place(one.start, one.end, language)
        last = one
    for start, end in sentences:
        for one in latin.spans(text[start:end], "en", known):
            yield _Place(start + one.start, start + one.end, UNKNOWN)


def _found(whole: str, places: Sequence[_Place]) -> Iterator[Found]:
    """The places as `joining` wants them: with the acting verb and a pair's shared surname."""
    shared = _pairs(whole, places)
    for number, place in enumerate(places):
        text = " ".join(whole[place.start : place.end].split())
        surname = shared.get(number, "")
        if surname and text.endswith(surname):  # Светлана Тихановские: the plural is shared
            text = text.removesuffix(surname).strip()
        text = _YOUNGER.sub("", text)
        before = whole[max(0, place.start - _BEFORE) : place.start]
        told = _acting(whole, place.end)
        if told == BOTH:
            told = governed(before, text)
        yield Found(text, place.language, told, surname)


def _acting(whole: str, end: int) -> Genders:
    match = _NEXT_WORD.match(whole, end)
    return acting(match[1]) if match else BOTH


def _pairs(whole: str, places: Sequence[_Place]) -> dict[int, str]:
    """Places whose surname stands with the name behind "and" (or is a shared plural)."""
    shared: dict[int, str] = {}
    for number, (one, other) in enumerate(pairwise(places)):
        if not _PAIR.fullmatch(whole, one.end, other.start):
            continue
        first, second = whole[one.start : one.end].split(), whole[other.start : other.end].split()
        if len(first) != 1 or len(second) != 2 or not is_given_name(first[0]):
            continue
        if is_given_name(second[0]):
            shared[number] = second[1]
            if plural_base(second[1]):
                shared[number + 1] = second[1]
    return shared


def _credits(
    body: str, shift: int, places: Sequence[_Place], joined: Sequence[Joined]
) -> list[Credit]:
    times: dict[int, int] = {}
    for one in joined:
        times[one.chain] = times.get(one.chain, 0) + 1
    found = []
    for place, one in zip(places, joined, strict=True):
        if place.start < shift:
            found.append(STORY)
            continue
        start, end = place.start - shift, place.end - shift
        told = credit(body, start, end)
        if told is STORY and times[one.chain] == 1 and is_signature(body, start, end):
            told = Credit("author", "a line of its own")
        found.append(told)
    return found


def _mention(whole: str, shift: int, place: _Place, one: Joined, told: Credit) -> Mention:
    part: Part = "title" if place.start < shift else "body"
    offset = 0 if part == "title" else shift
    return Mention(
        start=place.start - offset,
        end=place.end - offset,
        text=whole[place.start : place.end],
        name=one.name,
        role=told.role,
        part=part,
        gender=one.gender,
        reason="; ".join(reason for reason in (one.reason, told.reason) if reason),
    )
