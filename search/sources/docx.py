"""DOCX: the paragraphs of a Word file, read from its zip archive with a limit on every part."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date
from typing import Any, Final

from search.errors import InputError
from search.sources.markup import local_name, parse_xml
from search.sources.papers import Paper, as_reading
from search.sources.readings import HTML_LIMIT, Reading, read_whole

_MAIN: Final = re.compile(r"word/document\d*\.xml")
_PROPERTIES: Final = "docProps/core.xml"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TITLE_STYLES: Final = frozenset({"title", "заголовок", "titel", "titre", "tytu", "ttulo"})


def read_docx(
    data: bytes, *, origin: str, file: str, id: str, today: date | None = None
) -> Reading:
    """The article of a Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            paper, warnings = _read(archive)
    except InputError as error:
        return Reading(origin, file, skipped=str(error))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        return Reading(origin, file, skipped=_damage(data, error))
    except NotImplementedError:
        return Reading(origin, file, skipped="The DOCX file is packed in an unknown way.")
    return as_reading(paper, warnings, origin=origin, file=file, id=id, today=today)


def _damage(data: bytes, error: Exception) -> str:
    if not data:
        return "It is empty."
    if data.startswith(_OLD):
        return "It is an old or a protected office document; save it as .docx without a password."
    if isinstance(error, RuntimeError):
        return "The DOCX file is protected by a password."
    return "The DOCX file is damaged, or it is none."


def _read(archive: zipfile.ZipFile) -> tuple[Paper, list[str]]:
    names = archive.namelist()
    main = next((name for name in names if _MAIN.fullmatch(name)), None)
    if main is None:
        raise InputError("It is a zip archive, but no DOCX file.")
    root, warnings = parse_xml(_part(archive, main))
    if root is None:
        raise InputError("The text of the DOCX file cannot be parsed.")
    title, text = _text(root)
    properties = {}
    if _PROPERTIES in names:
        core, _ = parse_xml(_part(archive, _PROPERTIES))
        properties = {local_name(one): one.text or "" for one in (() if core is None else core)}
    paper = Paper(
        "DOCX", text, properties.get("title", "") or title, properties.get("creator", ""),
        properties.get("created", ""),
    )  # fmt: skip
    return paper, warnings


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of the archive; a bomb ends at the limit whatever the archive says of its size."""
    with archive.open(name) as stream:
        return read_whole(stream, HTML_LIMIT)  # type: ignore[arg-type, unused-ignore]


def _text(root: Any) -> tuple[str, str]:
    """The first paragraph in the style of a title, and all paragraphs, one a line."""
    title = ""
    lines: list[str] = []
    # Text boxes stand there twice, once for old versions of Word.
    for twice in list(root.iter("{*}Fallback")):
        twice.getparent().remove(twice)
    pieces: list[str] = []
    style = ""
    for node in root.iter("{*}p", "{*}t", "{*}pStyle", *(f"{{*}}{name}" for name in _BREAKS)):
        name = local_name(node)
        if name == "p":
            title = _paragraph(pieces, style, lines, title)
            pieces, style = [], ""
        elif name == "pStyle":
            style = next((v for k, v in node.attrib.items() if k.endswith("val")), "")
        elif name == "t":
            pieces.append(node.text or "")
        elif local_name(node.getparent()) == "r":  # w:tab also defines tab stops
            pieces.append(_BREAKS[name])
    title = _paragraph(pieces, style, lines, title)
    return title, "\n".join(lines)


def _paragraph(pieces: list[str], style: str, lines: list[str], title: str) -> str:
    text = " ".join("".join(pieces).split(" ")).strip()
    if text:
        lines.append(text)
    is_title = style.casefold().rstrip("0123456789") in _TITLE_STYLES
    return text if text and is_title and not title else title
