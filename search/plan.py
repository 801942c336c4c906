"""The plan: what an engine is asked to do, as one frozen value on the ground floor.

A plan stands above any engine's query language and below linguistics: its leaves are
finished terms. It can be printed (`describe`), compared and tested without an engine.

Matching nodes::

    Everything                      every article
    Nothing                         none
    Word(guises)                    one word of the query in all its guises; scores as one word
    And / Or / AtLeast / Not        boolean combinations; scores of matching children add up
    FacetIs / FacetMissing          articles with one of these facet values, or with none
    DateWithin                      a published or mentioned interval inside these days
    Given(scores)                   articles that something else found, each with its score
    Prefer(child, extras)           what the child matches; extras raise scores and admit nothing

The leaves of a `Word` are `Term`, `Readings` and `Phrase`. Only words and `Given` score; all
else filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["all", "title"]
Sort = Literal["relevance", "newest", "oldest"]
Level = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Term:
    """A finished term in a field; `part="title"` wants it in the title."""

    field: str
    text: str
    part: Part = "all"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms at neighbouring positions; each slot is a set of alternatives.

    `slop` None: one after the other in this order. `slop` n: in any order, at distinct
    positions, with at most n other words between the first and the last.
    """

    slots: tuple[tuple[Term, ...], ...]
    slop: int | None = None

    @property
    def field(self) -> str:
        """The field whose statistics the phrase uses: that of its first term."""
        return self.slots[0][0].field


@dataclass(frozen=True, slots=True)
class Readings:
    """One word under several readings of a field: Трампа is трамп and, unknown, трамп~.

    Readings of a word stand at the same places, so its frequency is the greatest of theirs
    and not their sum.
    """

    terms: tuple[Term, ...]

    @property
    def field(self) -> str:
        """The field of all its terms."""
        return self.terms[0].field


Leaf = Term | Readings | Phrase


@dataclass(frozen=True, slots=True)
class Guise:
    """One way in which a word of the query may stand in a text, and how much it counts.

    A weight of 1 is the word itself. `via` says where the pairing comes from; `covers` is
    what of the query it renders when that is more than this one word ("big deal"). `words` are
    the dictionary forms, each with its part of speech, of which the leaf has the stem: what is
    shown for it must be a form of one of them. What is not `is_shown` finds articles, and is not
    marked in them. Both play no part in what matches.
    """

    leaf: Leaf
    weight: float = 1.0
    via: str = "lemma"
    covers: str = ""
    words: tuple[tuple[str, str], ...] = ()
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query in all its guises, as the reader wrote it in `text`.

    Per field f: tf = Σ weight·tf(guise), df = min(n, Σ weight·df(guise)), BM25 of these
    (probabilistic structured queries, Darwish and Oard 2003); the score of the word is the
    best of its fields, so an article in two languages is not counted twice.
    """

    text: str
    guises: tuple[Guise, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match all children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match any child."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that match `minimum` children or more."""

    children: tuple[Node, ...]
    minimum: int


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the child; scores nothing."""

    child: Node


@dataclass(frozen=True, slots=True)
class FacetIs:
    """Articles that have one of these raw values."""

    facet: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class FacetMissing:
    """Articles that have no value of this facet."""

    facet: str


@dataclass(frozen=True, slots=True)
class DateWithin:
    """Articles of which an interval of this date facet lies wholly in [first, last]."""

    facet: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Given:
    """These articles, by id, each with this score: what something outside the index found.

    An id that the index does not have matches nothing; an id that stands twice counts with
    its last score. `via` says what found them ("meaning").
    """

    scores: tuple[tuple[str, float], ...]
    via: str = "meaning"


@dataclass(frozen=True, slots=True)
class Prefer:
    """Articles that match the child, with the scores of those extras added that match too.

    An extra admits no article: the child alone decides what matches and what is counted.
    """

    child: Node
    extras: tuple[Node, ...]


Node = (
    Everything
    | Nothing
    | Word
    | And
    | Or
    | AtLeast
    | Not
    | FacetIs
    | FacetMissing
    | DateWithin
    | Given
    | Prefer
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that belongs to a facet.

    With `sideways`, the facet is counted without it, so that the values beside a chosen
    one keep their counts; an exclusion stays in force everywhere.
    """

    facet: str
    node: Node
    sideways: bool = True


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Counts wanted for one facet.

    `level` is the bucket of a date facet. `groups` maps raw values to the value that is
    shown and counted (spellings to persons): an article that holds several raw values of a
    group counts once. `keep` are values that are listed even when `limit` would cut them.
    Values come by falling count, then value; dates in their own order.
    """

    facet: str
    limit: int | None = 20
    level: Level | None = None
    groups: Mapping[str, str] | None = field(default=None, hash=False)
    keep: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole request: what matches, what filters, what is counted, which page of hits."""

    query: Node
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    sort: Sort = "relevance"
    limit: int | None = 10
    offset: int = 0


def words(node: Node) -> Iterator[Word]:
    """The words of a node that can raise an article's score, left to right.

    Those of a `Prefer` are its child's, then its extras': these can be marked in a text as
    well, though they make nothing match. Who wants what can match alone asks for the words of
    the child.
    """
    for leaf in scoring(node):
        if isinstance(leaf, Word):
            yield leaf


def scoring(node: Node) -> Iterator[Word | Given]:
    """All leaves of a node that score, left to right, extras after their child."""
    if isinstance(node, Word | Given):
        yield node
    for branch in branches(node):
        yield from scoring(branch)


def branches(node: Node) -> tuple[Node, ...]:
    """The nodes below one whose scores it adds up, as far as each of them matches."""
    if isinstance(node, And | Or | AtLeast):
        return node.children
    return (node.child, *node.extras) if isinstance(node, Prefer) else ()


def describe(plan: Plan) -> str:
    """The plan as an indented outline, for `svodka search --plan`."""
    lines = [f"sort {plan.sort}, limit {plan.limit}, offset {plan.offset}", "query"]
    lines += _outline(plan.query, 1)
    for one in plan.filters:
        lines += [f"filter {one.facet}" + ("" if one.sideways else " (exclusion)")]
        lines += _outline(one.node, 1)
    for request in plan.facets:
        level = f" by {request.level}" if request.level else ""
        lines += [f"count {request.facet}{level}, limit {request.limit}"]
    return "\n".join(lines)


def describe_leaf(leaf: Leaf) -> str:
    """`ru:сделка`, `ru:трамп|трамп~` for readings, `ru:[большой дело]` for a phrase."""
    if not isinstance(leaf, Phrase):
        terms = leaf.terms if isinstance(leaf, Readings) else (leaf,)
        part = "title " if terms[0].part == "title" else ""
        return f"{part}{leaf.field}:{'|'.join(term.text for term in terms)}"
    slots = " ".join("|".join(term.text for term in slot) for slot in leaf.slots)
    slop = "" if leaf.slop is None else f"~{leaf.slop}"
    part = "title " if leaf.slots[0][0].part == "title" else ""
    return f"{part}{leaf.field}:[{slots}]{slop}"


def _outline(node: Node, depth: int) -> list[str]:
    pad = "  " * depth
    if isinstance(node, Word):
        guises = [
            f"{pad}  {describe_leaf(guise.leaf)}  weight {guise.weight:g} via {guise.via}"
            for guise in node.guises
        ]
        return [f"{pad}word {node.text}", *guises]
    if isinstance(node, And | Or | AtLeast):
        name = (
            f"at least {node.minimum} of"
            if isinstance(node, AtLeast)
            else type(node).__name__.lower()
        )
        return [pad + name] + [
            line for child in node.children for line in _outline(child, depth + 1)
        ]
    if isinstance(node, Not):
        return [pad + "not", *_outline(node.child, depth + 1)]
    if isinstance(node, Prefer):
        extras = [line for extra in node.extras for line in _outline(extra, depth + 2)]
        return [pad + "prefer", *_outline(node.child, depth + 1), pad + "  extras", *extras]
    if isinstance(node, Given):
        return [pad + _given_line(node)]
    if isinstance(node, FacetIs):
        return [f"{pad}{node.facet} is {' or '.join(sorted(node.values)) or 'nothing'}"]
    if isinstance(node, FacetMissing):
        return [f"{pad}{node.facet} is unknown"]
    if isinstance(node, DateWithin):
        return [f"{pad}{node.facet} within days {node.first} to {node.last}"]
    return [pad + type(node).__name__.lower()]


def _given_line(node: Given) -> str:
    if not node.scores:
        return f"given by {node.via}: none"
    scores = [score for _, score in node.scores]
    return (
        f"given by {node.via}: {len(scores)} articles, "
        f"scores {min(scores):.3f} to {max(scores):.3f}"
    )
