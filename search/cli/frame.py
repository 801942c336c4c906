"""How commands look: examples first in `--help`, options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from search.indexes import DEFAULT

Function = TypeVar("Function", bound=Callable[..., Any])


class _WithExamples:
    """Puts examples right below the usage line, where readers look first."""

    examples: str

    def format_examples(self, formatter: click.HelpFormatter) -> None:
        """Write the examples as they stand."""
        lines = [line for line in self.examples.strip().splitlines() if line.strip()]
        if lines:
            with formatter.section("Examples"):
                for line in lines:
                    formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


class Command(_WithExamples, click.Command):
    """A command with examples."""

    def __init__(self, *arguments: Any, examples: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = examples

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, examples, description, options."""
        self.format_usage(ctx, formatter)
        self.format_examples(formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)


class Group(_WithExamples, click.Group):
    """A group of commands with examples, in the order they were added."""

    def __init__(self, *arguments: Any, examples: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = examples

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of use, not of the alphabet."""
        del ctx
        return list(self.commands)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, examples, description, commands and options."""
        self.format_usage(ctx, formatter)
        self.format_examples(formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)


def index_option(function: Function) -> Function:
    """`--index PATH`, by default $SVODKA_INDEX or indexes/default."""
    return click.option(
        "--index", "path", metavar="PATH", envvar="SVODKA_INDEX", default=DEFAULT,
        show_default=True, help="The index to use; also SVODKA_INDEX.",
    )(function)  # fmt: skip


def filter_options(function: Function) -> Function:
    """The filters of `search` and `facets`; several values of one mean any of them."""
    options = [
        click.option("--person", "people", multiple=True, metavar="NAME",
                     help="A person: an id or a name in any spelling."),
        click.option("--source", "sources", multiple=True, metavar="NAME", help="A publisher."),
        click.option("--agency", "agencies", multiple=True, metavar="NAME",
                     help="A news agency."),
        click.option("--author", "authors", multiple=True, metavar="NAME", help="An author."),
        click.option("--lang", "languages", multiple=True, metavar="CODE",
                     help="Main language of the article: en, ru, uk, be, de, fr, es, pl."),
        click.option("--published", multiple=True, metavar="DATE",
                     help="2025, 2025-12, 2025-12-18, 2025-10..2025-12 or unknown."),
        click.option("--mentioned", multiple=True, metavar="DATE",
                     help="A date that the article speaks of."),
        click.option("--from", "first", metavar="DATE", help="Published on this day or later."),
        click.option("--to", "last", metavar="DATE", help="Published on this day or earlier."),
        click.option("--exclude", multiple=True, metavar="FACET=VALUE",
                     help="Leave out articles with this value, as source=Reuters."),
        click.option("--translate/--no-translate", default=True, show_default=True,
                     help="Find articles in other languages than the query's."),
        click.option("--meaning/--no-meaning", default=True, show_default=True,
                     help="Find articles that say it in other words, in an index with vectors."),
        click.option("--without", multiple=True, metavar="WORD=FOUND",
                     help="A word of the query shall not find this one: 'deal=сделка'."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def request_of(
    published: tuple[str, ...],
    first: str | None,
    last: str | None,
    mentioned: tuple[str, ...],
    exclude: tuple[str, ...],
    without: tuple[str, ...],
    **same: Any,
) -> dict[str, Any]:
    """The options of `filter_options` as keywords of `Index.search`."""
    if published and (first or last):
        raise click.UsageError("Use --published, or --from and --to, not both.")
    excluded: dict[str, list[str]] = {}
    for one in exclude:
        facet, equals, value = one.partition("=")
        if not equals or not value:
            raise click.UsageError(f"--exclude takes FACET=VALUE, as source=Reuters, not {one!r}.")
        excluded.setdefault({"lang": "language"}.get(facet, facet), []).append(value)
    pairings = [tuple(part.strip() for part in one.rpartition("=")[::2]) for one in without]
    if not all(word and found for word, found in pairings):
        raise click.UsageError("--without takes WORD=FOUND, as 'deal=сделка'.")
    return {
        **same,
        "published": list(published) or ((first, last) if first or last else None),
        "mentioned": list(mentioned) or None,
        "exclude": excluded,
        "without": pairings,
    }


def colored() -> bool | None:
    """False where NO_COLOR is set, else click decides by looking at the stream."""
    return False if os.environ.get("NO_COLOR") else None
