"""Pages of more tags than a page has: their beginning is a tree, and no text is lost."""

from __future__ import annotations

import pytest

from search.sources import html, monstrous


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>One <b>two</b></p><p>three", "One two\nthree"),
        ("a<br>b<td>c", "a\nb\nc"),
        ("a &amp; b<script>if (1 < 2) x()</script>c", "a & b c"),
        ("a<!-- <p>no -->b", "a b"),
        ("a<style>p {}", "a"),
        ("1 < 2 and <p", "1 < 2 and"),
        ("<p <p <p x", ""),
    ],
)
def test_lines_of_a_piece_of_a_page(page: str, expected: str) -> None:
    assert " ".join(monstrous.lines(page).split()) == " ".join(expected.split())
    assert monstrous.lines(page).count("\n") == expected.count("\n")


def test_a_usual_page_is_not_parted() -> None:
    assert monstrous.parted("<p>a<p>b", 2) == ("<p>a<p>b", "")


def test_a_page_is_parted_at_a_tag_and_never_inside_a_script() -> None:
    assert monstrous.parted("<p>a<p>b<p>c", 2) == ("<p>a<p>b", "<p>c")
    page = "<p>a<script>'<b><i>'</script><p>d"
    first, rest = monstrous.parted(page, 2)
    assert (first + rest, rest) == (page, "<p>d")


def test_text_behind_very_many_tags_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_TAG_LIMIT", 50)
    monkeypatch.setattr(html, "_EXTRACTED", 50)
    sentence = "The ferry left the harbour at noon and came back with forty cars on board."
    page = f"<title>Ferry</title><p>{sentence}</p>" + "<i></i>" * 100 + "<p>Last words of all.</p>"
    reading = html.read_html(page.encode(), origin="a", file="a", id="a")
    assert reading.document is not None
    assert reading.document.title == "Ferry"
    assert sentence in reading.document.body
    assert "Last words of all." in reading.document.body
