"""Svodka: full-text search with faceted browsing for news in several languages.

    import search

    with search.open_index("indexes/news") as index:
        with index.writer() as writer:
            writer.add(search.Document(id="a1", title="…", body="…"))
        for hit in index.search("big deal", languages=["ru"]):
            print(hit.document.title, hit.matches)

All errors are under `SearchError`; see `search.errors` for the tree.
"""

from typing import TYPE_CHECKING, Any

from search.documents import Document, IndexedDocument, LanguageSpan, Removed
from search.errors import (
    DocumentError,
    IndexDamaged,
    IndexLocked,
    IndexMismatch,
    IndexNotFound,
    InputError,
    ParameterError,
    QuerySyntaxError,
    QueryTooCostly,
    SearchError,
)
from search.facets import FacetCounts, FacetValue
from search.partial_dates import PartialDate
from search.results import Explanation, Hit, Match, Notice, PersonName, Results, Snippet, WordScore

if TYPE_CHECKING:
    from search.library import Index, IndexWriter, Statistics, open_index

__version__ = "0.1.0"

__all__ = [
    "Document",
    "DocumentError",
    "Explanation",
    "FacetCounts",
    "FacetValue",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexLocked",
    "IndexMismatch",
    "IndexNotFound",
    "IndexWriter",
    "IndexedDocument",
    "InputError",
    "LanguageSpan",
    "Match",
    "Notice",
    "ParameterError",
    "PartialDate",
    "PersonName",
    "QuerySyntaxError",
    "QueryTooCostly",
    "Removed",
    "Results",
    "SearchError",
    "Snippet",
    "Statistics",
    "WordScore",
    "__version__",
    "open_index",
]

_LIBRARY = frozenset({"Index", "IndexWriter", "Statistics", "open_index"})


def __getattr__(name: str) -> Any:
    # The library imports every room; who only wants values and errors need not wait for it.
    if name in _LIBRARY:
        from search import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
