"""The words that say who wrote or reported, from `data/attribution_cues.tsv`, as patterns."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

UPPER: Final = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐЎ" + "".join(filter(str.isupper, map(chr, range(0x100, 0x180))))
"""Capitals for a set of a pattern; in Latin Extended-A they alternate with small letters."""
_ROW: Final = 2


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of a kind in all languages, the longest first."""
    text = files("search.sources").joinpath("data", "attribution_cues.tsv")
    found: set[str] = set()
    for line in text.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and len(cells) > _ROW and cells[0] == kind:
            found.update(cells[2].split("|"))
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


@cache
def one_of(kind: str) -> str:
    """An alternation of the phrases of a kind; a blank stands for any run of blanks."""
    return "|".join(re.escape(one).replace(r"\ ", r"\s") for one in phrases(kind))


@cache
def words_of(kind: str) -> frozenset[str]:
    """The phrases of a kind as a set."""
    return frozenset(phrases(kind))
