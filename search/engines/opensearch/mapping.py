"""What OpenSearch is told about the articles, the vocabulary and the state of an index.

An index NAME is three of OpenSearch's: `NAME.articles-000001`, `NAME.terms-000001` and
`NAME.state`; NAME itself is an alias of the articles. Analysis has been done before: `text`
has one field per language whose values are finished terms (`texts`), `title` the same of
titles alone. Their similarity is the bare frequency, because BM25 over the words of a query,
each in many guises, is computed from it above (`dsl`).

`since` and `until` are the revisions between which a version of an article is the one to see
(docs/decisions/011); an article that is not superseded has no `until`.
"""

from __future__ import annotations

from typing import Any, Final

from search.documents import DATE_FACETS, TERM_FIELDS
from search.engines.opensearch.texts import GAP, HOLE, LONGEST

FORMAT: Final = 1
LEVELS: Final = ("year", "month", "day")

_KEYWORD: Final = {"type": "keyword"}
_STORED: Final = {"type": "keyword", "index": False, "doc_values": False}
"""Only given back, with all that is stored of a record."""
_COLUMN: Final = {"type": "keyword", "index": False}
"""Read by the thousand, without the rest of a record."""
_TERMS: Final = {
    "type": "text",
    "analyzer": "terms",
    "similarity": "frequency",
    "norms": False,
    "index_options": "positions",
    "position_increment_gap": GAP,
}


def articles(
    analysis: str, *, shards: int, replicas: int | None, knn: bool = False
) -> dict[str, Any]:
    """Settings and mapping of the articles; `analysis` says by which analysis they were made.

    `knn` where the servers have the plugin for vectors: an index cannot be told so later.
    """
    return {
        "settings": {
            "number_of_shards": shards,
            **_copies(replicas),
            **({"knn": True} if knn else {}),
            # Nothing is looked at before the commit, which refreshes itself.
            "refresh_interval": "-1",
            "codec": "best_compression",
            "mapping.total_fields.limit": 1000,
            "similarity": {
                "frequency": {
                    "type": "scripted",
                    "script": {"source": "return query.boost * doc.freq;"},
                }
            },
            "analysis": _analysis(),
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"svodka": FORMAT, "analysis": analysis},
            "dynamic_templates": [
                {"text": {"path_match": "text.*", "mapping": _TERMS}},
                {"title": {"path_match": "title.*", "mapping": _TERMS}},
                {"facets": {"path_match": "facets.*", "mapping": _KEYWORD}},
            ],
            "properties": _properties(),
        },
    }


def _properties() -> dict[str, Any]:
    fields = dict.fromkeys(TERM_FIELDS, _TERMS)
    dates: dict[str, Any] = {}
    for facet in DATE_FACETS:
        dates[facet] = {"type": "integer_range"}
        dates |= {f"{facet}_{level}": _KEYWORD for level in LEVELS}
    return {
        "id": _KEYWORD,
        "since": {"type": "long"},
        "until": {"type": "long"},
        "length": {"type": "integer"},
        "instant": {"type": "long"},
        "fields": _KEYWORD,
        **dates,
        "facets": {"type": "object", "dynamic": True},
        # All fields that there may be, though an index has no German article: intervals over
        # several fields match nothing where one of them is not known.
        "text": {"type": "object", "dynamic": True, "properties": fields},
        "title": {"type": "object", "dynamic": True, "properties": fields},
        "digest": _COLUMN,
        "origin": _STORED,
        "payload": {"type": "binary"},
    }


def vectors(dimensions: int) -> dict[str, Any]:
    """What is added to the mapping of the articles with the first vectors (`nearest`)."""
    method = {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil"}
    vector = {
        "type": "knn_vector",
        "dimension": dimensions,
        "data_type": "byte",
        "method": method,
    }
    return {
        "properties": {
            "encoded": {"type": "integer"},
            "codes": {"type": "binary", "doc_values": True},
            "passages": {"type": "nested", "dynamic": "strict", "properties": {"vector": vector}},
        }
    }


def terms(*, shards: int, replicas: int | None) -> dict[str, Any]:
    """Settings and mapping of the vocabulary: records of terms, and of the forms of each.

    A term is (`field`, `term`); a form of it (`field`, `of`, `form`). The forms of a word form
    are itself. `since` is the revision that first had it.
    """
    return {
        "settings": {"number_of_shards": shards, **_copies(replicas), "refresh_interval": "-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "field": _KEYWORD,
                "term": _KEYWORD,
                "of": _KEYWORD,
                "form": _STORED,
                "since": {"type": "long"},
            },
        },
    }


def state() -> dict[str, Any]:
    """Settings and mapping of the state: one small record, and the attachments in pieces."""
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-2"},
        "mappings": {
            "dynamic": False,
            "properties": {"attachment": _KEYWORD, "revision": {"type": "long"}},
        },
    }


def _copies(replicas: int | None) -> dict[str, Any]:
    # One copy where a second machine is there to hold it.
    if replicas is None:
        return {"auto_expand_replicas": "0-1"}
    return {"number_of_replicas": replicas}


def _analysis() -> dict[str, Any]:
    return {
        "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": LONGEST}},
        "filter": {
            "holes": {"type": "stop", "stopwords": [HOLE]},
            "readings": {
                "type": "pattern_capture",
                "preserve_original": False,
                "patterns": ["([^|]+)"],
            },
        },
        "analyzer": {
            "terms": {"type": "custom", "tokenizer": "spaces", "filter": ["holes", "readings"]}
        },
    }
