"""Attachments on a cluster: in pieces beside the state, of which the state names the valid ones."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Final

from search.engines.opensearch.client import Client, Missing
from search.engines.opensearch.state import Attached
from search.errors import IndexDamaged

PIECE: Final = 4_000_000
"""Bytes of an attachment in one record, far below what a request may hold (100 MB)."""


def keep(client: Client, index: str, name: str, revision: int, data: bytes) -> Attached:
    """Write the pieces; nobody sees them until a state names them."""
    pieces = max(1, -(-len(data) // PIECE))
    for number in range(pieces):
        piece = data[number * PIECE : (number + 1) * PIECE]
        client.ask(
            "PUT",
            f"/{index}/_doc/{_record(name, revision, number)}",
            {
                "attachment": name,
                "revision": revision,
                "piece": base64.b64encode(piece).decode("ascii"),
            },
        )
    return Attached(revision, len(data), pieces, zlib.crc32(data))


def read(client: Client, index: str, name: str, entry: Attached) -> bytes:
    """The bytes; IndexDamaged where a piece is missing or was changed."""
    parts = []
    try:
        for number in range(entry.pieces):
            path = f"/{index}/_doc/{_record(name, entry.revision, number)}"
            parts.append(base64.b64decode(client.ask("GET", path)["_source"]["piece"]))
    except Missing as error:
        raise _damaged(name) from error
    data = b"".join(parts)
    if len(data) != entry.size or zlib.crc32(data) != entry.crc32:
        raise _damaged(name)
    return data


def forget(client: Client, index: str, entries: Mapping[str, Attached], oldest: int) -> None:
    """Delete the pieces that no view since revision `oldest` needs."""
    for name, entry in entries.items():
        if entry.revision <= oldest:
            before = {"range": {"revision": {"lt": entry.revision}}}
            query = {"bool": {"filter": [{"term": {"attachment": name}}, before]}}
            client.delete_where(index, query)


def _record(name: str, revision: int, number: int) -> str:
    return f"attachment-{name}-{revision}-{number}"


def _damaged(name: str) -> IndexDamaged:
    return IndexDamaged(
        f"The attachment {name} is missing or was changed. The next commit makes it anew."
    )
