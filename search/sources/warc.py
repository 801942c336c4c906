"""WARC: each page or text that a web archive holds is an article, by warcio.

Of a record only what is a whole answer with text counts; pictures, scripts, redirects and
error pages are passed over like files of other kinds in a folder.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO, Final

from search.documents import Document
from search.errors import InputError
from search.sources.decoding import clean, clean_line, decode
from search.sources.html import read_html
from search.sources.jsonl import ID_LIMIT, ROW_PREFIX
from search.sources.markup import in_utf8
from search.sources.readings import (
    CHUNK,
    HTML_LIMIT,
    MB,
    READ_ERRORS,
    Reading,
    content_id,
    damage,
    read_some,
)

NEEDED: Final = "WARC files are read by a library that is missing: pip install warcio."
_PAGE: Final = re.compile(r"(?:text/html|application/xhtml\+xml)\b")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"^<(.*)>$")
_HEADERS: Final = 2 * MB
"""Bytes that the headers of one record may take, with those of HTTP and what is read ahead."""


_EMPTY: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Page:
    """What a record holds: its address, the type and charset that its server said, its bytes."""

    url: str
    kind: str
    charset: str | None
    data: bytes


def read_warc(
    stream: BinaryIO, *, origin: str, file: str, today: date | None = None
) -> Iterator[Reading]:
    """The articles of a WARC stream; where it breaks off, what came before is kept."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped, unused-ignore]
    except ImportError:  # an extra
        yield Reading(origin, file, skipped=NEEDED)
        return
    count = pages = empty = 0
    broken = ""
    try:
        fence = _Fence(stream)
        records = iter(ArchiveIterator(fence))
        while (record := _next(records, fence)) is not None:
            count += 1
            empty = empty + 1 if record.length == 0 else 0
            if empty > _EMPTY:
                raise InputError(f"It holds more than {_EMPTY} empty records in a row.")
            reading = _read_record(record, f"{origin}:{count}", file, today)
            if reading is not None:
                pages += reading.document is not None
                yield reading
            _drain(record)
        if fence.error is not None:  # warcio takes EOFError between records for the end
            raise fence.error
    except READ_ERRORS as error:
        broken = damage(error)
    except InputError as error:
        broken = str(error)
    except Exception as error:  # noqa: BLE001 -- headers that are none raise what they like
        name = type(error).__name__
        broken = f"The WARC file is damaged ({name})." if count else "It is no WARC file."
    if broken:
        kept = f" The {pages} articles before that were kept." if pages else ""
        yield Reading(origin, file, skipped=broken + kept)
    elif not pages:
        records = f"none of its {count} records is a page" if count else "it is empty"
        yield Reading(origin, file, skipped=f"It holds no article: {records}.")


class _Fence(io.RawIOBase):
    """A stream that ends with an error when the headers of a record have no end.

    warcio would read a line of any length into memory.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.budget: int | None = None
        self.error: Exception | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as `io.RawIOBase` asks."""
        try:
            data = read_some(self._stream, len(buffer))
        except READ_ERRORS as error:
            self.error = error
            raise
        if self.budget is not None:
            self.budget -= len(data)
            if self.budget < 0:
                raise InputError("The headers of a record have no end.")
        buffer[: len(data)] = data
        return len(data)


def _next(records: Iterator[Any], fence: _Fence) -> Any:
    """The next record or None; warcio's remarks for its own users are dropped."""
    fence.budget = _HEADERS
    with redirect_stderr(io.StringIO()):
        record = next(records, None)
    fence.budget = None
    return record


def _drain(record: Any) -> int:
    """Read what is left of a record; the number of bytes that its header promised in vain."""
    while record.raw_stream.read(CHUNK):
        pass
    return int(getattr(record.raw_stream, "limit", 0))


def _read_record(record: Any, origin: str, file: str, today: date | None) -> Reading | None:
    """The article of a record; None when it holds no text."""
    url = _BRACKETS.sub(r"\1", clean_line(record.rec_headers.get_header("WARC-Target-URI") or ""))
    kind = _kind_of(record)
    if not url or kind is None:
        return None
    data, reason = _content_of(record)
    if reason is not None:
        return Reading(origin, file, skipped=f"{url[:200]}: {reason}")
    match = _CHARSET.search(kind)
    page = _Page(url, kind, match[1] if match else None, data)
    id = url if len(url) <= ID_LIMIT else content_id(ROW_PREFIX, url)
    reading = read_page(page.data, kind=kind, charset=page.charset, origin=origin, file=file,
                        id=id, today=today, url=url)  # fmt: skip
    if reading.document is None or reading.document.url is not None:
        return reading
    return replace(
        reading,
        document=replace(reading.document, url=url),
        evidence={**reading.evidence, "url": "WARC-Target-URI"},
    )


def read_page(
    data: bytes,
    *,
    kind: str,
    charset: str | None,
    origin: str,
    file: str,
    id: str,
    today: date | None = None,
    url: str | None = None,
) -> Reading:
    """The article of an answer of a server: a page, or a plain text pasted with its chrome.

    `url` is what was asked for, or where that led.
    """
    try:
        if _PAGE.match(kind.lower()):
            utf8 = in_utf8(data, charset)
            return read_html(utf8, origin=origin, file=file, id=id, today=today, url=url)
        decoded = decode(data, declared=charset)
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    body = clean(decoded.text).strip()
    if not body:
        return Reading(origin, file, skipped="It is empty.")
    warnings = (decoded.warning,) if decoded.warning else ()
    return Reading(origin, file, Document(id, body=body), pasted=True, warnings=warnings)


def _kind_of(record: Any) -> str | None:
    """The content type of a record that may be an article; None of any other."""
    if record.rec_type == "response" and record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        kind = record.http_headers.get_header("Content-Type")
    elif record.rec_type in ("resource", "conversion"):
        kind = record.rec_headers.get_header("Content-Type")
    else:
        return None
    kind = clean_line(kind or "")[:200]
    return kind if _PAGE.match(kind.lower()) or kind.lower().startswith("text/plain") else None


def _content_of(record: Any) -> tuple[bytes, str | None]:
    """The decoded bytes of a record, or the reason why there are none."""
    chunks: list[bytes] = []
    size = 0
    with redirect_stderr(io.StringIO()) as remarks:
        stream = record.content_stream()
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > HTML_LIMIT:
                return b"", f"It is larger than {HTML_LIMIT // MB} MB."
            chunks.append(chunk)
    if _drain(record):
        return b"", "The record is cut off."
    if remarks.getvalue():  # zlib's error, which is raised nowhere
        return b"", "Its content is damaged."
    return b"".join(chunks), None
