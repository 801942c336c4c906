"""One run of indexing: inputs in, counts and reasons out.

What is new is added, what changed is replaced, what is the same is left alone, so that
running it again on the same input does nothing. One bad input never stops the rest.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from search import skips, workers
from search.analysis import Analyzer
from search.engines.base import Engine, Writer
from search.errors import IndexDamaged
from search.indexer import Given
from search.sources import Discovery, Reading, read

BATCH: Final = 256


@dataclass(slots=True)
class Summary:
    """What a run did. `skipped` and `warnings` are pairs of origin and sentence."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    ignored: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The counts and reasons as JSON values."""
        return {
            "added": self.added, "updated": self.updated, "unchanged": self.unchanged,
            "deleted": self.deleted, "ignored": self.ignored, "skipped": len(self.skipped),
            "reasons": [{"origin": o, "reason": r} for o, r in self.skipped],
            "warnings": [{"origin": o, "warning": w} for o, w in self.warnings],
        }  # fmt: skip


class Intake:
    """Takes readings into one writer and keeps count."""

    def __init__(
        self,
        engine: Engine,
        writer: Writer,
        analyzer: Analyzer,
        *,
        folder: Path | None = None,
        children: int | None = None,
        published: str | None = None,
    ) -> None:
        self.summary = Summary()
        self._known = engine.reader()
        self._writer = writer
        self._analyzer = analyzer
        self._folder = folder
        self._children = children
        self._published = published
        self._first: dict[str, str] = {}

    def take(self, readings: Iterable[Reading]) -> None:
        """Index what was read; what could not be read is noted."""
        origins: dict[str, tuple[str, bool]] = {}
        fresh = self._fresh(readings, origins)
        done_in_order = workers.completed(
            fresh, self._analyzer, folder=self._folder, children=self._children
        )
        for done in done_in_order:
            origin, is_known = origins.pop(done.given.document.id)
            self._store(done, origin, is_known)

    def _fresh(
        self, readings: Iterable[Reading], origins: dict[str, tuple[str, bool]]
    ) -> Iterator[Given]:
        """The articles that are new or changed; `origins` has whence, and whether it was known."""
        for batch in _batches(readings):
            ids = [reading.document.id for reading in batch if reading.document is not None]
            digests = self._known.digests(ids)
            for reading in batch:
                given = self._unlike(reading, digests)
                if given is not None:
                    id = given.document.id
                    origins[id] = (reading.origin, id in digests)
                    yield given

    def _unlike(self, reading: Reading, digests: Mapping[str, str]) -> Given | None:
        """The article of a reading, unless there is none or the index has it just so."""
        summary = self.summary
        summary.warnings += [(reading.origin, warning) for warning in reading.warnings]
        document = reading.document
        if document is None:
            summary.skipped.append((reading.origin, reading.skipped or "It holds no article."))
            return None
        if document.id in self._first:
            reason = f"Its id {document.id} was already read from {self._first[document.id]}."
            summary.skipped.append((reading.origin, reason))
            return None
        given = self._dated(Given(
            document, reading.pasted, reading.evidence, reading.file, reading.removed,
            reading.confidence,
        ))  # fmt: skip
        self._first[document.id] = reading.origin
        if digests.get(document.id) == given.digest():
            summary.unchanged += 1
            return None
        return given

    def _dated(self, given: Given) -> Given:
        """An article with the date that the caller gives, unless a field of its own states one."""
        document = given.document
        read = document.published is None or "published" in given.evidence
        if self._published is None or not read:
            return given
        evidence = {name: where for name, where in given.evidence.items() if name != "published"}
        document = replace(document, published=self._published)
        return replace(given, document=document, evidence=evidence, confidence=None)

    def _store(self, done: workers.Completed, origin: str, is_known: bool) -> None:
        summary = self.summary
        summary.warnings += [(origin, warning) for warning in done.warnings]
        if done.document is None:
            summary.skipped.append((origin, done.reason))
            return
        self._writer.add(done.document)
        if is_known:
            summary.updated += 1
        else:
            summary.added += 1

    def remember_skips(self) -> None:
        """Keep with the index what was skipped, where that list is not the same as before."""
        try:
            before = skips.from_bytes(self._known.attachment(skips.ATTACHMENT))
        except (IndexDamaged, ValueError):
            before = ()  # `svodka check` tells; a run of indexing need not fail for it
        after = skips.merged(before, self.summary.skipped, set(self._first.values()))
        if after != before:
            self._writer.attach(skips.ATTACHMENT, skips.to_bytes(after))

    def prune(self, found: Discovery) -> None:
        """Delete the articles of input files that are gone from the sources."""
        origins: dict[str, list[str]] = {}
        for stored in self._known.scan():
            if stored.origin and stored.id not in self._first:
                origins.setdefault(stored.origin, []).append(stored.id)
        for file in found.vanished(origins):
            for id in origins[file]:
                self._writer.delete(id)
                self.summary.deleted += 1


def run(
    engine: Engine,
    analyzer: Analyzer,
    found: Discovery,
    *,
    folder: Path | None = None,
    prune: bool = False,
    stdin: BinaryIO | None = None,
    progress: Callable[[int], None] | None = None,
    published: str | None = None,
) -> Summary:
    """Index all that was discovered in one commit; `folder` is that of the index.

    `published` (ISO 8601) is the date of the articles that state none as a field of their own.
    """
    with engine.writer() as writer:
        intake = Intake(engine, writer, analyzer, folder=folder, published=published)
        intake.summary.ignored = found.ignored
        intake.take(read(found, stdin=stdin, progress=progress))
        if found.web is not None:  # servers that answered "not modified"
            intake.summary.unchanged += found.web.unchanged_articles
        if prune:
            intake.prune(found)
        intake.remember_skips()
    return intake.summary


def _batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    stream = iter(readings)
    while batch := list(itertools.islice(stream, BATCH)):
        yield batch
