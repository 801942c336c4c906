"""Requests that are worth waiting for: of a writer, whose work would be lost with one answer.

When a node stops, its primary shards are nowhere until the others have noticed and promoted a
copy: for some seconds, requests for them are refused without having been carried out. A reader
is told so at once. A writer that has sent thousands of articles tries again instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from search.engines.opensearch.client import Body, Transport
from search.errors import ClusterUnhealthy, ClusterUnreachable

PATIENCE: Final = 120.0
"""Seconds for which a request or an action is tried again."""
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 10.0

Sleep = Callable[[float], None]


def pauses(seconds: float = PATIENCE) -> Iterator[float]:
    """Seconds to wait before each further try, doubling, until `seconds` are over."""
    deadline = time.monotonic() + seconds  # from now, not from when the first pause is wanted

    def doubling() -> Iterator[float]:
        pause = FIRST_PAUSE
        while time.monotonic() + pause <= deadline:
            yield pause
            pause = min(2 * pause, LONGEST_PAUSE)

    return doubling()


class PatientTransport:
    """Carries requests that may be sent twice, and sends them again while nobody can answer.

    Every request of a writer is one: records have ids, and a change of the state names the
    version that it changes, so that the second of two is a Conflict and looked at anew.
    """

    def __init__(
        self, transport: Transport, *, seconds: float = PATIENCE, sleep: Sleep = time.sleep
    ) -> None:
        self._transport = transport
        self._seconds = seconds
        self._sleep = sleep

    def send(self, method: str, path: str, params: Mapping[str, Any], body: Body) -> Any:
        """The answer, or the last error when patience is over."""
        waits = pauses(self._seconds)
        while True:
            try:
                return self._transport.send(method, path, params, body)
            except (ClusterUnreachable, ClusterUnhealthy):
                pause = next(waits, None)
                if pause is None:
                    raise
                self._sleep(pause)

    def close(self) -> None:
        """Let go of connections."""
        self._transport.close()
