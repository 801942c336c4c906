"""What commands print: JSON, tables, hits with marked words, progress bars."""

from __future__ import annotations

import csv
import io
import itertools
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from search import rows
from search.cli.frame import colored
from search.documents import IndexedDocument
from search.facets import FacetCounts
from search.partial_dates import PartialDate
from search.results import Hit, Results, Snippet


def echo(text: str = "") -> None:
    """A line of data."""
    click.echo(text, color=colored())


def note(text: str) -> None:
    """A line for whoever watches."""
    click.echo("\n".join(map(plain, text.split("\n"))), err=True, color=colored())


def echo_json(value: Any) -> None:
    """Indented JSON that keeps letters as they are."""
    echo(json.dumps(value, ensure_ascii=False, indent=2))


def echo_json_line(value: Any) -> None:
    """JSON on one line."""
    echo(json.dumps(value, ensure_ascii=False))


def table(rows: Iterable[Sequence[object]], *, right: frozenset[int] = frozenset()) -> None:
    """Columns as wide as their widest cell; the columns in `right` are right-aligned."""
    texts = [[str(cell) for cell in row] for row in rows]
    if not texts:
        return
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))]
    for row in texts:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        echo("  ".join(cells).rstrip())


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error if that is a terminal, else silence."""
    if not sys.stderr.isatty() or not length:
        yield lambda _step: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


# Hits


def marked(snippet: Snippet) -> str:
    """A snippet on one line with its matches set off."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in snippet.ranges:
        pieces.append(plain(snippet.text[at:start]))
        pieces.append(click.style(plain(snippet.text[start:end]), bold=True, underline=True))
        at = end
    pieces.append(plain(snippet.text[at:]))
    return "".join(pieces)


def plain(text: str) -> str:
    """Text of an article without control characters, which could command the terminal."""
    return "".join(
        " " if char.isspace() else char for char in text if char.isprintable() or char.isspace()
    )


def echo_hits(results: Results, first: int, *, explain: bool) -> None:
    """Hits for people: title, whence and when, passages, why."""
    for number, hit in enumerate(results, start=first):
        document = hit.document
        title = marked(hit.title) if document.title else f"({hit.id})"
        echo(f"{number:>3}. {click.style(title, fg='cyan')}")
        facts = [document.source, str(document.published), document.language, hit.id]
        echo("     " + click.style(" · ".join(plain(f) for f in facts if f), dim=True))
        for snippet in hit.snippets:
            cut = f"  [removed: {plain(snippet.removed)}]" if snippet.removed else ""
            echo(f"     {marked(snippet)}" + click.style(cut, dim=True))
        pairs = [
            f"{match.query} → {plain(match.found)} ({match.via})"
            for match in hit.matches
            if match.via not in ("same", "lemma")
        ]
        if pairs:
            echo("     " + click.style("; ".join(pairs), fg="green"))
        if explain:
            for line in str(hit.explain()).splitlines():
                echo(f"     {line}")
        echo()


def echo_facet(name: str, counts: FacetCounts) -> None:
    """One facet as bars, so that it can be looked at rather than read."""
    echo(click.style(name, bold=True))
    most = max([value.count for value in counts.values] + [counts.missing, 1])
    room = max(10, min(30, shutil.get_terminal_size().columns - 60))
    rows = [
        (
            "*" if value.selected else " ",
            plain(value.label),
            value.count,
            "█" * round(room * value.count / most),
        )
        for value in counts.values
    ]
    if counts.missing:
        rows.append((" ", "(unknown)", counts.missing, "█" * round(room * counts.missing / most)))
    table(rows, right=frozenset({2}))
    if counts.truncated:
        echo("  …")


def echo_csv(hits: Iterable[Hit]) -> None:
    """Hits as CSV with a header."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for cells in itertools.chain([rows.COLUMNS], map(rows.row, hits)):
        writer.writerow(cells)
        echo(stream.getvalue().rstrip("\n"))
        stream.seek(0)
        stream.truncate()


def _evidence_of(moment: PartialDate) -> str:
    """The words a date was read from, where they stand, and how sure it is."""
    told = moment.evidence or ""
    if moment.offsets is not None:
        told += ", characters {}–{}".format(*moment.offsets)
    return told if moment.confidence is None else f"{told}, confidence {moment.confidence:g}"


def echo_document(document: IndexedDocument, people: Sequence[str]) -> None:
    """One article with everything that was read of it."""
    echo(click.style(plain(document.title or "(no title)"), bold=True))
    facts = [
        ("id", document.id), ("url", document.url), ("language", document.language),
        ("source", document.source), ("agency", document.agency),
        ("authors", ", ".join(document.authors)), ("editors", ", ".join(document.editors)),
        ("published", str(document.published)), ("people", ", ".join(people)),
    ]  # fmt: skip
    evidence = {**document.evidence}
    if document.published.evidence:
        evidence["published"] = _evidence_of(document.published)
    for name, value in facts:
        if value:
            read_from = f"  [{plain(evidence[name])}]" if name in evidence else ""
            echo(f"{name:>10}  {plain(value)}" + click.style(read_from, dim=True))
    for moment in document.mentioned:
        echo(f" mentioned  {moment}" + click.style(f"  [{plain(moment.evidence or '')}]", dim=True))
    echo()
    for line in document.body.splitlines():
        echo(plain(line))
    if document.removed:
        echo()
        echo(click.style("Removed as page chrome", bold=True))
        for piece in document.removed:
            echo(f"  {plain(piece.text)}" + click.style(f"  [{piece.reason}]", dim=True))
