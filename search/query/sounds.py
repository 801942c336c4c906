"""Words of the index that sound like a word of the query: names, and words that languages share.

Лукашэнка, Лукашенко, Lukashenka are one name; parliament, Parlament, парламент one word. The
vocabulary is kept in blocks by the first two letters, each with the sounds of its words; a block
is made when the first query asks for it, and kept as long as the commit of the index.

A *name*, a word that the lexicon does not know, may differ as spellings of a name do
(`analysis.similar`). A *common* word must be longer and nearer: deal is not Polish działa.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from search.analysis import near_keys, prefixes, script_languages, sound_keys
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
MAX_BLOCKS: Final = 4_000
"""Blocks that are kept."""
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
    """Words of one beginning: the places where each sound stands in `words`."""

    words: tuple[tuple[str, str], ...]
    by_key: dict[str, list[int]]
    keys: tuple[str, ...]


class Sounds:
    """The vocabulary of one commit by its sounds. Safe to share by threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._fields = [f for f in (*LANGUAGES, PLAIN) if f in vocabulary.fields()]
        self._blocks: dict[tuple[Script, str], _Block] = {}

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
            if not any(_may_hold(field, one) for field in fields):
                continue
            for beginning in prefixes(form, one):
                block = self._block(one, beginning)
                spend(len(block.words))
                for at, weight in _alike(keys, block, common=common):
                    field, term = block.words[at]
                    if field in fields:
                        best[field, term] = max(weight, best.get((field, term), 0.0))
        return self._chosen(best)

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

    def _block(self, script: Script, beginning: str) -> _Block:
        """The words of a script that begin so."""
        block = self._blocks.get((script, beginning))
        if block is not None:
            return block
        words = tuple(
            (field, term)
            for field in self._fields
            if _may_hold(field, script)
            for term in self._vocabulary.terms(field, beginning)
            if len(term.rstrip("~")) >= MIN_SOUND
        )
        by_key: dict[str, list[int]] = {}
        for at, (_, term) in enumerate(words):
            for key in sound_keys(term.rstrip("~")):
                by_key.setdefault(key, []).append(at)
        block = _Block(words, by_key, tuple(by_key))
        if len(self._blocks) >= MAX_BLOCKS:
            self._blocks.clear()
        self._blocks[script, beginning] = block
        return block


def _alike(keys: Sequence[str], block: _Block, *, common: bool) -> Iterator[tuple[int, float]]:
    """Places of the words that sound like one of the keys, with their weights."""
    if common:
        keys = [key for key in keys if len(key) >= MIN_COMMON]
    for key in keys:
        for at in block.by_key.get(key, ()):
            yield at, SOUND_EQUAL
        for other in near_keys(key, block.keys):
            if not common or min(len(key), len(other)) >= MIN_COMMON_NEAR:
                yield from ((at, SOUND_NEAR) for at in block.by_key[other])


@lru_cache(maxsize=64)
def _may_hold(field: str, script: Script) -> bool:
    return field == PLAIN or field in script_languages(script)
