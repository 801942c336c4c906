"""PDF and DOCX: text and properties, and archives that mean harm."""

from __future__ import annotations

import io
import sys
import tracemalloc
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.indexer import Given, prepare
from search.sources import Reading, read
from search.sources.docx import read_docx
from search.sources.pdf import read_pdf

TODAY = date(2026, 1, 10)
FIRST = "The council of the town voted to rebuild the old bridge over the river."
SECOND = "The work begins in spring and will cost nine million."
CORE = """<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">{}</cp:coreProperties>"""
PROPERTIES = """<dc:title>Bridge to be rebuilt</dc:title><dc:creator>Anna Weber</dc:creator>
<dcterms:created>2025-12-18T09:00:00Z</dcterms:created>"""


def word(*paragraphs: str, core: str | None = PROPERTIES, body: str = "") -> bytes:
    inside = body + "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="w" xmlns:mc="m"><w:body>{inside}</w:body></w:document>',
        )
        if core is not None:
            archive.writestr("docProps/core.xml", CORE.format(core))
    return out.getvalue()


def paper(*pages: str | bytes, info: str = "", packed: bool = True) -> bytes:
    """A PDF with one content stream a page; lines of text end in a line break."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b""]
    objects[2] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = []
    for page in pages:
        drawn = page if isinstance(page, bytes) else b""
        if isinstance(page, str):
            shown = b"".join(b"(%s) Tj T*\n" % line.encode() for line in page.split("\n"))
            drawn = b"BT /F1 12 Tf 14 TL 72 720 Td\n" + shown + b"ET"
        data = zlib.compress(drawn) if packed else drawn
        kind = b"/Filter /FlateDecode " if packed else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (kind, len(data), data))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    objects.append(f"<< {info} >>".encode())
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, one in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF"
              % (len(objects) + 1, len(objects), start))  # fmt: skip
    return out.getvalue()


def docx(data: bytes) -> Reading:
    return read_docx(data, origin="a.docx", file="/a.docx", id="a.docx", today=TODAY)


def pdf(data: bytes) -> Reading:
    return read_pdf(data, origin="a.pdf", file="/a.pdf", id="a.pdf", today=TODAY)


def body(reading: Reading) -> str:
    assert reading.document is not None, reading.skipped
    return prepare(Given(reading.document, reading.pasted, reading.evidence))[0].body


def test_a_word_file_is_an_article() -> None:
    reading = docx(word(FIRST, "", "Мост через реку &amp; дорога восстановят весной."))
    one = reading.document
    assert one is not None
    assert (one.id, one.title, one.authors) == ("a.docx", "Bridge to be rebuilt", ("Anna Weber",))
    assert one.published == "2025-12-18"
    assert reading.evidence["published"] == "properties of the DOCX file"
    assert body(reading) == f"{FIRST}\nМост через реку & дорога восстановят весной."


def test_runs_breaks_boxes_and_titles_of_a_word_file() -> None:
    inside = (
        '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>A new </w:t></w:r>'
        "<w:r><w:t>bridge</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>One</w:t><w:br/>"
        f"<w:t>{FIRST}</w:t></w:r></w:p><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>{SECOND}"
        "</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>twice</w:t></w:r></w:p>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    one = docx(word(body=inside, core=None)).document
    assert one is not None
    assert one.title == "A new bridge"
    assert one.body == f"A new bridge\nOne\n{FIRST}\n{SECOND}"


def test_a_date_in_the_text_counts_for_more_than_that_of_the_file() -> None:
    one = docx(word("Published: 3 November 2025", FIRST, SECOND)).document
    assert one is not None
    assert one.published is None  # for the reading of the text, which sees more


@pytest.mark.parametrize("title", ["Microsoft Word - x.doc", "Document1", "bridge.indd", " - "])
def test_the_name_of_a_template_is_no_title(title: str) -> None:
    one = docx(word(FIRST, core=f"<dc:title>{title}</dc:title><dc:creator>user</dc:creator>"))
    assert one.document is not None
    assert (one.document.title, one.document.authors) == ("", ())


def test_a_pdf_file_is_an_article() -> None:
    info = "/Title (Bridge to be rebuilt) /Author (Anna Weber) /CreationDate (D:20251218090000Z)"
    reading = pdf(
        paper(FIRST, "The work begins in spring and will be com-\npleted later.", info=info)
    )
    one = reading.document
    assert one is not None
    assert (one.title, one.authors, one.published) == (
        "Bridge to be rebuilt", ("Anna Weber",), "2025-12-18",
    )  # fmt: skip
    assert body(reading) == f"{FIRST}\n\nThe work begins in spring and will be completed later."


def test_a_broken_page_never_stops_the_others() -> None:
    data = paper(FIRST, b"BT /F1 12 Tf (", SECOND)
    assert SECOND in body(pdf(data))


def test_a_pdf_without_text_says_so() -> None:
    assert "pictures" in (pdf(paper(b"0 0 m")).skipped or "")


def test_files_are_found_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(FIRST))
    (tmp_path / "b.pdf").write_bytes(paper(FIRST))
    assert [one.document and one.document.id for one in read([str(tmp_path)])] == [
        "a.docx", "b.pdf",
    ]  # fmt: skip


def test_without_the_library_the_reason_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert "svodka[pdf]" in (pdf(paper(FIRST)).skipped or "")


def bomb(name: str) -> bytes:
    if name == "spaces.docx":
        return word(" " * 100_000_000)
    if name == "spaces.pdf":
        return paper(b" " * 100_000_000)
    if name == "operations.pdf":
        return paper(b"BT /F1 12 Tf " + b"(a) Tj " * 1_000_000 + b"ET")
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"{laughs}<w:d xmlns:w='w'><w:t>&a;&b;</w:t></w:d>")
    return out.getvalue()


@pytest.mark.parametrize("name", ["spaces.docx", "entities.docx", "spaces.pdf", "operations.pdf"])
def test_a_bomb_gives_a_reason_in_bounded_memory(name: str) -> None:
    data = bomb(name)
    tracemalloc.start()
    reading = docx(data) if name.endswith("docx") else pdf(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.document is None
    assert reading.skipped
    assert peak < 250_000_000


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9, b"%PDF-1.4\n", b"x"])
def test_what_is_no_such_file_gives_a_reason(data: bytes) -> None:
    for reading in (docx(data), pdf(data)):
        assert reading.document is None
        assert reading.skipped
        assert reading.skipped.endswith(".")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000), st.binary(max_size=20), st.booleans())
def test_a_damaged_file_gives_an_article_or_a_reason(at: int, bytes_: bytes, cut: bool) -> None:
    for whole, reader in ((word(FIRST), docx), (paper(FIRST, SECOND), pdf)):
        data = whole[:at] + bytes_ + (b"" if cut else whole[at + len(bytes_) :])
        reading = reader(data)
        assert (reading.document is None) != (reading.skipped is None)
