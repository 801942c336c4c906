"""Month names of eight languages, in their cases, and words that only look like them."""

from __future__ import annotations

import pytest

from search.dates.months import month_number, table


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("December", 12), ("Dec", 12), ("DECEMBER", 12), ("декабря", 12), ("декабрём", 12),
        ("грудня", 12), ("снежня", 12), ("лютага", 2), ("жніўні", 8), ("Dezember", 12),
        ("décembre", 12), ("diciembre", 12), ("grudniu", 12), ("Mai", 5), ("mai", 5),
        ("may", None), ("march", None), ("Mars", None), ("mars", 3), ("people", None),
    ],
)  # fmt: skip
def test_month_as_written(word: str, month: int | None) -> None:
    assert month_number(word) == month


@pytest.mark.parametrize("language", ["en", "ru", "uk", "be", "de", "fr", "es", "pl"])
def test_each_language_has_twelve_months(language: str) -> None:
    assert {month for month, spoken in table().values() if language in spoken} == set(range(1, 13))
