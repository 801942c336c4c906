"""What is shown of a hit: its article, the persons in it, passages with the answers marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search import indexer, meaning
from search.documents import IndexedDocument, Mention
from search.engines.base import IndexReader
from search.errors import IndexDamaged
from search.lexicon import Lexicon
from search.lexicon.around import PhrasesAround
from search.marking import Mark, Misleads, marks, never
from search.meaning import NearArticles
from search.people import Registry
from search.people.registry.namesakes import Namesakes
from search.plan import words as plan_words
from search.query.planned import Planned
from search.results import HitDetail, PersonName
from search.snippets import excerpt

OfOthers = Callable[[IndexedDocument], Mapping[str, Sequence[Mention]]]
"""By word of the query the places of an article where it would be somebody else's name."""


@dataclass(frozen=True, slots=True)
class Details:
    """Tells what is shown of the hits of one query."""

    reader: IndexReader
    registry: Registry
    wanted: tuple[Mark, ...]
    asked: str
    near: NearArticles
    of_others: OfOthers = field(default=lambda _: {})
    misleads: Misleads = never

    def of(self, id: str) -> HitDetail:
        """All about one hit; IndexDamaged where its article is not stored."""
        (stored,) = self.reader.fetch([id])
        if stored is None:
            raise IndexDamaged(f"Article {id} was found but is not stored. Run `svodka check`.")
        document, _ = indexer.unpack(stored)
        by_words = excerpt(document, self.wanted, self.of_others(document), self.misleads)
        shown = meaning.shown(document, by_words, self.asked, self.near)
        return HitDetail(
            document,
            people_of(self.registry, document.people),
            shown.passages,
            shown.title,
            shown.matches,
        )


def details(
    planned: Planned,
    near: NearArticles,
    reader: IndexReader,
    registry: Registry,
    lexicon: Lexicon | None,
) -> Details:
    """What tells what is shown of the hits of a query; without a lexicon nothing is translated."""
    wanted = marks(plan_words(planned.strict), reader.forms)
    if lexicon is None:
        return Details(reader, registry, wanted, planned.asked, near)
    namesakes = Namesakes(registry, planned.asked)
    around = PhrasesAround(lexicon, planned.asked)
    return Details(
        reader, registry, wanted, planned.asked, near,
        namesakes.mentions_of_others, around.misleads,
    )  # fmt: skip


def people_of(registry: Registry, spellings: Iterable[str]) -> tuple[PersonName, ...]:
    """The persons that spellings belong to, each once."""
    groups = registry.groups
    ids = dict.fromkeys(groups[one] for one in spellings if one in groups)
    return tuple(PersonName(id, registry.label(id)) for id in ids)
