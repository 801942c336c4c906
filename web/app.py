"""The application: configuration, the checks before and the headers after every request.

`create_app` puts the rooms together. Nothing here knows what a page shows.
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import PathConverter
from werkzeug.wrappers import Response as BaseResponse

from search.errors import ParameterError, QuerySyntaxError, SearchError
from web import errors, forgery, labels, locale, people_views, suggestions, views
from web.person_names import Names

if TYPE_CHECKING:
    from search.library import Index

LANGUAGE_COOKIE: Final = "hl"
_YEAR: Final = 31_536_000
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_COMPRESSED: Final = frozenset(
    {"static", "web.start", "web.results", "web.document", "web.facet", "web.search_json"}
)
_TEXT: Final = frozenset(
    {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}
)
_NO_ETAG: Final = ("web.healthz", "static", None)


class _AnyPath(PathConverter):
    """An id of an article: may begin with a slash and hold any number of them."""

    regex = ".+"
    part_isolating = False


def create_app(
    index: Index,
    *,
    editable: bool = False,
    allowed_hosts: Iterable[str] = ("127.0.0.1", "localhost"),
) -> Flask:
    """A web application over an open index.

    `allowed_hosts` are the names, without port, by which browsers may call it: a page of
    another site cannot read the index by pointing a name of its own at this machine.
    """
    app = Flask(__name__)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.extensions["svodka"] = index
    app.extensions["svodka.editable"] = editable
    app.extensions["svodka.forms"] = forgery.Forms()
    app.extensions["svodka.names"] = Names(index)
    # An id may be an url, and `https://` must not become `https:/`.
    app.url_map.merge_slashes = False
    app.url_map.converters["anypath"] = _AnyPath
    app.url_map.converters["slug"] = people_views.SlugConverter
    _prepare_templates(app)
    hosts = frozenset(host.strip("[]").lower() for host in allowed_hosts)
    # A page cached from an earlier run may have been drawn by another version.
    build = secrets.token_hex(4)

    since = _Since()

    @app.before_request
    def check_host() -> ResponseReturnValue | None:
        g.speech = locale.page_language(_language())
        if _host_name(request.headers.get("Host", "")) in hosts:
            return None
        return errors.bad_host()

    @app.before_request
    def answer_unchanged() -> ResponseReturnValue | None:
        if request.endpoint in _NO_ETAG or request.method not in {"GET", "HEAD"}:
            return None
        g.modified = since(index.revision)
        # The token in a form is good for one cookie alone.
        session = request.cookies.get(forgery.COOKIE, "") if editable else ""
        parts = (build, index.revision, g.speech.code, session, request.host, request.full_path)
        told = "\n".join(parts)
        g.etag = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()
        return app.response_class(status=304) if _is_unchanged() else None

    @app.after_request
    def finish(response: BaseResponse) -> BaseResponse:
        return _finished(response)

    app.register_blueprint(views.pages)
    app.register_blueprint(people_views.people)
    _register_errors(app)
    return app


def _is_unchanged() -> bool:
    """Whether the browser has this very answer; the tag counts before the time (RFC 9110).

    The time is when this server first saw the index as it is, so who has but a time is believed
    only for what this very server has drawn since.
    """
    if request.if_none_match:
        return bool(request.if_none_match.contains_weak(g.etag))
    since = request.if_modified_since
    return since is not None and since >= g.modified.replace(microsecond=0)


class _Since:
    """Since when an index has been as it is, as far as this server has seen."""

    def __init__(self) -> None:
        self._seen = ("", datetime.now(UTC))

    def __call__(self, revision: str) -> datetime:
        if self._seen[0] != revision:
            self._seen = (revision, datetime.now(UTC))
        return self._seen[1]


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext
    )
    app.jinja_env.filters["number"] = _number

    @app.context_processor
    def page_values() -> dict[str, object]:
        return {
            "speech": g.speech,
            "languages": views.language_choices(),
            "suggestion_counts": labels.suggestion_counts(g.speech, suggestions.LIMIT),
        }


# One template serves readers of several languages, so each asks for the request's own.


def _gettext(message: str) -> str:
    return str(g.speech.translations.gettext(message))


def _ngettext(one: str, many: str, count: int) -> str:
    return str(g.speech.translations.ngettext(one, many, count))


def _pgettext(context: str, message: str) -> str:
    return str(g.speech.translations.pgettext(context, message))


def _number(value: int) -> str:
    return str(g.speech.number(value))


def _register_errors(app: Flask) -> None:
    app.register_error_handler(QuerySyntaxError, errors.bad_query)
    app.register_error_handler(ParameterError, errors.bad_parameter)
    app.register_error_handler(SearchError, errors.index_trouble)
    app.register_error_handler(HTTPException, errors.http_error)
    app.register_error_handler(Exception, errors.unexpected)


def _language() -> str:
    accepted = [(tag, quality) for tag, quality in request.accept_languages]
    return locale.choose(request.args.get("hl"), request.cookies.get(LANGUAGE_COOKIE), accepted)


def _host_name(host: str) -> str:
    """`localhost:8000` → `localhost`, `[::1]:8000` → `::1`."""
    if "@" in host:
        return ""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _finished(response: BaseResponse) -> BaseResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if response.status_code in {200, 304} and "etag" in g:
        response.set_etag(g.etag, weak=True)
        response.last_modified = g.modified
    _compress(response)
    if request.endpoint == "static":
        return response
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(["Accept-Language", "Cookie"])
    wished = locale.supported(request.args.get("hl"))
    if wished and response.status_code == 200:
        response.set_cookie(
            LANGUAGE_COOKIE, wished, max_age=_YEAR, httponly=True, samesite="Lax", path="/"
        )
    return response


def _compress(response: BaseResponse) -> None:
    """Text goes compressed to who takes it; what is streamed goes as it comes."""
    # A page that holds a secret beside what a reader typed must not be: its length would tell.
    if request.endpoint not in _COMPRESSED or response.mimetype not in _TEXT:
        return
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or (response.is_streamed and request.endpoint != "static"):
        return
    if not request.accept_encodings["gzip"] or request.method != "GET":
        return
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if response.get_etag()[0]:
        response.set_etag(str(response.get_etag()[0]), weak=True)
