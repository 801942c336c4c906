"""A writer waits while a node that stopped is being replaced; a reader is told at once."""

from __future__ import annotations

from typing import Any

import pytest
from fake_servers import FakeServers

from search.engines.opensearch.client import Client, Conflict
from search.engines.opensearch.patience import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    PatientTransport,
    pauses,
)
from search.engines.opensearch.state import State, StateStore, leased, released
from search.errors import ClusterReadOnly, ClusterUnhealthy, SearchError

EMPTY = State("articles", "terms")


class Failing:
    """Raises errors in turn, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self, *_: Any) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        return {"ok": True}


def patient(*errors: Exception, seconds: float = 60.0) -> tuple[Client, FakeServers, list[float]]:
    servers, waited = FakeServers(Failing(*errors)), []
    return (
        Client(PatientTransport(servers, seconds=seconds, sleep=waited.append)),
        servers,
        waited,
    )


def test_a_shard_that_is_nowhere_for_a_while_is_asked_for_again() -> None:
    client, servers, waited = patient(ClusterUnhealthy("no shard"), ClusterUnhealthy("no shard"))
    assert client.ask("GET", "/x") == {"ok": True}
    assert waited == [FIRST_PAUSE, 2 * FIRST_PAUSE]
    assert len(servers.asked) == 3


@pytest.mark.parametrize("error", [ClusterReadOnly("disk is full"), Conflict("a later version")])
def test_what_waiting_does_not_help_is_told_at_once(error: Exception) -> None:
    client, _, waited = patient(error)
    with pytest.raises(type(error)):
        client.ask("PUT", "/x", {})
    assert waited == []


def test_patience_ends_with_the_last_error() -> None:
    client, servers, _ = patient(*[ClusterUnhealthy(f"{n}") for n in range(9)], seconds=0.0)
    with pytest.raises(SearchError, match=r"^0$"):
        client.ask("GET", "/x")
    assert len(servers.asked) == 1


def test_pauses_double_up_to_the_longest() -> None:
    waits = pauses(1_000.0)
    found = [next(waits) for _ in range(9)]
    assert found[0] == FIRST_PAUSE
    assert found[1] == 2 * FIRST_PAUSE
    assert found[-1] == LONGEST_PAUSE
    assert found == sorted(found)


class LosesAnswers:
    """A record whose every change is carried out, while the first answer to it is lost."""

    def __init__(self, state: State) -> None:
        self.source: Any = state.to_record()
        self.version = 1
        self.losing = True

    def __call__(self, method: str, _path: str, params: Any, body: Any) -> Any:
        if method == "GET":
            return {"_source": self.source, "_seq_no": self.version, "_primary_term": 1}
        if params["if_seq_no"] != self.version:
            raise Conflict("not the last version")
        self.source, self.version = body, self.version + 1
        if self.losing:
            self.losing = False
            raise ClusterUnhealthy("the node stopped before it answered")
        return {}


def test_a_lease_whose_answer_was_lost_is_taken_once_and_given_back_once() -> None:
    record = LosesAnswers(EMPTY)
    transport = PatientTransport(FakeServers(record), sleep=lambda _: None)
    store = StateStore(Client(transport), "news")
    state = store.change(lambda one: leased(one, "mine", "news", 100.0))
    assert state.lease is not None
    assert state.lease.token == "mine"
    assert state.following == EMPTY.following + 1
    record.losing = True
    state = store.change(lambda one: released(one, "mine", clean=True))
    assert state.lease is None
    assert state.aborted == ()
