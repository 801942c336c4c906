"""`svodka index --watch` as a process, from the first files to Ctrl-C."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

PATIENCE = 60.0
TEXT = "The council of the town voted on Tuesday to rebuild the old bridge over the river."


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A shell starts what runs in its background with SIGINT ignored, and children inherit it."""
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def watching(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], Queue[str]]]:
    """The process, and the lines that it prints for programs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "search.cli", "index", str(folder / "in"), "--watch",
         "--interval", "0.1", "--json", "--index", str(folder / "index"), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines: Queue[str] = Queue()
    stream = process.stdout

    def pump() -> None:
        for line in stream:
            lines.put(line)

    thread = threading.Thread(target=pump, daemon=True)
    thread.start()
    try:
        yield process, lines
    finally:
        process.kill()
        process.wait()
        thread.join()
        process.stdout.close()
        assert process.stderr is not None
        process.stderr.close()


def put(path: Path, data: bytes) -> None:
    """A file that is there as a whole or not at all, so that one batch takes it."""
    aside = path.parent.parent / path.name
    aside.write_bytes(data)
    aside.replace(path)


def summary(lines: Queue[str]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(lines.get(timeout=PATIENCE))
    except Empty:
        pytest.fail("The command told nothing.")
    return found


def test_changes_are_indexed_until_it_is_interrupted(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.txt").write_text(TEXT)
    with watching(tmp_path, "--prune") as (process, lines):
        assert summary(lines)["added"] == 1
        put(inbox / "b.txt", f"{TEXT} And a second one.".encode())
        put(inbox / "a.txt", f"{TEXT} It changed.".encode())
        first = summary(lines)
        while first["added"] + first["updated"] < 2:  # the two may come in two batches
            second = summary(lines)
            first = {key: first[key] + second[key] for key in ("added", "updated")}
        assert (first["added"], first["updated"]) == (1, 1)
        (inbox / "a.txt").unlink()
        assert summary(lines)["deleted"] == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
        assert process.stderr is not None
        assert "Stopped watching." in process.stderr.read()


def test_a_bad_file_is_told_and_strict_counts_it_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    with watching(tmp_path, "--strict") as (process, lines):
        assert summary(lines)["skipped"] == 0
        put(tmp_path / "in" / "b.txt", bytes(99))
        assert summary(lines)["skipped"] == 1
        time.sleep(0.5)
        assert lines.empty()  # it is not told again
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 1


def test_standard_input_cannot_be_watched(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "search.cli", "index", "-", "--watch",
         "--index", str(tmp_path / "index")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "not standard input" in done.stderr
