"""What a query wants of an article: all its plain words, or most of them where that is too much.

Decided by the query and the index alone: filters must not turn one search into another. How
much "most" is, is said in `query.coverage`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from search.engines.base import IndexReader
from search.plan import And, AtLeast, Node, Plan, Word
from search.query import coverage
from search.query.planned import Planned
from search.results import Notice

SOFTENED: Final = Notice(
    "softened",
    "Articles are shown too that do not have all the words: they have most of them in another "
    "language, or are near in meaning.",
)
"""The warning for a long query that has hits with all words and others beside them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an article: all plain words, or where something is `admitted` any of that.

    `notices` warn that not all words are wanted.
    """

    admitted: tuple[Node, ...] = ()
    notices: tuple[Notice, ...] = ()

    def query(self, planned: Planned) -> Node:
        """The matching part of a plan; its words score as they weigh in `planned`."""
        return planned.any_of(self.admitted) if self.admitted else planned.preferred


def wanted(planned: Planned, reader: IndexReader, *, translate: bool) -> Wanted:
    """What a query wants; which weights its words have does not matter."""

    def any_has(query: Node) -> bool:
        return reader.search(Plan(query, limit=0)).total > 0

    words = [node for node in planned.loose if isinstance(node, Word)]
    if len(words) < 2:
        return Wanted()
    notices: tuple[Notice, ...] = ()
    strict = any_has(planned.strict)
    if strict:
        if not translate or len(words) < coverage.LONG:
            return Wanted()
        admitted: list[Node] = [And(planned.loose)]
    else:
        minimum = _greatest_minimum(planned, any_has)
        if not minimum:
            return Wanted()
        admitted = [AtLeast(planned.loose, minimum)]
        notices = (_relaxed(minimum, len(words)),)
        if len(words) < coverage.LONG:  # of few words half is what it says
            return Wanted(tuple(admitted), notices)
    covered: Iterable[coverage.Covered] = coverage.by_language(words, reader)
    if strict and any_has(And(coverage.untranslated(words))):
        # Only translations may lack words; what is no translation had its chance.
        covered = [one for one in covered if one.is_translated]
    most = [few for one in covered if (few := one.most(any_has))]
    if strict and not most:
        return Wanted()
    return Wanted((*admitted, *most), notices or (SOFTENED,))


def _greatest_minimum(planned: Planned, any_has: Callable[[Node], bool]) -> int:
    """The greatest number of words, up to half of them, that some article has; 0 without.

    By bisection, as an article that has three words has two.
    """
    if not any_has(planned.at_least(1)):
        return 0
    minimum, above = 1, (len(planned.loose) + 1) // 2 + 1
    while above - minimum > 1:
        middle = (minimum + above) // 2
        if any_has(planned.at_least(middle)):
            minimum = middle
        else:
            above = middle
    return minimum


def _relaxed(minimum: int, total: int) -> Notice:
    return Notice(
        "relaxed",
        f"No article has all {total} words; shown are those with at least {minimum} of them.",
        {"minimum": minimum, "total": total},
    )
