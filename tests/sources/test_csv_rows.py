"""CSV: columns as in JSON lines, quoted line ends, rows that can be repaired or cannot."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.sources import csv_rows
from search.sources.csv_rows import read_csv
from search.sources.readings import Reading


def read(data: bytes | str) -> list[Reading]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read_csv(stream, origin="a.csv", file="/a.csv"))


def bodies(data: bytes | str) -> list[str | None]:
    return [one.document.body if one.document else None for one in read(data)]


def test_row_has_the_fields_of_json_lines() -> None:
    (reading,) = read("id,Title ,text,lang,date,authors,people\n7,T,Body,ru,2025-12,A B; C D,\n")
    found = reading.document
    assert found is not None
    assert (found.id, found.title, found.body, found.language) == ("7", "T", "Body", "ru")
    assert (found.published, found.authors, found.people) == ("2025-12", ("A B", "C D"), None)
    assert (reading.origin, reading.warnings) == ("a.csv:2", ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_told_by_the_header(delimiter: str) -> None:
    lines = [["id", "title", "text"], ["1", "a, b; c", "t"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    (reading,) = read(out.getvalue())
    assert reading.document is not None
    assert reading.document.title == "a, b; c"


def test_delimiter_line_of_excel_is_honoured() -> None:
    assert bodies("sep=|\nid|text\n1|a, b\n") == ["a, b"]


def test_quotes_hold_delimiters_line_ends_and_quotes() -> None:
    assert bodies('id,text\n1,"a, ""b""\nc"\n2,"d"\n') == ['a, "b"\nc', "d"]


def test_origin_is_the_line_where_a_row_begins() -> None:
    origins = [one.origin for one in read('text\n"a\nb"\n\nc\n')]
    assert origins == ["a.csv:2", "a.csv:5"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_encodings_of_excel(encoding: str) -> None:
    data = "id\ttext\r\n1\tСовет министров одобрил бюджет\r\n".encode(encoding)
    assert bodies(data) == ["Совет министров одобрил бюджет"]


def test_lone_carriage_returns_end_lines() -> None:
    assert bodies("id,text\r1,a\r2,b\r") == ["a", "b"]


def test_huge_cell_is_read() -> None:
    assert bodies('text\n"' + "word\n" * 100_000 + '"\n') == ["word\n" * 99_999 + "word"]


def test_file_without_text_and_title_is_skipped_with_its_columns() -> None:
    (reading,) = read("name,price\na,1\n")
    assert reading.skipped == "It has no column “text” or “title”; its columns are: name, price."


def test_header_alone_and_nothing_are_told() -> None:
    assert "header row" in (read("id,text\n")[0].skipped or "")
    assert [one.skipped for one in read("")] == ["It is empty."]


def test_missing_cells_count_as_empty_with_a_warning() -> None:
    (reading,) = read("title,text,source\nT\n")
    assert reading.document is not None
    assert reading.document.title == "T"
    assert "1 cells" in reading.warnings[0]


def test_surplus_cells_belong_to_a_text_at_the_end() -> None:
    (reading,) = read("id,text\n1,One, two, three\n")
    assert reading.document is not None
    assert reading.document.body == "One, two, three"
    assert reading.warnings


def test_surplus_cells_elsewhere_skip_the_row() -> None:
    readings = read("id,text,source\n1,a, b,S\n2,c,S,,\n")
    assert "Row 1 has 4 cells" in (readings[0].skipped or "")
    assert readings[1].document is not None
    assert readings[1].warnings == ()


def test_unclosed_quote_costs_its_row_only() -> None:
    readings = read('id,text\n1,a\n2,"open\n3,b\n4,c\n')
    assert [one.document is not None for one in readings] == [True, False, True, True]
    assert readings[1].origin == "a.csv:3"
    assert "never closed" in (readings[1].skipped or "")


def test_quote_inside_a_plain_cell_is_a_character() -> None:
    assert bodies('id,text\n1,a 5" disk\n2,b\n') == ['a 5" disk', "b"]


def test_row_beyond_the_limit_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LINE_LIMIT", 50)
    data = 'text\n"' + "x\n" * 60 + '"\nlast\n'
    readings = read(data)
    assert readings[0].document is None
    assert readings[-1].document is not None
    assert readings[-1].document.body == "last"


def test_same_column_twice_takes_the_first_that_is_filled() -> None:
    assert bodies("text,text\na,b\n,c\n") == ["a", "c"]


cell = st.text(st.sampled_from('ab,;"\n \t'), max_size=8)
rows = st.lists(st.lists(cell, min_size=2, max_size=2), max_size=5)


@given(rows)
def test_what_the_csv_module_writes_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text"], *([f"x{a}", f"x{b}x"] for a, b in table)])
    expected = ["\n".join(f"x{b}x".replace("\t", " ").split("\n")) for _, b in table]
    assert [body for body in bodies(out.getvalue()) if body is not None] == expected


@given(st.binary())
def test_any_bytes_give_readings(data: bytes) -> None:
    for head in (b"", b"id,text\n", b'text\n"'):
        readings = read(head + data)
        assert readings
        assert all((one.document is None) == (one.skipped is not None) for one in readings)
