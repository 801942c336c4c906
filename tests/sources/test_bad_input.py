"""Input that is broken, or means harm: each gives a reason or an article, and stops nothing.

Time is counted in processor seconds and with a wide margin, so that a loaded machine does not
matter: what is guarded against takes minutes, not seconds.
"""

from __future__ import annotations

import base64
import gzip
import io
import random
import string
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.indexer import Given, prepare
from search.sources import Reading, read

MB = 1 << 20
SUFFIXES = (
    "txt", "html", "jsonl", "csv", "rss", "xml", "eml", "warc", "pdf", "docx",
)  # fmt: skip
SENTENCE = "The council of the town voted on Tuesday to rebuild the old bridge. "


def rss(inside: str, before: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>F</title>{inside}</channel></rss>".encode()


def item(text: str, **more: str) -> str:
    others = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<item><title>T</title>{others}<description>{text}</description></item>"


def record(body: bytes, length: int | None = None, kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    size = len(http) if length is None else length
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://r.example/\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: {size}\r\n\r\n"
    ).encode() + http + b"\r\n\r\n"  # fmt: skip


def laughs() -> str:
    lines = ['<!ENTITY l0 "haha">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 15)]
    return f"<!DOCTYPE rss [{''.join(lines)}]>"


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def nested_mail(depth: int) -> bytes:
    heads = [f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(depth)]
    return ("Subject: S\n" + "".join(heads) + "Content-Type: text/plain\n\nText.").encode()


def letters(count: int) -> bytes:
    made = random.Random(7)
    return "".join(made.choices(string.printable, k=count)).encode()


Make = Callable[[], bytes]
CORPUS: dict[str, tuple[str, Make]] = {
    "one tag of a page": ("html", lambda: b"<div " + b"a" * 12 * MB),
    "one tag of 50 MB": ("html", lambda: b"<div " + b"a" * 50 * MB),
    "tags without an end": ("html", lambda: b"<p" * MB),
    "deep tags": ("html", lambda: b"<div>" * (MB // 5) + b"x"),
    "an entity that never ends": ("html", lambda: b"<p>&" + b"a" * MB),
    "comments that never end": ("html", lambda: b"<p>x<!--" * (MB // 8)),
    "right to left": ("html", lambda: b"<p>" + "\u202eשלום עולם\u202c ".encode() * 999),
    "nulls in a text": ("txt", lambda: b"a\x00b " * 3 + SENTENCE.encode() * 99),
    "nothing but nulls": ("txt", lambda: bytes(MB)),
    "lone surrogates": ("txt", lambda: b"\xed\xa0\x80 " * 9 + SENTENCE.encode() * 99),
    "surrogates in JSON": ("jsonl", lambda: b'{"text": "a \\ud800 b", "title": "\\udfff"}\n'),
    "deep JSON": ("jsonl", lambda: b"[" * MB),
    "quotes that never end": ("csv", lambda: b"text\n" + b'"a\n' * (MB // 8)),
    "a billion laughs": ("rss", lambda: rss(item("&l14;"), laughs())),
    "laughs without a subset's end": ("rss", lambda: laughs()[:-2].encode() * 400),
    "types of documents": ("rss", lambda: b"<!DOCTYPE a [" * (MB // 13)),
    "an entity of a file": (
        "rss",
        lambda: rss(item("&x; y"), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ),
    "a deep feed": ("rss", lambda: rss("<item>" * (MB // 6))),
    "entries without an end": ("rss", lambda: rss("<item><title>x" * (MB // 14))),
    "ends without a beginning": ("rss", lambda: rss("</item>" * (MB // 7))),
    "attributes of a feed": ("rss", lambda: b"<rss " + b"a='b' " * (MB // 6) + b"/>"),
    "invalid dates": (
        "rss",
        lambda: rss(item("a b", pubDate="99 99 9999 99:99") + item("c d", pubDate="1" * 5000)),
    ),
    "brackets in a title": (
        "rss",
        lambda: rss(f"<item><title>{'&lt;a ' * (MB // 6)}</title></item>"),
    ),
    "nulls in a feed": ("rss", lambda: rss(item("a\x00b\x01\x02 &#0;&#xd800;&#x110000; c"))),
    "nested MIME": ("eml", lambda: nested_mail(150)),
    "nested MIME beyond all bounds": ("eml", lambda: nested_mail(30_000)),
    "a header of a megabyte": ("eml", lambda: b"Subject: " + b"=?utf-8?q?a?= " * (MB // 14)),
    "folded headers": ("eml", lambda: b"Subject: a\n" + b" b\n" * (MB // 3) + b"\nText."),
    "an address of brackets": ("eml", lambda: b"From: " + b"(<" * (MB // 2) + b"\n\nText."),
    "a date of digits": ("eml", lambda: b"Date: " + b"1" * MB + b"\n\nText."),
    "base64 that is none": (
        "eml",
        lambda: b"Content-Transfer-Encoding: base64\n\n" + letters(MB),
    ),
    "a page as base64": (
        "eml",
        lambda: (
            b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(b"<p>" * (MB // 5))
        ),
    ),
    "a record cut off": ("warc", lambda: record(SENTENCE.encode(), length=9999)),
    "a record of no length": ("warc", lambda: record(b"").replace(b"Content-Length", b"X") * 99),
    "a record of a negative length": ("warc", lambda: record(b"<p>x", length=-5)),
    "records without an end": ("warc", lambda: b"WARC/1.0\r\nContent-Length: 0\r\n\r\n" * 20_000),
    "headers of a record": ("warc", lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * (MB // 6)),
    "noise as an archive": ("warc", lambda: letters(MB)),
    "a zip that is no DOCX": ("docx", lambda: zipped("a.txt", b"x")),
    "a DOCX of spaces": ("docx", lambda: zipped("word/document.xml", b" " * 50 * MB)),
    "a DOCX of paragraphs": (
        "docx",
        lambda: zipped("word/document.xml", b"<d xmlns:w='w'>" + b"<w:p/>" * MB + b"</d>"),
    ),
    "a DOCX cut off": ("docx", lambda: zipped("word/document.xml", letters(MB))[: MB // 2]),
    "a PDF of objects": ("pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * (MB // 8)),
    "a PDF of brackets": ("pdf", lambda: b"%PDF-1.4\n1 0 obj\n" + b"[" * MB),
    "a PDF of dictionaries": ("pdf", lambda: b"%PDF-1.4\n1 0 obj\n" + b"<<" * (MB // 2)),
    "a PDF that points at itself": (
        "pdf",
        lambda: b"%PDF-1.4\nxref\n0 0\ntrailer << /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF",
    ),
    "noise as a PDF": ("pdf", lambda: b"%PDF-1.4\n" + letters(MB)),
}


def measured(folder: Path) -> tuple[list[Reading], float, int]:
    """What is read from a folder, with processor seconds."""
    size = sum(one.stat().st_size for one in folder.iterdir())
    start = time.process_time()
    readings = list(read([str(folder)]))
    return readings, time.process_time() - start, size


def check(readings: list[Reading]) -> None:
    assert readings
    for one in readings:
        assert (one.document is None) == bool(one.skipped)
        if one.document is None:
            assert one.skipped
            assert one.skipped.endswith(".")
        else:
            text = one.document.title + one.document.body + one.document.id
            assert "\x00" not in text
            text.encode("utf-8")
        " ".join((one.origin, one.skipped or "", *one.warnings)).encode("utf-8")


@pytest.mark.parametrize("name", CORPUS)
def test_broken_files_end_soon_with_a_reason_or_an_article(tmp_path: Path, name: str) -> None:
    suffix, make = CORPUS[name]
    (tmp_path / f"a.{suffix}").write_bytes(make())
    # What comes after it is read all the same.
    (tmp_path / "b.jsonl").write_text('{"id": "last", "text": "Text."}\n')
    readings, seconds, size = measured(tmp_path)
    check(readings)
    assert readings[-1].document is not None
    assert readings[-1].document.id == "last"
    assert seconds < 5 + 3 * size / MB


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_gzip_bomb_ends_in_bounded_memory(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.{suffix}.gz").write_bytes(gzip.compress(b"<p>" + b" " * 150 * MB, 1))
    tracemalloc.start()
    readings, _, _ = measured(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    check(readings)
    assert peak < 200 * MB


def test_no_entity_reveals_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.key"
    secret.write_text("TOPSECRET")
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    (tmp_path / "a.rss").write_bytes(rss(item("a &x; b"), head))
    text = f"{head}<d xmlns:w='w'><w:p><w:t>a &x; b</w:t></w:p></d>".encode()
    (tmp_path / "b.docx").write_bytes(zipped("word/document.xml", text))
    (tmp_path / "c.html").write_text(f"{head}<html><body><p>a &x; b</p></body></html>")
    for one in read([str(tmp_path)]):
        assert "TOPSECRET" not in repr(one)


def test_what_was_read_can_be_indexed(tmp_path: Path) -> None:
    for number, (name, (suffix, make)) in enumerate(CORPUS.items()):
        if any(word in name for word in ("date", "null", "surrogate", "right", "laughs", "MIME")):
            (tmp_path / f"{number}.{suffix}").write_bytes(make())
    for one in read([str(tmp_path)]):
        if one.document is not None:
            prepare(Given(one.document, one.pasted, one.evidence))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.sampled_from(SUFFIXES), st.booleans())
def test_any_bytes_in_any_file(tmp_path: Path, data: bytes, suffix: str, packed: bool) -> None:
    file = tmp_path / (f"a.{suffix}.gz" if packed else f"a.{suffix}")
    file.write_bytes(gzip.compress(data) if packed else data)
    check(list(read([str(file)])))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([
        ("rss", rss(item(SENTENCE * 2, pubDate="Thu, 18 Dec 2025 10:00:00 GMT") * 2)),
        ("eml", nested_mail(3)),
        ("warc", record(f"<p>{SENTENCE * 3}</p>".encode()) * 2),
        ("html", f"<html><title>T</title><p>{SENTENCE * 3}</p></html>".encode()),
    ]),
    st.integers(0, 800), st.binary(max_size=12), st.booleans(),
)  # fmt: skip
def test_a_whole_file_that_was_damaged(
    tmp_path: Path, whole: tuple[str, bytes], at: int, noise: bytes, cut: bool
) -> None:
    suffix, data = whole
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(data[:at] + noise + (b"" if cut else data[at + len(noise) :]))
    check(list(read([str(file)])))
