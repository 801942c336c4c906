"""An overlay is what a dict with the same changes would be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.people.registry import overlay
from search.people.registry.overlay import Overlay, flat

names = st.sampled_from("abcdefgh")
mappings = st.dictionaries(names, st.integers(1, 9))
changes = st.lists(st.dictionaries(names, st.none() | st.integers(1, 9)), max_size=5)


@given(mappings, changes)
def test_an_overlay_is_the_dict_with_its_changes(
    base: dict[str, int], steps: list[dict[str, int | None]]
) -> None:
    before = dict(base)
    over, plain = Overlay.over(base), dict(base)
    for step in steps:
        over = over.with_(step)
        plain = {k: v for k, v in {**plain, **step}.items() if v is not None}  # type: ignore[dict-item]
        assert over == plain
        assert len(over) == len(plain)
        assert flat(over) == plain
        assert all((name in over) == (name in plain) for name in "abcdefghi")
        assert [over.get(name) for name in "abcdefghi"] == [plain.get(n) for n in "abcdefghi"]
    assert base == before


def test_what_lies_over_the_base_becomes_a_new_base_when_it_has_grown() -> None:
    over = Overlay.over({"a": 1})
    for number in range(overlay.SMALL + 1):
        over = over.with_({f"n{number}": number + 1})
    assert over.flat() is over.flat()
    assert len(over) == overlay.SMALL + 2
