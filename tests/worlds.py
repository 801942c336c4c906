"""Small random corpora and plans, for properties that hold for all of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from search import plan as p
from search.documents import AnalyzedDocument, PassageVectors, Posting, Postings
from search.partial_dates import parse_iso
from search.ranking import TITLE_WEIGHT

WORDS = ("deal", "big", "минск", "посольство", "санкция", "2025")
FIELD_OF = dict(zip(WORDS, ("en", "en", "ru", "ru", "ru", "num"), strict=True))
DATES = ("2025", "2025-11", "2025-12", "2025-12-03", "2025-12-18T10:15", "2024-02-29")
PEOPLE = ("Anna K", "A. K", "Анна К", "Ivan B")
SOURCES = ("Post", "Курьер")


def analyzed(
    id: str,
    title: list[str],
    body: list[str],
    *,
    published: str | None = None,
    mentioned: tuple[str, ...] = (),
    vectors: PassageVectors | None = None,
    **facets: tuple[str, ...],
) -> AnalyzedDocument:
    """An article as the analyzer would hand it to an engine; words may have two readings."""
    places = [*enumerate(title), *enumerate(body, start=len(title) + 100)]
    postings = []
    for position, word in places:
        postings.append(Posting("exact", word, position, word))
        postings.append(Posting(FIELD_OF.get(word, "und"), word, position, word))
        if word == "минск":  # an ambiguous word: two lemmas at one position
            postings.append(Posting("ru", "минский", position, word))
    date = parse_iso(published) if published else None
    intervals = [moment.days for text in mentioned if (moment := parse_iso(text))]
    return AnalyzedDocument(
        id,
        Postings.of(postings),
        len(title),
        len(body) + TITLE_WEIGHT * len(title),
        facets,
        date.days if date else None,
        date.instant if date else None,
        tuple(days for days in intervals if days),
        f"payload of {id}".encode(),
        f"digest of {id} {title} {body}",
        f"file of {id}",
        vectors,
    )


def passages(*rows: tuple[int, ...]) -> PassageVectors:
    """Vectors whose codes are these rows."""
    return PassageVectors(len(rows[0]), b"".join(bytes(n & 255 for n in row) for row in rows))


def rows_of_codes() -> st.SearchStrategy[PassageVectors | None]:
    """Vectors of three numbers for a few passages; few numbers, so that some are equal."""
    row = st.tuples(*[st.sampled_from((-127, -3, 0, 5, 127))] * 3)
    some = st.lists(row, min_size=1, max_size=3).map(lambda rows: passages(*rows))
    return st.one_of(st.none(), some)


@st.composite
def documents(draw: st.DrawFn, ids: str = "abcdefgh") -> AnalyzedDocument:
    words = st.lists(st.sampled_from(WORDS), max_size=8)
    subset = lambda values: st.lists(st.sampled_from(values), max_size=3, unique=True)  # noqa: E731
    return analyzed(
        draw(st.sampled_from(ids)),
        draw(st.lists(st.sampled_from(WORDS), max_size=3)),
        draw(words),
        published=draw(st.sampled_from((None, *DATES))),
        mentioned=tuple(draw(subset(DATES))),
        person=tuple(draw(subset(PEOPLE))),
        source=tuple(draw(subset(SOURCES))[:1]),
        vectors=draw(rows_of_codes()),
        language=(draw(st.sampled_from(("en", "ru"))),),
    )


def terms() -> st.SearchStrategy[p.Term]:
    def build(word: str, exact: bool, part: p.Part) -> p.Term:
        return p.Term("exact" if exact else FIELD_OF[word], word, part)

    parts = st.sampled_from(("all", "all", "title"))
    return st.builds(build, st.sampled_from(WORDS), st.booleans(), parts)


def phrases() -> st.SearchStrategy[p.Phrase]:
    slots = st.lists(terms(), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(
        p.Phrase,
        st.lists(slots, min_size=2, max_size=3).map(tuple),
        st.sampled_from((None, None, 1, 3)),
    )


def readings() -> st.SearchStrategy[p.Readings]:
    of_one_field = st.lists(st.sampled_from(("минск", "минский", "посольство")), min_size=1)
    return of_one_field.map(lambda texts: p.Readings(tuple(p.Term("ru", t) for t in texts)))


def word_nodes() -> st.SearchStrategy[p.Word]:
    guise = st.builds(
        p.Guise, st.one_of(terms(), readings(), phrases()), st.sampled_from((1.0, 0.8, 0.3))
    )
    return st.builds(p.Word, st.just("w"), st.lists(guise, max_size=3).map(tuple))


def filter_nodes() -> st.SearchStrategy[p.Node]:
    days = st.sampled_from([parse_iso(text).days for text in DATES])  # type: ignore[union-attr]
    return st.one_of(
        st.builds(p.FacetIs, st.just("person"), st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
        st.builds(p.FacetIs, st.just("source"), st.frozensets(st.sampled_from(SOURCES))),
        st.builds(p.FacetMissing, st.sampled_from(("person", "source", "published", "mentioned"))),
        st.builds(
            lambda facet, pair: p.DateWithin(facet, *pair),
            st.sampled_from(("published", "mentioned")),
            days,
        ),
    )


def given_nodes() -> st.SearchStrategy[p.Given]:
    """Some articles, among them one that no index has; an id may stand twice."""
    pair = st.tuples(st.sampled_from("abcdefghz"), st.sampled_from((0.0, 0.5, 1.25, 7.0)))
    return st.builds(p.Given, st.lists(pair, max_size=5).map(tuple))


def nodes() -> st.SearchStrategy[p.Node]:
    leaves = st.one_of(
        st.just(p.Everything()), word_nodes(), word_nodes(), filter_nodes(), given_nodes()
    )

    def extend(children: st.SearchStrategy[p.Node]) -> st.SearchStrategy[p.Node]:
        several = st.lists(children, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(p.And, several),
            st.builds(p.Or, several),
            st.builds(p.AtLeast, several, st.integers(1, 3)),
            st.builds(p.Not, children),
            st.builds(p.Prefer, children, st.lists(children, max_size=2).map(tuple)),
        )

    return st.recursive(leaves, extend, max_leaves=6)


GROUPS = {"Anna K": "anna", "A. K": "anna", "Анна К": "anna", "Ivan B": "ivan"}


@st.composite
def plans(draw: st.DrawFn) -> p.Plan:
    filters = draw(st.lists(filter_nodes(), max_size=2))
    facet_of = lambda node: node.facet  # noqa: E731
    requests = (
        p.FacetRequest("person", groups=GROUPS, keep=frozenset({"ivan"})),
        p.FacetRequest("person", limit=1),
        p.FacetRequest("source"),
        p.FacetRequest("language"),
        p.FacetRequest("published", None, draw(st.sampled_from((None, "year", "month", "day")))),
        p.FacetRequest("mentioned", None, "month"),
    )
    return p.Plan(
        draw(nodes()),
        tuple(p.Filter(facet_of(one), one, draw(st.booleans())) for one in filters),
        requests,
        draw(st.sampled_from(("relevance", "newest", "oldest"))),
        draw(st.sampled_from((None, 2, 0))),
        draw(st.integers(0, 2)),
    )


def unlimited(plan: p.Plan) -> p.Plan:
    return replace(plan, limit=None, offset=0)
