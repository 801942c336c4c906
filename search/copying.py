"""One index into another: between a folder and a cluster, both ways, with nothing lost.

Articles go over as they are stored, payload for payload, and their terms are made again of
them by the same analysis; the registry of persons goes over as it is. Afterwards both are read
from end to end and compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from search import indexer, skips
from search.analysis import Analyzer
from search.engines.base import Engine, Reader
from search.errors import IndexDamaged, ParameterError
from search.roster import ATTACHMENT as PEOPLE

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
    source: Engine, target: Engine, analyzer: Analyzer, progress: Progress | None = None
) -> Copied:
    """Copy all articles and attachments in one commit, and compare.

    `progress` is told 1 for every article. ParameterError where the target is not empty,
    IndexDamaged where the two differ afterwards.
    """
    if there := len(target.reader()):
        raise ParameterError(
            f"The target holds {there} articles already. Name an index that does not exist.",
            param="to",
        )
    reader = source.reader()
    with target.writer() as writer:
        for stored in reader.scan():
            indexed, given = indexer.unpack(stored)
            document = indexer.analyze(indexed, given, analyzer)
            writer.add(replace(document, payload=stored.payload, digest=stored.digest))
            if progress is not None:
                progress(1)
        for name in ATTACHMENTS:
            if (data := reader.attachment(name)) is not None:
                writer.attach(name, data)
    articles, wanted = checksum(reader)
    copied, found = checksum(target.reader())
    if (copied, found) != (articles, wanted):
        raise IndexDamaged(
            f"The copy differs: {copied} articles with checksum {found}, where the source has "
            f"{articles} with {wanted}. Delete it and copy again."
        )
    return Copied(articles, wanted)


def checksum(reader: Reader) -> tuple[int, str]:
    """The number of articles, and one sum of the ids, in order, and contents of them all."""
    digest = hashlib.sha256()
    articles = 0
    for stored in reader.scan():
        articles += 1
        for part in (stored.id, stored.digest, stored.origin):
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(8, "little") + raw)
        digest.update(len(stored.payload).to_bytes(8, "little") + stored.payload)
    return articles, digest.hexdigest()[:32]
