"""Reading with scripts: marks, reasons, citation, saved searches; and the same without."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_marks_are_walked_through_with_keys_and_buttons(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site + "/documents/en-5?q=deal+election")
    control = scripted.get_by_role("navigation", name="Marked words")
    count = scripted.locator("mark").count()
    assert control.locator(".position").inner_text() == f"{count} marked places"
    scripted.keyboard.press("n")
    assert control.locator(".position").inner_text() == f"1 of {count}"
    assert scripted.evaluate("document.activeElement.id") == "mark-1"
    scripted.keyboard.press("p")
    assert scripted.evaluate("document.activeElement.id") == f"mark-{count}"
    control.get_by_role("button", name="Next").press("Enter")
    control.get_by_role("button", name="Next").press("Enter")
    assert control.locator(".position").inner_text() == f"2 of {count}"


def test_the_first_mark_is_a_link_without_scripts(small_site: str, tab: Any) -> None:
    tab.goto(small_site + "/documents/en-5?q=deal+election")
    tab.get_by_role("link", name="To the first").click()
    assert tab.url.endswith("#mark-1")
    assert not tab.get_by_role("button", name="Next").is_visible()


def test_marks_of_different_words_have_different_lines(small_site: str, tab: Any) -> None:
    tab.goto(small_site + "/search?q=deal+election")
    looks = {
        text.lower(): tab.locator(f".snippet mark:text-is('{text}')").first.evaluate(
            "mark => getComputedStyle(mark).textDecorationStyle"
        )
        for text in ("deal", "election")
    }
    assert looks == {"deal": "solid", "election": "dotted"}


def test_the_reasons_of_a_rank_are_a_link_away(small_site: str, tab: Any) -> None:
    tab.goto(small_site + "/search?q=deal+election")
    tab.get_by_role("link", name=re.compile("^Why this rank")).first.click()
    assert tab.url.endswith("explain=1#hit-1")
    table = tab.get_by_role("table", name="Why this rank").first
    words = table.get_by_role("rowheader").all_inner_texts()
    # Words that stand near each other are told in a row of their own, "deal + election".
    assert [word for word in words if "+" not in word] == ["election", "deal"]
    tab.get_by_role("link", name="Hide the reasons").first.click()
    assert tab.get_by_role("table").count() == 0


def test_a_search_is_saved_found_again_and_removed(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site + "/search?q=deal&source=Gazette+3")
    scripted.get_by_role("button", name="Save this search").click()
    scripted.goto(small_site)
    saved = scripted.get_by_role("region", name="Saved searches")
    link = saved.get_by_role("link", name="deal · Gazette 3", exact=True)
    feed = saved.get_by_role("link", name="Atom: deal · Gazette 3")
    assert feed.get_attribute("href") == "/search.atom?q=deal&source=Gazette+3"
    link.click()
    assert scripted.get_by_role("status").inner_text() == "7 articles found"
    scripted.go_back()
    saved.get_by_role("button", name="Remove: deal · Gazette 3").click()
    assert not saved.is_visible()


def test_a_part_of_the_query_is_edited_where_it_stands(small_site: str, scripted: Any) -> None:
    scripted.goto(small_site + "/search?q=%F0%9F%90%8D+deal+election")
    parts = scripted.get_by_role("list", name="Parts of the query")
    parts.get_by_role("link", name="deal", exact=True).click()
    assert scripted.evaluate("getSelection().toString()") == "deal"
    parts.get_by_role("link", name="Search without “deal”").click()
    scripted.wait_for_url("**/search?q=%F0%9F%90%8D+election")


def test_an_article_can_be_cited(small_site: str, scripted: Any) -> None:
    scripted.context.grant_permissions(["clipboard-read", "clipboard-write"])
    scripted.goto(small_site + "/documents/en-deal")
    scripted.get_by_text("Cite", exact=True).click()
    scripted.get_by_role("button", name="Copy").click()
    scripted.get_by_role("button", name="Copied").wait_for()
    copied = scripted.evaluate("navigator.clipboard.readText()")
    assert copied == "Ann Lee. “A big deal in Minsk”. Post, December 18, 2025"
