"""Answers for programs: JSON, CSV, Atom, OpenSearch, OpenAPI, problem+json.

Text from articles is made safe for each format: cells that a spreadsheet would compute get
an apostrophe (`search.rows`), characters that XML forbids are left out.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from flask import Response, request

import search
from search import rows
from search.partial_dates import PartialDate
from search.results import Hit, Results
from web.links import document_url, safe_link, search_url
from web.params import FACET_PARAMS, PARAMETERS, State

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG: Final = "tag:svodka.invalid,2025:"
"""Ids of the feed: no host of ours stands behind them, and they do not move with it."""
_NEVER: Final = "1970-01-01T00:00:00Z"


def json_response(value: object, *, mimetype: str = "application/json") -> Response:
    """A value as JSON."""
    return Response(json.dumps(value, ensure_ascii=False) + "\n", mimetype=mimetype)


def json_lines(head: Mapping[str, object], hits: Iterable[Hit]) -> Iterator[str]:
    """Results as JSON, a hit a line; `head` is all but the hits, each read when it is written."""
    others = {name: value for name, value in head.items() if name != "hits"}
    yield json.dumps(others, ensure_ascii=False)[:-1] + ', "hits": [\n'
    between = ""
    for hit in hits:
        yield between + json.dumps(hit.to_dict(), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    code: str,
    param: str | None = None,
    position: int | None = None,
) -> Response:
    """An error as RFC 9457 wants it, with our own `code`, `param` and `position`."""
    record: dict[str, object] = {
        "type": f"urn:svodka:{code}", "title": title, "status": status, "detail": detail,
        "instance": request.full_path.rstrip("?"), "code": code,
    }  # fmt: skip
    if param is not None:
        record["param"] = param
    if position is not None:
        record["position"] = position
    response = json_response(record, mimetype="application/problem+json")
    response.status_code = status
    return response


# CSV


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """The hits as lines of a CSV file, a heading first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for cells in itertools.chain([rows.COLUMNS], map(rows.row, hits)):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


# Atom


def atom(
    results: Results, newest: Iterable[Hit], state: State, title: str, base: str
) -> Iterator[bytes]:
    """Results as an Atom feed; `base` is the address of this site with no slash.

    The feed is as new as the newest of `newest`. Entries are read when they are written.
    """
    feed = ET.Element(
        "feed",
        {
            "xmlns": "http://www.w3.org/2005/Atom",
            "xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/",
        },
    )
    moments = [_rfc3339(hit.document.published) for hit in newest]
    _add(feed, "title", title)
    _add(feed, "id", f"{_TAG}search?{state.page(1).to_query()}")
    _add(feed, "updated", max((one for one in moments if one), default=_NEVER))
    _add(feed, "link", rel="self", type="application/atom+xml",
         href=base + search_url(state, ".atom"))  # fmt: skip
    page = replace(state, all=False)
    _add(feed, "link", rel="alternate", type="text/html", href=base + search_url(page))
    for name, target in _neighbours(results, state):
        _add(feed, "link", rel=name, href=base + search_url(target, ".atom"))
    _add(feed, "generator", "Svodka", version=search.__version__)
    first = 1 if state.all else (state.number - 1) * state.per_page + 1
    _add(feed, "opensearch:totalResults", str(results.total))
    _add(feed, "opensearch:startIndex", str(first))
    _add(feed, "opensearch:itemsPerPage", str(results.total if state.all else state.per_page))
    _add(feed, "opensearch:Query", role="request", searchTerms=state.q,
         startPage=str(state.number))  # fmt: skip
    whole = bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))
    yield whole.removesuffix(b"</feed>")
    for hit in results:
        yield bytes(ET.tostring(_entry(hit, state, base), encoding="utf-8"))
    yield b"</feed>\n"


def _entry(hit: Hit, state: State, base: str) -> ET.Element:
    document = hit.document
    moment = _rfc3339(document.published)
    entry = ET.Element("entry")
    if document.language != "unknown":
        entry.set("xml:lang", document.language)
    _add(entry, "id", f"{_TAG}{quote(hit.id)}")
    _add(entry, "title", document.title or hit.id)
    # Atom wants a time of every entry; an undated article sorts behind all others.
    _add(entry, "updated", moment or _NEVER)
    if moment and document.published.precision in {"day", "time"}:
        _add(entry, "published", moment)
    for name in document.authors or ((document.source or "?"),):
        _add(ET.SubElement(entry, "author"), "name", name)
    _add(entry, "link", rel="alternate", type="text/html", href=base + document_url(hit.id, state))
    outside = safe_link(document.url)
    if outside:
        _add(entry, "link", rel="related", href=outside)
    for person in hit.people:
        _add(entry, "category", term=person.id, label=person.label)
    _add(entry, "summary", " … ".join(snippet.text for snippet in hit.snippets), type="text")
    return entry


def _neighbours(results: Results, state: State) -> Iterator[tuple[str, State]]:
    if state.all:
        return
    last = max(1, -(-results.total // state.per_page))
    yield "first", state.page(1)
    if 1 < state.number <= last:
        yield "previous", state.page(state.number - 1)
    if state.number < last:
        yield "next", state.page(state.number + 1)


def _rfc3339(moment: PartialDate) -> str | None:
    """The beginning of a date as a time in UTC."""
    if moment.value is None or moment.days is None:
        return None
    if moment.precision == "time":
        when = datetime.fromisoformat(moment.value)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        return f"{when.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return f"{date.fromordinal(moment.days[0]).isoformat()}T00:00:00Z"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    child = ET.SubElement(parent, tag, {name: _xml(value) for name, value in attributes.items()})
    child.text = _xml(text) or None


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


# Descriptions


def opensearch(description: str, base: str) -> bytes:
    """The OpenSearch description by which a browser adds this site to its search engines."""
    root = ET.Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    _add(root, "ShortName", "Svodka")
    _add(root, "Description", description)
    _add(root, "InputEncoding", "UTF-8")
    _add(root, "Image", f"{base}/static/favicon.svg", type="image/svg+xml")
    for kind, template in (
        ("text/html", "/search?q={searchTerms}&page={startPage?}&per_page={count?}"),
        ("application/atom+xml", "/search.atom?q={searchTerms}&page={startPage?}"),
        ("application/x-suggestions+json", "/suggest?q={searchTerms}"),
    ):
        _add(root, "Url", type=kind, template=base + template, method="get")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1 of the routes for programs, made of the table of parameters."""
    parameters = [_api_parameter(parameter.name) for parameter in PARAMETERS]
    facet = {
        "name": "facet", "in": "path", "required": True,
        "schema": {"type": "string", "enum": list(FACET_PARAMS)},
    }  # fmt: skip
    contains = {
        "name": "contains", "in": "query", "schema": {"type": "string"},
        "description": "Only values whose name, in any spelling, contains this.",
    }  # fmt: skip
    document = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {
            "name": "format",
            "in": "query",
            "required": True,
            "description": "`text` gives title and text alone; without it comes a page.",
            "schema": {"type": "string", "enum": ["json", "text"]},
        },
    ]
    listed = [_api_parameter("q"), _api_parameter("page")]
    query = [{"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Svodka", "version": search.__version__},
        "paths": {
            "/search.json": _path("Search", parameters, "application/json", "Results"),
            "/search.csv": _path("All results as CSV", parameters, "text/csv"),
            "/search.atom": _path("Results as a feed", parameters, "application/atom+xml"),
            "/facets/{facet}.json": _path(
                "Values of a facet", [facet, contains, *parameters], "application/json", "Facet"
            ),
            "/documents/{id}": _document_path(document),
            "/people.json": _path("People", listed, "application/json", "People"),
            "/people/{id}.json": _person_path(),
            "/suggest": _path("Suggestions", query, "application/x-suggestions+json"),
            "/opensearch.xml": _path(
                "How a browser searches here", [], "application/opensearchdescription+xml"
            ),
            "/api/openapi.json": _path("This description", [], "application/json"),
            "/healthz": _path("State of the server", [], "application/json"),
        },
        "components": {"schemas": _SCHEMAS},
    }


def _api_parameter(name: str) -> dict[str, Any]:
    (parameter,) = (one for one in PARAMETERS if one.name == name)
    schema: Mapping[str, Any] = parameter.schema
    if parameter.repeatable:
        schema = {"type": "array", "items": dict(parameter.schema)}
    record: dict[str, Any] = {
        "name": parameter.name, "in": "query", "description": parameter.description,
        "schema": dict(schema),
    }  # fmt: skip
    return record | ({"style": "form", "explode": True} if parameter.repeatable else {})


def _path(
    summary: str, parameters: list[dict[str, Any]], kind: str, schema: str | None = None
) -> dict[str, Any]:
    body: dict[str, Any] = {"schema": _ref(schema)} if schema else {}
    bad = {"application/problem+json": {"schema": _ref("Problem")}}
    return {
        "get": {
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": summary, "content": {kind: body}},
                "default": {"description": "An error", "content": bad},
            },
        }
    }


def _document_path(parameters: list[dict[str, Any]]) -> dict[str, Any]:
    path = _path("An article", parameters, "application/json", "Document")
    path["get"]["responses"]["200"]["content"]["text/plain"] = {"schema": _TEXT}
    return path


def _person_path() -> dict[str, Any]:
    id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    path = _path("A person", [id], "application/json", "Person")
    path["get"]["responses"] |= {
        "301": {"description": "An id of earlier days leads to the person"},
        "302": {"description": "A name leads to the person, or to those it may mean"},
    }
    return path


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(required), "required": list(required)}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}


_TEXT: Final[dict[str, Any]] = {"type": "string"}
_MAYBE: Final[dict[str, Any]] = {"type": ["string", "null"]}
_COUNT: Final[dict[str, Any]] = {"type": "integer", "minimum": 0}
_FLAG: Final[dict[str, Any]] = {"type": "boolean"}
_NUMBER: Final[dict[str, Any]] = {"type": "number"}

_SCHEMAS: Final[dict[str, Any]] = {
    "Date": _object({"value": _MAYBE, "precision": _TEXT, "evidence": _MAYBE}),
    "Value": _object(
        {"id": _TEXT, "label": _TEXT, "count": _COUNT, "selected": _FLAG, "toggle_url": _TEXT}
    ),
    "Facet": _object({"values": _list(_ref("Value")), "missing": _COUNT, "truncated": _FLAG}),
    "Match": _object(
        {"query": _TEXT, "found": _TEXT, "language": _TEXT, "via": _TEXT, "weight": _NUMBER}
    ),
    "Snippet": _object({"text": _TEXT, "ranges": _list(_list(_COUNT)), "language": _TEXT}),
    "Hit": _object(
        {
            "id": _TEXT, "score": _NUMBER, "title": _TEXT, "url": _MAYBE, "language": _TEXT,
            "source": _MAYBE, "agency": _MAYBE, "authors": _list(_TEXT),
            "published": _ref("Date"), "people": _list(_object({"id": _TEXT, "label": _TEXT})),
            "snippets": _list(_ref("Snippet")), "matches": _list(_ref("Match")),
        }
    ),
    "Results": _object(
        {
            "query": _TEXT, "total": _COUNT, "took_ms": _NUMBER, "translate": _FLAG,
            "warnings": _list(_TEXT), "hits": _list(_ref("Hit")),
            "facets": {"type": "object", "additionalProperties": _ref("Facet")},
        }
    ),
    "Document": {"type": "object"},
    "PersonRow": _object(
        {
            "id": _TEXT, "label": _TEXT, "count": _COUNT, "url": _TEXT,
            "labels": {"type": "object", "additionalProperties": _TEXT},
            "spellings": _list(
                _object({"text": _TEXT, "count": _COUNT, "languages": {"type": "object"}})
            ),
        }
    ),
    "People": _object(
        {
            "query": _TEXT, "total": _COUNT, "page": _COUNT, "people": _list(_ref("PersonRow")),
            "next_url": _MAYBE,
        }
    ),
    "Person": _object(
        {
            "id": _TEXT, "label": _TEXT, "aliases": _list(_TEXT), "articles": _COUNT,
            "spellings": _list({"type": "object"}), "company": {"type": "object"},
            "months": {"type": "object"}, "sources": {"type": "object"},
            "doubts": _list({"type": "object"}), "decisions": _list({"type": "object"}),
        }
    ),
    "Problem": _object({"type": _TEXT, "title": _TEXT, "status": _COUNT, "detail": _TEXT}),
}  # fmt: skip
