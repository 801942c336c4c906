"""An index of the demo articles and a page over it, made once for all tests of the web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import search
import web

DEMO = Path(search.__file__).parent / "demo" / "articles"


@pytest.fixture(scope="session")
def demo() -> Iterator[search.Index]:
    with search.open_index(":memory:") as index:
        index.add_files([str(DEMO)])
        yield index


@pytest.fixture
def client(demo: search.Index) -> FlaskClient:
    return web.create_app(demo).test_client()
