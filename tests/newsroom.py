"""Some hundred articles of a few sentences: enough for long facets, several pages and years."""

from __future__ import annotations

from typing import Final

from small import fill, library, news

import search

LONG: Final = "Bundesausbildungsförderungsgesetzesänderungsantragstellerverzeichnis " * 3
_WORDS: Final = ("harvest", "budget", "strike", "railway", "flood", "election", "bridge")
_NAMES: Final = (
    "Anna Koval", "Boris Melnik", "Clara Stone", "David Kruk", "Elena Savina", "Felix Grau",
    "Greta Lind", "Henry Wells", "Inna Bondar", "Jonas Petrov", "Karl Weber", "Lidia Moroz",
    "Maria Novak", "Nina Orlova", "Oscar Blum", "Petra Hahn", "Roman Sidor", "Sofia Marin",
)  # fmt: skip


def newsroom() -> search.Index:
    """The articles of `news`, and a hundred more from three years, sixteen sources, 18 people."""
    index = library(news())
    fill(index, [_article(number) for number in range(100)])
    fill(index, [_hostile()])
    return index


def _article(number: int) -> search.Document:
    word, name = _WORDS[number % len(_WORDS)], _NAMES[number % len(_NAMES)]
    day = f"{2023 + number % 3}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return search.Document(
        f"en-{number}", f"The {word} of number {number}",
        f"{name} spoke about the {word} and a deal on {number % 28 + 1} May 2019. "
        f"The {word} matters to many people, and the deal about the {word} is not yet signed.",
        language="en", source=f"Gazette {number % 16}", published=day, people=(name,),
    )  # fmt: skip


def _hostile() -> search.Document:
    script = "<script>alert(1)</script>"
    return search.Document(
        f"evil/{script}", f"{script} deal \u202eexe.txt שלום", f"A deal {script}. {LONG}",
        language="en", source=f"{LONG}{script}", authors=(LONG,), people=("Eve " + LONG[:60],),
        url="javascript:alert(1)", published="2025-12-18",
    )  # fmt: skip
