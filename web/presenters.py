"""The page of results: articles with their words marked and told, pages, orders, formats.

Results carry offsets and ids; labels, links and markup come here, last. Templates only lay
out, views only fetch. Nouns: a `HitView` is an article in the list; a `Pairing` is a word of
the query and what it found; a `Choice` is another way to see the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from search.documents import DATE_FACETS
from search.facets import FacetCounts
from search.results import Hit, Match, PersonName, Results
from web import labels, timeline
from web.facet_views import Chip, FacetView, chips, facet_view, json_facet
from web.links import document_url, safe_link, search_url
from web.locale import PageLanguage
from web.marking import OWN_WORDS, html_lang, mark_numbers, marked
from web.params import SORTS, State, pairing_of
from web.person_names import Names
from web.query_parts import Part, parts

MAX_PAIRINGS: Final = 8
PAGES_AROUND: Final = 2
FACET_ORDER: Final = (
    "person", "published", "source", "language", "agency", "author", "mentioned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairing:
    """A word of the query, the foreign word that answers it, and who says so."""

    query: str
    found: str
    lang: str
    via: str
    mark: str
    without_url: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What a word of the query adds to the score of an article, the highest being 100."""

    word: str
    found: str
    score: str
    share: int
    told: str


@dataclass(frozen=True, slots=True)
class PersonLink:
    """A person of an article: choosing it narrows the search."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A snippet with its words marked; `cut` says why it was cut from the page, if it was."""

    text: Markup
    lang: str
    cut: str


@dataclass(frozen=True, slots=True)
class HitView:
    """An article in the list of hits."""

    url: str
    title: Markup
    lang: str
    language: str
    source: str | None
    agency: str | None
    authors: tuple[str, ...]
    published: str
    published_iso: str | None
    passages: tuple[Passage, ...]
    pairings: tuple[Pairing, ...]
    people: tuple[PersonLink, ...]
    outside_url: str | None
    outside_host: str
    why_url: str
    why: tuple[Reason, ...]


def hit_view(
    hit: Hit, state: State, speech: PageLanguage, names: Names | None = None, *,
    explain: bool = False,
) -> HitView:  # fmt: skip
    """A hit with its words marked and its pairings told; `explain` tells its score as well."""
    document = hit.document
    title = marked(hit.title, hit.matches, speech, state.q)
    outside = safe_link(document.url)
    return HitView(
        url=document_url(hit.id, state),
        title=title or escape(speech.gettext("Untitled article")),
        lang=html_lang(document.language) if title else speech.code,
        language=speech.language_name(document.language),
        source=document.source,
        agency=document.agency,
        authors=document.authors,
        published=speech.date(document.published),
        published_iso=document.published.value,
        passages=tuple(
            Passage(
                marked(snippet, hit.matches, speech, state.q),
                html_lang(snippet.language),
                labels.removed(speech, snippet.removed) if snippet.removed else "",
            )
            for snippet in hit.snippets
        ),
        pairings=pairings(hit.matches, speech, state),
        people=tuple(_person_link(person, state, speech, names) for person in hit.people),
        outside_url=outside,
        outside_host=urlsplit(outside).netloc if outside else "",
        why_url=search_url(replace(state, explain=not explain)),
        why=_reasons(hit, speech) if explain else (),
    )


def _reasons(hit: Hit, speech: PageLanguage) -> tuple[Reason, ...]:
    """The words of the query by what they add, the most first; stop words add nothing."""
    words = sorted(hit.explain().words, key=lambda word: -word.score)
    highest = max((word.score for word in words), default=0) or 1
    return tuple(
        Reason(
            word.word if word.field else labels.pairing(speech, word.word),
            ", ".join(dict.fromkeys(one.partition(":")[2] or one for one in word.found)),
            speech.decimal(word.score),
            round(100 * word.score / highest),
            labels.reason(speech, word),
        )
        for word in words
    )


def pairings(matches: Iterable[Match], speech: PageLanguage, state: State) -> tuple[Pairing, ...]:
    """The foreign words found, each once; words of the query's own language need no telling."""
    all_of_them = tuple(matches)
    numbers = mark_numbers(all_of_them, state.q)
    found: dict[tuple[str, str], Pairing] = {}
    for number, match in enumerate(all_of_them):
        if match.via in OWN_WORDS:
            continue
        key = (match.query.casefold(), match.found.casefold())
        found.setdefault(
            key,
            Pairing(
                match.query, match.found, html_lang(match.language),
                labels.pairing(speech, match.via), f"m{numbers[number]}",
                search_url(state.paired(match.query, match.found, on=False)),
            ),
        )  # fmt: skip
    return tuple(found.values())[:MAX_PAIRINGS]


def _person_link(
    person: PersonName, state: State, speech: PageLanguage, names: Names | None
) -> PersonLink:
    label = names.label(person.id, speech, person.label) if names else person.label
    chosen = (*state.values_of("person"), person.id)
    return PersonLink(label, search_url(state.with_values("person", chosen)))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to see the results, such as an order or a page."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything that the page of results shows."""

    url: str
    total: int
    status: str
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    parts: tuple[Part, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    warnings: tuple[str, ...]
    sorts: tuple[Choice, ...]
    pages: tuple[Choice | None, ...]
    previous_url: str | None
    next_url: str | None
    first_page_url: str
    translate_url: str
    formats: Mapping[str, str]
    all_formats: Mapping[str, str]
    name: str
    save_url: str
    plan: str
    took_ms: float


def in_use(state: State, results: Results) -> State:
    """The state without the pairings that the query does not have.

    The box and the filters are one form: who types another query sends the pairings of the last.
    """
    idle = {
        (str(notice.values["query"]), str(notice.values["found"]))
        for notice in results.warnings if notice.code == "no-such-pairing"
    }  # fmt: skip
    kept = tuple(one for one in state.unpaired if pairing_of(one) not in idle)
    return replace(state, unpaired=kept)


def results_view(
    results: Results, state: State, speech: PageLanguage, label_of: Callable[[str, str], str],
    names: Names | None = None,
) -> ResultsView:  # fmt: skip
    """The page of results; `state` is the one that `with_ids` gives, `names` are of persons."""
    last = max(1, -(-results.total // state.per_page))
    number = state.number
    return ResultsView(
        url=search_url(state),
        total=results.total,
        status=status(results.total, speech),
        hits=tuple(hit_view(hit, state, speech, names, explain=state.explain) for hit in results),
        facets=tuple(
            facet_view(facet, _counts(facet, results, state), state, speech, names)
            for facet in FACET_ORDER
        ),
        parts=parts(state),
        chips=chips(state, speech, label_of),
        clear_url=search_url(state.without()),
        warnings=tuple(
            labels.warning(speech, notice)
            for notice in results.warnings
            if notice.code != "no-such-pairing"
        ),
        sorts=tuple(
            Choice(
                labels.sort_name(speech, sort),
                search_url(replace(state, sort=sort, number=1)),
                sort == state.sort,
            )
            for sort in SORTS
        ),
        pages=_pages(state, last, speech),
        previous_url=search_url(state.page(number - 1)) if 1 < number <= last else None,
        next_url=search_url(state.page(number + 1)) if number < last else None,
        first_page_url=search_url(state.page(1)),
        translate_url=search_url(replace(state, translate=not state.translate, number=1)),
        formats={
            kind: search_url(state, suffix)
            for kind, suffix in (("Atom", ".atom"), ("JSON", ".json"))
        },
        all_formats={
            kind: search_url(replace(state, number=1, all=True), suffix)
            for kind, suffix in (("Atom", ".atom"), ("CSV", ".csv"), ("JSON", ".json"))
        },
        name=_name(state, speech, label_of),
        save_url=search_url(replace(state, number=1, explain=False, hl="")),
        plan=results.plan,
        took_ms=results.took_ms,
    )


def _counts(facet: str, results: Results, state: State) -> FacetCounts:
    if facet in DATE_FACETS:
        return timeline.counts(facet, results, state)
    return results.facets[facet]


def _name(state: State, speech: PageLanguage, label_of: Callable[[str, str], str]) -> str:
    """What a saved search is called: its query and its filters."""
    filters = [chip.label for chip in chips(state, speech, label_of)]
    return " · ".join([state.q or speech.gettext("All articles"), *filters])


def status(total: int, speech: PageLanguage) -> str:
    """The number of results, as the status line says it."""
    if not total:
        return speech.gettext("No articles found")
    return speech.ngettext("%(num)s article found", "%(num)s articles found", total)


def _pages(state: State, last: int, speech: PageLanguage) -> tuple[Choice | None, ...]:
    """Links to the first, last and neighbouring pages; None stands for those left out."""
    if last == 1:
        return ()
    around = range(state.number - PAGES_AROUND, state.number + PAGES_AROUND + 1)
    numbers = sorted({1, last} | {number for number in around if 1 <= number <= last})
    found: list[Choice | None] = []
    for place, number in enumerate(numbers):
        if place and number - numbers[place - 1] > 1:
            found.append(None)
        current = number == state.number
        found.append(Choice(speech.number(number), search_url(state.page(number)), current))
    return tuple(found)


def json_results(results: Results, state: State) -> dict[str, object]:
    """The results as the library gives them, each facet value with its `toggle_url`."""
    facets = {
        name: json_facet(name.partition(":")[0], counts, state)
        for name, counts in results.facets.items()
    }
    return results.to_dict() | {"facets": facets}
