"""Terms and positions survive the way through a text that a whitespace analyzer reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from worlds import analyzed, documents

from search.documents import AnalyzedDocument
from search.engines.opensearch.articles import record_id, to_record
from search.engines.opensearch.texts import GAP, decoded, encoded, text_of, texts_of


def positions(values: list[str]) -> dict[int, set[str]]:
    """What the analyzer of `mapping` makes of a field."""
    found: dict[int, set[str]] = {}
    place = 0
    for number, value in enumerate(values):
        place += GAP if number else 0
        for word in value.split():
            if word != "_":
                found[place] = {decoded(one) for one in word.split("|")}
            place += 1
    return found


def test_readings_share_a_position_and_holes_keep_their_place() -> None:
    assert text_of({0: ["big"], 1: ["deal", "deals"], 3: ["fine"]}) == ["big deal|deals _ fine"]


def test_a_body_begins_a_value_of_its_own() -> None:
    article = analyzed("a", ["big"], ["минск", "2025", "deal"])
    whole, title = texts_of(article)
    assert whole["exact"] == ["big", "минск 2025 deal"]
    assert whole["ru"] == ["", "_ минск|минский"]
    assert whole["en"] == ["big", "_ _ deal"]
    assert title == {"exact": ["big"], "en": ["big"]}


@given(documents())
def test_every_posting_comes_back_at_its_position(article: AnalyzedDocument) -> None:
    whole, _ = texts_of(article)
    for field, column in article.postings.columns.items():
        expected: dict[int, set[str]] = {}
        for text, place in zip(column.texts, column.positions, strict=True):
            expected.setdefault(place, set()).add(text)
        assert positions(whole[field]) == expected


@given(st.text(min_size=1))
def test_any_term_is_one_word_without_spaces(term: str) -> None:
    word = encoded(term)
    assert len(word.split()) == 1
    assert "|" not in word
    assert word != "_"
    assert decoded(word) == term


@given(st.dictionaries(st.integers(0, 2_000), st.just(["x"]), max_size=6))
def test_gaps_of_any_size_are_kept(places: dict[int, list[str]]) -> None:
    assert positions(text_of(places)) == {place: {"x"} for place in places}


def test_a_record_has_dates_at_each_level_that_holds_them_whole() -> None:
    article = analyzed("a", [], ["deal"], published="2025-12", mentioned=("2020", "2025-12-03"))
    record = to_record(article, 4)
    assert record["published_year"] == ["2025"]
    assert record["published_month"] == ["2025-12"]
    assert "published_day" not in record
    assert record["mentioned_year"] == ["2020", "2025"]
    assert len(record["mentioned"]) == 2
    assert record["since"] == 4
    assert "until" not in record


def test_a_version_has_the_same_name_however_often_it_is_sent() -> None:
    assert record_id("a", 4) == record_id("a", 4)
    assert len({record_id("a", 4), record_id("a", 5), record_id("b", 4)}) == 3
    assert len(record_id("x" * 5_000, 4).encode()) < 512
