"""The words that other spellings of a person have where a query has some of its own.

A query that names a person («Тихановская», "Viktar Babaryka") is to find the articles that
write the name otherwise. Each of its words is answered by the words of the same part of the
name: a surname by surnames, a given name by given names.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.people.names import Name, parse
from search.people.registry import evidence
from search.people.registry.finding import named
from search.people.registry.registry import Registry

LONGEST: Final = 4
"""Words of a query that may be one name: given name, patronymic, two of a surname."""
MAX_WORDS: Final = 24
"""A longer query is a text, not a name."""
MAX_PERSONS: Final = 40
"""Bearers of a surname; those whom most articles name are asked for its spellings."""
MAX_VARIANTS: Final = 12
"""Words for one word of the query."""


@dataclass(frozen=True, slots=True)
class NamedWord:
    """Word number `at` of a query may be written as `words` in the articles on its person."""

    at: int
    words: tuple[str, ...]


class Renderings:
    """Looks for names in queries; `query.expansion.People` asks it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def named_words(self, words: Sequence[str], alone: Container[int]) -> tuple[NamedWord, ...]:
        """The words of a query that name persons; the longest names count.

        A single word is taken for a name only where its number is in `alone`. Words of a full
        name are told also where there is no other spelling, so that they are not translated.
        """
        if len(words) > MAX_WORDS:
            return ()
        found: dict[int, NamedWord] = {}
        capitals = _capitals(words)
        numbers = {n for n, word in enumerate(words) if any(map(str.isdigit, word))}
        for length in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                may_be_name = start in alone if length == 1 else {span[0], span[-1]} <= capitals
                if may_be_name and (found.keys() | numbers).isdisjoint(span):
                    for one in self._of_span(words, span):
                        found[one.at] = one
        return tuple(found[at] for at in sorted(found))

    def _of_span(self, words: Sequence[str], span: range) -> Iterator[NamedWord]:
        text = " ".join(words[at] for at in span)
        if len(span) > 1 and not evidence.shape(text).full:
            return
        spellings = self._spellings(text)
        if not spellings:
            return
        own = parse(text)
        for at in span:
            variants = _variants(words[at], own, spellings)
            if variants or len(span) > 1:
                yield NamedWord(at, variants)

    def _spellings(self, text: str) -> list[str]:
        """The spellings of the persons that a text means, those of most articles first."""
        registry = self._registry
        records = [r for id in named(registry, text) if (r := registry.record(id))]
        counts = registry.counts
        records.sort(key=lambda r: (-sum(counts[s] for s in r.spellings), r.id))
        found = {s for record in records[:MAX_PERSONS] for s in record.spellings}
        return sorted(found, key=lambda s: (-counts[s], s))


def _capitals(words: Sequence[str]) -> set[int]:
    """The words that a full name may begin and end with: those with capitals, or all.

    Where others have none: in "police arrest Dyteon Simpson in shooting" only two words do. A
    capital at the beginning alone says nothing.
    """
    found = {number for number, word in enumerate(words) if word[:1].isupper()}
    return found if found - {0} else set(range(len(words)))


def _variants(word: str, own: Name, spellings: Sequence[str]) -> tuple[str, ...]:
    """What stands in other spellings in the part of the name that a word belongs to."""
    part = _part_of(word, own)
    if part is None:
        return ()
    found: dict[str, None] = {}
    for spelling in spellings:
        other = getattr(parse(spelling), part)
        # Of "von der Leyen" the last word is what a query has.
        last = other.split()[-1] if other else ""
        if len(last) > 1 and last.casefold() != word.casefold() and last[:1].isalpha():
            found.setdefault(last)
    return tuple(found)[:MAX_VARIANTS]


def _part_of(word: str, name: Name) -> str | None:
    for part in ("surname", "given", "patronymic"):
        value = getattr(name, part)
        if value and value.split()[-1].casefold() == word.casefold():
            return part
    return None
