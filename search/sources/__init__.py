"""Reading inputs: files, folders, globs, addresses and standard input become articles.

`discover` finds the files, `read` gives a `Reading` for each article or the reason why there
is none. Bad input is never an exception, and a stream of any length takes bounded memory.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from search.errors import InputError
from search.sources.csv_rows import read_csv
from search.sources.decoding import SAMPLE
from search.sources.discovery import Discovery, InputFile, discover
from search.sources.docx import read_docx
from search.sources.feeds import read_xml
from search.sources.html import read_html
from search.sources.jsonl import read_jsonl
from search.sources.mail import read_mail
from search.sources.pdf import PDF_LIMIT, read_pdf
from search.sources.readings import (
    HTML_LIMIT,
    READ_ERRORS,
    TEXT_LIMIT,
    Counted,
    Reading,
    Rejoined,
    buffered,
    damage,
    read_head,
    read_whole,
)
from search.sources.text import read_text
from search.sources.warc import read_warc

__all__ = ["Discovery", "InputFile", "Reading", "discover", "read"]


def read(
    sources: Sequence[str] | Discovery,
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Reading]:
    """The articles of sources, in order, with the reasons for what is skipped.

    `sources` are names as in `svodka index SOURCE...`, or what `discover` made of them.
    `stdin` is the stream for `-`, by default that of the process. `progress` is told the
    number of bytes read from disk, which add up to `Discovery.size`.
    """
    found = sources if isinstance(sources, Discovery) else discover(sources)
    web = found.web
    yield from found.skipped
    for file in found.files:
        if file.kind == "address":
            if web is None:
                # Sockets and certificates take a while to load; files need none of that.
                from search.sources.addresses import Web

                web = Web()
            yield from web.read(file.path)
        else:
            yield from _read_file(file, stdin, progress)


def _read_file(
    file: InputFile, stdin: BinaryIO | None, progress: Callable[[int], None] | None
) -> Iterator[Reading]:
    try:
        if file.kind == "stdin":
            yield from _read_stdin(stdin or sys.stdin.buffer)
            return
        with ExitStack() as stack:
            # Unbuffered: the count then stands at what was read, and buffers come on top.
            raw = cast("BinaryIO", stack.enter_context(Path(file.path).open("rb", buffering=0)))
            counted = Counted(raw, progress or (lambda _size: None))
            stream = buffered(counted)
            if file.compressed:
                stream = cast("BinaryIO", stack.enter_context(gzip.GzipFile(fileobj=stream)))
            yield from _read_kind(file, stream)
    except (*READ_ERRORS, InputError) as error:
        reason = str(error) if isinstance(error, InputError) else damage(error)
        yield Reading(file.origin, file.file, skipped=reason)


def _read_kind(file: InputFile, stream: BinaryIO) -> Iterator[Reading]:
    where: dict[str, Any] = {"origin": file.origin, "file": file.file}
    if file.kind == "jsonl":
        yield from read_jsonl(stream, **where)
    elif file.kind == "csv":
        yield from read_csv(stream, **where)
    elif file.kind == "warc":
        yield from read_warc(stream, **where)
    elif file.kind == "feed":
        yield from read_xml(read_whole(stream, HTML_LIMIT), **where, id=file.id)
    else:
        reader, limit = _ONE_ARTICLE[file.kind]
        yield reader(read_whole(stream, limit), **where, id=file.id)


_ONE_ARTICLE: Final[dict[str, tuple[Callable[..., Reading], int]]] = {
    "text": (read_text, TEXT_LIMIT),
    "html": (read_html, HTML_LIMIT),
    "mail": (read_mail, TEXT_LIMIT),
    "pdf": (read_pdf, PDF_LIMIT),
    "docx": (read_docx, TEXT_LIMIT),
}
"""The formats of which a file is one article, with the bytes that it may have unpacked."""


def _read_stdin(stream: BinaryIO) -> Iterator[Reading]:
    """JSON lines when the first byte that is not blank is `{`, else one text."""
    head, error = b"", None
    while not head.lstrip(b"\xef\xbb\xbf \t\r\n") and len(head) < SAMPLE:
        data, error = read_head(stream, 1)
        if not data:
            break
        head += data
    whole = buffered(Rejoined(head, stream, error))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from read_jsonl(whole, origin="-", file="-")
    else:
        yield read_text(read_whole(whole, TEXT_LIMIT), origin="-", file="-", id=None)
