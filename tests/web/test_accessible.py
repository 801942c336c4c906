"""axe-core finds nothing on any page, in light and in dark, with scripts; the HTML is valid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

PAGES = {
    "start": "/",
    "results": "/search?q=deal+harvest&-source=Post",
    "foreign": "/search?q=big+deal&lang=ru",
    "switched off": "/search?q=big+deal&without=big+deal:большое+дело",
    "reasons": "/search?q=deal+election&explain=1",
    "zoomed": "/search?from=2025-12&to=2025-12&translate=0",
    "nothing": "/search?q=harvebt+xqzzzz&source=Nowhere",
    "hostile": "/search?q=title%3Ascript",
    "document": "/documents/en-deal?q=big+deal",
    "facet": "/facets/source?q=deal",
    "people": "/people",
    "person": "/people/john-reed",
    "query error": "/search?q=(deal",
    "parameter error": "/search?sort=foo",
    "not found": "/nothing",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_the_html_is_valid(reader: FlaskClient, path: str) -> None:
    html5lib = pytest.importorskip("html5lib")
    for hl in ("", "uk"):
        mark = "&" if "?" in path else "?"
        text = reader.get(path + (f"{mark}hl={hl}" if hl else "")).get_data(as_text=True)
        html5lib.HTMLParser(strict=True).parse(text)
        ids = re.findall(r'\sid="([^"]*)"', text)
        assert len(ids) == len(set(ids))
        for reference in re.findall(r'\s(?:for|aria-labelledby)="([^"]*)"', text):
            assert reference in ids


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(small_site: str, browser: Any, path: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # axe is put into the page as a script, which our own policy rightly forbids.
    context = browser.new_context(color_scheme=scheme, locale="en-GB", bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(small_site + path)
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    finally:
        context.close()


def typed(page: Any) -> None:
    page.get_by_role("combobox").fill("gaz")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def helped(page: Any) -> None:
    page.get_by_role("button", name="Keys").click()


def drawn(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".fold > summary").click()


def brushed(page: Any) -> None:
    page.get_by_role("slider", name="Published").focus()
    page.keyboard.press("Shift+ArrowLeft")


def unfolded(page: Any) -> None:
    for summary in page.locator(".found summary").all():
        summary.click()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("act", [typed, helped, drawn, brushed, unfolded])
def test_axe_finds_nothing_while_something_is_open(
    small_site: str, browser: Any, act: Callable[[Any], None], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(color_scheme=scheme, locale="en-GB", bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(small_site + "/search?q=deal+harvest")
        act(page)
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    finally:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", [PAGES[name] for name in ("start", "results", "zoomed", "document")]
)
def test_nothing_moves_while_a_page_loads(small_site: str, scripted: Any, path: str) -> None:
    scripted.goto(small_site + path, wait_until="networkidle")
    shift = scripted.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 200);
        })"""
    )
    assert shift == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 390, 640, 1280])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_wider_than_the_window(small_site: str, tab: Any, path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(small_site + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
