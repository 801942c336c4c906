"""The date of publication comes from the page's own words, or is unknown."""

from __future__ import annotations

from datetime import date

import pytest

from search.dates import published

TODAY = date(2026, 2, 1)


def value(*lines: str) -> str:
    return str(published(lines, today=TODAY))


@pytest.mark.parametrize(
    "line",
    [
        "Posted on December 18, 2025", "Published: 18.12.2025", "date 2025-12-18 Home > News",
        "Published on Thursday, December 18, 2025", "«Опубликовано 18 декабря 2025 года»",
        "Опубликовано: 18.12.2025 в 16:42", "Опубліковано 18 грудня 2025 року",
        "Апублікавана 18 снежня 2025 года", "Veröffentlicht am 18. Dezember 2025",
        "Publié le 18 décembre 2025", "Opublikowano: 18 grudnia 2025", "18.12.2025, 11:20",
        "Thursday, 18 December 2025", "Дата: 18 декабря 2025 г.", "December 18, 2025 4:10 PM",
    ],
)  # fmt: skip
def test_page_states_its_day(line: str) -> None:
    assert value("News", line) == "2025-12-18"


@pytest.mark.parametrize(
    "line",
    [
        "16.10 20:44", "16.10.2025 20:44 Headline of another article", "© 2025 The Mirror",
        "Updated December 19, 2025", "Posted on December 18", "Posted on December 18, 2030",
        "He was posted to Minsk, and on 18 December 2025 he left.", "782",
    ],
)  # fmt: skip
def test_other_lines_state_nothing(line: str) -> None:
    assert value(line) == "unknown"


def test_lines_that_disagree_cancel_each_other() -> None:
    assert value("Published 18.12.2025", "Published 19.12.2025") == "unknown"


def test_label_counts_before_a_bare_date() -> None:
    assert value("19.12.2025", "Posted on December 18, 2025") == "2025-12-18"


def test_evidence_is_the_statement() -> None:
    lines = ["date 2025-12-18 Home > News", "Posted on December 18, 2025"]
    assert published(lines, today=TODAY).evidence == "Posted on December 18, 2025"


def test_month_alone_has_the_precision_of_a_month() -> None:
    found = published(["Published December 2025"], today=TODAY)
    assert (found.value, found.precision) == ("2025-12", "month")


def test_day_of_today_is_not_the_future() -> None:
    assert value("Published 01.02.2026") == "2026-02-01"
    assert value("Published 02.02.2026") == "unknown"
