"""A mail in a file (.eml): its text or HTML part is the article, its headers the metadata.

The headers are read as bytes and decoded here, not by the newer policies of `email`, which
raise on malformed addresses and take long over long headers.
"""

from __future__ import annotations

import email
import email.header
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.message import Message
from typing import Final

from search.documents import Document
from search.errors import InputError
from search.partial_dates import parse_iso
from search.sources.decoding import clean, clean_line, decode
from search.sources.html import read_html
from search.sources.jsonl import ID_LIMIT
from search.sources.markup import believable, in_utf8, under_title
from search.sources.readings import HTML_LIMIT, MB, Reading

PART_LIMIT: Final = 1000
DEPTH: Final = 20
_NESTING: Final = 200
"""Headers that announce parts. `email` compares each line with every open boundary."""
_NESTS: Final = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)
_HEADER_LIMIT: Final = 20_000
_FLOWED: Final = re.compile(r" \n(?!\n|>)")


_BORDERS: Final = 10_000


@dataclass(slots=True)
class _Parts:
    """The parts of a mail that can be read, and what is in it besides."""

    texts: list[Message] = field(default_factory=list)
    pages: list[Message] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_mail(
    data: bytes, *, origin: str, file: str, id: str, today: date | None = None
) -> Reading:
    """The article of a mail; without a Message-ID it has the id of its file."""
    if not data.strip():
        return Reading(origin, file, skipped="It is empty.")
    if sum(1 for _ in _NESTS.finditer(data)) > _NESTING:
        return Reading(origin, file, skipped=f"It nests more than {_NESTING} parts.")
    if data.count(b"\n--") > _BORDERS:  # the parser makes a message of each
        return Reading(origin, file, skipped=f"It has more than {_BORDERS} borders of parts.")
    try:
        message = email.message_from_bytes(data)
        if not message.keys():
            return Reading(origin, file, skipped="It has no headers of a mail.")
        parts = _parts_of(message)
        body = _body(parts, origin, file, today)
        return _with_headers(body, message, parts, id, today or datetime.now(UTC).date())
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    except Exception as error:  # noqa: BLE001 -- `email` raises what it likes on broken input
        reason = f"The mail cannot be parsed ({type(error).__name__})."
        return Reading(origin, file, skipped=reason)


def _parts_of(message: Message) -> _Parts:
    found = _Parts()
    for count, (part, depth) in enumerate(_leaves(message)):
        if count >= PART_LIMIT or depth > DEPTH:
            what = f"more than {PART_LIMIT} parts" if depth <= DEPTH else "parts nested too deeply"
            found.warnings.append(f"It has {what}; the rest was passed over.")
            break
        kind = part.get_content_type()
        name = part.get_filename()
        if part.get_content_disposition() == "attachment" or name:
            found.attached.append(clean_line(_decoded(name))[:60] if name else kind)
        elif kind == "text/plain":
            found.texts.append(part)
        elif kind in ("text/html", "application/xhtml+xml"):
            found.pages.append(part)
        else:
            found.attached.append(kind)
    return found


def _leaves(message: Message) -> Iterator[tuple[Message, int]]:
    """The parts that are no multiparts, in order, with their depth."""
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        inside = part.get_payload() if part.is_multipart() else None
        if isinstance(inside, list) and depth <= DEPTH:
            # A mail that is attached is no part of this one's text.
            if part.get_content_maintype() == "message" and depth:
                yield part, depth
                continue
            stack += [(one, depth + 1) for one in reversed(inside) if isinstance(one, Message)]
        else:
            yield part, depth


def _body(parts: _Parts, origin: str, file: str, today: date | None) -> Reading:
    """The first text, or the first page where there is no text; as a reading without id."""
    for part in parts.texts:
        text = _plain(part, parts)
        if text:
            return Reading(origin, file, Document("", body=text), pasted=True)
    reading = None
    for part in parts.pages:
        reading = read_html(
            in_utf8(_payload(part), part.get_content_charset()),
            origin=origin, file=file, id="", today=today,
        )  # fmt: skip
        if reading.document is not None:
            return reading
    return reading or Reading(origin, file, skipped="The mail has no text.")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if len(data) > HTML_LIMIT:
        raise InputError(f"A part of it is larger than {HTML_LIMIT // MB} MB.")
    return data


def _plain(part: Message, parts: _Parts) -> str:
    data = _payload(part)
    decoded = decode(data, declared=part.get_content_charset())
    text = decoded.text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _FLOWED.sub(" ", text)  # RFC 3676: a space at the end goes on in the next line
    if decoded.warning and text.strip():
        parts.warnings.append(decoded.warning)
    return clean(text).strip()


def _with_headers(
    reading: Reading, message: Message, parts: _Parts, id: str, today: date
) -> Reading:
    """A reading with what the headers of its mail say."""
    warnings = [*reading.warnings, *parts.warnings]
    if parts.attached:
        some = ", ".join(parts.attached[:3]) + ("…" if len(parts.attached) > 3 else "")
        warnings.append(f"What is attached was passed over: {some}.")
    document = reading.document
    title = _header(message, "Subject")
    if document is None:
        return replace(reading, warnings=tuple(warnings))
    author, published = _author(message), _date(message, today, warnings)
    evidence = {key: value for key, value in reading.evidence.items() if key in ("url", "source")}
    stated = {"title": ("Subject", title), "authors": ("From", author),
              "published": ("Date", published)}  # fmt: skip
    evidence |= {key: f"mail header {name}" for key, (name, value) in stated.items() if value}
    number = _header(message, "Message-ID").strip("<> ")
    done = replace(
        document,
        id=number if 0 < len(number) <= ID_LIMIT else id,
        title=title or document.title,
        body=under_title(title, document.body) if reading.pasted else document.body,
        authors=(author,) if author else (),
        published=published,
    )
    return replace(reading, document=done, evidence=evidence, warnings=tuple(warnings))


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else clean_line(_decoded(value))


def _decoded(value: object) -> str:
    """A header as text: encoded words (=?utf-8?q?…?=), and bytes beyond ASCII."""
    if isinstance(value, email.header.Header):
        raw = b"".join(
            part if isinstance(part, bytes) else part.encode("ascii", "surrogateescape")
            for part, _ in email.header.decode_header(value)
        )
        return _text_of(raw[:_HEADER_LIMIT])
    text = str(value)[:_HEADER_LIMIT]
    try:
        parts = email.header.decode_header(text)
    except (ValueError, LookupError, email.errors.MessageError):
        return text
    pieces = []
    for part, charset in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        pieces.append(_text_of(data, charset))
    return "".join(pieces)


def _text_of(data: bytes, charset: str | None = None) -> str:
    try:
        return decode(data, declared=charset).text
    except InputError:
        return data.decode("utf-8", "replace")


def _author(message: Message) -> str:
    """The name in From; an address alone is none."""
    try:
        name, _ = email.utils.parseaddr(str(message.get("From") or "")[:_HEADER_LIMIT])
    except RecursionError:  # a thousand brackets
        return ""
    name = clean_line(_decoded(name)).strip("\"' ")
    return name[:200] if "@" not in name else ""


def _date(message: Message, today: date, warnings: list[str]) -> str | None:
    text = _header(message, "Date")[:100]
    if not text:
        return None
    try:
        moment = email.utils.parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = ""
    if parse_iso(moment) is None:
        warnings.append(f"The date “{text[:40]}” cannot be read; it was left out.")
    elif not believable(moment, today):
        warnings.append(f"The date {moment} cannot be that of publication; it was left out.")
    else:
        return moment
    return None
