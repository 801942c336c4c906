"""A real cluster that loses nodes, is restarted, and is written to by several at once.

Faults are made by scripts/opensearch-test-cluster, so these tests run where it has started the
cluster that SVODKA_OPENSEARCH names.
"""

from __future__ import annotations

import itertools
import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cluster
import pytest
from worlds import analyzed

from search import plan as p
from search.documents import AnalyzedDocument
from search.engines.opensearch import OpenSearchEngine, parse
from search.engines.opensearch.state import State
from search.errors import ClusterError, ClusterReadOnly, DocumentError, IndexLocked, IndexMovedOn

CONTROL = Path(__file__).parents[2] / "scripts" / "opensearch-test-cluster"
DEAL = p.Word("deal", (p.Guise(p.Term("en", "deal")),))


def control(*words: str) -> str:
    done = subprocess.run(
        [str(CONTROL), *words], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout.strip()


@pytest.fixture
def nodes() -> Iterator[None]:
    """All nodes run, and know each other, before and after."""
    cluster.servers()
    if control("status").count(" up") != 3:
        pytest.skip("the cluster is not that of scripts/opensearch-test-cluster")
    cluster.until_whole(all_servers(), nodes=3)
    yield
    for number in range(3):
        control("start-node", str(number))
    cluster.until_whole(all_servers(), nodes=3)


def all_servers() -> str:
    """The three nodes, although SVODKA_OPENSEARCH may name one."""
    first = cluster.servers().split(",")[0]
    host, _, port = first.rpartition(":")
    return ",".join(f"{host}:{int(port) + number}" for number in range(3))


@contextmanager
def engine() -> Iterator[OpenSearchEngine]:
    with cluster.address() as where:
        address = parse(where.replace(cluster.servers(), all_servers()))
        made = OpenSearchEngine(address, analysis=cluster.ANALYSIS, create=True)
        try:
            yield made
        finally:
            made.close()


def articles(count: int, first: int = 0) -> Iterator[AnalyzedDocument]:
    for number in range(first, first + count):
        yield analyzed(f"{number:06}", ["deal"], ["минск", "big"], source=("Post",))


def total(one: OpenSearchEngine) -> int:
    return one.reader().search(p.Plan(DEAL, limit=0)).total


def told(one: OpenSearchEngine, seconds: float = 60.0) -> int:
    """The total, which while a node is being replaced may be refused, but never be another."""
    end = time.monotonic() + seconds
    while True:
        try:
            return total(one)
        except ClusterError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def until_sound(one: OpenSearchEngine, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and one.check():
        time.sleep(1.0)
    assert one.check() == []


@pytest.mark.usefixtures("nodes")
def test_no_acknowledged_article_is_lost_when_a_node_stops_while_writing() -> None:
    with engine() as one:
        until_sound(one)  # a shard without its second copy yet cannot outlive its node
        with one.writer() as writer:
            for number, article in enumerate(articles(3_000)):
                writer.add(article)
                if number == 1_000:
                    assert control("stop-node", "2") == "stopped"
        assert told(one) == 3_000
        control("start-node", "2")
        until_sound(one)
        assert len(list(one.reader().scan())) == total(one) == 3_000


@pytest.mark.usefixtures("nodes")
def test_searches_answer_in_full_or_fail_clearly_while_a_node_stops() -> None:
    with engine() as one:
        with one.writer() as writer:
            for article in articles(500):
                writer.add(article)
        until_sound(one)
        stop, answers, failures = threading.Event(), [], []

        def ask() -> None:
            while not stop.is_set():
                try:
                    answers.append(total(one))
                except ClusterError as error:
                    failures.append(str(error))

        asking = threading.Thread(target=ask)
        asking.start()
        control("stop-node", "1")
        time.sleep(5.0)
        stop.set()
        asking.join()
        assert set(answers) == {500}
        assert all("." in failure for failure in failures)
        assert told(one) == 500


@pytest.mark.usefixtures("nodes")
def test_everything_is_there_after_all_nodes_were_restarted() -> None:
    with engine() as one:
        with one.writer() as writer:
            for article in articles(200):
                writer.add(article)
            writer.attach("people", b"registry")
        revision = one.reader().revision
        for number in range(3):
            control("stop-node", str(number))
        with pytest.raises(ClusterError):
            one.store.read()
        for number in range(3):
            control("start-node", str(number))
        until_sound(one)
        assert one.reader().revision == revision
        assert total(one) == 200
        assert one.reader().attachment("people") == b"registry"


def test_of_two_writers_at_once_one_is_refused_and_tries_again() -> None:
    with engine() as one:
        other = OpenSearchEngine(one.address, analysis=cluster.ANALYSIS)
        refused = []
        first = one.store.read().following

        def write(mine: OpenSearchEngine, first: int) -> None:
            for article in articles(5, first):
                for _ in itertools.count():
                    try:
                        with mine.writer() as writer:
                            writer.add(article)
                        break
                    except IndexLocked:
                        refused.append(article.id)
                        time.sleep(0.05)

        writers = [threading.Thread(target=write, args=(m, f)) for m, f in ((one, 0), (other, 5))]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        time.sleep(0.6)
        assert total(one) == total(other) == 10
        # Ten commits, ten revisions: who was refused has used up none.
        assert one.store.read().revision == first + 9
        other.close()


def abandon(one: OpenSearchEngine) -> State:
    """A writer that sent articles and died; its lease is another machine's."""
    writer = one.writer()
    for article in articles(5, 3):
        writer.add(article)
    writer._bulk.finish()
    one.client.refresh(writer._articles)
    writer._heart.stop()
    writer._bulk.close()

    def over(state: State) -> State:
        from dataclasses import replace

        assert state.lease is not None
        return replace(state, lease=replace(state.lease, host="elsewhere", expires=0.0))

    return one.store.change(over)


def test_what_a_dead_writer_has_sent_is_never_seen() -> None:
    with engine() as one:
        with one.writer() as writer:
            for article in articles(5):
                writer.add(article)
        before = list(one.reader().scan())
        abandon(one)
        assert list(one.reader().scan()) == before
        with one.writer() as writer:
            writer.add(analyzed("000004", ["deal"], ["санкция"]))
        ids = [stored.id for stored in one.reader().scan()]
        assert ids == [f"{number:06}" for number in range(5)]
        assert total(one) == 5
        changed = p.Word("q", (p.Guise(p.Term("ru", "санкция")),))
        assert [hit.id for hit in one.reader().search(p.Plan(changed)).hits] == ["000004"]


def test_a_view_that_was_kept_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with engine() as one:
        monkeypatch.setattr("search.engines.opensearch.state.GRACE", -1.0)
        for number in range(3):
            with one.writer() as writer:
                writer.add(analyzed("a", ["deal"], [], source=(f"s{number}",)))
            if number == 0:
                first = one.reader()
        monkeypatch.setattr("search.engines.opensearch.reader.GRACE", -1.0)
        with pytest.raises(IndexMovedOn, match="Search again"):
            first.search(p.Plan(DEAL))
        assert total(one) == 1


TOO_LONG = analyzed("bad", ["deal"], [], source=("x" * 40_000,))


def test_an_article_that_the_cluster_will_not_take_stops_the_commit() -> None:
    with engine() as one:
        with pytest.raises(DocumentError, match="Nothing was committed"), one.writer() as writer:  # noqa: PT012
            writer.add(analyzed("good", ["deal"], []))
            writer.add(TOO_LONG)
        assert total(one) == 0
        assert list(one.reader().scan()) == []


def test_with_a_file_for_dead_letters_the_rest_is_committed_and_old_versions_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = tmp_path / "dead.jsonl"
    monkeypatch.setenv("SVODKA_DEAD_LETTERS", str(letters))
    with engine() as one:
        with one.writer() as writer:
            writer.add(analyzed("bad", ["deal"], ["минск"]))
        with one.writer() as writer:
            writer.add(analyzed("good", ["deal"], []))
            writer.add(TOO_LONG)
        assert '"id": "bad"' in letters.read_text()
        kept = {stored.id: stored.digest for stored in one.reader().scan()}
        assert sorted(kept) == ["bad", "good"]
        assert "минск" in kept["bad"]
        assert one.check() == []


def test_an_index_that_may_not_be_written_says_so_and_keeps_its_articles() -> None:
    with engine() as one:
        with one.writer() as writer:
            for article in articles(3):
                writer.add(article)
        block = {"index.blocks.read_only_allow_delete": True}
        index = one.store.read().articles
        one.client.ask("PUT", f"/{index}/_settings", block)
        with pytest.raises(ClusterReadOnly, match="make room"), one.writer() as writer:
            writer.add(analyzed("new", ["deal"], []))
        assert total(one) == 3
        one.client.ask("PUT", f"/{index}/_settings", {"index.blocks.read_only_allow_delete": None})
        with one.writer() as writer:
            writer.add(analyzed("new", ["deal"], []))
        assert total(one) == 4


def test_pages_beyond_ten_thousand_hits_continue_each_other() -> None:
    with engine() as one:
        with one.writer() as writer:
            for article in articles(10_050):
                writer.add(article)
        reader = one.reader()
        whole = reader.search(p.Plan(DEAL, limit=None))
        assert whole.total == 10_050
        ids = [hit.id for hit in whole.hits]
        assert ids == [f"{number:06}" for number in range(10_050)]
        deep = reader.search(p.Plan(DEAL, limit=3, offset=10_020))
        assert [hit.id for hit in deep.hits] == ids[10_020:10_023]


def test_a_rebuilt_index_takes_the_place_of_the_old_one_in_one_step() -> None:
    with engine() as one:
        with one.writer() as writer:
            for article in articles(4):
                writer.add(article)
            writer.attach("people", b"registry")
        before = one.reader()
        rebuilt = OpenSearchEngine(one.address, analysis="tomorrow's", check_analysis=False)
        with rebuilt.writer() as writer:
            for article in articles(3):
                writer.add(article)
            assert total(one) == 4
        assert before.search(p.Plan(DEAL, limit=0)).total == 4
        again = OpenSearchEngine(one.address, analysis="tomorrow's")
        assert total(again) == 3
        assert again.reader().attachment("people") == b"registry"
        assert again.check() == []
        for opened in (rebuilt, again):
            opened.close()


@pytest.mark.slow
def test_a_hundred_thousand_articles_are_written_in_bounded_memory() -> None:
    count = int(os.environ.get("SVODKA_LARGE", "100000"))
    words = [f"w{number}" for number in range(5_000)]
    with engine() as one:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with one.writer() as writer:
            for number in range(count):
                body = [words[(number * 31 + place * place) % 5_000] for place in range(200)]
                writer.add(analyzed(f"{number:06}", ["deal"], body))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert total(one) == count
        assert grown < 200_000, f"{grown} KB"
