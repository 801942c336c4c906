"""Web archives: what is a page becomes an article, also where the archive breaks off."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from search.sources import Reading, read
from search.sources.warc import read_warc

PARAGRAPH = "The council of the town voted on Tuesday to rebuild the old bridge. " * 4
PAGE = f"<html><head><title>Bridge</title></head><body><p>{PARAGRAPH}</p></body></html>".encode()


def archive(
    *answers: tuple[str, str, bytes, dict[str, str]], packed: bool = False, status: str = "200 OK"
) -> bytes:
    """An archive written by hand, as crawlers write it; packed, each record is a member."""
    records = []
    for url, kind, body, headers in answers:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        content = "\r\n".join([*lines, "", ""]).encode() + body
        lines = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}",
                 "WARC-Record-ID: <urn:uuid:0>", "WARC-Date: 2026-01-01T00:00:00Z",
                 "Content-Type: application/http; msgtype=response",
                 f"Content-Length: {len(content)}", "", ""]  # fmt: skip
        record = "\r\n".join(lines).encode() + content + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


def warc(data: bytes) -> list[Reading]:
    return list(read_warc(io.BytesIO(data), origin="a.warc", file="/a.warc"))


def page(number: int, body: bytes = PAGE, **headers: str) -> tuple[str, str, bytes, dict[str, str]]:
    return f"https://river.example/{number}", "text/html; charset=utf-8", body, headers


def test_a_page_is_an_article_under_its_address() -> None:
    (one,) = warc(archive(page(1)))
    assert one.document is not None
    assert one.document.id == one.document.url == "https://river.example/1"
    assert one.document.title == "Bridge"
    assert one.document.body == PARAGRAPH.strip()
    assert one.origin == "a.warc:1"
    assert one.evidence["url"] == "WARC-Target-URI"


@pytest.mark.parametrize("packed", [False, True])
def test_files_are_read_packed_or_not(tmp_path: Path, packed: bool) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    (tmp_path / name).write_bytes(archive(page(1), page(2), packed=packed))
    assert [one.document is not None for one in read([str(tmp_path)])] == [True, True]


def test_the_content_is_decoded_as_the_server_said() -> None:
    body = "<p>Совет города решил восстановить старый мост через реку.</p>".encode("koi8-r")
    kind = "text/html; charset=koi8-r"
    chunked = b"5\r\n" + body[:5] + b"\r\n%x\r\n" % len(body[5:]) + body[5:] + b"\r\n0\r\n\r\n"
    for content, headers in (
        (body, {}),
        (gzip.compress(body), {"Content-Encoding": "gzip"}),
        (chunked, {"Transfer-Encoding": "chunked"}),
    ):
        (one,) = warc(archive(("https://r.example/", kind, content, headers)))
        assert one.document is not None
        assert "Совет города" in one.document.body


def test_a_plain_text_is_pasted() -> None:
    (one,) = warc(archive(("https://r.example/a.txt", "text/plain", b"Some text.", {})))
    assert one.pasted
    assert one.document is not None
    assert one.document.body == "Some text."


def test_what_is_no_page_is_passed_over() -> None:
    png = ("https://r.example/a.png", "image/png", b"\x89PNG", {})
    assert [one.document is not None for one in warc(archive(png, page(1)))] == [True]
    (reading,) = warc(archive(png))
    assert "none of its 1 records is a page" in (reading.skipped or "")
    (reading,) = warc(archive(page(1), status="404 Not Found"))
    assert reading.document is None


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_off_gives_what_is_whole_and_says_so(tmp_path: Path, packed: bool) -> None:
    data = archive(*(page(n) for n in range(5)), packed=packed)
    source = tmp_path / ("a.warc.gz" if packed else "a.warc")
    source.write_bytes(data[: int(len(data) * 0.7)])
    readings = list(read([str(source)]))
    assert [one.document is not None for one in readings] == [True] * 3 + [False]
    assert "cut off" in (readings[-1].skipped or "")


def test_a_bomb_in_the_content_is_bounded() -> None:
    bomb = gzip.compress(b"<p>" + b" " * 300_000_000)
    data = archive(page(1, bomb, **{"Content-Encoding": "gzip"}), page(2))
    tracemalloc.start()
    readings = warc(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than 16 MB" in (readings[0].skipped or "")
    assert readings[1].document is not None
    assert peak < 100_000_000


def test_damaged_content_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    body = bytearray(gzip.compress(b"".join(b"%d %x\n" % (n, n * n) for n in range(20_000))))
    body[40_000:40_100] = b"\xff" * 100
    readings = warc(archive(page(1, bytes(body), **{"Content-Encoding": "gzip"}), page(2)))
    assert "damaged" in (readings[0].skipped or "")
    assert readings[1].document is not None
    assert capsys.readouterr().err == ""


def test_a_header_without_an_end_is_not_read_into_memory() -> None:
    (reading,) = warc(b"WARC/1.0\r\nA: " + b"b" * 20_000_000)
    assert reading.skipped == "The headers of a record have no end."


@pytest.mark.parametrize("data", [b"", b"\n", b"text\n", b"\x00" * 100, b"WARC/1.0\r\n\r\n"])
def test_what_is_no_archive_gives_a_reason(data: bytes) -> None:
    (reading,) = warc(data)
    assert reading.document is None
    assert reading.skipped
