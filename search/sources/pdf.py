"""PDF: the text of the pages, by pypdf, with limits on what a page may unpack and draw."""

from __future__ import annotations

import io
import logging
import re
from datetime import date, datetime
from typing import Any, Final

from search.errors import InputError
from search.sources.papers import Paper, as_reading
from search.sources.readings import MB, Reading

NEEDED: Final = "PDF files are read by a library that is missing: pip install 'svodka[pdf]'."
PDF_LIMIT: Final = 64 * MB
PAGE_LIMIT: Final = 1000
_UNPACKED: Final = 16 * MB
_OPERATIONS: Final = 200_000
"""Drawing operations of a page, and of a file for each megabyte that it has or begins.

An article has some thousand, and each takes 10 µs.
"""
_TEXT: Final = 20 * MB
_LIMITS: Final[dict[str, Any]] = {
    "zlib_maximum_output_length": _UNPACKED,
    "lzw_maximum_output_length": _UNPACKED,
    "run_length_maximum_output_length": _UNPACKED,
    "array_based_stream_maximum_output_length": _UNPACKED,
    "stream_decoding_work_maximum_length": 4 * _UNPACKED,
    "stream_parsing_work_maximum_count": _OPERATIONS,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 20_000,
    "page_tree_maximum_page_entries": 200_000,
}
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[^\W\d_])")


class _TooMuch(Exception):  # noqa: N818 -- it ends the reading of a file and goes no further
    pass


def read_pdf(data: bytes, *, origin: str, file: str, id: str, today: date | None = None) -> Reading:
    """The article of a PDF file."""
    if not data.strip():
        return Reading(origin, file, skipped="It is empty.")
    try:
        # An extra, and a third of a second to load
        import pypdf
    except ImportError:
        return Reading(origin, file, skipped=NEEDED)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # our warnings say it better
    try:
        with pypdf.apply_configuration(**_LIMITS):
            operations = _OPERATIONS * (1 + len(data) // MB)
            paper, warnings = _read(pypdf.PdfReader(io.BytesIO(data)), operations)
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    except (pypdf.errors.DependencyError, pypdf.errors.FileNotDecryptedError):
        return Reading(origin, file, skipped="The PDF file is protected by a password.")
    except Exception as error:  # noqa: BLE001 -- a broken file raises whatever it breaks first
        reason = f"The PDF file is damaged, or it is none ({type(error).__name__})."
        return Reading(origin, file, skipped=reason)
    return as_reading(paper, warnings, origin=origin, file=file, id=id, today=today)


def _read(reader: Any, operations: int) -> tuple[Paper, list[str]]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("The PDF file is protected by a password.")
    texts: list[str] = []
    warnings: list[str] = []
    left = operations

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _TooMuch

    bad = number = 0
    for number, page in enumerate(reader.pages, start=1):
        try:
            texts.append(page.extract_text(visitor_operand_before=count))
        except _TooMuch:
            left = -1
        except Exception:  # noqa: BLE001 -- one page that is broken never stops the rest
            bad += 1
        if left < 0 or number >= PAGE_LIMIT or sum(map(len, texts)) > _TEXT:
            warnings.append(f"It is too long; what follows page {number} was left out.")
            break
    if bad:
        warnings.append(f"{bad} of {number} pages cannot be read.")
    about = _properties(reader)
    text = _HYPHEN.sub(_joined, "\n".join(texts))
    return Paper("PDF", text, **about), warnings


def _joined(match: re.Match[str]) -> str:
    """A word cut at the end of a line is whole again: "восстано-" and "вить"."""
    return "" if match.string[match.end()].islower() else "-"


def _properties(reader: Any) -> dict[str, str]:
    try:
        about = reader.metadata
        created = None if about is None else about.creation_date
    except Exception:  # noqa: BLE001 -- the properties may be any object, or a broken one
        return {}
    return {
        "title": str((about and about.title) or ""),
        "authors": str((about and about.author) or ""),
        "created": created.isoformat() if isinstance(created, datetime) else "",
    }
