"""What PDF and DOCX have in common: a text, and properties of the file that are half believed.

The properties come from whatever program wrote the file: its title may be the name of a
template, its author that of an account, its date the day on which somebody saved it. So the
text wins where it says the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from search import dates
from search.documents import Document
from search.partial_dates import parse_iso
from search.sources.decoding import clean, clean_line
from search.sources.markup import believable, under_title
from search.sources.readings import Reading

# "Microsoft Word - bridge.doc", "untitled", "Document1", "bridge_final.indd"
_NO_TITLE: Final = re.compile(
    r"(?i)microsoft word\b|untitled|без имени|без названия|без назви|"
    r"(?:document|dokument|документ)\s?\d*$|\S+\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|tex)$|\W*$"
)
_NO_AUTHOR: Final = re.compile(
    r"(?i)(?:admin(?:istrator)?|user|owner|microsoft\b.*|root|пользователь|корист|python-docx)$|.*@"
)
_HEAD: Final = 15
_TITLE_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """The text of a document file with its properties; `kind` names the format."""

    kind: str
    text: str
    title: str = ""
    authors: str = ""
    created: str = ""


def as_reading(
    paper: Paper,
    warnings: list[str],
    *,
    origin: str,
    file: str,
    id: str,
    today: date | None = None,
) -> Reading:
    """The article of a document file."""
    text = clean(paper.text).strip()
    if not text:
        reason = f"The {paper.kind} file has no text; it may be made of pictures."
        return Reading(origin, file, skipped=reason, warnings=tuple(warnings))
    evidence: dict[str, str] = {}
    title = clean_line(paper.title)
    if _NO_TITLE.match(title) or len(title) > _TITLE_LIMIT:
        title = ""
    authors = [clean_line(name) for name in re.split(r";|,(?=\s*\S+\s)", paper.authors[:2000])]
    authors = [name for name in authors if 0 < len(name) <= 100 and not _NO_AUTHOR.match(name)]
    published = _created(paper, text, today or datetime.now(UTC).date())
    stated = {"title": title, "authors": authors, "published": published}
    evidence = {key: f"properties of the {paper.kind} file" for key in stated if stated[key]}
    document = Document(
        id,
        title=title,
        body=under_title(title, text),
        authors=tuple(dict.fromkeys(authors)),
        published=published,
    )
    return Reading(origin, file, document, pasted=True, evidence=evidence, warnings=tuple(warnings))


def _created(paper: Paper, text: str, today: date) -> str | None:
    """The day on which the file was made, unless the text itself has a date to be found."""
    created = parse_iso(clean_line(paper.created)[:40])
    if created is None or not believable(str(created), today):
        return None
    lines = text.split("\n")
    around = dates.published([*lines[:_HEAD], *lines[-_HEAD:]], today=today)
    if around.value is not None or dates.of_text(text, None, today=today).value is not None:
        return None
    return str(created)[:10]
