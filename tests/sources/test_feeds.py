"""RSS, RDF and Atom: entries become articles, and nothing in the XML is obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search.documents import Document
from search.indexer import Given, prepare
from search.sources import Reading, read
from search.sources.feeds import read_xml

TODAY = date(2026, 1, 10)
PARAGRAPH = "The council of the town voted on Tuesday to rebuild the old bridge over the river."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY nbsp " ">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The River Post</title><link>https://river.example/</link>
<item><title>Bridge &amp;amp; road</title><link>https://river.example/bridge</link>
 <guid isPermaLink="false">42</guid><dc:creator>Anna Weber</dc:creator>
 <pubDate>Thu, 18 Dec 2025 10:15:00 +0300</pubDate>
 <description>Short.</description>
 <content:encoded><![CDATA[<p>{PARAGRAPH}</p><p>Work begins&nbsp;in May.</p>
 <script>alert(1)</script>]]></content:encoded></item>
<item><title>Мост</title><guid>https://river.example/most</guid>
 <description>&lt;p&gt;Совет города решил восстановить мост.&lt;/p&gt;</description></item>
<item></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Hügel-Bote</title>
<entry><id>urn:uuid:1</id><title type="html">A &lt;b&gt;bold&lt;/b&gt; plan</title>
 <link href="https://h.example/1"/><published>2025-12-18T10:00:00Z</published>
 <updated>2025-12-20T10:00:00Z</updated><author><name>Jan Kos</name></author>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PARAGRAPH}</p></div></content>
</entry>
<entry><id>urn:uuid:2</id><title>Updated</title><updated>2025-12-19T00:00:00Z</updated>
 <summary>{PARAGRAPH}</summary><source><title>Ferne Post</title></source></entry></feed>"""


def feed(text: str | bytes, **more: str) -> list[Reading]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_xml(data, origin="a.rss", file="/a.rss", id="a.rss", today=TODAY, **more))  # type: ignore[arg-type]


def documents(readings: Sequence[Reading]) -> list[Document]:
    """The articles as given, but with the text that the index keeps of them."""
    found = []
    for one in readings:
        if one.document is not None:
            indexed, _ = prepare(Given(one.document, one.pasted, one.evidence))
            assert indexed.title == one.document.title
            found.append(replace(one.document, body=indexed.body))
    return found


def test_an_entry_of_rss_is_an_article() -> None:
    readings = feed(RSS)
    first, second = documents(readings)
    assert first.id == first.url == "https://river.example/bridge"  # 42 names it nowhere else
    assert first.title == "Bridge & road"
    assert first.body == f"{PARAGRAPH}\nWork begins in May."
    assert first.source == "The River Post"
    assert first.authors == ("Anna Weber",)
    assert first.published == "2025-12-18T10:15:00+03:00"
    assert readings[0].evidence["published"] == "publication date of the feed's entry"
    assert second.id == "https://river.example/most"
    assert second.published is None
    assert [one.origin for one in readings] == ["a.rss:1", "a.rss:2", "a.rss:3"]
    assert readings[2].skipped == "The entry has neither title nor text."
    assert any("a summary only" in warning for warning in readings[0].warnings)


def test_an_entry_of_atom_is_an_article() -> None:
    first, second = documents(feed(ATOM))
    assert (first.id, first.title, first.body) == ("urn:uuid:1", "A bold plan", PARAGRAPH)
    assert (first.published, first.authors) == ("2025-12-18T10:00:00+00:00", ("Jan Kos",))
    assert second.published == "2025-12-19T00:00:00+00:00"
    assert second.source == "Ferne Post"


def test_rdf_is_read() -> None:
    text = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
     xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
     <channel><title>Old</title></channel><item rdf:about="https://o.example/1"><title>T</title>
     <link>https://o.example/1</link><description>{PARAGRAPH}</description>
     <dc:date>2025-12-18</dc:date></item></rdf:RDF>"""
    (one,) = documents(feed(text))
    assert (one.id, one.published, one.body) == ("https://o.example/1", "2025-12-18", PARAGRAPH)


@pytest.mark.parametrize("when", ["2031-01-01", "yesterday", "Thu, 99 Dec 2025", "0000"])
def test_a_date_that_cannot_be_is_left_out_with_a_warning(when: str) -> None:
    (one,) = feed(RSS.replace("Thu, 18 Dec 2025 10:15:00 +0300", when).split("<item><title>М")[0])
    assert one.document is not None
    assert one.document.published is None
    assert any("left out" in warning for warning in one.warnings)


def test_a_feed_cut_off_gives_what_is_whole_and_says_so() -> None:
    readings = feed(RSS[: RSS.index("восстановить")])
    assert documents(readings)[0].title == "Bridge & road"
    assert any("not well-formed" in warning for warning in readings[0].warnings)


def test_entities_are_not_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "haha">' for n in range(12)
    )
    text = f"""<!DOCTYPE rss [{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">
    <!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><rss version="2.0"><channel><title>F</title>
    <item><title>One &x;</title><description>Text &l11; &x; ends.</description></item>
    </channel></rss>"""
    (one,) = documents(feed(text))
    assert (one.title, one.body) == ("One", "Text ends.")


def test_a_feed_in_another_encoding_is_read() -> None:
    text = RSS.replace("UTF-8", "windows-1251").encode("cp1251")
    assert documents(feed(text))[1].title == "Мост"
    unmarked = RSS.replace(' encoding="UTF-8"', "").encode("koi8-r")
    assert documents(feed(unmarked, charset="koi8-r"))[1].title == "Мост"


def test_guids_of_two_feeds_do_not_meet() -> None:
    text = "<rss><channel>{}<item><guid>1</guid><title>T</title></item></channel></rss>"
    ids = {
        documents(feed(text.format(f"<link>https://{site}.example/</link>")))[0].id
        for site in ("a", "b")
    }
    assert ids == {"a.example/1", "b.example/1"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "It is empty."),
        ("just text", "it is no XML"),
        ("<opml><body/></opml>", "<opml>"),
        ("<rss><channel/></rss>", "no entries"),
        (b"\x00\x01\x02\x03" * 100, "binary data"),
    ],
)
def test_what_is_no_feed_gives_a_reason(text: str | bytes, reason: str) -> None:
    (one,) = feed(text)
    assert one.document is None
    assert reason in (one.skipped or "")


def test_feeds_are_found_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(RSS)
    (tmp_path / "b.xml").write_text(ATOM)
    page = f"<html><head><title>Page</title></head><body><p>{PARAGRAPH * 3}</p></body></html>"
    (tmp_path / "c.xml").write_text(page)
    ids = [one.id for one in documents(list(read([str(tmp_path)])))]
    assert ids[2:] == ["urn:uuid:1", "urn:uuid:2", "c.xml"]
