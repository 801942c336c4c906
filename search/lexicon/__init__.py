"""The lexicon: which words of one language render which words of another.

Our own data, one concept a line, in `data/*.tsv`: a cell per language with its lemmas and
phrases, best first (`concepts`). Two alternatives of one line in different languages are a
pairing, and its weight is FULL times both their weights (`lookup`). A reader may add dictionaries
to an index (`added`), in our form or in that of dictd (`dictd`).

Nouns: a `Concept` is a line; a `Rendering` one alternative of a cell; a `Translation` what
a stretch of the query becomes in another language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from search.lexicon.concepts import Concept, Rendering, parse_lines
from search.lexicon.lookup import FULL, Lexicon, Pairing, Translation

LANGUAGES: Final = ("en", "ru", "uk", "be")
"""The languages of our own lexicon."""


def own_concepts() -> Iterator[Concept]:
    """The lines of our own data files."""
    folder = resources.files(__name__) / "data"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".tsv")), key=lambda f: f.name
    )
    for file in files:
        yield from parse_lines(file.read_text(encoding="utf-8").splitlines(), file.name)


@cache
def own_lexicon() -> Lexicon:
    """The lexicon that comes with Svodka."""
    return Lexicon(own_concepts())


__all__ = [
    "FULL",
    "LANGUAGES",
    "Concept",
    "Lexicon",
    "Pairing",
    "Rendering",
    "Translation",
    "own_concepts",
    "own_lexicon",
    "parse_lines",
]
