"""Articles that belong to one article, and why."""

from __future__ import annotations

import pytest
from small import library

import search

FILLING = [
    search.Document(
        f"filling-{number}", f"Notes of day {number}",
        f"The town had a quiet day. Number {number} of the tram came late.",
        language="en", published=f"2024-03-{number + 1:02}", people=(),
    )
    for number in range(20)
]  # fmt: skip
REED = ("John Reed", "Anna Koval")
NEWS = [
    search.Document(
        "potash", "Potash terminal opens", "The potash terminal in Klaipeda opens on 5 May 2025.",
        language="en", published="2025-04-18", people=REED,
    ),
    search.Document(
        "potash-again", "Potash price", "The potash terminal raised the price of potash.",
        language="en", published="2025-04-20", people=("John Reed",),
    ),
    search.Document(
        "ru", "Открытие", "Терминал откроют 5 мая 2025 года.", language="ru",
        published="2025-04-19", people=("Джон Рид", "Анна Коваль"),
    ),
    search.Document(
        "weather", "Rain", "It will rain on 5 May 2025 in the hills.", language="en",
        published="2025-05-04", people=(),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> search.Index:
    return library([*NEWS, *FILLING])


def test_an_article_of_the_same_matter_is_related_with_its_reasons(index: search.Index) -> None:
    found = {one.document.id: one for one in index.related("potash")}
    again = found["potash-again"]
    assert [person.label for person in again.people] == ["John Reed"]
    assert {"potash", "terminal"} <= {word.lower() for word in again.words}
    assert not again.dates


def test_persons_and_days_lead_across_languages(index: search.Index) -> None:
    found = {one.document.id: one for one in index.related("potash")}
    assert {one.id for one in found["ru"].people} == {"anna-koval", "john-reed"}
    assert [str(day) for day in found["ru"].dates] == ["2025-05-05"]


def test_an_article_is_not_related_to_itself_nor_to_everything(index: search.Index) -> None:
    ids = [one.document.id for one in index.related("potash", limit=50)]
    assert "potash" not in ids
    assert not [id for id in ids if id.startswith("filling")]


def test_the_nearest_come_first_and_no_more_than_asked(index: search.Index) -> None:
    scores = [one.score for one in index.related("potash", limit=50)]
    assert scores == sorted(scores, reverse=True)
    assert len(index.related("potash", limit=1)) == 1
    assert index.related("potash", limit=0) == ()


def test_where_there_is_no_such_article_nothing_is_related(index: search.Index) -> None:
    assert index.related("nothing") == ()


def test_a_single_article_stands_alone() -> None:
    with library(NEWS[:1]) as alone:
        assert alone.related("potash") == ()


def test_a_rare_person_is_reason_enough() -> None:
    more = search.Document(
        "elsewhere", "Chess", "Anna Koval won the chess cup.", language="en",
        published="2025-04-18", people=("Anna Koval",),
    )  # fmt: skip
    with library([NEWS[0], more, *FILLING]) as index:
        (found,) = index.related("potash")
        assert (found.document.id, found.words, found.dates) == ("elsewhere", (), ())
        assert [one.label for one in found.people] == ["Anna Koval"]
