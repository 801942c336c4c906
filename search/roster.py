"""The persons of one open index, kept in step with its commits and the reader's decisions.

The registry is stored in the index, as the attachment `people`, by commits that change
enough of it; what came since is made up for when persons are asked for. Whatever is stored
is compared with the spellings that the index has, so a registry is never older than its
index; one that is missing or damaged is built anew.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from search import indexer
from search.documents import AnalyzedDocument
from search.engines.base import Engine, IndexReader, Writer
from search.engines.passing import PassingWriter
from search.errors import IndexDamaged
from search.people.registry import Decisions, Registry
from search.people.registry.history import History
from search.people.registry.table import header_of
from search.plan import FacetIs, FacetRequest, Plan

ATTACHMENT: Final = "people"
COMPANIONS: Final = 100
"""Spellings named together with one that are asked for; the rest is rare."""
SHARE: Final = 0.05
"""Of the articles, how many must have changed before the registry is stored again."""


class AnyHistory(Protocol):
    """Where decisions are kept; `History` keeps them in a folder."""

    def read(self) -> Decisions:
        """The decisions as they are now; the same object while nothing was decided."""

    def write(self, decisions: Decisions) -> None:
        """Keep a history in place of the last."""

    def problems(self) -> list[str]:
        """What is wrong with it, one sentence each."""


@dataclass(frozen=True, slots=True)
class _State:
    """The registry of one view under one history; `stamp` names the stored one it is from."""

    reader: IndexReader | None
    registry: Registry
    stamp: str


class _IndexCompany:
    """Who else is in the articles, asked of the commit that is being caught up with.

    So what company decides is as old as the last change of a surname's own count.
    """

    def __init__(self) -> None:
        self.reader: IndexReader | None = None

    def companions(self, spelling: str) -> Mapping[str, int]:
        """The other spellings in the articles that have this one, with article counts."""
        if self.reader is None:
            return {}
        named = FacetIs("person", frozenset({spelling}))
        plan = Plan(named, (), (FacetRequest("person", COMPANIONS),), limit=0)
        values = self.reader.search(plan).facets[0].values
        return {value.id: value.count for value in values if value.id != spelling}


class Roster:
    """Gives the registry of a view; keeps the decisions."""

    def __init__(self, folder: Path | None, history: AnyHistory | None = None) -> None:
        self.history: AnyHistory = history or History(folder)
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._company = _IndexCompany()

    def registry(self, reader: IndexReader) -> Registry:
        """The persons of this view, under the decisions of now."""
        decisions = self.history.read()
        with self._lock:
            state = self._state
            if state is None or state.reader is not reader:
                state = self._caught_up(reader, state)
            if state.registry.decisions != decisions:
                state = _State(reader, state.registry.decided(decisions), state.stamp)
            self._state = state
            return state.registry

    def _caught_up(self, reader: IndexReader, state: _State | None) -> _State:
        """The stored registry, or the last one if that is from it, with what came since."""
        self._company.reader = reader
        stored, stamp = _stored(reader)
        if stored is not None and (state is None or state.stamp != stamp):
            try:
                state = _State(None, Registry.from_bytes(stored, self._company), stamp)
            except ValueError:  # damaged, or of another version: build it anew
                state = None
        counts = reader.facet_values("person")
        if state is None:
            return _State(reader, Registry.build(counts, self.history.read(), self._company), stamp)
        return _State(reader, state.registry.matching(counts), state.stamp)

    def stored_with(
        self, reader: IndexReader, counts: Mapping[str, int], articles: int, *, anew: bool
    ) -> bytes:
        """The registry that the next commit will have, as it is stored with it."""
        registry = self.registry(reader).matching(counts)
        registry = registry.joined_anew() if anew else registry.packed()
        data = registry.to_bytes(articles)
        with self._lock:
            self._state = _State(None, registry, header_of(data)[0]["stamp"])
        return data

    def decide(self, decisions: Decisions, engine: Engine) -> None:
        """Keep a history in place of the last; IndexLocked while somebody else writes."""
        with engine.writer():  # for its lock; it commits nothing
            self.history.write(decisions)


def _stored(reader: IndexReader) -> tuple[bytes | None, str]:
    """The stored registry and its stamp; nothing where it is missing or damaged."""
    try:
        data = reader.attachment(ATTACHMENT)
        return (None, "") if data is None else (data, str(header_of(data)[0]["stamp"]))
    except (IndexDamaged, ValueError, KeyError):
        return None, ""  # `svodka check` tells; a search need not fail for it


class FollowedEngine:
    """An engine whose commits store the registry when enough of it has changed."""

    def __init__(self, engine: Engine, roster: Roster) -> None:
        self._engine = engine
        self._roster = roster

    def reader(self) -> IndexReader:
        """A view of the last commit."""
        return self._engine.reader()

    def writer(self) -> Writer:
        """The one writer."""
        return _FollowedWriter(self._engine, self._engine.writer(), self._roster)

    def merge(self) -> None:
        """Do at once what commits leave for later ones."""
        self._engine.merge()

    def check(self) -> list[str]:
        """What is wrong with the files and the decisions."""
        return [*self._engine.check(), *self._roster.history.problems()]

    def close(self) -> None:
        """Release files and memory."""
        self._engine.close()


class _FollowedWriter(PassingWriter):
    """Remembers whom the articles of one commit name."""

    def __init__(self, engine: Engine, inner: Writer, roster: Roster) -> None:
        super().__init__(inner)
        self._engine = engine
        self._roster = roster
        self._people: dict[str, tuple[str, ...] | None] = {}

    def add(self, document: AnalyzedDocument) -> None:
        """Add an article, or replace the one of the same id."""
        super().add(document)
        self._people[document.id] = tuple(document.facets.get("person", ()))

    def delete(self, id: str) -> None:
        """Delete an article."""
        super().delete(id)
        self._people[id] = None

    def finish(self) -> None:
        """Store the registry where it is worth it."""
        if self._people:
            self._store()

    def _store(self) -> None:
        reader = self._engine.reader()
        known = reader.digests(self._people)
        added = sum(people is not None for people in self._people.values())
        articles = len(reader) - len(known) + added
        if not self._is_worth_it(reader, articles):
            return
        anew = len(known) == len(reader) > 0  # as `svodka reindex` does
        counts = Counter() if anew else Counter(reader.facet_values("person"))
        if not anew:
            for stored in reader.fetch(sorted(known)):
                if stored is not None:
                    counts.subtract(set(indexer.unpack(stored)[0].people))
        for people in self._people.values():
            counts.update(set(people or ()))
        present = {name: count for name, count in counts.items() if count > 0}
        data = self._roster.stored_with(reader, present, articles, anew=anew)
        self.attach(ATTACHMENT, data)

    def _is_worth_it(self, reader: IndexReader, articles: int) -> bool:
        """Whether the stored registry would miss more than a small share of the articles."""
        data = None
        try:
            data = reader.attachment(ATTACHMENT)
            before = 0 if data is None else int(header_of(data)[0]["articles"])
        except (IndexDamaged, ValueError, KeyError):
            before = 0
        changed = max(len(self._people), abs(articles - before))
        return changed > SHARE * articles
