"""Text as markup, at the last moment: escaped, and its matches marked.

The library gives plain text and ranges of code points; this is the only room that makes
HTML of text that came from outside.
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from search.documents import UNKNOWN
from search.results import Match, Snippet
from web import labels
from web.locale import PageLanguage

MARK_COLOURS: Final = 6
OWN_WORDS: Final = ("same", "lemma")
"""Pairings within the query's own language, which need no telling."""


def html_lang(code: str) -> str:
    """The `lang` attribute for a text: empty when its language is not known."""
    return "" if code == UNKNOWN else code


def marked(snippet: Snippet, matches: tuple[Match, ...], speech: PageLanguage) -> Markup:
    """A passage with its matches marked; everything that came from outside is escaped."""
    pieces: list[Markup] = []
    at = 0
    for start, end, number in snippet.ranges:
        pieces.append(escape(snippet.text[at:start]))
        why = mark_title(matches[number], speech) if number < len(matches) else ""
        pieces.append(_mark(snippet.text[start:end], number, why))
        at = end
    pieces.append(escape(snippet.text[at:]))
    return Markup("").join(pieces)


def mark_title(match: Match, speech: PageLanguage) -> str:
    """The tooltip of a mark: which word of the query it answers; none for that very word."""
    if match.via in OWN_WORDS:
        return ""
    return f"{match.query} → {match.found} ({labels.pairing(speech, match.via)})"


def _mark(text: str, number: int, why: str) -> Markup:
    if why:
        return Markup('<mark class="m{}" title="{}">{}</mark>').format(
            number % MARK_COLOURS, why, text
        )
    return Markup('<mark class="m{}">{}</mark>').format(number % MARK_COLOURS, text)


def with_code(text: str) -> Markup:
    """A sentence of the library whose `backticks` become code."""
    pieces = [
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(text.split("`"))
    ]
    return Markup("").join(pieces)
