"""What was worked out for one search is there for the next, until the index changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small import fill, news

import search
from search.analysis import keys_of
from search.lexicon import Lexicon, parse_lines
from search.query.sounds import Sounds


def test_the_searcher_lives_as_long_as_its_commit(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as opened:
        fill(opened, news())
        listened: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            block = Sounds._block

            def listening(self: Sounds, field: str, beginning: str) -> Any:
                if (field, beginning) not in self._blocks:
                    listened.append(beginning)
                return block(self, field, beginning)

            patch.setattr(Sounds, "_block", listening)
            opened.search("Lukashenka")
            assert listened
            listened.clear()
            opened.search("Lukashenka")
            assert not listened
            fill(opened, [search.Document("late", "", "Lukaschenka.", language="de")])
            assert opened.search("Lukashenka", languages=["de"]).total == 1
            assert listened


def test_who_warms_up_finds_the_same(tmp_path: Path) -> None:
    with (
        search.open_index(tmp_path / "index") as cold,
        search.open_index(tmp_path / "index") as warm,
    ):
        fill(cold, news())
        warm.warm_up()
        for query in ("Лукашэнка", "deal", "права человека", "Reed"):
            found = warm.search(query)
            assert [(h.id, h.score) for h in found] == [(h.id, h.score) for h in cold.search(query)]


def test_who_warmed_up_listens_to_no_word_again(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as opened:
        fill(opened, news())
        opened.warm_up()
        listened: list[str] = []

        def listening(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
            words = list(words)
            listened.extend(words)
            return keys_of(words)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("search.query.sounds.keys_of", listening)
            opened.search("Лукашэнка")
        assert not listened


def test_a_lexicon_that_was_read_ahead_analyses_nothing_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lexicon = Lexicon(parse_lines(["en\tru\tpos", "deal\tсделка\tnoun"], "test.tsv"))
    lexicon.read_ahead()
    monkeypatch.setattr("search.lexicon.lookup._entry", None)
    (found,) = lexicon.translations(["deal"], [frozenset({"deal"})], "en", ["ru"])
    assert found.words == ("сделка",)
