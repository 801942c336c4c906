"""An index is copied whole, between folders and clusters, both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cluster
import pytest
from small import LUKASHENKO, counts, fill, ids, news

import search
from search import cli
from search.copying import checksum
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
    monkeypatch.setattr("search.copying.checksum", lambda _: next(sums))
    with search.open_index(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(one, news())
        with pytest.raises(IndexDamaged, match="copy again"):
            one.copy_to(other)


def test_what_cannot_go_along_is_told(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "a") as one, search.open_index(tmp_path / "b") as other:
        fill(one, news())
        (tmp_path / "a" / "outlets.tsv").write_text("")
        assert [text[:11] for text in one.copy_to(other).left_behind] == ["outlets.tsv"]


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
