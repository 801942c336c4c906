"""A writer around a writer: passes everything on, and does one thing more before the commit."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from search.documents import AnalyzedDocument
from search.engines.base import Writer


class PassingWriter:
    """Passes everything on to `inner`.

    `finish` is called at the end of a `with` block that ends well; what it raises becomes the
    exception by which the inner writer leaves its own block, so nothing is committed then.
    """

    def __init__(self, inner: Writer) -> None:
        self._inner = inner

    def add(self, document: AnalyzedDocument) -> None:
        """Add an article, or replace the one of the same id."""
        self._inner.add(document)

    def delete(self, id: str) -> None:
        """Delete an article; nothing happens when there is none."""
        self._inner.delete(id)

    def attach(self, name: str, data: bytes) -> None:
        """Keep bytes with the index under a name."""
        self._inner.attach(name, data)

    def finish(self) -> None:
        """What is left to do before the commit; nothing here."""

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            try:
                self.finish()
            except BaseException as failure:
                self._inner.__exit__(type(failure), failure, failure.__traceback__)
                raise
        self._inner.__exit__(kind, error, trace)
