"""An OpenSearch for tests: the one that SVODKA_OPENSEARCH names (`host:port,host:port`).

`scripts/opensearch-test-cluster start` starts one. Without it these tests are skipped.
"""

from __future__ import annotations

import os
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
