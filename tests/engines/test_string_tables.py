"""Tables of strings: look-ups by bytes agree with plain Python."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from search.engines.embedded.strings import StringTable, pack

TEXTS = st.lists(st.text("abcабв€", max_size=7), max_size=80, unique=True)


def table(texts: list[str]) -> StringTable:
    return StringTable(*pack(sorted(text.encode() for text in texts)))


@given(TEXTS, st.text("abcабв€", min_size=1, max_size=7), st.integers(1, 2))
def test_no_string_within_the_distance_is_passed_over(
    texts: list[str], text: str, distance: int
) -> None:
    strings = table(texts)
    near = {one for one in texts if Levenshtein.distance(one, text) <= distance}
    assert near <= {strings[number] for number in strings.resembling(text, distance).tolist()}


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
    assert list(table([]).resembling("deal", 1)) == []
    assert list(table([]).resembling("deal", 2)) == []
    assert table([]).numbers([b"a", b"b", b"c"]) == [None, None, None]


@given(TEXTS, st.lists(st.text("abcабв€", max_size=3)))
def test_several_strings_are_found_as_one_by_one(texts: list[str], wanted: list[str]) -> None:
    strings = table(texts)
    keys = sorted({one.encode() for one in [*wanted, *texts[::3]]})
    assert strings.numbers(keys) == [strings.find(key.decode()) for key in keys]


def test_a_word_inside_other_words_is_not_taken_for_them() -> None:
    texts = sorted({f"{a}{b}{c}" for a in "abcd" for b in ["", *"abcd"] for c in ["", *"abcd"]})
    strings = table(texts)
    assert len(texts) > 64  # more than one block
    assert [strings.find(text) for text in texts] == list(range(len(texts)))
    assert strings.find("bcde") is None
    assert strings.find("") is None
