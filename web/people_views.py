"""The routes of people: the list, one person, and the forms that decide who is who.

Forms are shown and taken only by a server that was started to be edited; each must come
from a page of ours. Whatever is decided can be undone, so nothing asks twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import BaseConverter

from search.errors import IndexLocked, ParameterError
from search.person_details import PersonDetails
from web import formats, labels, links, people_page, presenters
from web.forgery import COOKIE, FIELD, Forms
from web.params import State
from web.views import names, opened, speech, state

people: Final = Blueprint("people", __name__)

PER_PAGE: Final = 50
LATEST: Final = 5
NOTE: Final = 300
"""Characters of a note that are kept."""


class SlugConverter(BaseConverter):
    """An id of a person."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


def forms() -> Forms:
    """The tokens of this server."""
    found: Forms = current_app.extensions["svodka.forms"]
    return found


def is_editable() -> bool:
    """Whether this server takes decisions."""
    return bool(current_app.extensions["svodka.editable"])


# Reading


def _listed() -> tuple[State, int, list[people_page.PersonRow]]:
    """The page of the list that is asked for, and how many persons there are in all."""
    asked = state()
    counts = opened().facet_values("person", asked.q, limit=None).values
    begin = (asked.number - 1) * PER_PAGE
    shown = [(value.id, value.label, value.count) for value in counts[begin : begin + PER_PAGE]]
    return asked, len(counts), people_page.rows(shown, names(), asked, speech())


@people.get("/people")
def everyone() -> ResponseReturnValue:
    """All persons, or those whose name in any spelling contains a text."""
    asked, total, rows = _listed()
    more = total > asked.number * PER_PAGE
    return _page(
        "people.html", state=State(hl=asked.hl), contains=asked.q, total=total, rows=rows,
        next_url=_people_url(asked.page(asked.number + 1)) if more else None,
        previous_url=_people_url(asked.page(asked.number - 1)) if asked.number > 1 else None,
        json_url=_people_url(asked, ".json"), message=_message(None),
        decision=people_page.decision_row(opened(), speech()) if is_editable() else None,
    )  # fmt: skip


@people.get("/people.json")
def everyone_json() -> ResponseReturnValue:
    """The same for programs."""
    asked, total, rows = _listed()
    found = []
    for row in rows:
        known = names().of(row.id)
        spellings = known.person.spellings if known else ()
        found.append(
            {
                "id": row.id, "label": row.label, "count": row.count, "url": row.url,
                "labels": dict(known.person.labels) if known else {},
                "spellings": [
                    {"text": text, "count": count, "languages": dict(known.languages[text])}
                    for text, count in spellings if known
                ],
            }
        )  # fmt: skip
    more = total > asked.number * PER_PAGE
    return formats.json_response(
        {
            "query": asked.q, "total": total, "page": asked.number, "people": found,
            "next_url": _people_url(asked.page(asked.number + 1), ".json") if more else None,
        }
    )  # fmt: skip


def _people_url(asked: State, suffix: str = "") -> str:
    query = State(q=asked.q, number=asked.number, hl=asked.hl).to_query()
    return f"/people{suffix}?{query}" if query else f"/people{suffix}"


@people.get("/people/<anypath:id>")
def person(id: str) -> ResponseReturnValue:
    """A person: spellings with their evidence, months, sources, company, doubts."""
    found = opened().person(id)
    if found is None or found.id != id:
        return _elsewhere(id, found)
    return _person_page(found)


@people.get("/people/<anypath:id>.json")
def person_json(id: str) -> ResponseReturnValue:
    """The same for programs, as the library gives it."""
    found = opened().person(id)
    if found is None or found.id != id:
        return _elsewhere(id, found, ".json")
    return formats.json_response(found.to_dict())


def _elsewhere(id: str, found: PersonDetails | None, suffix: str = "") -> ResponseReturnValue:
    """On from an id of earlier days for good, and from a name to whom it may mean."""
    asked = state()
    query = f"?{urlencode([('hl', asked.hl)])}" if asked.hl else ""
    if found is not None:
        return redirect(f"{links.person_url(found.id)}{suffix}{query}", 301)
    people = opened().people(id)
    if not people:
        abort(404)
    if len(people) > 1:
        return redirect(_people_url(State(q=id, hl=asked.hl), suffix))
    return redirect(f"{links.person_url(people[0].id)}{suffix}{query}")


def _person_page(
    found: PersonDetails, *, trouble: str = "", choices: tuple[str, ...] = (), status: int = 200
) -> ResponseReturnValue:
    asked = State(hl=state().hl)
    named = asked.with_values("person", [found.id])
    hits = opened().search(
        **(named.request() | {"sort": "newest", "limit": LATEST}), facets=()
    )  # fmt: skip
    rows = people_page.rows([(id, id, _articles(id)) for id in choices], names(), asked, speech())
    return _page(
        "person.html", status, state=asked, seen=people_page.SEEN,
        view=people_page.view(opened(), found, names(), asked, speech()),
        hits=[presenters.hit_view(hit, named, speech()) for hit in hits],
        message=_message(found) if status == 200 else "", trouble=trouble, choices=rows,
    )  # fmt: skip


def _articles(id: str) -> int:
    return opened().search(people=[id], limit=0, facets=()).total


def _page(template: str, status: int = 200, **values: Any) -> ResponseReturnValue:
    """A page, with the token of its forms where there are any."""
    editable = is_editable()
    session = forms().session(request) if editable else ""
    token = forms().token(session) if editable else ""
    page = render_template(template, editable=editable, token=token, token_name=FIELD, **values)
    response = make_response(page, status)
    if editable and request.cookies.get(COOKIE) != session:
        forms().remember(response, session)
    return response


def _message(found: PersonDetails | None) -> str:
    """What was done a moment ago, as the address tells after a form was sent."""
    if not is_editable():
        return ""
    last = found.decisions[-1] if found and found.decisions else None
    done = request.args.get("done")
    if done == "undo":
        return speech().gettext("The last decision was undone.")
    if last and done == last.action == "merge":
        return speech().gettext("These spellings are one person now.")
    if last and done == last.action == "split":
        return speech().gettext("Those spellings are another person now.")
    return ""


# Deciding


@people.post("/people/<slug:id>/merge")
def merge(id: str) -> ResponseReturnValue:
    """Make two persons one; the one of the page keeps its id."""
    found = _editing(id)
    other = request.form.get("other", "").strip()
    meant = opened().people(other) if other else ()
    meant = tuple(one for one in meant if one.id != found.id)
    if len(meant) != 1:
        trouble = labels.merge_trouble(speech(), other, len(meant))
        return _person_page(
            found, trouble=trouble, choices=tuple(one.id for one in meant[:10]), status=400
        )
    return _decided(
        found, "merge", lambda: opened().merge_people(found.id, meant[0].id, note=_note())
    )


@people.post("/people/<slug:id>/split")
def split(id: str) -> ResponseReturnValue:
    """Make some spellings of a person another person."""
    found = _editing(id)
    chosen = request.form.getlist("spelling")
    own = {one.text for one in found.spellings}
    if not chosen or not set(chosen) < own:
        return _person_page(found, trouble=labels.split_trouble(speech()), status=400)
    return _decided(found, "split", lambda: opened().split_person(found.id, chosen, note=_note()))


@people.post("/people/undo")
def undo() -> ResponseReturnValue:
    """Undo the last decision, if it is still the one that the form was shown with."""
    _check()
    last = people_page.last_decision(opened())
    if last is None or people_page.mark_of(last) != request.form.get("decision"):
        abort(409)
    try:
        opened().undo_people()
    except IndexLocked:
        abort(503)
    asked = state()
    back = request.form.get("person", "")
    here = opened().person(back) if back else None
    query = urlencode([("done", "undo"), *_language(asked)])
    path = links.person_url(here.id) if here else "/people"
    return redirect(f"{path}?{query}", 303)


def _decided(found: PersonDetails, done: str, decide: Callable[[], object]) -> ResponseReturnValue:
    try:
        decide()
    except ParameterError as error:
        return _person_page(found, trouble=str(error), status=400)
    except IndexLocked:
        return _person_page(found, trouble=labels.locked(speech()), status=503)
    query = urlencode([("done", done), *_language(state())])
    return redirect(f"{links.person_url(found.id)}?{query}", 303)


def _language(asked: State) -> list[tuple[str, str]]:
    """The language of the page, when the address names it."""
    return [("hl", asked.hl)] if asked.hl else []


def _editing(id: str) -> PersonDetails:
    """The person that a form speaks of, once it is clear that it may."""
    _check()
    found = opened().person(id)
    if found is None:
        abort(404)
    return found


def _check() -> None:
    """403 unless this server can be edited and the form is from a page of ours."""
    if not is_editable() or not forms().is_ours(request):
        abort(403)


def _note() -> str:
    return " ".join(request.form.get("note", "").split())[:NOTE]
