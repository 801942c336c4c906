"""What happens when bytes of a segment have changed under an open index.

Small files are compared with their checksums when they are read, and of a segment the first
HEAD bytes, where its header lies, when it is opened. To compare all of a large segment would
cost more than a search, so that is left to `svodka check`. Changed numbers in it may lead
anywhere; what they make go wrong is looked into then: if a file of the view does not fit its
checksum, the error says so, otherwise it is a fault of ours and stays what it is.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar, cast

from search.engines.embedded.arrays import checksum
from search.engines.embedded.frame import SegmentEntry
from search.errors import IndexDamaged, SearchError

HEAD: Final = 1 << 16
"""Bytes of a segment that are verified on opening; its header is shorter."""


def head_checksum(path: Path) -> int:
    """The CRC-32 of the first bytes of a file."""
    with path.open("rb") as file:
        return zlib.crc32(file.read(HEAD))


def verify_head(path: Path, entry: SegmentEntry) -> None:
    """IndexDamaged where a segment has another size than it should, or another beginning."""
    try:
        fits = path.stat().st_size == entry.size and head_checksum(path) == entry.head_crc32
    except OSError as error:
        raise IndexDamaged(f"{path.name} cannot be read ({error.strerror}).") from error
    if not fits:
        raise IndexDamaged(f"{path.name} was changed or torn. Run `svodka check`.")


class _Segment(Protocol):
    @property
    def path(self) -> Path: ...
    @property
    def entry(self) -> SegmentEntry: ...


class _View(Protocol):
    @property
    def segments(self) -> tuple[_Segment, ...]: ...


_Method = TypeVar("_Method", bound=Callable[..., Any])


def guarded(method: _Method) -> _Method:
    """Let a method of a view raise IndexDamaged where it fails because of changed bytes."""
    if inspect.isgeneratorfunction(method):

        @functools.wraps(method)
        def walk(view: _View, *arguments: Any, **named: Any) -> Iterator[Any]:
            with _blaming(view):
                yield from method(view, *arguments, **named)

        return cast("_Method", walk)

    @functools.wraps(method)
    def call(view: _View, *arguments: Any, **named: Any) -> Any:
        with _blaming(view):
            return method(view, *arguments, **named)

    return cast("_Method", call)


@contextlib.contextmanager
def _blaming(view: _View) -> Iterator[None]:
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        # Whatever it is: wrong numbers show as indices out of range, as texts that are no
        # UTF-8, as too much memory, as warnings that somebody made errors.
        for segment in view.segments:
            if _changed(segment):
                raise IndexDamaged(
                    f"{segment.path.name} was changed or torn. Run `svodka check`, and index anew."
                ) from error
        raise


def _changed(segment: _Segment) -> bool:
    try:
        return checksum(segment.path) != segment.entry.crc32
    except OSError:  # merged away since, so there is nothing to compare
        return False
