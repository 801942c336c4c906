"""An index is copied whole, between folders and clusters, both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cluster
import pytest
from small import LUKASHENKO, counts, fill, ids, news

import search
from search import cli, encoding
from search.copying import checksum, left_behind
from search.encoder_records import why_no_vectors
from search.encoders.fake import FakeEncoder
from search.errors import IndexDamaged, ParameterError


@pytest.fixture(params=["folder", "cluster"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an index that is not there yet."""
    if request.param == "folder":
        yield str(tmp_path / "elsewhere")
    else:
        with cluster.address() as where:
            yield where


def test_a_copy_answers_alike_there_and_back(elsewhere: str, tmp_path: Path) -> None:
    with search.open_index(tmp_path / "first") as first, search.open_index(elsewhere) as second:
        fill(first, news())
        first.merge_people(LUKASHENKO, "irina-lukashenko", note="a test")
        there = first.copy_to(second)
        assert there.articles == 6
        with search.open_index(tmp_path / "third") as third:
            back = second.copy_to(third)
            assert back.checksum == there.checksum
            for copied in (second, third):
                assert copied.export_people() == first.export_people()
                for query in ("big deal", "Лукашенко", "калий", '"big deal"'):
                    assert ids(copied, query) == ids(first, query)
                    assert counts(copied, "person", query) == counts(first, "person", query)
                assert copied.check() == []
                document = copied.get("ru-deal")
                assert document == first.get("ru-deal")


def test_an_index_that_holds_articles_is_not_copied_over(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(one, news())
        fill(other, news()[:1])
        with pytest.raises(ParameterError, match="holds 1 articles already"):
            one.copy_to(other)
        assert len(other) == 1


def test_the_checksum_tells_any_difference_of_contents(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(one, news())
        fill(other, list(reversed(news())))
        assert checksum(one._base.reader()) == checksum(other._base.reader())
        changed = search.Document("xx", "", "Lorem ipsum minske", language="unknown", people=())
        fill(other, [changed])
        assert checksum(one._base.reader()) != checksum(other._base.reader())


def test_a_copy_that_came_out_otherwise_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = iter([(6, "abc"), (5, "abd")])
    monkeypatch.setattr("search.copying.checksum", lambda _, **more: next(sums))
    with search.open_index(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(one, news())
        with pytest.raises(IndexDamaged, match="copy again"):
            one.copy_to(other)


def test_what_cannot_go_along_is_told(tmp_path: Path) -> None:
    table = tmp_path / "words.tsv"
    table.write_text("en\tru\nferry\tпаром\n", encoding="utf-8")
    with search.open_index(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(one, news())
        (tmp_path / "a" / "outlets.tsv").write_text("")
        one.add_dictionary(table)
        words, outlets = one.copy_to(other).left_behind
        assert words.startswith("added dictionaries (words). Copy the folder")
        assert outlets.startswith("outlets.tsv. ")
        assert str(tmp_path / "b") in outlets


def test_a_cluster_keeps_no_files_and_the_copy_says_so(tmp_path: Path) -> None:
    (tmp_path / "outlets.tsv").write_text("")
    told = left_behind(tmp_path, None, dictionaries=["words"], vectors="There is no plugin.")
    assert [one.split(".")[0] for one in told] == [
        "sentence vectors", "added dictionaries (words)", "outlets"
    ]  # fmt: skip
    assert "on a cluster keeps none" in told[1]
    assert "on a cluster keeps none" in told[2]
    assert left_behind(None, tmp_path) == ()


HARBOUR = FakeEncoder([("frozen", "iced"), ("harbour", "docks"), ("ferry", "ship")])


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "open_encoder", lambda _: HARBOUR)
    monkeypatch.setattr(encoding, "is_installed", lambda _: True)
    monkeypatch.delenv("SVODKA_ENCODER", raising=False)


def with_vectors(where: Path) -> search.Index:
    """An index whose articles all have vectors but for one."""
    with search.open_index(where) as plain:
        fill(plain, news()[:1])
    index = search.open_index(where, meaning=True)
    fill(index, [*news()[1:], search.Document("docks", "", "Docks iced. Ship waits.")])
    return index


@pytest.mark.usefixtures("encoder")
def test_vectors_go_along_there_and_back(
    elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with with_vectors(tmp_path / "first") as first, search.open_index(elsewhere) as second:
        if why_no_vectors(second._base):
            pytest.skip("this cluster has no k-NN plugin")
        there = first.copy_to(second)
        assert there.left_behind == ()
        with search.open_index(tmp_path / "third") as third:
            assert second.copy_to(third).checksum == there.checksum
    for where in (elsewhere, str(tmp_path / "third")):
        with search.open_index(where) as copied:
            assert copied.encoder == "e5"
            assert (copied.statistics().encoded, len(copied)) == (6, 7)
            assert ids(copied, "frozen harbour ferry") == ["docks"]


@pytest.mark.usefixtures("encoder")
def test_vectors_stay_behind_where_there_is_no_place_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with with_vectors(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        monkeypatch.setattr("search.library.why_no_vectors", lambda _: "There is no plugin.")
        assert one.copy_to(other).left_behind == ("sentence vectors. There is no plugin.",)
        assert (len(other), other.statistics().encoded) == (7, 0)


@pytest.mark.usefixtures("encoder")
def test_the_checksum_tells_other_vectors(tmp_path: Path) -> None:
    with with_vectors(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(other, [*news(), search.Document("docks", "", "Docks iced. Ship waits.")])
        one_reader, other_reader = one._base.reader(), other._base.reader()
        assert checksum(one_reader) == checksum(other_reader)
        assert checksum(one_reader, vectors=True) != checksum(other_reader, vectors=True)


def test_the_command_copies_and_prints_the_checksum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with search.open_index(tmp_path / "a") as one:
        fill(one, news())
    assert cli.run(["copy", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["articles"] == 6
    with search.open_index(tmp_path / "b") as made:
        assert checksum(made._base.reader()) == (6, printed["checksum"])
    assert cli.run(["copy", str(tmp_path / "nowhere"), str(tmp_path / "c")]) == 1
