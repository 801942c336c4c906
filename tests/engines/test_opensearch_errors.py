"""What a cluster cannot do is an error that says what happened and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fake_servers import FakeServers

from search.engines.opensearch.addresses import PASSWORD, USER, login, parse
from search.engines.opensearch.client import Client, Conflict, Missing, translated
from search.engines.opensearch.engine import OpenSearchEngine
from search.errors import (
    ClusterError,
    ClusterReadOnly,
    ClusterRefused,
    ClusterUnfit,
    ClusterUnhealthy,
    ClusterUnreachable,
    IndexMismatch,
    IndexMovedOn,
    IndexNotFound,
    SearchError,
    SearchIncomplete,
)

WHERE = "host:9200"


def failure(kind: str, reason: str) -> dict[str, Any]:
    return {
        "error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}
    }


@pytest.mark.parametrize(
    ("status", "info", "error", "advice"),
    [
        (401, "Unauthorized", ClusterRefused, USER),
        (403, failure("security_exception", "no permissions"), ClusterRefused, "rights"),
        (403, failure("cluster_block_exception", "index blocked by: read-only / allow delete"),
         ClusterReadOnly, "make room"),
        (429, failure("cluster_block_exception", "disk usage exceeded flood-stage watermark"),
         ClusterReadOnly, "make room"),
        (503, failure("no_shard_available_action_exception", "primary shard is not active"),
         ClusterUnhealthy, "missing nodes"),
        (503, {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed",
                         "root_cause": []}}, ClusterUnhealthy, "missing nodes"),
        (503, failure("cluster_manager_not_discovered_exception", "null"), ClusterUnhealthy,
         "Wait until its nodes"),
        (503, failure("cluster_block_exception", "blocked by: [1/state not recovered]"),
         ClusterUnhealthy, "Wait until its nodes"),
        (429, failure("circuit_breaking_exception", "Data too large"), ClusterUnreachable,
         "more memory"),
        (400, failure("parsing_exception", "odd query"), ClusterError, "odd query"),
    ],
)  # fmt: skip
def test_an_answer_that_is_an_error_says_what_to_do(
    status: int, info: Any, error: type[SearchError], advice: str
) -> None:
    found = translated(status, info, WHERE)
    assert type(found) is error
    assert advice in str(found)
    assert isinstance(found, SearchError)


def test_what_the_caller_understands_is_no_error_of_the_tree() -> None:
    assert isinstance(translated(404, failure("index_not_found_exception", "no"), WHERE), Missing)
    assert isinstance(translated(409, failure("version_conflict", "no"), WHERE), Conflict)


def answering(**version: Any) -> FakeServers:
    return FakeServers(lambda *_: {"version": version})


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ({"distribution": "opensearch", "number": "1.3.2"}, "too old"),
        ({"number": "8.11.0"}, "Elasticsearch"),
        ({}, "no OpenSearch"),
    ],
)
def test_another_product_or_version_is_refused_at_opening(
    version: dict[str, str], message: str
) -> None:
    with pytest.raises(ClusterUnfit, match=message):
        OpenSearchEngine(
            parse("opensearch://host/news"), analysis="a", transport=answering(**version)
        )


def test_a_search_of_which_one_part_failed_is_no_search() -> None:
    whole = {"timed_out": False, "_shards": {"total": 2, "failed": 0}, "hits": {}}
    broken = {"timed_out": True, "_shards": {"total": 2, "failed": 0}, "hits": {}}
    client = Client(FakeServers(lambda *_: {"responses": [whole, broken]}))
    with pytest.raises(SearchIncomplete):
        client.search_many("news", [{}, {}])
    gone = {"status": 404, **failure("index_not_found_exception", "no such index")}
    client = Client(FakeServers(lambda *_: {"responses": [whole, gone]}))
    with pytest.raises(IndexMovedOn, match="Search again"):
        client.search_many("news", [{}, {}])


def test_nobody_at_the_address_is_an_error_that_names_it_and_no_login(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(USER, "anna")
    monkeypatch.setenv(PASSWORD, "geheim-42")
    with pytest.raises(ClusterUnreachable, match=r"127\.0\.0\.1:9\. Start it") as caught:
        OpenSearchEngine(parse("opensearch://127.0.0.1:9/news"), analysis="a")
    error: BaseException | None = caught.value
    while error is not None:
        assert "geheim-42" not in str(error)
        error = error.__cause__


def test_an_index_of_another_analysis_says_how_to_rebuild_it() -> None:
    state = {
        "articles": "news.articles-000001", "terms": "t", "revision": 1, "following": 2,
        "count": 0, "fields": {}, "attachments": {}, "aborted": [], "oldest": 0, "history": [],
        "retired": [], "lease": None, "committed_by": "",
    }  # fmt: skip

    def answer(_method: str, path: str, *_: object) -> Any:
        if path == "/":
            return {"version": {"distribution": "opensearch", "number": "2.19.1"}}
        if path.endswith("_mapping"):
            meta = {"svodka": 1, "analysis": "yesterday's"}
            return {"news.articles-000001": {"mappings": {"_meta": meta}}}
        return {"_source": state, "_seq_no": 1, "_primary_term": 1}

    with pytest.raises(IndexMismatch, match="svodka reindex --index opensearch://host:9200/news"):
        OpenSearchEngine(
            parse("opensearch://host/news"), analysis="today's", transport=FakeServers(answer)
        )


# Addresses


def test_an_address_names_servers_index_and_copies() -> None:
    address = parse("opensearchs://one,two:9201/news-2025?shards=6&replicas=2")
    assert address.hosts == (("one", 9200), ("two", 9201))
    assert (address.name, address.tls, address.shards, address.replicas) == (
        "news-2025",
        True,
        6,
        2,
    )
    assert str(address) == "opensearchs://one:9200,two:9201/news-2025"
    assert parse(str(parse("opensearch://[::1]:9200/news"))).hosts == (("::1", 9200),)


@pytest.mark.parametrize(
    "text",
    [
        "opensearch://host", "opensearch:///news", "opensearch://host/News", "opensearch://host/a/b",
        "opensearch://host:port/news", "opensearch://host/news?shards=many", "opensearch://h/.x",
        "opensearch://host/news?speed=9", "http://host/news", "opensearch://host/news?",
    ][:-1],
)  # fmt: skip
def test_what_is_no_address_says_how_one_is_written(text: str) -> None:
    with pytest.raises(IndexNotFound, match="Write opensearch://host:9200/news"):
        parse(text)


def test_a_login_comes_from_the_environment_or_a_netrc_and_never_from_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(IndexNotFound, match="no login") as caught:
        parse("opensearch://anna:geheim-42@host/news")
    assert "geheim-42" not in str(caught.value)
    address = parse("opensearch://host/news")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert login(address, {}) is None
    assert login(address, {USER: "anna", PASSWORD: "geheim"}) == ("anna", "geheim")
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine host login bela password secret\n")
    netrc.chmod(0o600)
    assert login(address, {}) == ("bela", "secret")
