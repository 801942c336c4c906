"""One index into another: between a folder and a cluster, both ways, with nothing lost.

Articles go over as they are stored, payload for payload, and their terms are made again of
them by the same analysis; the registry of persons goes over as it is, and so do vectors where the
target has a place for them. Afterwards both are read
from end to end and compared.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from search import indexer, skips
from search.analysis import Analyzer
from search.documents import PassageVectors
from search.engines.base import Engine, NearestVectors, Reader, Stored, StoredVectors
from search.errors import IndexDamaged, ParameterError
from search.lexicon import added
from search.roster import ATTACHMENT as PEOPLE
from search.sources.attribution.outlets import USER_FILE as OUTLETS

TOGETHER: Final = 200
"""Articles whose vectors are read at once."""
ATTACHMENTS: Final = (PEOPLE, skips.ATTACHMENT)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: its articles, their checksum, and what could not go with them."""

    articles: int
    checksum: str
    left_behind: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "articles": self.articles,
            "checksum": self.checksum,
            "left_behind": list(self.left_behind),
        }


def copy(
    source: Engine,
    target: Engine,
    analyzer: Analyzer,
    progress: Progress | None = None,
    *,
    vectors: bool = False,
) -> Copied:
    """Copy all articles and attachments in one commit, and compare.

    `vectors` are those of their passages, as they are. `progress` is told 1 for every article.
    ParameterError where the target is not empty,
    IndexDamaged where the two differ afterwards.
    """
    if there := len(target.reader()):
        raise ParameterError(
            f"The target holds {there} articles already. Name an index that does not exist.",
            param="to",
        )
    reader = source.reader()
    with target.writer() as writer:
        for stored, own in _with_vectors(reader, vectors):
            indexed, given = indexer.unpack(stored)
            document = indexer.analyze(indexed, given, analyzer)
            writer.add(replace(document, payload=stored.payload, digest=stored.digest, vectors=own))
            if progress is not None:
                progress(1)
        for name in ATTACHMENTS:
            if (data := reader.attachment(name)) is not None:
                writer.attach(name, data)
    articles, wanted = checksum(reader, vectors=vectors)
    copied, found = checksum(target.reader(), vectors=vectors)
    if (copied, found) != (articles, wanted):
        raise IndexDamaged(
            f"The copy differs: {copied} articles with checksum {found}, where the source has "
            f"{articles} with {wanted}. Delete it and copy again."
        )
    return Copied(articles, wanted)


def has_vectors(engine: Engine) -> bool:
    """Whether articles of an engine have vectors that can be taken elsewhere."""
    reader = engine.reader()
    return (
        isinstance(reader, NearestVectors)
        and isinstance(reader, StoredVectors)
        and reader.vectors() is not None
    )


def left_behind(
    folder: Path | None,
    target: Path | None,
    *,
    dictionaries: Sequence[str] = (),
    vectors: str | None = None,
) -> tuple[str, ...]:
    """What a copy does not take along, a sentence each with the way out.

    `folder` and `target` are those of the two indexes, None on a cluster; `dictionaries` the
    names of those that were added; `vectors` says why there are none in the target.
    """
    found = []
    if vectors is not None:
        found.append(f"sentence vectors. {vectors}")
    if folder is None:
        return tuple(found)
    if dictionaries:
        found.append(
            f"added dictionaries ({', '.join(dictionaries)}). "
            + (
                f"Copy the folder {folder / added.FOLDER} into {target}."
                if target
                else "An index on a cluster keeps none: words that only they pair are not found "
                "for one another there."
            )
        )
    if (folder / OUTLETS).exists():
        found.append(
            f"{OUTLETS}. What it says is in the articles that were copied; "
            + (
                f"for later ones copy it into {target}."
                if target
                else "an index on a cluster keeps none for later ones."
            )
        )
    return tuple(found)


def _with_vectors(reader: Reader, vectors: bool) -> Iterator[tuple[Stored, PassageVectors | None]]:
    """Everything stored, in order of id, with the vectors where they are wanted."""
    if not vectors or not isinstance(reader, StoredVectors):
        yield from ((stored, None) for stored in reader.scan())
        return
    stored = reader.scan()
    while some := list(itertools.islice(stored, TOGETHER)):
        yield from zip(some, reader.vectors_of([one.id for one in some]), strict=True)


def checksum(reader: Reader, *, vectors: bool = False) -> tuple[int, str]:
    """The number of articles, and one sum of the ids, in order, and contents of them all."""
    digest = hashlib.sha256()
    articles = 0
    for stored, own in _with_vectors(reader, vectors):
        articles += 1
        for part in (stored.id, stored.digest, stored.origin):
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(8, "little") + raw)
        digest.update(len(stored.payload).to_bytes(8, "little") + stored.payload)
        if own is not None:
            digest.update(own.dimensions.to_bytes(8, "little") + own.codes)
    return articles, digest.hexdigest()[:32]
