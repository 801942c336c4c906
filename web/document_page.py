"""The page of one article: its text, what is known of it and from where, what was cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from search import dates
from search.documents import IndexedDocument
from search.errors import QuerySyntaxError
from search.results import Match, PersonName, Snippet
from web import labels, links, presenters, reasons, related_list, underlining
from web.locale import PageLanguage
from web.marking import html_lang, numbered
from web.params import State
from web.person_names import Names

if TYPE_CHECKING:
    from search.library import Index

LOOKED_THROUGH: Final = 1_000
"""Hits among which the article is looked for, to mark the words that found it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about the article: a name, a value, and the words it was read from."""

    name: str
    value: str
    evidence: str
    url: str | None = None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person of the story: `places` are (words of the article, evidence, address there)."""

    label: str
    lang: str
    url: str
    search_url: str
    places: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Neighbouring pieces of page chrome that were cut for one reason."""

    reason: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What the page of an article shows; paragraphs are (marked text, language)."""

    title: Markup
    lang: str
    paragraphs: tuple[tuple[Markup, str], ...]
    facts: tuple[Fact, ...]
    people: tuple[NamedPerson, ...]
    mentioned: tuple[Fact, ...]
    removed: tuple[Cut, ...]
    pairings: tuple[presenters.Pairing, ...]
    back_url: str | None
    json_url: str
    text_url: str
    marks: int
    citation: str
    related: tuple[related_list.RelatedView, ...]


def view(
    index: Index,
    document: IndexedDocument,
    names: Names,
    asked: State,
    speech: PageLanguage,
) -> DocumentView:
    """The page of an article, with the words marked by which a query found it."""
    matches = _matches(index, document.id, asked)
    paragraphs = tuple(_paragraphs(document))
    people = tuple(index.people_of(document))
    (title, *bodies), marks = numbered(
        _texts(document, paragraphs, _known(people, names, speech), matches, asked, speech)
    )
    return DocumentView(
        title=title or escape(speech.gettext("Untitled article")),
        lang=html_lang(document.language) if title else speech.code,
        paragraphs=tuple(
            (text, html_lang(one.language)) for text, one in zip(bodies, paragraphs, strict=True)
        ),
        facts=tuple(_facts(document, speech)),
        people=_people(document, people, names, asked, speech),
        mentioned=tuple(
            Fact(
                "", speech.date(moment), moment.evidence or "",
                links.search_url(underlining.of_date(moment, asked)),
            )
            for moment in document.mentioned
        ),
        removed=tuple(
            Cut(labels.removed(speech, reason), tuple(piece.text for piece in pieces))
            for reason, pieces in groupby(document.removed, key=lambda piece: piece.reason)
        ),
        pairings=presenters.pairings(matches, speech, asked),
        back_url=links.search_url(asked) if asked.q else None,
        json_url=links.with_format(links.document_url(document.id), "json"),
        text_url=links.with_format(links.document_url(document.id), "text"),
        marks=marks,
        citation=_citation(document, speech),
        related=related_list.view(index, document, names, asked, speech),
    )  # fmt: skip


def _texts(
    document: IndexedDocument, paragraphs: tuple[Paragraph, ...],
    known: Mapping[str, tuple[str, str]], matches: tuple[Match, ...], asked: State,
    speech: PageLanguage,
) -> Iterator[Markup]:  # fmt: skip
    """The title and the paragraphs, names and dates underlined, words of the query marked."""
    named = underlining.of_people(document.mentions, known, asked, speech)
    dated = dates.mentions(document.body, document.published, document.languages)
    # Of a name and a date in one place the name stands first, so it is kept.
    body = [*named["body"], *underlining.of_dates(dated, asked, speech)]
    title = _matched(document.title, matches)
    yield underlining.underlined(title, named["title"], matches, speech, asked.q)
    for one in paragraphs:
        inside = underlining.within(body, one.start, one.start + len(one.text))
        text = _matched(one.text, matches)
        yield underlining.underlined(text, inside, matches, speech, asked.q)


def _known(
    people: Iterable[PersonName], names: Names, speech: PageLanguage
) -> dict[str, tuple[str, str]]:
    """The person of each spelling, as id and label."""
    known: dict[str, tuple[str, str]] = {}
    for one in people:
        spelled = names.of(one.id)
        label = names.label(one.id, speech, one.label)
        for text, _ in spelled.person.spellings if spelled else ():
            known[text] = (one.id, label)
    return known


def _people(
    document: IndexedDocument, people: Iterable[PersonName], names: Names, asked: State,
    speech: PageLanguage,
) -> tuple[NamedPerson, ...]:  # fmt: skip
    """The persons of the story, each with the places where the article names it."""
    places: dict[str, list[tuple[str, str, str]]] = {}
    known = _known(people, names, speech)
    for number, one in enumerate(document.mentions, start=1):
        if one.role == "story" and one.name in known:
            told = (one.text, reasons.mention(speech, one.reason), f"#name-{number}")
            places.setdefault(known[one.name][0], []).append(told)
    found = []
    for person in people:
        label = names.label(person.id, speech, person.label)
        search = State(hl=asked.hl).with_values("person", [person.id])
        found.append(
            NamedPerson(
                label, names.language_of(person.id, label), links.person_url(person.id, asked),
                links.search_url(search), tuple(places.get(person.id, ())),
            )
        )  # fmt: skip
    return tuple(found)


def _citation(document: IndexedDocument, speech: PageLanguage) -> str:
    """The article as one cites it: authors, title, source, date, address, as far as known."""
    quoted = speech.gettext("“%(title)s”", title=document.title) if document.title else ""
    known = document.published.value is not None
    place = [document.source or "", speech.date(document.published) if known else ""]
    parts = [
        ", ".join(document.authors), quoted, ", ".join(one for one in place if one),
        links.safe_link(document.url) or "",
    ]  # fmt: skip
    return ". ".join(part.rstrip(".") for part in parts if part)


def _matches(index: Index, id: str, asked: State) -> tuple[Match, ...]:
    if not asked.q:
        return ()
    try:
        hits = index.search(
            asked.q, translate=asked.translate, limit=LOOKED_THROUGH, facets=(),
            without=asked.request()["without"],
        )  # fmt: skip
    except QuerySyntaxError:  # the article can be read all the same
        return ()
    hit = next((hit for hit in hits if hit.id == id), None)
    return hit.matches if hit else ()


def _matched(text: str, matches: tuple[Match, ...]) -> Snippet:
    """A text with every place where a found word stands."""
    numbers = {match.found.casefold(): n for n, match in reversed(list(enumerate(matches)))}
    words = sorted((re.escape(word) for word in numbers if word), key=len, reverse=True)
    if not words:
        return Snippet(text)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    ranges = tuple(
        (found.start(), found.end(), numbers[found[0].casefold()])
        for found in pattern.finditer(text)
        if found[0].casefold() in numbers
    )
    return Snippet(text, ranges)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, where it begins in the body, and the language it begins in."""

    text: str
    start: int
    language: str


def _paragraphs(document: IndexedDocument) -> Iterator[Paragraph]:
    """The paragraphs of the body."""
    at = 0
    for line in document.body.split("\n"):
        if line.strip():
            language = next(
                (span.language for span in document.languages if span.start <= at < span.end),
                document.language,
            )
            text = line.strip()
            yield Paragraph(text, at + line.index(text), language)
        at += len(line) + 1


def _facts(document: IndexedDocument, speech: PageLanguage) -> Iterator[Fact]:
    def evidence(name: str) -> str:
        return document.evidence.get(name, "")

    published = document.published
    read_from = "" if published.evidence == "field" else published.evidence or ""
    if read_from and published.confidence is not None:
        percent = round(100 * published.confidence)
        read_from = speech.gettext(
            "%(evidence)s (confidence %(percent)d %%)", evidence=read_from, percent=percent
        )
    yield Fact(speech.gettext("Published"), speech.date(published), read_from)
    if document.source:
        yield Fact(speech.gettext("Source"), document.source, evidence("source"))
    if document.agency:
        yield Fact(speech.gettext("Agency"), document.agency, evidence("agency"))
    if document.authors:
        names = ", ".join(document.authors)
        yield Fact(speech.gettext("Authors"), names, evidence("authors"))
    if document.editors:
        names = ", ".join(document.editors)
        yield Fact(speech.gettext("Editors"), names, evidence("editors"))
    language = speech.language_name(document.language)
    yield Fact(speech.gettext("Language"), language, evidence("language"))
    if document.url:
        link = links.safe_link(document.url)
        yield Fact(speech.gettext("Address"), document.url, evidence("url"), link, is_outside=True)
    yield Fact(speech.gettext("Id"), document.id, "")
