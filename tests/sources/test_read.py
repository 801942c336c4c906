"""`read` over files of all formats: packed, damaged, unreadable, standard input."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search.sources
from search.sources import Reading, discover, read

LINE = '{"id": "%s", "text": "text"}\n'


def ids(readings: Sequence[Reading]) -> list[str | None]:
    return [one.document.id if one.document else None for one in readings]


def write(path: Path, data: bytes | str, *, packed: bool = False) -> str:
    data = data.encode() if isinstance(data, str) else data
    path.write_bytes(gzip.compress(data) if packed else data)
    return str(path)


def test_names_that_users_import() -> None:
    assert search.sources.__all__ == ["Discovery", "InputFile", "Reading", "discover", "read"]


def test_all_formats_are_read_also_packed(tmp_path: Path) -> None:
    page = "<p>" + "A sentence of an article about a city and its council. " * 5
    contents = {
        "a.txt": "text", "b.html": page, "c.jsonl": LINE % "c1" + LINE % "c2",
        "d.csv": "id,text\nd1,x\n",
    }  # fmt: skip
    for name, content in contents.items():
        write(tmp_path / name, content)
        write(tmp_path / f"{name}.gz", content.replace('1"', '3"'), packed=True)
    readings = list(read([str(tmp_path)]))
    assert ids(readings) == [
        "a.txt", "a.txt.gz", "b.html", "b.html.gz", "c1", "c2", "c3", "c2", "d1", "d1",
    ]  # fmt: skip
    assert [one.pasted for one in readings][:3] == [True, True, False]
    assert readings[5].origin == f"{tmp_path}/c.jsonl:2"
    assert readings[5].file == f"{tmp_path.resolve()}/c.jsonl"


def test_one_bad_input_never_stops_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\x00" * 50)
    write(tmp_path / "b.txt", "")
    write(tmp_path / "c.txt.gz", b"no archive")
    write(tmp_path / "d.txt", "text")
    readings = list(read([str(tmp_path / "gone.txt"), str(tmp_path)]))
    assert ids(readings) == [None, None, None, None, "d.txt"]
    assert all(one.skipped and one.skipped.endswith(".") for one in readings[:4])


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_rows_before_the_damage_of_an_archive_are_kept(tmp_path: Path, kind: str) -> None:
    count = 20_000
    texts = [os.urandom(8).hex() for _ in range(count)]
    rows = [json.dumps({"text": text}) if kind == "jsonl" else text for text in texts]
    data = gzip.compress("\n".join(["text"] * (kind == "csv") + rows).encode())
    source = write(tmp_path / f"a.{kind}.gz", data[: len(data) // 2])
    *kept, last = read([source])
    assert count / 4 < len(kept) < count
    assert [one.document.body for one in kept if one.document] == texts[: len(kept)]
    assert "cut off" in (last.skipped or "")
    flipped = bytearray(data)
    flipped[len(data) // 2 : len(data) // 2 + 50] = b"\xff" * 50
    *_, last = read([write(tmp_path / f"b.{kind}.gz", bytes(flipped))])
    assert last.document is None


def test_cut_off_text_is_no_article(tmp_path: Path) -> None:
    data = gzip.compress(os.urandom(5000).hex().encode())
    (reading,) = read([write(tmp_path / "a.txt.gz", data[:-20])])
    assert "cut off" in (reading.skipped or "")


@pytest.mark.parametrize(("name", "size"), [("a.txt.gz", 65), ("a.html.gz", 17)])
def test_archive_that_unpacks_beyond_the_limit_is_skipped(
    tmp_path: Path, name: str, size: int
) -> None:
    (reading,) = read([write(tmp_path / name, b"a " * (size << 19), packed=True)])
    assert "larger than" in (reading.skipped or "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission_is_skipped(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "text")
    Path(source).chmod(0)
    assert "permission" in (next(read([source])).skipped or "")


def test_error_of_the_file_system_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "a.txt", "text")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert next(read([source])).skipped == "There is no permission to read it."


def test_file_that_goes_away_in_between_is_skipped(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "text")
    found = discover([source])
    Path(source).unlink()
    (reading,) = read(found)
    assert reading.skipped is not None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b' \n\xef\xbb\xbf{"id": "a", "text": "t"}\n{"id": "b", "text": "u"}', ["a", "b"]),
        (b'\xef\xbb\xbf{"id": "a", "text": "t"}', ["a"]),
        (b"", [None]),
        (b" \n ", [None]),
    ],
)
def test_standard_input_is_json_lines_when_it_begins_with_a_brace(
    data: bytes, expected: list[str | None]
) -> None:
    readings = list(read(["-"], stdin=io.BytesIO(data)))
    assert ids(readings)[-1] == expected[-1]
    assert {one.file for one in readings} == {"-"}


def test_standard_input_is_one_text_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n[1]\n{2}")))
    (reading,) = read(["-"])
    assert reading.document is not None
    assert reading.document.body == "[1]\n{2}"
    assert reading.document.id.startswith("stdin-")
    assert reading.pasted


def test_progress_adds_up_to_the_size(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", LINE % "a" * 5000)
    write(tmp_path / "b.jsonl.gz", LINE % "b" * 5000, packed=True)
    write(tmp_path / "c.txt", "text")
    steps: list[int] = []
    found = discover([str(tmp_path)])
    assert sum(one.document is not None for one in read(found, progress=steps.append)) == 10_001
    assert sum(steps) == found.size


def test_reading_is_lazy(tmp_path: Path) -> None:
    readings = read([write(tmp_path / "a.jsonl", LINE % "a" + "broken\n" * 100_000)])
    assert ids([next(readings)]) == ["a"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(), st.sampled_from(["txt", "html", "jsonl", "csv"]), st.booleans(), st.integers(0, 99)
)
def test_any_bytes_in_any_format_raise_nothing(
    tmp_path: Path, data: bytes, suffix: str, packed: bool, cut: int
) -> None:
    if packed:
        data = gzip.compress(data)
        data = data[: len(data) * (100 - cut) // 100]
    path = tmp_path / (f"a.{suffix}.gz" if packed else f"a.{suffix}")
    readings = list(read([write(path, data)]))
    assert readings
    assert all((one.document is None) == (one.skipped is not None) for one in readings)
    stdin = list(read(["-"], stdin=io.BytesIO(data)))
    assert all((one.document is None) == (one.skipped is not None) for one in stdin)
