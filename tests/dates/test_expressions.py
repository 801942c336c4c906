"""Every expression of the table has its value, its precision and its place; look-alikes none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from search.dates import mentions
from search.documents import LANGUAGES, LanguageSpan
from search.partial_dates import UNKNOWN_DATE, PartialDate, parse_iso

HERE = Path(__file__).parent
DAY = PartialDate("2025-12-18", "day")


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


EXPRESSIONS = rows("expressions.tsv")
LOOKALIKES = rows("lookalikes.tsv")


@pytest.mark.parametrize("told", [True, False], ids=["language told", "language unknown"])
@pytest.mark.parametrize("row", EXPRESSIONS, ids=lambda row: f"{row[0]}: {row[4]}")
def test_expression_has_its_value(row: list[str], told: bool) -> None:
    language, published, values, precision, marked = row
    near = UNKNOWN_DATE if published == "-" else parse_iso(published) or UNKNOWN_DATE
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    spans = (LanguageSpan(0, len(text), language),) if told else ()
    (found,) = mentions(text, near, spans)
    assert [one.value for one in found.dates] == values.split()
    assert found.date.precision == precision
    assert start - 6 <= found.start < found.end <= end, "a preposition may belong to it"
    assert text[start:end].endswith(text[found.start : found.end][-4:])
    assert {one.evidence for one in found.dates} == {text[found.start : found.end]}


@pytest.mark.parametrize("told", [True, False], ids=["language told", "language unknown"])
@pytest.mark.parametrize("row", LOOKALIKES, ids=lambda row: f"{row[0]}: {row[1]}")
def test_look_alike_is_no_date(row: list[str], told: bool) -> None:
    language, text = row
    spans = (LanguageSpan(0, len(text), language),) if told else ()
    assert mentions(text, DAY, spans) == ()


def test_tables_are_large_and_hold_every_language() -> None:
    languages = Counter(row[0] for row in EXPRESSIONS)
    assert len(EXPRESSIONS) >= 240
    assert all(languages[language] >= 25 for language in LANGUAGES)
    assert len(LOOKALIKES) >= 60
    assert {row[0] for row in LOOKALIKES} == set(LANGUAGES)
    assert len({row[4] for row in EXPRESSIONS}) == len(EXPRESSIONS)
