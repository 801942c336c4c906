"""Names and dates of an article underlined, together with the marks of a query."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

import search
import web
from search.dates import DateMention
from search.documents import Mention
from search.partial_dates import PartialDate
from search.results import Match, Snippet
from web import reasons
from web.locale import page_language
from web.params import State
from web.underlining import Reference, Stretch, of_dates, of_people, underlined, within

EN, RU = page_language("en"), page_language("ru")
MATCH = (Match("q", "f", "en", "lexicon", 1.0),)


def stretch(start: int, end: int) -> Stretch:
    return Stretch(start, end, Reference("named", "/people/a", "A"))


def test_a_mark_inside_a_name_stays_inside_it() -> None:
    html = underlined(Snippet("Ann Lee came", ((4, 7, 0),)), [stretch(0, 7)], MATCH, EN)
    assert re.search(r'<a class="named"[^>]*>Ann <mark [^>]*>Lee</mark></a> came', html)


def test_a_mark_around_a_name_or_over_its_edge_wins() -> None:
    for found in ((0, 12, 0), (4, 12, 0)):
        html = underlined(Snippet("Ann Lee came", (found,)), [stretch(0, 7)], MATCH, EN)
        assert "<a" not in html
        assert "<mark" in html


@given(st.text(max_size=40), st.data())
def test_whatever_overlaps_the_text_stays_as_it_is(text: str, data: st.DataObject) -> None:
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    stretches = [stretch(a, b) for a, b in data.draw(st.lists(place, max_size=4)) if a < b]
    a, b = data.draw(place)
    html = underlined(Snippet(text, ((a, b, 0),) if a < b else ()), stretches, MATCH, EN)
    bare = re.sub(r"</?(?:a|mark)\b[^>]*>", "", html)
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'")):
        bare = bare.replace(escaped, plain)
    assert bare.replace("&amp;", "&") == text


def test_only_persons_of_the_story_are_linked() -> None:
    mentions = (
        Mention(0, 3, "Ann", "Ann Lee", reason="named in full"),
        Mention(5, 8, "Bob", "Bob Ray", "photo", reason="surname; after “Photo:”"),
        Mention(0, 3, "Cid", "Cid Moe", "author", "title"),
        Mention(9, 12, "Dan", "Dan Poe"),
    )
    found = of_people(mentions, {"Ann Lee": ("ann-lee", "Анна Ли")}, State(), RU)
    assert [one.what.url for one in found["body"]] == ["/people/ann-lee", ""]
    assert found["body"][0].what.title == "Анна Ли · полное имя"
    assert found["body"][1].what.title == "подпись к снимку · по фамилии; после «Photo:»"
    assert found["title"][0].what.title == "автор или редактор"


def test_a_date_leads_to_the_articles_that_mention_it() -> None:
    day = PartialDate("2025-12-18", "day", "on Thursday")
    summer = PartialDate("2020-06/2020-08", "range", "summer 2020")
    ends = (PartialDate("2020-06", "month"), PartialDate("2020-08", "month"))
    first, second = of_dates(
        [DateMention(0, 11, (day,)), DateMention(12, 23, (summer, *ends))], State(hl="en"), EN
    )
    assert first.what.url == "/search?mentioned=2025-12-18&hl=en"
    assert (first.what.when, first.what.title) == ("2025-12-18", "December 18, 2025")
    assert second.what.url == "/search?mentioned=2020-06..2020-08&hl=en"
    assert (second.what.when, second.what.title) == ("", "June\u2009–\u2009August 2020")


def test_stretches_of_a_paragraph_are_counted_from_its_start() -> None:
    found = within([stretch(0, 4), stretch(10, 14), stretch(18, 25)], 10, 20)
    assert [(one.start, one.end) for one in found] == [(0, 4)]


def test_a_range_is_written_as_its_language_does() -> None:
    def told(code: str, value: str) -> str:
        return page_language(code).date(PartialDate(value, "range"))

    assert told("ru", "2020-06/2020-08").startswith("Июнь – август 2020")
    assert told("uk", "2019/2021") == "2019–2021"
    assert told("be", "2025-12-12/2026-01-14").replace("\u202f", " ") == (
        "12 снежня 2025 г. – 14 студзеня 2026 г."
    )
    assert told("en", "2019/2020-08").split() == ["2019", "–", "August", "2020"]
    assert told("en", "9999-99/9999-99") == "9999-99 – 9999-99"


def test_the_page_of_an_article_underlines_its_names_and_dates() -> None:
    body = (
        "<b>Maria Kowalska</b> met John Reed in Warsaw on Thursday.\n\n"
        "  Kowalska said on 5 May 2019 that the deal was done.  \nPhoto: Peter Hall"
    )
    with search.open_index(":memory:") as index:
        with index.writer() as writer:
            writer.add(search.Document("a", "Talks", body, language="en", published="2025-12-19"))
        found = index.get("a")
        assert found is not None
        text = web.create_app(index).test_client().get("/documents/a?q=deal").text
    article = text.partition("<article")[2].partition("</article>")[0]
    shown = re.findall(r'<a class="(named|when)"[^>]*>(?:<time[^>]*>)?([^<]*)<', article)
    names = {one.text for one in found.mentions if one.role == "story"}
    assert {word for kind, word in shown if kind == "named"} == names
    assert ("when", "5 May 2019") in shown
    assert "&lt;b&gt;" in article
    assert "<b>" not in article
    assert '<mark id="mark-1"' in article
    ids = re.findall(r'id="(name-\d+)"', text)
    assert len(set(ids)) == len(ids) == text.count('href="#name-')


def test_what_the_finder_tells_is_told_in_every_language() -> None:
    told = "named in full; before “Reuters”"
    for code in ("ru", "uk", "be"):
        assert reasons.mention(page_language(code), told) != told
    assert reasons.mention(EN, "something new; surname") == "something new; by surname"
