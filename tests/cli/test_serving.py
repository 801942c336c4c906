"""What `svodka serve` does before the first question."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

import search
from search.cli.serving import warm_up
from search.errors import IndexDamaged


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


def test_what_lives_as_long_as_the_server_is_kept_from_the_collector(tmp_path: Path) -> None:
    before = gc.get_freeze_count()
    with search.open_index(tmp_path / "index") as index:
        warm_up(index)
    assert gc.get_freeze_count() > before + 10_000


def test_the_index_does_ahead_what_first_questions_wait_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    with search.open_index(":memory:") as index:
        monkeypatch.setattr(index, "warm_up", lambda: done.append("warm"))
        warm_up(index)
    assert done == ["warm"]


def test_an_index_that_cannot_answer_stops_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexDamaged("A file was torn.")

    with search.open_index(":memory:") as index:
        monkeypatch.setattr(index, "warm_up", fail)
        warm_up(index)
