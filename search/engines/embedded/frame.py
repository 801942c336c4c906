"""Whoosh's frame: schema, segments, the write lock, and the table of contents.

A `ColumnIndex` is a Whoosh `FileIndex` whose table of contents is JSON instead of a pickle
(a pickle is code to whoever opens it). A commit writes the files of new segments, syncs
them, writes `_MAIN_<generation>.toc` beside its place, syncs it, and renames it: before the
rename the old commit is the last one, after it the new one.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from whoosh.codec.base import Segment as WhooshSegment
from whoosh.fields import DATETIME, ID, KEYWORD, STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex, clean_files

from search.documents import DATE_FACETS, TERM_FIELDS, TEXT_FACETS
from search.engines.embedded.positions import term_field
from search.errors import IndexDamaged, IndexError_, IndexMismatch

FORMAT: Final = 1
SEGMENT_EXTENSION: Final = ".columns"
DELETIONS_EXTENSION: Final = ".deleted"


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment as the table of contents names it.

    `deletions` is the generation whose file of deleted rows holds, 0 for none.
    """

    segid: str
    documents: int
    crc32: int
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

    @classmethod
    def read(
        cls, storage: FileStorage, indexname: str, gen: int | None = None, schema: Any = None
    ) -> ColumnToc:
        """The last commit, or that of generation `gen`."""
        del schema  # always today's: a differing one is refused below
        generation = cls._latest_generation(storage, indexname) if gen is None else gen
        name = cls._filename(indexname, generation)
        try:
            text = (Path(storage.folder) / name).read_bytes()
            body, _, crc = text.rpartition(b"\n")
            if int(crc, 16) != zlib.crc32(body):
                raise ValueError("its checksum does not fit")
            record = json.loads(body)
            if record["format"] != FORMAT:
                raise IndexMismatch(
                    f"The index has format {record['format']}, this version reads {FORMAT}. "
                    "Run `svodka reindex` with the version that built it, or index anew."
                )
            entries = [SegmentEntry(**entry) for entry in record["segments"]]
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"{name}, the index's table of contents, cannot be read ({error}). "
                "Restore it from a copy, or index anew."
            ) from error
        own = globals()["schema"]()
        if record["schema"] != describe(own):
            raise IndexMismatch("The index has other fields than this version. Index anew.")
        return cls(own, [ColumnSegment(entry) for entry in entries], generation)

    def write(self, storage: FileStorage, indexname: str) -> None:
        """Make this the last commit: write aside, sync, rename, sync the folder."""
        folder = Path(storage.folder)
        record = {
            "format": FORMAT,
            "generation": self.generation,
            "schema": describe(self.schema),
            "segments": [asdict(segment.entry) for segment in self.segments],
        }
        body = json.dumps(record, indent=1).encode()
        target = folder / self._filename(indexname, self.generation)
        aside = target.with_suffix(".toc.new")
        with aside.open("wb") as file:
            file.write(body + b"\n%08x" % zlib.crc32(body))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)  # the segments' names must last before the name that points to them
        aside.replace(target)
        sync_folder(folder)


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
        ColumnToc(schema(), [], 0).write(FileStorage(str(folder)), _DEF_INDEX_NAME)
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

    def state(self) -> tuple[object, ...]:
        """Changes with every commit, and when the index is built anew in the same folder."""
        generation = self.latest_generation()
        try:
            status = (self.folder / ColumnToc._filename(self.indexname, generation)).stat()
        except OSError:  # replaced by a later commit meanwhile, or lost
            return (generation,)
        return (generation, status.st_mtime_ns, status.st_size, status.st_ino)

    def entries(self) -> tuple[int, list[SegmentEntry]]:
        """Generation and segments of the last commit."""
        while True:
            try:
                toc = self._read_toc()
            except FileNotFoundError as error:
                # A writer may have replaced it between listing and reading; then there is
                # a later one. Without any, the index was emptied by hand.
                if self.latest_generation() < 0:
                    raise IndexDamaged(
                        f"{self.folder} has lost its table of contents. Index anew."
                    ) from error
                continue
            return toc.generation, [segment.entry for segment in toc.segments]

    def commit(self, generation: int, entries: list[SegmentEntry]) -> None:
        """Make these segments the last commit."""
        segments = [ColumnSegment(entry) for entry in entries]
        ColumnToc(self._schema, segments, generation).write(self.storage, self.indexname)

    def tidy(self, generation: int, entries: list[SegmentEntry]) -> None:
        """Remove the files that the commit of `generation` does not name."""
        segments = [ColumnSegment(entry) for entry in entries]
        clean_files(self.storage, self.indexname, generation, segments)
        named = {entry.deletions_file for entry in entries}
        for path in self.folder.glob(f"{self.indexname}_*{DELETIONS_EXTENSION}"):
            if path.name not in named:
                path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last (a no-op where folders cannot be opened)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
