"""Which persons of an article are other ones than a query names in full.

"Pavel Arlou" asks for one man; an article on Volha Arlova has his surname too, and would show it
as a translation of the query's. They are told apart by names: another given name, another
surname, he or she. A mention that tells no more than the query's own words may be the one meant,
and a query of a mere surname means all who bear it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from search.analysis import tokenize
from search.documents import IndexedDocument, Mention, Part
from search.people.names import parse
from search.people.names.given import full_names, given_names
from search.people.registry import evidence
from search.people.registry.finding import named
from search.people.registry.registry import Registry
from search.people.registry.rendering import LONGEST, MAX_WORDS

MAX_TEXT: Final = 100_000
"""Code points of a text that are looked through for names where nobody did so before."""
_CAPITALISED: Final = r"[^\W\d_a-zа-яёіїєўґ][\w'’ʼ-]+"
_TWO_WORDS: Final = re.compile(rf"\b({_CAPITALISED})( {_CAPITALISED})")


class Namesakes:
    """The full names in a query, and who is none of those that they mean."""

    def __init__(self, registry: Registry, asked: str) -> None:
        self._registry = registry
        words = list(_words(asked))
        self._names_of = _by_word(words, self._full_names(words))
        self._is_other = cache(self._told_apart)

    def mentions_of_others(self, document: IndexedDocument) -> dict[str, tuple[Mention, ...]]:
        """By word of the query, in small letters, the places where it would be somebody else's."""
        if not self._names_of:
            return {}
        found = {
            word: tuple(self._others(document, names)) for word, names in self._names_of.items()
        }
        return {word: others for word, others in found.items() if others}

    def _others(self, document: IndexedDocument, names: Sequence[str]) -> list[Mention]:
        if not document.mentions:
            return [
                one
                for given, one in _full_names_in(document)
                if all(_is_other_given(given, parse(name).given) for name in names)
            ]
        others = [
            one
            for one in document.mentions
            if all(self._is_other(one.name, name) for name in names)
        ]
        if any(self._is_meant(one.name, name) for one in document.mentions for name in names):
            # Where two bearers are named, whose the mere surname is may be a wrong guess, unless
            # he and she are told apart by it.
            return [one for one in others if _is_certain(one.text, names)]
        return others

    def _full_names(self, words: Sequence[str]) -> list[range]:
        """Where the query has full names of persons, none inside another.

        They may overlap: "Pavel Arlou Ivan" is Pavel Arlou and perhaps Arlou Ivan.
        """
        found: list[range] = []
        if len(words) > MAX_WORDS:
            return found
        for length in range(2, min(LONGEST, len(words)) + 1):
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                text = " ".join(words[at] for at in span)
                if (
                    not any(other[0] in span and other[-1] in span for other in found)
                    and evidence.shape(text).full
                    and named(self._registry, text)
                ):
                    found.append(span)
        return found

    def _is_meant(self, mentioned: str, name: str) -> bool:
        id = self._registry.groups.get(mentioned)
        return id is not None and id in named(self._registry, name)

    def _told_apart(self, mentioned: str, name: str) -> bool:
        """Whether the person of a mention cannot be one that a full name means.

        A mention by the mere surname is of whom the registry takes it for.
        """
        if self._is_meant(mentioned, name):
            return False
        record = self._registry.record_of(mentioned)
        known = {mentioned, *(record.spellings if record else ())}
        full = [one for one in known if evidence.shape(one).full]
        return bool(full) and all(evidence.against(one, name) for one in full)


def _words(asked: str) -> Iterator[str]:
    """The words between spaces, as marks call them: without punctuation around them."""
    for text in asked.split():
        if tokens := tokenize(text):
            yield text[tokens[0].start : tokens[-1].end]


def _by_word(words: Sequence[str], spans: Sequence[range]) -> dict[str, tuple[str, ...]]:
    """By word, in small letters, the full names it belongs to; none that stands alone as well."""
    names_of: dict[str, list[str]] = {}
    for span in spans:
        for at in span:
            name = " ".join(words[one] for one in span)
            names_of.setdefault(words[at].casefold(), []).append(name)
    covered = {at for span in spans for at in span}
    alone = {word.casefold() for at, word in enumerate(words) if at not in covered}
    return {word: tuple(names) for word, names in names_of.items() if word not in alone}


def _is_certain(text: str, names: Sequence[str]) -> bool:
    """Whether the words of a mention themselves cannot mean any of the persons with these names."""
    return evidence.shape(text).full or all(evidence.other_gender(text, one) for one in names)


def _full_names_in(document: IndexedDocument) -> Iterator[tuple[str, Mention]]:
    """Given names with the word behind them, for an article that came with its persons.

    In such an article nobody looked for places.
    """
    parts: tuple[tuple[Part, str], ...] = (("title", document.title), ("body", document.body))
    for part, text in parts:
        for found in _TWO_WORDS.finditer(text, 0, MAX_TEXT):
            given, name = found[1], found[1] + found[2]
            if given_names(given):
                yield given, Mention(found.start(), found.end(), name, name, part=part)


def _is_other_given(word: str, given: str) -> bool:
    """Whether a word, in whatever case, is a given name and not this one: Ганны is Анна."""
    one, other = _rows(word), _rows(given)
    return bool(one and other) and one.isdisjoint(other)


def _rows(word: str) -> frozenset[str]:
    return frozenset(one.canonical for one in given_names(word)) | full_names(word)
