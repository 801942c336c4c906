"""Related articles as the page of an article lists them, each with what it shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.documents import IndexedDocument
from search.related import Related
from web import links
from web.locale import PageLanguage
from web.marking import html_lang
from web.params import State
from web.person_names import Names

if TYPE_CHECKING:
    from search.library import Index

MOST: Final = 5
PEOPLE: Final = 3
WORDS: Final = 2
REASONS: Final = 4
"""What is told of that which two articles share: of a summit there may be a dozen persons."""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A related article; `shared` are persons, words and days with their language."""

    url: str
    title: str
    lang: str
    language: str
    source: str | None
    published: str
    published_iso: str | None
    shared: tuple[tuple[str, str], ...]


def view(
    index: Index, document: IndexedDocument, names: Names, asked: State, speech: PageLanguage
) -> tuple[RelatedView, ...]:
    """The articles nearest to one."""
    own = html_lang(document.language)
    return tuple(
        _one(found, own, names, asked, speech) for found in index.related(document.id, MOST)
    )


def _one(found: Related, own: str, names: Names, asked: State, speech: PageLanguage) -> RelatedView:
    other = found.document
    people = [names.label(one.id, speech, one.label) for one in found.people[:PEOPLE]]
    shared = [
        *((label, names.language_of(one.id, label))
          for one, label in zip(found.people, people, strict=False)),
        *((word, own) for word in found.words[:WORDS]),
        *((speech.date(day), "") for day in found.dates),
    ]  # fmt: skip
    return RelatedView(
        links.document_url(other.id, State(hl=asked.hl)),
        other.title or speech.gettext("Untitled article"),
        html_lang(other.language) if other.title else speech.code,
        speech.language_name(other.language),
        other.source,
        speech.date(other.published),
        other.published.value,
        tuple(shared[:REASONS]),
    )
