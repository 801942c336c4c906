"""SQLite FTS5: a contentless table with full detail; facets by GROUP BY over the hits."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.adapters import PEOPLE, SEPARATOR, TOP, Found
from bench.corpus import FIELDS, Article, tokens_of
from bench.queries import Query

_TABLES = f"""
CREATE VIRTUAL TABLE text USING fts5({", ".join(FIELDS)}, content='', detail=full,
    tokenize="unicode61 remove_diacritics 0");
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT, source TEXT, month TEXT);
CREATE TABLE named (article INTEGER, person TEXT, PRIMARY KEY (article, person)) WITHOUT ROWID;
"""
_BEST = (
    "SELECT id FROM article JOIN (SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank "
    "LIMIT ?) AS best ON number = best.rowid"
)
_TOTAL = "SELECT count(*) FROM text WHERE text MATCH ?"
_HITS = "INSERT INTO temp.hit SELECT rowid, rank FROM text WHERE text MATCH ?"
_BEST_HITS = (
    "SELECT id FROM article JOIN (SELECT number, score FROM temp.hit ORDER BY score LIMIT ?) "
    "USING (number) ORDER BY score"
)
_COUNTS = {
    "source": "SELECT source, count(*) FROM temp.hit JOIN article USING (number) GROUP BY source",
    "month": "SELECT month, count(*) FROM temp.hit JOIN article USING (number) "
    "WHERE month IS NOT NULL GROUP BY month",
    "person": "SELECT person, count(*) AS n FROM temp.hit JOIN named ON article = number "
    "GROUP BY person ORDER BY n DESC, person LIMIT :people",
}


class Engine:
    """SQLite through Python's sqlite3."""

    packages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note = (
        f"SQLite {sqlite3.sqlite_version}. No fuzzy words; its bm25() takes no weight for a "
        "word, so 40 words are unweighted. Facets: hits go to a temporary table once."
    )

    def create(self, folder: Path) -> None:
        """One transaction for all."""
        self._connect(folder)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._next = 1

    def _connect(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "articles.db", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute("PRAGMA cache_size = -65536")
        self._base.execute("PRAGMA temp_store = MEMORY")

    def prepare(self, articles: Sequence[Article]) -> list[tuple[Article, str]]:
        """Texts of words and spaces."""
        return [(one, " ".join(tokens_of(one, SEPARATOR))) for one in articles]

    def add(self, prepared: Sequence[tuple[Article, str]]) -> None:
        """executemany, table by table."""
        numbered = list(enumerate(prepared, self._next))
        self._next += len(numbered)
        self._insert(numbered)

    def _insert(self, numbered: Sequence[tuple[int, tuple[Article, str]]]) -> None:
        columns, marks = ", ".join(FIELDS), ", ".join("?" for _ in FIELDS)
        self._base.executemany(
            f"INSERT INTO text (rowid, {columns}) VALUES (?, {marks})",  # noqa: S608 -- constants
            (
                (n, *(text if field == one.field else None for field in FIELDS))
                for n, (one, text) in numbered
            ),
        )
        self._base.executemany(
            "INSERT INTO article VALUES (?, ?, ?, ?)",
            ((n, one.id, one.source, one.month) for n, (one, _) in numbered),
        )
        self._base.executemany(
            "INSERT INTO named VALUES (?, ?)",
            ((n, person) for n, (one, _) in numbered for person in one.people),
        )

    def finish(self) -> None:
        """Commit, make one b-tree of the text, and empty the log."""
        self._base.execute("INSERT INTO text (text) VALUES ('optimize')")
        self._base.execute("COMMIT")
        self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._base.close()

    def open(self, folder: Path) -> None:
        """Connect."""
        self._connect(folder)
        self._base.execute("CREATE TEMP TABLE hit (number INTEGER PRIMARY KEY, score REAL)")

    def top10(self, query: Query) -> Found | None:
        """The best by rank, and a count."""
        match = _match(query)
        if match is None:
            return None
        ids = tuple(row[0] for row in self._base.execute(_BEST, (match, TOP)))
        return Found(self._base.execute(_TOTAL, (match,)).fetchone()[0], ids)

    def faceted(self, query: Query) -> Found | None:
        """Hits into a temporary table, then three GROUP BYs over it."""
        match = _match(query)
        if match is None:
            return None
        self._base.execute("DELETE FROM temp.hit")
        total = self._base.execute(_HITS, (match,)).rowcount
        ids = tuple(row[0] for row in self._base.execute(_BEST_HITS, (TOP,)))
        counts: dict[str, dict[str, int]] = {
            name: dict(self._base.execute(sql, {"people": PEOPLE}).fetchall())
            for name, sql in _COUNTS.items()
        }
        return Found(total, ids, counts)

    def commit_one(self, article: Article) -> Callable[[], None]:
        """One transaction, synced."""
        text = " ".join(tokens_of(article, SEPARATOR))
        number: Any = self._base.execute("SELECT max(number) + 1 FROM article").fetchone()[0]

        def commit() -> None:
            self._base.execute("BEGIN")
            self._insert([(number, (article, text))])
            self._base.execute("COMMIT")

        return commit

    def segments(self) -> int | None:
        """One file."""
        return None

    def extras(self) -> Mapping[str, tuple[str, Callable[[Query], object]]]:
        """None."""
        return {}


def _match(query: Query) -> str | None:
    texts = [f'{field} : "{text}"' for field, text, _ in query.terms]
    if query.kind == "fuzzy":
        return None
    if query.kind == "prefix":
        return texts[0] + " *"
    if query.kind == "phrase":
        return f'{query.terms[0][0]} : "{" ".join(text for _, text, _ in query.terms)}"'
    return (" AND " if query.kind == "and" else " OR ").join(texts)
