"""Articles get vectors where an index wants them, and only there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import search
from search import encoding, indexes
from search.encoders.fake import FakeEncoder
from search.encoding import IndexEncoder, wanted
from search.errors import EncoderMissing, IndexMismatch, ParameterError

GROUPS = [("ice", "лёд", "лед"), ("port", "порт"), ("cake", "торт")]
ENGLISH = search.Document(id="en", title="Ice in port", body="The port is full of ice. " * 30)
RUSSIAN = search.Document(id="ru", title="Лёд в порту", body="Порт полон льда. " * 30)
EMPTY = search.Document(id="empty", title="", body="")


class CountingEncoder(FakeEncoder):
    """A fake that remembers how many texts it was given at a time."""

    def __init__(self) -> None:
        super().__init__(GROUPS)
        self.calls: list[int] = []

    def encode_passages(self, texts):
        self.calls.append(len(texts))
        return super().encode_passages(texts)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> CountingEncoder:
    """`e5` is this fake."""
    encoder = CountingEncoder()
    monkeypatch.setattr(encoding, "open_encoder", lambda _: encoder)
    monkeypatch.setattr(encoding, "is_installed", lambda _: True)
    monkeypatch.delenv("SVODKA_ENCODER", raising=False)
    return encoder


def add(index: search.Index, *documents: search.Document) -> None:
    with index.writer() as writer:
        for document in documents:
            writer.add(document)


def encoded(index: search.Index) -> tuple[str | None, int, int]:
    statistics = index.statistics()
    return statistics.encoder, statistics.encoded, statistics.passages


def test_nobody_gets_vectors_without_asking(tmp_path: Path, fake: CountingEncoder) -> None:
    with search.open_index(tmp_path / "i") as index:
        add(index, ENGLISH, RUSSIAN)
        assert encoded(index) == (None, 0, 0)
    assert fake.calls == []
    assert "encoder" not in json.loads((tmp_path / "i/svodka.json").read_text())


def test_an_index_remembers_that_it_wants_vectors(tmp_path: Path, fake: CountingEncoder) -> None:
    with search.open_index(tmp_path / "i", meaning=True) as index:
        add(index, ENGLISH, EMPTY)
    with search.open_index(tmp_path / "i") as index:
        add(index, RUSSIAN)
        assert encoded(index) == ("e5", 2, sum(fake.calls))
        assert index.check() == []
    with search.open_index(tmp_path / "i", meaning=False) as index:
        add(index, search.Document(id="later", body="Ice."))
        assert encoded(index) == (None, 2, sum(fake.calls))
    assert indexes.encoder_of(tmp_path / "i") is None


def test_many_articles_are_encoded_together(fake: CountingEncoder) -> None:
    with search.open_index(":memory:", meaning=True) as index:
        add(index, *(search.Document(id=str(n), body=f"Ice {n}.") for n in range(600)))
        assert encoded(index) == ("e5", 600, 600)
    assert fake.calls == [512, 88]


def test_an_article_that_is_deleted_while_it_waits_stays_away(fake: CountingEncoder) -> None:
    with search.open_index(":memory:", meaning=True) as index:
        with index.writer() as writer:
            writer.add(ENGLISH)
            writer.add(RUSSIAN)
            writer.delete("en")
        assert index.get("en") is None
        assert index.get("ru") is not None
    assert len(fake.calls) == 1


def test_a_failing_encoder_commits_nothing(
    fake: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise MemoryError

    with search.open_index(":memory:", meaning=True) as index:
        monkeypatch.setattr(fake, "encode_passages", fail)
        with pytest.raises(MemoryError):
            add(index, ENGLISH)
        assert len(index) == 0
        monkeypatch.undo()
        with index.writer() as writer:
            writer.delete("en")


def test_reindexing_gives_vectors_to_all(tmp_path: Path, fake: CountingEncoder) -> None:
    with search.open_index(tmp_path / "i") as index:
        add(index, ENGLISH, RUSSIAN)
    from search.library import open_for_reindex

    with open_for_reindex(tmp_path / "i", meaning=True) as index:
        assert index.reindex() == 2
        assert encoded(index)[:2] == ("e5", 2)
    with search.open_index(tmp_path / "i") as index:
        assert index.encoder == "e5"
        assert index.check() == []


def test_vectors_of_other_passages_are_a_mismatch(tmp_path: Path, fake: CountingEncoder) -> None:
    search.open_index(tmp_path / "i", meaning=True).close()
    manifest = tmp_path / "i" / "svodka.json"
    manifest.write_text(manifest.read_text().replace("e5@", "e5@0."))
    with pytest.raises(IndexMismatch, match="reindex"):
        search.open_index(tmp_path / "i")
    assert fake.calls == []


def test_a_changed_encoder_in_the_manifest_is_noticed(
    tmp_path: Path, fake: CountingEncoder
) -> None:
    search.open_index(tmp_path / "i", meaning=True).close()
    manifest = tmp_path / "i" / "svodka.json"
    manifest.write_text(manifest.read_text().replace("e5@", "use@"))
    with search.open_index(tmp_path / "i") as index:
        assert any("svodka.json" in problem for problem in index.check())
    assert fake.calls == []


@pytest.mark.usefixtures("fake")
def test_without_its_packages_an_index_takes_articles_without_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.open_index(tmp_path / "i", meaning=True).close()
    monkeypatch.setattr(encoding, "is_installed", lambda _: False)
    with search.open_index(tmp_path / "i") as index:
        assert index.lacks_encoder
        add(index, ENGLISH)
        assert encoded(index) == ("e5", 0, 0)
    with pytest.raises(EncoderMissing, match="pip install"):
        search.open_index(tmp_path / "j", meaning=True)


def test_a_misspelt_setting_creates_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVODKA_ENCODER", "e6")
    for meaning in (True, None):
        with pytest.raises(ParameterError, match="no encoder 'e6'"):
            search.open_index(tmp_path / "i", meaning=meaning)
    assert not (tmp_path / "i").exists()


def test_what_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SVODKA_ENCODER", raising=False)
    assert wanted(None, None, fresh=True) is None
    assert wanted(True, None) == "e5"
    assert wanted(None, "use") == "use"
    assert wanted(False, "use") is None
    monkeypatch.setenv("SVODKA_ENCODER", "use")
    assert wanted(None, None, fresh=True) == "use"
    assert wanted(None, None) is None
    assert wanted(True, "e5") == "e5"
    assert wanted(None, "e5", rebuilding=True) == "use"
    assert wanted(None, None, rebuilding=True) is None
    monkeypatch.setenv("SVODKA_ENCODER", "none")
    assert wanted(None, None, fresh=True) is None


def test_none_switches_an_encoder_off(
    fake: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = IndexEncoder("e5")
    assert encoder() is fake
    monkeypatch.setenv("SVODKA_ENCODER", "none")
    assert encoder() is None


# Searching by meaning, through the library

HARBOUR = [("frozen", "iced"), ("harbour", "docks"), ("ferry", "ship")]
DOCKS = search.Document(id="docks", language="en", body="Docks iced. Ship waits.", source="Post")
CAKE = search.Document(id="cake", language="en", body="A cake with plums for autumn evenings.")


@pytest.fixture
def by_meaning(monkeypatch: pytest.MonkeyPatch) -> search.Index:
    encoder = FakeEncoder(HARBOUR)
    monkeypatch.setattr(encoding, "open_encoder", lambda _: encoder)
    monkeypatch.setattr(encoding, "is_installed", lambda _: True)
    index = search.open_index(":memory:", meaning=True)
    add(index, DOCKS, CAKE)
    return index


def test_an_article_in_other_words_is_a_hit_with_its_passage(by_meaning: search.Index) -> None:
    results = by_meaning.search("frozen harbour ferry")
    (hit,) = results
    assert hit.id == "docks"
    (match,) = hit.matches
    assert (match.query, match.via) == ("frozen harbour ferry", "meaning")
    (snippet,) = hit.snippets
    assert snippet.ranges == ((0, len(snippet.text), 0),)
    assert [part.word for part in hit.explain().words] == ["meaning"]
    assert hit.score == pytest.approx(hit.explain().words[0].score)


def test_meaning_has_a_switch_and_goes_with_translation(by_meaning: search.Index) -> None:
    assert by_meaning.search("frozen harbour ferry", meaning=False).total == 0
    assert by_meaning.search("frozen harbour ferry", translate=False).total == 0


def test_what_is_wanted_to_the_letter_is_not_found_by_meaning(by_meaning: search.Index) -> None:
    assert by_meaning.search('"frozen harbour"').total == 0
    assert by_meaning.search("frozen harbour ferry -ship").total == 0
    assert by_meaning.search("frozen harbour ferry source:Post").total == 1
    assert by_meaning.search("frozen harbour ferry source:Other").total == 0


def test_a_filter_gives_the_count_that_was_shown(by_meaning: search.Index) -> None:
    results = by_meaning.search("frozen harbour ferry")
    shown = {value.id: value.count for value in results.facets["source"].values}
    assert shown == {"Post": 1}
    assert by_meaning.search("frozen harbour ferry", sources=["Post"]).total == 1
