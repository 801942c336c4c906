"""Ours on a cluster: the same plans to the engine `search/engines/opensearch`.

Takes part where SVODKA_OPENSEARCH names a cluster, as scripts/opensearch-test-cluster prints it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.on_svodka import Engine as Embedded
from bench.queries import Query
from search.engines.opensearch import OpenSearchEngine, parse

_SERVERS = os.environ.get("SVODKA_OPENSEARCH", "").replace("http://", "").strip("/")
if not _SERVERS:
    raise ImportError("SVODKA_OPENSEARCH names no cluster")
_SHARDS = int(os.environ.get("SVODKA_BENCH_SHARDS", "1"))


class Engine(Embedded):
    """The OpenSearch engine; the folder holds no more than the name of the index."""

    packages = ("svodka", "opensearch-py")
    sources = ("search/engines/opensearch", "search/ranking.py", "search/documents.py")
    note = (
        f"{_SHARDS} shards, no replica; times are those of the client, requests go over loopback, "
        "and the servers have threads of their own. CPU and memory are the client's alone."
    )

    def create(self, folder: Path) -> None:
        """A new index with its writer open."""
        name = f"bench-{abs(hash(str(folder))):x}"
        (folder / "name").write_text(name)
        self._open(name, create=True)
        self._writer = self._engine.writer()

    def finish(self) -> None:
        """Commit, and let the servers bring their segments into a usual state."""
        super().finish()
        self._engine.client.ask(
            "POST",
            f"/{self._articles()}/_forcemerge",
            max_num_segments=5,
            request_timeout=1200,
        )

    def open(self, folder: Path) -> None:
        """Open, with the view of the last commit."""
        self._open((folder / "name").read_text(), create=False)
        self._engine.reader()

    def size(self) -> int:
        """Bytes on the servers."""
        return self._engine.size()

    def segments(self) -> int | None:
        """Segments of all shards."""
        answer = self._engine.client.ask("GET", f"/{self._articles()}/_stats/segments")
        return int(answer["_all"]["primaries"]["segments"]["count"])

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """None."""
        return {}

    def _open(self, name: str, *, create: bool) -> None:
        address = parse(f"opensearch://{_SERVERS}/{name}?shards={_SHARDS}&replicas=0")
        self._engine = OpenSearchEngine(address, analysis="of the benchmark", create=create)

    def _articles(self) -> str:
        return self._engine.store.read().articles
