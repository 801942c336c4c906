"""Servers for tests: they answer what a test has written, and remember what they were asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Answer = Callable[[str, str, Mapping[str, Any], Any], Any]


@dataclass
class FakeServers:
    """A `client.Transport`; `answer` gives or raises what is to come."""

    answer: Answer
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def send(self, method: str, path: str, params: Mapping[str, Any], body: Any) -> Any:
        self.asked.append((method, path, body))
        return self.answer(method, path, params, body)

    def close(self) -> None:
        pass


def bulk_lines(body: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body.splitlines()]


def done(body: str, status: int = 200, error: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The answer to a bulk request whose every action ends alike."""
    kinds = [
        key for line in bulk_lines(body) for key in line if key in KINDS and "_id" in line[key]
    ]
    outcome: dict[str, Any] = {"status": status}
    if error is not None:
        outcome["error"] = error
    return {"errors": error is not None, "items": [{kind: outcome} for kind in kinds]}


KINDS = frozenset({"index", "create", "update", "delete"})
