"""What commits leave for later: versions that nobody sees, terms that no article has.

Nothing here changes an answer; whatever fails is left for the next time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from search.engines.opensearch import attachments
from search.engines.opensearch.client import LONG, Client, Missing
from search.engines.opensearch.dsl import Visible
from search.engines.opensearch.state import GRACE, State, StateStore
from search.errors import ClusterError

TERMS_AT_ONCE: Final = 1_000

_Query = dict[str, Any]


def statistics(
    client: Client, articles: str, visible: Visible
) -> tuple[int, dict[str, tuple[int, float]]]:
    """The number of articles, and by field those that use it with their mean length."""
    length = {"avg": {"field": "length"}}
    answer = client.search(
        articles,
        {
            "query": visible.only(),
            "size": 0,
            "track_total_hits": True,
            "aggs": {
                "fields": {"terms": {"field": "fields", "size": 1000}, "aggs": {"length": length}}
            },
        },
        seconds=LONG,
    )
    buckets = answer["aggregations"]["fields"]["buckets"]
    fields = {one["key"]: (one["doc_count"], one["length"]["value"]) for one in buckets}
    return answer["hits"]["total"]["value"], fields


def undo(client: Client, articles: str, revision: int) -> None:
    """Remove what a revision that was given up has written and marked."""
    client.delete_where(articles, {"term": {"since": revision}})
    unmark(client, articles, revision)


def unmark(client: Client, articles: str, revision: int, ids: Sequence[str] | None = None) -> None:
    """Take back that a revision supersedes versions: of some articles, or of all."""
    conditions: list[_Query] = [{"term": {"until": revision}}]
    if ids is not None:
        conditions.append({"terms": {"id": list(ids)}})
    client.ask(
        "POST",
        f"/{articles}/_update_by_query",
        {
            "query": {"bool": {"filter": conditions}},
            "script": {"source": "ctx._source.remove('until')"},
        },
        conflicts="proceed",
        refresh="true",
        request_timeout=LONG,
    )


def forget_aborted(store: StateStore, revision: int) -> State:
    """Take a revision, of which nothing is left, from the list of those given up."""
    return store.change(
        lambda state: replace(state, aborted=tuple(one for one in state.aborted if one != revision))
    )


def after_commit(client: Client, store: StateStore, state: State) -> None:
    """Remove versions, attachments and indexes that no view can need any more."""
    try:
        if state.oldest:
            old: _Query = {"range": {"until": {"lte": state.oldest}}}
            undone: _Query = {"terms": {"until": list(state.aborted)}}
            client.delete_where(state.articles, {"bool": {"filter": [old], "must_not": [undone]}})
            attachments.forget(client, store.index, state.attachments, state.oldest)
        over = [name for name, at in state.retired if at < time.time() - GRACE]
        for name in over:
            _drop(client, name)
        if over:
            store.change(
                lambda now: replace(
                    now, retired=tuple(one for one in now.retired if one[0] not in over)
                )
            )
    except ClusterError:
        return  # the commit stands; the next one sweeps


def _drop(client: Client, index: str) -> None:
    try:
        client.ask("DELETE", f"/{index}")
    except Missing:
        return


def sweep_terms(client: Client, state: State) -> int:
    """Remove the terms that no article has any more, with their forms."""
    visible = Visible(state.revision, state.aborted)
    gone = 0
    for rows in _pages_of_terms(client, state.terms):
        queries = [visible.only({"term": {f"text.{field}": text}}) for field, text in rows]
        counts = client.count_many(state.articles, queries)
        dead = [row for row, count in zip(rows, counts, strict=True) if not count]
        for field, text in dead:
            either: list[_Query] = [{"term": {"term": text}}, {"term": {"of": text}}]
            client.delete_where(
                state.terms,
                {
                    "bool": {
                        "filter": [{"term": {"field": field}}],
                        "should": either,
                        "minimum_should_match": 1,
                    }
                },
            )
        gone += len(dead)
    return gone


def _pages_of_terms(client: Client, index: str) -> Iterator[list[tuple[str, str]]]:
    body: _Query = {
        "query": {"exists": {"field": "term"}},
        "sort": [{"field": "asc"}, {"term": "asc"}],
        "size": TERMS_AT_ONCE,
        "_source": False,
        "track_total_hits": False,
    }
    while True:
        hits = client.search(index, body)["hits"]["hits"]
        yield [(hit["sort"][0], hit["sort"][1]) for hit in hits]
        if len(hits) < TERMS_AT_ONCE:
            return
        body["search_after"] = hits[-1]["sort"]
