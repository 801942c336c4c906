"""Many changes in few requests: bounded memory, retries with backoff, dead letters.

Actions are gathered to a request of `REQUEST` bytes and sent by `SENDERS` threads while the
next one is gathered; whoever adds waits when all are busy (back-pressure). An action that can
be tried again (the server is busy, a node went away) is tried again after a pause that doubles;
all actions are such that doing one twice is doing it once. One that can never be carried out is
a dead letter: it is written to a file, and the commit tells.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.engines.opensearch.client import Client
from search.engines.opensearch.patience import PATIENCE, Sleep, pauses
from search.errors import (
    ClusterReadOnly,
    ClusterUnhealthy,
    ClusterUnreachable,
    SearchError,
)

REQUEST: Final = 5_000_000
"""Bytes of a bulk request; a single larger article goes alone."""
ACTIONS: Final = 2_000
SENDERS: Final = 2
RETRYABLE: Final = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Action:
    """One change: `kind` index, create, update or delete; `line` is its body as JSON."""

    kind: str
    index: str
    id: str
    line: str = ""
    about: str = ""
    """The id of the article, for dead letters."""

    def text(self) -> str:
        """As it stands in a bulk request."""
        more = {"retry_on_conflict": 5} if self.kind == "update" else {}
        head = json.dumps({self.kind: {"_index": self.index, "_id": self.id, **more}})
        return f"{head}\n{self.line}\n" if self.line else f"{head}\n"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An action that can never be carried out, and the server's reason."""

    action: Action
    reason: str

    def to_line(self) -> str:
        """As a line of the file of dead letters."""
        record = {"id": self.action.about, "index": self.action.index, "reason": self.reason}
        return json.dumps(record, ensure_ascii=False)


class Bulk:
    """Sends actions; raises what went wrong at the next `add`, or at `finish`."""

    def __init__(
        self,
        client: Client,
        *,
        letters: Path | None = None,
        before: Callable[[Sequence[Action]], Sequence[Action]] | None = None,
        sleep: Sleep = time.sleep,
        patience: float = PATIENCE,
    ) -> None:
        self._client = client
        self._letters = letters
        self._before = before
        self._sleep = sleep
        self._patience = patience
        self._gathered: list[Action] = []
        self._size = 0
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk")
        self._free = threading.BoundedSemaphore(SENDERS)
        self._running: list[Future[None]] = []
        self._ids: dict[int, frozenset[str]] = {}
        self._lock = threading.Lock()
        self.dead: list[DeadLetter] = []
        self.sent = 0
        self.is_doubtful = False
        """Whether a request was given up that a server may still carry out."""

    def add(self, action: Action) -> None:
        """Take an action; waits while too many are on their way."""
        self._gathered.append(action)
        self._size += len(action.line) + 100
        if self._size >= REQUEST or len(self._gathered) >= ACTIONS:
            self.flush()

    def flush(self) -> None:
        """Send what is gathered, without waiting for the answer."""
        actions, self._gathered, self._size = self._gathered, [], 0
        if not actions:
            return
        self._raise_failures()
        ids = frozenset(action.id for action in actions)
        if any(not ids.isdisjoint(others) for others in list(self._ids.values())):
            self.finish()  # of two changes to one record the later one must come last
        self._free.acquire()
        try:
            number = self.sent
            self.sent += 1
            self._ids[number] = ids
            self._running.append(self._pool.submit(self._run, number, actions))
        except BaseException:
            self._free.release()
            raise

    def finish(self) -> None:
        """Wait until everything is done; raises what went wrong."""
        while self._gathered:
            self.flush()
        for future in self._running:
            future.exception()
        self._raise_failures()

    def close(self) -> None:
        """Wait for what is on its way and stop the threads; raises nothing."""
        self._gathered = []
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _raise_failures(self) -> None:
        running, self._running = self._running, []
        for future in running:
            if not future.done():
                self._running.append(future)
            elif (error := future.exception()) is not None:
                raise error

    def _run(self, number: int, actions: list[Action]) -> None:
        try:
            if self._before is not None:
                actions = [*self._before(actions), *actions]
            self._send(actions)
        except SearchError:
            self.is_doubtful = True
            raise
        finally:
            self._ids.pop(number, None)
            self._free.release()

    def _send(self, actions: Sequence[Action]) -> None:
        """Carry actions out, trying those again that may yet succeed."""
        waits = pauses(self._patience)
        todo = list(actions)
        while todo:
            failure: SearchError | None = None
            reasons: list[str] = []
            try:
                todo, reasons = self._once(todo)
            except (ClusterUnreachable, ClusterUnhealthy) as error:
                failure = error
                self.is_doubtful = True
            if not todo:
                return
            pause = next(waits, None)
            if pause is None:
                raise failure or ClusterUnreachable(
                    f"The cluster would not take {len(todo)} changes for {self._patience:.0f} "
                    f"seconds ({reasons[0] if reasons else 'busy'}). Run the command again later."
                )
            self._sleep(pause)

    def _once(self, actions: Sequence[Action]) -> tuple[list[Action], list[str]]:
        """Send a request; returns the actions to try again, and why."""
        if not actions:
            return [], []
        body = "".join(action.text() for action in actions)
        answer = self._client.ask("POST", "/_bulk", body, request_timeout=120)
        if not answer.get("errors"):
            return [], []
        again: list[Action] = []
        reasons: list[str] = []
        for action, item in zip(actions, answer["items"], strict=True):
            outcome = item[action.kind]
            status, error = outcome["status"], outcome.get("error")
            if _is_done(action, status) or error is None:
                continue
            reason = f"{error.get('type')}: {error.get('reason')}"
            if "cluster_block" in reason:
                raise ClusterReadOnly(
                    f"The cluster accepts no changes ({error.get('reason')}). Most often a disk "
                    "is full: make room, then run the command again."
                )
            if status in RETRYABLE or (status == 409 and action.kind == "update"):
                again.append(action)
                reasons.append(reason)
            else:
                self._bury(DeadLetter(action, _root(error)))
        return again, reasons

    def _bury(self, letter: DeadLetter) -> None:
        with self._lock:
            self.dead.append(letter)
            if self._letters is not None:
                with self._letters.open("a", encoding="utf-8") as file:
                    file.write(letter.to_line() + "\n")


def _is_done(action: Action, status: int) -> bool:
    """Whether the server's answer means that things are as the action wants them."""
    if action.kind == "create":
        return status == 409  # it is there already
    return action.kind in ("delete", "update") and status == 404


def _root(error: Mapping[str, Any]) -> str:
    """The innermost reason, which tells most."""
    while isinstance(inner := error.get("caused_by"), Mapping):
        error = inner
    return f"{error.get('type')}: {error.get('reason')}"
