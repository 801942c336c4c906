"""The thin rim: requests to the servers, and their errors as ours.

`Transport` is the seam under it, so that tests can put a fake in the place of the servers;
`Servers` is the one that opensearch-py carries out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from search.engines.opensearch.addresses import CERTIFICATES, PASSWORD, USER, Address, login
from search.engines.opensearch.decoding import check_whole
from search.errors import (
    ClusterError,
    ClusterReadOnly,
    ClusterRefused,
    ClusterUnfit,
    ClusterUnhealthy,
    ClusterUnreachable,
    IndexMovedOn,
    SearchError,
)

TIMEOUT: Final = 30.0
"""Seconds that a request may take."""
LONG: Final = 600.0
"""Seconds that a request of a commit may take, which goes through all that was written."""
OLDEST: Final = (2, 12)
"""The oldest version of OpenSearch that was thought of; tests run on 2.19."""

Body = Mapping[str, Any] | str | None


class Conflict(Exception):  # noqa: N818 -- not an error of the tree: a writer came first
    """A record was changed by somebody else since it was read."""


class Missing(Exception):  # noqa: N818 -- an answer, which the caller understands
    """There is no such index or record."""


class Transport(Protocol):
    """Carries one request to a server."""

    def send(self, method: str, path: str, params: Mapping[str, Any], body: Body) -> Any:
        """The decoded answer; raises an error of search.errors, Conflict or Missing."""

    def close(self) -> None:
        """Let go of connections."""


class Servers:
    """The servers of an address, asked in turn; a search goes to another one when one fails."""

    def __init__(self, address: Address, timeout: float = TIMEOUT) -> None:
        try:
            import opensearchpy  # an extra, and 0.1 s to import
        except ImportError as error:
            raise ClusterUnfit(
                "An index on OpenSearch wants opensearch-py. Run `pip install svodka[opensearch]`."
            ) from error
        self._library = opensearchpy
        self._address = address
        more: dict[str, Any] = {}
        if address.tls:
            more = {"use_ssl": True, "verify_certs": True}
            if CERTIFICATES in os.environ:
                more["ca_certs"] = os.environ[CERTIFICATES]
        self._client = opensearchpy.OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in address.hosts],
            http_auth=login(address),
            http_compress=True,
            timeout=timeout,
            max_retries=max(2, len(address.hosts)),
            retry_on_timeout=False,
            # 503: a node that is still starting; another one knows more.
            retry_on_status=(502, 503, 504),
            **more,
        )

    def send(self, method: str, path: str, params: Mapping[str, Any], body: Body) -> Any:
        """One request, with the errors of opensearch-py as ours."""
        library = self._library
        try:
            return self._client.transport.perform_request(
                method, path, params=dict(params), body=body
            )
        except library.exceptions.ConnectionTimeout as error:
            raise ClusterUnreachable(
                f"{self._where()} did not answer within {TIMEOUT:.0f} seconds. "
                "Wait until the cluster is less busy, or ask for less."
            ) from error
        except library.exceptions.SSLError as error:
            raise ClusterRefused(
                f"{self._where()} shows no certificate that is trusted here ({error.error}). "
                f"Name the authority's file in {CERTIFICATES}."
            ) from error
        except library.exceptions.ConnectionError as error:
            raise ClusterUnreachable(
                f"No OpenSearch answers at {self._where()}. Start it, or check the address."
            ) from error
        except library.exceptions.TransportError as error:
            raise translated(error.status_code, error.info, self._where()) from error
        except library.exceptions.SerializationError as error:
            raise ClusterUnfit(
                f"{self._where()} does not speak JSON: it is no OpenSearch."
            ) from error

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _where(self) -> str:
        return str(self._address).rpartition("/")[0].partition("://")[2]


def translated(status: int | str, info: Any, where: str) -> Exception:
    """An answer that is an error as one of ours; tells what happened and what to do."""
    kind, reason = _cause(info)
    if status == 401:
        return ClusterRefused(
            f"{where} refuses the login. Set {USER} and {PASSWORD}, or mend ~/.netrc."
        )
    # A node that has just started blocks too ("state not recovered"), but with 503.
    if status != 503 and ("cluster_block" in kind or "blocked by" in reason):
        return ClusterReadOnly(
            f"{where} accepts no changes ({reason}). Most often a disk is full: make room, then "
            "set index.blocks.read_only_allow_delete to null if it does not go away by itself."
        )
    if status == 403:
        return ClusterRefused(
            f"The login may not do this at {where} ({reason}). Give it the rights to create, "
            "read, write and look after the indexes of this name."
        )
    if status == 404:
        return Missing(reason)
    if status == 409:
        return Conflict(reason)
    if kind in {"no_shard_available_action_exception", "unavailable_shards_exception"} or (
        "all shards failed" in reason and status == 503
    ):
        return ClusterUnhealthy(
            f"Some shards are on no server that runs at {where} ({reason}). "
            "Start the missing nodes; `svodka check` tells when all is well."
        )
    if status == 503:
        return ClusterUnhealthy(
            f"The cluster at {where} is not ready ({reason}). Wait until its nodes have found "
            "each other, or start the missing ones."
        )
    if status in (429, 413):
        return ClusterUnreachable(
            f"{where} has too much to do ({reason}). Wait, or give the cluster more memory."
        )
    return ClusterError(f"{where} cannot carry out a request: {kind}: {reason}.")


def _cause(info: Any) -> tuple[str, str]:
    """Kind and reason of an error, the innermost that is told."""
    if not isinstance(info, Mapping) or not isinstance(info.get("error"), Mapping):
        return "", str(info)[:300]
    error = info["error"]
    roots = error.get("root_cause") or [error]
    kind = str(roots[0].get("type") or error.get("type", ""))
    reason = str(roots[0].get("reason") or error.get("reason", ""))
    inner = error.get("caused_by")
    if isinstance(inner, Mapping) and not error.get("root_cause"):
        reason = f"{reason}: {inner.get('reason')}"
    return kind, reason[:300]


class Client:
    """What the engine asks of the servers."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def close(self) -> None:
        """Let go of connections."""
        self._transport.close()

    def ask(self, method: str, path: str, body: Body = None, **params: Any) -> Any:
        """One request; Missing and Conflict are for the caller."""
        return self._transport.send(method, path, params, body)

    def check_version(self) -> str:
        """The version of the servers; ClusterUnfit where it is another product or too old."""
        try:
            version = self.ask("GET", "/")["version"]
            number = str(version["number"])
        except (KeyError, TypeError, Missing) as error:
            raise ClusterUnfit("There is no OpenSearch at this address.") from error
        if version.get("distribution") != "opensearch":
            raise ClusterUnfit(f"This is no OpenSearch, but Elasticsearch {number} or its like.")
        if tuple(int(part) for part in number.split(".")[:2]) < OLDEST:
            wanted = ".".join(map(str, OLDEST))
            raise ClusterUnfit(f"OpenSearch {number} is too old: {wanted} or later is wanted.")
        return number

    def search(self, index: str, body: Mapping[str, Any], seconds: float = TIMEOUT) -> Any:
        """One search, whole or not at all."""
        params = {"allow_partial_search_results": "false", "request_timeout": seconds}
        try:
            answer = self.ask("POST", f"/{index}/_search", body, **params)
        except Missing as error:
            raise moved_on() from error
        check_whole(answer)
        return answer

    def search_many(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Several searches in one request, each whole or none at all."""
        if not bodies:
            return []
        # Each search says for itself that it wants to be whole: the request cannot.
        head = {"index": index, "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]
        answers = self.ask("POST", "/_msearch", ndjson(lines))["responses"]
        for answer in answers:
            if "error" in answer:
                error = translated(answer.get("status", 500), answer, "The cluster")
                raise moved_on() if isinstance(error, Missing) else error
            check_whole(answer)
        return list(answers)

    def count_many(self, index: str, queries: Sequence[Mapping[str, Any]]) -> list[int]:
        """How many records match each query."""
        bodies = [{"size": 0, "track_total_hits": True, "query": query} for query in queries]
        found: list[int] = []
        for start in range(0, len(bodies), 200):
            answers = self.search_many(index, bodies[start : start + 200])
            found += [answer["hits"]["total"]["value"] for answer in answers]
        return found

    def exists(self, index: str) -> bool:
        """Whether there is such an index or alias."""
        try:
            self.ask("GET", f"/{index}/_settings")
        except Missing:
            return False
        return True

    def delete_where(self, index: str, query: Mapping[str, Any]) -> int:
        """Delete all records that match, as far as nobody changes them meanwhile."""
        self.refresh(index)
        answer = self.ask(
            "POST",
            f"/{index}/_delete_by_query",
            {"query": query},
            conflicts="proceed",
            refresh="true",
            request_timeout=LONG,
        )
        return int(answer.get("deleted", 0))

    def refresh(self, index: str) -> None:
        """Make what was written visible, on every copy."""
        check_whole(self.ask("POST", f"/{index}/_refresh", request_timeout=LONG))


def moved_on() -> SearchError:
    """The error for a view whose index is gone."""
    return IndexMovedOn("The index was rebuilt or deleted meanwhile. Search again.")


def ndjson(lines: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line, as bulk and multiple searches are written."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
