"""Postings come back as they were laid down: often and rare terms, inverted and merged."""

from __future__ import annotations

import itertools
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import analyzed, documents

from search.documents import EXACT, TERM_FIELDS, AnalyzedDocument, Postings, TermColumn
from search.engines.embedded import EmbeddedEngine, columns, inversion, laying, merging
from search.engines.embedded.columns import Columns, ranges_of, spread
from search.engines.embedded.inversion import Batch
from search.engines.embedded.laying import FieldWriter
from search.errors import IndexDamaged
from search.ranking import TITLE_WEIGHT

Posting = tuple[list[int], int]  # its places, and how many of them are in the title


@st.composite
def fields(draw: st.DrawFn) -> tuple[int, list[dict[int, Posting]]]:
    """A number of articles, and for each term its postings by row."""
    size = draw(st.sampled_from((1, 5, 70, 300, 1000)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    terms = []
    for _ in range(draw(st.integers(1, 12))):
        # Most are rare, so that rare and often ones alternate.
        share = draw(st.sampled_from((0.0, 0.0, 0.005, 0.02, 0.3, 1.0)))
        rows = np.flatnonzero(rng.random(size) < share).tolist() or [int(rng.integers(size))]
        terms.append({row: _places(rng) for row in rows})
    return size, terms


def _places(rng: np.random.Generator) -> Posting:
    count = int(rng.geometric(0.7)) if rng.random() < 0.99 else 40
    places = sorted(set(rng.integers(0, 500, count).tolist()))
    return places, int(rng.integers(0, len(places) + 1)) if rng.random() < 0.1 else 0


def laid_down(size: int, terms: list[dict[int, Posting]], step: int) -> Columns:
    writer = FieldWriter("f", size)
    for some in itertools.batched(terms, step) if hasattr(itertools, "batched") else [terms]:
        found = [posting for term in some for posting in term.values()]
        writer.append(
            np.array([len(term) for term in some]),
            np.array([row for term in some for row in term]),
            np.array([len(places) for places, _ in found]),
            np.array([titles for _, titles in found]),
            np.array([place for places, _ in found for place in places]),
        )
    return Columns(writer.arrays(), "f", size)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fields(), st.data())
def test_postings_come_back_term_by_term_and_of_many_terms_at_once(world, data):
    size, terms = world
    with mock.patch.object(laying, "OFTEN", 16), mock.patch.object(columns, "_FEW", 1):
        found = laid_down(size, terms, data.draw(st.integers(1, 5)))
    first = data.draw(st.integers(0, len(terms) - 1))
    end = data.draw(st.integers(first + 1, len(terms)))
    rows = [row for term in terms[first:end] for row in term]
    postings = [posting for term in terms[first:end] for posting in term.values()]
    begin, stop = found.postings(first)[0], found.postings(end - 1)[1]
    assert found.begins(first, end).tolist() == [
        found.postings(n)[0] for n in range(first, end)
    ] + [stop]
    assert found.rows(begin, stop).tolist() == rows
    freqs = [len(places) + (TITLE_WEIGHT - 1) * titles for places, titles in postings]
    assert found.frequencies(slice(begin, stop)).tolist() == freqs
    assert found.titles(begin, stop).tolist() == [titles for _, titles in postings]
    assert found.counts(begin, stop).tolist() == [len(places) for places, _ in postings]
    assert found.places(begin, stop).tolist() == [p for places, _ in postings for p in places]
    some = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=6)))
    numbers = np.array(some, dtype=np.int64) + begin
    assert found.frequencies(numbers).tolist() == [freqs[n] for n in some]
    lengths, places = found.positions(numbers)
    assert lengths.tolist() == [len(postings[n][0]) for n in some]
    assert places.tolist() == [place for n in some for place in postings[n][0]]
    begin, stop = found.postings(first)
    one = list(terms[first].values())
    chosen = [n for n in some if n < len(one)]
    starts = found.place_starts(begin, stop)
    assert np.diff(starts).tolist() == [len(places) for places, _ in one]
    lengths = np.diff(starts)[chosen]
    places = found.places(begin, stop)[spread(starts[chosen], lengths)]
    assert places.tolist() == [place for n in chosen for place in one[n][0]]
    live = np.arange(size) % 3 != 0
    assert found.living(live).tolist() == [sum(row % 3 != 0 for row in term) for term in terms]


def test_ranges_cover_all_terms_and_hold_few_postings_beyond_the_limit():
    frequencies = np.array([3, 1, 1, 9, 1, 1, 1])
    ranges = ranges_of(frequencies, 4)
    assert ranges[0][0] == 0
    assert ranges[-1][1] == len(frequencies)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(ranges))
    assert ranges_of(np.array([], dtype=np.int64), 4) == []


def contents(folder: Path) -> list[object]:
    """All postings of an index by id, whatever its segments are."""
    found: list[object] = []
    for segment in EmbeddedEngine(folder).reader().segments:
        for name in ("en", "ru", "num", EXACT):
            column = segment.field(name)
            for number, text in enumerate(column.texts if column else ()):
                postings = np.arange(*column.postings(number))
                lengths, places = column.positions(postings)
                starts = [0, *itertools.accumulate(lengths.tolist())]
                rows = column.rows(*column.postings(number)).tolist()
                freqs = column.frequencies(postings).tolist()
                for at, (row, freq) in enumerate(zip(rows, freqs, strict=True)):
                    if segment.live is None or segment.live[row]:
                        where = places[starts[at] : starts[at + 1]].tolist()
                        found.append((segment.ids[row], name, text, freq, where))
    return sorted(found)


@settings(deadline=None, max_examples=30)
@given(commits=st.lists(st.lists(documents(), min_size=1, max_size=5), min_size=2, max_size=4))
def test_merging_in_many_ranges_keeps_every_posting(commits, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    engine = EmbeddedEngine(folder, create=True)
    with mock.patch.object(merging, "_RANGE", 3):
        for changes in commits:
            with engine.writer() as writer:
                for document in changes:
                    writer.add(document)
        before = contents(folder)
        with engine.writer() as writer:
            writer.merge_all()
            writer.delete("nobody")
    assert contents(folder) == before
    assert len(engine.reader().segments) == 1


def test_occurrences_that_fit_into_no_single_number_are_put_in_the_same_order(tmp_path):
    articles = [analyzed(f"a{n}", ["big", "deal"], ["deal"] * n + ["минск"]) for n in range(9)]
    folders = (tmp_path / "a", tmp_path / "b")
    for folder, bits in zip(folders, (64, 5), strict=True):
        engine = EmbeddedEngine(folder, create=True)
        with mock.patch.object(inversion, "_KEY_BITS", bits), engine.writer() as writer:
            for article in articles:
                writer.add(article)
    assert contents(folders[0]) == contents(folders[1]) != []


def document(**postings: TermColumn) -> AnalyzedDocument:
    return AnalyzedDocument("a", Postings(postings), 0, 1, {}, None, None, (), b"", "")


def test_a_form_that_is_no_exact_term_is_refused():
    deal = TermColumn(["deal"], [0], ["deals"])
    for exact in ({}, {EXACT: TermColumn(["deal"], [0], ["deal"])}):
        batch = Batch()
        batch.add(document(en=deal, **exact))
        with pytest.raises(ValueError, match="exact field"):
            batch.arrays()


def test_a_field_without_occurrences_is_no_field_of_the_article():
    batch = Batch()
    batch.add(document(en=TermColumn([], [], []), exact=TermColumn(["deal"], [0], ["deal"])))
    arrays = batch.arrays()
    assert arrays["fields"].tolist() == [1 << TERM_FIELDS.index(EXACT)]
    assert "en.start" not in arrays


def test_columns_of_different_lengths_are_refused():
    for wrong in (TermColumn(["a", "b"], [0], ["a", "b"]), TermColumn(["a"], [0], [])):
        with pytest.raises(ValueError, match="differ in length"):
            Batch().add(document(exact=wrong))


def test_numbers_of_often_terms_that_do_not_ascend_are_damage():
    found = FieldWriter("f", 1)
    found.append(
        np.array([1, 1]), np.zeros(2, int), np.ones(2, int), np.zeros(2, int), np.ones(2, int)
    )
    arrays = found.arrays()
    for wrong in ([1, 0], [0, 7]):
        with pytest.raises(IndexDamaged):
            Columns(arrays | {"f.often": np.array(wrong)}, "f", 1)
