"""JSON lines: fields are repaired or told, a bad line never stops the others."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Document
from search.sources import jsonl
from search.sources.jsonl import document_of, read_jsonl
from search.sources.readings import Reading, lines


def read(data: bytes | str) -> list[Reading]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read_jsonl(stream, origin="a.jsonl", file="/a.jsonl"))


def read_one(**record: Any) -> Reading:
    return document_of(record, origin="a.jsonl:1", file="/a.jsonl")


def document(**record: Any) -> Document:
    reading = read_one(**record)
    assert reading.document is not None
    return reading.document


def test_all_fields_are_read() -> None:
    record = {
        "id": "a1", "url": "https://x.org/1", "title": "T", "text": "One.\nTwo.",
        "language": "ru", "source": "S", "agency": "Reuters", "authors": ["A", "B"],
        "editors": ["E"], "published": "2025-12-18", "people": ["P"], "more": {"x": 1},
    }  # fmt: skip
    (reading,) = read(json.dumps(record))
    assert reading.document == Document(
        "a1", "T", "One.\nTwo.", "https://x.org/1", "ru", "S", "Reuters", ("A", "B"), ("E",),
        "2025-12-18", ("P",),
    )  # fmt: skip
    assert (reading.origin, reading.file, reading.warnings) == ("a.jsonl:1", "/a.jsonl", ())
    assert not reading.pasted


def test_other_names_of_fields() -> None:
    found = document(body="text", lang="en", date="2025")
    assert (found.body, found.language, found.published) == ("text", "en", "2025")


def test_id_is_stated_or_the_url_or_a_hash_of_the_content() -> None:
    assert document(id="a", url="u", text="t").id == "a"
    assert document(url="u", text="t").id == "u"
    hashed = document(text="t", title="x")
    assert hashed.id.startswith("sha-")
    assert len(hashed.id) == 20
    assert hashed.id == document(text="t", title="x", source="s").id
    assert hashed.id != document(text="t").id


@pytest.mark.parametrize(("value", "expected"), [(17, "17"), (1.5, "1.5"), (" a\nb ", "a b")])
def test_id_becomes_one_line_of_text(value: object, expected: str) -> None:
    assert document(id=value, text="t").id == expected


@pytest.mark.parametrize("value", [True, [], {}, float("nan"), ["a"]])
def test_id_of_a_wrong_type_is_left_out_with_a_warning(value: object) -> None:
    reading = read_one(id=value, text="t")
    assert reading.document is not None
    assert reading.document.id.startswith("sha-")
    assert "id" in reading.warnings[0]


def test_endless_id_is_hashed() -> None:
    reading = read_one(id="x" * 5000, text="t")
    assert reading.document is not None
    assert reading.document.id.startswith("sha-")
    assert reading.warnings


def test_null_and_blank_values_are_not_stated() -> None:
    nulls: dict[str, Any] = dict.fromkeys(jsonl.NAMES)
    assert document(**{**nulls, "text": "t"}) == document(text="t")
    blanks: dict[str, Any] = dict.fromkeys(jsonl.NAMES, " ")
    assert document(**{**blanks, "text": "t"}) == document(text="t")


def test_empty_list_of_people_means_that_there_are_none() -> None:
    assert document(text="t", people=[]).people == ()
    assert document(text="t").people is None


@pytest.mark.parametrize("name", ["authors", "editors", "people"])
def test_string_of_names_is_split_with_a_warning(name: str) -> None:
    reading = read_one(text="t", **{name: "A B; C D;"})
    assert getattr(reading.document, name) == ("A B", "C D")
    assert name in reading.warnings[0]


def test_lists_of_names_lose_what_is_no_name() -> None:
    reading = read_one(text="t", authors=["A", None, 3, "A", {"name": "B"}, ""])
    assert reading.document is not None
    assert reading.document.authors == ("A", "B")
    assert len(reading.warnings) == 1


def test_text_of_another_type_is_repaired_or_the_line_skipped() -> None:
    assert document(text=["One.", "Two."]).body == "One.\nTwo."
    assert document(text=12).body == "12"
    assert read_one(text={"a": 1}).skipped == "Its text is an object, and it has no title."
    assert document(text={"a": 1}, title="T").title == "T"
    assert read_one(text={"a": 1}, title="T").warnings


def test_title_alone_is_kept_and_nothing_is_not() -> None:
    assert document(title="T").body == ""
    assert read_one(source="S").skipped == "It has neither a text nor a title."


@pytest.mark.parametrize(
    ("value", "expected", "warned"),
    [
        ("RU", "ru", False),
        ("ru-RU", "ru", False),
        ("be_BY", "be", False),
        ("rus", "ru", False),
        ("Russian", "ru", False),
        ("українська", "uk", False),
        ("unknown", "unknown", False),
        ("it", "unknown", True),
        ("klingon", "unknown", True),
        (7, None, True),
    ],
)
def test_languages(value: object, expected: str | None, warned: bool) -> None:
    reading = read_one(text="t", language=value)
    assert reading.document is not None
    assert reading.document.language == expected
    assert bool(reading.warnings) is warned


@pytest.mark.parametrize(
    ("value", "expected", "warned"),
    [
        ("2025-12", "2025-12", False),
        (" 2025-12-18T10:15:00Z ", "2025-12-18T10:15:00+00:00", False),
        (2025, "2025", False),
        ("unknown", "unknown", False),
        ("", None, False),
        ("18 December", "unknown", True),
        ("2025-02-30", "unknown", True),
        (1766016000, "unknown", True),
        (["2025"], "unknown", True),
    ],
)
def test_dates(value: object, expected: str | None, warned: bool) -> None:
    reading = read_one(text="t", published=value)
    assert reading.document is not None
    assert reading.document.published == expected
    assert bool(reading.warnings) is warned


def test_strings_are_cleaned() -> None:
    found = document(id="a\u200b", title="a\u00ad\nb", text="\ud800x\r\ny\0", authors=["и\u0306"])
    assert (found.id, found.title, found.body) == ("a", "a b", "\ufffdx\ny")
    assert found.authors == ("й",)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "t"', "column 13"),
        ("[1, 2]", "a JSON list"),
        ('"text"', "a JSON string"),
        ("null", "null"),
        ("plain", "not valid JSON"),
        ('{"text": ' + "[" * 100_000, "nested too deeply"),
        ('{"text": ' + "1" * 5000 + "}", "too long"),
    ],
)
def test_broken_line_is_skipped_with_its_number(line: str, words: str) -> None:
    good = '{"text": "t"}'
    readings = read(f"\n{good}\n{line}\n  \n{good}")
    assert [reading.document is not None for reading in readings] == [True, False, True]
    assert readings[1].origin == "a.jsonl:3"
    assert words in (readings[1].skipped or "")
    assert readings[2].origin == "a.jsonl:5"


def test_odd_but_valid_json_is_read() -> None:
    (reading,) = read('{"text": "a", "text": "b", "score": NaN, "n": -Infinity}')
    assert reading.document is not None
    assert reading.document.body == "b"


def test_empty_and_binary_streams_are_skipped_once() -> None:
    assert [reading.skipped for reading in read("\n \n")] == ["It is empty."]
    (reading,) = read(b"PK\x03\x04\n\x00\n\x00\n")
    assert "zip" in (reading.skipped or "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_other_encodings(encoding: str) -> None:
    text = "Совет министров одобрил бюджет"
    line = json.dumps({"text": text}, ensure_ascii=False)
    readings = read(f"{line}\r\n{line}\r\n".encode(encoding))
    assert [one.document.body for one in readings if one.document] == [text, text]
    assert len([one for one in readings if one.warnings]) == (encoding in ("cp1251", "koi8-r"))


def test_one_damaged_letter_does_not_change_the_encoding() -> None:
    data = '{"text": "Совет министров"}\n{"text": "Совет министров"}'.encode()
    first, second = read(data[:12] + b"\xff" + data[12:])
    assert first.document is not None
    assert first.document.body.endswith("министров")
    assert first.warnings
    assert not second.warnings


def test_overlong_line_is_passed_over_in_bounded_memory() -> None:
    class Endless(io.RawIOBase):
        """A line of 64 MB that was never built, then a good one."""

        def __init__(self) -> None:
            self.left = 64 << 20
            self.tail = io.BytesIO(b'\n{"text": "t"}\n')
            self.largest = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.largest = max(self.largest, len(buffer))
            data = b"x" * min(len(buffer), self.left) or self.tail.read(len(buffer))
            self.left -= min(len(buffer), self.left)
            buffer[: len(data)] = data
            return len(data)

    raw = Endless()
    long, good = read_jsonl(io.BufferedReader(raw), origin="a", file="a")
    assert "longer than 16 MB" in (long.skipped or "")
    assert (good.origin, good.document is not None) == ("a:2", True)
    assert raw.largest <= 1 << 20


@given(st.lists(st.text("ab\r", max_size=9)), st.integers(1, 9))
def test_every_line_is_whole_or_told_as_too_long(parts: list[str], limit: int) -> None:
    found = list(lines(io.BytesIO("".join(f"{part}\n" for part in parts).encode()), limit))
    assert [line.number for line in found] == list(range(1, len(parts) + 1))
    for line, part in zip(found, parts, strict=True):
        text = part.encode().rstrip(b"\r")
        # Surplus carriage returns may make a line too long, letters beyond the limit must.
        assert line.data == text or (line.data is None and len(part) + 1 > limit)
        assert line.data is None or len(text) <= limit


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
keys = st.sampled_from([name for names in jsonl.NAMES.values() for name in names])


@given(st.dictionaries(keys, values))
def test_any_record_gives_a_document_or_a_reason(record: dict[str, Any]) -> None:
    reading = document_of(record, origin="a:1", file="a")
    assert (reading.document is None) == (reading.skipped is not None)
    if reading.document is not None:
        assert reading.document.id
        assert json.dumps(reading.document.to_dict()).encode()
        assert reading.document.title or reading.document.body


@given(st.binary())
def test_any_bytes_give_readings(data: bytes) -> None:
    assert read(data)
    assert all((one.document is None) == (one.skipped is not None) for one in read(b"{" + data))
