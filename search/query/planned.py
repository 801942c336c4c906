"""What a planner makes of a query: what is wanted, apart from what can be done without.

Plain words that stand side by side are wanted all; they are kept apart as `loose`, so that the
searcher can ask for most of them where no article has all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.documents import UNKNOWN
from search.plan import And, AtLeast, Node, Not, Nothing, Or, Prefer
from search.query.proximity import pairs
from search.results import Notice


@dataclass(frozen=True, slots=True)
class Planned:
    """The matching part of a plan: `strict` wants all of `loose`, `at_least` fewer of them."""

    fixed: tuple[Node, ...]
    loose: tuple[Node, ...]
    notices: tuple[Notice, ...]
    asked: str = ""
    """The plain words as the reader wrote them, with stop words: what has a meaning."""
    language: str = UNKNOWN
    """The language that these seem to be of."""
    weighed: tuple[Node, ...] = ()
    """`loose` as it scores where that is otherwise than it was planned: guises weigh less."""

    @property
    def strict(self) -> Node:
        """Everything that the query asks for."""
        return joined([*(self.weighed or self.loose), *self.fixed])

    @property
    def preferred(self) -> Node:
        """The same, and words that are neighbours in the query gain where they are in a text."""
        near = pairs(self.loose)
        return Prefer(self.strict, near) if near else self.strict

    @property
    def scores(self) -> tuple[Node, ...]:
        """What is worth something in a text: the plain words, and their being neighbours."""
        return (*(self.weighed or self.loose), *pairs(self.loose))

    def at_least(self, minimum: int) -> Node:
        """At least so many of the plain words, and all the rest."""
        return joined([AtLeast(self.loose, minimum), *self.fixed])

    def any_of(self, admitted: Sequence[Node]) -> Node:
        """What any of these nodes admits, by the scores of all plain words, and all the rest."""
        return joined([Prefer(Not(Not(Or(tuple(admitted)))), self.scores), *self.fixed])


def joined(children: Sequence[Node]) -> Node:
    """All of some nodes: none of them, the one, or their AND."""
    if not children:
        return Nothing()
    return children[0] if len(children) == 1 else And(tuple(children))
