"""Who published, wired, wrote and edited the articles of the demo and of other judged folders.

`demo`: the bundled articles against their gold; `seeds`: text files with a `gold.json` in
a folder `seeds` in the data folder or beside it. Each field is counted as right of total; a
null of the gold is right only where the article says unknown too. `chrome` of seeds is right
when no line that the gold describes is left (that of the demo is measured by `chrome`).

    python -m scripts.pages.attribution [--data DIR]        with every miss printed
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from search.demo import ARTICLES, gold
from search.documents import IndexedDocument
from search.indexer import Given, prepare
from search.sources import read
from search.sources.attribution import attribute

FIELDS: Final = ("language", "source", "agency", "authors", "editors", "title", "published")
_QUOTED: Final = re.compile(r"'([^']{2,})'")


@dataclass
class Tally:
    """How often each field was right, and what was said where it was not."""

    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    total: int = 0
    misses: list[str] = field(default_factory=list)
    chrome: int = 0

    def add(self, id: str, indexed: IndexedDocument, wanted: Mapping[str, Any]) -> None:
        """Compare the fields of one article; what the gold leaves out counts as right."""
        self.total += 1
        for name in FIELDS:
            found, right = _shown(indexed, name), wanted.get(name, ...)
            also = wanted.get(f"{name}_also_accepted", right)
            if right is ... or found in (right, also):
                self.right[name] += 1
            else:
                self.misses.append(f"{id}: {name} is {found!r}, not {right!r}")

    def add_chrome(self, id: str, indexed: IndexedDocument, described: Iterable[str]) -> None:
        """Compare what was cut with descriptions, whose quotations are lines or beginnings."""
        lines = [" ".join(line.split()) for line in indexed.body.split("\n")]
        left = [
            piece
            for text in described
            for piece in _QUOTED.findall(text) or [text]
            if any(_is_described(line, piece, indexed.title) for line in lines)
        ]
        self.chrome += not left
        self.misses += [f"{id}: chrome {piece!r} is left" for piece in left]

    def figures(self) -> dict[str, Any]:
        """Right of total by field."""
        return {"articles": self.total, **self.right}


def _is_described(line: str, piece: str, title: str) -> bool:
    if piece.startswith("the title"):
        return line == title
    return line.startswith(piece.rstrip(" …)")) if "…" in piece else line == piece


def _shown(indexed: IndexedDocument, name: str) -> Any:
    """A field as gold writes it: lists of names, days without a time, None for unknown."""
    value = getattr(indexed, name)
    if name == "published":
        day = str(value)[:10]
        return None if day == "unknown" else day
    return list(value) if isinstance(value, tuple) else value or None


def completed(folder: Path) -> Iterator[IndexedDocument]:
    """The articles of a folder as they would be indexed."""
    for reading in read([str(folder)]):
        if reading.document is not None:
            given = Given(reading.document, reading.pasted, reading.evidence, reading.file)
            yield prepare(given)[0]


def demo() -> Tally:
    """The bundled articles."""
    tally, truth = Tally(), gold.load().articles
    for indexed in completed(ARTICLES):
        wanted = truth[indexed.id]
        tally.add(indexed.id, indexed, {
            "source": wanted.source, "agency": wanted.agency,
            "authors": list(wanted.authors), "editors": list(wanted.editors),
            "title": wanted.title or None, "language": wanted.language,
            "published": wanted.published.value if wanted.published else None,
        })  # fmt: skip
    return tally


def seeds(folder: Path) -> Tally:
    """Text files whose names begin with the keys of the gold."""
    tally = Tally()
    truth = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["articles"]
    for indexed in completed(folder):
        wanted = truth.get(indexed.id[:3])
        if wanted is not None:
            tally.add(indexed.id[:3], indexed, wanted)
            tally.add_chrome(indexed.id[:3], indexed, wanted.get("chrome", ()))
    return tally


def _seeds_of(data: Path) -> Path | None:
    places = (data, data / "seeds", data.parent / "seeds")
    return next((place for place in places if (place / "gold.json").is_file()), None)


def run(data: Path) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    folder = _seeds_of(data)
    tallies = {"demo": demo(), **({"seeds": seeds(folder)} if folder else {})}
    found: dict[str, Any] = {
        name: {**tally.figures(), "misses": tally.misses} for name, tally in tallies.items()
    }
    if "seeds" in tallies:
        found["seeds"]["chrome"] = tallies["seeds"].chrome
    return found | {"per_second": _speed()}


def _speed() -> dict[str, float]:
    """Articles and megabytes of their text a second of processor time, tables loaded."""
    pages = [(one.title, one.body, one.removed) for one in completed(ARTICLES)]
    texts = [text for _, body, removed in pages for text in (body, *(p.text for p in removed))]
    began = time.process_time()
    for title, body, removed in pages:
        attribute(title, body, removed)
    seconds = time.process_time() - began
    return {
        "articles": round(len(pages) / seconds),
        "megabytes": round(sum(len(text.encode()) for text in texts) / 1e6 / seconds, 2),
    }


def main() -> None:
    """Print figures and misses."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder with a gold.json, or beside one")
    options = parser.parse_args()
    folder = _seeds_of(options.data) if options.data else None
    for name, tally in (("demo", demo()), *([("seeds", seeds(folder))] if folder else [])):
        print(name, tally.figures())
        for miss in tally.misses:
            print(" ", miss)


if __name__ == "__main__":
    main()
