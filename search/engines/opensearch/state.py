"""The state of an index: one small record, changed only by whoever has seen its last version.

The record says which revision is the last commit. Articles of a later revision are already on
the servers while a writer works, but no reader sees them: to commit is to change this record,
so a commit is visible all at once. It also holds the lease of the one writer and the revisions
that were begun and given up (`aborted`).

Transitions are pure functions from state to state; `StateStore` carries them out.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from search.engines.opensearch.client import Client, Conflict, Missing
from search.errors import ClusterError, IndexDamaged, IndexLocked, IndexNotFound

LEASE: Final = 120.0
"""Seconds after which a writer that was not heard of is taken for dead."""
GRACE: Final = 300.0
"""Seconds that a view may be used after a later commit."""
_TRIES: Final = 20
_RECORD: Final = "state"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write, for one writer and one revision."""

    token: str
    revision: int
    host: str
    process: int
    expires: float

    def is_over(self, now: float) -> bool:
        """Whether its writer is gone: not heard of for long, or a process here that died."""
        if now > self.expires:
            return True
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment: the revision that wrote it, its bytes, the pieces it lies in, its sum."""

    revision: int
    size: int
    pieces: int
    crc32: int


@dataclass(frozen=True, slots=True)
class State:
    """What is committed, and who is writing.

    `articles` and `terms` name the indexes in use; `following` is the next revision to begin;
    `fields` has by field the articles that use it and their mean length. `history` are recent
    commits with their time, `oldest` the first revision whose view is still whole, `retired`
    indexes that a rebuilding has left behind, with the time.
    """

    articles: str
    terms: str
    revision: int = 0
    following: int = 1
    count: int = 0
    fields: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    attachments: Mapping[str, Attached] = field(default_factory=dict)
    aborted: tuple[int, ...] = ()
    oldest: int = 0
    history: tuple[tuple[int, float], ...] = ()
    retired: tuple[tuple[str, float], ...] = ()
    lease: Lease | None = None
    committed_by: str = ""

    def to_record(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> State:
        """The inverse of `to_record`."""
        values = dict(record)
        values["fields"] = {name: (int(n), float(m)) for name, (n, m) in values["fields"].items()}
        values["attachments"] = {
            name: Attached(**one) for name, one in values["attachments"].items()
        }
        values["aborted"] = tuple(values["aborted"])
        values["history"] = tuple((int(r), float(at)) for r, at in values["history"])
        values["retired"] = tuple((str(n), float(at)) for n, at in values["retired"])
        if values["lease"] is not None:
            values["lease"] = Lease(**values["lease"])
        return cls(**values)


def leased(state: State, token: str, where: str, now: float) -> State:
    """Give the lease to a writer; a dead one's revision is given up. IndexLocked else."""
    if state.lease is not None and state.lease.token == token:
        return state  # a first try came through although its answer was lost
    aborted = state.aborted
    if state.lease is not None:
        if not state.lease.is_over(now):
            raise IndexLocked(
                f"Process {state.lease.process} on {state.lease.host} is writing to {where}. "
                "Wait until it has finished."
            )
        aborted = (*aborted, state.lease.revision)
    lease = Lease(token, state.following, socket.gethostname(), os.getpid(), now + LEASE)
    return replace(state, lease=lease, following=state.following + 1, aborted=aborted)


def renewed(state: State, token: str, now: float) -> State:
    """Keep the lease for longer; IndexLocked where another writer has it by now."""
    lease = own_lease(state, token)
    return replace(state, lease=replace(lease, expires=now + LEASE))


def own_lease(state: State, token: str) -> Lease:
    """The lease of a writer; IndexLocked where it is not its own any more."""
    if state.lease is None or state.lease.token != token:
        raise IndexLocked(
            "This writer was not heard of for too long, and another one took its place. "
            "Nothing of it was committed: run it again."
        )
    return state.lease


def committed(
    state: State,
    token: str,
    now: float,
    *,
    count: int,
    fields: Mapping[str, tuple[int, float]],
    attachments: Mapping[str, Attached],
) -> State:
    """Make the revision of a writer the last commit, and end its lease."""
    revision = own_lease(state, token).revision
    history = (*state.history, (revision, now))
    # A view of revision r can be used until GRACE after the commit that followed it.
    old = [r for r, at in history if at < now - GRACE]
    oldest = max([state.oldest, *old])
    return replace(
        state,
        revision=revision,
        count=count,
        fields=dict(fields),
        attachments={**state.attachments, **attachments},
        oldest=oldest,
        history=tuple((r, at) for r, at in history if r >= oldest),
        lease=None,
        committed_by=token,
    )


def released(state: State, token: str, *, clean: bool) -> State:
    """End the lease of a writer that commits nothing; `clean` when it left nothing behind."""
    if clean and (state.lease is None or state.lease.token != token):
        return state  # it is over already: a first try came through although its answer was lost
    revision = own_lease(state, token).revision
    aborted = state.aborted if clean else (*state.aborted, revision)
    return replace(state, lease=None, aborted=aborted)


class StateStore:
    """Reads and changes the record."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self.name = name
        self.index = f"{name}.state"

    def read(self) -> State:
        """The state; IndexNotFound where there is no such index."""
        return self._versioned()[0]

    def change(self, change: Callable[[State], State]) -> State:
        """Carry out a transition on the last version of the state, whoever changes it beside."""
        for attempt in range(_TRIES):
            state, version = self._versioned()
            changed = change(state)
            try:
                self._client.ask(
                    "PUT", f"/{self.index}/_doc/{_RECORD}", changed.to_record(), **version
                )
            except Conflict:
                time.sleep(0.01 * attempt)
                continue
            return changed
        raise ClusterError("The state of the index changes all the time. Try again later.")

    def create(self, state: State) -> None:
        """Write the first version; nothing happens where another process was faster."""
        try:
            self._client.ask(
                "PUT", f"/{self.index}/_create/{_RECORD}", state.to_record(), refresh="true"
            )
        except Conflict:
            return

    # Small texts beside the state

    def text(self, name: str) -> tuple[str, str]:
        """A text and its version; both empty where there is none."""
        try:
            found = self._client.ask("GET", f"/{self.index}/_doc/text-{name}")
        except Missing:
            return "", ""
        return found["_source"]["whole"], f"{found['_seq_no']}.{found['_primary_term']}"

    def put_text(self, name: str, text: str, version: str) -> None:
        """Put a text in place of that of a version; IndexLocked where there is a later one."""
        wanted: dict[str, Any] = {"op_type": "create"}
        if version:
            number, _, term = version.partition(".")
            wanted = {"if_seq_no": number, "if_primary_term": term}
        try:
            self._client.ask("PUT", f"/{self.index}/_doc/text-{name}", {"whole": text}, **wanted)
        except Conflict as error:
            raise IndexLocked(
                "Somebody else has decided at the same moment. Look at it and try again."
            ) from error

    def _versioned(self) -> tuple[State, dict[str, Any]]:
        try:
            found = self._client.ask("GET", f"/{self.index}/_doc/{_RECORD}")
        except Missing as error:
            raise IndexNotFound(
                f"There is no index {self.name} on this cluster. Make one with `svodka index`."
            ) from error
        try:
            state = State.from_record(found["_source"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamaged(
                f"The record {self.index} cannot be read ({error}). Delete the index and "
                "index anew, or restore a snapshot."
            ) from error
        version = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        return state, version
