"""What the embedded engine leaves behind when it is stopped or its files are damaged."""

from __future__ import annotations

import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from worlds import analyzed

from search import plan as p
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.arrays import open_arrays, write
from search.engines.embedded.damage import head_checksum
from search.engines.embedded.frame import SegmentEntry
from search.engines.embedded.segment import Segment
from search.errors import IndexDamaged, IndexLocked, IndexNotFound

HERE = Path(__file__).parent.parent


def contents(folder: Path) -> dict[str, bytes]:
    reader = EmbeddedEngine(folder).reader()
    return {stored.id: stored.payload for stored in reader.scan()}


def build(folder: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(folder, create=True)
    for names in ("ab", "c", "d"):
        with engine.writer() as writer:
            for name in names:
                writer.add(analyzed(name, ["big"], ["deal", name], source=("Post",)))
    return engine


def run_and_kill(folder: Path, step: int) -> bool:
    """Commit in another process that dies at its n-th sync or rename; False if it got through."""
    program = f"""
        import os, sys
        from pathlib import Path
        sys.path.insert(0, {str(HERE)!r})
        from worlds import analyzed
        from search.engines.embedded import EmbeddedEngine
        left = {step}
        def dying(call):
            def wrapped(*arguments):
                global left
                left -= 1
                if left < 0:
                    os._exit(9)
                return call(*arguments)
            return wrapped
        os.fsync = dying(os.fsync)
        Path.replace = dying(Path.replace)
        Path.unlink = dying(Path.unlink)
        engine = EmbeddedEngine(Path({str(folder)!r}))
        with engine.writer() as writer:
            writer.add(analyzed("new", [], ["deal"]))
            writer.add(analyzed("a", [], ["replaced"]))
            writer.delete("c")
            writer.attach("people", b"new")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert done.returncode in (0, 9)
    return done.returncode == 9


def test_a_process_killed_at_any_step_of_a_commit_leaves_the_old_or_the_new_state(
    tmp_path: Path,
) -> None:
    seen = set()
    for step in range(100):
        folder = tmp_path / str(step)
        build(folder)
        before = contents(folder)
        after = {**before, "new": b"payload of new"}
        del after["c"]
        killed = run_and_kill(folder, step)
        found = contents(folder)
        assert found in (before, after), step
        attached = EmbeddedEngine(folder).reader().attachment("people")
        assert attached == (b"new" if found == after else None)
        seen.add(len(found) == len(before) and "c" in found)
        assert EmbeddedEngine(folder).check() == []
        with EmbeddedEngine(folder).writer() as writer:  # the next writer works
            writer.add(analyzed("next", [], ["deal"]))
        assert contents(folder) == {**found, "next": b"payload of next"}
        if not killed:
            break
    assert seen == {True, False}  # some steps lie before the rename, some after


def test_another_process_is_refused_while_a_writer_is_open(tmp_path: Path) -> None:
    engine = build(tmp_path)
    program = (
        "import sys; from pathlib import Path\n"
        "from search.engines.embedded import EmbeddedEngine\n"
        "from search.errors import IndexLocked\n"
        "try: EmbeddedEngine(Path(sys.argv[1])).writer()\n"
        "except IndexLocked as error: print(error); sys.exit(7)"
    )
    with engine.writer():
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False
        )
    assert done.returncode == 7
    assert b"Wait until it has finished" in done.stdout


def test_an_open_engine_sees_what_another_process_commits(tmp_path: Path) -> None:
    engine = build(tmp_path)
    assert len(engine.reader()) == 4
    assert not run_and_kill(tmp_path, 10_000)
    assert "new" in {stored.id for stored in engine.reader().scan()}


def test_a_flipped_byte_in_any_file_is_found_by_check(tmp_path: Path) -> None:
    engine = build(tmp_path)
    with engine.writer() as writer:
        for name in "efgh":
            writer.add(analyzed(name, [], ["deal"]))
    with engine.writer() as writer:
        writer.delete("b")
        writer.attach("people", b"of the registry")
    assert EmbeddedEngine(tmp_path).check() == []
    assert {path.suffix for path in tmp_path.glob("MAIN_*.*")} == {
        ".columns", ".deleted", ".attachment",
    }  # fmt: skip
    for path in sorted(tmp_path.glob("MAIN_*.*")):
        whole = path.read_bytes()
        for at in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            assert EmbeddedEngine(tmp_path).check() != [], (path.name, at)
            path.write_bytes(whole)
        path.write_bytes(whole[:-1])
        assert EmbeddedEngine(tmp_path).check() != [], path.name
        path.write_bytes(whole)


def test_a_damaged_table_of_contents_is_an_error_that_says_so(tmp_path: Path) -> None:
    build(tmp_path)
    (toc,) = tmp_path.glob("_MAIN_*.toc")
    toc.write_bytes(toc.read_bytes().replace(b'"documents": ', b'"documents":9'))
    with pytest.raises(IndexDamaged, match="table of contents"):
        EmbeddedEngine(tmp_path).reader()


def test_a_segment_shorter_than_its_header_says_is_refused(tmp_path: Path) -> None:
    build(tmp_path)
    (segment, *_) = sorted(tmp_path.glob("*.columns"))
    segment.write_bytes(segment.read_bytes()[:-200])
    with pytest.raises(IndexDamaged, match="svodka check"):
        EmbeddedEngine(tmp_path).reader()


def test_nothing_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a pickle was read")

    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    reader = EmbeddedEngine(tmp_path).reader()
    assert reader.search(p.Plan(p.Everything())).total == 4


def test_a_writer_that_fails_leaves_no_files(tmp_path: Path) -> None:
    engine = build(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(ZeroDivisionError), engine.writer() as writer:  # noqa: PT012
        writer.add(analyzed("new", [], ["deal"]))
        writer._lay_down()
        raise ZeroDivisionError
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_missing_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound):
        EmbeddedEngine(tmp_path / "nothing")
    with pytest.raises(IndexNotFound):
        EmbeddedEngine(tmp_path)


def test_arrays_of_unknown_types_are_refused(tmp_path: Path) -> None:
    import numpy as np

    path = tmp_path / "x.columns"
    write(path, {"a": np.arange(3, dtype="i8")})
    assert open_arrays(path)["a"].tolist() == [0, 1, 2]
    path.write_bytes(path.read_bytes().replace(b'"|u1"', b'"|O1"'))
    with pytest.raises(IndexDamaged):
        open_arrays(path)


def test_the_lock_is_free_again_after_a_refused_writer(tmp_path: Path) -> None:
    engine = build(tmp_path)
    with engine.writer(), pytest.raises(IndexLocked):
        EmbeddedEngine(tmp_path).writer()
    with EmbeddedEngine(tmp_path).writer() as writer:
        writer.delete("a")
    assert len(engine.reader()) == 3


def test_an_interrupt_behind_the_rename_leaves_the_new_commit_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = build(tmp_path)
    real = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        done = real(self, target)
        if str(target).endswith(".toc"):
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt), engine.writer() as writer:
        writer.add(analyzed("new", [], ["deal"]))
    monkeypatch.undo()
    assert set(contents(tmp_path)) == {"a", "b", "c", "d", "new"}
    assert EmbeddedEngine(tmp_path).check() == []


def test_a_lost_table_of_contents_is_not_taken_for_an_empty_index(tmp_path: Path) -> None:
    build(tmp_path)
    for path in tmp_path.glob("_MAIN_*.toc"):
        path.unlink()
    with pytest.raises(IndexDamaged, match="table of contents"):
        EmbeddedEngine(tmp_path, create=True)


def test_an_index_built_anew_in_the_same_folder_is_seen(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    with engine.writer() as writer:
        writer.add(analyzed("old", [], ["deal"]))
    before = engine.reader().revision
    for path in tmp_path.iterdir():
        path.unlink()
    with EmbeddedEngine(tmp_path, create=True).writer() as writer:
        writer.add(analyzed("new", [], ["deal"]))
    assert [stored.id for stored in engine.reader().scan()] == ["new"]
    assert engine.reader().revision != before


def test_a_segment_without_a_needed_array_is_damaged(tmp_path: Path) -> None:
    build(tmp_path)
    (path, *_) = sorted(tmp_path.glob("*.columns"))
    arrays = open_arrays(path)
    documents = len(arrays.pop("length"))
    path = tmp_path / "MAIN_x.columns"
    crc = write(path, arrays)
    entry = SegmentEntry("x", documents, path.stat().st_size, crc, head_checksum(path))
    with pytest.raises(IndexDamaged, match="lacks length"):
        Segment(tmp_path, entry)
