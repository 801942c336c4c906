"""Commands that write or look after an index: index, delete, stats, check, reindex."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from search.cli.frame import Command, index_option
from search.cli.output import echo, echo_json, echo_json_line, note, progress, table
from search.cli.watching import follow

if TYPE_CHECKING:
    from search.intake import Summary
    from search.library import Index

MAX_REASONS = 20
"""Reasons printed for one file; a broken JSONL of a million lines has as many."""


meaning_option = click.option(
    "--meaning/--no-meaning",
    default=None,
    help="Give articles sentence vectors, to be found by what they mean. The index remembers it.",
)


@click.command(
    cls=Command,
    examples="""
    svodka index articles/
    svodka index 'news/**/*.html' wire.jsonl.gz --index indexes/news
    svodka index inbox/ --watch
    svodka index https://example.org/feed.xml
    zcat dump.jsonl.gz | svodka index -
    """,
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@index_option
@click.option("--strict", is_flag=True, help="Exit with 1 when anything was skipped.")
@click.option("--prune", is_flag=True, help="Delete articles whose files are gone from SOURCE.")
@click.option("--watch", is_flag=True, help="Go on with what changes, until Ctrl-C.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0.1),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often --watch looks.",
)
@click.option(
    "--published", metavar="DATE", help="The date of articles that state none as a field."
)
@click.option("--full", is_flag=True, help="Get the pages of a feed's entries that are summaries.")
@click.option(
    "--allow-private", is_flag=True, help="Also get addresses of this machine and its network."
)
@meaning_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def index(
    sources: tuple[str, ...],
    path: str,
    strict: bool,
    prune: bool,
    watch: bool,
    interval: float,
    published: str | None,
    full: bool,
    allow_private: bool,
    meaning: bool | None,
    as_json: bool,
) -> int:
    """Index files, folders, globs, addresses (http, https) or standard input (-).

    Reads .txt, .html, .jsonl, .csv, .rss, .atom, .xml, .eml, .warc, .pdf and .docx, each also
    .gz. Running it again on the same input adds nothing; a changed file replaces its old self.
    """
    from search.indexes import folder_of
    from search.library import open_index
    from search.partial_dates import parse_iso
    from search.sources import discover
    from search.sources.addresses import VISITS, Visits, Web
    from search.sources.discovery import is_address
    from search.sources.fetching import Fetcher
    from search.sources.watching import Watch

    if published is not None and parse_iso(published) is None:
        raise click.UsageError("--published takes 2025, 2025-12, 2025-12-18 or a time of day.")
    if watch and "-" in sources:
        raise click.UsageError("--watch takes files and folders, not standard input.")
    if watch and any(map(is_address, sources)):
        raise click.UsageError("--watch takes files and folders; index an address now and then.")
    watched = Watch(sources, prune) if watch else None
    found = discover(sources) if watched is None else watched.first

    def show(summary: Summary, articles: int) -> None:
        if not as_json:
            _show(summary, articles, path)
        elif watched is None:
            echo_json(summary.to_dict())
        else:
            echo_json_line(summary.to_dict())

    with open_index(path, meaning=meaning) as opened:
        _tell_encoder(opened, path, asked=meaning)
        folder = folder_of(path)
        visits = Visits(folder / VISITS if folder else None)
        web = Web(Fetcher(allow_private=allow_private), visits, full)
        with progress(found.size, "Indexing") as step:
            summary = opened.add_files(
                replace(found, web=web), prune=prune, progress=step, published=published
            )
        visits.save()
        show(summary, len(opened))
        for url in web.unchanged:
            note(f"unchanged: {url}: It has nothing new since it was last indexed.")
        skipped = bool(summary.skipped)
        if watched is not None:
            later = follow(opened, watched, interval=interval, show=show, published=published)
            skipped |= any(one.skipped for one in later)
    return 1 if strict and skipped else 0


def _tell_encoder(opened: Index, path: str, *, asked: bool | None) -> None:
    """Say what is not as one may think: no encoder here, or articles from before there was one."""
    if opened.lacks_vectors:
        note(opened.lacks_vectors)
    elif opened.lacks_encoder:
        note(
            f"{path} wants sentence vectors of {opened.encoder}, which is not installed: articles "
            "get none. Run `pip install 'svodka[meaning]'`."
        )
    elif asked and len(opened) and not opened.statistics().encoded:
        note("Articles that are there already get sentence vectors by `svodka reindex`.")


def _show(summary: Summary, articles: int, path: str) -> None:
    counts = [
        f"{summary.added} added", f"{summary.updated} updated", f"{summary.unchanged} unchanged",
        f"{len(summary.skipped)} skipped",
    ]  # fmt: skip
    if summary.deleted:
        counts.append(f"{summary.deleted} deleted")
    echo(", ".join(counts))
    _show_each("skipped", summary.skipped)
    _show_each("warning", summary.warnings)
    if summary.ignored:
        note(f"{summary.ignored} files of other kinds were passed over.")
    note(f"{path} now holds {articles} articles.")


def _show_each(kind: str, pairs: list[tuple[str, str]]) -> None:
    shown: Counter[str] = Counter()
    for origin, sentence in pairs:
        file = origin.rpartition(":")[0] or origin
        shown[file] += 1
        if shown[file] <= MAX_REASONS:
            note(f"{kind}: {origin}: {sentence}")
    for file, count in shown.items():
        if count > MAX_REASONS:
            note(f"{kind}: {file}: and {count - MAX_REASONS} more; --json tells all.")


@click.command(cls=Command, examples="svodka delete wire-2025-12-18-001")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@index_option
def delete(ids: tuple[str, ...], path: str) -> int:
    """Delete articles by their ids."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        there = opened.delete(ids)
    for id in ids:
        if id not in there:
            note(f"There is no article {id}.")
    echo(f"{len(there)} deleted")
    return 0 if there else 1


@click.command(cls=Command, examples="svodka stats --index indexes/demo")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def stats(path: str, as_json: bool) -> None:
    """Say what is in an index."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        statistics, lacking = opened.statistics(), opened.lacks_vectors
    if as_json:
        echo_json(statistics.to_dict())
        return
    languages = ", ".join(f"{code} {count}" for code, count in statistics.languages.items())
    vectors = "none" if statistics.encoder is None and not statistics.passages else (
        f"{statistics.encoder or 'not used'}: {statistics.passages} passages of "
        f"{statistics.encoded} articles"
    )  # fmt: skip
    dates = f"{statistics.first or '–'} to {statistics.last or '–'}"
    table(
        [
            ("articles", statistics.articles), ("languages", languages),
            ("published", dates), ("undated", statistics.undated),
            ("sources", statistics.sources), ("people", statistics.people),
            ("terms", statistics.terms), ("vectors", vectors),
            ("size", f"{statistics.bytes / 1e6:.1f} MB"),
        ]
    )  # fmt: skip
    if lacking:
        note(lacking)


@click.command(cls=Command, examples="svodka check --index indexes/news")
@index_option
def check(path: str) -> int:
    """Verify the files of an index and say what is wrong with them."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        problems = opened.check()
        if opened.lacks_vectors:
            note(opened.lacks_vectors)
        if not problems:
            echo(f"{path} is sound: {len(opened)} articles.")
            return 0
    for problem in problems:
        echo(problem)
    note("Restore the index from a copy, or index its sources anew.")
    return 1


@click.command(cls=Command, examples="svodka reindex --index indexes/news")
@index_option
@meaning_option
def reindex(path: str, meaning: bool | None) -> None:
    """Rebuild an index from its stored originals with today's analysis."""
    from search.library import open_for_reindex

    with (
        open_for_reindex(path, meaning=meaning) as opened,
        progress(len(opened), "Reindexing") as step,
    ):
        if opened.lacks_vectors:
            note(opened.lacks_vectors)
        count = opened.reindex(progress=step)
    echo(f"{count} reindexed")
