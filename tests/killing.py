"""A process that commits without end, so that a test can kill it.

It tells when a commit begins, when its table of contents is renamed, and when it is done.

Commit n adds three articles, replaces the one called "shared", deletes those of commit n - 20
and attaches its number: `expected(n)` is what an index then holds.
"""

from __future__ import annotations

import random
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from worlds import analyzed

from search.documents import AnalyzedDocument
from search.engines.base import Engine, IndexReader
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.frame import Contents

KEPT = 20
State = tuple[dict[str, bytes], bytes | None]


def names(number: int) -> list[str]:
    """The ids that a commit adds."""
    return [f"{number:06}{letter}" for letter in "abc"] if number > 0 else []


def article(id: str, number: int) -> AnalyzedDocument:
    """An article of a commit, with some hundred words."""
    words = random.Random(f"{id} {number}").choices([f"w{one}" for one in range(2_000)], k=300)
    return replace(analyzed(id, ["deal"], words), payload=f"{id} of {number}".encode())


def change(engine: Engine, number: int, connection: Connection | None = None) -> None:
    """Make commit `number`, and tell when it begins and when it is done."""
    writer = engine.writer()
    for id in names(number):
        writer.add(article(id, number))
    writer.add(article("shared", number))
    for id in names(number - KEPT):
        writer.delete(id)
    writer.attach("people", str(number).encode())
    if connection is not None:
        connection.send(("begins", number))
    writer.__exit__(None, None, None)
    if connection is not None:
        connection.send(("done", number))


def expected(number: int) -> State:
    """What an index holds after commit `number`."""
    if not number:
        return {}, None
    first = max(1, number - KEPT + 1)
    articles = {id: f"{id} of {n}" for n in range(first, number + 1) for id in names(n)}
    articles["shared"] = f"shared of {number}"
    return {id: text.encode() for id, text in articles.items()}, str(number).encode()


def found(reader: IndexReader) -> State:
    """What an index holds."""
    return {one.id: one.payload for one in reader.scan()}, reader.attachment("people")


def commit_until_killed(folder: Path, last: int, connection: Connection) -> None:
    """What the child does, from commit `last` on."""
    engine = EmbeddedEngine(folder)
    tidy = engine._index.tidy

    def tell_and_tidy(contents: Contents) -> None:
        connection.send(("renamed", contents.generation))
        tidy(contents)

    engine._index.tidy = tell_and_tidy  # type: ignore[method-assign]
    while True:
        last += 1
        change(engine, last, connection)
