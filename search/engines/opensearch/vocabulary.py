"""The terms of an index on a cluster, read from its vocabulary.

The vocabulary only grows: a term stays when its last article goes, until `merge` sweeps it out.
So a list of terms that was read once is kept, over commits, and only what is new is asked for.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from search.documents import OWN_FORMS
from search.engines.opensearch.client import Client
from search.engines.opensearch.dsl import WINDOW

KEPT: Final = 1_000_000
"""Terms that are kept here; each takes about 100 bytes."""
WHOLE: Final = 50_000
"""Fields with so many terms or fewer are read whole: a query asks for a hundred beginnings."""
NEW: Final = 50_000
"""New terms that are merged into the lists; where there are more, the lists are read again."""

Key = tuple[str, str]


class VocabularyLists:
    """Lists of terms by field and prefix, and forms by field and term, as far as asked for.

    Safe to use from many threads.
    """

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._lock = threading.Lock()
        self._lists: dict[Key, list[str]] = {}
        self._forms: dict[Key, tuple[str, ...]] = {}
        self._sizes: dict[str, int] | None = None
        self._revision = 0

    def follow(self, revision: int) -> None:
        """Take in what commits up to `revision` have brought."""
        with self._lock:
            if revision <= self._revision:
                return
            if self._lists or self._forms:
                self._take_in(self._revision)
            self._sizes = None
            self._revision = revision

    def _take_in(self, after: int) -> None:
        newer = {"range": {"since": {"gt": after}}}
        self._forms.clear()
        query = {"bool": {"filter": [newer, {"exists": {"field": "term"}}]}}
        found: list[tuple[str, str]] = []
        for row in self._rows(query, ["field", "term"]):
            found.append((row[0], row[1]))
            if len(found) > NEW:
                self._lists.clear()
                return
        for (field, prefix), terms in self._lists.items():
            for name, term in found:
                if name == field and term.startswith(prefix):
                    place = bisect_left(terms, term)
                    if place == len(terms) or terms[place] != term:
                        insort(terms, term)

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with a prefix, sorted."""
        with self._lock:
            whole = self._lists.get((field, ""))
            kept = self._lists.get((field, prefix))
        if whole is None and kept is None and self._size(field) <= WHOLE:
            whole = list(self._read(field, ""))
        if whole is not None:
            return _beginning(whole, prefix)
        return self._read(field, prefix) if kept is None else iter(tuple(kept))

    def _size(self, field: str) -> int:
        """The number of terms of a field."""
        with self._lock:
            if self._sizes is not None:
                return self._sizes.get(field, 0)
        fields = {"terms": {"field": "field", "size": 1_000}}
        body = {"query": _IS_TERM, "size": 0, "aggs": {"fields": fields}}
        buckets = self._client.search(self._index, body)["aggregations"]["fields"]["buckets"]
        sizes = {one["key"]: one["doc_count"] for one in buckets}
        with self._lock:
            self._sizes = sizes
        return int(sizes.get(field, 0))

    def _read(self, field: str, prefix: str) -> Iterator[str]:
        conditions: list[Any] = [{"term": {"field": field}}]
        conditions.append({"prefix": {"term": prefix}} if prefix else _IS_TERM)
        terms: list[str] = []
        for row in self._rows({"bool": {"filter": conditions}}, ["term"]):
            terms.append(row[0])
            yield row[0]
        with self._lock:
            if sum(map(len, self._lists.values())) + len(terms) > KEPT:
                self._lists.clear()
            self._lists[field, prefix] = terms

    def near(self, field: str, text: str, distance: int) -> list[str]:
        """The terms at most `distance` letters (2 at most) from a text, sorted."""
        fuzzy = {
            "value": text,
            "fuzziness": distance,
            "transpositions": False,
            "max_expansions": 1024,
            "rewrite": "constant_score",
        }
        query = {"bool": {"filter": [{"term": {"field": field}}, {"fuzzy": {"term": fuzzy}}]}}
        return [row[0] for row in self._rows(query, ["term"])]

    def forms(self, wanted: Iterable[Key]) -> Mapping[Key, tuple[str, ...]]:
        """The word forms of several terms, sorted."""
        keys = list(dict.fromkeys(wanted))
        with self._lock:
            found = {key: self._forms[key] for key in keys if key in self._forms}
        missing = [key for key in keys if key not in found]
        fresh = self._read_forms(missing) if missing else {}
        with self._lock:
            if len(self._forms) > KEPT // 10:
                self._forms.clear()
            self._forms |= fresh
        return found | fresh

    def _read_forms(self, keys: list[Key]) -> dict[Key, tuple[str, ...]]:
        found: dict[Key, set[str]] = {key: set() for key in keys}
        bodies = [_forms_of(keys[start : start + 50]) for start in range(0, len(keys), 50)]
        for answer in self._client.search_many(self._index, bodies):
            for hit in answer["hits"]["hits"]:
                source = hit["_source"]
                key = (source["field"], source.get("of") or source["term"])
                found[key].add(source.get("form") or source["term"])
        return {key: tuple(sorted(forms, key=str.encode)) for key, forms in found.items()}

    def _rows(self, query: Mapping[str, Any], by: list[str]) -> Iterator[list[Any]]:
        """The sort values of all records that match, page by page."""
        body: dict[str, Any] = {
            "query": query,
            "sort": [{field: "asc"} for field in by],
            "size": WINDOW,
            "_source": False,
            "track_total_hits": False,
        }
        while True:
            hits = self._client.search(self._index, body)["hits"]["hits"]
            yield from (hit["sort"] for hit in hits)
            if len(hits) < WINDOW:
                return
            body["search_after"] = hits[-1]["sort"]


def _beginning(terms: list[str], prefix: str) -> Iterator[str]:
    """Of sorted terms those that begin with a prefix; new ones may come in meanwhile."""
    end = bisect_left(terms, prefix + "\U0010ffff") if prefix else len(terms)
    return iter(terms[bisect_left(terms, prefix) : end])


def _forms_of(keys: list[Key]) -> dict[str, Any]:
    """The request for the forms of some terms: of fifty terms there are never 10,000."""
    by_field: dict[str, list[str]] = {}
    for field, text in keys:
        by_field.setdefault(field, []).append(text)
    # Where terms are their own forms, these are not kept beside them.
    should = [
        {"bool": {"filter": [
            {"term": {"field": field}},
            {"terms": {"term" if field in OWN_FORMS else "of": texts}},
        ]}}
        for field, texts in by_field.items()
    ]  # fmt: skip
    query = {"bool": {"should": should, "minimum_should_match": 1}}
    return {"query": query, "size": WINDOW, "track_total_hits": False}


_IS_TERM: Final[dict[str, Any]] = {"exists": {"field": "term"}}
