"""Whoosh as an oracle: the embedded engine against Whoosh's searcher, on random corpora.

Every property is asked of two Whoosh indexes: *ours*, Whoosh's searcher over the columns that
the engine itself has written (`ColumnIndex`), and *stock*, an index that Whoosh wrote with its
own codec from the same finished terms. So a fault of our files shows in the first, and one
that the engine and the codec share in the second.

Compared are

* the articles that match, for boolean queries over words, phrases, prefixes and facets. Left
  out is what Whoosh cannot say: words wanted in the title, dates, and windows of three words
  and more (Whoosh measures each gap, we the whole window);
* the counts of facets;
* the scores, to 1e-5, of words joined by AND and OR where each article has one language, so
  that the length Whoosh counts for its field is that of the article, and that length is one
  of those which its one byte holds exactly (1 to 10, 12, 13, 14, 16 …). Then frequencies,
  lengths, their mean and the formula of saturation are Whoosh's own. The idf alone is ours,
  from Whoosh's counts: Whoosh's is log(N / (n + 1)) + 1, which never comes near to 0. An OR
  stands only inside an AND and not around it: we count every word of the query that an
  article has, Whoosh only those of the branch that matched.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as q
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index
from whoosh.query.spans import SpanNear2
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.sorting import Count, FieldFacet
from whoosh.util.numeric import byte_to_length, length_to_byte
from worlds import analyzed, documents, nodes, phrases

from search import plan as p
from search import ranking
from search.documents import TERM_FIELDS, AnalyzedDocument
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.frame import ColumnIndex

Change = AnalyzedDocument | str  # an article to add or to replace, or an id to delete

# Building the indexes


class Finished(TEXT):
    """A field of stock Whoosh that takes finished postings: weight and positions by term."""

    def index(self, value, **options):
        for text, (weight, positions) in value.items():
            encoded = self.format.encode(positions)
            yield text.encode(), weight, float(weight), encoded


def stock_schema() -> Schema:
    fields = {name: Finished() for name in TERM_FIELDS}
    fields |= {f"facet_{name}": KEYWORD() for name in ("person", "source", "language")}
    return Schema(id=ID(unique=True, stored=True), **fields)


def stock_fields(document: AnalyzedDocument) -> dict[str, object]:
    places: dict[str, dict[str, set[int]]] = {}
    for posting in document.postings:
        found = places.setdefault(posting.field, {}).setdefault(posting.text, set())
        found.add(posting.position)
    fields: dict[str, object] = {"id": document.id}
    for field, terms in places.items():
        fields[field] = {
            text: (
                sum(ranking.TITLE_WEIGHT if n < document.title_length else 1 for n in found),
                sorted(found),
            )
            for text, found in terms.items()
        }
    facets = {f"facet_{name}": list(values) for name, values in document.facets.items() if values}
    return fields | facets


def change_stock(index: Index, changes: list[Change], **how: bool) -> None:
    last = {change if isinstance(change, str) else change.id: change for change in changes}
    writer = index.writer(codec=W3Codec())
    for id, change in last.items():
        writer.delete_by_term("id", id)
        if not isinstance(change, str):
            writer.add_document(**stock_fields(change))
    writer.commit(**(how or {"merge": False}))


def change_ours(engine: EmbeddedEngine, changes: list[Change]) -> None:
    with engine.writer() as writer:
        for change in changes:
            if isinstance(change, str):
                writer.delete(change)
            else:
                writer.add(change)


@contextmanager
def indexes(commits: list[list[Change]]) -> Iterator[tuple[EmbeddedEngine, Index, Index]]:
    """The engine, Whoosh over its segments, and stock Whoosh, after the same commits."""
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder), create=True)
        stock = RamStorage().create_index(stock_schema())
        for changes in commits:
            change_ours(engine, changes)
            change_stock(stock, changes)
        yield engine, ColumnIndex(Path(folder)), stock


# Saying a plan in Whoosh's words


def sayable(node: p.Node) -> p.Node:
    """The node without what Whoosh cannot say."""
    if isinstance(node, p.Word):
        return p.Word(node.text, tuple(p.Guise(sayable_leaf(g.leaf)) for g in node.guises))
    if isinstance(node, p.And | p.Or):
        return type(node)(tuple(map(sayable, node.children)))
    if isinstance(node, p.AtLeast):
        return p.AtLeast(tuple(map(sayable, node.children)), node.minimum)
    if isinstance(node, p.Not):
        return p.Not(sayable(node.child))
    if isinstance(node, p.Prefer):
        return sayable(node.child)
    dates = ("published", "mentioned")
    if isinstance(node, p.DateWithin) or (isinstance(node, p.FacetMissing) and node.facet in dates):
        return p.FacetMissing("person")
    return node


def sayable_leaf(leaf: p.Leaf) -> p.Leaf:
    if isinstance(leaf, p.Phrase):
        slots = leaf.slots if leaf.slop is None else leaf.slots[:2]
        bare = tuple(tuple(p.Term(t.field, t.text) for t in slot) for slot in slots)
        return p.Phrase(bare, leaf.slop)
    return p.Term(leaf.field, leaf.text) if isinstance(leaf, p.Term) else leaf


def said(node: p.Node) -> q.Query:
    """A sayable node as a Whoosh query."""
    if isinstance(node, p.Everything):
        return q.Every()
    if isinstance(node, p.Word):
        return any_of([said_leaf(guise.leaf) for guise in node.guises])
    if isinstance(node, p.And):
        return q.And(list(map(said, node.children)))
    if isinstance(node, p.Or):
        return any_of(list(map(said, node.children)))
    if isinstance(node, p.AtLeast):
        choices = itertools.combinations(map(said, node.children), node.minimum)
        return any_of([q.And(list(choice)) for choice in choices])
    if isinstance(node, p.Not):
        return none_of(said(node.child))
    if isinstance(node, p.Given):
        return any_of([q.Term("id", id) for id in sorted(dict(node.scores))])
    if isinstance(node, p.FacetIs):
        return any_of([q.Term(f"facet_{node.facet}", value) for value in sorted(node.values)])
    if isinstance(node, p.FacetMissing):
        return none_of(q.Every(f"facet_{node.facet}"))
    return q.NullQuery


def any_of(queries: list[q.Query]) -> q.Query:
    return q.Or(queries) if queries else q.NullQuery


def none_of(query: q.Query) -> q.Query:
    # Every() keeps out deleted articles, which Whoosh's Not finds when one of them follows
    # the last match of its child.
    return q.And([q.Every(), q.Not(query)])


def said_leaf(leaf: p.Leaf) -> q.Query:
    if isinstance(leaf, p.Readings):
        return any_of(list(map(said_leaf, leaf.terms)))
    if isinstance(leaf, p.Term):
        return q.Term(leaf.field, leaf.text)
    fields = {term.field for slot in leaf.slots for term in slot}
    if leaf.slop is None and len(fields) == 1 and all(len(slot) == 1 for slot in leaf.slots):
        return q.Phrase(*fields, [slot[0].text for slot in leaf.slots])
    slots = [any_of([q.Term(term.field, term.text) for term in slot]) for slot in leaf.slots]
    if leaf.slop is None:
        return SpanNear2(slots)
    return SpanNear2(slots, slop=leaf.slop + 1, ordered=False)


# Matches and counts

IDS = "abcdefghijklmnopqrst"
COMMITS = st.tuples(
    # Falling sizes, so that segments with deletions stay beside each other.
    st.lists(documents(IDS), min_size=8, max_size=14, unique_by=lambda one: one.id),
    st.lists(st.one_of(documents(IDS), st.sampled_from(IDS)), max_size=4),
    st.lists(st.one_of(documents(IDS), st.sampled_from(IDS)), max_size=2),
).map(list)
PREFIXES = st.tuples(st.sampled_from(("exact", "ru", "en")), st.sampled_from(("", "мин", "d", "п")))


def word_of(phrase: p.Phrase) -> p.Node:
    return sayable(p.Word("phrase", (p.Guise(phrase),)))


def word_of_prefix(engine: EmbeddedEngine, field: str, prefix: str) -> p.Word:
    texts = engine.reader().terms(field, prefix)
    return p.Word(f"{prefix}*", tuple(p.Guise(p.Term(field, text)) for text in texts))


def ids_of(searcher: Searcher, query: q.Query) -> list[str]:
    rows = searcher.docs_for_query(query)
    return sorted(searcher.stored_fields(row)["id"] for row in rows)


def counts_of(searcher: Searcher, query: q.Query, facet: str) -> dict[str | None, int]:
    grouping = FieldFacet(f"facet_{facet}", allow_overlap=True, maptype=Count)
    found = searcher.search(query, limit=None, scored=False, groupedby={facet: grouping})
    return dict(found.groups(facet))


def counts_in(engine: EmbeddedEngine, node: p.Node, facet: str) -> dict[str | None, int]:
    plan = p.Plan(node, facets=(p.FacetRequest(facet, limit=None),))
    (counts,) = engine.reader().search(plan).facets
    found: dict[str | None, int] = {value.id: value.count for value in counts.values}
    return found | ({None: counts.missing} if counts.missing else {})


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    COMMITS,
    st.lists(nodes().map(sayable), min_size=2, max_size=5),
    st.lists(phrases().map(word_of), min_size=1, max_size=4),
    PREFIXES,
)
def test_same_matches_and_counts_as_whoosh(commits, some_nodes, some_phrases, prefix) -> None:
    with indexes(commits) as (engine, ours, stock):
        word = word_of_prefix(engine, *prefix)
        asked = [(node, said(node)) for node in some_nodes + some_phrases]
        asked.append((word, q.Prefix(*prefix)))
        asked += [(p.And((word, node)), q.And([q.Prefix(*prefix), query])) for node, query in asked]
        with ours.searcher() as over_columns, stock.searcher() as whoosh:
            for node, query in asked:
                plan = p.Plan(node, limit=None)
                expected = sorted(hit.id for hit in engine.reader().search(plan).hits)
                assert ids_of(over_columns, query) == expected
                assert ids_of(whoosh, query) == expected
                for facet in ("person", "source"):
                    counts = counts_in(engine, node, facet)
                    assert counts_of(over_columns, query, facet) == counts
                    assert counts_of(whoosh, query, facet) == counts


# Scores

VOCABULARY = ("ena", "dve", "tri", "štiri", "pet")  # of one language, without grammar: "und"


@st.composite
def one_language(draw: st.DrawFn, ids: str = IDS) -> AnalyzedDocument:
    """An article in one language, of a length that Whoosh's byte holds exactly."""
    text = st.lists(st.sampled_from(VOCABULARY), max_size=24)
    title = draw(st.lists(st.sampled_from(VOCABULARY), max_size=3))
    body = ["ena", *draw(text)]
    while not exact(len(body) + ranking.TITLE_WEIGHT * len(title)):
        body.append("pet")
    return analyzed(draw(st.sampled_from(ids)), title, body)


def exact(length: int) -> bool:
    return byte_to_length(length_to_byte(length)) == length


class WhooshWithOurIdf(BM25F):
    """Whoosh's BM25F with our constants; only the idf is ours, from Whoosh's counts."""

    def __init__(self) -> None:
        super().__init__(B=ranking.B, K1=ranking.K1)

    def idf(self, searcher: Searcher, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        return ranking.idf(parent.doc_count_all(), parent.doc_frequency(fieldname, text))


CLAUSES = st.lists(
    st.lists(st.sampled_from((*VOCABULARY, "absent")), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


def plan_of(clauses: list[list[str]], field: str) -> p.Plan:
    """An AND of ORs of words."""

    def word(text: str) -> p.Node:
        return p.Word(text, (p.Guise(p.Term(field, text)),))

    return p.Plan(p.And(tuple(p.Or(tuple(map(word, clause))) for clause in clauses)), limit=None)


def scores_of(index: Index, query: q.Query) -> dict[str, float]:
    with index.searcher(weighting=WhooshWithOurIdf()) as searcher:
        return {hit["id"]: hit.score for hit in searcher.search(query, limit=None)}


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.tuples(
        st.lists(one_language(), min_size=6, max_size=14, unique_by=lambda one: one.id),
        st.one_of(
            # Nothing is replaced: then Whoosh's counts over our segments are those of ours.
            st.lists(one_language("uvwxyz"), max_size=4, unique_by=lambda one: one.id),
            st.lists(st.one_of(one_language(), st.sampled_from(IDS)), max_size=4),
        ),
    ).map(list),
    st.lists(CLAUSES, min_size=1, max_size=4),
    st.sampled_from(("und", "exact")),
)
def test_same_scores_as_whoosh_for_words_of_one_language(commits, queries, field) -> None:
    with indexes(commits) as (engine, ours, stock):
        change_stock(stock, [], optimize=True)  # deleted articles count in Whoosh until merged
        for clauses in queries:
            plan = plan_of(clauses, field)
            hits = engine.reader().search(plan).hits
            expected = pytest.approx({hit.id: hit.score for hit in hits}, abs=1e-5)
            query = said(plan.query)
            assert scores_of(stock, query) == expected
            if not ours.reader().has_deletions():
                assert scores_of(ours, query) == expected


def test_the_score_itself_is_that_of_the_formula() -> None:
    """One case by hand, so that the property above cannot hold for two wrong engines."""
    commits: list[list[Change]] = [[analyzed("a", [], ["ena", "ena", "dve"])], []]
    commits[1].append(analyzed("b", ["dve"], ["dve", "tri"]))
    with indexes(commits) as (engine, ours, stock):
        plan = plan_of([["ena"]], "und")
        # ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) · 2 · 2.2 / (2 + 1.2 · (0.25 + 0.75 · 3 / 4))
        expected = {"a": pytest.approx(1.0251589, abs=1e-5)}
        assert {hit.id: hit.score for hit in engine.reader().search(plan).hits} == expected
        for index in (ours, stock):
            assert scores_of(index, said(plan.query)) == expected


def test_scores_are_whooshs_own_but_for_the_idf() -> None:
    """With BM25F as Whoosh ships it, each word's score differs by the ratio of the two idfs."""
    commits: list[list[Change]] = [
        [analyzed("a", [], ["ena", "ena", "dve"]), analyzed("b", ["dve"], ["ena", "tri"])],
        [analyzed("c", [], ["tri"] * 7)],
    ]
    with indexes(commits) as (engine, ours, stock):
        hits = engine.reader().search(plan_of([["ena"]], "und")).hits
        for index in (ours, stock):
            with index.searcher(weighting=BM25F(B=ranking.B, K1=ranking.K1)) as searcher:
                ratio = searcher.idf("und", "ena") / ranking.idf(3, 2)
                found = {hit["id"]: hit.score for hit in searcher.search(q.Term("und", "ena"))}
            assert found == pytest.approx({hit.id: hit.score * ratio for hit in hits}, abs=1e-5)
