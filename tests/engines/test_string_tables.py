"""Tables of strings: look-ups by bytes agree with plain Python."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from search.engines.embedded.strings import StringTable, pack

TEXTS = st.lists(st.text("abcабв€", max_size=7), max_size=30, unique=True)


def table(texts: list[str]) -> StringTable:
    return StringTable(*pack(sorted(text.encode() for text in texts)))


@given(TEXTS, st.text("abcабв€", min_size=1, max_size=7), st.integers(1, 2))
def test_no_string_within_the_distance_is_passed_over(
    texts: list[str], text: str, distance: int
) -> None:
    near = {one for one in texts if Levenshtein.distance(one, text) <= distance}
    assert near <= set(table(texts).resembling(text, distance))


@given(TEXTS, st.text("abcабв€", max_size=4))
def test_find_and_prefix_range_agree_with_python(texts: list[str], text: str) -> None:
    strings = table(texts)
    ordered = sorted(texts, key=str.encode)
    assert list(strings) == ordered
    assert strings.find(text) == (ordered.index(text) if text in ordered else None)
    begin, end = strings.prefix_range(text)
    assert ordered[begin:end] == [one for one in ordered if one.startswith(text)]


def test_an_empty_table_finds_nothing() -> None:
    assert table([]).find("a") is None
    assert table([]).resembling("deal", 1) == []
