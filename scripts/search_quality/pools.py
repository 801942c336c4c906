"""The indexes that are searched, built as the product builds them.

Sentence vectors are among it where an encoder is installed. They are kept in a folder between
runs when one is named (`--cache`): building takes a minute or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import search
from scripts.search_quality import collections
from search.demo import ARTICLES
from search.encoders import Encoder, is_installed
from search.encoding import DEFAULT, IndexEncoder
from search.engines.base import IndexReader
from search.indexes import encoder_of, open_engine
from search.people import Registry
from search.roster import Roster

POOLS: Final[dict[str, Callable[[Path], Iterable[search.Document]]]] = {
    "questions": lambda data: [*collections.passages(data), *collections.paragraphs(data)],
    "titles": collections.news,
    "short": collections.news,
}
"""By name the articles of each pool; `short` has the bundled articles as well."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What a searcher needs of an index."""

    reader: IndexReader
    registry: Callable[[IndexReader], Registry]
    encoder: Callable[[], Encoder | None]


@contextmanager
def pool(name: str, data: Path, cache: Path | None) -> Iterator[Pool]:
    """The last commit of one pool."""
    with TemporaryDirectory() as temporary:
        folder = Path(cache or temporary, name)
        if not folder.is_dir():
            with search.open_index(folder, meaning=is_installed(DEFAULT) or None) as index:
                with index.writer() as writer:
                    for document in POOLS[name](data):
                        writer.add(document)
                if name == "short":
                    index.add_files([str(ARTICLES)])
        engine = open_engine(folder, create=False, check_analysis=True)
        encoder = IndexEncoder(encoder_of(folder))
        yield Pool(engine.reader(), Roster(folder).registry, encoder)
        engine.close()
