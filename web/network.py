"""A drawing of who is named together: nodes on a ring, names beside them, lines between.

The drawing has what the list beside it has, for those who see; its nodes are the first of
the list. Names never lie on one another: half of them stand to the left of the ring, half
to the right, and no node is at its very top or bottom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

MOST: Final = 14
"""Nodes on the ring; with the person in the middle they are fifteen."""
FEWEST: Final = 3
WIDTH: Final = 720.0
_RADIUS: Final = 120.0
_ROW: Final = 26.0
_GAP: Final = 12.0
LONGEST: Final = 30
"""Letters of a name that find room beside the ring."""


@dataclass(frozen=True, slots=True)
class Node:
    """A person on the ring: where, how large, where its name begins or ends."""

    id: str
    label: str
    url: str
    title: str
    x: float
    y: float
    radius: float
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two persons as an SVG path; `weight` is its width."""

    path: str
    weight: float
    is_spoke: bool


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing: lines first, so that nodes lie on them."""

    label: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: float
    middle: tuple[float, float]
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Companion:
    """A person named together with the one in the middle, in `count` articles."""

    id: str
    label: str
    count: int
    url: str
    title: str


def network(
    label: str, companions: Iterable[Companion], pairs: Mapping[tuple[str, str], int]
) -> Network | None:
    """The drawing of a person and those named with it; None where a list says as much.

    `pairs` count the articles that name two of the companions, whichever comes first.
    """
    shown = list(companions)[:MOST]
    if len(shown) < FEWEST:
        return None
    weights = {frozenset(pair): count for pair, count in pairs.items()}
    ring = _ordered(shown, weights)
    height = max(2 * _RADIUS, _ROW * (len(ring) + 1) / 2) + 3 * _GAP
    middle = (WIDTH / 2, height / 2)
    highest = max(one.count for one in ring)
    nodes = tuple(_node(one, place, len(ring), middle, highest) for place, one in enumerate(ring))
    places = {node.id: node for node in nodes}
    spokes = [
        Line(_straight(middle, places[one.id]), _weight(one.count, highest), True) for one in ring
    ]
    chords = [
        Line(_bent(places[a], places[b], middle), _weight(count, highest), False)
        for (a, b), count in sorted(pairs.items())
        if count and a in places and b in places and a < b
    ]
    return Network(label, nodes, (*spokes, *chords), height, middle)


def _ordered(shown: list[Companion], weights: Mapping[frozenset[str], int]) -> list[Companion]:
    """Whoever is named together most stands side by side, so that lines are short."""
    waiting, ring = shown[1:], shown[:1]
    while waiting:
        last = ring[-1].id
        best = max(waiting, key=lambda one: weights.get(frozenset((last, one.id)), 0))
        ring.append(best)
        waiting.remove(best)
    return ring


def _node(
    one: Companion, place: int, count: int, middle: tuple[float, float], highest: int
) -> Node:
    # Half a step from the top, so that the two uppermost names go to different sides.
    right = (count + 1) // 2
    on_right = place < right
    step = (place + 0.5) / right if on_right else (count - place - 0.5) / (count - right)
    high = middle[1] - 1.5 * _GAP
    y = middle[1] - high * cos(step * pi)
    x = middle[0] + (1 if on_right else -1) * _RADIUS * sin(step * pi)
    radius = 3 + 4 * (one.count / highest) ** 0.5
    edge = x + (1 if on_right else -1) * _GAP
    label = one.label if len(one.label) <= LONGEST else one.label[: LONGEST - 1].rstrip() + "…"
    return Node(
        one.id, label, one.url, one.title, round(x, 1), round(y, 1), round(radius, 1),
        round(edge, 1), "start" if on_right else "end",
    )  # fmt: skip


def _weight(count: int, highest: int) -> float:
    return round(0.75 + 2.75 * count / max(highest, count), 2)


def _straight(middle: tuple[float, float], node: Node) -> str:
    return f"M{middle[0]:g} {middle[1]:g}L{node.x:g} {node.y:g}"


def _bent(a: Node, b: Node, middle: tuple[float, float]) -> str:
    """A curve between two nodes that leans to the middle, and leaves the names alone."""
    x = round((a.x + b.x) / 4 + middle[0] / 2, 1)
    y = round((a.y + b.y) / 4 + middle[1] / 2, 1)
    return f"M{a.x:g} {a.y:g}Q{x:g} {y:g} {b.x:g} {b.y:g}"
