"""Few segments, little work for a commit, and deleted rows that do not pile up."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import analyzed

from search import plan as p
from search.engines.embedded import EmbeddedEngine, policy, writer
from search.engines.embedded.frame import ColumnIndex
from search.engines.embedded.policy import Weight

MB = 1 << 20
SIZES = st.one_of(
    st.just(10_000), st.integers(0, 100_000), st.integers(0, 4 * MB), st.integers(0, 400 * MB)
)


class Index:
    """Segments as a policy sees them: sizes and live parts."""

    def __init__(self, shrink: float) -> None:
        self.segments: list[Weight] = []
        self.shrink = shrink  # words that two segments share are stored once when they are merged
        self.rewritten = 0

    @property
    def size(self) -> int:
        return sum(one.size for one in self.segments)

    def delete(self, part: float, number: int) -> None:
        if self.segments:
            at = number % len(self.segments)
            one = self.segments[at]
            self.segments[at] = Weight(one.size, int(one.live * (1 - part)))

    def commit(self, added: int) -> None:
        if added:
            self.segments.append(Weight(added, added))
        self.segments = [one for one in self.segments if one.live]
        self.allowed = policy.budget(self.size, added)
        self.greatest = policy.largest(self.size)
        groups = policy.merges(self.segments, added)
        self.apply(groups)

    def apply(self, groups: list[list[int]]) -> None:
        gone = [number for group in groups for number in group]
        assert len(gone) == len(set(gone)), "a segment is merged once"
        self.rewritten = sum(self.segments[number].live for number in gone)
        kept = [one for number, one in enumerate(self.segments) if number not in gone]
        for group in groups:
            live = sum(self.segments[number].live for number in group)
            assert len(group) == 1 or live <= self.greatest
            size = int(live * self.shrink) if len(group) > 1 else live
            kept.append(Weight(size, size))
        self.segments = kept


COMMITS = st.lists(
    st.tuples(SIZES, st.sampled_from((0.0, 0.0, 0.001, 0.2, 0.6, 1.0)), st.integers(0, 100)),
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(COMMITS, st.integers(1, 20), st.sampled_from((1.0, 0.9, 0.6)))
def test_number_and_work_are_bounded_for_any_sequence_of_commits(
    commits: list[tuple[int, float, int]], times: int, shrink: float
) -> None:
    index = Index(shrink)
    for added, part, number in commits * times:
        index.delete(part, number)
        index.commit(added)
        assert index.rewritten <= index.allowed
        assert len(index.segments) <= policy.most(index.size)


@settings(max_examples=50, deadline=None)
@given(COMMITS, st.integers(1, 5))
def test_no_wasteful_segment_stays_whose_live_part_a_commit_may_rewrite(
    commits: list[tuple[int, float, int]], times: int
) -> None:
    index = Index(1.0)
    for added, part, number in commits * times:
        index.delete(part, number)
        index.commit(added)
        left = index.allowed - index.rewritten
        assert all(one.live > left for one in index.segments if 2 * one.live < one.size)


def test_ten_thousand_commits_of_one_article() -> None:
    index = Index(0.95)
    work = added = 0
    for _ in range(10_000):
        index.commit(10_000)
        work += index.rewritten
        added += 10_000
    assert len(index.segments) <= 3 * policy.level(added) + 6
    assert work <= 6 * added  # an article is rewritten a few times, not ten thousand times


def test_a_small_commit_never_rewrites_a_large_segment() -> None:
    million = 1000 * MB
    index = Index(1.0)
    index.commit(million)
    for _ in range(3_000):
        index.commit(10_000)
        assert Weight(million, million) in index.segments
        assert index.rewritten <= million // 10


def test_a_segment_is_rewritten_before_it_is_all_but_deleted() -> None:
    for size in (40_000, 10 * MB, 64 * MB, 100 * MB):
        index = Index(1.0)
        index.commit(1000 * MB)  # one of many others
        index.commit(size)
        while index.segments[-1].size == size:
            index.delete(0.02, 1)
            index.commit(0)
        assert size / 3 <= index.segments[-1].size <= size / 2


def test_merging_all_leaves_no_deleted_rows_and_few_segments() -> None:
    index = Index(1.0)
    for number in range(4_000):
        index.delete(0.01, number)
        index.commit(10_000 + 1000 * number)
    index.greatest = policy.largest(index.size)
    index.apply(policy.all_merges(index.segments))
    assert all(one.live == one.size for one in index.segments)
    assert len(index.segments) <= 2 * 8 + 1
    assert policy.all_merges(index.segments) == []


# The same with real segments


def add(engine: EmbeddedEngine, first: int, count: int) -> None:
    with engine.writer() as one:
        for number in range(first, first + count):
            one.add(analyzed(f"{number:05}", ["big"], ["deal", f"w{number}"], source=("Post",)))


def segments(folder: Path) -> int:
    return len(ColumnIndex(folder).contents().segments)


def test_segments_stay_few_however_many_commits_there_are(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    for number in range(40):
        add(engine, number, 1)
        assert segments(tmp_path) <= 6
        assert len(list(tmp_path.glob("*.columns"))) == segments(tmp_path)
    assert len(engine.reader()) == 40


def test_a_commit_leaves_large_segments_as_they_are(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    add(engine, 0, 600)
    (large,) = tmp_path.glob("*.columns")
    for number in range(600, 620):
        add(engine, number, 1)
        assert large.exists()
    engine.merge()
    assert not large.exists()
    assert segments(tmp_path) == 1
    assert len(engine.reader()) == 620
    assert engine.check() == []


def test_merging_what_is_merged_is_no_commit(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    engine.merge()
    assert engine.reader().revision.startswith("0-")
    add(engine, 0, 3)
    before = engine.reader().revision
    engine.merge()
    assert engine.reader().revision == before


def test_a_reader_goes_on_while_its_segments_are_merged_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On Windows a mapped file cannot be removed: it stays until a commit finds it free.
    engine = EmbeddedEngine(tmp_path, create=True)
    for number in range(3):
        add(engine, number, 1)
    reader = engine.reader()
    elsewhere = EmbeddedEngine(tmp_path).reader()
    plan = p.Plan(p.Word("deal", (p.Guise(p.Term("exact", "deal")),)))
    answer = reader.search(plan)
    during = []
    real = writer.merge

    def watched(parts: list[object]) -> object:
        merged = real(parts)  # type: ignore[arg-type]
        during.append((reader.search(plan), EmbeddedEngine(tmp_path).reader().search(plan)))
        return merged

    old = set(tmp_path.glob("*.columns"))
    monkeypatch.setattr(writer, "merge", watched)
    engine.merge()
    assert during == [(answer, answer)]
    assert not any(path.exists() for path in old)
    assert reader.search(plan) == elsewhere.search(plan) == engine.reader().search(plan) == answer
    assert list(elsewhere.scan()) == list(engine.reader().scan())
    assert list(elsewhere.terms("exact", "")) == ["big", "deal", "w0", "w1", "w2"]


def test_files_that_cannot_be_removed_now_are_removed_by_a_later_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = EmbeddedEngine(tmp_path, create=True)
    for number in range(3):
        add(engine, number, 1)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(f"{self} is mapped")  # as Windows does

    monkeypatch.setattr(Path, "unlink", refuse)
    engine.merge()
    monkeypatch.undo()
    assert len(list(tmp_path.glob("*.columns"))) == 4
    assert len(EmbeddedEngine(tmp_path).reader()) == 3
    add(engine, 3, 1)
    assert len(list(tmp_path.glob("*.columns"))) == 2
    assert len(list(tmp_path.glob("_MAIN_*.toc"))) == 1


def test_levels_are_powers_of_the_factor() -> None:
    borders = [policy.FLOOR * policy.FACTOR**k for k in range(5)]
    assert [policy.level(border) for border in borders] == [1, 2, 3, 4, 5]
    assert [policy.level(border - 1) for border in borders] == [0, 1, 2, 3, 4]
    assert all(b == policy.FACTOR * a for a, b in pairwise(borders))
