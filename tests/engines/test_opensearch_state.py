"""The state of an index: who may write, what is committed, what is given up."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from typing import Any

import pytest
from fake_servers import FakeServers

from search.engines.opensearch.client import Client, Conflict
from search.engines.opensearch.dsl import Visible
from search.engines.opensearch.state import (
    GRACE,
    LEASE,
    Attached,
    Lease,
    State,
    StateStore,
    committed,
    leased,
    released,
    renewed,
)
from search.errors import IndexDamaged, IndexLocked, SearchError

EMPTY = State("news.articles-000001", "news.terms-000001")


def commit(state: State, token: str, now: float) -> State:
    return committed(state, token, now, count=1, fields={"en": (1, 5.0)}, attachments={})


def test_a_state_survives_the_way_to_the_cluster_and_back() -> None:
    lease = Lease("t", 3, "host", 1, 5.0)
    attached = {"people": Attached(2, 10, 1, 99)}
    state = replace(
        EMPTY, lease=lease, attachments=attached, fields={"en": (2, 3.5)}, aborted=(1,),
        history=((2, 5.0),), retired=(("old", 1.0),),
    )  # fmt: skip
    assert State.from_record(state.to_record()) == state


def test_one_writer_at_a_time() -> None:
    first = leased(EMPTY, "first", "news", now=100.0)
    with pytest.raises(IndexLocked, match="Wait until it has finished"):
        leased(first, "second", "news", now=101.0)
    after = commit(first, "first", 102.0)
    assert after.revision == 1
    assert leased(after, "second", "news", now=103.0).lease is not None


def test_a_writer_that_is_not_heard_of_loses_its_revision_for_ever() -> None:
    first = leased(EMPTY, "first", "news", now=100.0)
    elsewhere = replace(first, lease=replace(first.lease, host="elsewhere"))  # type: ignore[type-var]
    second = leased(elsewhere, "second", "news", now=101.0 + LEASE)
    assert second.aborted == (1,)
    assert second.lease is not None
    assert second.lease.revision == 2
    for late in (lambda: renewed(second, "first", 300.0), lambda: commit(second, "first", 300.0)):
        with pytest.raises(IndexLocked, match="Nothing of it was committed"):
            late()
    assert commit(second, "second", 300.0).aborted == (1,)


def test_a_writer_whose_process_died_here_is_not_waited_for() -> None:
    alive = Lease("t", 1, socket.gethostname(), os.getpid(), expires=200.0)
    dead = replace(alive, process=2**22 + 1)
    assert not alive.is_over(100.0)
    assert dead.is_over(100.0)
    assert not replace(dead, host="elsewhere").is_over(100.0)


def test_a_writer_that_gives_up_leaves_the_last_commit_as_it_was() -> None:
    first = leased(EMPTY, "first", "news", now=100.0)
    assert released(first, "first", clean=True).aborted == ()
    after = released(first, "first", clean=False)
    assert (after.revision, after.aborted, after.lease) == (0, (1,), None)
    assert leased(after, "second", "news", now=101.0).lease.revision == 2  # type: ignore[union-attr]


def test_views_stay_whole_for_a_while_after_a_later_commit() -> None:
    state, now = EMPTY, 0.0
    for number in range(4):
        state = commit(leased(state, str(number), "news", now), str(number), now)
        now += GRACE / 2
    assert state.revision == 4
    # Commit 4 came at 1.5 GRACE; commit 1 was followed at 0.5 GRACE and may still be asked.
    assert state.oldest == 1
    later = commit(leased(state, "5", "news", 9 * GRACE), "5", 9 * GRACE)
    assert later.oldest == 4
    assert [revision for revision, _ in later.history] == [4, 5]


def test_what_was_given_up_is_hidden_also_behind_later_commits() -> None:
    hidden = Visible(9, (4,)).hidden()
    assert {"terms": {"since": [4]}} in hidden
    assert hidden[0]["bool"]["must_not"] == [{"terms": {"until": [4]}}]
    assert len(Visible(9).hidden()) == 2


class Record:
    """A record of a fake cluster, with its version."""

    def __init__(self, state: State) -> None:
        self.source: Any = state.to_record()
        self.version = 1
        self.conflicts = 0

    def __call__(self, method: str, _path: str, params: Any, body: Any) -> Any:
        if method == "GET":
            return {"_source": self.source, "_seq_no": self.version, "_primary_term": 1}
        if self.conflicts:
            self.conflicts -= 1
            self.source = {**self.source, "following": self.source["following"] + 1}
            self.version += 1
            raise Conflict("somebody was faster")
        if params["if_seq_no"] != self.version:
            raise Conflict("not the last version")
        self.source, self.version = body, self.version + 1
        return {}


def test_a_change_is_made_on_the_last_version_whoever_changes_it_beside() -> None:
    record = Record(EMPTY)
    record.conflicts = 2
    store = StateStore(Client(FakeServers(record)), "news")
    state = store.change(lambda one: leased(one, "mine", "news", 100.0))
    assert state.lease is not None
    assert state.lease.revision == 3
    assert store.read() == state


def test_a_damaged_record_says_what_to_do() -> None:
    record = Record(EMPTY)
    record.source = {"revision": 3}
    with pytest.raises(IndexDamaged, match="restore a snapshot"):
        StateStore(Client(FakeServers(record)), "news").read()


def test_a_state_that_changes_all_the_time_ends_in_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.engines.opensearch.state.time.sleep", lambda _: None)
    record = Record(EMPTY)
    record.conflicts = 1_000
    with pytest.raises(SearchError, match="Try again later"):
        StateStore(Client(FakeServers(record)), "news").change(lambda one: one)
