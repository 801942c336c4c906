"""Dictionaries that a reader adds to an index, beside the lexicon that comes with Svodka.

Each lies as a file NAME.tsv of our own form in the folder `lexicon` of the index, so it can be read
and mended by hand; a change counts from the next search on, and no article is indexed again. What
they pair counts a little less than our own pairs (`TRUST`), as nobody weighed it for news.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from search.documents import LANGUAGES
from search.errors import InputError
from search.lexicon import dictd
from search.lexicon.concepts import Concept, languages_of, parse_lines
from search.lexicon.lookup import Lexicon

FOLDER: Final = "lexicon"
TRUST: Final = 0.75
"""Weight of the best alternative of a dictionary that was not written for news."""
MAX_FILE: Final = 64 * 1024 * 1024
MAX_HEADWORDS: Final = 200_000
"""Lines of one dictionary. Of a larger one the shorter headwords are kept, as rarer compounds of
German are long."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class AddedDictionary:
    """A dictionary of an index: its name, languages, lines, and lines left out when added."""

    name: str
    languages: tuple[str, ...]
    lines: int
    left_out: int = 0


def add(
    folder: Path, path: Path, *, name: str | None = None, languages: tuple[str, str] | None = None
) -> AddedDictionary:
    """Add a dictionary of dictd (either of its files) or a table to the index in `folder`.

    A table has our columns with a header (`en`, `ru`, …, `pos`, `sense`), or two columns without
    one, which are then `languages`: what is given, or what the file's name tells. The same name
    again replaces. InputError says what is wrong with which line; then nothing is changed.
    """
    title = name if name is not None else _name_of(path)
    if not _NAME.fullmatch(title):
        raise InputError(f"{title!r} is no name. Use a-z, 0-9 and hyphens, 40 at most.")
    pair = languages or dictd.languages_in(path.name)
    lines, left_out = _dictd(path, pair) if dictd.is_dictd(path) else _table(path, pair)
    concepts = _checked(lines, f"{title}.tsv")
    target = folder / FOLDER / f"{title}.tsv"
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".new")
    with aside.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)
    return AddedDictionary(title, languages_of(lines[0].split("\t")), len(concepts), left_out)


def remove(folder: Path, name: str) -> None:
    """Take a dictionary away from an index; InputError names those that there are."""
    if name not in (names := _names(folder)):
        there = ", ".join(names) or "none"
        raise InputError(f"There is no dictionary {name} in {folder}. There are: {there}.")
    (folder / FOLDER / f"{name}.tsv").unlink()


def dictionaries(folder: Path) -> tuple[AddedDictionary, ...]:
    """The dictionaries of an index, by name."""
    found = []
    for name in _names(folder):
        concepts = _concepts(folder, name)
        languages = dict.fromkeys(code for one in concepts for code in one.renderings)
        found.append(AddedDictionary(name, tuple(languages), len(concepts)))
    return tuple(found)


def lexicon_of(folder: Path | None, own: Lexicon) -> Lexicon:
    """Our lexicon with the dictionaries of an index; the same object while none of them changes.

    An index in memory has no folder. InputError where a dictionary was mended into something else.
    """
    names = _names(folder) if folder is not None else ()
    if folder is None or not names:
        return own
    seen = tuple((name, (folder / FOLDER / f"{name}.tsv").stat().st_mtime_ns) for name in names)
    return _joined(folder, seen, own)


@lru_cache(maxsize=4)
def _joined(folder: Path, seen: tuple[tuple[str, int], ...], own: Lexicon) -> Lexicon:
    return Lexicon([*own.concepts, *(one for name, _ in seen for one in _concepts(folder, name))])


def _concepts(folder: Path, name: str) -> list[Concept]:
    path = folder / FOLDER / f"{name}.tsv"
    return _checked(_text(path).splitlines(), path.name)


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (folder / FOLDER).glob("*.tsv")))


def _name_of(path: Path) -> str:
    stem = re.sub(r"(\.dict)?\.(index|dict|dz|tsv|txt)$", "", path.name)
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40]


def _checked(lines: Iterable[str], name: str) -> list[Concept]:
    try:
        return list(parse_lines(lines, name, whole=False))
    except ValueError as error:
        raise InputError(f"{error}. Mend that line and add the file again.") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE:
            raise InputError(f"{path} is larger than {MAX_FILE >> 20} MB.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8 text. Save it as UTF-8.") from error


def _table(path: Path, languages: tuple[str, str] | None) -> tuple[list[str], int]:
    """The lines of a table with a header of our form."""
    lines = [one for one in _text(path).splitlines() if one.strip() and not one.startswith("#")]
    if not lines:
        raise InputError(f"{path} is empty.")
    if len(languages_of(lines[0].split("\t"))) < 2:
        pair = _needed(path, languages)
        lines = ["\t".join(pair), *lines]
    return _kept(lines[0], lines[1:])


def _dictd(path: Path, languages: tuple[str, str] | None) -> tuple[list[str], int]:
    source, target = _needed(path, languages)
    rows = (
        f"{headword}\t{' | '.join(_weighted(text, weight) for text, weight in alternatives)}"
        for headword, alternatives in dictd.read(path, source, target)
    )
    lines, left_out = _kept(f"{source}\t{target}", rows)
    if len(lines) == 1:
        raise InputError(
            f"{path} has no headword in {source} with words in {target}. Check --from and --to."
        )
    return lines, left_out


def _kept(header: str, rows: Iterable[str]) -> tuple[list[str], int]:
    whole = list(rows)
    kept = whole
    if len(whole) > MAX_HEADWORDS:
        limit = sorted(row.find("\t") for row in whole)[MAX_HEADWORDS - 1]
        kept = [row for row in whole if row.find("\t") <= limit][:MAX_HEADWORDS]
    return [header, *kept], len(whole) - len(kept)


def _weighted(text: str, weight: float) -> str:
    return f"{text} ~{max(0.1, round(weight * TRUST, 2)):g}"


def _needed(path: Path, languages: tuple[str, str] | None) -> tuple[str, str]:
    if languages is None:
        raise InputError(f"Say which languages {path.name} pairs, as --from en --to ru.")
    if unknown := [one for one in languages if one not in LANGUAGES]:
        raise InputError(f"{unknown[0]!r} is no language here. Use {', '.join(LANGUAGES)}.")
    if languages[0] == languages[1]:
        raise InputError("A dictionary pairs two different languages.")
    return languages
