"""What was skipped is remembered with the index, until it can be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import search
from search.skips import KEPT, Skip, from_bytes, merged, to_bytes

GOOD = '{"id": "a1", "title": "A deal", "text": "The ministers signed a deal."}\n'


@pytest.mark.parametrize("kind", ["memory", "embedded"])
def test_inputs_that_were_skipped_are_remembered_until_they_can_be_read(
    kind: str, tmp_path: Path
) -> None:
    where = ":memory:" if kind == "memory" else tmp_path / "index"
    source = tmp_path / "news.jsonl"
    source.write_text(GOOD + "{broken\n", encoding="utf-8")
    with search.open_index(where) as index:
        summary = index.add_files([str(source)])
        (skip,) = index.skipped()
        assert [(skip.origin, skip.reason)] == summary.skipped
        before = index.revision
        index.add_files([str(source)])
        assert (index.revision, index.skipped()) == (before, (skip,)), "nothing new, no commit"
        source.write_text(GOOD + GOOD.replace("a1", "a2"), encoding="utf-8")
        index.add_files([str(source)])
        assert index.skipped() == ()


def test_another_input_does_not_make_the_first_forgotten(tmp_path: Path) -> None:
    with search.open_index(":memory:") as index:
        for text in ("{broken", GOOD + "{also broken"):
            index.add_files(["-"], stdin=io.BytesIO(b""))
            path = tmp_path / f"{len(text)}.jsonl"
            path.write_text(text, encoding="utf-8")
            index.add_files([str(path)])
        assert len({one.origin for one in index.skipped()}) >= 2


def test_the_newest_are_kept() -> None:
    before = tuple(Skip(str(n), "It is empty.") for n in range(KEPT))
    after = merged(before, [("new", "It is empty."), ("5", "It is broken.")], {"7"})
    assert len(after) == KEPT
    assert after[-2:] == (Skip("new", "It is empty."), Skip("5", "It is broken."))
    assert Skip("5", "It is empty.") not in after
    assert Skip("7", "It is empty.") not in after


def test_reasons_of_one_kind_are_told_alike() -> None:
    one = Skip("x", "Its id a/b.txt was already read from news.jsonl:3.")
    other = Skip("y", "Its id c/d.txt was already read from old.jsonl:17.")
    assert one.kind == other.kind == "Its id … was already read from …"
    assert Skip("z", "It is empty.").kind == "It is empty."


def test_what_is_kept_can_be_read_and_nothing_else() -> None:
    skips = (Skip("ä\udcff", "Line 3 is broken."), Skip("b", "It is empty."))
    assert from_bytes(to_bytes(skips))[1] == skips[1]
    assert from_bytes(None) == ()
    for wrong in (b"{", b'{"a": 1}', b"[1]", b"3"):
        with pytest.raises(ValueError, match=r".*"):
            from_bytes(wrong)
