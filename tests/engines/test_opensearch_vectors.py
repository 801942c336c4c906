"""Vectors on a cluster: what is asked and answered, with fake servers and with real ones."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cluster
import numpy as np
import pytest
from fake_servers import FakeServers, bulk_lines, done
from worlds import analyzed, passages

from search.documents import PassageVectors
from search.engines import nearness
from search.engines.base import Near, NearestVectors, StoredVectors
from search.engines.memory import MemoryEngine
from search.engines.opensearch import OpenSearchEngine, mapping, nearest, parse
from search.engines.opensearch.articles import to_record
from search.engines.opensearch.dsl import Visible
from search.errors import ClusterRefused

GOLDEN = Path(__file__).parent / "golden" / "opensearch"
KNN = {"name": "opensearch-knn", "classname": "org.opensearch.knn.plugin.KNNPlugin"}


def node(*plugins: Mapping[str, str], roles: tuple[str, ...] = ("data",)) -> dict[str, Any]:
    return {"roles": list(roles), "plugins": [{"name": "analysis-icu"}, *plugins]}


def test_every_node_with_articles_must_have_the_plugin() -> None:
    manager = node(roles=("cluster_manager",))
    assert nearest.has_plugin({"nodes": {"a": node(KNN), "b": node(KNN), "c": manager}})
    assert not nearest.has_plugin({"nodes": {"a": node(KNN), "b": node()}})
    assert not nearest.has_plugin({"nodes": {"c": manager}})
    assert not nearest.has_plugin({"nodes": {}})


def test_a_vector_becomes_this_request() -> None:
    body = nearest.request((127, -3), 5, Visible(7, (3,)))
    expected = json.loads((GOLDEN / "nearest_passages.json").read_text(encoding="utf-8"))
    assert body == expected
    assert nearest.request((1,), 50_000, Visible(7))["size"] == nearest.MOST


def column(*rows: tuple[int, ...]) -> str:
    """As servers give one: without padding."""
    return base64.b64encode(passages(*rows).codes).decode().rstrip("=")


def test_candidates_are_compared_in_full_and_in_our_order() -> None:
    hits = [
        {"fields": {"id": ["a"], "codes": [column((0, 127), (90, 90))]}},
        {"fields": {"id": ["c"], "codes": [column((120, 0))]}},
        {"fields": {"id": ["b"], "codes": [column((-127, 0), (60, 0))]}},
    ]
    found = nearest.nearest_of({"hits": {"hits": hits}}, (2.0, 0.0), 3)
    assert found == [Near("b", 1, 1.0), Near("c", 0, 1.0), Near("a", 1, 0.70711)]
    assert nearest.nearest_of({"hits": {"hits": hits}}, (2.0, 0.0), 1) == found[:1]
    assert nearest.nearest_of({"hits": {"hits": []}}, (2.0, 0.0), 3) == []


def test_a_record_has_its_codes_whole_and_each_passage_that_has_a_direction() -> None:
    record = to_record(analyzed("a", [], ["deal"], vectors=passages((1, -2), (0, 0))), 4)
    assert record["encoded"] == 2
    assert base64.b64decode(record["codes"]) == bytes([1, 254, 0, 0])
    assert record["passages"] == [{"vector": [1, -2]}]
    assert not {"encoded", "codes", "passages"} & set(to_record(analyzed("a", [], ["x"]), 4))


def test_room_for_vectors_is_of_one_length_and_needs_no_library_of_the_machine() -> None:
    vector = mapping.vectors(384)["properties"]["passages"]["properties"]["vector"]
    assert (vector["dimension"], vector["data_type"]) == (384, "byte")
    assert vector["method"]["engine"] == "lucene"
    plain = mapping.articles("x", shards=1, replicas=0)["settings"]
    assert "knn" not in plain
    assert mapping.articles("x", shards=1, replicas=0, knn=True)["settings"] == plain | {
        "knn": True
    }


class Servers(FakeServers):
    """Servers with an empty index, with the plugin or not."""

    def __init__(self, *plugins: Mapping[str, str]) -> None:
        self.state: Any = None
        self.plugins = plugins
        super().__init__(self._answer)

    def _answer(self, method: str, path: str, params: Mapping[str, Any], body: Any) -> Any:
        from search.engines.opensearch.client import Missing

        if path == "/":
            return {"version": {"number": "2.19.1", "distribution": "opensearch"}}
        if path == "/_nodes/plugins":
            return {"nodes": {"a": node(*self.plugins)}}
        if path.endswith(("/_doc/state", "/_create/state")):
            if method == "PUT":
                self.state = json.loads(json.dumps(body))
            if self.state is None:
                raise Missing("no state")
            return {"_source": self.state, "_seq_no": 1, "_primary_term": 1}
        if path.endswith("/_settings"):
            if ".articles-" not in path:
                raise Missing("nothing of this name")
            knn = {"knn": "true"} if self.plugins else {}
            return {path.split("/")[1]: {"settings": {"index": knn}}}
        if path.endswith("/_mapping") and method == "GET":
            meta = {"svodka": mapping.FORMAT, "analysis": cluster.ANALYSIS}
            return {path.split("/")[1]: {"mappings": {"_meta": meta}}}
        if path == "/_bulk":
            return done(body)
        if path.endswith("/_search"):
            aggregations = {"fields": {"buckets": []}, "passages": {"value": 0}}
            hits = {"total": {"value": 0, "relation": "eq"}, "hits": []}
            return {"timed_out": False, "hits": hits, "aggregations": aggregations}
        return {}

    def open(self) -> OpenSearchEngine:
        address = parse("opensearch://fake:9200/news")
        return OpenSearchEngine(address, analysis=cluster.ANALYSIS, create=True, transport=self)

    def written(self) -> list[dict[str, Any]]:
        return [
            line
            for _, path, body in self.asked
            if path == "/_bulk"
            for line in bulk_lines(body)
            if "payload" in line
        ]


def write(engine: OpenSearchEngine) -> None:
    with engine.writer() as writer:
        writer.add(analyzed("a", [], ["deal"], vectors=passages((1, 2))))
        writer.add(analyzed("b", [], ["deal"], vectors=passages((2, 1))))


def test_with_the_plugin_room_is_made_once_and_articles_carry_vectors() -> None:
    servers = Servers(KNN)
    engine = servers.open()
    write(engine)
    puts = [body for method, path, body in servers.asked if path.endswith("/_mapping") and body]
    assert puts == [mapping.vectors(2)]
    assert [line["encoded"] for line in servers.written()] == [1, 1]
    assert isinstance(engine.reader(), NearestVectors)
    assert engine.why_no_vectors() is None
    assert sum(path == "/_nodes/plugins" for _, path, _ in servers.asked) == 1


def test_without_the_plugin_articles_are_written_without_vectors() -> None:
    servers = Servers()
    engine = servers.open()
    write(engine)
    assert len(servers.written()) == 2
    assert all("encoded" not in line for line in servers.written())
    assert not any(path.endswith("/_mapping") and body for _, path, body in servers.asked)
    assert not isinstance(engine.reader(), NearestVectors)
    reason = engine.why_no_vectors()
    assert reason is not None
    assert "opensearch-knn" in reason
    assert "svodka reindex --meaning --index opensearch://fake:9200/news" in reason


def test_a_login_that_may_not_look_for_plugins_does_without() -> None:
    servers = Servers(KNN)
    answer = servers.answer

    def refusing(method: str, path: str, params: Mapping[str, Any], body: Any) -> Any:
        if path == "/_nodes/plugins":
            raise ClusterRefused("The login may not do this.")
        return (
            {"news.articles-000001": {"settings": {"index": {}}}}
            if path.endswith("01/_settings")
            else answer(method, path, params, body)
        )

    servers.answer = refusing
    engine = servers.open()
    write(engine)
    assert len(servers.written()) == 2
    assert engine.why_no_vectors() is not None


def test_an_index_from_before_the_plugin_is_to_be_rebuilt() -> None:
    servers = Servers()
    servers.open()
    old = servers.open()
    servers.plugins = (KNN,)
    # The index was made without; what its settings say does not change.
    old._taking[old._current().articles] = False
    reason = old.why_no_vectors()
    assert reason is not None
    assert "before its cluster had" in reason


# Real servers


@pytest.fixture
def real() -> Iterator[OpenSearchEngine]:
    with cluster.engine() as engine:
        if engine.why_no_vectors():
            pytest.skip("this cluster has no k-NN plugin")
        yield engine


def test_a_cluster_finds_the_nearest_of_many_as_memory_does(real: OpenSearchEngine) -> None:
    random = np.random.default_rng(5)
    rows = random.standard_normal((900, 24)) + 2 * random.standard_normal((30, 24)).repeat(30, 0)
    memory = MemoryEngine()
    for engine in (memory, real):
        for some in (range(200), range(150, 300)):
            with engine.writer() as writer:
                for n in some:
                    codes = nearness.quantised(rows[3 * n : 3 * n + 3])
                    vectors = PassageVectors(24, codes.tobytes())
                    writer.add(analyzed(f"{n:03}", [], ["deal"], vectors=vectors))
                writer.delete("007")
    found = real.reader()
    assert isinstance(found, NearestVectors)
    assert found.vectors() == memory.reader().vectors()
    hits = 0
    for vector in rows[:40] + 0.1:
        expected = memory.reader().nearest(vector.tolist(), 10)
        hits += len(set(expected) & set(found.nearest(vector.tolist(), 10)))
    assert hits >= 392  # of 400: the same passages and the same similarities


def test_vectors_come_back_as_they_were_given(real: OpenSearchEngine) -> None:
    own = passages((1, -128), (0, 0), (5, 6))
    with real.writer() as writer:
        writer.add(analyzed("a", [], ["deal"], vectors=own))
        writer.add(analyzed("b", [], ["deal"]))
    reader = real.reader()
    assert isinstance(reader, StoredVectors)
    assert reader.vectors_of(["b", "a", "nowhere"]) == [None, own, None]
    with pytest.raises(ValueError, match="differ in length"), real.writer() as writer:
        writer.add(analyzed("c", [], ["deal"], vectors=passages((1, 2, 3))))
    assert len(real.reader()) == 2
