"""A run of indexing: what was added, updated, unchanged, skipped and pruned."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from small import ids

import search


@pytest.fixture
def index() -> search.Index:
    return search.open_index(":memory:")


def counts(summary: object) -> dict[str, int]:
    record: dict[str, object] = summary.to_dict()  # type: ignore[attr-defined]
    return {name: value for name, value in record.items() if isinstance(value, int) and value}


def write_lines(path: Path, *records: dict[str, object] | str) -> str:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


ONE = {"id": "a1", "title": "A deal", "text": "The ministers signed a deal."}
TWO = {"id": "a2", "title": "Rain", "text": "It rained all day in the old town."}


def test_what_is_new_is_added_and_a_second_run_changes_nothing(
    index: search.Index, tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "news.jsonl", ONE, TWO)
    assert counts(index.add_files([source])) == {"added": 2}
    before = index.revision
    assert counts(index.add_files([source])) == {"unchanged": 2}
    assert index.revision == before
    assert ids(index) == ["a1", "a2"]


def test_what_changed_replaces_its_old_self(index: search.Index, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "news.jsonl", ONE, TWO)
    index.add_files([source])
    write_lines(tmp_path / "news.jsonl", ONE, {**TWO, "text": "The sun shone all day."})
    assert counts(index.add_files([source])) == {"updated": 1, "unchanged": 1}
    assert ids(index, "sun") == ["a2"]
    assert ids(index, "town") == []


def test_a_change_of_any_field_is_a_change(index: search.Index, tmp_path: Path) -> None:
    source = str(tmp_path / "news.jsonl")
    more: dict[str, object]
    for more in ({}, {"source": "Post"}, {"published": "2025"}, {"authors": ["A. B"]}):
        write_lines(tmp_path / "news.jsonl", {**ONE, **more})
        summary = counts(index.add_files([source]))
        assert summary in ({"added": 1}, {"updated": 1})
    assert ids(index, sources=["unknown"], authors=["A. B"]) == ["a1"]


def test_one_bad_input_never_stops_the_rest(index: search.Index, tmp_path: Path) -> None:
    write_lines(tmp_path / "bad.jsonl", ONE, "{broken", "{}", "[]", TWO)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "torn.jsonl.gz").write_bytes(b"\x1f\x8b broken")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    summary = index.add_files([str(tmp_path), str(tmp_path / "missing.txt")])
    assert summary.added == 2
    assert summary.ignored == 1
    origins = [origin for origin, _ in summary.skipped]
    assert any(origin.endswith("bad.jsonl:2") for origin in origins)
    assert any(origin.endswith("torn.jsonl.gz") for origin in origins)
    assert any(origin.endswith("missing.txt") for origin in origins)
    assert all(reason.endswith(".") for _, reason in summary.skipped)
    assert ids(index) == ["a1", "a2"]


def test_the_second_article_of_one_id_is_skipped_with_the_first_ones_place(
    index: search.Index, tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "news.jsonl", ONE, {**TWO, "id": "a1"})
    summary = index.add_files([source])
    assert counts(summary) == {"added": 1, "skipped": 1}
    ((origin, reason),) = summary.skipped
    assert origin.endswith("news.jsonl:2")
    assert "a1" in reason
    assert "news.jsonl:1" in reason
    assert ids(index, "deal") == ["a1"]


def test_an_article_that_cannot_be_indexed_is_skipped_with_the_reason(
    index: search.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.indexer.MAX_BODY", 100)
    source = write_lines(tmp_path / "news.jsonl", {**ONE, "text": "deal " * 100}, TWO)
    summary = index.add_files([source])
    assert counts(summary) == {"added": 1, "skipped": 1}
    assert "longer than" in summary.skipped[0][1]


def test_a_warning_is_told_with_its_place(index: search.Index, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "news.jsonl", {**ONE, "published": "some day"})
    summary = index.add_files([source])
    assert summary.added == 1
    assert any("some day" in warning for _, warning in summary.warnings)
    assert ids(index, published="unknown") == ["a1"]


def test_standard_input_is_read(index: search.Index) -> None:
    stream = io.BytesIO(json.dumps(ONE).encode())
    assert counts(index.add_files(["-"], stdin=stream)) == {"added": 1}
    assert ids(index) == ["a1"]


def test_prune_deletes_the_articles_of_vanished_files_alone(
    index: search.Index, tmp_path: Path
) -> None:
    folder, other = tmp_path / "news", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (folder / "deal.txt").write_text("The ministers signed a deal.")
    (folder / "rain.txt").write_text("It rained all day in the old town.")
    (other / "sun.txt").write_text("The sun shone.")
    index.add_files([str(folder), str(other)])
    with index.writer() as writer:
        writer.add(search.Document("by-hand", "", "Added by a program."))
    (folder / "rain.txt").unlink()
    (other / "sun.txt").unlink()
    assert counts(index.add_files([str(folder)])) == {"unchanged": 1}
    assert counts(index.add_files([str(folder)], prune=True)) == {"unchanged": 1, "deleted": 1}
    assert ids(index) == ["by-hand", "deal.txt", "sun.txt"]


def test_prune_spares_an_article_that_moved_to_another_file(
    index: search.Index, tmp_path: Path
) -> None:
    write_lines(tmp_path / "monday.jsonl", ONE)
    index.add_files([str(tmp_path)])
    (tmp_path / "monday.jsonl").rename(tmp_path / "tuesday.jsonl")
    for outcome in ("updated", "unchanged"):
        assert counts(index.add_files([str(tmp_path)], prune=True)) == {outcome: 1}
    assert ids(index) == ["a1"]


def test_progress_adds_up_to_the_size_of_the_input(index: search.Index, tmp_path: Path) -> None:
    from search.sources import discover

    write_lines(tmp_path / "news.jsonl", ONE, TWO)
    (tmp_path / "a.txt").write_text("The sun shone.")
    found = discover([str(tmp_path)])
    seen: list[int] = []
    index.add_files(found, progress=seen.append)
    assert sum(seen) == found.size > 0


def test_a_failure_half_way_leaves_the_index_as_it_was(
    index: search.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_lines(tmp_path / "news.jsonl", ONE, TWO)

    def full(*_args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("search.workers.indexer.analyze", full)
    with pytest.raises(OSError, match="No space"):
        index.add_files([source])
    assert len(index) == 0
    monkeypatch.undo()
    assert counts(index.add_files([source])) == {"added": 2}


def test_the_summary_as_json(index: search.Index, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "news.jsonl", ONE, "{broken")
    record = index.add_files([source]).to_dict()
    assert set(record) == {
        "added", "updated", "unchanged", "deleted", "ignored", "skipped", "reasons", "warnings",
    }  # fmt: skip
    assert record["skipped"] == 1
    assert set(record["reasons"][0]) == {"origin", "reason"}
    json.dumps(record)


def test_an_article_that_moved_is_not_pruned_with_its_old_place(
    index: search.Index, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    write_lines(old / "a.jsonl", ONE)
    write_lines(old / "b.jsonl", '{"id": "other", "text": "stays"}')
    index.add_files([str(old)])
    (old / "a.jsonl").rename(new / "a.jsonl")
    assert counts(index.add_files([str(new)])) == {"updated": 1}
    assert counts(index.add_files([str(old)], prune=True)) == {"unchanged": 1}
    assert len(index) == 2
