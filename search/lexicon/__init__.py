"""The lexicon: which words of one language render which words of another.

Our own data, one concept a line, in `data/*.tsv`: a cell per language with its lemmas and
phrases, best first, separated by ` | `; `~0.3` behind an alternative says that it renders
the concept only sometimes. Two alternatives of one line in different languages are a
pairing, and its weight is FULL times both their weights.

Nouns: a `Concept` is a line; a `Rendering` one alternative of a cell; a `Translation` what
a stretch of the query becomes in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from search.analysis import lemmatizer, tokenize

LANGUAGES: Final = ("en", "ru", "uk", "be")
FULL: Final = 0.8
"""Weight of a pairing of two full renderings: a translation is never quite the word."""
_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Rendering:
    """One alternative of a cell: its words as written, and how well it renders the concept."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """A line of the lexicon."""

    renderings: Mapping[str, tuple[Rendering, ...]]
    part_of_speech: str
    sense: str
    origin: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The words [start, end) of a query in `source`, rendered in `language`.

    `words` are the words of the rendering in dictionary form.
    """

    start: int
    end: int
    source: str
    language: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rendering as something to look up: the readings that each of its words may have."""

    words: tuple[frozenset[str], ...]
    concept: int
    weight: float


class Lexicon:
    """Concepts, looked up by the readings of words.

    Analysing all renderings would cost half a second at the first query. So they are kept
    by the first letters of their first word, and only those that share them with a word of
    the query, or with one of its readings (людей, человек), are ever analysed.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(concepts)
        self._by_letters: dict[str, dict[str, list[tuple[int, Rendering]]]] = {}
        self._entries: dict[tuple[str, str], tuple[_Entry, ...]] = {}

    def translations(
        self,
        forms: Sequence[str],
        readings: Sequence[frozenset[str]],
        source: str,
        targets: Iterable[str],
    ) -> Iterator[Translation]:
        """All renderings of all stretches of a query.

        `forms[i]` is word i, `readings[i]` are the lemmas it may have in `source`.
        """
        wanted = [language for language in targets if language != source]
        if source not in LANGUAGES or not wanted:
            return
        for start, (form, own) in enumerate(zip(forms, readings, strict=True)):
            for entry in self._candidates(source, {form, *own}):
                end = start + len(entry.words)
                if end <= len(readings) and all(
                    word & reading
                    for word, reading in zip(entry.words, readings[start:end], strict=True)
                ):
                    yield from self._renderings(entry, start, end, source, wanted)

    def is_common(self, form: str, readings: frozenset[str], language: str) -> bool:
        """Whether a word is known here as more than a name: deal is, Minsk is not."""
        return language in LANGUAGES and any(
            len(entry.words) == 1
            and entry.words[0] & readings
            and self.concepts[entry.concept].part_of_speech != "name"
            for entry in self._candidates(language, {form, *readings})
        )

    def _candidates(self, language: str, texts: Iterable[str]) -> Iterator[_Entry]:
        for letters in sorted({text[:_LETTERS] for text in texts}):
            if (language, letters) not in self._entries:
                self._entries[language, letters] = tuple(
                    _Entry(_readings_of(rendering.text, language), number, rendering.weight)
                    for number, rendering in self._letters(language).get(letters, ())
                )
            yield from self._entries[language, letters]

    def _letters(self, language: str) -> dict[str, list[tuple[int, Rendering]]]:
        if language not in self._by_letters:
            index: dict[str, list[tuple[int, Rendering]]] = {}
            for number, concept in enumerate(self.concepts):
                for rendering in concept.renderings.get(language, ()):
                    first = next(iter(tokenize(rendering.text)))
                    index.setdefault(first.form[:_LETTERS], []).append((number, rendering))
            self._by_letters[language] = index
        return self._by_letters[language]

    def _renderings(
        self, entry: _Entry, start: int, end: int, source: str, wanted: Iterable[str]
    ) -> Iterator[Translation]:
        for language in wanted:
            for rendering in self.concepts[entry.concept].renderings.get(language, ()):
                words = tuple(token.form for token in tokenize(rendering.text))
                weight = round(FULL * entry.weight * rendering.weight, 3)
                yield Translation(start, end, source, language, words, weight)


def _readings_of(text: str, language: str) -> tuple[frozenset[str], ...]:
    find = lemmatizer(language).lemmas
    return tuple(frozenset(find(token.form)) for token in tokenize(text))


@cache
def own_lexicon() -> Lexicon:
    """The lexicon that comes with Svodka."""
    folder = resources.files(__name__) / "data"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".tsv")), key=lambda f: f.name
    )
    return Lexicon(
        concept
        for file in files
        for concept in parse_lines(file.read_text(encoding="utf-8").splitlines(), file.name)
    )


def parse_lines(lines: Iterable[str], name: str) -> Iterator[Concept]:
    """The concepts of a file; ValueError names the line that is not of its form."""
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            raise ValueError(f"{name}:{number} has {len(cells)} cells, not {len(header)}")
        row = dict(zip(header, cells, strict=True))
        renderings = {language: _cell(row[language], f"{name}:{number}") for language in LANGUAGES}
        yield Concept(renderings, row["pos"], row["sense"], f"{name}:{number}")


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
        if not tokenize(one.text):
            raise ValueError(f"{place}: the alternative {one.text!r} has no word")
        found.append(one)
    return tuple(found)


__all__ = [
    "FULL",
    "LANGUAGES",
    "Concept",
    "Lexicon",
    "Rendering",
    "Translation",
    "own_lexicon",
    "parse_lines",
]
