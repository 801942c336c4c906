"""Pairings that a reader switches off: a word of the query no longer stands for a rendering.

A *pairing* is what a hit shows as `big deal → большое дело`: words of the query and words of
an article that answer them. Switching it off drops the guises that lead from the one to the
other, so an article stays found by whatever else it has. The word itself in its own language
is no pairing and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.analysis import tokenize
from search.plan import And, AtLeast, Guise, Node, Not, Or, Phrase, Prefer, Readings, Term, Word

OWN: Final = frozenset({"same", "lemma"})
"""Where a guise is the query's own word."""

Forms = Callable[[str, str], tuple[str, ...]]
"""Field and term → the word forms of the index that stand for it."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Words of the query and the words that they shall not find, as a reader sees both."""

    query: str
    found: str

    def covers(self, word: Word, guise: Guise, forms: Forms) -> bool:
        """Whether a guise of a word is this pairing, in any of its word forms."""
        if guise.via in OWN or _forms_of(guise.covers or word.text) != _forms_of(self.query):
            return False
        found, slots = _forms_of(self.found), _slots(guise)
        return len(found) == len(slots) and all(
            any(form == term.text or form in forms(term.field, term.text) for term in slot)
            for form, slot in zip(found, slots, strict=True)
        )


class Switches:
    """Pairings to switch off in planned nodes; `used` are those that there were."""

    def __init__(self, off: Sequence[Pairing], forms: Forms) -> None:
        self._off = tuple(dict.fromkeys(off))
        self._forms = forms
        self.used: set[Pairing] = set()

    @property
    def unused(self) -> tuple[Pairing, ...]:
        """Pairings that the query does not have anyway."""
        return tuple(one for one in self._off if one not in self.used)

    def without(self, node: Node) -> Node:
        """The node with none of the pairings."""
        if isinstance(node, Word):
            kept = tuple(guise for guise in node.guises if not self._is_off(node, guise))
            return node if len(kept) == len(node.guises) else replace(node, guises=kept)
        if isinstance(node, And | Or | AtLeast):
            return replace(node, children=tuple(self.without(child) for child in node.children))
        if isinstance(node, Not):
            return Not(self.without(node.child))
        if isinstance(node, Prefer):
            return Prefer(self.without(node.child), tuple(map(self.without, node.extras)))
        return node

    def _is_off(self, word: Word, guise: Guise) -> bool:
        covering = [one for one in self._off if one.covers(word, guise, self._forms)]
        self.used.update(covering)
        return bool(covering)


def _forms_of(text: str) -> tuple[str, ...]:
    return tuple(token.form for token in tokenize(text))


def _slots(guise: Guise) -> tuple[tuple[Term, ...], ...]:
    leaf = guise.leaf
    if isinstance(leaf, Phrase):
        return leaf.slots
    return (leaf.terms,) if isinstance(leaf, Readings) else ((leaf,),)
