"""`svodka lexicon`: what renders what, and dictionaries of the reader's own."""

from __future__ import annotations

from pathlib import Path

import click

from search.cli.frame import Command, Group, index_option
from search.cli.output import echo, echo_json, note, plain, table

EXAMPLES = """
svodka lexicon look "big deal"
svodka lexicon add /usr/share/dictd/mueller7.dict.dz --from en --to ru
svodka lexicon add words.tsv
"""


@click.group(cls=Group, examples=EXAMPLES)
def lexicon() -> None:
    """Show what words become in other languages; add dictionaries to an index."""


@lexicon.command(
    cls=Command,
    examples="""
    svodka lexicon add words.tsv
    svodka lexicon add freedict-eng-rus.dict.dz
    svodka lexicon add mueller7.index --from en --to ru --name mueller
    """,
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@index_option
@click.option("--from", "source", metavar="CODE", help="Language of the headwords.")
@click.option("--to", "target", metavar="CODE", help="Language of the translations.")
@click.option("--name", metavar="NAME", help="What to call it; by default from the file's name.")
def add(file: Path, path: str, source: str | None, target: str | None, name: str | None) -> None:
    """Add FILE to the dictionaries of an index.

    FILE is one of the two files of a dictd dictionary (FreeDict, Mueller), or a table: columns
    named by languages (en, ru, …) in its first line, or two columns and --from and --to. In a cell
    alternatives are separated by |, and ~0.3 behind one says that it is meant only sometimes.
    It counts from the next search on; articles need not be indexed again.
    """
    from search.library import open_index

    if bool(source) != bool(target):
        raise click.UsageError("Give both --from and --to.")
    languages = (source, target) if source and target else None
    with open_index(path, create=False) as opened:
        added = opened.add_dictionary(file, name=name, languages=languages)
    echo(f"{added.name}: {added.lines} lines, {' '.join(added.languages)}")
    if added.left_out:
        note(f"{added.left_out} lines with the longest headwords were left out.")


@lexicon.command("list", cls=Command, examples="svodka lexicon list")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(path: str, as_json: bool) -> None:
    """List the dictionaries that were added to an index."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        found = opened.dictionaries()
    if as_json:
        rows = [
            {"name": one.name, "languages": list(one.languages), "lines": one.lines}
            for one in found
        ]
        echo_json(rows)
    elif found:
        table((one.name, " ".join(one.languages), one.lines) for one in found)
    else:
        note("No dictionary was added; the lexicon of Svodka is always there.")


@lexicon.command(cls=Command, examples="svodka lexicon remove mueller")
@click.argument("name")
@index_option
def remove(name: str, path: str) -> None:
    """Take a dictionary away from an index."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        opened.remove_dictionary(name)
    echo(f"{name} removed")


@lexicon.command(
    cls=Command,
    examples="""
    svodka lexicon look deal
    svodka lexicon look "права человека" --json
    """,
)
@click.argument("text", metavar="WORD")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def look(text: str, path: str, as_json: bool) -> int:
    """Show what WORD, or a phrase, becomes in other languages, and from which line that is.

    Without an index it looks in the lexicon of Svodka alone.
    """
    from search.errors import IndexNotFound
    from search.lexicon import own_lexicon
    from search.library import open_index

    try:
        with open_index(path, create=False) as opened:
            found = opened.lexicon.pairings(text)
    except IndexNotFound:
        found = own_lexicon().pairings(text)
    if as_json:
        fields = ("source", "language", "found", "weight", "sense", "origin")
        echo_json([{field: getattr(one, field) for field in fields} for one in found])
    elif found:
        table(
            (
                [
                    f"{one.source} → {one.language}", plain(one.found), f"{one.weight:.2f}",
                    plain(one.sense), one.origin,
                ]
                for one in found
            ),
            right=frozenset({2}),
        )  # fmt: skip
    else:
        note(f"The lexicon has no {text}.")
        return 1
    return 0
