"""The library, the command and the page over a real cluster: the same as over a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator

import cluster
import pytest
from small import LUKASHENKO, counts, fill, ids, library, news

import search
import web
from search import cli, encoding
from search.encoders.fake import FakeEncoder
from search.engines.opensearch import OpenSearchEngine
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


HARBOUR = FakeEncoder([("frozen", "iced"), ("harbour", "docks"), ("ferry", "ship")])


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "open_encoder", lambda _: HARBOUR)
    monkeypatch.setattr(encoding, "is_installed", lambda _: True)
    monkeypatch.delenv("SVODKA_ENCODER", raising=False)


@pytest.mark.usefixtures("encoder")
def test_an_index_with_meaning_finds_other_words_on_a_cluster(where: str) -> None:
    article = search.Document("docks", "", "Docks iced. Ship waits.")
    with search.open_index(where, meaning=True) as index:
        if index.lacks_vectors:
            pytest.skip("this cluster has no k-NN plugin")
        fill(index, [article, *news()])
    with search.open_index(where) as index, search.open_index(":memory:", meaning=True) as memory:
        fill(memory, [article, *news()])
        assert index.encoder == "e5"
        for query in ("frozen harbour ferry", "big deal", "ship"):
            here, there = index.search(query), memory.search(query)
            assert [hit.id for hit in here] == [hit.id for hit in there]
            assert here.warnings == there.warnings
        (hit,), (there,) = (one.search("frozen harbour ferry") for one in (index, memory))
        assert hit.score == pytest.approx(there.score)
        assert [match.via for match in hit.matches] == ["meaning"]
        assert index.search("frozen harbour ferry", meaning=False).total == 0
        assert index.statistics().encoded == memory.statistics().encoded > 0


@pytest.mark.usefixtures("encoder")
def test_without_the_plugin_meaning_is_off_and_all_else_is_unchanged(
    where: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(OpenSearchEngine, "_has_plugin", lambda _: False)
    with search.open_index(where, meaning=True) as index:
        fill(index, news())
        assert index.lacks_vectors is not None
        assert "opensearch-knn" in index.lacks_vectors
        results, expected = index.search("big deal"), library().search("big deal")
        assert [one.code for one in results.warnings] == ["no-vectors"]
        assert [hit.id for hit in results] == [hit.id for hit in expected]
        assert index.search("").warnings == ()
        assert index.search("big deal", meaning=False).warnings == ()
        assert index.statistics().encoded == 0
    for command in ("stats", "check"):
        assert cli.run([command, "--index", where]) == 0
        assert capsys.readouterr().err.count("opensearch-knn") == 1
    # An index that never asked for vectors has nothing to warn of.
    with search.open_index(where, meaning=False) as index:
        assert index.lacks_vectors is None
        assert index.search("big deal").warnings == ()


@pytest.mark.usefixtures("encoder")
def test_reindexing_gives_an_index_on_a_cluster_vectors(where: str) -> None:
    with search.open_index(where) as index:
        fill(index, news())
        assert index.statistics().encoded == 0
    assert cli.run(["reindex", "--meaning", "--index", where]) == 0
    with search.open_index(where) as index:
        if index.lacks_vectors:
            pytest.skip("this cluster has no k-NN plugin")
        assert index.statistics().encoded == 6
        assert index.encoder == "e5"


def test_an_encoder_that_is_missing_is_told_before_anything_is_made(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise EncoderMissing("Run `pip install 'svodka[meaning]'`.")

    monkeypatch.setattr(encoding, "open_encoder", refuse)
    monkeypatch.setattr(encoding, "is_installed", lambda _: False)
    with pytest.raises(EncoderMissing, match="pip install"):
        search.open_index(where, meaning=True)
    with pytest.raises(IndexNotFound):
        search.open_index(where, create=False)


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
