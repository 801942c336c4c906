"""Evaluating the nodes of a plan: ascending rows with their scores.

A word is one slice of a memory-mapped array, scored as a whole; nothing is done posting by
posting. Few rows stay few: AND looks the rarer rows up among the others, and only what
unites many (OR, a word in several guises) fills an array over all rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search import ranking
from search.documents import TEXT_FACETS
from search.engines.embedded.arrays import Array, owners_of
from search.engines.embedded.postings import leaf_postings
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    Node,
    Not,
    Nothing,
    Or,
    Word,
    describe_leaf,
)
from search.results import WordScore

if TYPE_CHECKING:
    from search.engines.embedded.view import View


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that match, ascending, and the score of each; None where nothing scores."""

    rows: Array
    scores: Array | None = None


def evaluate(view: View, node: Node) -> Found:
    """The live rows that match a node, with the scores of its words added up."""
    if isinstance(node, Word):
        return _word(view, node)
    if isinstance(node, And):
        return _and(view, node.children)
    if isinstance(node, Or):
        return _or(view, node.children)
    if isinstance(node, AtLeast):
        return _at_least(view, node)
    if isinstance(node, Everything):
        return Found(view.live_rows)
    if isinstance(node, Nothing):
        return Found(np.zeros(0, dtype=np.int64))
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
        mask[view.facet(node.facet).rows_of(node.values)] = True
    elif isinstance(node, DateWithin):
        mask[_date_rows(view, node)] = True
    else:
        mask[evaluate(view, node).rows] = True
        return mask
    return mask if view.live is None else mask & view.live


# Words


def _word(view: View, word: Word) -> Found:
    """Each article that has the word, with the score of the word's best field there."""
    if len(word.guises) == 1:
        guise = word.guises[0]
        rows, freqs = leaf_postings(view, guise.leaf)
        field = guise.leaf.field
        df = min(float(view.field_statistics(field)[0]), guise.weight * len(rows))
        return Found(rows, _scores(view, field, rows, guise.weight * freqs, df))
    best = np.zeros(view.rows)
    for field in _fields_of(word):
        frequency, df = _field_frequency(view, word, field)
        rows = np.flatnonzero(frequency)
        scores = _scores(view, field, rows, frequency[rows], df)
        best[rows] = np.maximum(best[rows], scores)
    rows = np.flatnonzero(best)  # a word that is there always scores above zero
    return Found(rows, best[rows])


def _scores(view: View, field: str, rows: Array, frequency: Array, df: float) -> Array:
    documents, _ = view.field_statistics(field)
    gain = ranking.saturation(frequency, view.field_norms(field)[rows])
    return np.asarray(ranking.idf(documents, df) * gain)


def _fields_of(word: Word) -> list[str]:
    return list(dict.fromkeys(guise.leaf.field for guise in word.guises))


def _field_frequency(view: View, word: Word, field: str) -> tuple[Array, float]:
    """Weighted frequencies of the word's guises in one field, by row, and their df."""
    frequency = np.zeros(view.rows)
    weighted = 0.0
    for guise in word.guises:
        if guise.leaf.field == field:
            rows, freqs = leaf_postings(view, guise.leaf)
            frequency[rows] += guise.weight * freqs
            weighted += guise.weight * len(rows)
    return frequency, min(float(view.field_statistics(field)[0]), weighted)


def words_at(view: View, node: Node, row: int) -> Iterator[Word]:
    """The words that make a row match: those of branches that match as a whole."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or | AtLeast) and row in evaluate(view, node).rows:
        for child in node.children:
            yield from words_at(view, child, row)


def explain_word(view: View, word: Word, row: int) -> WordScore | None:
    """How a word scores in one article, in its best field; None where it is not there."""
    best: WordScore | None = None
    for field in _fields_of(word):
        frequency, df = _field_frequency(view, word, field)
        tf = float(frequency[row])
        if not tf:
            continue
        documents, mean_length = view.field_statistics(field)
        norm = float(view.field_norms(field)[row])
        score = ranking.idf(documents, df) * ranking.saturation(tf, norm)
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
    scoring = [child for child in children if isinstance(child, Word | And | Or | AtLeast)]
    sieves = [child for child in children if not isinstance(child, Word | And | Or | AtLeast)]
    if not scoring:
        rows = view.live_rows
        for sieve in sieves:
            rows = rows[mask_of(view, sieve)[rows]]
        return Found(rows)
    found = [evaluate(view, child) for child in scoring]
    rows = min((one.rows for one in found), key=len)
    for sieve in sieves:
        rows = rows[mask_of(view, sieve)[rows]]
    for one in found:
        if one.rows is not rows:
            rows = rows[_places(one.rows, rows)[1]]
    scores: Array | None = None
    for one in found:  # in the order of the query, so that sums are the same everywhere
        if one.scores is not None:
            own = one.scores if one.rows is rows else one.scores[_places(one.rows, rows)[0]]
            scores = own if scores is None else scores + own
    return Found(rows, scores)


def _places(among: Array, rows: Array) -> tuple[Array, Array]:
    """Where each row stands among ascending others, and whether it is there."""
    if not len(among):
        return np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=bool)
    places = np.searchsorted(among, rows)
    places[places == len(among)] = 0
    return places, among[places] == rows


def _or(view: View, children: Sequence[Node]) -> Found:
    found = [evaluate(view, child) for child in children]
    if len(found) == 1:
        return found[0]
    scores = np.zeros(view.rows)
    mask = np.zeros(view.rows, dtype=bool)
    for one in found:
        mask[one.rows] = True
        if one.scores is not None:
            scores[one.rows] += one.scores
    rows = np.flatnonzero(mask)
    return Found(rows, scores[rows])


def _at_least(view: View, node: AtLeast) -> Found:
    counts = np.zeros(view.rows, dtype=np.int32)
    scores = np.zeros(view.rows)
    for child in node.children:
        one = evaluate(view, child)
        counts[one.rows] += 1
        if one.scores is not None:
            scores[one.rows] += one.scores
    rows = np.flatnonzero(counts >= node.minimum)
    if view.live is not None and node.minimum <= 0:
        rows = rows[view.live[rows]]
    return Found(rows, scores[rows])


# Facets and dates


def missing(view: View, facet: str) -> Array:
    """The rows that have no value of a facet, text or date."""
    if facet in TEXT_FACETS:
        return view.facet(facet).missing
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
