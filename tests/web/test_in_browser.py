"""The page in a real browser, without a script of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import search
import web

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = pytest.mark.browser


def refuse(reason: str) -> None:
    """Skip on a machine without a browser; where CI promises one, that is a failure."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def site(demo: search.Index) -> Iterator[str]:
    waitress = pytest.importorskip("waitress")
    server = waitress.create_server(web.create_app(demo), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def tab() -> Iterator[Any]:
    if not CHROMIUM.exists():
        refuse(f"{CHROMIUM} is missing; install Debian's chromium.")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        refuse("playwright is missing; install the extra svodka[test].")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(java_script_enabled=False, locale="en-GB")
        yield context.new_page()
        browser.close()


def test_search_narrow_read_and_switch_language_without_javascript(site: str, tab: Any) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))

    tab.goto(site)
    tab.get_by_role("searchbox").fill("big deal")
    tab.get_by_role("button", name="Search", exact=True).click()
    before = tab.get_by_role("status").inner_text()
    assert before.endswith("articles found")

    box = tab.get_by_role("checkbox", name="Russian")
    count = int(box.locator("xpath=..").locator(".count").inner_text())
    box.check()
    tab.get_by_role("button", name="Apply filters").click()
    assert tab.get_by_role("status").inner_text().split()[0] == str(count)
    assert tab.get_by_role("checkbox", name="Russian").is_checked()
    assert "from=" not in tab.url
    assert tab.locator("mark", has_text="большое дело").count() > 0

    title = tab.locator(".hit .title a").first
    name = title.inner_text()
    title.click()
    assert tab.locator("h1").inner_text() == name
    tab.get_by_role("link", name="Back to the results").click()

    tab.get_by_role("link", name="Русский").click()
    assert tab.locator("html").get_attribute("lang") == "ru"
    assert tab.get_by_role("button", name="Искать", exact=True).is_visible()

    assert complaints == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}


@pytest.mark.parametrize("path", ["/", "/search?q=big+deal", "/people", "/search?q=%28"])
def test_nothing_is_wider_than_a_telephone(site: str, tab: Any, path: str) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(site + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
