"""Where indexes live and how one is opened: paths, the manifest, the analysis fingerprint.

An index is a folder: the engine's files, and `svodka.json`, which says by which version of
the analysis its terms were made. Terms of another version would silently not be found, so a
mismatch is an error that names the way out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from search.analysis import Analyzer
from search.engines.base import Engine
from search.errors import IndexDamaged, IndexMismatch, IndexNotFound

MANIFEST: Final = "svodka.json"
FORMAT: Final = 1
MEMORY: Final = ":memory:"
DEFAULT: Final = "indexes/default"
_CONTENTS: Final = "_MAIN_*.toc"


def open_engine(path: str | os.PathLike[str], *, create: bool, check_analysis: bool) -> Engine:
    """The engine of the index at `path`; `:memory:` is one that lives as long as it is open.

    Raises IndexNotFound where there is none and `create` is False, IndexMismatch where it
    was built by another analysis and `check_analysis` is True.
    """
    if str(path) == MEMORY:
        from search.engines.memory import MemoryEngine

        return MemoryEngine()
    folder = Path(path)
    if folder.exists() and not folder.is_dir():
        raise IndexNotFound(f"{folder} is a file, not an index. Name a folder.")
    if not (folder / MANIFEST).exists():
        if any(folder.glob(_CONTENTS)):
            if check_analysis:
                raise IndexDamaged(
                    f"{folder} has lost its {MANIFEST}, which says how it was analysed. "
                    f"Run `svodka reindex --index {folder}`."
                )
        elif not create:
            raise not_found(folder)
        else:
            _refuse_strange_folder(folder)
            folder.mkdir(parents=True, exist_ok=True)
            write_manifest(folder)
    elif check_analysis:
        _check_fingerprint(folder)
    # numpy and Whoosh take 0.2 s to import: only for who opens an index.
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(folder, create=create)


def write_manifest(folder: Path) -> None:
    """Say that the terms of this index are of today's analysis."""
    aside = folder / (MANIFEST + ".new")
    with aside.open("wb") as file:
        file.write(_manifest())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / MANIFEST)


def check_manifest(folder: Path) -> list[str]:
    """What is wrong with the manifest of an index that could be opened.

    It has no checksum: of today's analysis there is but one, byte for byte.
    """
    try:
        fits = (folder / MANIFEST).read_bytes() == _manifest()
    except OSError as error:
        return [f"{MANIFEST} cannot be read: {error.strerror or error}."]
    return [] if fits else [f"{MANIFEST} was changed. Run `svodka reindex` to write it again."]


def _manifest() -> bytes:
    record = {"svodka": FORMAT, "analysis": Analyzer().fingerprint()}
    return json.dumps(record, indent=1).encode() + b"\n"


def _check_fingerprint(folder: Path) -> None:
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version, analysis = record["svodka"], record["analysis"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(
            f"{folder / MANIFEST} cannot be read ({error}). Run `svodka reindex` to rebuild it."
        ) from error
    if version != FORMAT:
        raise IndexMismatch(
            f"{folder} has format {version}, this version reads {FORMAT}. Index anew."
        )
    if analysis != Analyzer().fingerprint():
        raise IndexMismatch(
            f"{folder} was built with another analysis ({analysis}; today's is "
            f"{Analyzer().fingerprint()}). Run `svodka reindex --index {folder}`."
        )


def _refuse_strange_folder(folder: Path) -> None:
    """Never lay an index into a folder that holds something else."""
    if folder.is_dir():
        strange = [p for p in folder.iterdir() if not p.name.startswith(("MAIN_", "_MAIN_", "."))]
        if strange:
            raise IndexNotFound(
                f"{folder} is no index and is not empty. Name an empty or a new folder."
            )


def existing(beside: str | os.PathLike[str] = DEFAULT) -> Iterator[Path]:
    """The indexes in the folder of `beside`."""
    parent = Path(beside).parent
    if parent.is_dir():
        yield from sorted(path.parent for path in parent.glob(f"*/{MANIFEST}"))


def not_found(folder: Path) -> IndexNotFound:
    """The error for a path without an index; it names those that are near."""
    others = ", ".join(str(path) for path in existing(folder))
    hint = f"There are {others}; name one with --index." if others else (
        "Make one with `svodka index SOURCE`."
    )  # fmt: skip
    return IndexNotFound(f"There is no index at {folder}. {hint}")
