"""Many changes: sent in pieces, tried again when that may help, told when it cannot."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from fake_servers import FakeServers, bulk_lines, done

from search.engines.opensearch import bulk
from search.engines.opensearch.bulk import Action, Bulk
from search.engines.opensearch.client import Client
from search.engines.opensearch.patience import FIRST_PAUSE
from search.errors import ClusterReadOnly, ClusterUnreachable

BUSY = {"type": "rejected_execution_exception", "reason": "queue full"}
TOO_LONG = {"type": "x", "reason": "too long"}
BAD = {"type": "mapper_parsing_exception", "reason": "failed", "caused_by": TOO_LONG}
BLOCKED = {"type": "cluster_block_exception", "reason": "index blocked: read-only / allow delete"}


def action(number: int, kind: str = "index") -> Action:
    return Action(kind, "news", str(number), json.dumps({"n": number}), f"article {number}")


def bulk_of(answer: Any, **more: Any) -> tuple[Bulk, FakeServers, list[float]]:
    servers, pauses = FakeServers(answer), []
    return Bulk(Client(servers), sleep=pauses.append, **more), servers, pauses


def test_actions_go_out_in_requests_of_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ACTIONS", 10)
    sender, servers, _ = bulk_of(lambda _m, _p, _q, body: done(body))
    for number in range(35):
        sender.add(action(number))
    sender.finish()
    sender.close()
    sizes = [len(bulk_lines(body)) // 2 for _, _, body in servers.asked]
    assert sorted(sizes) == [5, 10, 10, 10]


def test_who_adds_waits_while_all_senders_are_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ACTIONS", 1)
    go_on, most, now, lock = threading.Event(), [0], [0], threading.Lock()

    def slow(_m: str, _p: str, _q: object, body: str) -> Any:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        go_on.wait(5)
        with lock:
            now[0] -= 1
        return done(body)

    sender, servers, _ = bulk_of(slow)
    adding = threading.Thread(target=lambda: [sender.add(action(n)) for n in range(6)])
    adding.start()
    adding.join(0.3)
    assert adding.is_alive()
    assert len(servers.asked) == bulk.SENDERS
    go_on.set()
    adding.join()
    sender.finish()
    sender.close()
    assert len(servers.asked) == 6
    assert most[0] == bulk.SENDERS


def test_what_the_server_is_too_busy_for_is_sent_again_after_growing_pauses() -> None:
    answers = iter([(429, BUSY), (429, BUSY), (200, None)])
    sender, servers, pauses = bulk_of(lambda _m, _p, _q, body: done(body, *next(answers)))
    sender.add(action(1))
    sender.finish()
    sender.close()
    assert len(servers.asked) == 3
    assert pauses == [FIRST_PAUSE, 2 * FIRST_PAUSE]
    assert sender.dead == []


def test_only_the_actions_that_failed_are_sent_again() -> None:
    first = [True]

    def answer(_m: str, _p: str, _q: object, body: str) -> Any:
        found = done(body)
        if first.pop() if first else False:
            found["errors"] = True
            found["items"][1]["index"] = {"status": 503, "error": BUSY}
        return found

    sender, servers, _ = bulk_of(answer)
    for number in range(3):
        sender.add(action(number))
    sender.finish()
    sender.close()
    assert [line["n"] for line in bulk_lines(servers.asked[1][2]) if "n" in line] == [1]


def test_a_node_that_went_away_is_waited_for_but_not_for_ever() -> None:
    def gone(*_: object) -> Any:
        raise ClusterUnreachable("nobody there")

    sender, _, pauses = bulk_of(gone, patience=0.0)
    sender.add(action(1))
    with pytest.raises(ClusterUnreachable, match="nobody there"):
        sender.finish()
    sender.close()
    assert sender.is_doubtful
    assert pauses == []


def test_what_can_never_be_done_is_a_dead_letter_with_its_reason(tmp_path: Path) -> None:
    letters = tmp_path / "dead.jsonl"
    sender, servers, _ = bulk_of(lambda _m, _p, _q, body: done(body, 400, BAD), letters=letters)
    sender.add(action(1))
    sender.finish()
    sender.close()
    assert len(servers.asked) == 1
    (letter,) = map(json.loads, letters.read_text().splitlines())
    assert letter == {"id": "article 1", "index": "news", "reason": "x: too long"}


def test_a_full_disk_ends_the_writing_at_once() -> None:
    sender, servers, pauses = bulk_of(lambda _m, _p, _q, body: done(body, 403, BLOCKED))
    sender.add(action(1))
    with pytest.raises(ClusterReadOnly, match="make room"):
        sender.finish()
    sender.close()
    assert (len(servers.asked), pauses) == (1, [])


def test_what_is_there_already_or_gone_already_is_done() -> None:
    sender, _, _ = bulk_of(lambda _m, _p, _q, body: done(body, 409, {"type": "conflict"}))
    sender.add(action(1, "create"))
    sender.finish()
    sender.close()
    gone, _, _ = bulk_of(lambda _m, _p, _q, body: done(body, 404, {"type": "missing"}))
    gone.add(action(1, "update"))
    gone.finish()
    gone.close()
    assert sender.dead == gone.dead == []


def test_two_changes_of_one_record_never_overtake_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "ACTIONS", 1)
    begun, go_on = threading.Event(), threading.Event()

    def answer(_m: str, _p: str, _q: object, body: str) -> Any:
        if bulk_lines(body)[-1].get("n") == 1:
            begun.set()
            go_on.wait(5)
        return done(body)

    sender, servers, _ = bulk_of(answer)
    sender.add(action(1))
    begun.wait(5)
    later = threading.Thread(
        target=lambda: sender.add(Action("index", "news", "1", '{"n": 2}', "article 1"))
    )
    later.start()
    later.join(0.2)
    assert len(servers.asked) == 1
    go_on.set()
    later.join()
    sender.finish()
    sender.close()
    assert len(servers.asked) == 2
