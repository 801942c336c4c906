"""The page of one article: its text, what is known of it and from where, what was cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from search.documents import IndexedDocument
from search.errors import QuerySyntaxError
from search.results import Match, PersonName, Snippet
from web import labels, links, presenters
from web.locale import PageLanguage
from web.marking import html_lang, marked
from web.params import State

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
    people: tuple[presenters.PersonLink, ...]
    mentioned: tuple[Fact, ...]
    removed: tuple[Cut, ...]
    pairings: tuple[presenters.Pairing, ...]
    back_url: str | None
    json_url: str


def view(
    index: Index,
    document: IndexedDocument,
    people: Iterable[PersonName],
    asked: State,
    speech: PageLanguage,
) -> DocumentView:
    """The page of an article, with the words marked by which a query found it."""
    matches = _matches(index, document.id, asked)
    title = _marked(document.title, matches, speech)
    return DocumentView(
        title=title or escape(speech.gettext("Untitled article")),
        lang=html_lang(document.language) if title else speech.code,
        paragraphs=tuple(
            (_marked(text, matches, speech), html_lang(language))
            for text, language in _paragraphs(document)
        ),
        facts=tuple(_facts(document, speech)),
        people=tuple(
            presenters.PersonLink(person.label, links.person_url(person.id, asked))
            for person in people
        ),
        mentioned=tuple(
            Fact("", speech.date(moment), moment.evidence or "") for moment in document.mentioned
        ),
        removed=tuple(
            Cut(labels.removed(speech, reason), tuple(piece.text for piece in pieces))
            for reason, pieces in groupby(document.removed, key=lambda piece: piece.reason)
        ),
        pairings=presenters.pairings(matches, speech),
        back_url=links.search_url(asked) if asked.q else None,
        json_url=links.with_format(links.document_url(document.id), "json"),
    )


def _matches(index: Index, id: str, asked: State) -> tuple[Match, ...]:
    if not asked.q:
        return ()
    try:
        hits = index.search(asked.q, translate=asked.translate, limit=LOOKED_THROUGH, facets=())
    except QuerySyntaxError:  # the article can be read all the same
        return ()
    hit = next((hit for hit in hits if hit.id == id), None)
    return hit.matches if hit else ()


def _marked(text: str, matches: tuple[Match, ...], speech: PageLanguage) -> Markup:
    """A text with every place marked where a found word stands."""
    numbers = {match.found.casefold(): n for n, match in reversed(list(enumerate(matches)))}
    words = sorted((re.escape(word) for word in numbers if word), key=len, reverse=True)
    if not words:
        return escape(text)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    ranges = tuple(
        (found.start(), found.end(), numbers[found[0].casefold()])
        for found in pattern.finditer(text)
        if found[0].casefold() in numbers
    )
    return marked(Snippet(text, ranges), matches, speech)


def _paragraphs(document: IndexedDocument) -> Iterator[tuple[str, str]]:
    """The paragraphs of the body, each with the language it begins in."""
    at = 0
    for line in document.body.split("\n"):
        if line.strip():
            language = next(
                (span.language for span in document.languages if span.start <= at < span.end),
                document.language,
            )
            yield line.strip(), language
        at += len(line) + 1


def _facts(document: IndexedDocument, speech: PageLanguage) -> Iterator[Fact]:
    def evidence(name: str) -> str:
        return document.evidence.get(name, "")

    published = document.published
    read_from = "" if published.evidence == "field" else published.evidence or ""
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
