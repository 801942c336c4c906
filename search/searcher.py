"""The query stream: a request becomes a plan, the engine answers, hits get their snippets.

text → parser → nodes → expansion → planner → Plan → Reader.search → hits and counts → Results
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Final

from search import indexer
from search.analysis import Analyzer
from search.documents import DATE_FACETS, FACETS, LANGUAGES, TEXT_FACETS, UNKNOWN
from search.engines.base import EngineResults, IndexReader
from search.errors import IndexDamaged, ParameterError
from search.facets import FacetCounts, FacetValue
from search.lexicon import Lexicon
from search.partial_dates import interval
from search.people import Registry
from search.people.registry.rendering import Renderings
from search.person_details import PersonDetails, PersonNames, details_of, names_of
from search.plan import FacetIs, FacetRequest, Filter, Level, Node, Not, Or, Plan, Sort, describe
from search.plan import words as plan_words
from search.query.expansion import Expander
from search.query.parser import parse
from search.query.planner import Planned, Planner, date_range, no_such_value
from search.results import Explanation, Hit, HitDetail, Notice, PersonName, Results
from search.snippets import excerpt, marks

DEFAULT_FACETS: Final = ("person", "published", "source", "language")
DEFAULT_FACET_LIMIT: Final = 20
SORTS: Final = ("relevance", "newest", "oldest")
LEVELS: Final = ("year", "month", "day")
MAX_VALUES: Final = 200
"""Values of one filter."""

DateFilter = str | tuple[str | None, str | None] | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Request:
    """A search as a caller asks for it; the fields are those of `Index.search`."""

    query: str = ""
    people: Sequence[str] = ()
    sources: Sequence[str] = ()
    agencies: Sequence[str] = ()
    authors: Sequence[str] = ()
    languages: Sequence[str] = ()
    published: DateFilter = None
    mentioned: DateFilter = None
    exclude: Mapping[str, Sequence[str]] = field(default_factory=dict)
    translate: bool = True
    sort: str = "relevance"
    limit: int | None = 10
    offset: int = 0
    facets: Sequence[str] = DEFAULT_FACETS
    facet_limit: int | None = DEFAULT_FACET_LIMIT

    def of_facet(self, facet: str) -> Sequence[str]:
        """The chosen values of a text facet."""
        return {
            "person": self.people, "source": self.sources, "agency": self.agencies,
            "author": self.authors, "language": self.languages,
        }[facet]  # fmt: skip


class Searcher:
    """Answers requests on one view of an index."""

    def __init__(
        self, reader: IndexReader, analyzer: Analyzer, lexicon: Lexicon,
        registry: Callable[[IndexReader], Registry],
    ) -> None:  # fmt: skip
        self._reader = reader
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._read_registry = registry
        self._names: dict[str, dict[str, frozenset[str]]] = {}

    @cached_property
    def registry(self) -> Registry:
        """The persons of this commit; read when somebody asks for persons."""
        return self._read_registry(self._reader)

    def search(self, request: Request) -> Results:
        """Run a request; errors are QuerySyntaxError and ParameterError."""
        began = time.perf_counter()
        _check(request)
        expander = self._expander(translate=request.translate and bool(request.query.strip()))
        planned = Planner(expander, self.raw_values).plan(parse(request.query), request.query)
        notices = list(planned.notices)
        filters, chosen = self._filters(request, notices)
        requests = self._facet_requests(request, chosen)
        plan = Plan(
            planned.strict, filters, tuple(requests.values()), _sort(request.sort), request.limit,
            request.offset,
        )  # fmt: skip
        found = self._reader.search(plan)
        if not found.total and len(planned.loose) > 1:
            plan, found = self._relaxed(plan, planned, found, notices)
        facets = {
            name: self._labelled(one.facet, counts, chosen.get(one.facet, frozenset()))
            for (name, one), counts in zip(requests.items(), found.facets, strict=True)
        }
        took = (time.perf_counter() - began) * 1000
        return Results(
            request.query, found.total, self._hits(plan, found), facets, tuple(notices),
            request.translate, took, describe(plan),
        )  # fmt: skip

    def _expander(self, *, translate: bool) -> Expander:
        """Without translation neither lexicon nor persons have a say in plain words."""
        if not translate:
            return Expander(self._analyzer, self._reader, None)
        people = Renderings(self.registry)
        return Expander(self._analyzer, self._reader, self._lexicon, people)

    def _relaxed(
        self, plan: Plan, planned: Planned, found: EngineResults, notices: list[Notice]
    ) -> tuple[Plan, EngineResults]:
        """Where no article has all the words, those that have most of them.

        Half of the words at least, or as many as any article has. Decided by the query alone:
        filters must not turn one search into another.
        """
        total = len(planned.loose)

        def any_has(query: Node) -> bool:
            return self._reader.search(Plan(query, limit=0)).total > 0

        if any_has(planned.strict) or not any_has(planned.at_least(1)):
            return plan, found
        # The greatest number, up to half of the words, that some article has: by bisection,
        # as an article that has three words has two.
        minimum, above = 1, (total + 1) // 2 + 1
        while above - minimum > 1:
            middle = (minimum + above) // 2
            if any_has(planned.at_least(middle)):
                minimum = middle
            else:
                above = middle
        notices.append(_relaxed_notice(minimum, total))
        relaxed = replace(plan, query=planned.at_least(minimum))
        return relaxed, self._reader.search(relaxed)

    # Filters

    def raw_values(self, facet: str, value: str) -> frozenset[str]:
        """The raw values of the index that a reader means by `value`, as it is typed."""
        if facet == "person":
            records = map(self.registry.record, self.registry.find(value))
            return frozenset(one for record in records if record for one in record.spellings)
        return self._raw_by_name(facet).get(_plain(value), frozenset())

    def _raw_by_name(self, facet: str) -> dict[str, frozenset[str]]:
        """The raw values of a text facet by their plain name, made once for a commit."""
        if facet not in self._names:
            found: dict[str, set[str]] = {}
            for raw in self._reader.facet_values(facet):
                found.setdefault(_plain(raw), set()).add(raw)
            self._names[facet] = {name: frozenset(values) for name, values in found.items()}
        return self._names[facet]

    def _chosen_values(self, facet: str, value: str) -> frozenset[str]:
        """The raw values that a filter means: a value of the index itself and no other.

        Where an index has both Reuters and REUTERS, each has a row and a count of its own.
        """
        meant = self.raw_values(facet, value)
        return frozenset({value}) if facet != "person" and value in meant else meant

    def _filters(
        self, request: Request, notices: list[Notice]
    ) -> tuple[tuple[Filter, ...], dict[str, frozenset[str]]]:
        """The filters of a request, and for each facet the ids of the chosen values."""
        filters: list[Filter] = []
        chosen: dict[str, frozenset[str]] = {}
        for facet in TEXT_FACETS:
            values = request.of_facet(facet)
            if values:
                filters.append(Filter(facet, self._any_value(facet, values, notices)))
                chosen[facet] = self._ids(facet, values)
        for facet, wanted in (("published", request.published), ("mentioned", request.mentioned)):
            ranges = _date_values(facet, wanted)
            if ranges:
                filters.append(Filter(facet, Or(tuple(_date_node(facet, one) for one in ranges))))
                chosen[facet] = frozenset(one for one in ranges if interval(one) is not None)
        for facet, values in request.exclude.items():
            if facet in DATE_FACETS:
                node: Node = Or(tuple(_date_node(facet, one) for one in values))
            else:
                node = self._any_value(facet, values, notices)
            if values:
                filters.append(Filter(facet, Not(node), sideways=False))
        return tuple(filters), chosen

    def _any_value(self, facet: str, values: Sequence[str], notices: list[Notice]) -> Node:
        raw: set[str] = set()
        unknown = False
        for value in values:
            if value == UNKNOWN:
                unknown = True
                continue
            meant = self._chosen_values(facet, value)
            if not meant:
                notices.append(no_such_value(facet, value))
            raw |= meant
        node: Node = FacetIs(facet, frozenset(raw))
        return Or((node, Planner.unknown(facet))) if unknown else node

    def _ids(self, facet: str, values: Sequence[str]) -> frozenset[str]:
        """What values are called in the facet's own rows."""
        named = [value for value in values if value != UNKNOWN or facet == "language"]
        if facet == "person":
            return frozenset(id for value in named for id in self.registry.find(value))
        return frozenset(raw for value in named for raw in self._chosen_values(facet, value))

    # Facets

    def _facet_requests(
        self, request: Request, chosen: Mapping[str, frozenset[str]]
    ) -> dict[str, FacetRequest]:
        requests: dict[str, FacetRequest] = {}
        for name in request.facets:
            facet, level = _facet_and_level(name)
            keep = chosen.get(facet, frozenset())
            if facet in DATE_FACETS:
                # A histogram with holes misleads, so its buckets are never cut.
                own = frozenset(one for one in keep if _level_of(one) == level)
                requests[name] = FacetRequest(facet, None, level, keep=own)
            else:
                groups = self.registry.groups if facet == "person" else None
                requests[name] = FacetRequest(facet, request.facet_limit, groups=groups, keep=keep)
        return requests

    def _labelled(self, facet: str, counts: FacetCounts, chosen: frozenset[str]) -> FacetCounts:
        values = tuple(
            FacetValue(value.id, self._label(facet, value.id), value.count, value.id in chosen)
            for value in counts.values
        )
        return replace(counts, values=values)

    def _label(self, facet: str, id: str) -> str:
        return self.registry.label(id) if facet == "person" else id

    def facet_values(
        self, facet: str, contains: str, limit: int | None, within: Request
    ) -> FacetCounts:
        """The values of a facet whose label or any spelling contains a text."""
        name, _ = _facet_and_level(facet)
        if limit is not None and limit < 0:
            raise ParameterError("limit is 0 or more, or None for all.", param="limit")
        results = self.search(replace(within, facets=(facet,), facet_limit=None, limit=0))
        counts = results.facets[facet]
        wanted = _plain(contains)
        kept = [
            value
            for value in counts.values
            if any(wanted in _plain(text) for text in self._texts(name, value))
        ]
        shown = kept if limit is None else kept[:limit]
        return FacetCounts(tuple(shown), counts.missing, len(shown) < len(kept))

    def _texts(self, facet: str, value: FacetValue) -> Iterable[str]:
        yield value.id
        yield value.label
        if facet == "person" and (record := self.registry.record(value.id)):
            yield from record.spellings

    # Hits

    def _hits(self, plan: Plan, found: EngineResults) -> tuple[Hit, ...]:
        @cache
        def wanted() -> tuple[object, ...]:
            return marks(plan_words(plan.query), self._reader.forms)

        def hit(id: str, score: float) -> Hit:
            return Hit(
                id,
                score,
                lambda: self._detail(id, wanted()),
                lambda: Explanation(score, tuple(self._reader.explain(plan, id))),
            )

        return tuple(hit(raw.id, raw.score) for raw in found.hits)

    def _detail(self, id: str, wanted: tuple[object, ...]) -> HitDetail:
        (stored,) = self._reader.fetch([id])
        if stored is None:
            raise IndexDamaged(f"Article {id} was found but is not stored. Run `svodka check`.")
        document, _ = indexer.unpack(stored)
        shown = excerpt(document, wanted)  # type: ignore[arg-type]
        return HitDetail(
            document, self.people_of(document.people), shown.passages, shown.title, shown.matches
        )

    def people_of(self, spellings: Iterable[str]) -> tuple[PersonName, ...]:
        """The persons that spellings belong to, each once."""
        groups = self.registry.groups
        ids = dict.fromkeys(groups[one] for one in spellings if one in groups)
        return tuple(PersonName(id, self.registry.label(id)) for id in ids)

    def person(self, id: str) -> PersonDetails | None:
        """All about the person with this id or alias; None where there is none."""
        return details_of(self._reader, self.registry, id)

    def person_names(self, id: str) -> PersonNames | None:
        """The names of the person with this id or alias; None where there is none."""
        return names_of(self._reader, self.registry, id)


def _check(request: Request) -> None:
    """ParameterError for what has no meaning."""
    if not isinstance(request.query, str):
        raise ParameterError("The query is a text.", param="query")
    for name in ("limit", "offset", "facet_limit"):
        value = getattr(request, name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise ParameterError(f"{name} is a number, not {value!r}.", param=name)
    if request.sort not in SORTS:
        raise ParameterError(
            f"sort is one of {', '.join(SORTS)}, not {request.sort!r}.", param="sort"
        )
    if request.limit is not None and request.limit < 0:
        raise ParameterError("limit is 0 or more, or None for all.", param="limit")
    if request.offset < 0:
        raise ParameterError("offset is 0 or more.", param="offset")
    if request.facet_limit is not None and request.facet_limit < 0:
        raise ParameterError("facet_limit is 0 or more, or None for all.", param="facet_limit")
    for facet, values in request.exclude.items():
        if facet not in FACETS:
            raise ParameterError(_no_facet(facet), param="exclude")
        _check_values(facet, values, "exclude")
    for facet in TEXT_FACETS:
        _check_values(facet, request.of_facet(facet), facet)
    for language in (*request.languages, *request.exclude.get("language", ())):
        if language not in (*LANGUAGES, UNKNOWN):
            raise ParameterError(
                f"{language!r} is no language of an index. "
                f"Use one of {', '.join(LANGUAGES)}, {UNKNOWN}.", param="languages",
            )  # fmt: skip


def _check_values(facet: str, values: Sequence[str], param: str) -> None:
    if isinstance(values, str) or not isinstance(values, Collection):
        raise ParameterError(f"Give a list of values for {facet}.", param=param)
    if not all(isinstance(value, str) for value in values):
        raise ParameterError(f"The values of {facet} are texts.", param=param)
    if len(values) > MAX_VALUES:
        raise ParameterError(f"At most {MAX_VALUES} values of {facet}.", param=param)


def _plain(text: str) -> str:
    """A name as it is compared: case, ё, kinds of apostrophes and spaces do not matter."""
    composed = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    return " ".join(composed.casefold().replace("ё", "е").split())


_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))


def _no_facet(name: str) -> str:
    return f"There is no facet {name!r}. Facets are {', '.join(FACETS)}."


def _sort(name: str) -> Sort:
    return {"newest": "newest", "oldest": "oldest"}.get(name, "relevance")  # type: ignore[return-value]


def _facet_and_level(name: str) -> tuple[str, Level | None]:
    facet, colon, level = name.partition(":")
    if facet not in FACETS or (colon and facet not in DATE_FACETS):
        raise ParameterError(_no_facet(name), param="facets")
    if facet not in DATE_FACETS:
        return facet, None
    if colon and level not in LEVELS:
        raise ParameterError(
            f"{level!r} is no level of a date. Levels are {', '.join(LEVELS)}.", param="facets"
        )
    return facet, level or "month"  # type: ignore[return-value]


def _level_of(value: str) -> str | None:
    return {4: "year", 7: "month", 10: "day"}.get(len(value))


def _date_values(facet: str, wanted: DateFilter) -> list[str]:
    """A date filter as texts: `2025-12`, `2025-10..2025-12`, `unknown`."""
    if wanted is None:
        return []
    if isinstance(wanted, str):
        return [wanted]
    if not isinstance(wanted, list | tuple | set | frozenset):
        raise ParameterError(f"{wanted!r} is no date for {facet}.", param=facet)
    if isinstance(wanted, tuple) and len(wanted) == 2 and UNKNOWN not in wanted:
        first, last = wanted
        if not first and not last:
            return []
        return [f"{first or ''}..{last or ''}"]
    values = [one for one in wanted if one]
    if len(values) > MAX_VALUES:
        raise ParameterError(f"At most {MAX_VALUES} values of {facet}.", param=facet)
    return values


def _date_node(facet: str, text: str) -> Node:
    if text == UNKNOWN:
        return Planner.unknown(facet)
    try:
        return date_range(facet, text)
    except ValueError:
        raise ParameterError(
            f"{text!r} is no date for {facet}. Write 2025, 2025-12, 2025-12-18, "
            "2025-10..2025-12 or unknown.", param=facet,
        ) from None  # fmt: skip


def _relaxed_notice(minimum: int, total: int) -> Notice:
    return Notice(
        "relaxed",
        f"No article has all {total} words; shown are those with at least {minimum} of them.",
        {"minimum": minimum, "total": total},
    )
