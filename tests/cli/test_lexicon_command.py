"""`svodka lexicon`: pairings with their origin, and dictionaries of the reader's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import search
from search.cli import run

Output = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path) -> str:
    folder = tmp_path / "index"
    with search.open_index(folder) as index, index.writer() as writer:
        writer.add(search.Document("a", "", "Старая хибарка стояла у реки.", language="ru"))
    return str(folder)


@pytest.fixture
def words(tmp_path: Path) -> str:
    file = tmp_path / "Farm words.tsv"
    file.write_text("shanty\tхибарка | лачуга ~0.5\n", encoding="utf-8")
    return str(file)


def test_a_dictionary_is_added_listed_looked_into_and_removed(
    path: str, words: str, capsys: Output
) -> None:
    add = ["lexicon", "add", words, "--from", "en", "--to", "ru", "--index", path]
    assert run(add) == 0
    assert capsys.readouterr().out == "farm-words: 1 lines, en ru\n"
    assert run(["lexicon", "list", "--index", path]) == 0
    assert capsys.readouterr().out.split() == ["farm-words", "en", "ru", "1"]
    assert run(["search", "shanty", "--json", "--index", path]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    assert run(["lexicon", "look", "shanties", "--index", path]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["en", "→", "ru", "хибарка", "0.80", "farm-words.tsv:2"]
    assert "лачуга" in second
    assert run(["lexicon", "remove", "farm-words", "--index", path]) == 0
    assert run(["lexicon", "look", "shanty", "--index", path]) == 1


def test_our_own_lexicon_is_looked_into_without_an_index(tmp_path: Path, capsys: Output) -> None:
    arguments = ["lexicon", "look", "права человека", "--json", "--index", str(tmp_path / "none")]
    assert run(arguments) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"human rights"} == {row["found"] for row in rows if row["language"] == "en"}
    assert all(row["origin"].partition(":")[0].endswith(".tsv") for row in rows)


def test_what_is_missing_is_said(path: str, words: str, tmp_path: Path, capsys: Output) -> None:
    assert run(["lexicon", "add", words, "--index", path]) == 1
    assert "Say which languages Farm words.tsv pairs" in capsys.readouterr().err
    assert run(["lexicon", "add", words, "--from", "en", "--index", path]) == 2
    assert "both --from and --to" in capsys.readouterr().err
    bad = tmp_path / "bad.tsv"
    bad.write_text("en\tru\na\tб\tв\n", encoding="utf-8")
    assert run(["lexicon", "add", str(bad), "--index", path]) == 1
    assert "bad.tsv:2 has 3 cells, not 2" in capsys.readouterr().err
    assert run(["lexicon", "list", "--index", path]) == 0
    assert "No dictionary was added" in capsys.readouterr().err
