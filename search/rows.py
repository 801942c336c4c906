"""Hits as rows of a table, the same in the command and on the page.

Lists are joined by semicolons, as the reader of CSV files takes them, and an unknown date is an
empty cell. No cell begins like a formula: what comes from an article must not be computed.
"""

from __future__ import annotations

from typing import Final

from search.results import Hit

COLUMNS: Final = (
    "id", "title", "url", "language", "source", "agency", "authors", "published", "people",
    "score", "snippet",
)  # fmt: skip
_COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r")


def row(hit: Hit) -> list[str]:
    """The cells of a hit, in the order of `COLUMNS`."""
    document = hit.document
    values = (
        hit.id, document.title, document.url, document.language, document.source, document.agency,
        ";".join(document.authors), document.published.value,
        ";".join(person.label for person in hit.people), f"{hit.score:.6g}",
        " … ".join(snippet.text for snippet in hit.snippets),
    )  # fmt: skip
    return [cell(value or "") for value in values]


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: `=1+1` → `'=1+1`."""
    return f"'{text}" if text.startswith(_COMPUTED) else text
