"""A process is killed while it commits: the old state or the new one, and nothing lost.

Each child commits without end and tells when a commit begins and when it is done. It is killed
at a random moment of a commit. `pytest -m slow` kills 200.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import statistics
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from killing import change, commit_until_killed, expected, found

from search import plan as p
from search.engines.embedded import EmbeddedEngine

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills by signal")


class Child:
    """The process that commits, seen from outside."""

    def __init__(self, folder: Path, last: int) -> None:
        # A server that has everything imported forks each child in some milliseconds.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["search.engines.embedded", "killing"])
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=commit_until_killed, args=(folder, last, theirs))
        self._process.start()
        theirs.close()
        self.begun = self.done = last

    def next(self) -> str:
        try:
            kind, number = self._pipe.recv()
        except EOFError:
            self._process.join()
            assert self._process.exitcode == -signal.SIGKILL, "the child failed by itself"
            raise
        if kind == "begins":
            self.begun = number
        elif kind == "done":
            self.done = number
        return str(kind)

    def wait_for(self, kind: str) -> None:
        while self.next() != kind:
            pass

    def kill(self) -> None:
        pid = self._process.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        self._process.join()
        self._drain(self._pipe)
        self._process.close()

    def _drain(self, pipe: Connection) -> None:
        try:
            while True:
                self.next()
        except (EOFError, OSError):
            pipe.close()


def kill_within_a_commit(folder: Path, last: int, chance: random.Random) -> Child:
    """A child killed in one of its commits, at a moment by the length of those before."""
    child = Child(folder, last)
    before, behind = [], []  # the rename
    for _ in range(chance.randint(2, 6)):
        child.wait_for("begins")
        began = time.perf_counter()
        child.wait_for("renamed")
        renamed = time.perf_counter()
        child.wait_for("done")
        before.append(renamed - began)
        behind.append(time.perf_counter() - renamed)
    # What follows the rename is short, so one in three aims there.
    late = chance.random() < 0.33
    child.wait_for("renamed" if late else "begins")
    length = statistics.median(behind if late else before)
    until = time.perf_counter() + chance.uniform(0, 0.8) * length
    while time.perf_counter() < until:
        pass  # to sleep would take longer than a step of the commit
    child.kill()
    return child


def check_after_kill(folder: Path, child: Child) -> str:
    """Which state the kill left; fails where it is neither the old nor the new one."""
    inside = child.begun != child.done
    engine = EmbeddedEngine(folder)
    assert engine.check() == []
    state = found(engine.reader())
    if state == expected(child.done):
        number, name = child.done, "old" if inside else "between commits"
    else:
        assert inside
        assert state == expected(child.begun)
        number, name = child.begun, "new"
    word = p.Word("deal", (p.Guise(p.Term("exact", "deal")),))
    assert engine.reader().search(p.Plan(word)).total == len(state[0])
    change(engine, number + 1)  # the next writer works, and clears away what was left over
    assert found(engine.reader()) == found(EmbeddedEngine(folder).reader()) == expected(number + 1)
    contents = engine._index.contents()
    left = {path.name for path in folder.iterdir()}
    toc = f"_MAIN_{contents.generation}.toc"
    assert left == {*contents.files(), toc, "MAIN_WRITELOCK"}
    child.done = number + 1
    return name


def kill_often(folder: Path, times: int) -> Counter[str]:
    chance = random.Random(times)
    EmbeddedEngine(folder, create=True)
    last = 0
    seen: Counter[str] = Counter()
    leftovers = 0
    for _ in range(times):
        child = kill_within_a_commit(folder, last, chance)
        named = set(EmbeddedEngine(folder)._index.contents().files())
        files = {path.name for path in folder.glob("MAIN_*.*")}
        leftovers += bool(files - named)
        seen[check_after_kill(folder, child)] += 1
        last = child.done
    print(f"{times} kills: {dict(seen)}; files left over by {leftovers}; {last} commits in all")
    return seen


def test_a_process_killed_while_it_commits_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    seen = kill_often(tmp_path, 12)
    assert seen["between commits"] < 6


@pytest.mark.slow
def test_two_hundred_processes_killed_while_they_commit(tmp_path: Path) -> None:
    seen = kill_often(tmp_path, 200)
    assert seen["old"] + seen["new"] > 100
    assert seen["old"]
    assert seen["new"]
