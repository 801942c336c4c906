"""The query stream: a request becomes a plan, the engine answers, hits get their snippets.

text → parser → nodes → expansion → planner → Plan → Reader.search → hits and counts → Results
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property, partial

from search import meaning
from search.analysis import Analyzer
from search.documents import DATE_FACETS
from search.encoders import Encoder
from search.engines.base import (
    CountsMany,
    EngineResults,
    IndexReader,
    counts_of,
    remembering,
)
from search.errors import ParameterError, QuerySyntaxError
from search.facets import FacetCounts, FacetValue
from search.filters import Filters, plain
from search.hit_details import Details, details, people_of
from search.lexicon import Lexicon
from search.meaning import NearArticles
from search.people import Registry
from search.people.registry.rendering import Renderings
from search.person_details import PersonDetails, PersonNames, details_of, names_of
from search.plan import (
    FacetRequest,
    Node,
    Plan,
    Sort,
    Word,
    describe,
)
from search.query import corrections, nodes
from search.query.coherence import Coherence
from search.query.coverage import LONG, is_sentence
from search.query.evidence import COHERENCE, EVIDENCE, MEANING
from search.query.expansion import Expander
from search.query.pairings import Pairing, Switches
from search.query.parser import parse
from search.query.planned import Planned
from search.query.planner import Planner, asked_in
from search.query.sounds import Sounds
from search.related import Finder, Related
from search.requests import (
    Request,
    check,
    facet_and_level,
    level_of,
)
from search.results import Explanation, Hit, Notice, PersonName, Results
from search.suggestions import Completions
from search.wanting import SOFTENED, wanted


class Searcher:
    """Answers requests on one view of an index."""

    def __init__(
        self, reader: IndexReader, analyzer: Analyzer, lexicon: Lexicon,
        registry: Callable[[IndexReader], Registry], evidence: frozenset[str] = EVIDENCE,
        encoder: Callable[[], Encoder | None] = lambda: None,
    ) -> None:  # fmt: skip
        self._reader = reader
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._read_registry = registry
        self._evidence = evidence
        self._sounds = Sounds(reader)
        self._near = meaning.NearQueries(reader, encoder)
        self._filters = Filters(reader, lambda: self.registry)
        self._coherence = Coherence(reader.fields, partial(counts_of, reader))

    @cached_property
    def registry(self) -> Registry:
        """The persons of this commit; read when somebody asks for persons."""
        return self._read_registry(self._reader)

    @cached_property
    def completions(self) -> Completions:
        """What can be completed in this commit; made when somebody types."""
        return Completions(self._reader, self.registry, self._reader.facet_values("source"))

    def warm_up(self) -> None:
        """Do now what the first searches would have to wait for."""
        for query in ("", "news"):  # persons of the facet, then vectors
            self.search(Request(query, limit=0))
        self._lexicon.read_ahead()
        if not isinstance(self._reader, CountsMany):  # no vocabulary is read over a network
            self._sounds.listen_ahead()

    def search(self, request: Request, *, correct: bool = True) -> Results:
        """Run a request; errors are QuerySyntaxError and ParameterError."""
        with remembering(self._reader):
            return self._search(request, correct=correct)

    def _search(self, request: Request, *, correct: bool) -> Results:
        began = time.perf_counter()
        check(request)
        translate = request.translate and bool(request.query.strip())
        expander = self._expander(translate=translate)
        parsed = parse(request.query)
        meant_too = request.meaning and translate and MEANING in self._evidence
        near_soon = self._near.soon(*asked_in(parsed)) if meant_too else meaning.nothing_soon
        planned = Planner(expander, self._filters.raw_values).plan(parsed, request.query)
        notices = list(planned.notices)
        if request.without:
            planned = self._switched_off(planned, request, notices)
        filters, chosen = self._filters.of(request, notices)
        requests = self._facet_requests(request, chosen)
        planned, query, near = self._query(planned, near_soon, notices, translate=translate)
        plan = Plan(
            query, filters, tuple(requests.values()), _sort(request.sort), request.limit,
            request.offset,
        )  # fmt: skip
        found = self._reader.search(plan)
        facets = {
            name: self._labelled(one.facet, counts, chosen.get(one.facet, frozenset()))
            for (name, one), counts in zip(requests.items(), found.facets, strict=True)
        }
        strict = found.total > 0 and not _is_relaxed(notices)
        meant = self._meant(request, parsed, planned, strict=strict) if correct else ()
        took = (time.perf_counter() - began) * 1000
        hits = self._hits(plan, planned, found, near, translate=translate)
        return Results(
            request.query, found.total, hits, facets, tuple(notices), request.translate,
            took, describe(plan), meant,
        )  # fmt: skip

    def _query(
        self, planned: Planned, near_soon: Callable[[], NearArticles], notices: list[Notice], *,
        translate: bool,
    ) -> tuple[Planned, Node, NearArticles]:  # fmt: skip
        """The matching part of a plan with all that changes what a hit is worth.

        The query is encoded meanwhile, so what is near is asked for as late as can be.
        """
        asked_for = wanted(planned, self._reader, translate=translate)
        query = asked_for.query(planned)
        # A sentence of words that nobody wrote is near to nothing, though a vector says so.
        soft = bool(asked_for.notices)
        sentence = (
            near_soon is not meaning.nothing_soon
            and is_sentence(planned.asked)
            and (soft or self._reader.search(Plan(query, limit=0)).total > 0)
        )
        notices += asked_for.notices
        near = near_soon()
        if translate and COHERENCE in self._evidence:
            weighed = self._coherence.weighed(planned.loose, near.by_language)
            planned = replace(planned, weighed=weighed)
            query = asked_for.query(planned)
        if sentence or (soft and len(planned.loose) >= LONG):
            nearest = near.nearest
        else:  # a few words say little: most of what is nearest to them is about else
            nearest = near.likely if soft else meaning.NOBODY
        if nearest.scores and SOFTENED not in notices:
            notices.append(SOFTENED)
        query = meaning.preferring(query, planned.scores, planned.fixed, near, nearest)
        return planned, query, near.showing(nearest)

    def _expander(self, *, translate: bool) -> Expander:
        """Without translation neither lexicon nor persons have a say in plain words."""
        if not translate:
            return Expander(self._analyzer, self._reader, None)
        people = Renderings(self.registry)
        return Expander(
            self._analyzer, self._reader, self._lexicon, people, self._evidence, self._sounds
        )

    def _switched_off(self, planned: Planned, request: Request, notices: list[Notice]) -> Planned:
        """What is planned without the pairings that the request does not want."""
        switches = Switches([Pairing(*pair) for pair in request.without], self._reader.forms)
        fixed, loose = (
            tuple(map(switches.without, nodes)) for nodes in (planned.fixed, planned.loose)
        )
        if request.translate:
            notices += map(_no_such_pairing, switches.unused)
        return replace(planned, fixed=fixed, loose=loose)

    def _meant(
        self, request: Request, parsed: nodes.Node, planned: Planned, *, strict: bool
    ) -> tuple[str, ...]:
        """The query with other words in place of those that no article has, if that has hits.

        Filters play no part. `strict` says that there are hits with all words: then those of
        the other query must have all of its words too.
        """
        words = tuple(node for node in planned.loose if isinstance(node, Word))
        query = request.query
        put = False
        for text in reversed(corrections.doubtful(parsed, words, self._reader)):
            for one in corrections.candidates(text, self._reader)[:1]:
                query, put = one.put_into(query), True
        if not put:
            return ()
        try:
            wanted = Request(
                query, translate=request.translate, meaning=False, limit=0, facets=()
            )  # fmt: skip
            found = self.search(wanted, correct=False)
        except QuerySyntaxError:  # the keys of ю and б are those of stops
            return ()
        worse = not found.total or (strict and _is_relaxed(found.warnings))
        return () if worse else (query,)

    # Facets

    def _facet_requests(
        self, request: Request, chosen: Mapping[str, frozenset[str]]
    ) -> dict[str, FacetRequest]:
        requests: dict[str, FacetRequest] = {}
        for name in request.facets:
            facet, level = facet_and_level(name)
            keep = chosen.get(facet, frozenset())
            if facet in DATE_FACETS:
                # A histogram with holes misleads, so its buckets are never cut.
                own = frozenset(one for one in keep if level_of(one) == level)
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
        name, _ = facet_and_level(facet)
        if limit is not None and limit < 0:
            raise ParameterError("limit is 0 or more, or None for all.", param="limit")
        results = self.search(replace(within, facets=(facet,), facet_limit=None, limit=0))
        counts = results.facets[facet]
        wanted = plain(contains)
        kept = [
            value
            for value in counts.values
            if any(wanted in plain(text) for text in self._texts(name, value))
        ]
        shown = kept if limit is None else kept[:limit]
        return FacetCounts(tuple(shown), counts.missing, len(shown) < len(kept))

    def _texts(self, facet: str, value: FacetValue) -> Iterable[str]:
        yield value.id
        yield value.label
        if facet == "person" and (record := self.registry.record(value.id)):
            yield from record.spellings

    # Hits

    def _hits(
        self, plan: Plan, planned: Planned, found: EngineResults, near: NearArticles, *,
        translate: bool,
    ) -> tuple[Hit, ...]:  # fmt: skip
        @cache
        def shown() -> Details:
            """Worked out when the first hit is looked at: who only counts pays nothing for it."""
            lexicon = self._lexicon if translate else None
            return details(planned, near, self._reader, self.registry, lexicon)

        def hit(id: str, score: float) -> Hit:
            return Hit(
                id,
                score,
                lambda: shown().of(id),
                lambda: Explanation(score, tuple(self._reader.explain(plan, id))),
            )

        return tuple(hit(raw.id, raw.score) for raw in found.hits)

    def people_of(self, spellings: Iterable[str]) -> tuple[PersonName, ...]:
        """The persons that spellings belong to, each once."""
        return people_of(self.registry, spellings)

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, int]]:
        """Every name of a person in this commit: whose it is, and in how many articles."""
        groups, counts = self.registry.groups, self.registry.counts
        ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return {name: (groups[name], count) for name, count in ranked if name in groups}

    def related(self, id: str, limit: int) -> tuple[Related, ...]:
        """Articles that share persons, telling words and days with one, the nearest first."""
        finder = Finder(self._reader, self.registry, self._analyzer, self._lexicon)
        return finder.related(id, limit)

    def person(self, id: str) -> PersonDetails | None:
        """All about the person with this id or alias; None where there is none."""
        return details_of(self._reader, self.registry, id)

    def person_names(self, id: str) -> PersonNames | None:
        """The names of the person with this id or alias; None where there is none."""
        return names_of(self._reader, self.registry, id)


def _sort(name: str) -> Sort:
    return {"newest": "newest", "oldest": "oldest"}.get(name, "relevance")  # type: ignore[return-value]


def _no_such_pairing(one: Pairing) -> Notice:
    return Notice(
        "no-such-pairing",
        f"“{one.query}” is not taken for “{one.found}” anyway.",
        {"query": one.query, "found": one.found},
    )


def _is_relaxed(notices: Iterable[Notice]) -> bool:
    return any(one.code == "relaxed" for one in notices)
