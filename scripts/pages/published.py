"""The date of publication of saved pages, ours and that of htmldate alone, side by side.

`pages_dev.tar.xz` holds pages and `pages.jsonl` with the right day of each, or none. Counted
over pages with a day: answered, right of those answered; pages without a day must stay
undated. Neither is told the address, only what stands in the page.
"""

from __future__ import annotations

import json
import logging
import tarfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from search.sources.decoding import declared_charset, decode
from search.sources.html import _parse
from search.sources.metadata import read_metadata

ARCHIVE: Final = "pages_dev.tar.xz"
Dater = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page with its right day ("" where there is none)."""

    file: str
    day: str
    cyrillic: bool
    data: bytes


@dataclass
class Tally:
    """What one dater said of all pages."""

    pages: int = 0
    answered: int = 0
    right: int = 0
    cyrillic: int = 0
    cyrillic_right: int = 0
    undated: int = 0
    undated_kept: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, page: SavedPage, said: str) -> None:
        """Count one answer."""
        if not page.day:
            self.undated += 1
            self.undated_kept += not said
            return
        self.pages += 1
        self.answered += bool(said)
        self.right += said == page.day
        self.cyrillic += page.cyrillic
        self.cyrillic_right += page.cyrillic and said == page.day
        if said != page.day:
            self.misses.append(f"{page.file}: {said or 'no date'}, not {page.day}")

    def figures(self) -> dict[str, Any]:
        """The counts and shares as JSON values."""
        return {
            "pages": self.pages,
            "answered": self.answered,
            "right": self.right,
            "share answered": round(self.answered / self.pages, 4),
            "share right of answered": round(self.right / max(self.answered, 1), 4),
            "cyrillic": f"{self.cyrillic_right} of {self.cyrillic}",
            "undated kept undated": f"{self.undated_kept} of {self.undated}",
            "pages/s": round((self.pages + self.undated) / max(self.seconds, 1e-9)),
            "misses": self.misses,
        }


def saved_pages(data: Path) -> Iterator[SavedPage]:
    """The pages of the archive."""
    with tarfile.open(data / ARCHIVE) as archive:
        files = {Path(member.name).name: member for member in archive if member.isfile()}
        listed = archive.extractfile(files["pages.jsonl"])
        assert listed is not None
        for line in listed.read().decode("utf-8").splitlines():
            record = json.loads(line)
            stream = archive.extractfile(files[record["file"]])
            assert stream is not None
            day = record["date"] if isinstance(record["date"], str) else ""
            yield SavedPage(record["file"], day, record["cyrillic"], stream.read())


def ours(page: bytes) -> str:
    """The day that Svodka reads."""
    tree = _parse(decode(page, declared=declared_charset(page)).text)
    found = read_metadata(tree, datetime.now(UTC).date())
    return found.values.get("published", "")[:10]


def theirs(page: bytes) -> str:
    """The day that htmldate finds in the page."""
    from htmldate import find_date

    return find_date(page, original_date=True, extensive_search=True) or ""


def measured(data: Path, dater: Dater) -> Tally:
    """One dater over all pages, after one to warm up."""
    pages = list(saved_pages(data))
    tally = Tally()
    dater(pages[0].data)
    for page in pages:
        began = time.perf_counter()
        said = dater(page.data)
        tally.seconds += time.perf_counter() - began
        tally.add(page, said)
    return tally


def run(data: Path) -> dict[str, Any]:
    """All figures as a dict that JSON can hold."""
    logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)
    theirs_alone = measured(data, theirs).figures()
    del theirs_alone["misses"]
    return {"svodka": measured(data, ours).figures(), "htmldate alone": theirs_alone}
