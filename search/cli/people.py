"""Commands on persons: who is named, why spellings were joined, and the reader's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

from search.cli.frame import Command, Group, index_option
from search.cli.output import echo, echo_json, note, plain, table

if TYPE_CHECKING:
    from search.library import Index
    from search.people import Person
    from search.person_details import PersonDetails

MAX_ROWS = 8
"""Sources and companions that are shown of a person; --json has more."""


class PeopleGroup(Group):
    """`people NAME` shows persons; `people merge A B` and its like decide on them.

    A person whose name is one of the verbs is shown with `people show merge`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a verb it is `show`; `--index` may stand before the verb too."""
        first = _index_words(args)
        words = args[first:] + args[:first]
        if not words or (words[0] not in self.commands and words[0] not in ("--help", "-h")):
            words = ["show", *words]
        return super().parse_args(ctx, words)


def _index_words(args: Sequence[str]) -> int:
    """How many words of `--index PATH` or `--index=PATH` stand first."""
    if args[:1] == ["--index"]:
        return min(2, len(args))
    return 1 if args and args[0].startswith("--index=") else 0


@click.group(
    cls=PeopleGroup,
    examples="""
    svodka people
    svodka people Тихановская
    svodka people merge john-coale john-cole
    svodka people split john-cole "John Coale"
    svodka people undo
    svodka people export > people.jsonl
    """,
    subcommand_metavar="[NAME] | COMMAND [ARGS]...",
)
def people() -> None:
    """List people, show the spellings of one and why they were joined, or decide on them."""


@people.command(cls=Command, examples="svodka people show Тихановская --json")
@click.argument("name", required=False)
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(name: str | None, path: str, as_json: bool) -> int:
    """List people, or show those that NAME may mean; NAME is an id or a name, any spelling.

    One person is shown with every spelling, its languages, its first article and the
    evidence; several as a list.
    """
    from search.library import open_index

    with open_index(path, create=False) as opened:
        found = opened.people(name)
        if not found and name:
            if as_json:
                echo_json([])
            note(f"Nobody in {path} is called {name}.")
            return 1
        details = opened.person(found[0].id) if name and len(found) == 1 else None
        if as_json:
            echo_json([_record(opened, one, whole=bool(name)) for one in found])
        elif details is not None:
            _show(details)
        else:
            table(_row(person) for person in found)
    return 0


def _record(opened: Index, person: Person, *, whole: bool) -> dict[str, Any]:
    """Of all people the names alone; of those asked for everything."""
    details = opened.person(person.id) if whole else None
    if details is not None:
        return details.to_dict()
    spellings = [{"text": text, "count": count} for text, count in person.spellings]
    return {"id": person.id, "label": person.label, "spellings": spellings}


def _row(person: Person) -> Sequence[str]:
    spelled = ", ".join(f"{plain(text)} ({count})" for text, count in person.spellings)
    return person.id, plain(person.label), spelled


def _show(details: PersonDetails) -> None:
    echo(click.style(plain(details.label), bold=True) + f"  {details.id}")
    if details.person.aliases:
        echo(f"also {', '.join(details.person.aliases)}")
    names = dict.fromkeys(plain(label) for _, label in details.person.labels)
    echo(f"{' · '.join(names)}; {details.articles} articles")
    echo()
    table(
        (
            [
                plain(one.text), one.count,
                " ".join(f"{code} {n}" for code, n in one.languages.items()),
                f"{one.first.published} {plain(one.first.id)}" if one.first else "",
                plain(str(one.joining)),
            ]
            for one in details.spellings
        ),
        right=frozenset({1}),
    )  # fmt: skip
    for title, counts in (("Named with", details.company), ("Sources", details.sources)):
        if counts.values:
            values = (f"{plain(value.label)} ({value.count})" for value in counts.values[:MAX_ROWS])
            echo(f"\n{click.style(title, bold=True)}: {', '.join(values)}")
    if details.doubts:
        echo(click.style("\nMay be the same person", bold=True))
        table(
            (one.id, plain(one.label), f"{one.score:.2f}", "; ".join(map(str, one.reasons)))
            for one in details.doubts
        )
        echo(f"To join: svodka people merge {details.id} ID")
    if details.decisions:
        echo(click.style("\nDecisions", bold=True))
        table((one.date, one.action, " ".join(filter(None, one.ids)), plain(one.note))
              for one in details.decisions)  # fmt: skip


@people.command(
    cls=Command,
    examples="""
    svodka people merge john-cole john-coale
    svodka people merge "John Cole" "John Coale" --note "the envoy"
    """,
)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@index_option
@click.option("--note", "why", default="", metavar="TEXT", help="Why; kept with the decision.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def merge(a: str, b: str, path: str, why: str, as_json: bool) -> None:
    """Decide that two persons are one. It keeps the id of A; that of B works too."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        person = opened.merge_people(a, b, note=why)
        _tell(opened, person, as_json=as_json)


@people.command(cls=Command, examples='svodka people split john-cole "John Coale" "Джон Коул"')
@click.argument("a", metavar="A")
@click.argument("spellings", nargs=-1, required=True, metavar="SPELLING...")
@index_option
@click.option("--note", "why", default="", metavar="TEXT", help="Why; kept with the decision.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def split(a: str, spellings: tuple[str, ...], path: str, why: str, as_json: bool) -> None:
    """Decide that some spellings of a person are another person."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        person = opened.split_person(a, spellings, note=why)
        _tell(opened, person, as_json=as_json)


def _tell(opened: Index, person: Person, *, as_json: bool) -> None:
    if as_json:
        echo_json(_record(opened, person, whole=True))
    else:
        table([_row(person)])


@people.command(cls=Command, examples="svodka people undo")
@index_option
def undo(path: str) -> int:
    """Undo the last decision that holds."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        decision = opened.undo_people()
    if decision is None:
        note("There is no decision to undo.")
        return 1
    named = [*filter(None, decision.ids)]
    echo(f"Undone: {decision.action} {' '.join(named)} of {decision.date}")
    return 0


@people.command(cls=Command, examples="svodka people export > people.jsonl")
@index_option
def export(path: str) -> None:
    """Print all decisions as JSON lines."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        text = opened.export_people()
    for line in text.split("\n"):
        if line:
            echo(line)


@people.command("import", cls=Command, examples="svodka people import people.jsonl")
@click.argument("file", type=click.File(encoding="utf-8"), metavar="FILE")
@index_option
def import_(file: TextIO, path: str) -> None:
    """Add the decisions of an exported FILE (or -) to those of this index."""
    from search.errors import InputError
    from search.library import open_index

    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file.name} is no UTF-8 text. Write it with `svodka people export`."
        ) from error
    with open_index(path, create=False) as opened:
        count = opened.import_people(text)
    echo(f"{count} decisions added")
