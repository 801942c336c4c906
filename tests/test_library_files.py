"""An index on disk: commits, processes, rebuilding, damage, and indexes of other versions."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from small import counts, fill, ids, library, news, texts

import search
from search import indexes
from search.library import open_for_reindex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index of the news."""
    path = tmp_path / "indexes" / "news"
    with search.open_index(path) as index:
        fill(index, news())
    return path


def python(code: str, *arguments: object) -> str:
    """Run code in another process; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.stdout


# Writing


def test_the_same_id_again_replaces_and_delete_deletes(folder: Path) -> None:
    with search.open_index(folder) as index:
        with index.writer() as writer:
            writer.add(search.Document("en-deal", "", "Rain in June.", language="en"))
            writer.delete("xx")
            writer.delete("nobody")
        assert ids(index, "rain") == ["en-deal"]
        assert "en-deal" not in ids(index, "potash")
        assert len(index) == 5
        assert index.delete(["en-deal", "nobody"]) == ("en-deal",)
        assert len(index) == 4


def test_an_exception_leaves_no_trace(folder: Path) -> None:
    with search.open_index(folder) as index:
        before = index.revision
        files = sorted(path.name for path in folder.iterdir())
        with pytest.raises(RuntimeError, match="stop"), index.writer() as writer:  # noqa: PT012
            writer.add(search.Document("new", "", "deal"))
            writer.delete("xx")
            raise RuntimeError("stop")
        assert index.revision == before
        assert len(index) == 6
        assert sorted(path.name for path in folder.iterdir()) == files


def test_an_article_that_cannot_be_indexed_leaves_the_writer_usable(folder: Path) -> None:
    bad: list[Any] = [
        search.Document(""),
        search.Document(" "),
        search.Document("a\nb"),
        search.Document("half \ud83d"),
        search.Document("x" * 3_000),
        search.Document("x", language="klingon"),
        search.Document("x", authors="Ann"),  # type: ignore[arg-type]
        search.Document("x", authors=None),  # type: ignore[arg-type]
        search.Document("x", people=(1,)),  # type: ignore[arg-type]
        search.Document("x", title=5),  # type: ignore[arg-type]
        search.Document("x", published=2025),  # type: ignore[arg-type]
        {"id": "x"},
    ]
    with search.open_index(folder) as index:
        with index.writer() as writer:
            for document in bad:
                with pytest.raises(search.DocumentError):
                    writer.add(document)
            writer.add(search.Document("good", "", "sunshine"))
        assert ids(index, "sunshine") == ["good"]
        assert len(index) == 7


def test_a_date_that_cannot_be_read_is_a_warning_and_unknown() -> None:
    index = search.open_index(":memory:")
    with index.writer() as writer:
        (warning,) = writer.add(search.Document("a", "", "deal", published="last Tuesday"))
        assert writer.add(search.Document("b", "", "deal", published="2025-12-18")) == ()
        assert writer.add(search.Document("c", "", "deal", published="unknown")) == ()
    assert "last Tuesday" in warning
    assert ids(index, published="unknown") == ["a", "c"]


def test_what_is_given_is_kept() -> None:
    given = search.Document(
        "id 1/ü", "A title", "Minsk (Reuters) - Rain.\n\nBy Ann Lee", url="https://a.by/1",
        language="be", source="Post", agency="Wire", authors=("B. C",), editors=("D. E",),
        published="2025-12", people=("Nobody Else",),
    )  # fmt: skip
    kept = library([given]).get("id 1/ü")
    assert kept is not None
    for name in ("id", "title", "url", "language", "source", "agency", "authors", "editors"):
        assert getattr(kept, name) == getattr(given, name)
    assert str(kept.published) == "2025-12"
    assert kept.people == ("Nobody Else",)


def test_half_a_character_in_a_text_harms_nothing() -> None:
    index = texts("deal \ud83d today")
    (hit,) = index.search("deal").hits
    assert hit.document.body == "deal \ufffd today"
    assert ids(index, "\ud83d today") == ["0"]


def test_a_second_writer_is_refused_here_and_in_another_process(folder: Path) -> None:
    code = (
        "import search, sys\n"
        "with search.open_index(sys.argv[1]) as index:\n"
        "    try: index.writer()\n"
        "    except search.IndexLocked as error: print(error)\n"
    )
    with search.open_index(folder) as index:
        with index.writer():
            with pytest.raises(search.IndexLocked):
                index.writer()
            assert "Wait until" in python(code, folder)
        assert python(code, folder) == ""


def test_an_open_index_sees_what_another_process_committed(folder: Path) -> None:
    code = (
        "import search, sys\n"
        "with search.open_index(sys.argv[1]) as index, index.writer() as writer:\n"
        "    writer.add(search.Document('new', '', 'deal', people=('Jane Roe',)))\n"
        "    writer.delete('xx')\n"
    )
    with search.open_index(folder) as index:
        found = index.search("deal")
        before = index.revision
        python(code, folder)
        assert "new" in ids(index, "deal")  # the very next search
        assert ids(index, people=["Jane Roe"]) == ["new"]
        assert index.revision != before
        assert found.hits[0].document.body  # hits of the old commit can still be read


def test_an_index_can_be_searched_from_many_threads(folder: Path) -> None:
    with search.open_index(folder) as index:
        expected = ids(index, "deal")
        found: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda: found.append(ids(index, "deal"))) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [expected] * 8


# Opening


def test_a_missing_index_names_those_beside_it(folder: Path) -> None:
    with pytest.raises(search.IndexNotFound) as raised:
        search.open_index(folder.parent / "default", create=False)
    assert str(folder) in str(raised.value)
    assert not (folder.parent / "default").exists()


def test_where_there_is_no_index_at_all_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(search.IndexNotFound, match="svodka index SOURCE"):
        search.open_index(tmp_path / "nothing", create=False)


def test_an_index_is_never_laid_into_a_file_or_a_folder_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Dear all")
    (tmp_path / "file").write_text("x")
    for name in ("letters", "file"):
        with pytest.raises(search.IndexNotFound):
            search.open_index(tmp_path / name)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["a.txt"]


def test_an_index_in_memory_is_its_own() -> None:
    one, two = texts("deal"), search.open_index(":memory:")
    assert (len(one), len(two)) == (1, 0)
    assert one.check() == []
    assert one.reindex() == 1
    assert ids(one, "deal") == ["0"]


# Versions


def of_another_version(folder: Path, **changed: object) -> None:
    manifest = folder / indexes.MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changed))


def test_an_index_of_another_analysis_is_refused_and_reindex_mends_it(folder: Path) -> None:
    of_another_version(folder, analysis="analysis 0")
    with pytest.raises(search.IndexMismatch, match="svodka reindex --index"):
        search.open_index(folder)
    seen: list[int] = []
    with open_for_reindex(folder) as index:
        assert index.reindex(seen.append) == 6
    assert sum(seen) == 6
    with search.open_index(folder) as index:
        assert ids(index, "agreement") == ["ru-deal"]


def test_an_index_of_another_format_is_refused(folder: Path) -> None:
    of_another_version(folder, svodka=99)
    with pytest.raises(search.IndexMismatch, match="format 99"):
        search.open_index(folder)


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"svodka": 1}', "null"])
def test_a_torn_manifest_is_damage(folder: Path, manifest: str) -> None:
    (folder / indexes.MANIFEST).write_text(manifest)
    with pytest.raises(search.IndexDamaged, match="svodka reindex"):
        search.open_index(folder)
    with open_for_reindex(folder) as index:
        index.reindex()
    with search.open_index(folder) as index:
        assert len(index) == 6


def test_reindex_changes_nothing_that_can_be_seen(folder: Path) -> None:
    with search.open_index(folder) as index:
        before = [(hit.id, hit.score, hit.document) for hit in index.search("deal")]
        people = counts(index, "person")
        index.reindex()
        assert [(hit.id, hit.score, hit.document) for hit in index.search("deal")] == before
        assert counts(index, "person") == people
        assert index.check() == []


# Damage


def test_a_sound_index_has_no_problems(folder: Path) -> None:
    with search.open_index(folder, create=False) as index:
        assert index.check() == []


def problems_of(folder: Path) -> list[str]:
    """What opening, checking and searching an index says is wrong with it."""
    try:
        with search.open_index(folder, create=False) as index:
            return index.check()
    except search.SearchError as error:
        return [str(error)]


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.stat().st_size)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_a_flipped_bit_in_any_file_is_noticed(folder: Path, share: float) -> None:
    with search.open_index(folder) as index:
        index.delete(["xx"])  # so that there is a file of deletions too
    for path in files_of(folder):
        sound = path.read_bytes()
        at = int(share * (len(sound) - 1))
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        assert problems_of(folder), (path.name, at)
        path.write_bytes(sound)
    assert problems_of(folder) == []


def test_any_flipped_bit_of_the_manifest_is_noticed(folder: Path) -> None:
    path = folder / "svodka.json"
    sound = path.read_bytes()
    for bit in range(8 * len(sound)):
        at = bit // 8
        path.write_bytes(sound[:at] + bytes([sound[at] ^ (1 << bit % 8)]) + sound[at + 1 :])
        assert problems_of(folder), bit
    path.write_bytes(sound + b" ")  # which changes no value
    assert problems_of(folder)


def test_a_cut_or_missing_file_is_noticed(folder: Path) -> None:
    for path in files_of(folder):
        sound = path.read_bytes()
        path.write_bytes(sound[: len(sound) // 2])
        assert problems_of(folder), path.name
        path.unlink()
        assert problems_of(folder), path.name
        path.write_bytes(sound)
    assert problems_of(folder) == []


def test_outlets_of_the_reader_stand_in_the_folder_of_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    with search.open_index(folder) as index:
        (folder / "outlets.tsv").write_text(
            "Hill Post\tnewspaper\tGB\tHill Post|The Hill Post|Хилл пост\thillpost.example\n",
            encoding="utf-8",
        )
        with index.writer() as writer:
            writer.add(search.Document("a", body="Text.", source="Хилл пост"))
            writer.add(search.Document("b", body="Text.", agency="Рейтер"))
        hits = {hit.id: hit.document for hit in index.search("")}
    assert hits["a"].source == "Hill Post"
    assert hits["b"].agency == "Reuters"
