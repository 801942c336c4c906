"""Whoosh's frame: schema, segments, the write lock, and the table of contents.

A `ColumnIndex` is a Whoosh `FileIndex` whose table of contents is JSON instead of a pickle
(a pickle is code to whoever opens it). A commit writes the files of new segments, syncs
them, writes `_MAIN_<generation>.toc` beside its place, syncs it, and renames it: before the
rename the old commit is the last one, after it the new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from whoosh.codec.base import Segment as WhooshSegment
from whoosh.fields import DATETIME, ID, KEYWORD, STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex

from search.documents import DATE_FACETS, TERM_FIELDS, TEXT_FACETS
from search.engines.embedded.positions import term_field
from search.errors import IndexDamaged, IndexError_, IndexMismatch

FORMAT: Final = 1
SEGMENT_EXTENSION: Final = ".columns"
DELETIONS_EXTENSION: Final = ".deleted"
ATTACHMENT_EXTENSION: Final = ".attachment"
_LOCK: Final = "WRITELOCK"


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment as the table of contents names it.

    `size` are the bytes of its file, `head_crc32` is the checksum of its beginning (see
    `damage`); `deletions` is the generation whose file of deleted rows holds, 0 for none.
    """

    segid: str
    documents: int
    size: int
    crc32: int
    head_crc32: int
    deletions: int = 0
    deleted: int = 0
    deletions_crc32: int = 0

    @property
    def name(self) -> str:
        """The name that its files share."""
        return f"{_DEF_INDEX_NAME}_{self.segid}"

    @property
    def file(self) -> str:
        """The file of its arrays."""
        return self.name + SEGMENT_EXTENSION

    @property
    def deletions_file(self) -> str | None:
        """The file that marks deleted rows, None where no row is."""
        return f"{self.name}.{self.deletions}{DELETIONS_EXTENSION}" if self.deletions else None


@dataclass(frozen=True, slots=True)
class AttachmentEntry:
    """An attachment as the table of contents names it; `generation` is the commit it came with."""

    name: str
    generation: int
    size: int
    crc32: int

    @property
    def file(self) -> str:
        """The file of its bytes."""
        return f"{_DEF_INDEX_NAME}_{self.name}.{self.generation}{ATTACHMENT_EXTENSION}"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table of contents names: all that belongs to one commit."""

    generation: int
    segments: tuple[SegmentEntry, ...] = ()
    attachments: tuple[AttachmentEntry, ...] = ()

    def files(self) -> dict[str, int]:
        """Every file of the commit but the table of contents, with its CRC-32."""
        found = {attached.file: attached.crc32 for attached in self.attachments}
        for entry in self.segments:
            found[entry.file] = entry.crc32
            if entry.deletions_file is not None:
                found[entry.deletions_file] = entry.deletions_crc32
        return found

    @property
    def revision(self) -> str:
        """Names a commit by its contents too: an index built anew begins again at 1."""
        digest = zlib.crc32(repr((self.segments, self.attachments)).encode())
        return f"{self.generation}-{digest:08x}"


@dataclass(frozen=True, slots=True)
class State:
    """A commit, and the time, size and number of the file of its table of contents."""

    status: tuple[int, int, int] | None
    path: str
    next_path: str
    """Where the table of contents of the next commit would lie."""


class ColumnSegment(WhooshSegment):  # type: ignore[misc]  # whoosh has no types
    """The segment object that Whoosh's index machinery handles."""

    def __init__(self, entry: SegmentEntry) -> None:
        super().__init__(_DEF_INDEX_NAME)
        self.segid = entry.segid
        self.entry = entry

    def codec(self) -> Any:
        """What lets Whoosh's own searcher read this segment."""
        from search.engines.embedded.codec import ColumnCodec  # it imports this module

        return ColumnCodec()

    def doc_count_all(self) -> int:
        """Rows, deleted ones included."""
        return self.entry.documents

    def deleted_count(self) -> int:
        """Deleted rows."""
        return self.entry.deleted


@cache
def schema() -> Schema:
    """The fields of every index, as Whoosh names them."""
    fields: dict[str, Any] = {"id": ID(unique=True, stored=True), "payload": STORED()}
    fields |= {name: term_field() for name in TERM_FIELDS}
    fields |= {f"facet_{name}": KEYWORD(commas=True) for name in TEXT_FACETS}
    fields |= {f"facet_{name}": DATETIME() for name in DATE_FACETS}
    return Schema(**fields)


def describe(whoosh_schema: Schema) -> dict[str, str]:
    """Field names with the names of their types, for the table of contents."""
    return {name: type(field).__name__ for name, field in whoosh_schema.items()}


class ColumnToc(TOC):  # type: ignore[misc]
    """The table of contents of one commit, as JSON."""

    def __init__(self, schema: Schema, contents: Contents) -> None:
        segments = [ColumnSegment(entry) for entry in contents.segments]
        super().__init__(schema, segments, contents.generation)
        self.contents = contents

    @classmethod
    def read(
        cls, storage: FileStorage, indexname: str, gen: int | None = None, schema: Any = None
    ) -> ColumnToc:
        """The last commit, or that of generation `gen`."""
        del schema  # always today's: a differing one is refused below
        generation = cls._latest_generation(storage, indexname) if gen is None else gen
        name = cls._filename(indexname, generation)
        try:
            record = _checked((Path(storage.folder) / name).read_bytes())
            contents = Contents(
                generation,
                tuple(SegmentEntry(**entry) for entry in record["segments"]),
                tuple(AttachmentEntry(**entry) for entry in record["attachments"]),
            )
            described = record["schema"]
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"{name}, the index's table of contents, cannot be read ({error}). "
                "Restore it from a copy, or index anew."
            ) from error
        own = globals()["schema"]()
        # An older index lacks the fields that came since; what is written next has them.
        if not described.items() <= describe(own).items():
            raise IndexMismatch("The index has other fields than this version. Index anew.")
        return cls(own, contents)

    def write(self, storage: FileStorage, indexname: str) -> None:
        """Make this the last commit: write aside, sync, rename, sync the folder."""
        folder = Path(storage.folder)
        record = {
            "format": FORMAT,
            "generation": self.generation,
            "schema": describe(self.schema),
            "segments": [asdict(entry) for entry in self.contents.segments],
            "attachments": [asdict(entry) for entry in self.contents.attachments],
        }
        body = json.dumps(record, indent=1).encode()
        target = folder / self._filename(indexname, self.generation)
        aside = target.with_suffix(".toc.new")
        write_file(aside, body + b"\n%08x" % zlib.crc32(body))
        sync_folder(folder)  # the files' names must last before the name that points to them
        aside.replace(target)
        sync_folder(folder)


def _checked(text: bytes) -> dict[str, Any]:
    """The record of a table of contents; ValueError and the like where it was changed."""
    body, _, crc = text.rpartition(b"\n")
    if crc != b"%08x" % zlib.crc32(body):
        raise ValueError("its checksum does not fit")
    record: dict[str, Any] = json.loads(body)
    if record["format"] != FORMAT:
        raise IndexMismatch(
            f"The index has format {record['format']}, this version reads {FORMAT}. "
            "Run `svodka reindex` with the version that built it, or index anew."
        )
    return record


def _status(path: str) -> tuple[int, int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 -- pathlib costs more than the call
    except OSError:  # replaced by a later commit meanwhile, or lost
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class ColumnIndex(FileIndex):  # type: ignore[misc]
    """A Whoosh index whose table of contents and segments are ours."""

    def __init__(self, folder: Path) -> None:
        # Not FileIndex.__init__: it reads the table of contents as a pickle.
        self.storage = FileStorage(str(folder))
        self._schema = schema()
        self.indexname = _DEF_INDEX_NAME
        self.folder = folder

    @classmethod
    def create_in(cls, folder: Path) -> ColumnIndex:
        """A new, empty index in an existing folder."""
        ColumnToc(schema(), Contents(0)).write(FileStorage(str(folder)), _DEF_INDEX_NAME)
        return cls(folder)

    def reader(self, reuse: Any = None) -> Any:
        """Whoosh's reader of the last commit; `searcher()` searches with it."""
        from search.engines.embedded.codec import open_reader  # it imports this module

        # Opening maps one file a segment. To reuse a reader is worth nothing, and Whoosh
        # would keep its old deletions and the segments that were merged since.
        del reuse
        return open_reader(self)

    def writer(self, procs: int = 1, **options: Any) -> Any:
        """Refused: Whoosh's writer would put pickles in the place of our table of contents."""
        del procs, options
        raise IndexError_(
            "Whoosh's own writer cannot write columns. Use EmbeddedEngine(folder).writer()."
        )

    def _read_toc(self) -> ColumnToc:
        return ColumnToc.read(self.storage, self.indexname)

    def state(self) -> State:
        """What tells the last commit from every other."""
        generation = self.latest_generation()
        path = self._toc_path(generation)
        return State(_status(path), path, self._toc_path(generation + 1))

    def stands(self, state: State) -> bool:
        """Whether the commit is still the last one, without reading or listing anything.

        Its table of contents is the same file and there is no next one: tables of contents are
        removed oldest first, and an index that is built anew in the same folder has new ones.
        """
        # Texts made once, and no question that is answered by an exception: every search asks.
        return state.status is not None and (
            _status(state.path) == state.status and not os.access(state.next_path, os.F_OK)
        )

    def _toc_path(self, generation: int) -> str:
        return str(self.folder / ColumnToc._filename(self.indexname, generation))

    def contents(self) -> Contents:
        """What belongs to the last commit."""
        while True:
            try:
                return self._read_toc().contents
            except FileNotFoundError as error:
                # A writer may have replaced it between listing and reading; then there is
                # a later one. Without any, the index was emptied by hand.
                if self.latest_generation() < 0:
                    raise IndexDamaged(
                        f"{self.folder} has lost its table of contents. Index anew."
                    ) from error

    def entries(self) -> tuple[int, list[SegmentEntry]]:
        """Generation and segments of the last commit."""
        contents = self.contents()
        return contents.generation, list(contents.segments)

    def commit(self, contents: Contents) -> None:
        """Make this the last commit."""
        ColumnToc(self._schema, contents).write(self.storage, self.indexname)

    def tidy(self, contents: Contents) -> None:
        """Remove the files of the index that its last commit does not name.

        Those of a writer that was killed among them. On Windows a file that somebody has
        mapped stays until the next commit.
        """
        named = {*contents.files(), ColumnToc._filename(self.indexname, contents.generation)}
        named.add(f"{self.indexname}_{_LOCK}")
        own = (f"{self.indexname}_", f"_{self.indexname}_")
        # The oldest first: a reader looks for its own table of contents and for the next.
        for path in sorted(self.folder.iterdir(), key=_age):
            if path.name.startswith(own) and path.name not in named:
                with contextlib.suppress(OSError):
                    path.unlink()


def _age(path: Path) -> int:
    toc = re.search(r"_([0-9]+)\.toc$", path.name)
    return int(toc[1]) if toc else -1


def write_file(path: Path, data: bytes) -> int:
    """Write a small file and sync it; returns its CRC-32."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return zlib.crc32(data)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last (a no-op where folders cannot be opened)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
