"""How much page is taken away from articles, and how much article with it.

`wrapped`: articles in eight languages (`ntrex`) pasted with ten kinds of made-up page around
them (`wrapping`), chrome in the article's language or another one. `demo`: the bundled text
files against their gold. Shares are of characters:

* kept: of the article's lines, those still in title or body
* removed: of the page's lines, those taken away
* names_left: personal names of the page that still stand in title or body (a count)
"""

from __future__ import annotations

import json
import lzma
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from scripts.pages.wrapping import KINDS, Line, Page, wrap
from search.demo import ARTICLES, gold
from search.documents import LANGUAGES
from search.sources.chrome import clean
from search.sources.html import read_html

_CREDIT = 150


@dataclass
class Tally:
    """Characters of articles and pages, and what became of them."""

    own: int = 0
    kept: int = 0
    page: int = 0
    removed: int = 0
    names_left: int = 0
    pages: int = 0

    def add(self, page: Page) -> tuple[list[str], list[str]]:
        """Clean a page and count; returns lines lost and lines left over."""
        cleaned = clean(page.text)
        left = Counter(_squeezed(line) for line in (cleaned.title, *cleaned.body.split("\n")))
        self.pages += 1
        lost, over = [], []
        for line in sorted(page.lines, key=lambda line: not line.own):
            text = _squeezed(line.text)
            if not text:
                continue
            stays = left[text] > 0
            left[text] -= stays
            if line.own:
                self.own += len(text)
                self.kept += len(text) * stays
                lost += [] if stays else [text]
            else:
                self.page += len(text)
                self.removed += len(text) * (not stays)
                over += [text] if stays else []
        rest = f"{cleaned.title}\n{cleaned.body}"
        self.names_left += sum(name in rest for name in set(page.names))
        return lost, over

    def figures(self) -> dict[str, float]:
        """The shares."""
        return {
            "kept": round(self.kept / max(1, self.own), 4),
            "removed": round(self.removed / max(1, self.page), 4),
            "names_left": self.names_left,
            "pages": self.pages,
        }


def _squeezed(text: str) -> str:
    return " ".join(text.split()).lstrip(" \t•·▪‣◦*–—-►▶")


def articles(data: Path, language: str) -> Iterator[tuple[str, list[str]]]:
    """Title and paragraphs, of one to three sentences each, of the articles of a language."""
    with lzma.open(data / "ntrex" / f"docs.{language}.jsonl.xz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            rng = Random(row["id"])  # noqa: S311 -- no secret, the same pages each time
            rest, body = row["sentences"][1:], list[str]()
            while rest:
                size = rng.randint(1, 3)
                body.append(" ".join(rest[:size]))
                rest = rest[size:]
            yield row["sentences"][0], body


def pages(data: Path, seed: int = 1, every: int = 3) -> Iterator[tuple[str, Page]]:
    """Every `every`-th article in each kind of page, some with chrome in another language."""
    for language in LANGUAGES:
        for number, (title, body) in enumerate(articles(data, language)):
            for place, kind in enumerate(KINDS):
                if (number + place) % every:
                    continue
                rng = Random(f"{seed} {language} {number} {kind}")  # noqa: S311
                foreign = kind == "foreign" or rng.random() < 0.25
                others = [other for other in LANGUAGES if other != language]
                speaks = rng.choice(others) if foreign else language
                yield language, wrap(kind, speaks, title, body, seed)


def run(data: Path) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    total, kinds, languages = (
        Tally(),
        defaultdict[str, Tally](Tally),
        defaultdict[str, Tally](Tally),
    )
    made = list(pages(data))
    for language, page in made:
        for tally in (kinds[page.kind], languages[language], total):
            tally.add(page)
    began = time.perf_counter()
    for _, page in made:
        clean(page.text)
    seconds = time.perf_counter() - began
    return {
        "wrapped": total.figures(),
        "kinds": {name: tally.figures() for name, tally in kinds.items()},
        "languages": {name: tally.figures() for name, tally in languages.items()},
        "demo": _demo(),
        "demo_html": _demo_html(),
        "articles_per_second": round(len(made) / seconds),
    }


def _demo() -> dict[str, Any]:
    """The bundled text files: chrome lines of the gold removed, and all others kept.

    The gold does not list a headline printed again, nor credits that name the authors.
    """
    raw, tally = gold.raw_articles(), Tally()
    for id, article in gold.load().articles.items():
        if not article.file.endswith(".txt"):
            continue
        chrome, seen, lines = set(article.chrome), set[str](), []
        for text in raw[id].text.splitlines():
            again = text == article.title and text in seen
            credit = any(name in text for name in (*article.authors, *article.editors))
            seen.add(text)
            if not again and not (credit and len(text) < _CREDIT):
                lines.append(Line(text, own=text not in chrome))
        tally.add(Page("demo", tuple(lines), ()))
    return tally.figures()


def _demo_html() -> dict[str, Any]:
    """The bundled pages: gold chrome not in the body, and other visible lines still there."""
    raw, tally = gold.raw_articles(), Tally()
    for id, article in gold.load().articles.items():
        if not article.file.endswith(".html"):
            continue
        data = (ARTICLES / article.file).read_bytes()
        document = read_html(data, origin=id, file=id, id=id).document
        left = _squeezed(f"{document.title}\n{document.body}") if document else ""
        chrome = [_squeezed(piece) for piece in article.chrome]
        tally.pages += 1
        tally.page += sum(map(len, chrome))
        tally.removed += sum(len(piece) for piece in chrome if piece not in left)
        credits = (*article.authors, *article.editors, article.title or "-")
        for line in map(_squeezed, raw[id].text.splitlines()):
            if len(line) > _CREDIT or not any(
                piece in line or line in piece for piece in (*chrome, *credits)
            ):
                tally.own += len(line)
                tally.kept += len(line) * (line in left)
    return tally.figures()
