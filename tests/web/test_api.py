"""The server does what /api/openapi.json says, asked with all kinds of values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

import search
import web

PATHS = (
    "/search.json", "/search.csv", "/search.atom", "/facets/{facet}.json", "/documents/{id}",
    "/people.json", "/people/{id}.json", "/suggest", "/opensearch.xml", "/healthz",
    "/api/openapi.json",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_the_description_holds(small: search.Index, path: str) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as conformance

    api = schemathesis.openapi.from_wsgi("/api/openapi.json", web.create_app(small))
    held = [
        checks.not_a_server_error, conformance.status_code_conformance,
        conformance.content_type_conformance, conformance.response_schema_conformance,
        conformance.response_headers_conformance,
    ]  # fmt: skip

    # Few examples, always the same: what hurts is found once and gets a test of its own.
    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @schemathesis_cases(api, path)
    def ask(case: Any) -> None:
        # its client for WSGI asks for gzip and does not undo it
        case.call_and_validate(checks=held, headers={"Accept-Encoding": "identity"})

    ask()


def schemathesis_cases(api: Any, path: str) -> Any:
    from hypothesis import given

    return given(case=api[path]["GET"].as_strategy())


def test_every_route_for_programs_is_described(small: search.Index) -> None:
    told = set(web.create_app(small).test_client().get("/api/openapi.json").get_json()["paths"])
    assert told == set(PATHS)
