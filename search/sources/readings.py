"""What reading an input gives: a `Reading` for each article, or for what is no article.

Here are also the limits of inputs and the streams that keep them, shared by all formats: a
gzip bomb or a line of 200 MB must cost time at most, never memory.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

from search.documents import Document, Removed
from search.errors import InputError

MB: Final = 1 << 20
TEXT_LIMIT: Final = 64 * MB
"""Bytes of one plain text, unpacked."""
HTML_LIMIT: Final = 16 * MB
"""Bytes of one page, unpacked; its tree takes about ten times that."""
LINE_LIMIT: Final = 16 * MB
"""Bytes of one JSON line or CSV row."""
CHUNK: Final = 1 << 18

READ_ERRORS: Final = (OSError, EOFError, zlib.error)
"""What reading a file may raise: a disk error, and a gzip archive cut off or damaged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One article read from an input, or the reason why there is none.

    `origin` tells a reader where it stood (`news.jsonl:17`). `file` names the input file in
    canonical form, the same on every run; "-" is standard input. `pasted` is plain text
    pasted with its page: chrome is still in the body, the title is still to be found.
    `evidence` maps a field to where it was read ("meta property og:title"). `skipped` is a
    whole sentence when `document` is None. `removed` is what the reader itself cut from the
    page. `confidence` is how sure the date of publication is, 0 to 1, where a reader weighed it.
    """

    origin: str
    file: str
    document: Document | None = None
    pasted: bool = False
    evidence: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    skipped: str | None = None
    removed: tuple[Removed, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream without its line end; `data` is None when it was too long."""

    number: int
    data: bytes | None


def content_id(prefix: str, *parts: str) -> str:
    """An id made of what an article says: `sha-` and 16 hexadecimal digits."""
    text = "\n".join(parts).encode("utf-8", "replace")
    return prefix + hashlib.sha256(text).hexdigest()[:16]


def read_some(stream: BinaryIO, size: int) -> bytes:
    """What one read gives: at least a byte, but at the end.

    `read` would wait for all of `size` on a pipe, and where a damaged archive raises, it
    would lose what it has read until then.
    """
    if isinstance(stream, io.BufferedIOBase):
        return stream.read1(size)
    return stream.read(size)


def read_head(stream: BinaryIO, size: int) -> tuple[bytes, Exception | None]:
    """The first bytes of a stream, and the error that came before there were `size`."""
    head = b""
    try:
        while len(head) < size and (data := read_some(stream, size - len(head))):
            head += data
    except READ_ERRORS as error:
        return head, error
    return head, None


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a stream; InputError when there are more than `limit`."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise InputError(f"It is larger than {limit // MB} MB; split it into articles.")
        chunks.append(chunk)
    return b"".join(chunks)


def lines(stream: BinaryIO, limit: int = LINE_LIMIT) -> Iterator[Line]:
    """The lines of a stream in bounded memory; one beyond `limit` is passed over."""
    number = 0
    while data := stream.readline(limit + 2):
        number += 1
        whole = data.endswith(b"\n") or len(data) < limit + 2
        text = data.rstrip(b"\r\n")
        yield Line(number, text if whole and len(text) <= limit else None)
        while not whole:
            data = stream.readline(CHUNK)
            whole = data.endswith(b"\n") or not data


def damage(error: Exception) -> str:
    """A reading error as a sentence for the reader."""
    if isinstance(error, EOFError):
        return "The gzip archive is cut off."
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return "The gzip archive is damaged, or it is none."
    if isinstance(error, PermissionError):
        return "There is no permission to read it."
    if isinstance(error, OSError):
        return f"It cannot be read: {error.strerror or error}."
    return f"It cannot be read: {error}."


class Counted(io.RawIOBase):
    """A raw stream that reports how many bytes were read, for a progress bar."""

    def __init__(self, raw: BinaryIO, report: Callable[[int], None]) -> None:
        super().__init__()
        self._raw = raw
        self._report = report

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as `io.RawIOBase` asks."""
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        if data:
            self._report(len(data))
        return len(data)

    def close(self) -> None:
        """Close the stream below too."""
        self._raw.close()
        super().close()


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were already read, with these put back in front.

    `error` is what reading raised after them; it is raised again in its place.
    """

    def __init__(self, head: bytes, rest: BinaryIO, error: Exception | None = None) -> None:
        super().__init__()
        self._head = head
        self._rest = rest
        self._error = error

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as `io.RawIOBase` asks."""
        data = self._head[: len(buffer)]
        self._head = self._head[len(data) :]
        if not data:
            if self._error is not None:
                raise self._error
            data = read_some(self._rest, len(buffer))
        buffer[: len(data)] = data
        return len(data)


class AsUtf8(io.RawIOBase):
    """A UTF-16 or UTF-32 stream as UTF-8, so that it can be cut at line ends."""

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as `io.RawIOBase` asks."""
        while not self._ready and not self._ended:
            data = read_some(self._raw, CHUNK)
            self._ended = not data
            self._ready = self._decoder.decode(data, not data).encode("utf-8", "replace")
        data = self._ready[: len(buffer)]
        self._ready = self._ready[len(data) :]
        buffer[: len(data)] = data
        return len(data)


class UnixLines(io.RawIOBase):
    """A stream whose lines end in a lone carriage return, as Excel for Mac saves CSV."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as `io.RawIOBase` asks."""
        data = read_some(self._raw, len(buffer)).replace(b"\r", b"\n")
        buffer[: len(data)] = data
        return len(data)


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """A raw stream with `read` and `readline` in bounded buffers."""
    return cast("BinaryIO", io.BufferedReader(raw, CHUNK))
