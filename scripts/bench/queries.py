"""The classes of queries, drawn from what a corpus really holds.

One pass over the corpus counts document frequencies and keeps a sample of articles; then
each class gets so many different queries. The same queries go to every engine.
"""

from __future__ import annotations

import bisect
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from bench.corpus import FIELDS, SEED, Article

Kind = Literal["word", "or", "and", "phrase", "prefix", "fuzzy", "groups"]

CLASSES: Final = {
    "rare": "a rare word (5–50 articles)",
    "common": "a word in 20 % of the articles",
    "or2": "2 words, either",
    "or5": "5 words, any",
    "and3": "3 words, all",
    "phrase": "a phrase of 2 or 3 words",
    "prefix": "a prefix of 5–200 words",
    "fuzzy": "a word with one letter wrong",
    "weighted40": "40 weighted words, any",
    "groups40": "the same 40 as 5 words of 8 guises (ours only; others as above)",
}
EXTRA: Final = ("groups40",)
"""Classes that no figure was set for."""

_SAMPLE: Final = 2_000
_MOST_EXPANDED: Final = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, in no engine's language: `terms` are (field, text, weight)."""

    kind: Kind
    terms: tuple[tuple[str, str, float], ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Query:
        """The inverse of `to_dict`."""
        return cls(record["kind"], tuple((f, t, w) for f, t, w in record["terms"]))


class Statistics:
    """Document frequencies by field, and articles at even distances."""

    def __init__(self, chunks: Iterator[list[Article]], expected: int) -> None:
        self.frequency: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        self.sample: list[Article] = []
        self.documents = 0
        step = max(1, expected // _SAMPLE)
        for chunk in chunks:
            for article in chunk:
                if self.documents % step == 0:
                    self.sample.append(article)
                self.documents += 1
                self.frequency[article.field].update({*article.title, *article.body})
        self.used = [field for field in FIELDS if self.frequency[field]]
        self.by_frequency = {
            field: sorted((df, text) for text, df in self.frequency[field].items())
            for field in self.used
        }


def draw(statistics: Statistics, count: int) -> dict[str, list[Query]]:
    """`count` different queries of every class, the same on every call."""
    drawer = _Drawer(statistics)
    makers: dict[str, Callable[[], Query | None]] = {
        "rare": drawer.rare,
        "or2": lambda: drawer.any_of(2),
        "or5": lambda: drawer.any_of(5),
        "and3": drawer.all_of_three,
        "phrase": drawer.phrase,
        "prefix": drawer.prefix,
        "fuzzy": drawer.fuzzy,
        "weighted40": drawer.weighted,
    }
    drawn = {name: _different(make, count) for name, make in makers.items()}
    drawn["common"] = drawer.common(count)
    drawn["groups40"] = [Query("groups", query.terms) for query in drawn["weighted40"]]
    return {name: drawn[name] for name in CLASSES}


def _different(make: Callable[[], Query | None], count: int) -> list[Query]:
    found: dict[Query, None] = {}
    for _ in range(count * 200):
        query = make()
        if query is not None:
            found[query] = None
        if len(found) == count:
            break
    return list(found)


class _Drawer:
    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._n = statistics.documents
        self._random = random.Random(SEED)  # noqa: S311 -- a draw to be repeated, no secret
        self._turn = 0
        self._sorted = {field: sorted(statistics.frequency[field]) for field in statistics.used}

    def _field(self) -> str:
        """The languages in turn."""
        self._turn += 1
        return self._statistics.used[self._turn % len(self._statistics.used)]

    def _between(self, field: str, low: float, high: float) -> str:
        """A word with a document frequency between the two, evenly on a logarithmic scale."""
        target = low * (high / low) ** self._random.random()
        table = self._statistics.by_frequency[field]
        begin = bisect.bisect_left(table, (int(target), ""))
        begin = min(begin, len(table) - 1)
        end = bisect.bisect_left(table, (table[begin][0] + 1, ""))
        return table[self._random.randrange(begin, end)][1]

    def _several(self, field: str, count: int) -> list[str]:
        """Different words in 0.4 to 25 % of the articles."""
        found: dict[str, None] = {}
        for _ in range(count * 20):
            found[self._between(field, 0.004 * self._n, 0.25 * self._n)] = None
            if len(found) == count:
                break
        return list(found)

    def rare(self) -> Query:
        field = self._field()
        return Query("word", ((field, self._between(field, 5, 50), 1.0),))

    def common(self, count: int) -> list[Query]:
        frequency = self._statistics.frequency
        near = sorted(
            (abs(df - 0.2 * self._n), field, text)
            for field in self._statistics.used
            for text, df in frequency[field].items()
            if df > 0.02 * self._n
        )
        chosen = [Query("word", ((field, text, 1.0),)) for _, field, text in near[:count]]
        self._random.shuffle(chosen)
        return chosen

    def any_of(self, count: int) -> Query:
        field = self._field()
        return Query("or", tuple((field, text, 1.0) for text in self._several(field, count)))

    def all_of_three(self) -> Query | None:
        """Three words of one article, each in 3 to 30 % of all, so that there is a match."""
        article = self._random.choice(self._statistics.sample)
        words = sorted(text for text in {*article.body} if self._is_known(article, text, 0.03))
        if len(words) < 3:
            return None
        chosen = self._random.sample(words, 3)
        return Query("and", tuple((article.field, text, 1.0) for text in chosen))

    def _is_known(self, article: Article, text: str, least: float) -> bool:
        df = self._statistics.frequency[article.field][text]
        return least * self._n <= df <= 0.3 * self._n

    def phrase(self) -> Query | None:
        """Neighbours in an article, each in 1 to 30 % of all; every third has three words."""
        article = self._random.choice(self._statistics.sample)
        size = 3 if self._random.random() < 1 / 3 else 2
        if len(article.body) <= size:
            return None
        begin = self._random.randrange(len(article.body) - size)
        words = article.body[begin : begin + size]
        if len({*words}) < size or not all(self._is_known(article, w, 0.01) for w in words):
            return None
        return Query("phrase", tuple((article.field, text, 1.0) for text in words))

    def prefix(self) -> Query | None:
        field = self._field()
        word = self._between(field, 2, 0.01 * self._n)
        prefix = word[: self._random.choice((4, 5))]
        words = self._sorted[field]
        begin = bisect.bisect_left(words, prefix)
        size = bisect.bisect_left(words, prefix + "\U0010ffff") - begin
        if not 5 <= size <= _MOST_EXPANDED:
            return None
        return Query("prefix", ((field, prefix, 1.0),))

    def fuzzy(self) -> Query | None:
        field = self._field()
        word = self._between(field, 5, 0.1 * self._n)
        if len(word) < 6:
            return None
        place = self._random.randrange(1, len(word))
        letters: Sequence[str] = "aeinorst" if field == "en" else "аеинорст"
        wrong = word[:place] + self._random.choice(letters) + word[place + 1 :]
        return Query("fuzzy", ((field, wrong, 1.0),)) if wrong != word else None

    def weighted(self) -> Query:
        """Words of both languages in turn, as an expanded question has them."""
        used = self._statistics.used
        lists = [self._several(field, 40 // len(used)) for field in used]
        return Query(
            "or",
            tuple(
                (field, text, round(self._random.uniform(0.1, 1.0), 2))
                for texts in zip(*lists, strict=False)
                for field, text in zip(used, texts, strict=True)
            ),
        )
