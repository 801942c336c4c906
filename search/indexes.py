"""Where indexes live and how one is opened: paths, the manifest, the analysis fingerprint.

An index is a folder: the engine's files, and `svodka.json`, which says by which version of
the analysis its terms were made, and which encoder made its vectors if it wants any. Terms of
another version would silently not be found, so a mismatch is an error that names the way out.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from search.analysis import Analyzer
from search.encoders import passages
from search.engines.base import Engine
from search.errors import IndexDamaged, IndexMismatch, IndexNotFound

MANIFEST: Final = "svodka.json"
FORMAT: Final = 1
MEMORY: Final = ":memory:"
ADDRESSES: Final = ("opensearch://", "opensearchs://")
DEFAULT: Final = "indexes/default"
_CONTENTS: Final = "_MAIN_*.toc"
_CUT: Final = f"@{passages.VERSION}"
"""Behind the encoder in a manifest: how articles were cut for it."""


def open_engine(path: str | os.PathLike[str], *, create: bool, check_analysis: bool) -> Engine:
    """The engine of the index at `path`: a folder, or the address of one on a cluster.

    `:memory:` is one that lives as long as it is open.

    Raises IndexNotFound where there is none and `create` is False, IndexMismatch where it
    was built by another analysis and `check_analysis` is True.
    """
    if str(path) == MEMORY:
        from search.engines.memory import MemoryEngine

        return MemoryEngine()
    if is_address(path):
        return _open_on_cluster(str(path), create=create, check_analysis=check_analysis)
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


def is_address(path: str | os.PathLike[str]) -> bool:
    """Whether a path is the address of an index on a cluster, as opensearch://host:9200/news."""
    return str(path).startswith(ADDRESSES)


def folder_of(path: str | os.PathLike[str]) -> Path | None:
    """The folder of an index; None where it has none: in memory or on a cluster."""
    return None if str(path) == MEMORY or is_address(path) else Path(path)


def _open_on_cluster(address: str, *, create: bool, check_analysis: bool) -> Engine:
    # An extra, which only who has such an index needs.
    from search.engines.opensearch import OpenSearchEngine, parse

    return OpenSearchEngine(
        parse(address),
        analysis=Analyzer().fingerprint(),
        create=create,
        check_analysis=check_analysis,
    )


def write_manifest(folder: Path, encoder: str | None = None) -> None:
    """Say that the terms of this index are of today's analysis, and its vectors of an encoder."""
    aside = folder / (MANIFEST + ".new")
    with aside.open("wb") as file:
        file.write(_manifest(encoder))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / MANIFEST)


def check_manifest(folder: Path) -> list[str]:
    """What is wrong with the manifest of an index that could be opened.

    It has no checksum: of today's analysis there is but one, byte for byte.
    """
    try:
        fits = (folder / MANIFEST).read_bytes() == _manifest(encoder_of(folder))
    except OSError as error:
        return [f"{MANIFEST} cannot be read: {error.strerror or error}."]
    return [] if fits else [f"{MANIFEST} was changed. Run `svodka reindex` to write it again."]


def encoder_of(folder: Path) -> str | None:
    """The setting of the encoder that an index wants vectors of; None where it wants none."""
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        encoder = record.get("encoder")
    except (OSError, ValueError, AttributeError):  # `_check_fingerprint` and `check` tell
        return None
    return encoder.removesuffix(_CUT) if isinstance(encoder, str) else None


def _manifest(encoder: str | None) -> bytes:
    record: dict[str, object] = {"svodka": FORMAT, "analysis": Analyzer().fingerprint()}
    if encoder is not None:
        record["encoder"] = encoder + _CUT
        record["encoder_crc32"] = zlib.crc32(encoder.encode())
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
    encoder = record.get("encoder")
    if encoder is not None and not str(encoder).endswith(_CUT):
        raise IndexMismatch(
            f"The vectors of {folder} were made by another version ({encoder}). "
            f"Run `svodka reindex --index {folder}`."
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
