"""An analysed article as a record of OpenSearch."""

from __future__ import annotations

import base64
import hashlib
import json
from array import array
from typing import Any, Final

from search.documents import AnalyzedDocument, PassageVectors
from search.engines.opensearch.mapping import LEVELS
from search.engines.opensearch.texts import texts_of
from search.partial_dates import bucket

_SAFE: Final = "surrogatepass"


def record_id(id: str, revision: int) -> str:
    """The name of one version of an article: the same however often it is sent."""
    return f"{hashlib.blake2b(id.encode('utf-8', _SAFE), digest_size=16).hexdigest()}-{revision}"


def term_id(field: str, text: str, form: str = "") -> str:
    """The name of a record of the vocabulary."""
    key = f"{field}\0{text}\0{form}".encode("utf-8", _SAFE)
    return hashlib.blake2b(key, digest_size=12).hexdigest()


def to_record(document: AnalyzedDocument, revision: int) -> dict[str, Any]:
    """The fields of `mapping.articles` for one article."""
    whole, title = texts_of(document)
    record: dict[str, Any] = {
        "id": document.id,
        "since": revision,
        "length": document.length,
        "fields": sorted(whole),
        "facets": {facet: list(values) for facet, values in document.facets.items() if values},
        "text": whole,
        "title": title,
        "digest": document.digest,
        "origin": document.origin,
        "payload": base64.b64encode(document.payload).decode("ascii"),
    }
    if document.instant is not None:
        record["instant"] = document.instant
    published = () if document.published is None else (document.published,)
    record |= _dates("published", published) | _dates("mentioned", document.mentioned)
    if document.vectors is not None and document.vectors.codes:
        record |= _vectors(document.vectors)
    return record


def _vectors(own: PassageVectors) -> dict[str, Any]:
    """All codes as one value, and one record a passage; a graph takes none without direction."""
    size = own.dimensions
    rows = [own.codes[at : at + size] for at in range(0, len(own.codes), size)]
    return {
        "encoded": len(rows),
        "codes": base64.b64encode(own.codes).decode("ascii"),
        "passages": [{"vector": array("b", row).tolist()} for row in rows if any(row)],
    }


def _dates(facet: str, intervals: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    """Intervals as ranges, and the years, months and days that hold one whole."""
    if not intervals:
        return {}
    found: dict[str, Any] = {facet: [{"gte": first, "lte": last} for first, last in intervals]}
    for level in LEVELS:
        names = {bucket(days, level) for days in intervals} - {None}
        if names:
            found[f"{facet}_{level}"] = sorted(name for name in names if name)
    return found


def to_line(record: dict[str, Any]) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False)
