"""The page by keyboard alone, with scripts: suggestions and keys of one letter."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_suggestions_are_chosen_with_arrows_and_enter(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site)
    scripted.keyboard.press("/")
    box = scripted.get_by_role("combobox")
    scripted.keyboard.type("boris")
    options = scripted.get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert options.first.inner_text().split() == ["Boris", "Melnik", "person"]
    assert "suggestion" in scripted.locator("[aria-live=polite]").first.inner_text()

    scripted.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    scripted.keyboard.press("End")
    assert options.last.get_attribute("aria-selected") == "true"
    scripted.keyboard.press("Home")
    scripted.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "boris"
    scripted.keyboard.press("ArrowDown")
    options.first.wait_for()
    scripted.keyboard.press("ArrowDown")
    scripted.keyboard.press("Enter")
    scripted.wait_for_url("**/search?q=Boris+Melnik*")
    assert scripted.get_by_role("status").inner_text() == "6 articles found"


def test_keys_walk_through_the_articles_and_can_be_switched_off(
    small_site: str, scripted: Any
) -> None:
    scripted.goto(small_site + "/search?q=deal")
    titles = scripted.locator(".hit .title a").all_inner_texts()
    scripted.keyboard.press("j")
    scripted.keyboard.press("j")
    assert focused(scripted) == titles[1]
    scripted.keyboard.press("k")
    assert focused(scripted) == titles[0]

    scripted.keyboard.press("?")
    dialog = scripted.get_by_role("dialog", name="Keys")
    dialog.get_by_role("checkbox").press("Space")
    scripted.keyboard.press("Escape")
    assert not dialog.is_visible()
    scripted.keyboard.press("j")
    assert focused(scripted) == titles[0]
    scripted.get_by_role("button", name="Keys").click()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Close").click()

    scripted.keyboard.press("j")
    name = focused(scripted)
    scripted.keyboard.press("o")
    scripted.wait_for_url("**/documents/**")
    assert scripted.locator("h1").inner_text() == name


def walk_to(page: Any, name: str) -> None:
    """Press Tab until the thing of that name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText"
        )
        if name in (told or ""):
            return
    pytest.fail(f"{name} cannot be reached")


def test_search_filter_and_read_without_mouse_and_without_scripts(
    small_site: str, tab: Any
) -> None:
    tab.goto(small_site)
    walk_to(tab, "Search the articles")
    tab.keyboard.type("deal")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=deal")
    walk_to(tab, "Gazette 3")
    tab.keyboard.press("Space")
    walk_to(tab, "Apply filters")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**source=Gazette+3**")
    assert tab.get_by_role("status").inner_text() == "7 articles found"
    title = tab.locator(".hit .title a").first.inner_text()
    walk_to(tab, title)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/documents/**")
    assert tab.locator("h1").inner_text() == title
