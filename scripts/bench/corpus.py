"""Articles as finished terms: generated from a seed, or read from a JSONL file.

Both are streams of chunks; a corpus never stands in memory. The first 20,000 articles of a
generated corpus are the same whatever its size, because each chunk has a seed of its own.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

CHUNK: Final = 1_000
FIELDS: Final = ("en", "ru")
SEED: Final = 20_251
VOCABULARY: Final = 200_000
TITLE: Final = 8
MEAN_BODY: Final = 282
SOURCES: Final = 50
MONTHS: Final = 36
PEOPLE: Final = 20_000
MOST_PEOPLE: Final = 8
_FIRST_DAY: Final = datetime.date(2023, 1, 1).toordinal()
_LAST_DAY: Final = datetime.date(2025, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class Article:
    """An article after analysis: the terms of its one language, and its facet values."""

    id: str
    field: str
    title: list[str]
    body: list[str]
    source: str
    day: int | None
    people: tuple[str, ...]

    @property
    def month(self) -> str | None:
        """`2025-12`, None where undated."""
        return None if self.day is None else datetime.date.fromordinal(self.day).isoformat()[:7]


class Corpus(Protocol):
    """A stream of articles with a name for the folder that keeps its builds."""

    @property
    def key(self) -> str:
        """A folder name that differs where the articles differ."""

    def chunks(self, count: int) -> Iterator[list[Article]]:
        """The first `count` articles, or as many as there are."""


def corpus_of(data: str | None) -> Corpus:
    """The corpus of a JSONL file, or the generated one."""
    return Generated() if data is None else Lines(Path(data))


# Generated

_ONSETS: Final = {
    "en": "b c d f g h l m n p r s t v w br cr dr fl gr pl pr sh st th tr",
    "ru": "б в г д ж з к л м н п р с т х ч ш бр вл гр др кр пр сл ст тр",
}
_VOWELS: Final = {"en": "a e i o u ea ou", "ru": "а е и о у ы я"}
_CODAS: Final = {"en": "n r s t l ng nd rt st", "ru": "н р с т л м й ть ск"}


class Generated:
    """Zipf-distributed words of two languages, half the articles each; needs numpy."""

    def __init__(self) -> None:
        self._drawn: _Vocabularies | None = None

    @property
    def key(self) -> str:
        """The seed stands for everything."""
        return f"generated-{SEED}"

    def chunks(self, count: int) -> Iterator[list[Article]]:
        """Articles a00000000, a00000001, …; even ones are English, odd ones Russian."""
        if self._drawn is None:
            self._drawn = _Vocabularies()
        for first in range(0, count, CHUNK):
            yield self._drawn.chunk(first, min(CHUNK, count - first))


class _Vocabularies:
    """All that is drawn once: words by rank, sources, people, and their distributions."""

    def __init__(self) -> None:
        # numpy costs a tenth of a second, which cold measurements must not see.
        import numpy as np

        self._np = np
        self.words = {
            field: np.array(make_words(field, VOCABULARY, number), dtype=object)
            for number, field in enumerate(FIELDS)
        }
        self.word_odds = self._cumulated(np.arange(1, VOCABULARY + 1))
        names = make_words("en", PEOPLE, 7)
        families = make_words("en", PEOPLE, 8)
        self.people = [f"{a.title()} {b.title()}" for a, b in zip(names, families, strict=True)]
        # The best known person stands in about 2 % of the articles.
        self.people_odds = self._cumulated(np.arange(1, PEOPLE + 1) + 20)
        self.sources = [f"{word.title()} News" for word in make_words("en", SOURCES, 9)]
        self.source_odds = self._cumulated(np.arange(1, SOURCES + 1) + 3)

    def _cumulated(self, ranks: Any) -> Any:
        odds = 1.0 / ranks
        return self._np.cumsum(odds / odds.sum())

    def _draw(self, rng: Any, odds: Any, count: int) -> Any:
        return self._np.searchsorted(odds[:-1], rng.random(count))

    def chunk(self, first: int, count: int) -> list[Article]:
        """`count` articles from number `first` on; `first` is a multiple of CHUNK."""
        rng = self._np.random.default_rng([SEED, first // CHUNK])
        # Lengths vary by half, so that their normalisation has something to do.
        bodies = rng.integers(MEAN_BODY // 2, MEAN_BODY * 3 // 2, CHUNK, endpoint=True)
        ends = self._np.cumsum(bodies + TITLE)
        ranks = self._draw(rng, self.word_odds, int(ends[-1]))
        days = rng.integers(_FIRST_DAY, _LAST_DAY, CHUNK, endpoint=True).tolist()
        sources = self._draw(rng, self.source_odds, CHUNK).tolist()
        named = rng.integers(0, MOST_PEOPLE, CHUNK, endpoint=True)
        people_ends = self._np.cumsum(named).tolist()
        people = self._draw(rng, self.people_odds, int(named.sum())).tolist()
        articles, start, person = [], 0, 0
        for row in range(count):
            field = FIELDS[row % len(FIELDS)]
            terms = self.words[field][ranks[start : ends[row]]].tolist()
            who = dict.fromkeys(people[person : people_ends[row]])
            articles.append(
                Article(
                    f"a{first + row:08d}", field, terms[:TITLE], terms[TITLE:],
                    self.sources[sources[row]], days[row], tuple(self.people[n] for n in who),
                )
            )  # fmt: skip
            start, person = int(ends[row]), people_ends[row]
        return articles


def make_words(field: str, count: int, salt: int) -> list[str]:
    """So many different pronounceable words, frequent ones shorter; the same on every call."""
    import numpy as np

    rng = np.random.default_rng([SEED, 1_000_000 + salt])
    onsets, vowels = _ONSETS[field].split(), _VOWELS[field].split()
    syllables = [onset + vowel for onset in onsets for vowel in vowels]
    codas = ["", *_CODAS[field].split()]
    found: dict[str, None] = {}
    while len(found) < count:
        draws = rng.integers(0, len(syllables), (count, 4)).tolist()
        ends = rng.integers(0, len(codas), count).tolist()
        longer = rng.random(count).tolist()
        for (a, b, c, d), end, chance in zip(draws, ends, longer, strict=True):
            # The two thousand most frequent words have two syllables, the rest three or four.
            word = syllables[a] + syllables[b]
            if len(found) > 2_000:
                word += syllables[c] + (syllables[d] if chance > 0.7 else "")
            found[word + codas[end]] = None
    return list(itertools.islice(found, count))


# From a file


class Lines:
    """Articles of a JSONL file.

    A row has `id`, `source`, `published` (ISO 8601) and `people`, and either finished terms
    (`field` en or ru, `terms`: {"title": […], "body": […]}) or `title` and `body`, of which
    the case-folded word forms are taken; its field is then ru where most letters are
    Cyrillic.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def key(self) -> str:
        """Name, size and time of the file."""
        status = self._path.stat()
        return f"{self._path.stem}-{status.st_size}-{int(status.st_mtime)}"

    def chunks(self, count: int) -> Iterator[list[Article]]:
        """The first rows of the file."""
        with self._path.open(encoding="utf-8") as file:
            rows = itertools.islice((line for line in file if line.strip()), count)
            while chunk := [_from_row(json.loads(line)) for line in itertools.islice(rows, CHUNK)]:
                yield chunk


def _from_row(row: dict[str, Any]) -> Article:
    from search.partial_dates import parse_iso

    if "terms" in row:
        field, title, body = row["field"], row["terms"]["title"], row["terms"]["body"]
    else:
        title, body = _forms(row.get("title") or ""), _forms(row.get("body") or "")
        letters = "".join(itertools.chain(title, body[:100]))
        cyrillic = sum("а" <= letter <= "я" for letter in letters)
        field = "ru" if 2 * cyrillic > len(letters) else "en"
    moment = parse_iso(row["published"]) if row.get("published") else None
    days = moment.days if moment else None
    people = tuple(dict.fromkeys(name.replace(",", " ") for name in row.get("people") or ()))
    source = row.get("source") or "unknown"
    return Article(str(row["id"]), field, title, body, source, days[0] if days else None, people)


def _forms(text: str) -> list[str]:
    from search.analysis.tokens import tokenize

    return [token.form for token in tokenize(text)]


def tokens_of(article: Article, separator: str) -> Sequence[str]:
    """Title and body with a word between them that no query holds, so no phrase spans both."""
    return [*article.title, separator, *article.body]
