"""The lines of a lexicon: one concept each, with its renderings by language.

The header names the columns: languages, and `pos`, `sense` where a file has them. In a cell stand
lemmas and phrases, best first, separated by ` | `; `~0.3` behind an alternative says that it
renders the concept only sometimes. Our own files fill every cell; a reader's file may leave some
empty, as long as a line has two languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.documents import LANGUAGES as KNOWN


@dataclass(frozen=True, slots=True)
class Rendering:
    """One alternative of a cell: its words as written, and how well it renders the concept."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """A line of a lexicon; `origin` is its file and line, as `politics.tsv:12`."""

    renderings: Mapping[str, tuple[Rendering, ...]]
    part_of_speech: str
    sense: str
    origin: str


def parse_lines(lines: Iterable[str], name: str, *, whole: bool = True) -> Iterator[Concept]:
    """The concepts of a file; ValueError names the line that is not of its form.

    With `whole` no cell of a language may be empty. Lines that begin with # are comments.
    """
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r\n").split("\t")
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            raise ValueError(f"{name}:{number} has {len(cells)} cells, not {len(header)}")
        yield _concept(dict(zip(header, cells, strict=True)), f"{name}:{number}", whole=whole)


def languages_of(header: Sequence[str]) -> tuple[str, ...]:
    """The columns of a header that are languages; fewer than two means that it is none."""
    return tuple(cell for cell in header if cell in KNOWN)


def _concept(row: Mapping[str, str], place: str, *, whole: bool) -> Concept:
    renderings = {
        language: _cell(row[language], place)
        for language in languages_of(tuple(row))
        if whole or row[language].strip()
    }
    if len(renderings) < 2:
        raise ValueError(f"{place}: a pairing needs two languages")
    return Concept(renderings, row.get("pos", ""), row.get("sense", ""), place)


def _cell(cell: str, place: str) -> tuple[Rendering, ...]:
    found = []
    for part in cell.split("|"):
        text, _, weight = part.partition("~")
        try:
            one = Rendering(text.strip(), float(weight) if weight else 1.0)
        except ValueError as error:
            raise ValueError(f"{place}: {weight!r} is no weight") from error
        if not 0 < one.weight <= 1:
            raise ValueError(f"{place}: the weight {weight} is not between 0 and 1")
        if not any(map(str.isalnum, one.text)):
            raise ValueError(f"{place}: the alternative {one.text!r} has no word")
        found.append(one)
    return tuple(found)
