"""Bars for months: none is lost, none is too low to be seen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from web.charts import HEIGHT, MAX_BARS, WIDTH, Chart, histogram, months_between, stacked

months = st.dates().map(lambda day: f"{day.year:04}-{day.month:02}")


def drawn(counts: dict[str, int]) -> Chart | None:
    return histogram(counts.items(), title=lambda p, n: f"{p}: {n}", url=lambda p: f"/{p}")


def test_months_without_articles_keep_their_place() -> None:
    assert months_between("2025-11", "2026-01") == ["2025-11", "2025-12", "2026-01"]
    chart = drawn({"2025-11": 4, "2026-01": 2})
    assert chart is not None
    assert [(bar.period, bar.count) for bar in chart.bars] == [
        ("2025-11", 4), ("2025-12", 0), ("2026-01", 2),
    ]  # fmt: skip
    assert [bar.height for bar in chart.bars] == [HEIGHT, 0, HEIGHT / 2]


def test_one_month_is_no_chart() -> None:
    assert drawn({"2025-12": 9}) is None
    assert drawn({}) is None


def test_many_years_are_drawn_by_year() -> None:
    chart = drawn({"1990-05": 1, "1990-06": 2, "2025-12": 5})
    assert chart is not None
    assert (chart.bars[0].period, chart.bars[0].count) == ("1990", 3)
    assert len(chart.bars) == 36 <= MAX_BARS


@settings(deadline=None)  # a busy machine is no fault
@given(st.dictionaries(months, st.integers(1, 10**6), min_size=1, max_size=20))
def test_every_article_is_in_a_bar_that_can_be_seen(counts: dict[str, int]) -> None:
    chart = drawn(counts)
    if chart is None:
        return
    assert sum(bar.count for bar in chart.bars) == sum(counts.values())
    for bar in chart.bars:
        assert (bar.height >= 2) == (bar.count > 0)
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert abs(bar.y + bar.height - HEIGHT) < 0.02


@settings(deadline=None)
@given(st.lists(st.dictionaries(months, st.integers(1, 10**6), max_size=8), max_size=4))
def test_stacks_hold_every_article_and_stand_on_one_another(series: list[dict[str, int]]) -> None:
    stacks = stacked(series, title=lambda n, p, c: f"{n} {p} {c}", url=lambda p: f"/{p}")
    for number, one in enumerate(series):
        assert sum(stack.counts.get(number, 0) for stack in stacks) == sum(one.values())
    for stack in stacks:
        base = HEIGHT
        for segment in stack.segments:
            assert abs(segment.y + segment.height - base) < 0.05
            base = segment.y
        assert base >= 0
