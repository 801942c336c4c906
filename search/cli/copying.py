"""The command `copy`: an index into another, on another engine or not."""

from __future__ import annotations

import click

from search.cli.frame import Command
from search.cli.output import echo, echo_json, note, progress


@click.command(
    cls=Command,
    examples="""
    svodka copy indexes/news opensearch://localhost:9200/news
    svodka copy opensearchs://one,two,three/news indexes/backup
    """,
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
def copy(source: str, target: str, as_json: bool) -> None:
    """Copy a whole index between folders and clusters, with the decisions on persons.

    TO must be empty or new. Both are read from end to end afterwards and compared, by count
    and by checksum of ids and contents; a difference is an error.
    """
    from search.library import open_index

    with (
        open_index(source, create=False) as opened,
        open_index(target) as made,
        progress(len(opened), "Copying") as step,
    ):
        copied = opened.copy_to(made, step)
    if as_json:
        echo_json(copied.to_dict())
    else:
        echo(f"{copied.articles} articles copied, checksum {copied.checksum} on both sides")
    for one in copied.left_behind:
        note(f"Not copied: {one}")
