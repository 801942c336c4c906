"""Vectors of passages on a cluster, where its servers have the k-NN plugin.

An article carries its vectors twice. Each passage is a nested record with a `vector` of signed
bytes in a graph of Lucene's, which needs no library of the machine: the graph finds candidates.
`codes` are all of them end to end, as a column: of the candidates the similarities are computed
here, as every engine does, with the query in full precision. So a score is the same number
on a cluster as in a folder.

`request` and `nearest_of` are pure.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from search.documents import PassageVectors
from search.engines.base import Near, VectorCount
from search.engines.opensearch.dsl import Visible
from search.engines.opensearch.reader import FETCHED, LOOKED_UP, OpenSearchReader

PLUGIN: Final = "opensearch-knn"
_CLASS: Final = "org.opensearch.knn.plugin.KNNPlugin"
SPARE: Final = 100
"""So many more candidates than are wanted: a byte a number moves cosines by about 0.0005."""
MOST: Final = 10_000
"""Neighbours that the plugin gives at most."""

_Query = dict[str, Any]


def has_plugin(answer: Mapping[str, Any]) -> bool:
    """Whether every node that holds articles has the plugin, by the answer of `_nodes/plugins`."""
    holding = [one for one in answer["nodes"].values() if "data" in one.get("roles", ("data",))]
    return bool(holding) and all(
        any(plugin.get("name") == PLUGIN or plugin.get("classname") == _CLASS for plugin in plugins)
        for plugins in (node.get("plugins", ()) for node in holding)
    )


def request(codes: Sequence[int], limit: int, visible: Visible) -> _Query:
    """The body of the search for the articles near a vector of signed bytes."""
    candidates = min(MOST, limit + SPARE)
    # The range is only there so that the plugin takes the filter for one of articles, and not
    # of the records of passages, which are never superseded.
    encoded = {"range": {"encoded": {"gte": 1}}}
    near = {"vector": list(codes), "k": candidates, "filter": visible.only(encoded)}
    query = {"knn": {"passages.vector": near}}
    nested = {"nested": {"path": "passages", "score_mode": "max", "query": query}}
    return {
        "query": {"bool": {"must": [nested], "must_not": visible.hidden()}},
        "size": candidates,
        "sort": [{"_score": "desc"}, {"id": "asc"}],
        "_source": False,
        "docvalue_fields": ["id", "codes"],
        "track_total_hits": False,
    }


def nearest_of(answer: Mapping[str, Any], vector: Sequence[float], limit: int) -> list[Near]:
    """The nearest articles of an answer, by all their passages."""
    import numpy as np  # only an index with vectors needs it

    from search.engines import nearness

    hits = [hit["fields"] for hit in answer["hits"]["hits"]]
    if not hits:
        return []
    parts = [_codes(hit["codes"][0]) for hit in hits]
    sizes = [len(part) // len(vector) for part in parts]
    codes = np.frombuffer(b"".join(parts), dtype=np.int8).reshape(-1, len(vector))
    squares = (codes.astype(np.int64) ** 2).sum(axis=1)
    similar = nearness.similarities(codes, squares, np.asarray(vector, dtype=np.float32))
    found = []
    for hit, own in zip(hits, np.split(similar, np.cumsum(sizes)[:-1]), strict=True):
        found.append(Near(hit["id"][0], int(own.argmax()), float(own.max())))
    return sorted(found, key=lambda one: (-one.similarity, one.id))[:limit]


def _codes(column: str) -> bytes:
    """The bytes of a column, which comes as base64 without padding."""
    return base64.b64decode(column + "=" * (-len(column) % 4))


class NearestReader(OpenSearchReader):
    """A view of an index whose servers can hold vectors."""

    _vector_count: VectorCount | None = None
    _is_counted = False

    def nearest(self, vector: Sequence[float], limit: int) -> list[Near]:
        """The nearest articles, each with its best passage; of many a few may be missing.

        A vector without direction (all 0) is near nothing, and not among them.
        """
        counted = self.vectors()
        if counted is None or limit < 1:
            return []
        if counted.dimensions != len(vector):
            raise ValueError(f"The vectors have {counted.dimensions} numbers, not {len(vector)}.")
        import numpy as np  # only an index with vectors needs it

        from search.engines import nearness

        (codes,) = nearness.quantised(np.asarray([vector], dtype=np.float32))
        if not codes.any():
            return []
        self._check_whole_view()
        return nearest_of(self._ask(request(codes.tolist(), limit, self.visible)), vector, limit)

    def values_of(self, facet: str, ids: Sequence[str]) -> list[tuple[str, ...]]:
        """The raw values that articles have of a text facet."""
        field = f"facets.{facet}"
        found = self._columns(ids, field, LOOKED_UP)
        return [tuple(found.get(id, ())) for id in ids]

    def vectors_of(self, ids: Sequence[str]) -> list[PassageVectors | None]:
        """The vectors of each article."""
        counted = self.vectors()
        if counted is None:
            return [None] * len(ids)
        found = self._columns(ids, "codes", FETCHED)
        return [
            PassageVectors(counted.dimensions, _codes(found[id][0])) if id in found else None
            for id in ids
        ]

    def vectors(self) -> VectorCount | None:
        """How many vectors there are; asked for once in a view."""
        if not self._is_counted:
            self._check_whole_view()
            self._vector_count = self._count_vectors()
            self._is_counted = True
        return self._vector_count

    def _count_vectors(self) -> VectorCount | None:
        answer = self._ask(
            {
                "query": self.visible.only({"exists": {"field": "encoded"}}),
                "size": 1,
                "_source": False,
                "docvalue_fields": ["encoded", "codes"],
                "track_total_hits": True,
                "aggs": {"passages": {"sum": {"field": "encoded"}}},
            }
        )
        articles = answer["hits"]["total"]["value"]
        if not articles:
            return None
        one = answer["hits"]["hits"][0]["fields"]
        dimensions = len(_codes(one["codes"][0])) // one["encoded"][0]
        return VectorCount(dimensions, int(answer["aggregations"]["passages"]["value"]), articles)

    def _columns(self, ids: Sequence[str], field: str, at_once: int) -> dict[str, list[str]]:
        """The values of a column of those articles that have some."""
        self._check_whole_view()
        wanted = list(dict.fromkeys(ids))
        found: dict[str, list[str]] = {}
        for start in range(0, len(wanted), at_once):
            more: _Query = {"_source": False, "docvalue_fields": ["id", field]}
            for hit in self._by_id(wanted[start : start + at_once], more):
                if field in hit["fields"]:
                    found[hit["fields"]["id"][0]] = hit["fields"][field]
        return found
