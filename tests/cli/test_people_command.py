"""`svodka people`: persons with their evidence, and the reader's decisions."""

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
        for id, name in (
            ("a", "John Coale"), ("b", "John Cole"), ("c", "Светлана Тихановская"),
            ("d", "Sviatlana Tsikhanouskaya"), ("e", "Ivan Bondar"), ("f", "Сергей Бондарь"),
        ):  # fmt: skip
            writer.add(search.Document(id, "", "x", people=(name,), published="2025-12-18"))
    return str(folder)


def test_one_person_is_shown_with_evidence_and_doubts(path: str, capsys: Output) -> None:
    assert run(["people", "Тихановская", "--index", path]) == 0
    shown = capsys.readouterr().out
    assert "Sviatlana Tsikhanouskaya" in shown
    assert "given name: " in shown
    assert run(["people", "--index", path, "John Cole"]) == 0
    shown = capsys.readouterr().out
    assert "May be the same person" in shown
    assert "john-coale" in shown


def test_json_has_everything(path: str, capsys: Output) -> None:
    assert run(["people", "Тихановская", "--json", "--index", path]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert {one["text"] for one in record["spellings"]} == {
        "Светлана Тихановская", "Sviatlana Tsikhanouskaya",
    }  # fmt: skip
    assert record["spellings"][0]["first"]["published"] == "2025-12-18"
    assert run(["people", "--json", "--index", path]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 5


def test_merge_split_undo_export_and_import(path: str, tmp_path: Path, capsys: Output) -> None:
    assert run(["people", "merge", "john-cole", "john-coale", "--index", path]) == 0
    assert "John Coale (1), John Cole (1)" in capsys.readouterr().out
    assert run(["people", "split", "john-cole", "John Coale", "--index", path]) == 0
    capsys.readouterr()
    assert run(["people", "undo", "--index", path]) == 0
    assert capsys.readouterr().out.startswith("Undone: split john-cole")
    assert run(["people", "export", "--index", path]) == 0
    exported = capsys.readouterr().out
    assert [json.loads(line)["action"] for line in exported.splitlines()] == [
        "merge", "split", "undo split",
    ]  # fmt: skip
    file = tmp_path / "people.jsonl"
    file.write_text(exported, encoding="utf-8")
    assert run(["people", "import", str(file), "--index", path]) == 0
    assert capsys.readouterr().out == "0 decisions added\n"
    assert run(["people", "undo", "--index", path]) == 0
    assert run(["people", "undo", "--index", path]) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["Nobody Atall"], 1, "is called Nobody Atall"),
        (["merge", "Bondar", "john-cole"], 2, "ivan-bondar (Ivan Bondar)"),
        (["merge", "nobody", "john-cole"], 2, "Nobody here is called nobody"),
        (["split", "john-cole", "Jon"], 2, "not spelled Jon"),
        (["merge", "john-cole"], 2, "Missing argument"),
    ],
)
def test_errors_say_what_to_do(
    path: str, capsys: Output, arguments: list[str], status: int, said: str
) -> None:
    assert run(["people", *arguments, "--index", path]) == status
    assert said in capsys.readouterr().err
