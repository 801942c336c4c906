"""An OpenSearch for tests: the one that SVODKA_OPENSEARCH names (`host:port,host:port`).

`scripts/opensearch-test-cluster start` starts one. Without it these tests are skipped.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

VARIABLE = "SVODKA_OPENSEARCH"
ANALYSIS = "analysis of the tests"


def servers() -> str:
    """`host:port,…` of the cluster; skips the test where there is none."""
    found = os.environ.get(VARIABLE, "")
    if not found:
        pytest.skip(
            f"no OpenSearch: run scripts/opensearch-test-cluster start and set {VARIABLE} to what "
            "it prints"
        )
    return ",".join(one.partition("://")[2] or one for one in found.rstrip("/").split(","))


@contextmanager
def address(shards: int = 2) -> Iterator[str]:
    """The address of an index that is not there yet, and that is removed afterwards."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    where = f"opensearch://{servers()}/{name}"
    try:
        yield f"{where}?shards={shards}&replicas=1"
    finally:
        remove(where)


def until_whole(servers: str, *, nodes: int, seconds: float = 90.0) -> None:
    """Wait until so many nodes have found each other and every shard has all its copies."""
    from search.engines.opensearch import parse
    from search.engines.opensearch.client import Client, Servers
    from search.errors import ClusterError

    client = Client(Servers(parse(f"opensearch://{servers}/any")))
    wanted: dict[str, Any] = {"wait_for_status": "green", "wait_for_nodes": nodes}
    wanted |= {"timeout": "5s", "request_timeout": 30}
    end, last = time.monotonic() + seconds, ""
    try:
        while time.monotonic() < end:
            try:
                health = client.ask("GET", "/_cluster/health", ignore=408, **wanted)
            except ClusterError as error:
                last = str(error)
                time.sleep(0.5)
                continue
            if not health["timed_out"]:
                return
            last = str(health)
    finally:
        client.close()
    pytest.fail(f"the cluster did not become whole within {seconds:.0f} s: {last}")


def remove(where: str) -> None:
    """Delete all indexes of an address."""
    from search.engines.opensearch import parse
    from search.engines.opensearch.client import Client, Missing, Servers

    parsed = parse(where)
    client = Client(Servers(parsed))
    try:
        client.ask("DELETE", f"/{parsed.name}.*")
    except Missing:
        pass
    finally:
        client.close()


@contextmanager
def engine(**more: Any) -> Iterator[Any]:
    """An engine with an empty index."""
    from search.engines.opensearch import OpenSearchEngine, parse

    with address() as where:
        made = OpenSearchEngine(parse(where), analysis=ANALYSIS, create=True, **more)
        try:
            yield made
        finally:
            made.close()
