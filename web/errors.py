"""Refusals: the same error as a page for readers, as problem+json (RFC 9457) for programs.

A query that cannot be honoured is 400 with its position, never an empty list.
"""

from __future__ import annotations

import logging
from typing import Final

from flask import Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from search.errors import ParameterError, QuerySyntaxError, QueryTooCostly, SearchError
from web import formats, labels, marking
from web.locale import PageLanguage
from web.params import State, parse

_LOG: Final = logging.getLogger(__name__)
_PROGRAMS: Final = frozenset({"people.everyone_json", "people.person_json"}) | frozenset(
    f"web.{name}"
    for name in (
        "search_json", "search_csv", "search_atom", "facet_json", "suggest", "openapi", "healthz",
    )
)  # fmt: skip
_PARAM_OF_KEYWORD: Final = {
    "people": "person", "sources": "source", "agencies": "agency", "authors": "author",
    "languages": "lang", "language": "lang", "exclude": "-person", "limit": "per_page",
    "offset": "page", "facets": "facet",
}  # fmt: skip


def bad_query(error: QuerySyntaxError) -> ResponseReturnValue:
    """400: the query, with the place where the trouble begins."""
    code = "query-too-costly" if isinstance(error, QueryTooCostly) else "query-syntax"
    if _is_for_programs():
        return formats.problem(
            400, "The query cannot be understood", str(error), code=code, param="q",
            position=error.position,
        )  # fmt: skip
    query = error.query or request.args.get("q", "")
    at = min(error.position, len(query))
    page = render_template(
        "error_query.html", state=_state(), error=error, before=query[:at],
        offending=query[at : at + 1], after=query[at + 1 :],
        message=marking.with_code(error.message.rstrip(".") + "."),
        hint=marking.with_code(error.hint),
    )  # fmt: skip
    return Response(page, 400)


def bad_parameter(error: ParameterError) -> ResponseReturnValue:
    """400: a value of the address that has no meaning."""
    param = _PARAM_OF_KEYWORD.get(error.param, error.param)
    if _is_for_programs():
        return formats.problem(
            400, "A parameter has no meaning", str(error), code="bad-parameter", param=param
        )
    speech: PageLanguage = g.speech
    return _page(
        400,
        speech.gettext("This address cannot be used"),
        speech.gettext("The value of “%(name)s” has no meaning here.", name=param),
        detail=labels.bad_parameter(speech, param) or str(error),
    )


def bad_host() -> ResponseReturnValue:
    """400: called by a name that is not allowed. Plain, since no page of ours may be read."""
    return formats.problem(
        400, "Unknown host", "This page does not answer to that host name. "
        "Start it with `svodka serve --allow-host NAME` to allow a name.", code="bad-host",
    )  # fmt: skip


def index_trouble(error: SearchError) -> ResponseReturnValue:
    """503: something about the index as a whole; the message says what to do."""
    _LOG.error("%s", error)
    if _is_for_programs():
        return formats.problem(503, "The index cannot be read", str(error), code="index")
    title = g.speech.gettext("The index cannot be read")
    return _page(503, title, "", detail=str(error))


def http_error(error: HTTPException) -> ResponseReturnValue:
    """404, 405 and their kin."""
    if error.code is None or error.code < 400:
        return error.get_response()  # a redirect
    if _is_for_programs():
        return formats.problem(
            error.code, error.name, error.description or error.name,
            code=error.name.lower().replace(" ", "-"),
        )  # fmt: skip
    speech: PageLanguage = g.speech
    if error.code == 404:
        return _page(
            404,
            speech.gettext("Nothing is here"),
            speech.gettext("The address is misspelt, or the article was deleted."),
        )
    if request.endpoint and request.endpoint.startswith("people.") and error.code != 405:
        return _page(error.code, *_of_decision(speech, error.code))
    response = _page(error.code, speech.gettext("This does not work"), "", detail=error.name)
    if error.code == 405 and isinstance(error.get_response(), Response):
        response.headers["Allow"] = "GET, HEAD"
    return response


def _of_decision(speech: PageLanguage, code: int) -> tuple[str, str]:
    """Why a decision on people was not taken: a title and a sentence."""
    if code == 403 and current_app.extensions["svodka.editable"]:
        return (
            speech.gettext("The form is out of date"),
            speech.gettext("Open the page again and send the form from there."),
        )
    if code == 403:
        return (
            speech.gettext("People cannot be changed here"),
            speech.gettext("Whoever runs this server can allow it: svodka serve --editable."),
        )
    if code == 409:
        return (
            speech.gettext("This decision is not the last one any more"),
            speech.gettext("Open the page again to see what holds now."),
        )
    return speech.gettext("This does not work"), labels.locked(speech)


def unexpected(error: Exception) -> ResponseReturnValue:
    """500: a mistake of ours; the reader is told so, the log has the rest."""
    _LOG.error("%s %s", request.method, request.path, exc_info=error)
    if _is_for_programs():
        return formats.problem(500, "Internal error", "See the log of the server.", code="internal")
    speech: PageLanguage = g.speech
    return _page(
        500,
        speech.gettext("Something went wrong here"),
        speech.gettext("It is a mistake of the program, not yours; its log has the details."),
    )


def _page(status: int, title: str, text: str, *, detail: str = "") -> Response:
    page = render_template("error.html", state=_state(), title=title, text=text, detail=detail)
    return Response(page, status)


def _state() -> State:
    """What can be kept of the address, to fill the form of an error page."""
    try:
        return parse(request.args.items(multi=True))
    except ParameterError:
        return State(q=request.args.get("q", ""))


def _is_for_programs() -> bool:
    if request.endpoint is None:
        return request.path.endswith((".json", ".csv", ".atom"))
    if request.method == "POST":
        accepted = request.accept_mimetypes
        best = accepted.best_match(("text/html", "application/problem+json", "application/json"))
        return best is not None and best != "text/html"
    return request.endpoint in _PROGRAMS or request.args.get("format") in {"json", "text"}
