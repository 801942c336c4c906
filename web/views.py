"""The routes: each reads the address, asks the library, and hands the answer to a presenter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from search.documents import TEXT_FACETS
from search.errors import SearchError
from search.facets import FacetCounts
from search.requests import DEFAULT_FACETS
from search.results import Results
from web import (
    document_page,
    facet_views,
    formats,
    labels,
    links,
    presenters,
    query_parts,
    start_page,
    suggestions,
    timeline,
)
from web.locale import PageLanguage
from web.params import FACET_PARAMS, State, parse
from web.person_names import Names

if TYPE_CHECKING:
    from search.library import Index

pages: Final = Blueprint("web", __name__)

FACET_ROWS: Final = 12
"""Values of a facet beside the hits; the rest is a click away."""
ALL_ROWS: Final = 500


def opened() -> Index:
    """The index that the application was made for."""
    index: Index = current_app.extensions["svodka"]
    return index


def names() -> Names:
    """What persons are called, remembered from page to page."""
    known: Names = current_app.extensions["svodka.names"]
    if "names" not in g:
        known.look_again()
        g.names = known
    return known


def speech() -> PageLanguage:
    """The language of this page."""
    language: PageLanguage = g.speech
    return language


def state() -> State:
    """The address of this request, parsed; ParameterError when it has no meaning."""
    return parse(request.args.items(multi=True))


def base_url() -> str:
    """Where this site is, without a slash at the end."""
    return request.host_url.rstrip("/")


def language_choices() -> list[links.LanguageChoice]:
    """The switch of the page's language: this very address in each of them."""
    pairs = list(request.args.items(multi=True))
    return links.language_choices(request.path, pairs, speech())


def label_of(facet: str, value: str) -> str:
    """The name of a facet's value; only persons have another name than their id."""
    if facet != "person":
        return value
    found = opened().people(value)
    return names().label(found[0].id, speech(), value) if len(found) == 1 else value


# Pages


@pages.get("/")
def start() -> ResponseReturnValue:
    """What is in the index, and the search box."""
    return render_template(
        "start.html",
        state=State(hl=state().hl),
        view=start_page.view(opened(), names(), state(), speech()),
    )


@pages.get("/search")
def results() -> ResponseReturnValue:
    """The page of results."""
    asked = replace(state(), all=False)
    # A form sends its empty fields too; the address that readers share should not have them.
    if any(request.args.get(name) == "" for name in ("from", "to")):
        return redirect(links.search_url(asked))
    counted = (*TEXT_FACETS, *timeline.wanted(asked))
    found = opened().search(**asked.request(), facets=counted, facet_limit=FACET_ROWS)
    shown = facet_views.with_ids(presenters.in_use(asked, found), found)
    view = presenters.results_view(found, shown, speech(), label_of, names())
    meant = query_parts.corrections(found, shown)
    return render_template("search.html", state=shown, view=view, corrections=meant)


@pages.get("/documents/")
@pages.get("/documents/<anypath:id>")
def document(id: str = "") -> ResponseReturnValue:
    """An article; `format=json` gives it as the library stores it, `format=text` its text."""
    id = id or request.args.get("id", "")
    found = opened().get(id)
    if found is None:
        abort(404)
    if request.args.get("format") == "json":
        people = opened().people_of(found)
        record = found.to_dict()
        record["people"] = [{"id": one.id, "label": one.label} for one in people]
        return formats.json_response(record)
    if request.args.get("format") == "text":
        text = "\n\n".join(part for part in (found.title, found.body) if part)
        return Response(f"{text}\n", mimetype="text/plain")
    asked = state()
    view = document_page.view(opened(), found, names(), asked, speech())
    return render_template("document.html", state=asked, view=view)


@pages.get("/facets/<facet>")
def facet(facet: str) -> ResponseReturnValue:
    """All values of a facet within a search, and those that contain a text."""
    if facet not in FACET_PARAMS:
        abort(404)
    asked = state()
    contains = request.args.get("contains", "")
    found, shown = _facet_values(facet, contains, asked)
    return render_template(
        "facet.html", state=shown, contains=contains,
        view=facet_views.facet_view(facet, found, shown, speech(), names()),
        search_url=links.search_url(shown), path=f"/facets/{facet}",
        title=labels.facet_title(speech(), facet),
    )  # fmt: skip


def _facet_values(facet: str, contains: str, asked: State) -> tuple[FacetCounts, State]:
    request_ = asked.request()
    for name in ("limit", "offset", "sort"):
        del request_[name]
    resolved = opened().search(**request_, limit=0, facets=tuple(FACET_PARAMS), facet_limit=0)
    counts = opened().facet_values(facet, contains, limit=ALL_ROWS, **request_)
    return counts, facet_views.with_ids(asked, resolved)


# For programs


def _searched() -> tuple[State, Results]:
    asked = state()
    found = opened().search(**asked.request(), facets=asked.facets or DEFAULT_FACETS)
    return facet_views.with_ids(asked, found), found


@pages.get("/search.json")
def search_json() -> ResponseReturnValue:
    """The results as the library gives them, with a `toggle_url` for each facet value."""
    asked, found = _searched()
    if asked.all:
        head = presenters.json_results(replace(found, hits=()), asked)
        return Response(formats.json_lines(head, found), mimetype="application/json")
    return formats.json_response(presenters.json_results(found, asked))


@pages.get("/search.csv")
def search_csv() -> ResponseReturnValue:
    """All results as a table, written while they are read."""
    wanted = replace(state(), all=True).request()
    lines = formats.csv_lines(opened().search(**wanted, facets=()))
    response = Response(lines, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="svodka.csv"'
    return response


@pages.get("/search.atom")
def search_atom() -> ResponseReturnValue:
    """A page of results, or all of them, as a feed."""
    asked = state()
    found = opened().search(**asked.request(), facets=())
    title = speech().gettext("Svodka: all articles")
    if asked.q:
        title = speech().gettext("Svodka: %(query)s", query=asked.q)
    newest = found.hits
    if asked.all:  # the date of the feed comes first, before all the articles are read
        newest = opened().search(
            **asked.request() | {"sort": "newest", "limit": 1}, facets=()
        ).hits  # fmt: skip
    body = formats.atom(found, newest, asked, title, base_url())
    return Response(body, mimetype="application/atom+xml")


@pages.get("/facets/<facet>.json")
def facet_json(facet: str) -> ResponseReturnValue:
    """The values of a facet, those that contain a text, with a `toggle_url` each."""
    if facet not in FACET_PARAMS:
        abort(404)
    found, asked = _facet_values(facet, request.args.get("contains", ""), state())
    return formats.json_response(facet_views.json_facet(facet, found, asked))


@pages.get("/suggest")
def suggest() -> ResponseReturnValue:
    """OpenSearch suggestions, with what each is: `["deal", ["deals", …], ["word", …]]`."""
    typed = request.args.get("q", "")
    found = suggestions.complete(opened(), typed, names(), speech())
    kinds = [labels.suggestion(speech(), one.kind, one.text, one.label) for one in found]
    return formats.json_response(
        [typed, [one.text for one in found], kinds], mimetype="application/x-suggestions+json"
    )


@pages.get("/opensearch.xml")
def opensearch() -> ResponseReturnValue:
    """How a browser searches here."""
    about = speech().gettext("Search in news of many languages")
    body = formats.opensearch(about, base_url())
    return Response(body, mimetype="application/opensearchdescription+xml")


@pages.get("/api/openapi.json")
def openapi() -> ResponseReturnValue:
    """The description of the routes for programs."""
    return formats.json_response(formats.openapi())


@pages.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether the index can be read."""
    try:
        record = {"status": "ok", "articles": len(opened()), "revision": opened().revision}
        servers = opened().health()
    except SearchError as error:
        return formats.problem(503, "The index cannot be read", str(error), code="index")
    if servers is None:
        return formats.json_response(record)
    if servers.status == "red":
        why = " ".join(servers.problems)
        return formats.problem(503, "The index cannot be read", why, code="index")
    cluster = {"status": servers.status, "nodes": servers.nodes, "problems": servers.problems}
    return formats.json_response({**record, "cluster": cluster})
