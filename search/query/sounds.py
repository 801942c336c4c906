"""Words of the index that sound like a word of the query: names, and words that languages share.

Лукашэнка, Лукашенко, Lukashenka are one name; parliament, Parlament, парламент one word. The
vocabulary of a field is kept in blocks by the first two letters, each with the sounds of its
words; a block is made when the first query asks for it, and kept as long as the commit of the
index. Of a common word the lexicon answers for most languages, so only small fields are read.

A *name*, a word that the lexicon does not know, may differ as spellings of a name do
(`analysis.similar`). A *common* word must be longer and nearer: deal is not Polish działa.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from search.analysis import keys_of, near_keys, prefixes, script_languages, sound_keys
from search.documents import LANGUAGES, PLAIN
from search.query.words import Vocabulary

SOUND_EQUAL: Final = 0.7
SOUND_NEAR: Final = 0.5
"""Weights of a word of the index that sounds the same as, or almost like, the query's."""
MIN_SOUND: Final = 4
"""Shorter words sound like too many others: Си and sea."""
MIN_COMMON: Final = 6
"""Sounds of a common word that may be the same in another language."""
MIN_COMMON_NEAR: Final = 8
"""Sounds of one that may differ in a sound: parlament, parlement."""
MAX_SOUNDS: Final = 8
"""Words taken for one word of the query in one field."""
MAX_BLOCKS: Final = 20_000
"""Blocks that are kept, all fields together."""
Script = Literal["latin", "cyrillic"]
_SCRIPTS: Final[tuple[Script, ...]] = ("latin", "cyrillic")


@dataclass(frozen=True, slots=True)
class Sound:
    """A word of the index that sounds like one of the query."""

    field: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Block:
    """Words of one field and beginning: how many, and those that have each sound."""

    size: int
    by_key: dict[str, list[str]]
    keys: tuple[str, ...]


class Sounds:
    """The vocabulary of one commit by its sounds. Safe to share by threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._fields = [f for f in (*LANGUAGES, PLAIN) if f in vocabulary.fields()]
        self._blocks: dict[tuple[str, str], _Block] = {}

    def like(
        self,
        form: str,
        fields: Collection[str],
        *,
        common: bool,
        spend: Callable[[int], None] = lambda _: None,
    ) -> list[Sound]:
        """The words of some fields that sound like a form, in each the nearest MAX_SOUNDS.

        `spend` is told how many words each step looks at, and may raise.
        """
        if len(form) < MIN_SOUND:
            return []
        best: dict[tuple[str, str], float] = {}
        keys = sound_keys(form)
        for one in _SCRIPTS:
            wanted = [f for f in self._fields if f in fields and _may_hold(f, one)]
            for field, beginning in itertools.product(wanted, prefixes(form, one)):
                block = self._block(field, beginning)
                spend(block.size)
                for term, weight in _alike(keys, block, common=common):
                    best[field, term] = max(weight, best.get((field, term), 0.0))
        return self._chosen(best)

    def listen_ahead(self) -> None:
        """Make all blocks now: some ten microseconds for each word of the index."""
        for field in self._fields:
            beginnings = (term[:2] for term in self._vocabulary.terms(field, ""))
            for beginning, _ in itertools.groupby(beginnings):
                self._block(field, beginning)

    def _chosen(self, found: dict[tuple[str, str], float]) -> list[Sound]:
        by_field: dict[str, list[tuple[float, int, str]]] = {}
        for (field, term), weight in found.items():
            frequency = self._vocabulary.document_frequency(field, term)
            by_field.setdefault(field, []).append((-weight, -frequency, term))
        return [
            Sound(field, term, -weight)
            for field in self._fields
            for weight, _, term in sorted(by_field.get(field, ()))[:MAX_SOUNDS]
        ]

    def _block(self, field: str, beginning: str) -> _Block:
        """The words of a field that begin so."""
        block = self._blocks.get((field, beginning))
        if block is not None:
            return block
        terms = [
            (term, written)
            for term in self._vocabulary.terms(field, beginning)
            if len(written := term.rstrip("~")) >= MIN_SOUND
        ]
        by_key: dict[str, list[str]] = {}
        for (term, _), keys in zip(terms, keys_of(text for _, text in terms), strict=True):
            for key in keys:
                by_key.setdefault(key, []).append(term)
        block = _Block(len(terms), by_key, tuple(by_key))
        if len(self._blocks) >= MAX_BLOCKS:
            self._blocks.clear()
        self._blocks[field, beginning] = block
        return block


def _alike(keys: Sequence[str], block: _Block, *, common: bool) -> Iterator[tuple[str, float]]:
    """The words that sound like one of the keys, with their weights."""
    if common:
        keys = [key for key in keys if len(key) >= MIN_COMMON]
    for key in keys:
        yield from ((term, SOUND_EQUAL) for term in block.by_key.get(key, ()))
        for other in near_keys(key, block.keys):
            if not common or min(len(key), len(other)) >= MIN_COMMON_NEAR:
                yield from ((term, SOUND_NEAR) for term in block.by_key[other])


@lru_cache(maxsize=64)
def _may_hold(field: str, script: Script) -> bool:
    return field == PLAIN or field in script_languages(script)
