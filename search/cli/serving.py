"""Commands that show Svodka in a browser: serve, demo."""

from __future__ import annotations

import contextlib
import gc
import threading
from importlib import resources
from typing import TYPE_CHECKING

import click

from search.cli.frame import Command, index_option
from search.cli.output import echo, echo_hits, note, progress
from search.errors import SearchError

if TYPE_CHECKING:
    from search.library import Index

DEMO_INDEX = "indexes/demo"
DEMO_SEARCHES = ("big deal", "зерновой коридор")
LOOPBACK = ("127.0.0.1", "localhost")


@click.command(
    cls=Command,
    examples="""
    svodka serve
    svodka serve --index indexes/news --port 9000
    """,
)
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--allow-host", multiple=True, metavar="NAME",
              help="A name by which browsers may call the page.")  # fmt: skip
@click.option("--editable", is_flag=True, help="Let readers merge and split people on the page.")
def serve(path: str, host: str, port: int, allow_host: tuple[str, ...], editable: bool) -> None:
    """Serve the web page."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        _serve(opened, host, port, allow_host, editable=editable)


def _serve(
    index: Index, host: str, port: int, allow_host: tuple[str, ...], *, editable: bool
) -> None:
    # Flask and waitress take 0.3 s to import: only for who serves.
    import waitress

    import web

    app = web.create_app(index, editable=editable, allowed_hosts=(*LOOPBACK, host, *allow_host))
    try:
        server = waitress.create_server(app, host=host, port=port, threads=8, ident="svodka")
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port} ({error.strerror or error}). Try --port 8001."
        ) from error
    shown = f"[{host}]" if ":" in host else host
    note(f"Svodka is at http://{shown}:{server.effective_port}/ (Ctrl+C stops it)")
    threading.Thread(target=warm_up, args=(index,), daemon=True, name="warm-up").start()
    try:
        server.run()
    finally:
        server.close()


def warm_up(index: Index) -> None:
    """Do what the first questions need, and keep the collector of garbage away from it.

    Lexicon and dictionaries are some hundred thousand objects that live as long as the server.
    Looking through them takes Python half a second now and then, in the midst of a question.
    """
    with contextlib.suppress(SearchError):  # whoever asks will be told
        index.warm_up()
    gc.collect()
    gc.freeze()


@click.command(
    cls=Command,
    examples="""
    svodka demo
    svodka demo --no-serve
    """,
)
@click.option("--index", "path", metavar="PATH", default=DEMO_INDEX, show_default=True,
              help="Where the demo index is made.")  # fmt: skip
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the page at the end.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def demo(path: str, serving: bool, port: int) -> None:
    """Index the bundled articles, show two searches across languages, and serve the page."""
    from search.library import open_index
    from search.sources import discover

    with resources.as_file(resources.files("search") / "demo" / "articles") as folder:
        found = discover([str(folder)])
        with open_index(path) as opened:
            with progress(found.size, "Indexing the demo corpus") as step:
                summary = opened.add_files(found, prune=True, progress=step)
            note(f"{summary.added + summary.updated + summary.unchanged} articles in {path}")
            for query in DEMO_SEARCHES:
                echo(f'\n$ svodka search "{query}" --index {path} --limit 4\n')
                results = opened.search(query, limit=4)
                echo_hits(results, 1, explain=False)
                echo(f"{results.total} articles, {results.took_ms:.0f} ms")
            if serving:
                _serve(opened, LOOPBACK[0], port, (), editable=False)
