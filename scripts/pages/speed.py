"""How fast articles are completed, and how slow the worst inputs are that we could think of.

`articles`: the bundled demo, read and completed (page chrome, languages, dates, attribution)
on one core; persons, who are another stage, are not looked for. `worst`: seconds of processor
time for each megabyte of inputs that mean harm, one format after the other, at two sizes, so
that what grows faster than its size shows; the larger figure of both counts. `tiny`: inputs of
more than 5,000 articles a megabyte ("a" in each row of a CSV) cost what so many articles cost,
so for them articles a second are told. `spots`: marking words of a query in such texts.

    python -m scripts.evaluate_pages --data DIR --part speed
"""

from __future__ import annotations

import base64
import random
import string
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from search.demo import ARTICLES
from search.indexer import Given, prepare
from search.sources import Reading, read
from search.spots import spots_of

MB: Final = 1 << 20
SIZES: Final = (MB, 4 * MB)
SAMPLE: Final = MB // 16
TINY: Final = 5_000
"""Articles a megabyte; more of them are counted by the article."""
SLOW: Final = 1.0
"""Seconds a megabyte that no input may take."""

_SENTENCE: Final = "The council of the town voted on Tuesday to rebuild the old bridge. "


def _letters(size: int) -> str:
    made = random.Random(7)  # noqa: S311 -- no secret
    return "".join(made.choices(string.ascii_letters + " \n", k=size))


def _filled(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """An input of a size that is a unit again and again."""
    raw = unit.encode()
    return lambda size: before.encode() + raw * max(1, size // len(raw)) + after.encode()


_TEXTS: Final[Mapping[str, str]] = {
    "prose": _SENTENCE, "prose in lines": _SENTENCE + "\n", "short lines": "Deal\n",
    "blank lines": "\n", "blank lines with spaces": " \n", "one word": "a", "letters": "a ",
    "capitals": "Anna Lee ", "initials": "A. B. ", "digits": "1", "numbers": "16 500 ",
    "dates": "18.12.2025 ", "dates in lines": "18.12.2025 10:20\n", "days": "18 декабря ",
    "times": "10:20 ", "years": "2025 ", "ranges": "2020-2025 ", "months": "December ",
    "weekdays": "on Thursday, ", "last weeks": "last week ", "slashes": "18/12 ",
    "labels": "Posted on December 18, 2025\n", "labels alone": "Published: ",
    "stamps of others": "10:20 Bridge closed for repairs\n", "menu": "Home | News | Sport\n",
    "agencies": "Reuters, via ", "agencies in brackets": "(Reuters) ", "slashed": "/TASS/ ",
    "according to": "according to the state-run agency ", "bylines": "By Anna Lee\n",
    "bylines in a line": "By Anna Lee, ", "links": "https://a.example/b ", "mails": "a@b.example ",
    "handles": "@anna #tag ", "quotes": '"', "open quotes": "«", "brackets": "(", "hyphens": "a-",
    "apostrophes": "a'", "dots": ".", "stops": "A. ", "commas": ", ", "dashes": "— ",
    "rights": "All rights reserved. ", "right to left": "\u202eשלום עולם\u202c ",
    "wide": "新聞 ", "combining": "e\u0301", "mixed scripts": "aб", "emoji": "👍 ",
    "soft hyphens": "a\u00ad", "tabs": "a\t", "crumbs": "News > World > ",
    "two languages": "Вчера the bridge was closed. ", "quoted": "“The bridge is closed” ",
}  # fmt: skip
"""What texts are made of: each is a text of nothing else."""

_HTML: Final[Mapping[str, str]] = {
    "bare paragraphs": "<p>", "paragraphs": "<p>a</p>", "paragraphs of prose":
    f"<p>{_SENTENCE}</p>", "tags": "<b>", "deep tags": "<div>", "breaks": "<br>", "rows": "<tr>",
    "cells": "<td>a", "tables": "<table>", "spans": "<span>a</span>", "links": "<a href=x>a</a>",
    "open tags": "<p", "open attributes": "<p a='", "comments": "<!--", "entities": "&amp;",
    "times": "<time>2025-12-18</time>", "headings": "<h1>a</h1>", "metas":
    "<meta property='article:published_time' content='2025-12-18'>", "scripts":
    "<script type='application/ld+json'>{</script>", "lists": "<ul><li>a", "articles": "<article>",
    "titles": "<title>a</title>", "fonts": "<font size=7>a", "addresses":
    "<a rel=author>Anna Lee</a>",
    "items": "<i itemprop=author>Anna Lee</i>", "texts between": "a<p>", "forms": "<form><input>",
    "pictures": "<img src=x alt=y>", "figures": "<figure><figcaption>Photo: Anna Lee",
}  # fmt: skip


def _rss(unit: str) -> Callable[[int], bytes]:
    return _filled(unit, "<rss version='2.0'><channel><title>F</title>", "</channel></rss>")


def _json_text(size: int) -> bytes:
    return b'{"text": "' + b"a " * (size // 2) + b'"}\n'


def _mail(size: int) -> bytes:
    page = base64.encodebytes(b"<p>" * (size // 4))
    return b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + page


def _tag(size: int) -> bytes:
    return b"<div " + b"a" * size


INPUTS: Final[Mapping[str, tuple[str, Callable[[int], bytes]]]] = {
    **{f"text of {name}": ("txt", _filled(unit)) for name, unit in _TEXTS.items()},
    "text of noise": ("txt", lambda size: _letters(size).encode()),
    **{f"page of {name}": ("html", _filled(unit)) for name, unit in _HTML.items()},
    "page of one tag": ("html", _tag),
    "page of noise": ("html", lambda size: _letters(size).replace("a", "<").encode()),
    "csv of open quotes": ("csv", _filled('"a\n', "text\n")),
    "csv of open quotes in rows": ("csv", _filled('a,"b\n', "id,text\n")),
    "csv of quotes": ("csv", _filled('"a"\n', "text\n")),
    "csv of delimiters": ("csv", _filled(",", "text\n")),
    "csv of short rows": ("csv", _filled("a\n", "text\n")),
    "feed of empty items": ("rss", _rss("<item/>")),
    "feed of items": ("rss", _rss("<item><title>a</title></item>")),
    "feed of open items": ("rss", _rss("<item>")),
    "feed of titles": ("rss", _rss("<title>a</title>")),
    "feed of dates": ("rss", _rss("<item><pubDate>x</pubDate></item>")),
    "feed of strange names": ("rss", _rss("<x:y>a</x:y>")),
    "feed of entities": ("rss", _rss("&lt;")),
    "feed of one text": ("rss", _filled(
        "&lt;p&gt;a", "<rss><channel><item><description>",
        "</description></item></channel></rss>")),
    "json of short rows": ("jsonl", _filled('{"text": "a"}\n')),
    "json of one text": ("jsonl", _json_text),
    "json of brackets": ("jsonl", _filled("[")),
    "json of empty lines": ("jsonl", _filled("\n", "{}\n")),
    "mail of a page": ("eml", _mail),
    "mail of headers": ("eml", _filled("A: b\n", after="\nText.")),
    "mail of parts": ("eml", _filled(
        "--b\n\na\n", 'Content-Type: multipart/mixed; boundary="b"\n\n')),
    "archive of empty records": ("warc", _filled("WARC/1.0\r\nContent-Length: 0\r\n\r\n")),
    "archive of headers": ("warc", _filled("A: b\r\n", "WARC/1.0\r\n")),
}  # fmt: skip


def run(data: Path) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    del data  # the demo is bundled, and the worst inputs are made here
    made = articles()
    worst: dict[str, float] = {}
    tiny: dict[str, float] = {}
    for name in INPUTS:
        count, seconds = _measured(name, SAMPLE)  # loads what the format needs, too
        if count > TINY * SAMPLE / MB:
            count, seconds = _measured(name, SAMPLE)
            tiny[name] = count / seconds
        else:
            worst[name] = max(_measured(name, size)[1] / (size / MB) for size in SIZES)
    slowest = min(tiny, key=tiny.__getitem__)
    return {
        "articles": made,
        "worst": _of_worst(worst),
        "tiny": {
            "inputs": len(tiny), "slowest": slowest,
            "articles a second": round(tiny[slowest]),
        },
        "spots": _of_worst(spots()),
    }  # fmt: skip


def _of_worst(seconds: Mapping[str, float]) -> dict[str, Any]:
    slowest = max(seconds, key=seconds.__getitem__)
    over = [f"{name}: {value:.2f}" for name, value in seconds.items() if value > SLOW]
    return {
        "inputs": len(seconds), "slowest": slowest,
        "seconds a megabyte": round(seconds[slowest], 2), "over a second": over,
    }  # fmt: skip


def articles(rounds: int = 3) -> dict[str, float]:
    """Articles of the demo a second and core, tables loaded: all, and pasted or saved alone."""
    list(map(_completed, read([str(ARTICLES)])))
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        count = sum(_completed(one) for one in read([str(ARTICLES)]))
        best = min(best, time.process_time() - began)
    return {"articles": count, "per second and core": round(count / best)}


def _completed(reading: Reading) -> int:
    """Complete an article as the indexer does, but for its persons; 1 when there was one."""
    if reading.document is None:
        return 0
    document = replace(reading.document, people=reading.document.people or ())
    prepare(Given(document, reading.pasted, reading.evidence, reading.file, reading.removed))
    return 1


def _measured(name: str, size: int) -> tuple[int, float]:
    """Articles in an input of a size, and seconds of reading and completing them."""
    suffix, make = INPUTS[name]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a.{suffix}"
        file.write_bytes(make(size))
        began = time.process_time()
        count = sum(map(_completed, read([str(file)])))
        return count, time.process_time() - began


def spots() -> dict[str, float]:
    """Seconds a megabyte of looking for the words of a query in each text."""
    wanted = frozenset(["a", "bridge", "anna", "2025", "16500", "reuters", "18", "декабря", "b"])
    found = {}
    for name, unit in {**_TEXTS, "noise": _letters(MB)}.items():
        text = unit * max(1, MB // len(unit.encode()))
        began = time.process_time()
        spots_of(text, wanted)
        found[name] = (time.process_time() - began) / (len(text.encode()) / MB)
    return found
