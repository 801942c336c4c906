"""The engine: opens an index on a cluster, hands out views and the writer."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from search.engines.base import Health
from search.engines.opensearch import mapping, nearest, sweeping
from search.engines.opensearch.addresses import Address
from search.engines.opensearch.client import TIMEOUT, Client, Missing, Servers, Transport
from search.engines.opensearch.nearest import NearestReader
from search.engines.opensearch.patience import PatientTransport
from search.engines.opensearch.reader import OpenSearchReader
from search.engines.opensearch.state import State, StateStore
from search.engines.opensearch.vocabulary import VocabularyLists
from search.engines.opensearch.writer import OpenSearchWriter
from search.errors import (
    ClusterError,
    ClusterRefused,
    IndexMismatch,
    IndexNotFound,
    SearchError,
)

SETTLING: Final = 10
"""Seconds that `check` waits for copies that are being made."""
FRESH: Final = 0.5
"""Seconds for which the state is not asked for again."""


class OpenSearchEngine:
    """One index on one cluster.

    `analysis` names the analysis of today; IndexMismatch where the index was made by another,
    unless `check_analysis` is False: then it is opened to be rebuilt.
    """

    def __init__(
        self,
        address: Address,
        *,
        analysis: str,
        create: bool = False,
        check_analysis: bool = True,
        transport: Transport | None = None,
    ) -> None:
        self.address = address
        transport = transport or Servers(address)
        self.client = Client(transport)
        self.patient = Client(PatientTransport(transport))
        """For a writer: waits while a node that stopped is being replaced."""
        self.store = StateStore(self.client, address.name)
        self._analysis = analysis
        self._rebuilds = not check_analysis
        self._lock = threading.Lock()
        self._reader: OpenSearchReader | None = None
        self._state: State | None = None
        self._read_at = 0.0
        self._plugin: bool | None = None
        self._taking: dict[str, bool] = {}
        self._lists: tuple[str, VocabularyLists] | None = None
        try:
            self.client.check_version()
            state = self._open(create=create)
            if check_analysis:
                self._check_analysis(state)
        except BaseException:
            self.client.close()
            raise

    # Opening

    def _open(self, *, create: bool) -> State:
        try:
            return self._take(self.store.read())
        except IndexNotFound:
            if not create:
                raise
        if self.client.exists(self.address.name):
            raise IndexNotFound(
                f"{self.address.name} is the name of something else on this cluster. "
                "Choose another name."
            )
        self._make(self.store.index, mapping.state())
        articles, terms = self.create_generation(1)
        self.store.create(State(articles, terms, following=2))
        state = self.store.read()
        self.point_alias(state)
        return self._take(state)

    def create_generation(self, number: int) -> tuple[str, str]:
        """Empty indexes for articles and terms; the names of both."""
        address = self.address
        articles = f"{address.name}.articles-{number:06}"
        terms = f"{address.name}.terms-{number:06}"
        made = mapping.articles(
            self._analysis,
            shards=address.shards,
            replicas=address.replicas,
            knn=self._has_plugin(),
        )
        self._make(articles, made)
        self._make(terms, mapping.terms(shards=1, replicas=address.replicas))
        return articles, terms

    def _make(self, index: str, body: Mapping[str, Any]) -> None:
        try:
            self.client.ask("PUT", f"/{index}", body)
        except ClusterError as error:
            if "resource_already_exists" not in str(error):
                raise

    def point_alias(self, state: State) -> None:
        """Let the index's own name mean its articles of today, for other tools."""
        name = self.address.name
        actions = [
            {"remove": {"index": f"{name}.articles-*", "alias": name, "must_exist": False}},
            {"add": {"index": state.articles, "alias": name}},
        ]
        self.patient.ask("POST", "/_aliases", {"actions": actions})

    def _check_analysis(self, state: State) -> None:
        try:
            found = self.client.ask("GET", f"/{state.articles}/_mapping")[state.articles]
        except (Missing, KeyError) as error:
            raise ClusterError(
                f"{state.articles} is missing on the cluster. Restore a snapshot of it, or "
                f"delete {self.store.index} and index anew."
            ) from error
        meta = found["mappings"].get("_meta", {})
        if meta.get("svodka") != mapping.FORMAT:
            raise IndexMismatch(
                f"{self.address} has format {meta.get('svodka')}, this version reads "
                f"{mapping.FORMAT}. Run `svodka reindex --index {self.address}`."
            )
        if meta.get("analysis") != self._analysis:
            raise IndexMismatch(
                f"{self.address} was built with another analysis ({meta.get('analysis')}; "
                f"today's is {self._analysis}). Run `svodka reindex --index {self.address}`."
            )

    # Vectors

    def _has_plugin(self) -> bool:
        """Whether the servers can hold vectors; asked for once."""
        if self._plugin is None:
            try:
                self._plugin = nearest.has_plugin(self.client.ask("GET", "/_nodes/plugins"))
            except ClusterRefused:
                # A login for one index may not look at the nodes; it can do without vectors.
                self._plugin = False
        return self._plugin

    def takes_vectors(self, articles: str) -> bool:
        """Whether one of the indexes of articles was made for vectors; asked for once."""
        if articles not in self._taking:
            try:
                settings = self.client.ask("GET", f"/{articles}/_settings")[articles]["settings"]
            except (Missing, KeyError):
                return False
            self._taking[articles] = settings["index"].get("knn") == "true"
        return self._taking[articles]

    def make_room_for_vectors(self, articles: str, dimensions: int) -> None:
        """Add what vectors need to the mapping; ValueError where there are some of other length."""
        try:
            self.patient.ask("PUT", f"/{articles}/_mapping", mapping.vectors(dimensions))
        except ClusterError as error:
            if "[dimension]" not in str(error):
                raise
            raise ValueError("The vectors of an index must not differ in length.") from error

    def why_no_vectors(self) -> str | None:
        """Why articles get no vectors here, and what to do; None where they can have some."""
        if not self._rebuilds and self.takes_vectors(self._current().articles):
            return None
        way_out = f"`svodka reindex --meaning --index {self.address}`"
        if not self._has_plugin():
            return (
                f"The cluster of {self.address} lacks the k-NN plugin ({nearest.PLUGIN}), or the "
                "login may not look for it, so its articles have no sentence vectors and are "
                f"found by their words alone. Install it on every node, then run {way_out}."
            )
        if self._rebuilds:
            return None
        return (
            f"{self.address} was made before its cluster had the k-NN plugin, so its articles "
            f"have no sentence vectors and are found by their words alone. Run {way_out}."
        )

    # The seam

    def reader(self) -> OpenSearchReader:
        """A view of the last commit, the same object as long as there is no later one."""
        state = self._current()
        with self._lock:
            last = self._reader
            if last is None or not last.shows(state):
                if self._lists is None or self._lists[0] != state.terms:
                    self._lists = (state.terms, VocabularyLists(self.client, state.terms))
                vocabulary = self._lists[1]
                vocabulary.follow(state.revision)
                takes = self.takes_vectors(state.articles)
                self._reader = last = (NearestReader if takes else OpenSearchReader)(
                    self.client, state, vocabulary, self.store.read, self.store.index
                )
            return last

    def _current(self) -> State:
        with self._lock:
            if self._state is not None and time.monotonic() - self._read_at < FRESH:
                return self._state
        return self._take(self.store.read())

    def _take(self, state: State) -> State:
        """Keep the newest state seen: a copy that lags behind must not turn time back."""
        with self._lock:
            if self._state is None or state.revision >= self._state.revision:
                self._state = state
            self._read_at = time.monotonic()
            return self._state

    def committed(self, state: State) -> None:
        """A writer of this engine has changed the state."""
        self._take(state)

    def writer(self) -> OpenSearchWriter:
        """The one writer; IndexLocked when another process has it.

        Of an index that was opened to be rebuilt it writes a new generation, which takes the
        place of the old one at the commit; readers go on with the old one until then. What is
        not added is not in the new one, but for attachments.
        """
        return OpenSearchWriter(self, rebuild=self._rebuilds)

    def merge(self) -> None:
        """Sweep out what no view needs; segments are merged by the servers themselves."""
        with self.writer():
            state = self.store.read()
            sweeping.after_commit(self.client, self.store, state)
            sweeping.sweep_terms(self.client, state)
            self.client.refresh(state.terms)

    def check(self) -> list[str]:
        """What is wrong with the cluster or the index, one sentence each."""
        try:
            state = self.store.read()
            # Copies that are on their way to a node are nothing wrong, so they are waited for.
            return [*self._health(state, SETTLING).problems, *self._sound(state)]
        except SearchError as error:
            return [str(error)]

    def health(self) -> Health:
        """How the servers are, at once."""
        return self._health(self.store.read(), 0)

    def _health(self, state: State, seconds: int) -> Health:
        names = f"{state.articles},{state.terms},{self.store.index}"
        try:
            health = self.client.ask(
                "GET",
                f"/_cluster/health/{names}",
                level="indices",
                wait_for_status="green",
                timeout=f"{seconds}s",
                request_timeout=seconds + TIMEOUT,
                ignore=408,
            )
        except Missing:
            return Health("red", 0, (f"An index of {self.address} is missing on the cluster.",))
        found = []
        for name, one in sorted(health["indices"].items()):
            if one["status"] == "red":
                found.append(f"{name} is red: some of its shards are on no node that runs.")
            elif one["status"] == "yellow":
                found.append(
                    f"{name} is yellow: {one['unassigned_shards'] or 'some'} copies of its shards "
                    "are on no node; one more failure may lose articles."
                )
        return Health(health["status"], health["number_of_nodes"], tuple(found))

    def _sound(self, state: State) -> list[str]:
        reader = self.reader()
        counted, _ = sweeping.statistics(self.client, state.articles, reader.visible)
        problems = []
        if counted != len(reader):
            problems.append(
                f"{state.articles} has {counted} articles, but {len(reader)} were committed."
            )
        for name in state.attachments:
            try:
                reader.attachment(name)
            except SearchError as error:
                problems.append(str(error))
        return problems

    def size(self) -> int:
        """Bytes on disk, of all copies."""
        state = self._current()
        names = f"{state.articles},{state.terms},{self.store.index}"
        answer = self.client.ask("GET", f"/{names}/_stats/store")
        return int(answer["_all"]["total"]["store"]["size_in_bytes"])

    def shared_text(self, name: str) -> tuple[str, str]:
        """A small text that all users of the index share, and its version."""
        return self.store.text(name)

    def share_text(self, name: str, text: str, version: str) -> None:
        """Change such a text; IndexLocked where somebody else has changed it since."""
        self.store.put_text(name, text, version)

    def close(self) -> None:
        """Let go of connections."""
        self.client.close()
