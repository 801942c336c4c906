"""Which files a list of SOURCEs means: files, folders, globs, addresses, `-` for stdin.

A *source* is what the reader named, an *input file* what is found there. Every file is read
once, under its own name before that of a symbolic link to it. The id of a file is its path
relative to the source (`2025/12/a.txt`), its canonical form the absolute path: with the
folder's own links resolved, so that `news/` and a link to it prune the same articles.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, Literal

from search.errors import InputError
from search.sources.decoding import clean_line
from search.sources.readings import Reading, damage

if TYPE_CHECKING:
    from search.sources.addresses import Web

Kind = Literal[
    "text", "html", "jsonl", "csv", "feed", "mail", "warc", "pdf", "docx", "stdin", "address"
]
STDIN: Final = "-"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
SUFFIXES: Final[dict[str, Kind]] = {
    ".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl",
    ".csv": "csv", ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed",
    ".eml": "mail", ".warc": "warc", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
_READABLE: Final = (
    ".txt, .html, .jsonl, .csv, .rss, .atom, .xml, .eml, .warc, .pdf or .docx, each also with .gz"
)


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. `path` opens it, `origin` shows it, `file` is its canonical form.

    `id` is that of the article when the file is one article; `size` counts bytes on disk.
    """

    path: str
    origin: str
    file: str
    id: str
    kind: Kind
    compressed: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What one source names: a folder with all below it, a file, or the parts of a glob."""

    root: str
    pattern: tuple[str, ...] | None = None
    is_folder: bool = False

    def holds(self, file: str) -> bool:
        """Whether a file of this canonical name would be read if it existed."""
        if file == self.root:
            return True
        prefix = self.root if self.root.endswith("/") else self.root + "/"
        if not file.startswith(prefix):
            return False
        if self.pattern is None:
            return self.is_folder
        return _below_match(file[len(prefix) :], self.pattern)


@dataclass(frozen=True, slots=True)
class Discovery:
    """The input files of a list of sources, and what is wrong with the others.

    `ignored` counts files of folders and globs that are of no kind we read. `web` says how
    addresses are read, by default without asking again for what was read before.
    """

    files: tuple[InputFile, ...] = ()
    skipped: tuple[Reading, ...] = ()
    ignored: int = 0
    scopes: tuple[Scope, ...] = ()
    unreadable: tuple[str, ...] = ()
    web: Web | None = None

    @property
    def size(self) -> int:
        """Bytes on disk in all, for a progress bar."""
        return sum(file.size for file in self.files)

    def covers(self, file: str) -> bool:
        """Whether a canonical file belongs to these sources, so that its absence counts.

        A source that does not exist covers only its own name and not what was below it, as
        it may be a disk that is not mounted; what cannot be listed covers nothing.
        """
        if any(file == path or file.startswith(path + "/") for path in self.unreadable):
            return False
        return any(scope.holds(file) for scope in self.scopes)

    def vanished(self, files: Iterable[str]) -> set[str]:
        """Those of the canonical files, read earlier, that no longer exist: to be pruned."""
        present = {file.file for file in self.files}
        return {file for file in files if file not in present and self._is_gone(file)}

    def _is_gone(self, file: str) -> bool:
        if not self.covers(file):
            return False
        try:
            return not Path(file).exists()  # a hidden file is not found, but not gone either
        except (OSError, ValueError):
            return False


@dataclass(slots=True)
class _Search:
    """The state of one discovery; `met` counts what was there to read, also a second time."""

    files: list[InputFile] = field(default_factory=list)
    skipped: list[Reading] = field(default_factory=list)
    ignored: int = 0
    met: int = 0
    scopes: list[Scope] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    seen: set[tuple[int, int] | str] = field(default_factory=set)

    def skip(self, origin: str | Path, reason: str, file: str | Path = "") -> None:
        canonical = printable(file if str(file) else origin)
        self.skipped.append(Reading(printable(origin), canonical, skipped=reason))

    def first_time(self, path: Path, status: os.stat_result) -> bool:
        """Whether a file or folder is met for the first time, by whatever name."""
        key: tuple[int, int] | str = (status.st_dev, status.st_ino)
        if not status.st_ino:  # some network file systems have no file numbers
            key = str(path.resolve())
        new = key not in self.seen
        self.seen.add(key)
        return new

    def add(self, path: Path, root: Path, name: str, status: os.stat_result) -> None:
        kind, compressed = kind_of(name)
        if kind is not None:
            self.files.append(
                InputFile(
                    str(path),
                    printable(path),
                    printable(root / name),
                    clean_line(printable(name)),
                    kind,
                    compressed,
                    status.st_size,
                )
            )


@dataclass(frozen=True, slots=True)
class _Tree:
    """A place to walk: `base` opens it, `root` is its canonical form."""

    base: Path
    root: Path
    wanted: Callable[[str], bool] = lambda _name: True


def discover(sources: Sequence[str]) -> Discovery:
    """Find the files that sources mean, in the order of sources, then by path."""
    search = _Search()
    for source in sources:
        try:
            _source(search, source)
        except (OSError, ValueError, RuntimeError) as error:
            # ValueError: a NUL inside a name; RuntimeError: a link to itself (Python 3.11).
            reason = damage(error) if isinstance(error, OSError) else "It is no name of a file."
            search.skip(source, reason)
    return Discovery(
        tuple(search.files),
        tuple(search.skipped),
        search.ignored,
        tuple(search.scopes),
        tuple(search.unreadable),
    )


def kind_of(name: str) -> tuple[Kind | None, bool]:
    """The kind that a file name tells, and whether it is compressed."""
    name = name.lower()
    return SUFFIXES.get(PurePath(name.removesuffix(".gz")).suffix), name.endswith(".gz")


def printable(name: str | Path) -> str:
    """A file name as text that any stream can hold; undecodable bytes in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _source(search: _Search, source: str) -> None:
    path = Path(source)
    if source == STDIN:
        if any(file.kind == "stdin" for file in search.files):
            search.skip(source, "Standard input can be named only once.")
        else:
            search.files.append(InputFile(STDIN, STDIN, STDIN, STDIN, "stdin"))
    elif is_address(source):
        _address(search, source)
    elif not source:
        search.skip(source, "The name of a source is empty.")
    elif path.is_dir():
        _folder(search, path)
    elif path.exists() or path.is_symlink():
        _named(search, path)
    elif glob.has_magic(source):
        _glob(search, source)
    else:
        file = path.parent.resolve() / path.name
        search.scopes.append(Scope(printable(file)))
        search.skip(source, "There is no such file or folder.", file)


def is_address(source: str) -> bool:
    """Whether a source is meant as an address and not as the name of a file."""
    return bool(_ADDRESS.match(source))


def _address(search: _Search, source: str) -> None:
    # Sockets and certificates take a while to load; files need none of that.
    from search.sources.fetching import split_address

    try:
        split_address(source)
    except InputError as error:
        search.skip(source, str(error))
        return
    if source not in search.seen:
        search.seen.add(source)
        url = printable(source)
        search.files.append(InputFile(source, url, url, url, "address"))


def _named(search: _Search, path: Path) -> None:
    """A file named directly; what cannot be read is told, not ignored."""
    root = path.parent.resolve()
    file = root / path.name
    search.scopes.append(Scope(printable(file)))
    if not path.exists():
        search.skip(path, "It is a link to a file that does not exist.", file)
    elif kind_of(path.name)[0] is None:
        search.skip(path, f"Its kind is not known; a name must end in {_READABLE}.", file)
    elif not path.is_file():
        search.skip(path, "It is not a regular file.", file)
    elif search.first_time(path, status := path.stat()):
        search.add(path, root, path.name, status)


def _folder(search: _Search, source: Path) -> None:
    root = source.resolve()
    search.scopes.append(Scope(printable(root), is_folder=True))
    before, ignored, unreadable = search.met, search.ignored, len(search.unreadable)
    _add_all(search, _Tree(source, root), [""])
    if before == search.met and unreadable == len(search.unreadable):
        others = search.ignored - ignored
        rest = f" ({others} other files were ignored)" if others else ""
        search.skip(source, f"The folder holds no file ending in {_READABLE}{rest}.", root)


def _glob(search: _Search, source: str) -> None:
    base, pattern = _split_glob(source)
    tree = _Tree(base, base.resolve(), lambda name: _below_match(name, pattern))
    starts = [""]
    if "**" not in pattern:  # no need to walk all of `news/` for `news/*.txt`
        matches = glob.glob("/".join(pattern), root_dir=base)  # noqa: PTH207 -- sees root_dir
        starts = sorted(matches)
    if base.is_dir():
        search.scopes.append(Scope(printable(tree.root), pattern))
    before, ignored = search.met, search.ignored
    if starts and base.is_dir():
        _add_all(search, tree, starts)
    if before == search.met:
        what = " that can be read" if search.ignored > ignored else " or folder"
        search.skip(source, f"The pattern matches no file{what}.", tree.root)


def _split_glob(source: str) -> tuple[Path, tuple[str, ...]]:
    """The fixed folder of a glob and the rest: `news/*/a*.txt` is `news` and `*/a*.txt`."""
    parts = Path(source).parts
    fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    rest = parts[fixed:]
    twice = {n for n in range(1, len(rest)) if rest[n] == rest[n - 1] == "**"}
    return Path(*parts[:fixed]), tuple(part for n, part in enumerate(rest) if n not in twice)


def _add_all(search: _Search, tree: _Tree, starts: list[str]) -> None:
    """Add the readable files at and below `starts` (paths relative to the tree), sorted."""
    links: list[str] = []
    found = list(_walk(search, tree, starts, links))
    while links:  # real names came first, so a link adds only what is elsewhere
        found += _walk(search, tree, [links.pop(0)], links, follow=True)
    for name, status in sorted(found, key=lambda item: item[0].split("/")):
        search.add(tree.base / name, tree.root, name, status)


def _walk(
    search: _Search, tree: _Tree, starts: list[str], links: list[str], *, follow: bool = False
) -> Iterator[tuple[str, os.stat_result]]:
    """Readable files below `starts` that are new; links met on the way go into `links`."""
    stack = list(reversed(starts))
    while stack:
        name = stack.pop()
        path = tree.base / name
        if name and not follow and path.is_symlink():
            links.append(name)
            continue
        follow = False  # only the start is a link to be followed
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if search.first_time(path, status):
                    stack += reversed(_children(path, name))
                else:
                    search.met += 1
                continue
        except OSError as error:
            if not isinstance(error, FileNotFoundError):  # a link to nowhere has vanished
                search.unreadable.append(printable(tree.root / name))
            search.skip(path, damage(error), tree.root / name)
            continue
        if not tree.wanted(name):
            continue
        if kind_of(name)[0] is None or not stat.S_ISREG(status.st_mode):
            search.ignored += 1
            continue
        search.met += 1
        if search.first_time(path, status):
            yield name, status


def _children(folder: Path, name: str) -> list[str]:
    names = sorted(child.name for child in folder.iterdir() if not child.name.startswith("."))
    return [f"{name}/{child}" if name else child for child in names]


def _below_match(name: str, pattern: tuple[str, ...]) -> bool:
    """Whether a path or a folder above it matches: a matched folder is read with all below."""
    parts = tuple(name.split("/"))
    return any(_match(parts[:n], pattern) for n in range(1, len(parts) + 1))


def _match(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Whether the parts of a path match those of a glob, in which `**` is any number."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_match(parts[n:], pattern[1:]) for n in range(len(parts) + 1))
    return (
        bool(parts) and fnmatch.fnmatchcase(parts[0], pattern[0]) and _match(parts[1:], pattern[1:])
    )
