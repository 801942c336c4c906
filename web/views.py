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

from search.errors import SearchError
from search.facets import FacetCounts
from search.results import Results
from search.searcher import DEFAULT_FACETS
from web import (
    document_page,
    facet_views,
    formats,
    labels,
    links,
    presenters,
    start_page,
    suggestions,
)
from web.locale import PageLanguage
from web.params import FACET_PARAMS, State, parse

if TYPE_CHECKING:
    from search.library import Index

pages: Final = Blueprint("web", __name__)

FACET_ROWS: Final = 12
"""Values of a facet beside the hits; the rest is a click away."""
ALL_ROWS: Final = 500
PEOPLE_PER_PAGE: Final = 100


def opened() -> Index:
    """The index that the application was made for."""
    index: Index = current_app.extensions["svodka"]
    return index


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
    return found[0].label if len(found) == 1 else value


# Pages


@pages.get("/")
def start() -> ResponseReturnValue:
    """What is in the index, and the search box."""
    return render_template(
        "start.html", state=State(hl=state().hl), view=start_page.view(opened(), state(), speech())
    )


@pages.get("/search")
def results() -> ResponseReturnValue:
    """The page of results."""
    asked = state()
    # A form sends its empty fields too; the address that readers share should not have them.
    if any(request.args.get(name) == "" for name in ("from", "to")):
        return redirect(links.search_url(asked))
    found = opened().search(**asked.request(), facets=tuple(FACET_PARAMS), facet_limit=FACET_ROWS)
    shown = facet_views.with_ids(asked, found)
    view = presenters.results_view(found, shown, speech(), label_of)
    return render_template("search.html", state=shown, view=view)


@pages.get("/documents/")
@pages.get("/documents/<anypath:id>")
def document(id: str = "") -> ResponseReturnValue:
    """An article; `format=json` gives it as the library stores it."""
    id = id or request.args.get("id", "")
    found = opened().get(id)
    if found is None:
        abort(404)
    people = opened().people_of(found)
    if request.args.get("format") == "json":
        record = found.to_dict()
        record["people"] = [{"id": one.id, "label": one.label} for one in people]
        return formats.json_response(record)
    asked = state()
    view = document_page.view(opened(), found, people, asked, speech())
    return render_template("document.html", state=asked, view=view)


@pages.get("/people")
def people() -> ResponseReturnValue:
    """All persons, or those whose name in any spelling contains a text."""
    asked = state()
    contains = asked.q
    counts = opened().facet_values("person", contains, limit=None)
    begin = (asked.number - 1) * PEOPLE_PER_PAGE
    rows = counts.values[begin : begin + PEOPLE_PER_PAGE]
    spellings = {row.id: opened().people(row.id)[0].spellings for row in rows}
    more = len(counts.values) > begin + PEOPLE_PER_PAGE
    return render_template(
        "people.html", state=State(hl=asked.hl), contains=contains,
        total=len(counts.values), spellings=spellings,
        rows=[(row, links.person_url(row.id, asked)) for row in rows],
        next_url=_people_url(asked.page(asked.number + 1)) if more else None,
        previous_url=_people_url(asked.page(asked.number - 1)) if asked.number > 1 else None,
    )  # fmt: skip


def _people_url(asked: State) -> str:
    return f"/people?{State(q=asked.q, number=asked.number, hl=asked.hl).to_query()}"


@pages.get("/people/<anypath:id>")
def person(id: str) -> ResponseReturnValue:
    """A person: all spellings with their counts, the sources, the months."""
    asked = state()
    found = opened().people(id)
    if not found:
        abort(404)
    if [one.id for one in found] != [id]:
        # A name, not an id: on to the person, or to the list of those it may mean.
        one = links.person_url(found[0].id, asked)
        return redirect(one if len(found) == 1 else _people_url(replace(asked, q=id)))
    named = State(hl=asked.hl).with_values("person", [id])
    results = opened().search(
        **(named.request() | {"sort": "newest"}),
        facets=("source", "published", "language"), facet_limit=FACET_ROWS,
    )  # fmt: skip
    return render_template(
        "person.html", state=State(hl=asked.hl), person=found[0], total=results.total,
        search_url=links.search_url(named),
        facets=[
            facet_views.facet_view(name, results.facets[name], named, speech())
            for name in ("source", "published", "language")
        ],
        hits=[presenters.hit_view(hit, named, speech()) for hit in results],
    )  # fmt: skip


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
        view=facet_views.facet_view(facet, found, shown, speech()),
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
    return formats.json_response(presenters.json_results(found, asked))


@pages.get("/search.csv")
def search_csv() -> ResponseReturnValue:
    """All results, up to 10,000, as a table."""
    wanted = state().request() | {"limit": formats.MAX_ROWS, "offset": 0, "facets": ()}
    lines = formats.csv_lines(opened().search(**wanted))
    response = Response(lines, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="svodka.csv"'
    return response


@pages.get("/search.atom")
def search_atom() -> ResponseReturnValue:
    """A page of results as a feed."""
    asked = state()
    found = opened().search(**asked.request(), facets=())
    title = speech().gettext("Svodka: all articles")
    if asked.q:
        title = speech().gettext("Svodka: %(query)s", query=asked.q)
    body = formats.atom(found, asked, title, base_url())
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
    """Completions in the form of OpenSearch suggestions: `["deal", ["deals", …]]`."""
    typed = request.args.get("q", "")
    return formats.json_response(
        [typed, suggestions.complete(opened(), typed)], mimetype="application/x-suggestions+json"
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
    except SearchError as error:
        return formats.problem(503, "The index cannot be read", str(error), code="index")
    return formats.json_response(record)
