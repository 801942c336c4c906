"""`--meaning` of the commands that write, and what `stats` and `search` make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import encoding
from search.cli import run
from search.encoders.fake import FakeEncoder

ENCODER = FakeEncoder([("frozen", "iced"), ("harbour", "docks"), ("ferry", "ship")])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options of an index with one article."""
    monkeypatch.setattr(encoding, "open_encoder", lambda _: ENCODER)
    monkeypatch.setattr(encoding, "is_installed", lambda _: True)
    monkeypatch.delenv("SVODKA_ENCODER", raising=False)
    (tmp_path / "docks.txt").write_text("Docks iced. Ship waits.", encoding="utf-8")
    return ["--index", str(tmp_path / "index")]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    assert run(list(arguments)) == 0
    told = capsys.readouterr()
    return told.out, told.err


def test_an_index_with_meaning_finds_other_words(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output(capsys, "index", str(tmp_path / "docks.txt"), *place, "--meaning")
    out, _ = output(capsys, "stats", *place)
    assert "e5: 1 passages of 1 articles" in out
    out, _ = output(capsys, "search", "frozen harbour ferry", *place)
    assert "1 articles" in out
    out, _ = output(capsys, "search", "frozen harbour ferry", *place, "--no-meaning")
    assert "0 articles" in out


def test_reindexing_adds_vectors(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output(capsys, "index", str(tmp_path / "docks.txt"), *place)
    assert "none" in output(capsys, "stats", *place)[0]
    _, told = output(capsys, "index", str(tmp_path / "docks.txt"), *place, "--meaning")
    assert "svodka reindex" in told
    output(capsys, "reindex", *place)
    assert "e5: 1 passages of 1 articles" in output(capsys, "stats", *place)[0]


def test_a_missing_encoder_is_told_once(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    output(capsys, "index", str(tmp_path / "docks.txt"), *place, "--meaning")
    monkeypatch.setattr(encoding, "is_installed", lambda _: False)
    (tmp_path / "more.txt").write_text("A second article.", encoding="utf-8")
    _, told = output(capsys, "index", str(tmp_path / "more.txt"), *place)
    assert told.count("not installed") == 1
    elsewhere = tmp_path / "elsewhere"
    assert run(["index", str(tmp_path / "more.txt"), "--index", str(elsewhere), "--meaning"]) == 1
    assert "pip install" in capsys.readouterr().err
    assert not elsewhere.exists()
