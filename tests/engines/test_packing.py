"""Packed numbers come back as they were, by ranges and one by one, and cost few bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.embedded import packing
from search.engines.embedded.arrays import open_arrays, write
from search.engines.embedded.packing import WIDTHS, Packed, Packer, cheapest_width, planes_of
from search.errors import IndexDamaged


def packed(parts, width=None, folder=None):
    packer = Packer("x", folder, width)
    for part in parts:
        packer.append(np.array(part, dtype="u4"))
    arrays = packer.arrays()
    return arrays, Packed(arrays, "x", packer.count)


NUMBERS = st.lists(
    st.one_of(st.integers(0, 3), st.integers(0, 300), st.integers(0, 2**32 - 1)), max_size=60
)


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=4), st.sampled_from((None, *WIDTHS)), st.data())
def test_numbers_come_back_by_ranges_and_one_by_one(parts, width, data):
    _, found = packed(parts, width)
    whole = [number for part in parts for number in part]
    assert found.count == len(whole)
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, len(whole)))
    assert found.slice(begin, end).tolist() == whole[begin:end]
    some = sorted(data.draw(st.sets(st.integers(0, max(len(whole) - 1, 0)), max_size=len(whole))))
    if whole:
        assert found.take(np.array(some, dtype=np.int64)).tolist() == [whole[n] for n in some]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_long_runs_come_back_however_they_arrive(seed, parts):
    rng = np.random.default_rng(seed)
    whole = rng.geometric(0.3, 5000) * np.where(rng.random(5000) < 0.01, 700, 1)
    cuts = np.sort(rng.integers(0, 5000, parts))
    _, found = packed(np.split(whole, cuts))
    assert (found.slice(0, 5000) == whole).all()
    far_apart = np.sort(rng.choice(5000, 40, replace=False))
    assert (found.take(far_apart) == whole[far_apart]).all()


def test_numbers_that_come_in_large_pieces_are_packed_as_they_come(monkeypatch, tmp_path):
    monkeypatch.setattr(packing, "_CHUNK", 64)
    monkeypatch.setattr(packing, "_MEMORY", 100)  # so they go through a file
    whole = np.arange(1003) % 700
    arrays, found = packed([whole[:5], whole[5:300], whole[300:301], whole[301:]], 9, tmp_path)
    assert (found.slice(0, 1003) == whole).all()
    assert not list(tmp_path.iterdir())  # it has no name
    assert len(arrays["x.8"]) == 1003
    assert len(arrays["x.1"]) == 126


def test_what_is_written_narrow_is_read_alike(tmp_path):
    for whole in ([3] * 40, [70_000, 1, 2], [0] * 300 + [65_536 * 3 + 1], [2**32 - 1]):
        for width in WIDTHS:
            arrays, _ = packed([whole], width)
            write(tmp_path / "x", arrays)
            found = Packed(open_arrays(tmp_path / "x"), "x", len(whole))
            assert found.slice(0, len(whole)).tolist() == whole


def test_a_few_large_numbers_do_not_make_all_others_wide():
    assert cheapest_width(np.array([1, 0] * 5000)) == 1
    assert cheapest_width(np.array([1, 0] * 5000 + [2_000_000])) == 1
    assert cheapest_width(np.arange(500)) == 9
    assert cheapest_width(np.zeros(10, dtype="u4")) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_width_has_at_most_two_planes(width):
    assert sum(planes_of(width)) == width
    assert len(planes_of(width)) <= 2


def test_planes_that_do_not_fit_their_numbers_are_damage():
    arrays, _ = packed([[5, 9, 300]], 4)
    with pytest.raises(IndexDamaged):
        Packed(arrays, "x", 5)
    with pytest.raises(IndexDamaged):
        Packed({name: a for name, a in arrays.items() if name != "x.far.more"}, "x", 3)
    with pytest.raises(IndexDamaged):
        Packed(arrays | {"x.2": np.zeros(1, "u1"), "x.1": np.zeros(1, "u1")}, "x", 3)
    damaged = Packed(arrays | {"x.far": np.array([4_000_000])}, "x", 3)
    with pytest.raises(IndexDamaged):
        damaged.slice(0, 3)
