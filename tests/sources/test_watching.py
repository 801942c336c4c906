"""Watching: what changed and rests is told once; what still grows is waited for."""

from __future__ import annotations

import os
from pathlib import Path

from search.sources.discovery import Discovery
from search.sources.watching import PATIENCE, Watch


def names(found: Discovery | None) -> list[str] | None:
    return None if found is None else [one.id for one in found.files]


def settled(watch: Watch) -> list[str] | None:
    """What a second look gives, when the files rest."""
    watch.poll()
    found = watch.poll()
    if found is not None:
        watch.settle(found)
    return names(found)


def test_nothing_is_told_of_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    watch = Watch([str(tmp_path)])
    assert names(watch.first) == ["a.txt"]
    assert settled(watch) is None


def test_new_and_changed_files_are_told_once_in_one_batch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    watch = Watch([str(tmp_path)])
    (tmp_path / "a.txt").write_text("a longer")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "c.txt").write_text("c")
    (tmp_path / "d.bin").write_text("of no kind")
    assert settled(watch) == ["a.txt", "new/c.txt"]
    assert settled(watch) is None


def test_a_change_of_the_same_size_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    watch = Watch([str(tmp_path)])
    status = file.stat()
    file.write_text("b")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    assert settled(watch) == ["a.txt"]


def test_a_growing_file_is_waited_for(tmp_path: Path) -> None:
    watch = Watch([str(tmp_path)])
    for size in range(1, 4):
        (tmp_path / "a.txt").write_text("a" * size)
        assert watch.poll() is None
    assert names(watch.poll()) == ["a.txt"]


def test_one_that_grows_forever_does_not_hold_up_the_others(tmp_path: Path) -> None:
    watch = Watch([str(tmp_path)])
    (tmp_path / "a.txt").write_text("a")
    told = []
    for size in range(1, PATIENCE + 3):
        (tmp_path / "log.txt").write_text("x" * size)
        told.append(names(watch.poll()))
    assert ["a.txt"] in told
    assert all("log.txt" not in (one or ()) for one in told)


def test_what_is_gone_counts_only_when_it_is_to_be_pruned(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for prune, told in ((False, None), (True, [])):
        file.write_text("a")
        watch = Watch([str(tmp_path)], prune)
        file.unlink()
        assert settled(watch) == told
        assert settled(watch) is None
        file.write_text("a")  # it is back
        assert settled(watch) == ["a.txt"]


def test_what_was_not_indexed_is_told_again(tmp_path: Path) -> None:
    watch = Watch([str(tmp_path)])
    (tmp_path / "a.txt").write_text("a")
    watch.poll()
    assert names(watch.poll()) == ["a.txt"]  # the index was locked, say
    assert settled(watch) == ["a.txt"]
