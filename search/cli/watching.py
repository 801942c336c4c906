"""`svodka index --watch`: index what is there, then what changes, until the reader stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from search.cli.output import note
from search.errors import IndexLocked

if TYPE_CHECKING:
    from search.intake import Summary
    from search.library import Index
    from search.sources.watching import Watch


def follow(
    opened: Index,
    watch: Watch,
    *,
    interval: float,
    show: Callable[[Summary, int], None],
    sleep: Callable[[float], None] = time.sleep,
    published: str | None = None,
) -> list[Summary]:
    """Index each batch of changes in one commit and show it; returns when interrupted."""
    summaries: list[Summary] = []
    try:
        note(f"Watching for changes every {interval:g} s; Ctrl-C ends it.")
        while True:
            sleep(interval)
            found = watch.poll()
            if found is None:
                continue
            try:
                summary = opened.add_files(found, prune=watch.prune, published=published)
            except IndexLocked:
                note("The index is being written by another process; trying again.")
                continue
            watch.settle(found)
            if not _is_idle(summary):
                summaries.append(summary)
                show(summary, len(opened))
    except KeyboardInterrupt:
        note("Stopped watching.")
    return summaries


def _is_idle(summary: Summary) -> bool:
    """Whether nothing came of it: a file was touched, or one that was not indexed is gone."""
    done = summary.added + summary.updated + summary.deleted
    return not (done or summary.skipped or summary.warnings)
