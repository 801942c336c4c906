"""The command `svodka`: a thin face over the library.

Data goes to standard output, messages and progress to standard error. Exit status 0 is
done, 1 failed, 2 wrong usage. Heavy parts are imported by the commands that need them, so
that `svodka --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from search.cli.copying import copy
from search.cli.frame import Command, Group
from search.cli.indexing import check, delete, index, reindex, stats
from search.cli.lexicon import lexicon
from search.cli.people import people
from search.cli.searching import facets, search, show
from search.cli.serving import demo, serve
from search.errors import ParameterError, QuerySyntaxError, SearchError

EXAMPLES = """
svodka demo                                    try it on the bundled articles
svodka index articles/ feeds.jsonl             index files and folders
svodka search "big deal" --lang ru             find, in every language
svodka serve                                   open the page in a browser
"""


@click.group(cls=Group, examples=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="svodka", message="svodka %(version)s")
def svodka() -> None:
    """Full-text search with faceted browsing for news in several languages."""


COMMANDS = (
    index, search, show, facets, people, lexicon, delete, stats, check, reindex, copy, serve, demo,
)  # fmt: skip
for command in COMMANDS:
    svodka.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    try:
        result: Any = svodka.main(
            args=None if arguments is None else list(arguments),
            prog_name="svodka",
            standalone_mode=False,
        )
        if sys.stdout is not None:  # closed by the caller, as in `svodka stats >&-`
            sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
            click.echo("For a word or id that begins with -, write -- before it.", err=True)
        return error.exit_code
    except click.exceptions.Abort:
        click.echo("Stopped; nothing was changed.", err=True)
        return 130
    except (QuerySyntaxError, ParameterError) as error:
        _show_error(error)
        return 2
    except SearchError as error:
        _show_error(error)
        return 1
    except BrokenPipeError:
        # `| head` has read enough. Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"svodka: {error.strerror or error}: {error.filename or ''}", err=True)
        return 1
    return result if isinstance(result, int) else 0


def _show_error(error: SearchError) -> None:
    if isinstance(error, QuerySyntaxError) and error.query and "\n" not in error.query:
        click.echo(f"svodka: {error.message}\n  {error.query}", err=True)
        click.echo("  " + " " * error.position + "^", err=True)
        if error.hint:
            click.echo(error.hint, err=True)
        return
    click.echo(f"svodka: {error}", err=True)


__all__ = ["Command", "main", "run", "svodka"]
