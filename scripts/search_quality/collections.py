"""The articles and queries that are measured, read from a folder of evaluation data.

* `xquad_dev`: encyclopaedic passages in English and Russian with natural questions; what answers
  a question is the passage with its id, in either language.
* `ntrex`: news articles in eight languages under the same ids; a title is a query for the
  article of that id in another language. Cut into paragraphs they are distractors.
* the bundled demo articles.

Ids of what is indexed are `LANG/ID`, so that versions of one text differ in the prefix alone.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import search

PAIR: Final = ("en", "ru")
TITLE_LANGUAGES: Final = ("en", "ru", "uk", "be", "de", "fr", "es", "pl")
SENTENCES: Final = 5
"""Sentences of a news article that make one paragraph, about as long as a passage."""
_SYNTAX: Final = re.compile(r'["«»„“”()*~:]+')


@dataclass(frozen=True, slots=True)
class Question:
    """A query, its language, and the text (an id without language) that it is about."""

    text: str
    language: str
    about: str


def lines(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The records of a compressed file."""
    with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as records:
        yield from map(json.loads, records)


def passages(data: Path) -> Iterator[search.Document]:
    """The passages of the questions."""
    for language in PAIR:
        for one in lines(data, f"xquad_dev/passages.{language}"):
            text = one["text"].lstrip("\ufeff")
            yield search.Document(f"{language}/{one['id']}", "", text, language=language)


def paragraphs(data: Path) -> Iterator[search.Document]:
    """News, a few sentences each."""
    for language in PAIR:
        for one in lines(data, f"ntrex/docs.{language}"):
            sentences = one["sentences"]
            for start in range(0, len(sentences), SENTENCES):
                text = " ".join(sentences[start : start + SENTENCES])
                id = f"{language}/{one['id']}#{start}"
                yield search.Document(id, "", text, language=language)


def news(data: Path) -> Iterator[search.Document]:
    """Whole news articles in all their languages."""
    for language in TITLE_LANGUAGES:
        for one in lines(data, f"ntrex/docs.{language}"):
            body = "\n".join(one["sentences"][1:])
            yield search.Document(f"{language}/{one['id']}", one["title"], body, language=language)


def questions(data: Path) -> list[Question]:
    """The questions in both languages; those of one id ask the same."""
    return [
        Question(plain(one["question"]), language, one["rel"])
        for language in PAIR
        for one in lines(data, f"xquad_dev/queries.{language}")
    ]


def titles(data: Path) -> list[Question]:
    """The titles of the news in all languages."""
    return [
        Question(plain(one["title"]), language, one["id"])
        for language in TITLE_LANGUAGES
        for one in lines(data, f"ntrex/docs.{language}")
    ]


def plain(text: str) -> str:
    """A text without what the query language would take for syntax, quotations above all."""
    return " ".join(re.sub(r"(?<!\w)-+|\bOR\b|\bNOT\b", " ", _SYNTAX.sub(" ", text)).split())
