"""Addresses of our own pages, and which addresses of others may be followed.

Every address that a page holds is made here, quoted once and for all; what an article
brings along (`javascript:…`) becomes a link only when it is http(s).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode, urlsplit

from web.locale import SUPPORTED, PageLanguage, page_language
from web.params import State


def search_url(state: State, suffix: str = "") -> str:
    """The address of a search; `suffix` is `.json`, `.csv` or `.atom`."""
    query = state.to_query()
    return f"/search{suffix}?{query}" if query else f"/search{suffix}"


def document_url(id: str, state: State | None = None) -> str:
    """The address of an article, with the query whose words are to be marked there."""
    carried = State()
    if state:
        carried = State(q=state.q, translate=state.translate, unpaired=state.unpaired, hl=state.hl)
    pairs = carried.pairs()
    # A browser folds `/../` before it asks, and a line break has no place in a path.
    steps = set(id.split("/"))
    if steps & {".", ".."} or not id.isprintable() or id != id.strip():
        return f"/documents/?{urlencode([('id', id), *pairs])}"
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"/documents/{quote(id)}{query}"


def person_url(id: str, state: State | None = None) -> str:
    """The address of a person's page."""
    hl = f"?hl={quote(state.hl)}" if state and state.hl else ""
    return f"/people/{quote(id)}{hl}"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The same page in another language, which is named in itself."""

    code: str
    label: str
    url: str
    is_current: bool


def language_choices(
    path: str, pairs: Iterable[tuple[str, str]], speech: PageLanguage
) -> list[LanguageChoice]:
    """The address of a request, given as path and query, in each language of the page."""
    kept = [(name, value) for name, value in pairs if name != "hl"]
    return [
        LanguageChoice(
            code,
            page_language(code).language_name(code),
            f"{quote(path)}?{urlencode([*kept, ('hl', code)])}",
            code == speech.code,
        )
        for code in SUPPORTED
    ]


def with_format(url: str, kind: str) -> str:
    """The address of the same thing for programs."""
    return f"{url}{'&' if '?' in url else '?'}format={kind}"


def safe_link(url: str | None) -> str | None:
    """An article's own address when a browser may follow it: http(s) only, never a script."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[" is no address
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def facet_url(facet: str, state: State) -> str:
    """The address where all values of a facet are listed and searched."""
    query = replace(state, number=1).to_query()
    return f"/facets/{facet}?{query}" if query else f"/facets/{facet}"
