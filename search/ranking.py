"""BM25 as one pure function, used by every engine that ranks by itself.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
with the never-negative idf that Lucene uses. All in float64.
"""

from __future__ import annotations

import math
from typing import Any, Final

Number = Any
"""A float, or a numpy array of floats: the formulas are the same."""

K1: Final = 1.2
B: Final = 0.75
TITLE_WEIGHT: Final = 3
"""An occurrence in the title counts as so many in the body."""
DIGITS: Final = 6
"""Scores are rounded to so many digits, so that the last bit of a sum decides no order."""


def idf(documents: int, frequency: float) -> float:
    """How telling a term is: `frequency` of `documents` articles have it."""
    return math.log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))


def norm(length: Number, mean_length: float) -> Number:
    """What an article's length, against the mean of its language, asks of frequencies."""
    return K1 * (1.0 - B + B * length / mean_length)


def bm25(tf: Number, norm_: Number, idf_: float) -> Number:
    """What `tf` occurrences of a term are worth: with each further one less more.

    From 0 towards K1 + 1 times the idf.
    """
    return tf * (idf_ * (K1 + 1.0)) / (tf + norm_)


def rounded(score: float) -> float:
    """A score as hits carry it and as hits are ordered by."""
    # Not round(score, DIGITS): this is the same in numpy, bit for bit.
    return round(score * 10**DIGITS) / 10**DIGITS
