"""The writer: sends articles as they come, and commits them all at once.

What it sends belongs to a revision of its own that no reader sees yet, so memory stays bounded
however much is written, and a commit is one change of the state. A writer that fails takes
back what it sent; one that dies is found by the next, which never shows its revision.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from search.documents import OWN_FORMS, AnalyzedDocument, PassageVectors
from search.engines.base import check_attachment
from search.engines.opensearch import attachments, sweeping
from search.engines.opensearch.articles import record_id, term_id, to_line, to_record
from search.engines.opensearch.bulk import Action, Bulk
from search.engines.opensearch.client import Client
from search.engines.opensearch.dsl import WINDOW, Visible
from search.engines.opensearch.state import (
    LEASE,
    State,
    StateStore,
    committed,
    leased,
    own_lease,
    released,
    renewed,
)
from search.engines.opensearch.texts import LONGEST, forms_of
from search.errors import DocumentError, IndexLocked, SearchError

if TYPE_CHECKING:
    from search.engines.opensearch.engine import OpenSearchEngine

_LOG: Final = logging.getLogger("search.opensearch")
LETTERS: Final = "SVODKA_DEAD_LETTERS"
"""Names the file for what the cluster will never take; the rest is committed then."""
KNOWN_TERMS: Final = 500_000
"""Terms that a writer remembers to have sent; each takes about 100 bytes."""

# A version that a given-up revision has marked may be marked anew; one that is really
# superseded stays so, whatever a writer that is late still sends.
_SUPERSEDE: Final = (
    "if (ctx._source.until == null || params.aborted.contains(ctx._source.until)) "
    "{ ctx._source.until = params.revision } else { ctx.op = 'none' }"
)


class OpenSearchWriter:
    """Collects changes to one index; see `engines.base.Writer`."""

    def __init__(self, engine: OpenSearchEngine, *, rebuild: bool = False) -> None:
        self._engine = engine
        self._client: Client = engine.patient
        self._store = StateStore(engine.patient, engine.address.name)
        self._token = uuid.uuid4().hex
        where = str(engine.address)
        state = self._store.change(lambda state: leased(state, self._token, where, time.time()))
        self._revision = own_lease(state, self._token).revision
        self._heart = _Heart(engine.store, self._token)
        self._heart.start()
        try:
            self._old = state
            self._visible = Visible(state.revision, state.aborted)
            self._articles, self._terms = state.articles, state.terms
            self._is_new = state.count == 0 or rebuild
            if rebuild:
                self._articles, self._terms = engine.create_generation(self._revision)
            self._rebuild = rebuild
        except BaseException:
            self._heart.stop()
            engine.store.change(lambda state: released(state, self._token, clean=True))
            raise
        letters = os.environ.get(LETTERS)
        self._bulk = Bulk(
            engine.client, letters=Path(letters) if letters else None, before=self._superseding
        )
        self._known: set[str] = set()
        self._dimensions: int | None = None
        self._attached: dict[str, bytes] = {}
        self._changes = 0

    # Collecting

    def add(self, document: AnalyzedDocument) -> None:
        """Add an article, or replace the one of the same id."""
        self._heart.check()
        _check(document)
        self._changes += 1
        for field, text, form in forms_of(document.postings.columns):
            self._learn(field, text, form)
        if document.vectors is not None:
            document = self._with_vectors(document, document.vectors)
        line = to_line(to_record(document, self._revision))
        id = record_id(document.id, self._revision)
        self._bulk.add(Action("index", self._articles, id, line, document.id))

    def delete(self, id: str) -> None:
        """Delete an article; nothing happens when there is none."""
        self._heart.check()
        self._changes += 1
        record = record_id(id, self._revision)
        self._bulk.add(Action("delete", self._articles, record, "", id))

    def attach(self, name: str, data: bytes) -> None:
        """Keep bytes with the index under a name."""
        check_attachment(name, data)
        self._attached[name] = data

    def _with_vectors(self, document: AnalyzedDocument, own: PassageVectors) -> AnalyzedDocument:
        """The article, without its vectors where the servers have no place for them."""
        if not own.codes or not self._engine.takes_vectors(self._articles):
            return replace(document, vectors=None)
        if self._dimensions is None:
            self._engine.make_room_for_vectors(self._articles, own.dimensions)
            self._dimensions = own.dimensions
        if own.dimensions != self._dimensions:
            raise ValueError("The vectors of an index must not differ in length.")
        return document

    def _learn(self, field: str, text: str, form: str) -> None:
        """Put a term and its form into the vocabulary, once in a while of this writer."""
        records = [(term_id(field, text), {"field": field, "term": text})]
        if field not in OWN_FORMS:
            of = {"field": field, "of": text, "form": form}
            records.append((term_id(field, text, form), of))
        for name, record in records:
            if name in self._known:
                continue
            if len(self._known) >= KNOWN_TERMS:
                self._known.clear()
            self._known.add(name)
            line = to_line({**record, "since": self._revision})
            self._bulk.add(Action("create", self._terms, name, line))

    def _superseding(self, actions: Sequence[Action]) -> Sequence[Action]:
        """The actions that mark the last versions of the articles that these change."""
        changed = {action.about for action in actions if action.about}
        if self._is_new or not changed:
            return ()
        found: list[Action] = []
        script = {
            "source": _SUPERSEDE,
            "params": {"revision": self._revision, "aborted": list(self._visible.aborted)},
        }
        line = json.dumps({"script": script})
        wanted = sorted(changed)
        for start in range(0, len(wanted), WINDOW):
            some = wanted[start : start + WINDOW]
            query = self._visible.only({"terms": {"id": some}})
            body = {"query": query, "size": len(some), "_source": False}
            hits = self._client.search(self._articles, body)["hits"]["hits"]
            found += [Action("update", self._articles, hit["_id"], line) for hit in hits]
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._commit()
            else:
                self._take_back()
        finally:
            self._heart.stop()
            self._bulk.close()

    # Committing

    def _commit(self) -> None:
        try:
            self._bulk.finish()
            self._heart.check()
            if not self._changes and not self._attached and not self._rebuild:
                self._heart.stop()
                self._store.change(lambda state: released(state, self._token, clean=True))
                return
            self._settle_dead_letters()
            state = self._publish()
        except BaseException:
            self._take_back()
            raise
        self._engine.committed(state)
        sweeping.after_commit(self._client, self._store, state)

    def _publish(self) -> State:
        self._client.refresh(f"{self._articles},{self._terms}")
        kept = {
            name: attachments.keep(self._client, self._store.index, name, self._revision, data)
            for name, data in self._attached.items()
        }
        visible = replace(self._visible, revision=self._revision)
        count, fields = sweeping.statistics(self._client, self._articles, visible)
        self._heart.stop()

        def commit(state: State) -> State:
            if state.committed_by == self._token:
                return state  # a first try came through although its answer was lost
            done = committed(
                state, self._token, time.time(), count=count, fields=fields, attachments=kept
            )
            return self._switched(done) if self._rebuild else done

        state = self._store.change(commit)
        if self._rebuild:
            self._engine.point_alias(state)
        return state

    def _switched(self, state: State) -> State:
        """The state with the indexes of a rebuilding, from which on older views are over."""
        now = time.time()
        retired = (*state.retired, (state.articles, now), (state.terms, now))
        return replace(
            state,
            articles=self._articles,
            terms=self._terms,
            retired=retired,
            oldest=state.revision,
            history=((state.revision, now),),
            aborted=(),
        )

    def _settle_dead_letters(self) -> None:
        """Articles that the cluster will never take stop the commit, unless a file takes them."""
        dead = self._bulk.dead
        if not dead:
            return
        shown = "; ".join(f"{letter.action.about}: {letter.reason}" for letter in dead[:3])
        where = os.environ.get(LETTERS)
        if not where:
            raise DocumentError(
                f"The cluster will not take {len(dead)} records ({shown}). Nothing was committed. "
                f"Mend or leave out these articles, or set {LETTERS} to a file that takes them."
            )
        _LOG.error("%d records were left out, see %s (%s)", len(dead), where, shown)
        ids = sorted({letter.action.about for letter in dead if letter.action.about})
        self._client.refresh(self._articles)
        sweeping.unmark(self._client, self._articles, self._revision, ids)

    # Taking back

    def _take_back(self) -> None:
        """Give the lease back, and remove what was sent; readers have never seen it."""
        self._heart.stop()
        self._bulk.close()
        clean = self._bulk.sent == 0 and not self._attached
        # Without patience: whoever gives up, or is stopped by hand, does not want to wait.
        client, store = self._engine.client, self._engine.store
        try:
            state = store.change(lambda state: released(state, self._token, clean=clean))
        except SearchError:
            # The cluster is away, or another writer came: the revision stays unseen anyway,
            # and the error that led here is the one to tell.
            return
        if clean:
            return
        try:
            if self._rebuild:
                for name in (self._articles, self._terms):
                    client.ask("DELETE", f"/{name}")
            else:
                sweeping.undo(client, self._articles, self._revision)
            if not self._bulk.is_doubtful:
                sweeping.forget_aborted(store, self._revision)
        except SearchError:
            return
        self._engine.committed(state if self._bulk.is_doubtful else store.read())


def _check(document: AnalyzedDocument) -> None:
    """DocumentError for what a cluster cannot index, before anything is sent."""
    facets = [value for values in document.facets.values() for value in values]
    try:
        for text in (document.id, document.digest, document.origin, *facets):
            text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"Article {document.id!r} has a name with half a letter, which is no UTF-8."
        ) from error
    for column in document.postings.columns.values():
        for text in column.texts:
            if len(text) > LONGEST // 4 and len(text.encode("utf-8", "replace")) > LONGEST:
                raise DocumentError(
                    f"Article {document.id} has a word of more than {LONGEST:,} bytes."
                )


class _Heart:
    """Renews the lease of a writer now and then, on a thread of its own."""

    def __init__(self, store: StateStore, token: str) -> None:
        self._store = store
        self._token = token
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="lease")
        self._lost: SearchError | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; nothing is changed afterwards."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def check(self) -> None:
        """Raise what has cost the lease, if anything has."""
        if self._lost is not None:
            raise self._lost

    def _beat(self) -> None:
        last = time.monotonic()
        while not self._stopped.wait(LEASE / 6):
            try:
                self._store.change(lambda state: renewed(state, self._token, time.time()))
                last = time.monotonic()
            except SearchError as error:
                if isinstance(error, IndexLocked) or time.monotonic() - last > LEASE:
                    self._lost = error
                    return
