"""Plain texts: one file is one article, pasted with its page."""

from __future__ import annotations

from search.documents import Document
from search.sources.text import read_text


def test_text_keeps_its_lines_and_is_marked_as_pasted() -> None:
    reading = read_text(b" Title\r\n\r\nBody.\n", origin="a.txt", file="/a.txt", id="a.txt")
    assert reading.document == Document(id="a.txt", body="Title\n\nBody.")
    assert reading.pasted
    assert reading.warnings == ()


def test_text_without_an_id_gets_one_of_its_content() -> None:
    first, same, other = (
        read_text(data, origin="-", file="-", id=None) for data in (b"one", b"one\r\n", b"two")
    )
    assert first.document is not None
    assert first.document.id.startswith("stdin-")
    assert first.document == same.document
    assert other.document is not None
    assert other.document.id != first.document.id


def test_empty_text_is_skipped() -> None:
    for data in (b"", b" \n\t\xc2\xa0\r\n", b"\xef\xbb\xbf", b"\xe2\x80\x8b"):
        assert read_text(data, origin="a", file="a", id="a").skipped == "It is empty."


def test_guessed_encoding_is_a_warning() -> None:
    reading = read_text("Привет, мир".encode("cp1251"), origin="a", file="a", id="a")
    assert reading.document is not None
    assert reading.document.body == "Привет, мир"
    assert "windows-1251" in reading.warnings[0]
