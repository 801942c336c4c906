"""Which files sources mean, under which ids, and what is told about the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from search.sources import discover
from search.sources.discovery import Scope, _match


@pytest.fixture
def news(tmp_path: Path) -> Path:
    root = tmp_path / "news"
    for name in ("b.txt", "a.html", "2025/12/a.txt", "2025/rows.csv.gz", "image.png", ".git/x.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("text", encoding="utf-8")
    (root / ".hidden.txt").write_text("text", encoding="utf-8")
    return root


def ids(*sources: str | Path) -> list[str]:
    return [file.id for file in discover([str(source) for source in sources]).files]


def test_folder_is_read_recursively_and_sorted(news: Path) -> None:
    found = discover([str(news)])
    assert [file.id for file in found.files] == [
        "2025/12/a.txt", "2025/rows.csv.gz", "a.html", "b.txt",
    ]  # fmt: skip
    assert found.ignored == 1
    assert found.skipped == ()
    assert found.size == 16


def test_kind_and_compression_come_from_the_name(news: Path) -> None:
    (news / "UPPER.HTM.GZ").write_bytes(b"x")
    kinds = {file.id: (file.kind, file.compressed) for file in discover([str(news)]).files}
    assert kinds["2025/rows.csv.gz"] == ("csv", True)
    assert kinds["UPPER.HTM.GZ"] == ("html", True)
    assert kinds["b.txt"] == ("text", False)


def test_file_named_directly_has_its_name_as_id(news: Path) -> None:
    assert ids(news / "2025" / "12" / "a.txt") == ["a.txt"]


def test_hidden_file_is_read_when_named(news: Path) -> None:
    assert ids(news / ".hidden.txt") == [".hidden.txt"]


def test_glob_ids_are_relative_to_its_fixed_folder(news: Path) -> None:
    assert ids(news / "*.txt") == ["b.txt"]
    assert ids(news / "2025" / "*" / "*.txt") == ["12/a.txt"]


def test_glob_with_two_stars_goes_down_all_folders(news: Path) -> None:
    assert ids(news / "**" / "*.txt") == ["2025/12/a.txt", "b.txt"]


def test_folder_that_a_glob_matches_is_read_with_all_below(news: Path) -> None:
    assert ids(news / "20*") == ["2025/12/a.txt", "2025/rows.csv.gz"]


def test_existing_name_with_brackets_is_no_glob(news: Path) -> None:
    (news / "a[1].txt").write_text("text", encoding="utf-8")
    assert ids(news / "a[1].txt") == ["a[1].txt"]


def test_file_reached_twice_is_read_once(news: Path) -> None:
    assert ids(news / "b.txt", news, news / "*.txt").count("b.txt") == 1
    again = discover([str(news), str(news / "2025")])
    assert len(again.files) == 4
    assert again.skipped == ()


def test_symlink_loops_end_and_real_names_win(news: Path) -> None:
    for name in ("aaa", "2025/up", "2025/again"):
        (news / name).symlink_to(news, target_is_directory=True)
    (news / "aa.txt").symlink_to(news / "b.txt")
    (news / "self").symlink_to(news / "self")
    expected = ["2025/12/a.txt", "2025/rows.csv.gz", "a.html", "b.txt"]
    assert ids(news) == expected
    assert ids(news / "**" / "*.txt") == ["2025/12/a.txt", "b.txt"]


def test_link_to_a_folder_elsewhere_is_followed(news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("text", encoding="utf-8")
    (news / "link").symlink_to(other, target_is_directory=True)
    assert "link/x.txt" in ids(news)


def test_canonical_file_is_the_same_through_a_link_to_the_folder(
    news: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(news, target_is_directory=True)
    direct, linked = discover([str(news)]), discover([str(link)])
    assert [file.file for file in direct.files] == [file.file for file in linked.files]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("missing.txt", "no such file"),
        ("image.png", "kind is not known"),
        ("*.pdf", "matches no file"),
        ("*.png", "matches no file that can be read"),
        ("gone/*.txt", "matches no file"),
        ("pipe.txt", "regular file"),
        ("nul\0.txt", "no such file"),
    ],
)
def test_source_that_gives_nothing_is_skipped_with_a_reason(
    news: Path, name: str, word: str
) -> None:
    os.mkfifo(news / "pipe.txt")
    found = discover([f"{news}/{name}"])
    assert found.files == ()
    assert word in (found.skipped[0].skipped or "")


def test_empty_name_is_not_the_current_folder() -> None:
    found = discover([""])
    assert found.files == ()
    assert "empty" in (found.skipped[0].skipped or "")


def test_folder_without_articles_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    assert "1 other files" in (discover([str(tmp_path)]).skipped[0].skipped or "")


def test_fifo_inside_a_folder_is_ignored(news: Path) -> None:
    os.mkfifo(news / "pipe.txt")
    assert discover([str(news)]).ignored == 2


def test_standard_input_can_stand_once() -> None:
    found = discover(["-", "-"])
    assert [file.kind for file in found.files] == ["stdin"]
    assert len(found.skipped) == 1


def test_undecodable_name_becomes_printable(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system wants decodable names")
    (file,) = discover([str(tmp_path)]).files
    file.id.encode(), file.file.encode(), file.origin.encode()
    assert Path(file.path).read_text(encoding="utf-8") == "x"


def test_vanished_files_are_those_that_the_sources_cover(news: Path) -> None:
    before = [file.file for file in discover([str(news)]).files]
    (news / "b.txt").unlink()
    (news / "2025" / "12" / "a.txt").unlink()
    assert discover([str(news)]).vanished(before) == {before[0], before[3]}
    assert discover([str(news / "2025")]).vanished(before) == {before[0]}
    assert discover([str(news / "*.txt")]).vanished(before) == {before[3]}
    assert discover([str(news / "b.txt")]).vanished(before) == {before[3]}
    assert discover([str(news / "a.html")]).vanished(before) == set()


def test_missing_folder_prunes_nothing_below_it(news: Path) -> None:
    files = [file.file for file in discover([str(news)]).files]
    news.rename(news.parent / "moved")
    assert discover([str(news)]).vanished(files) == set()


def test_existing_hidden_file_has_not_vanished(news: Path) -> None:
    (hidden,) = discover([str(news / ".hidden.txt")]).files
    assert discover([str(news)]).vanished([hidden.file]) == set()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_folder_that_cannot_be_listed_is_told_and_prunes_nothing(news: Path) -> None:
    files = [file.file for file in discover([str(news)]).files]
    (news / "2025").chmod(0)
    try:
        found = discover([str(news)])
        assert "permission" in (found.skipped[0].skipped or "")
        assert found.vanished(files) == set()
    finally:
        (news / "2025").chmod(0o755)


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a/b/c.txt", "**/*.txt", True),
        ("c.txt", "**/*.txt", True),
        ("a/b", "a/**/b", True),
        ("a/b", "*", False),
        ("a/b.txt", "a/?.txt", True),
    ],
)
def test_glob_parts_match_as_in_the_shell(path: str, pattern: str, expected: bool) -> None:
    assert _match(tuple(path.split("/")), tuple(pattern.split("/"))) is expected


def test_scope_of_a_folder_does_not_hold_its_neighbour() -> None:
    assert Scope("/a/news", is_folder=True).holds("/a/news/x.txt")
    assert not Scope("/a/news", is_folder=True).holds("/a/newsletter/x.txt")
    assert not Scope("/a/news.txt").holds("/a/news.txt/x.txt")
