"""`--without`: a word of the query that shall not find another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import fill

import search
from search.cli import svodka


@pytest.fixture
def folder(tmp_path: Path) -> str:
    with search.open_index(tmp_path / "news") as index:
        fill(index, [
            search.Document("sale", "Сделка", "Банк продал завод: сделка.", language="ru"),
            search.Document("en", "A deal", "The bank signed a deal.", language="en"),
        ])  # fmt: skip
    return str(tmp_path / "news")


def found(folder: str, *options: str) -> list[str]:
    done = CliRunner().invoke(svodka, ["search", "deal", "--index", folder, "--json", *options])
    assert done.exit_code == 0, done.output
    return sorted(hit["id"] for hit in json.loads(done.stdout)["hits"])


def test_a_pairing_can_be_switched_off(folder: str) -> None:
    assert found(folder) == ["en", "sale"]
    assert found(folder, "--without", "deal=сделка") == ["en"]
    assert found(folder, "--without", "deal = Сделка ") == ["en"]


def test_what_is_no_pairing_is_wrong_usage(folder: str) -> None:
    done = CliRunner().invoke(svodka, ["search", "deal", "--index", folder, "--without", "deal"])
    assert done.exit_code == 2
    assert "WORD=FOUND" in done.output
