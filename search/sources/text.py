"""Plain text: one file is one article, pasted with whatever stood around it on its page."""

from __future__ import annotations

from search.documents import Document
from search.errors import InputError
from search.sources.decoding import clean, decode
from search.sources.readings import Reading, content_id

STDIN_PREFIX = "stdin-"


def read_text(data: bytes, *, origin: str, file: str, id: str | None) -> Reading:
    """The article of a plain text; without an id it gets one made of its content."""
    try:
        decoded = decode(data)
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    body = clean(decoded.text).strip()
    if not body:
        return Reading(origin, file, skipped="It is empty.")
    document = Document(id or content_id(STDIN_PREFIX, body), body=body)
    warnings = () if decoded.warning is None else (decoded.warning,)
    return Reading(origin, file, document, pasted=True, warnings=warnings)
