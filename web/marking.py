"""Text as markup, at the last moment: escaped, and its matches marked.

The library gives plain text and ranges of code points; this is the only room that makes
HTML of text that came from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from search.documents import UNKNOWN
from search.results import Match, Snippet
from web import labels
from web.locale import PageLanguage

MARK_COLOURS: Final = 6
_MARK: Final = re.compile("<mark ")
OWN_WORDS: Final = ("same", "lemma")
"""Pairings within the query's own language, which need no telling."""


def html_lang(code: str) -> str:
    """The `lang` attribute for a text: empty when its language is not known."""
    return "" if code == UNKNOWN else code


def mark_numbers(matches: tuple[Match, ...], query: str = "") -> tuple[int, ...]:
    """The look of each match: one for each word of the query, in the order they stand there."""
    low = query.casefold()
    words = list(dict.fromkeys(match.query.casefold() for match in matches))
    words.sort(key=lambda word: low.find(word) % (len(low) + 1))  # -1, "not there", comes last
    looks = {word: place % MARK_COLOURS for place, word in enumerate(words)}
    return tuple(looks[match.query.casefold()] for match in matches)


def marked(
    snippet: Snippet, matches: tuple[Match, ...], speech: PageLanguage, query: str = ""
) -> Markup:
    """A passage with its matches marked; everything that came from outside is escaped."""
    looks = mark_numbers(matches, query)
    pieces: list[Markup] = []
    at = 0
    for start, end, number in snippet.ranges:
        pieces.append(escape(snippet.text[at:start]))
        why = mark_title(matches[number], speech) if number < len(matches) else ""
        look = looks[number] if number < len(looks) else 0
        pieces.append(_mark(snippet.text[start:end], look, why))
        at = end
    pieces.append(escape(snippet.text[at:]))
    return Markup("").join(pieces)


def mark_title(match: Match, speech: PageLanguage) -> str:
    """The tooltip of a mark: which word of the query it answers; none for that very word."""
    if match.via in OWN_WORDS:
        return ""
    return f"{match.query} → {match.found} ({labels.pairing(speech, match.via)})"


def _mark(text: str, look: int, why: str) -> Markup:
    if why:
        return Markup('<mark class="m{}" title="{}">{}</mark>').format(look, why, text)
    return Markup('<mark class="m{}">{}</mark>').format(look, text)


def numbered(texts: Iterable[Markup]) -> tuple[tuple[Markup, ...], int]:
    """Marked texts whose marks have ids, `mark-1` and on, and how many marks there are.

    All that came from outside is escaped by now, so every tag is one of ours.
    """
    count = 0

    def with_id(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f'<mark id="mark-{count}" '

    return tuple(Markup(_MARK.sub(with_id, text)) for text in texts), count  # noqa: S704


def with_code(text: str) -> Markup:
    """A sentence of the library whose `backticks` become code."""
    pieces = [
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(text.split("`"))
    ]
    return Markup("").join(pieces)
