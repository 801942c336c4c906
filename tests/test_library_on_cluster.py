"""The library, the command and the page over a real cluster: the same as over a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator

import cluster
import pytest
from small import LUKASHENKO, counts, fill, ids, library, news

import search
import web
from search import cli
from search.errors import EncoderMissing, IndexLocked, IndexNotFound


@pytest.fixture
def where() -> Iterator[str]:
    with cluster.address() as address:
        yield address


def test_a_library_on_a_cluster_answers_like_one_in_memory(where: str) -> None:
    memory = library()
    with search.open_index(where) as index:
        fill(index, news())
        for query in ("", "big deal", "minsk", "Lukashenko", "calm*", "potash~1", '"big deal"~3'):
            assert ids(index, query) == ids(memory, query)
            for facet in ("person", "source", "published", "mentioned", "language"):
                assert counts(index, facet, query) == counts(memory, facet, query)
        found = [hit.snippets for hit in index.search("big deal", limit=None)]
        assert found == [hit.snippets for hit in memory.search("big deal", limit=None)]
        narrowed = index.search("", people=[LUKASHENKO], facets=("person",))
        assert narrowed.facets == memory.search("", people=[LUKASHENKO], facets=("person",)).facets


def test_decisions_on_persons_are_shared_by_all_who_use_the_index(where: str) -> None:
    with search.open_index(where) as one, search.open_index(where) as other:
        fill(one, news())
        one.merge_people(LUKASHENKO, "irina-lukashenko")
        time.sleep(0.6)  # others see it within a second
        assert counts(other, "person") == counts(one, "person")
        assert other.export_people() == one.export_people() != ""
        # Both have read the same decisions; whoever comes second has not seen the first.
        history = other._roster.history
        decisions = history.read()
        one.undo_people()
        with pytest.raises(IndexLocked, match="try again"):
            history.write(decisions)


def test_a_cluster_has_no_index_that_nobody_made(where: str) -> None:
    with pytest.raises(IndexNotFound, match="svodka index"):
        search.open_index(where, create=False)
    with pytest.raises(EncoderMissing, match="on a cluster"):
        search.open_index(where, meaning=True)


def test_reindexing_on_a_cluster_keeps_articles_and_persons(where: str) -> None:
    with search.open_index(where) as index:
        fill(index, news())
        before = counts(index, "person")
    assert cli.run(["reindex", "--index", where]) == 0
    with search.open_index(where) as index:
        assert len(index) == 6
        assert counts(index, "person") == before
        assert index.check() == []


def test_health_tells_how_the_servers_are(where: str) -> None:
    with search.open_index(where) as index:
        fill(index, news())
        assert index.health() is not None
        answer = web.create_app(index).test_client().get("/healthz")
        assert answer.status_code == 200
        assert answer.json["cluster"]["status"] in ("green", "yellow")
        assert answer.json["cluster"]["nodes"] >= 1
    assert library().health() is None
