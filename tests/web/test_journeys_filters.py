"""Filters with scripts: a click applies and leaves everything in its place."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def status(page: Any) -> str:
    return str(page.get_by_role("status").inner_text())


def test_a_click_applies_at_once_and_keeps_focus_scroll_and_history(
    small_site: str, scripted: Any
) -> None:
    scripted.goto(small_site + "/search?q=deal")
    all_of_them = status(scripted)
    box = scripted.get_by_role("checkbox", name="Gazette 3")
    box.scroll_into_view_if_needed()
    place = scripted.evaluate("scrollY")
    assert place > 0
    box.click()
    scripted.wait_for_url("**/search?q=deal&source=Gazette+3")
    scripted.locator("[role=status]", has_text="7 articles").wait_for()
    assert box.is_checked()
    assert scripted.evaluate("document.activeElement.value") == "Gazette 3"
    assert scripted.evaluate("scrollY") == place
    scripted.go_back()
    scripted.locator("[role=status]", has_text=all_of_them).wait_for()
    assert not box.is_checked()


def test_the_keyboard_ticks_several_boxes_and_applies_them(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site + "/search?q=deal")
    for name in ("Gazette 3", "Gazette 4"):
        scripted.get_by_role("checkbox", name=name).press("Space")
    assert "source=" not in scripted.url
    scripted.get_by_role("button", name="Apply filters").press("Enter")
    scripted.wait_for_url("**source=Gazette+3&source=Gazette+4**#heading")
    assert scripted.evaluate("document.activeElement.id") in {"heading", ""}


def test_a_long_facet_is_searched_in_place(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site + "/search?q=deal&source=Gazette+3")
    field = scripted.get_by_role("searchbox", name="Find among: Sources")
    field.fill("gazette 15")
    fieldset = scripted.get_by_role("group", name="Sources")
    rows = fieldset.locator(".boxes li")
    rows.nth(2).wait_for(state="detached")
    assert rows.count() == 2
    assert fieldset.get_by_role("checkbox", name="Gazette 3").is_checked()
    field.fill("nowhere to be found")
    fieldset.get_by_text("Nothing found").wait_for()
    field.fill("")
    fieldset.get_by_role("checkbox", name="Gazette 5").wait_for()
    field.fill("gazette 15")
    fieldset.get_by_role("checkbox", name="Gazette 15").click()
    scripted.wait_for_url("**source=Gazette+15&source=Gazette+3")


def test_on_a_telephone_the_filters_are_a_drawer(small_site: str, scripted: Any) -> None:
    scripted.set_viewport_size({"width": 390, "height": 800})
    scripted.goto(small_site + "/search?q=deal")
    summary = scripted.locator(".fold > summary")
    summary.click()
    drawer = scripted.get_by_role("dialog", name="Filters")
    drawer.get_by_role("checkbox", name="Gazette 3").click()
    assert "source=" not in scripted.url  # several may be ticked before they are applied
    scripted.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert scripted.evaluate("document.activeElement.localName") == "summary"
    summary.click()
    drawer.get_by_role("button", name="Apply filters").click()
    scripted.wait_for_url("**source=Gazette+3**")
    assert status(scripted).startswith("7 ")


def test_a_histogram_is_brushed_with_the_keyboard(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site + "/search?q=deal")
    brush = scripted.get_by_role("slider", name="Published")
    brush.focus()
    brush.press("Home")
    assert brush.get_attribute("aria-valuetext") == "January 2023: 9 articles"
    brush.press("Shift+ArrowRight")
    brush.press("Shift+ArrowRight")
    assert brush.get_attribute("aria-valuetext") == "From January 2023 to March 2023"
    brush.press("Escape")
    brush.press("Home")
    brush.press("Shift+ArrowRight")
    brush.press("Enter")
    scripted.wait_for_url("**/search?q=deal&from=2023-01&to=2023-02")
    scripted.get_by_role("slider", name="Published").and_(scripted.locator(":focus")).wait_for()
    assert scripted.get_by_label("From").input_value() == "2023-01"


def test_a_histogram_is_brushed_with_the_mouse_down_to_the_day(
    small_site: str, scripted: Any
) -> None:
    scripted.goto(small_site + "/search?q=deal&from=2023&to=2023")
    brush = scripted.get_by_role("slider", name="Published")
    brush.scroll_into_view_if_needed()
    frame = brush.bounding_box()
    scripted.mouse.move(frame["x"] + frame["width"] / 24, frame["y"] + 20)
    scripted.mouse.down()
    scripted.mouse.move(frame["x"] + frame["width"] * 3 / 24, frame["y"] + 20)
    scripted.mouse.up()
    scripted.wait_for_url("**/search?q=deal&from=2023-01&to=2023-02")
    scripted.get_by_role("checkbox", name="January 1, 2023").wait_for()
    scripted.get_by_role("navigation", name="Published").get_by_role("link", name="2023").click()
    scripted.wait_for_url("**/search?q=deal&from=2023&to=2023")
