"""Suffix stripping: the engine under the lemmatizers that have no dictionary for a word.

Endings are data, one a line, in `analysis/data/endings.NAME.txt`. Some endings are as often
the end of a stem (wybor|ów, but Krak|ów of Krakow|a): behind a TAB stands what a second
reading keeps of them. Irregular words are lines "form TAB word" in
`analysis/data/irregular.LANG.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings, each with what a second reading keeps of it, and how long a stem they leave."""

    kept: Mapping[str, str]
    longest: int
    minimum: int

    def strip(self, form: str) -> tuple[str, str]:
        """The stem and the longest ending of a form; ("form", "") when none fits."""
        for length in range(min(self.longest, len(form) - self.minimum), 0, -1):
            if form[-length:] in self.kept:
                return form[:-length], form[-length:]
        return form, ""

    def cuts(self, form: str) -> Iterator[tuple[str, str]]:
        """One or two ways to cut a form into stem and ending, the longest ending first."""
        stem, ending = self.strip(form)
        yield stem, ending
        kept = self.kept.get(ending)
        if kept:
            yield stem + kept, ending[len(kept) :]


@cache
def endings(name: str, minimum: int = 3) -> Endings:
    """The endings of the data file `endings.NAME.txt`, for stems of `minimum` letters up."""
    rows = (line.partition("\t") for line in data_lines(f"endings.{name}.txt"))
    kept = {ending: rest for ending, _, rest in rows}
    return Endings(kept, max(map(len, kept)), minimum)


@cache
def irregular(language: str) -> dict[str, str]:
    """The irregular forms of a language, each with its word."""
    rows = (line.partition("\t") for line in data_lines(f"irregular.{language}.tsv"))
    return {form: word for form, _, word in rows}


def data_lines(name: str) -> Iterator[str]:
    """The lines of a data file of the room, without comments and empty lines."""
    text = files("search.analysis").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        kept = line.partition("#")[0].strip()
        if kept:
            yield kept


def unique(readings: Iterable[str]) -> tuple[str, ...]:
    """Readings in order, each once."""
    return tuple(dict.fromkeys(readings))
