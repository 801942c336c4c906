"""Evaluating the nodes of a plan: ascending rows, and scores for those that are asked for.

A word is one slice of a memory-mapped array, scored as a whole; nothing is done posting by
posting. What matches is found first, and scored afterwards: of the rows of a common word in
an AND only those are scored that have the other words too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search import ranking
from search.documents import TEXT_FACETS
from search.engines.embedded.arrays import Array, owners_of
from search.engines.embedded.postings import NO_ROWS, leaf_postings, terms_postings
from search.engines.embedded.scratch import places_among
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    Given,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Prefer,
    Term,
    Word,
    branches,
    describe_leaf,
)
from search.results import WordScore

if TYPE_CHECKING:
    from search.engines.embedded.view import View

Score = Callable[[Array | slice | None], Array]
"""The scores of the matching rows at these places among them; None for all."""


class Found:
    """The rows that match, ascending, and how to score them; None where nothing scores.

    `by_piece` tells that a piece of the scores costs no more than its part of all.
    """

    __slots__ = ("by_piece", "rows", "score")

    def __init__(self, rows: Array, score: Score | None = None, *, by_piece: bool = False) -> None:
        self.rows = rows
        self.score = score
        self.by_piece = by_piece

    def part(self, places: Array) -> Found:
        """What is at some places, ascending."""
        score = self.score
        if score is None:
            return Found(self.rows[places])
        return Found(
            self.rows[places], lambda some: score(places if some is None else places[some])
        )


def evaluate(view: View, node: Node, *, scored: bool = False) -> Found:
    """The live rows that match a node, and the scores of its words added up.

    Where all scores will be asked for (`scored`), an OR adds them up on its way through its
    children, and keeps nothing of these.
    """
    if isinstance(node, Word):
        return _word(view, node)
    if isinstance(node, And):
        return _and(view, node.children)
    if isinstance(node, Or):
        return _scored_or(view, node.children) if scored else _or(view, node.children)
    if isinstance(node, AtLeast):
        return _at_least(view, node)
    if isinstance(node, Prefer):
        return _prefer(view, node, scored=scored)
    if isinstance(node, Given):
        return _given(view, node)
    if isinstance(node, Everything):
        return Found(view.live_rows)
    if isinstance(node, Nothing):
        return Found(NO_ROWS)
    return Found(np.flatnonzero(mask_of(view, node)))


def mask_of(view: View, node: Node) -> Array:
    """The live rows that match a node, as a mask over all rows."""
    if isinstance(node, Not):
        mask = ~mask_of(view, node.child)
        return mask if view.live is None else mask & view.live
    if isinstance(node, FacetMissing):
        mask = missing(view, node.facet)
        return mask if view.live is None else mask & view.live
    mask = np.zeros(view.rows, dtype=bool)
    if isinstance(node, FacetIs):
        mask[view.rows_with(node.facet, node.values)] = True
    elif isinstance(node, DateWithin):
        mask[_date_rows(view, node)] = True
    else:
        mask[evaluate(view, node).rows] = True
        return mask
    return mask if view.live is None else mask & view.live


# Words


def _word(view: View, word: Word) -> Found:
    """Each article that has the word, with the score of the word's best field there."""
    return view.remembered.found(word, lambda: _evaluated(view, word))


def _evaluated(view: View, word: Word) -> Found:
    if len(word.guises) == 1:
        weight, leaf = word.guises[0].weight, word.guises[0].leaf
        rows, frequency = leaf_postings(view, leaf)
        if weight != 1.0:
            frequency = weight * frequency
        return _scored(view, leaf.field, rows, frequency, weight * len(rows))
    found = [
        _scored(view, field, *_field_frequency(view, word, field)) for field in _fields_of(word)
    ]
    return found[0] if len(found) == 1 else _best(view, found)


def _fields_of(word: Word) -> list[str]:
    return list(dict.fromkeys([guise.leaf.field for guise in word.guises]))


def _scored(view: View, field: str, rows: Array, frequency: Array, df: float) -> Found:
    """Rows with the frequency of a word in each: they score by BM25."""
    documents, _ = view.field_statistics(field)
    idf = ranking.idf(documents, min(float(documents), df))
    norms = view.field_norms(field)

    def score(places: Array | slice | None) -> Array:
        if places is None:
            scores = ranking.bm25(frequency, norms.take(rows), idf)
        else:
            scores = ranking.bm25(frequency[places], norms.take(rows[places]), idf)
        return np.asarray(scores)

    return Found(rows, score, by_piece=True)


def _field_frequency(view: View, word: Word, field: str) -> tuple[Array, Array, float]:
    """Rows, weighted frequencies of the word's guises in one field, and their df."""
    parts: list[tuple[Array, Array]] = []
    df = 0.0
    for weight, leaves in _alike(word, field):
        if isinstance(leaves, list):
            rows, freqs, count = terms_postings(view, field, leaves)
        else:
            rows, freqs = leaf_postings(view, leaves)
            count = len(rows)
        df += weight * count
        parts.append((rows, weight * freqs))
    return *view.scratch.added_up(parts), df


def _alike(word: Word, field: str) -> Iterator[tuple[float, Leaf | list[str]]]:
    """The leaves of a field with their weights; plain terms of one weight as a list of texts."""
    together: dict[float, dict[str, Term]] = {}
    for guise in word.guises:
        leaf, weight = guise.leaf, guise.weight
        if leaf.field != field:
            continue
        same = together.setdefault(weight, {})
        if isinstance(leaf, Term) and leaf.part == "all" and leaf.text not in same:
            same[leaf.text] = leaf
        else:
            yield weight, leaf
    for weight, same in together.items():
        if len(same) > 1:
            yield weight, list(same)
        else:
            yield from ((weight, leaf) for leaf in same.values())


def _best(view: View, found: Sequence[Found]) -> Found:
    """The union of what was found, each row with its greatest score."""
    if not found:
        return Found(NO_ROWS)
    rows = view.scratch.union([one.rows for one in found])

    def score(places: Array | slice | None) -> Array:
        parts = ((own, of(None)) for own, of in _scoring(found))
        best = view.scratch.sums(parts, rows, np.maximum)
        return best if places is None else best[places]

    return Found(rows, score)


def _scoring(found: Sequence[Found]) -> list[tuple[Array, Score]]:
    return [(one.rows, one.score) for one in found if one.score is not None]


def scoring_at(view: View, node: Node, row: int) -> Iterator[Word | Given]:
    """What can give a row its score: leaves of branches that match as a whole."""
    if isinstance(node, Word | Given):
        yield node
    elif isinstance(node, And | Or | AtLeast | Prefer) and row in evaluate(view, node).rows:
        for branch in branches(node):
            yield from scoring_at(view, branch, row)


def explain_leaf(view: View, leaf: Word | Given, row: int) -> WordScore | None:
    """How a word scores in one article, in its best field; None where it is not there."""
    if isinstance(leaf, Word):
        return _explain_word(view, leaf, row)
    found = _given(view, leaf)
    at = np.flatnonzero(found.rows == row)
    return WordScore.given(leaf.via, float(found.score(at)[0])) if len(at) and found.score else None


def _explain_word(view: View, word: Word, row: int) -> WordScore | None:
    best: WordScore | None = None
    for field in _fields_of(word):
        rows, frequency, df = _field_frequency(view, word, field)
        documents, mean_length = view.field_statistics(field)
        df, tf = min(float(documents), df), float(frequency[rows == row].sum())
        if not tf:
            continue
        norm = float(view.field_norms(field)[row])
        score = ranking.bm25(tf, norm, ranking.idf(documents, df))
        found = tuple(
            describe_leaf(guise.leaf)
            for guise in word.guises
            if guise.leaf.field == field and row in leaf_postings(view, guise.leaf)[0]
        )
        if best is None or score > best.score:
            length = int(view.lengths[row])
            best = WordScore(word.text, field, tf, df, documents, length, mean_length, score, found)
    return best


# Combinations


def _and(view: View, children: Sequence[Node]) -> Found:
    """Rows that all children have; what does not score only sieves."""
    kinds = Word | And | Or | AtLeast | Given | Prefer
    found = [evaluate(view, child) for child in children if isinstance(child, kinds)]
    sieves = [child for child in children if not isinstance(child, kinds)]
    rows = min((one.rows for one in found), key=len, default=view.live_rows)
    for one in sorted(found, key=lambda one: len(one.rows)):
        if one.rows is not rows:
            rows = view.scratch.shared(rows, one.rows)
    for sieve in sieves:
        rows = rows[mask_of(view, sieve)[rows]]

    def score(places: Array | slice | None) -> Array:
        wanted = rows if places is None else rows[places]
        # In the order of the query, so that sums are the same everywhere.
        parts = [of(view.scratch.places(wanted, own)) for own, of in scoring]
        return sum(parts[1:], start=parts[0])

    scoring = _scoring(found)
    return Found(rows, score if scoring else None)


def _or(view: View, children: Sequence[Node]) -> Found:
    found = [evaluate(view, child) for child in children]
    if len(found) == 1:
        return found[0]
    return _sum(view, found, view.scratch.union([one.rows for one in found]))


def _scored_or(view: View, children: Sequence[Node]) -> Found:
    if len(children) == 1:
        return evaluate(view, children[0], scored=True)
    found = (evaluate(view, child) for child in children)
    parts = (
        (one.rows, one.score if one.score is None or one.by_piece else _once(one.score))
        for one in found
    )
    rows, scores = view.scratch.united(parts, len(children))
    return Found(rows, lambda places: scores if places is None else scores[places])


def _once(score: Score) -> Score:
    """Scores that are worked out when the first of them are asked for."""
    everything: list[Array] = []

    def some(places: Array | slice | None) -> Array:
        if not everything:
            everything.append(score(None))
        return everything[0] if places is None else everything[0][places]

    return some


def _at_least(view: View, node: AtLeast) -> Found:
    found = [evaluate(view, child) for child in node.children]
    united = view.live_rows
    if node.minimum > 0:
        united = view.scratch.union([one.rows for one in found])
    counts = view.scratch.sums(((one.rows, np.ones(len(one.rows))) for one in found), united)
    return _sum(view, found, united).part((counts >= node.minimum).nonzero()[0])


def _sum(view: View, found: Sequence[Found], united: Array) -> Found:
    """All rows of what was found, with the scores added up."""
    scoring = _scoring(found)
    postings = sum(len(own) for own, _ in scoring)

    def score(places: Array | slice | None) -> Array:
        if not isinstance(places, np.ndarray) or len(places) * len(scoring) * 4 > postings:
            sums = view.scratch.sums(((own, of(None)) for own, of in scoring), united)
            return sums if places is None else sums[places]
        wanted = united[places]
        total: Array = np.zeros(len(wanted))
        for own, of in scoring:
            at, there = places_among(wanted, own)
            total[there] += of(at[there])
        return total

    return Found(united, score if scoring else None)


# What else found, and what is preferred


def _given(view: View, node: Given) -> Found:
    """The articles that were given, as far as there are any, with their scores."""
    by_row = view.rows_of(dict(node.scores))
    rows = np.array(sorted(by_row), dtype=np.int64)
    scores = np.array([by_row[row] for row in rows.tolist()], dtype=np.float64)
    return Found(rows, lambda places: scores if places is None else scores[places])


def _prefer(view: View, node: Prefer, *, scored: bool) -> Found:
    """What the child matches; the scores of extras are added where these match too."""
    child = evaluate(view, node.child, scored=scored)
    extras = _scoring([evaluate(view, extra) for extra in node.extras])
    if not extras:
        return child

    def score(places: Array | slice | None) -> Array:
        wanted = child.rows if places is None else child.rows[places]
        total = np.zeros(len(wanted)) if child.score is None else child.score(places).copy()
        for own, of in extras:
            # A few among many are looked up there; places that are asked for are in any order.
            if places is None and len(own) < len(wanted):
                at, there = places_among(own, wanted)
                total[at[there]] += of(there.nonzero()[0])
            else:
                at, there = places_among(wanted, own)
                total[there] += of(at[there])
        return total

    return Found(child.rows, score)


# Facets and dates


def missing(view: View, facet: str) -> Array:
    """The rows that have no value of a facet, text or date."""
    if facet in TEXT_FACETS:
        parts = [np.diff(segment.facet(facet).start) == 0 for segment in view.segments]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)
    if facet == "mentioned":
        return np.asarray(np.diff(view.mentioned[0]) == 0)
    return np.asarray(view.published[:, 0] == 0)


def _date_rows(view: View, node: DateWithin) -> Array:
    if node.facet == "published":
        first, last = view.published[:, 0], view.published[:, 1]
        inside = (first != 0) & (first >= node.first) & (last <= node.last)
        return np.flatnonzero(inside)
    starts, pairs = view.mentioned
    inside = (pairs[:, 0] >= node.first) & (pairs[:, 1] <= node.last)
    rows: Array = owners_of(starts)[inside]
    return rows
