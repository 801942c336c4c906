"""Evaluating the nodes of a plan over whole arrays.

Every node becomes a boolean array over all rows of the view; the words on the way add
their BM25 to one dense array of scores. A term is one slice of a memory-mapped array, so
nothing is done posting by posting; only phrases look at positions, and only in articles
that have all their words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from search import ranking
from search.documents import TEXT_FACETS
from search.engines.embedded.arrays import Array, owners_of, starts_of, take_rows
from search.engines.embedded.phrases import phrase_postings
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    Guise,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Readings,
    Term,
    Word,
    describe_leaf,
)
from search.results import WordScore

if TYPE_CHECKING:
    from search.engines.embedded.view import View


def evaluate(view: View, node: Node, scores: Array) -> Array:
    """The rows that match, as a mask; words add to `scores` unless it is empty.

    Deleted rows may be in the mask of a negation; the caller masks them once, at the end.
    """
    if isinstance(node, Word):
        return _word(view, node, scores)
    if isinstance(node, And | Or | AtLeast):
        return _combine(view, node, scores)
    if isinstance(node, Not):
        return ~evaluate(view, node.child, np.zeros(0))
    if isinstance(node, FacetIs):
        return _facet_is(view, node)
    if isinstance(node, FacetMissing):
        return missing(view, node.facet)
    if isinstance(node, DateWithin):
        return _date_within(view, node)
    return np.full(view.rows, isinstance(node, Everything))


def _combine(view: View, node: And | Or | AtLeast, scores: Array) -> Array:
    masks = [evaluate(view, child, scores) for child in node.children]
    if isinstance(node, AtLeast):
        counts = np.zeros(view.rows, dtype=np.int32)
        for mask in masks:
            counts += mask
        return np.asarray(counts >= node.minimum)
    joined = np.full(view.rows, isinstance(node, And))
    for mask in masks:
        if isinstance(node, And):
            joined &= mask
        else:
            joined |= mask
    return joined


# Words


def _word(view: View, word: Word, scores: Array) -> Array:
    """Add the score of the word's best field to each article that has it."""
    matched = np.zeros(view.rows, dtype=bool)
    best = np.zeros(view.rows)
    for field in _fields_of(word.guises):
        frequency, df = _field_frequency(view, word, field)
        rows = np.flatnonzero(frequency)
        matched[rows] = True
        if len(scores) and len(rows):
            documents, mean_length = view.field_statistics(field)
            gain = ranking.saturation(frequency[rows], view.lengths[rows], mean_length)
            best[rows] = np.maximum(best[rows], ranking.idf(documents, df) * gain)
    if len(scores):
        scores += best
    return matched


def _fields_of(guises: Iterable[Guise]) -> list[str]:
    return list(dict.fromkeys(guise.leaf.field for guise in guises))


def _field_frequency(view: View, word: Word, field: str) -> tuple[Array, float]:
    """Weighted frequencies of the word's guises in one field, by row, and their df."""
    frequency = np.zeros(view.rows)
    weighted = 0.0
    for guise in word.guises:
        if guise.leaf.field == field:
            rows, freqs = leaf_postings(view, guise.leaf)
            frequency[rows] += guise.weight * freqs
            weighted += guise.weight * len(rows)
    documents, _ = view.field_statistics(field)
    return frequency, min(float(documents), weighted)


def leaf_postings(view: View, leaf: Leaf) -> tuple[Array, Array]:
    """The live rows of a leaf, ascending, with its frequency in each."""
    if isinstance(leaf, Phrase):
        return phrase_postings(view, leaf)
    if isinstance(leaf, Readings):
        greatest = np.zeros(view.rows)
        for term in leaf.terms:
            rows, freqs = leaf_postings(view, term)
            greatest[rows] = np.maximum(greatest[rows], freqs)
        rows = np.flatnonzero(greatest)
        return rows, greatest[rows]
    if leaf.part == "title":
        rows, starts, places = term_places(view, leaf)
        in_title = places < view.title_lengths[rows[owners_of(starts)]]
        freqs = np.bincount(owners_of(starts)[in_title], minlength=len(rows))
        return rows[freqs > 0], freqs[freqs > 0].astype(np.float64)
    rows_parts, freq_parts = [], []
    for segment, base in zip(view.segments, view.bases, strict=False):
        column = segment.field(leaf.field)
        number = None if column is None else column.texts.find(leaf.text)
        if column is None or number is None:
            continue
        begin, end = column.postings(number)
        docs, freqs = column.docs[begin:end], column.freqs[begin:end]
        if segment.live is not None:
            keep = segment.live[docs]
            docs, freqs = docs[keep], freqs[keep]
        rows_parts.append(docs.astype(np.int64) + base)
        freq_parts.append(freqs)
    if not rows_parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate(rows_parts), np.concatenate(freq_parts).astype(np.float64)


def term_rows(view: View, field: str, text: str) -> Array:
    """The live rows of a term."""
    return leaf_postings(view, Term(field, text))[0]


def term_places(view: View, term: Term) -> tuple[Array, Array, Array]:
    """The live rows of a term, and its positions in each as a ragged array."""
    rows, lengths, places = [], [], []
    for segment, base in zip(view.segments, view.bases, strict=False):
        column = segment.field(term.field)
        number = None if column is None else column.texts.find(term.text)
        if column is None or number is None:
            continue
        begin, end = column.postings(number)
        postings = np.arange(begin, end)
        if segment.live is not None:
            postings = postings[segment.live[column.docs[begin:end]]]
        starts, found = take_rows(column.places_start, column.places, postings)
        rows.append(column.docs[postings].astype(np.int64) + base)
        lengths.append(np.diff(starts))
        places.append(found)
    if not rows:
        empty = np.zeros(0, dtype=np.int64)
        return empty, np.zeros(1, dtype=np.int64), empty
    return (
        np.concatenate(rows),
        starts_of(np.concatenate(lengths)),
        np.concatenate(places).astype(np.int64),
    )


def explain_word(view: View, word: Word, row: int) -> WordScore | None:
    """How a word scores in one article, in its best field; None where it is not there."""
    best: WordScore | None = None
    for field in _fields_of(word.guises):
        frequency, df = _field_frequency(view, word, field)
        if not frequency[row]:
            continue
        documents, mean_length = view.field_statistics(field)
        length = int(view.lengths[row])
        tf = float(frequency[row])
        gain = ranking.saturation(tf, length, mean_length)
        score = ranking.idf(documents, df) * gain
        found = tuple(
            describe_leaf(guise.leaf)
            for guise in word.guises
            if guise.leaf.field == field and row in leaf_postings(view, guise.leaf)[0]
        )
        if best is None or score > best.score:
            best = WordScore(word.text, field, tf, df, documents, length, mean_length, score, found)
    return best


# Facets and dates


def _facet_is(view: View, node: FacetIs) -> Array:
    column = view.facet(node.facet)
    wanted = np.zeros(len(column.values), dtype=bool)
    wanted[[column.number_of[v] for v in node.values if v in column.number_of]] = True
    mask = np.zeros(view.rows, dtype=bool)
    mask[column.owners[wanted[column.numbers]]] = True
    return mask


def missing(view: View, facet: str) -> Array:
    """The rows that have no value of a facet, text or date."""
    if facet in TEXT_FACETS:
        return np.asarray(np.diff(view.facet(facet).start) == 0)
    if facet == "mentioned":
        return np.asarray(np.diff(view.mentioned[0]) == 0)
    return np.asarray(view.published[:, 0] == 0)


def _date_within(view: View, node: DateWithin) -> Array:
    if node.facet == "published":
        first, last = view.published[:, 0], view.published[:, 1]
        return np.asarray((first != 0) & (first >= node.first) & (last <= node.last))
    starts, pairs = view.mentioned
    inside = (pairs[:, 0] >= node.first) & (pairs[:, 1] <= node.last)
    mask = np.zeros(view.rows, dtype=bool)
    mask[owners_of(starts)[inside]] = True
    return mask
