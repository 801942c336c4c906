"""Which part of a page each line belongs to: the cheapest path through head, article and foot.

A page runs HEAD* TITLE? UNDER* (ARTICLE | INSET)* FOOT* OTHERS*. Each line has a weight for
page (see `signals`); a step between parts has a cost. So a neutral line ("Fire in Riga") goes
with its neighbours, and one odd line amid paragraphs stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

BIAS: Final = 0.5
"""How much more page than article a line must be: when in doubt, text stays."""
_TO_INSET: Final = 1.5
_FROM_SECTION: Final = 2.0
"""To return to the article after "Read next" takes prose."""
_HEAD_PROSE: Final = 2.0
"""Sentences above the article weigh more for being article: nothing announces them."""
_OTHERS_PROSE: Final = 0.65
"""Sentences below "Comments" or "Read next" weigh less: they are readers' and teasers."""
_HEADLINE: Final = 1.0
"""A headline is more likely the article's above it, and that of another one below."""
_TO_FOOT: Final = 1.0
_NO_TITLE: Final = 1.0


class Part(IntEnum):
    """The parts of a page, in order."""

    HEAD = 0
    TITLE = 1
    UNDER = 2
    ARTICLE = 3
    INSET = 4
    FOOT = 5
    OTHERS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A line as the path sees it: weight for page, and for title; costs of being an inset."""

    weight: float
    title: float = -math.inf
    inset: float = 0.0
    foreign: bool = False
    headline: bool = False


_FROM: Final = {
    Part.HEAD: (Part.HEAD,),
    Part.TITLE: (Part.HEAD,),
    Part.UNDER: (Part.TITLE, Part.UNDER),
    Part.ARTICLE: (Part.HEAD, Part.TITLE, Part.UNDER, Part.ARTICLE, Part.INSET),
    Part.INSET: (Part.ARTICLE, Part.INSET),
    Part.FOOT: (Part.ARTICLE, Part.INSET, Part.TITLE, Part.UNDER, Part.FOOT),
    Part.OTHERS: (Part.ARTICLE, Part.INSET, Part.TITLE, Part.UNDER, Part.FOOT, Part.OTHERS),
}
_COST: Final = {
    (Part.ARTICLE, Part.INSET): _TO_INSET,
    (Part.ARTICLE, Part.FOOT): _TO_FOOT,
    (Part.HEAD, Part.ARTICLE): _NO_TITLE,
    # A title and nothing but page: a page of links, whose links then are its text.
    (Part.TITLE, Part.FOOT): 8.0,
    (Part.UNDER, Part.FOOT): 8.0,
    (Part.TITLE, Part.OTHERS): 8.0,
    (Part.UNDER, Part.OTHERS): 8.0,
    (Part.ARTICLE, Part.OTHERS): _TO_FOOT,
}


def parts(steps: Sequence[Step]) -> list[Part]:
    """The part of each line on the best path."""
    if not steps:
        return []
    best = dict.fromkeys(Part, -math.inf)
    best |= {Part.HEAD: 0.0}  # an empty head
    back: list[dict[Part, Part]] = []
    for number, step in enumerate(steps):
        found: dict[Part, float] = {}
        came: dict[Part, Part] = {}
        for part, sources in _FROM.items():
            top, source = -math.inf, part
            for earlier in sources:
                if part is Part.OTHERS and earlier is not part and not step.foreign:
                    continue  # something must say that others begin here
                value = best[earlier] - _COST.get((earlier, part), 0.0)
                if earlier is Part.INSET and part is Part.ARTICLE and steps[number - 1].foreign:
                    value -= _FROM_SECTION
                if value > top:
                    top, source = value, earlier
            found[part] = top + _emission(step, part)
            came[part] = source
        best = found
        back.append(came)
    last: Part = max((one for one in Part if one is not Part.HEAD), key=lambda one: best[one])
    path: list[Part] = [last]
    for came in reversed(back[1:]):
        last = came[last]
        path.append(last)
    return path[::-1]


def _emission(step: Step, part: Part) -> float:
    if part is Part.ARTICLE:
        return 0.0
    if part is Part.TITLE:
        return step.title
    if part is Part.INSET:
        return step.weight - BIAS - step.inset
    headline = _HEADLINE if step.headline and step.weight < 1 else 0.0
    if part in (Part.HEAD, Part.UNDER):
        above = headline if part is Part.HEAD else 0.0
        return step.weight * (_HEAD_PROSE if step.weight < 0 else 1.0) - BIAS - above
    if part is Part.OTHERS:
        return step.weight * (_OTHERS_PROSE if step.weight < 0 else 1.0) - BIAS + headline
    return step.weight - BIAS
