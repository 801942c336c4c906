"""How good a ranking is: precision, recall and nDCG of the first hits against a judgement.

A ranking is ids, best first; an id is relevant or not, there are no degrees.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def precision(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of relevant articles among the first `depth`; empty places count as wrong."""
    return sum(id in relevant for id in ranking[:depth]) / depth


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of the relevant articles that stand among the first `depth`."""
    return sum(id in relevant for id in ranking[:depth]) / len(relevant)


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """Discounted gain over that of the best possible ranking (Järvelin and Kekäläinen, 2002).

    A relevant article at place n, counted from 1, gains 1 / log2(n + 1).
    """
    gain = sum(_gain(place) for place, id in enumerate(ranking[:depth]) if id in relevant)
    return gain / sum(_gain(place) for place in range(min(depth, len(relevant))))


def _gain(place: int) -> float:
    return 1 / math.log2(place + 2)
