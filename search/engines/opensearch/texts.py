"""Finished terms as a text that a whitespace analyzer takes apart again.

One word of the text is one position: its readings are joined by `|` and come out at that
same position; `_` holds a place where this field has no word, so that two words with a
number between them are not neighbours; `GAP` places, as between title and body, are the end
of a value of the field, behind which OpenSearch leaves them itself. Positions are those of the
article in every field, so that a phrase may go over several.

    big deal|deals _ fine     big at 0, deal and deals at 1, fine at 3
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from search.documents import AnalyzedDocument, TermColumn

GAP: Final = 100
"""Places that OpenSearch leaves between two values of a field (`position_increment_gap`)."""
LONGEST: Final = 32_766
"""Bytes of a term, Lucene's limit; also the longest word that the tokenizer keeps whole."""
HOLE: Final = "_"

_SPECIAL: Final = re.compile(r"[%|\s\x00-\x1f\ud800-\udfff]")


def encoded(term: str) -> str:
    """A term as it stands in a text; the same for every term of a real word."""
    if term == HOLE:
        return "%005F"
    return _SPECIAL.sub(lambda match: f"%{ord(match[0]):04X}", term)


def decoded(word: str) -> str:
    """The inverse of `encoded`."""
    return re.sub(r"%([0-9A-F]{4})", lambda match: chr(int(match[1], 16)), word)


def text_of(places: Mapping[int, list[str]]) -> list[str]:
    """The values of a field that has these terms at these positions."""
    values: list[str] = []
    words: list[str] = []
    expected = 0
    for place in sorted(places):
        missing = place - expected
        while missing >= GAP:
            values.append(" ".join(words))
            words = []
            missing -= GAP
        words += [HOLE] * missing
        words.append("|".join(dict.fromkeys(map(encoded, places[place]))))
        expected = place + 1
    return [*values, " ".join(words)] if words else values


def texts_of(document: AnalyzedDocument) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """By field the values of an article's text, and those of its title alone."""
    whole: dict[str, list[str]] = {}
    title: dict[str, list[str]] = {}
    for field, column in document.postings.columns.items():
        places: dict[int, list[str]] = defaultdict(list)
        for text, place in zip(column.texts, column.positions, strict=True):
            places[place].append(text)
        whole[field] = text_of(places)
        head = {place: found for place, found in places.items() if place < document.title_length}
        if head:
            title[field] = text_of(head)
    return whole, title


def forms_of(columns: Mapping[str, TermColumn]) -> Iterator[tuple[str, str, str]]:
    """Each (field, term, word form) of an article once."""
    for field, column in columns.items():
        for text, form in dict.fromkeys(zip(column.texts, column.forms, strict=True)):
            yield field, text, form
