"""JSON lines: one object a line, and how the fields of such a record become a `Document`.

A record is what a line or a row says, under the names of `Document` or their other names
(`text`, `lang`, `date`). A value of the wrong type is repaired with a warning where its
meaning is plain ("authors": "A; B"), else left out with a warning.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from search.documents import LANGUAGES, UNKNOWN, Document
from search.errors import InputError
from search.partial_dates import parse_iso
from search.sources.decoding import (
    DAMAGED_UTF8,
    SAMPLE,
    binary_reason,
    clean,
    clean_line,
    decode_as,
    guess,
    wide_encoding,
)
from search.sources.readings import (
    LINE_LIMIT,
    MB,
    READ_ERRORS,
    AsUtf8,
    Line,
    Reading,
    Rejoined,
    UnixLines,
    buffered,
    content_id,
    damage,
    lines,
    read_head,
)

ROW_PREFIX: Final = "sha-"
ID_LIMIT: Final = 1000
"""Code points of an id; a longer one is replaced by a hash of it."""

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id",), "url": ("url",), "title": ("title",), "body": ("text", "body"),
    "language": ("language", "lang"), "source": ("source",), "agency": ("agency",),
    "authors": ("authors",), "editors": ("editors",), "published": ("published", "date"),
    "people": ("people",),
}  # fmt: skip
"""Each field of `Document` with the names it may have in a record, the preferred first."""

# Our own list: code, ISO 639-2, English and own name. "ru-RU" and "ru_RU" are cut to "ru".
_LANGUAGE_NAMES: Final = {
    "en": "eng english", "ru": "rus russian русский", "uk": "ukr ukrainian українська",
    "be": "bel belarusian belarussian беларуская", "de": "deu ger german deutsch",
    "fr": "fra fre french français", "es": "spa spanish español castellano",
    "pl": "pol polish polski",
}  # fmt: skip
_LANGUAGE_OF: Final = {
    name: code for code, names in _LANGUAGE_NAMES.items() for name in (code, *names.split())
}


class LineDecoder:
    """Decodes the lines of one file: UTF-8, or else the encoding of the first that is not."""

    def __init__(self, head: bytes) -> None:
        self._encoding: str | None = None
        self._warned = False
        try:
            head.rpartition(b"\n")[0].decode("utf-8")  # the last line may be cut in a letter
        except UnicodeDecodeError:
            # Some encoding may still fit a single line, when none fits the sample.
            self._encoding = _guess_or_none(head)

    def decode(self, data: bytes) -> tuple[str, tuple[str, ...]]:
        """The text and, once a file, a warning; InputError when no encoding fits."""
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            pass
        if self._encoding in (None, "utf-8"):
            encoding = guess(data)
            self._encoding = self._encoding or encoding
        else:
            encoding = str(self._encoding)
        if encoding == "utf-8":
            return decode_as(data, encoding), (DAMAGED_UTF8,)
        warned, self._warned = self._warned, True
        warning = f"This and other lines are not UTF-8; they were read as {encoding}."
        return decode_as(data, encoding), () if warned else (warning,)


@dataclass(slots=True)
class TextLines:
    """The decoded lines of a stream, for the formats that are read by line or row.

    Iterating gives (number, text, warnings); a line that cannot be decoded gives its reason
    as a `Reading` instead. After the loop, `broken` tells why the stream ended too early.
    """

    stream: BinaryIO
    origin: str
    file: str
    head: bytes = b""
    broken: str | None = field(default=None)

    def __iter__(self) -> Iterator[tuple[int, str, tuple[str, ...]] | Reading]:
        try:
            yield from self._lines()
        except READ_ERRORS as error:
            self.broken = damage(error)

    def _lines(self) -> Iterator[tuple[int, str, tuple[str, ...]] | Reading]:
        self.head, error = read_head(self.stream, SAMPLE)
        stream = buffered(Rejoined(self.head, self.stream, error))
        encoding = wide_encoding(self.head)
        if encoding is not None:
            stream = buffered(AsUtf8(stream, encoding))
        elif (reason := binary_reason(self.head, tolerance=0.2)) is not None:
            yield Reading(self.origin, self.file, skipped=reason)
            return
        elif b"\r" in self.head and b"\n" not in self.head:
            stream = buffered(UnixLines(stream))
        decoder = LineDecoder(b"" if encoding else self.head)
        for line in lines(stream):
            if line.data == b"":  # a megabyte of blank lines has a million of them
                yield line.number, "", ()
                continue
            text = self._text(line, decoder)
            if isinstance(text, Reading):
                yield text
            else:
                yield line.number, text[0], text[1]

    def _text(self, line: Line, decoder: LineDecoder) -> Reading | tuple[str, tuple[str, ...]]:
        origin = f"{self.origin}:{line.number}"
        if line.data is None:
            reason = f"The line is longer than {LINE_LIMIT // MB} MB."
            return Reading(origin, self.file, skipped=reason)
        data = line.data.removeprefix(b"\xef\xbb\xbf") if line.number == 1 else line.data
        try:
            return decoder.decode(data)
        except InputError as error:
            return Reading(origin, self.file, skipped=str(error))


def read_jsonl(stream: BinaryIO, *, origin: str, file: str) -> Iterator[Reading]:
    """The article of each line of a stream of JSON lines."""
    rows = TextLines(stream, origin, file)
    empty = True
    for row in rows:
        if isinstance(row, Reading):
            empty = False
            yield row
        elif row[1].strip():
            empty = False
            yield _read_line(row[1], f"{origin}:{row[0]}", file, row[2])
    if rows.broken is not None:
        yield Reading(origin, file, skipped=f"{rows.broken} The articles before that were kept.")
    elif empty:
        yield Reading(origin, file, skipped="It is empty.")


def _read_line(text: str, origin: str, file: str, warnings: tuple[str, ...]) -> Reading:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"It is not valid JSON: {error.msg} at column {error.colno}."
        return Reading(origin, file, skipped=reason, warnings=warnings)
    except RecursionError:
        return Reading(origin, file, skipped="Its JSON is nested too deeply.", warnings=warnings)
    except ValueError:  # Python refuses numbers of more than 4300 digits
        return Reading(origin, file, skipped="Its JSON holds a number that is too long.")
    if not isinstance(record, dict):
        reason = f"It is a JSON {_type_name(record)}; each line must be one object."
        return Reading(origin, file, skipped=reason, warnings=warnings)
    return document_of(record, origin=origin, file=file, warnings=warnings)


def document_of(
    record: Mapping[str, Any], *, origin: str, file: str, warnings: tuple[str, ...] = ()
) -> Reading:
    """The article that a record of named fields states."""
    fields = _Fields(record, list(warnings))
    title, body = fields.text("title", line=True) or "", fields.text("body") or ""
    if not title and not body:
        text = fields.value("body")
        reason = "It has neither a text nor a title."
        if text is not None and not isinstance(text, str | list):
            reason = f"Its text is {_article(_type_name(text))}, and it has no title."
        return Reading(origin, file, skipped=reason, warnings=tuple(fields.warnings))
    url = fields.text("url", line=True)
    document = Document(
        id=fields.id() or url or content_id(ROW_PREFIX, title, body),
        title=title,
        body=body,
        url=url,
        language=fields.language(),
        source=fields.text("source", line=True),
        agency=fields.text("agency", line=True),
        authors=fields.names("authors") or (),
        editors=fields.names("editors") or (),
        published=fields.published(),
        people=fields.names("people"),
    )
    if len(document.id) > ID_LIMIT:
        fields.warnings.append(f"Its id is longer than {ID_LIMIT} characters; a hash replaced it.")
        document = _with_id(document, content_id(ROW_PREFIX, document.id))
    return Reading(origin, file, document, warnings=tuple(fields.warnings))


@dataclass(slots=True)
class _Fields:
    """The fields of one record, repaired; `warnings` tells each repair."""

    record: Mapping[str, Any]
    warnings: list[str]

    def value(self, name: str) -> Any:
        """The value of the first name that has one."""
        values = (self.record.get(key) for key in NAMES[name])
        return next((value for value in values if value is not None and value != ""), None)

    def text(self, name: str, *, line: bool = False) -> str | None:
        """A text, cleaned; None when it is missing, blank or no text at all."""
        value = self.value(name)
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            self.warnings.append(f"{self._shown(name)} is a list; its parts were joined.")
            value = "\n".join(value)
        elif _is_number(value):
            self.warnings.append(f"{self._shown(name)} is a number; it was read as text.")
            value = str(value)
        elif value is not None and not isinstance(value, str):
            self._left_out(name, value)
            value = None
        if value is None:
            return None
        return (clean_line(value) if line else clean(value).strip()) or None

    def id(self) -> str | None:
        """The id as a text; a number is one without a warning."""
        value = self.value("id")
        if _is_number(value):
            return str(value)
        if value is not None and not isinstance(value, str):
            self._left_out("id", value)
            return None
        return clean_line(value) or None if value is not None else None

    def names(self, name: str) -> tuple[str, ...] | None:
        """A list of names without repetitions; a string is split at semicolons."""
        value = self.value(name)
        if value is None:
            return None
        if isinstance(value, str):
            if not value.strip():
                return None
            self.warnings.append(f"{self._shown(name)} is a string; it was split at semicolons.")
            value = value.split(";")
        if not isinstance(value, list):
            self._left_out(name, value)
            return None
        texts = [_name(one) for one in value]
        if any(text is None for text in texts):
            self.warnings.append(f"{self._shown(name)} holds what is no name; that was left out.")
        return tuple(dict.fromkeys(text for text in texts if text))

    def language(self) -> str | None:
        """One of the languages or "unknown"."""
        value = self.value("language")
        if value is not None and not isinstance(value, str):
            self._left_out("language", value)
            return None
        name = clean_line(value or "").casefold()
        if not name:
            return None
        code = _LANGUAGE_OF.get(name) or _LANGUAGE_OF.get(name.replace("_", "-").split("-")[0])
        if code is None and name not in (UNKNOWN, "und"):
            known = ", ".join(LANGUAGES)
            self.warnings.append(
                f"The language {_quoted(name)} is none of {known}; it counts as unknown."
            )
        return code or UNKNOWN

    def published(self) -> str | None:
        """An ISO date; "unknown" when the record states one that is none."""
        value = self.value("published")
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # 2025 is a year
        if value is not None and not isinstance(value, str):
            self._left_out("published", value, "counts as unknown")
            return UNKNOWN
        text = clean_line(value or "")
        if not text:
            return None
        date = parse_iso(text)
        if date is None and text.casefold() != UNKNOWN:
            self.warnings.append(
                f"The date {_quoted(text)} is not an ISO date such as 2025-12-18;"
                " it counts as unknown."
            )
        return UNKNOWN if date is None else str(date)

    def _left_out(self, name: str, value: object, how: str = "was left out") -> None:
        kind = _article(_type_name(value))
        self.warnings.append(f"{self._shown(name)} is {kind}; it {how}.")

    def _shown(self, name: str) -> str:
        """The field under the name that the record uses."""
        key = next((key for key in NAMES[name] if self.record.get(key) is not None), name)
        return f"The field {_quoted(key)}"


def _name(value: object) -> str | None:
    """A name from a list of names, also written as {"name": "…"}; None when it is none."""
    if isinstance(value, dict):
        value = value.get("name")
    return clean_line(value) if isinstance(value, str) else None


def _with_id(document: Document, id: str) -> Document:
    return Document.from_dict({**document.to_dict(), "id": id})


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _quoted(text: str) -> str:
    text = clean_line(text)
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _type_name(value: object) -> str:
    names = {dict: "object", list: "list", str: "string", bool: "truth value", type(None): "null"}
    return names.get(type(value), "number")


def _guess_or_none(data: bytes) -> str | None:
    try:
        return guess(data)
    except InputError:
        return None
