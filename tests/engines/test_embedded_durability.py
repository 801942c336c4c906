"""What is written reaches the disk in the right order: files, table of contents, folder.

A kill of a process loses nothing that was written, synced or not; a power cut does. So the
order of the calls is watched: inside Python, and by strace where there is one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from worlds import analyzed

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.frame import ColumnIndex

TESTS = Path(__file__).parent.parent


def build(folder: Path) -> EmbeddedEngine:
    """Segments that the next commit merges, one that it deletes from, and attachments."""
    engine = EmbeddedEngine(folder, create=True)
    with engine.writer() as writer:
        for number in range(500):
            writer.add(analyzed(f"{number:03}", ["big"], ["deal", f"w{number}"] * 5))
        writer.attach("people", b"old")
        writer.attach("other", b"kept")
    for name in "abc":
        with engine.writer() as writer:
            writer.add(analyzed(name, [], ["deal"]))
    return engine


def change(engine: EmbeddedEngine) -> None:
    with engine.writer() as writer:
        writer.add(analyzed("new", [], ["deal"]))
        writer.delete("007")
        writer.attach("people", b"new")


@dataclass
class Trace:
    """What was synced, renamed and removed, in order; files with how they were then."""

    folder: Path
    events: list[tuple[str, str]]
    synced: dict[str, tuple[int, int, int]]
    at_rename: list[str]

    def status(self, name: str) -> tuple[int, int, int]:
        status = (self.folder / name).stat()
        return status.st_ino, status.st_size, status.st_mtime_ns


@pytest.fixture
def trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Trace]:
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc to see which file is synced")
    real_sync, real_replace, real_rename = os.fsync, os.replace, os.rename
    real_unlink = os.unlink

    def watch() -> Trace:
        seen = Trace(tmp_path, [], {}, [])

        def sync(descriptor: int) -> None:
            real_sync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            seen.events.append(("sync", path.name))
            if path.is_file():
                seen.synced[path.name] = seen.status(path.name)

        def moving(real: Callable[..., None]) -> Callable[..., None]:
            def move(source: str | Path, target: str | Path, **more: object) -> None:
                source, target = Path(source), Path(target)
                if target.suffix == ".toc":  # every other file as it is at this moment
                    names = [path.name for path in tmp_path.iterdir()]
                    seen.at_rename = [
                        name for name in names if seen.synced.get(name) == seen.status(name)
                    ]
                real(source, target, **more)
                seen.events.append(("rename", target.name))

            return move

        def unlink(path: str | Path, **more: object) -> None:
            seen.events.append(("remove", Path(path).name))
            real_unlink(path, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(os, "replace", moving(real_replace))
        monkeypatch.setattr(os, "rename", moving(real_rename))
        monkeypatch.setattr(os, "unlink", unlink)
        return seen

    return watch


def files(folder: Path) -> set[str]:
    return set(ColumnIndex(folder).contents().files())


def test_every_new_file_is_synced_as_it_is_before_the_table_of_contents_is_renamed(
    tmp_path: Path, trace: Callable[[], Trace]
) -> None:
    engine = build(tmp_path)
    before = files(tmp_path)
    seen = trace()
    change(engine)
    new = files(tmp_path) - before
    assert {Path(name).suffix for name in new} == {".columns", ".deleted", ".attachment"}
    assert new <= set(seen.at_rename), "synced, and not written to since"
    toc = f"_MAIN_{ColumnIndex(tmp_path).contents().generation}.toc"
    assert f"{toc}.new" in seen.at_rename


def test_the_folder_is_synced_around_the_rename_and_nothing_is_removed_before(
    tmp_path: Path, trace: Callable[[], Trace]
) -> None:
    engine = build(tmp_path)
    seen = trace()
    change(engine)
    events = seen.events
    renamed = [event for event in events if event[0] == "rename"]
    toc = f"_MAIN_{ColumnIndex(tmp_path).contents().generation}.toc"
    assert renamed == [("rename", toc)], "one rename is the commit"
    at = events.index(("rename", toc))
    assert events[at - 1] == events[at + 1] == ("sync", tmp_path.name)
    assert all(kind == "sync" for kind, _ in events[:at])
    assert all(kind == "remove" for kind, _ in events[at + 2 :])
    assert [name for kind, name in events if (kind, name) == ("sync", tmp_path.name)] == [
        tmp_path.name
    ] * 2, "the folder is synced once before and once after"


def test_strace_sees_the_same_order(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("needs strace")
    build(tmp_path)
    program = (
        f"import sys; sys.path[:0] = [{str(TESTS)!r}, {str(TESTS / 'engines')!r}]\n"
        "from pathlib import Path\n"
        "from test_embedded_durability import change\n"
        "from search.engines.embedded import EmbeddedEngine\n"
        "change(EmbeddedEngine(Path(sys.argv[1])))"
    )
    log = tmp_path.with_name("strace.log")
    calls = "trace=write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
    done = subprocess.run(
        [strace, "-f", "-y", "-e", calls, "-o", str(log), sys.executable, "-c", program,
         str(tmp_path)],
        capture_output=True, check=False, cwd=TESTS.parent,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"strace cannot trace here: {done.stderr[-200:]!r}")
    folder = re.escape(str(tmp_path))
    events = []
    for line in log.read_text().splitlines():
        if found := re.search(rf"(write|fsync|fdatasync)\(\d+<({folder}[^>]*)>", line):
            events.append((found[1].replace("fdata", "f"), Path(found[2]).name))
        elif found := re.search(rf"(rename|unlink)\w*\(.*\"{folder}/([^\"]*)\"", line):
            events.append((found[1], found[2]))
    toc = f"_MAIN_{ColumnIndex(tmp_path).contents().generation}.toc"
    at = events.index(("rename", toc))
    before, after = events[:at], events[at + 1 :]
    written = {name for kind, name in before if kind == "write"}
    assert written >= {f"{toc}.new"}
    assert len(written) >= 4, "segment, deleted rows, attachment, table of contents"
    for name in written:
        last = max(i for i, event in enumerate(before) if event == ("write", name))
        assert ("fsync", name) in before[last:], f"{name} is synced after its last write"
    assert before[-1] == after[0] == ("fsync", tmp_path.name)
    assert all(kind == "unlink" for kind, _ in after[1:])
    assert not any(kind == "unlink" for kind, _ in before)
