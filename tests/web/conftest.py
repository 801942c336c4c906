"""Indexes that tests of the web share, a server over one of them, and a browser."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from newsroom import newsroom
from small import library

import search
import web

DEMO = Path(search.__file__).parent / "demo" / "articles"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def demo() -> Iterator[search.Index]:
    with search.open_index(":memory:") as index:
        index.add_files([str(DEMO)])
        yield index


@pytest.fixture
def client(demo: search.Index) -> FlaskClient:
    return web.create_app(demo).test_client()


@pytest.fixture(scope="session")
def small() -> Iterator[search.Index]:
    with newsroom() as index:
        index.add_files(["-"], stdin=io.BytesIO(b"{broken\n{worse\n"))  # to be told as skipped
        yield index


@pytest.fixture
def reader(small: search.Index) -> FlaskClient:
    return web.create_app(small).test_client()


@contextmanager
def served(index: search.Index, *, editable: bool = False) -> Iterator[str]:
    """The address of a server over an index."""
    waitress = pytest.importorskip("waitress")
    app = web.create_app(index, editable=editable)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def site(demo: search.Index) -> Iterator[str]:
    with served(demo) as address:
        yield address


@pytest.fixture(scope="session")
def small_site(small: search.Index) -> Iterator[str]:
    with served(small) as address:
        yield address


@pytest.fixture
def editable_site() -> Iterator[str]:
    """A site whose people can be changed, over an index of its own."""
    with library() as index, served(index, editable=True) as address:
        yield address


def refuse(reason: str) -> None:
    """Skip on a machine without a browser; where CI promises one, that is a failure."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        refuse(f"{CHROMIUM} is missing; install Debian's chromium.")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        refuse("playwright is missing; install the extra svodka[test].")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Any) -> Iterator[Any]:
    """A page of a browser that runs scripts; it must not complain."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
