"""The page in a real browser, without a script of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser


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
