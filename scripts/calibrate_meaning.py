"""Write what an encoder needs to be fair: means of languages, and thresholds of their pairs.

    python scripts/calibrate_meaning.py --data DIR [--encoder e5] [--out search/encoders/data]

DIR holds `ntrex` (57 news articles in eight languages: their passages give the means),
`xquad_dev` (60 passages and 354 questions in English and Russian: what is relevant) and
`wmt_news` (articles in both languages: together with ntrex what is not). Only figures over all
of them are written, no text.

There are questions in English and Russian alone. For the other pairs of languages it is measured
how near titles of ntrex are to their articles and to others, and by how much that differs from
English and Russian; by so much the three numbers differ too (`transferred`).
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from search.encoders import Encoder, open_encoder
from search.encoders.centring import Centring
from search.encoders.passages import cut, texts

LANGUAGES = ("en", "ru", "uk", "be", "de", "fr", "es", "pl")
PAIRS = tuple((a, b) for a in ("en", "ru") for b in ("en", "ru"))
OTHERS = 4_000
"""Articles of wmt_news that are taken for each language."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Article:
    """One article with its language; questions name the `id` of what answers them."""

    id: str
    language: str
    title: str
    body: str
    topic: str = ""


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a compressed JSON-lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def ntrex(data: Path) -> list[Article]:
    """The articles that exist in all languages; their title is their first sentence too."""
    return [
        Article(f"n.{one['id']}", language, one["title"], " ".join(one["sentences"][1:]))
        for language in LANGUAGES
        for one in records(data / "ntrex" / f"docs.{language}.jsonl.xz")
    ]


def questioned(data: Path) -> list[Article]:
    """The passages that questions are about."""
    return [
        Article(f"x.{one['id']}", language, "", one["text"], one["title"])
        for language in ("en", "ru")
        for one in records(data / "xquad_dev" / f"passages.{language}.jsonl.xz")
    ]


def others(data: Path) -> list[Article]:
    """Articles that answer no question."""
    found: list[Article] = []
    for language in ("en", "ru"):
        own = [
            Article(f"w.{path.name}.{one['id']}", language, *_parts(one))
            for path in sorted((data / "wmt_news").glob(f"*.{language}.jsonl.xz"))
            for one in records(path)
        ]
        found += own[:: max(1, len(own) // OTHERS)]
    return found


def _parts(record: dict[str, Any]) -> tuple[str, str]:
    """Title and body: the first sentence is a headline."""
    title, *body = record["sentences"]
    return title, " ".join(body)


class Pool:
    """Articles with the vectors of their passages."""

    def __init__(self, encoder: Encoder, articles: Sequence[Article]) -> None:
        self.articles = [one for one in articles if cut(one.title, one.body)]
        cuts = [cut(one.title, one.body) for one in self.articles]
        flat = [
            text
            for one, own in zip(self.articles, cuts, strict=True)
            for text in texts(one.title, one.body, own)
        ]
        self.begins = np.cumsum([0, *map(len, cuts)])[:-1]
        self.languages = np.array([one.language for one in self.articles])
        self.of_passages = [
            one.language for one, own in zip(self.articles, cuts, strict=True) for _ in own
        ]
        self.vectors = encoder.encode_passages(flat)

    def similarities(self, queries: Array, centring: Centring) -> Array:
        """The best passage of each article for each query."""
        centred = centring.centred(self.vectors, self.of_passages)
        return np.maximum.reduceat(queries @ centred.T, self.begins, axis=1)


def means_of(pool: Pool) -> dict[str, Array]:
    """The mean vector of each language."""
    languages = np.array(pool.of_passages)
    return {one: pool.vectors[languages == one].mean(axis=0) for one in LANGUAGES}


def main() -> None:
    """Measure and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", default="e5")
    parser.add_argument("--out", type=Path, default=Path("search/encoders/data"))
    arguments = parser.parse_args()
    data, encoder = arguments.data, open_encoder(arguments.encoder)
    means = means_of(Pool(encoder, ntrex(data)))
    lines = [
        "# Means of the vectors of passages by language: 57 news articles in all of them",
        "# (NTREX-128, CC BY-SA 4.0). Written by scripts/calibrate_meaning.py.",
        *(f"{name}\t{' '.join(f'{n:.5f}' for n in mean)}" for name, mean in means.items()),
    ]
    name = arguments.encoder.replace("/", "-")
    (arguments.out / f"means.{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    centring = Centring({"": np.mean(list(means.values()), axis=0), **means})
    pool = Pool(encoder, [*questioned(data), *ntrex(data), *others(data)])
    rows = {pair: measured(encoder, pool, data, centring, *pair) for pair in PAIRS}
    own = [rows["en", "en"], rows["ru", "ru"]]
    cross = [rows["en", "ru"], rows["ru", "en"]]
    of_titles = titles_measured(encoder, ntrex(data), centring)
    likes = {True: np.mean(own, axis=0), False: np.mean(cross, axis=0)}
    references = {True: (("en", "en"), ("ru", "ru")), False: (("en", "ru"), ("ru", "en"))}
    for pair, titles in of_titles.items():
        if pair not in rows:
            is_own = pair[0] == pair[1]
            like = np.mean([of_titles[one] for one in references[is_own]], axis=0)
            rows[pair] = transferred(likes[is_own], like, titles)
    everything = {**rows, ("*", "="): likes[True], ("*", "*"): likes[False]}
    lines = [
        "# What a similarity tells, by language of query and article: threshold, zero, slope;",
        "# then mean and deviation of relevant articles and of others, and the share of relevant",
        "# ones that the threshold admits. 354 questions (XQuAD, CC BY-SA 4.0) among",
        f"# {len(pool.articles)} articles. '*' is any language, '=' the query's own. Pairs without",
        "# questions: by the difference that 57 titles make (NTREX-128, CC BY-SA 4.0).",
        "# Written by scripts/calibrate_meaning.py.",
        *(
            "\t".join([*pair, *(f"{number:.3f}" for number in row)])
            for pair, row in everything.items()
        ),
    ]
    (arguments.out / f"pairs.{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def titles_measured(
    encoder: Encoder, articles: Sequence[Article], centring: Centring
) -> dict[tuple[str, str], Array]:
    """By pair of languages the mean and variance of titles' nearness to their article, to others.

    The article is there without its title, so that languages are compared alike.
    """
    pool = Pool(encoder, [replace(one, title="") for one in articles])
    ids = np.array([one.id for one in pool.articles])
    found = {}
    for query in LANGUAGES:
        asked = [one for one in articles if one.language == query]
        vectors = encoder.encode_queries([one.title for one in asked])
        near = pool.similarities(centring.centred(vectors, [query] * len(asked)), centring)
        same = np.array([one.id for one in asked])[:, None] == ids
        for article in LANGUAGES:
            there = pool.languages == article
            relevant, others = near[same & there], near[~same & there]
            found[query, article] = np.array(
                [relevant.mean(), relevant.var(), others.mean(), others.var()]
            )
    return found


def transferred(row: Array, like: Array, titles: Array) -> Array:
    """The row of a pair without questions, from that of pairs with them.

    `like` are the titles of those pairs, `titles` its own. Means move by as much, deviations
    grow by the same factor; the threshold stays as many deviations above what is not relevant.
    """
    threshold, _, _, relevant, relevant_sd, other, other_sd, _ = row
    relevant_mean = relevant + titles[0] - like[0]
    relevant_own = relevant_sd * np.sqrt(titles[1] / like[1])
    other_mean = other + titles[2] - like[2]
    other_own = other_sd * np.sqrt(titles[3] / like[3])
    slope = (relevant_mean - other_mean) / ((relevant_own**2 + other_own**2) / 2)
    limit = other_mean + (threshold - other) / other_sd * other_own
    admitted = 0.5 * math.erfc((limit - relevant_mean) / (relevant_own * math.sqrt(2)))
    return np.array([
        limit, (relevant_mean + other_mean) / 2, slope, relevant_mean, relevant_own, other_mean,
        other_own, admitted,
    ])  # fmt: skip


def measured(
    encoder: Encoder, pool: Pool, data: Path, centring: Centring, query: str, article: str
) -> Array:
    """The row of a pair of languages with questions, as the heading of the table says."""
    asked = list(records(data / "xquad_dev" / f"queries.{query}.jsonl.xz"))
    vectors = encoder.encode_queries([one["question"] for one in asked])
    near = pool.similarities(centring.centred(vectors, [query] * len(asked)), centring)
    places = {(one.id, one.language): n for n, one in enumerate(pool.articles)}
    right = np.array([places[f"x.{one['rel']}", article] for one in asked])
    relevant = near[np.arange(len(near)), right]
    topics = np.array([one.topic for one in pool.articles])
    # Other passages of the article that the right one is from may well be relevant.
    other = (pool.languages == article) & (topics[right][:, None] != topics)
    best_other = np.where(other, near, -1.0).max(axis=1)
    background = near[other]
    variance = (relevant.var() + background.var()) / 2
    slope = (relevant.mean() - background.mean()) / variance
    zero = (relevant.mean() + background.mean()) / 2
    threshold = float(np.quantile(best_other, 0.99))
    return np.array([
        threshold, zero, slope, relevant.mean(), relevant.std(), background.mean(),
        background.std(), (relevant >= threshold).mean(),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
