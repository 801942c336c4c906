"""Commands that read an index: search, show, facets."""

from __future__ import annotations

from typing import Any

import click

from search.cli.frame import Command, filter_options, index_option, request_of
from search.cli.output import (
    echo,
    echo_csv,
    echo_document,
    echo_facet,
    echo_hits,
    echo_json,
    echo_json_line,
    note,
)
from search.documents import FACETS

SORTS = ("relevance", "newest", "oldest")


class Limit(click.ParamType[int | None]):
    """A number, or `all`."""

    name = "N|all"

    def convert(self, value: Any, param: Any, ctx: Any) -> int | None:
        """Read it; None means all."""
        if value is None or value == "all":
            return None
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number nor all.", param, ctx)
        if number < 0:
            self.fail("It cannot be below 0.", param, ctx)
        return number


@click.command(
    cls=Command,
    examples="""
    svodka search "big deal"
    svodka search 'санкции -нефть published:2025-12' --facets
    svodka search Лукашэнка --source Reuters --json
    """,
)
@click.argument("query", default="")
@index_option
@filter_options
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--limit", type=Limit(), default="10", show_default=True, help="Hits, or all.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Hits to pass over.")
@click.option("--facets", "with_facets", is_flag=True, help="Show the counts of every facet.")
@click.option("--explain", is_flag=True, help="Say why each hit has its score.")
@click.option("--plan", "only_plan", is_flag=True, help="Print the plan instead of hits.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print a JSON object for each hit.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--fail-empty", is_flag=True, help="Exit with 1 when nothing was found.")
def search(
    query: str,
    path: str,
    sort: str,
    limit: int | None,
    offset: int,
    with_facets: bool,
    explain: bool,
    only_plan: bool,
    as_json: bool,
    as_jsonl: bool,
    as_csv: bool,
    fail_empty: bool,
    **filters: Any,
) -> int:
    """Search for articles in every language.

    Words are wanted all; "exact phrase", "near words"~5, OR, NOT or -, parentheses, deal*,
    Lukashenka~1, title:, person:, source:, agency:, author:, lang:, published:, mentioned:;
    removed: finds what was cut as page chrome.
    """
    from search.library import open_index
    from search.requests import DEFAULT_FACETS

    wanted: dict[str, Any] = {"sort": sort, "limit": limit, "offset": offset}
    wanted["facets"] = FACETS if with_facets else DEFAULT_FACETS
    with open_index(path, create=False) as opened:
        results = opened.search(query, **wanted, **request_of(**filters))
        if only_plan:
            echo(results.plan)
            return 0
        if as_json:
            record = results.to_dict()
            if explain:
                for hit, shown in zip(results, record["hits"], strict=True):
                    shown["explanation"] = hit.explain().to_dict()
            echo_json(record)
        elif as_jsonl:
            for hit in results:
                echo_json_line(hit.to_dict())
        elif as_csv:
            echo_csv(results)
        else:
            for warning in results.warnings:
                note(f"warning: {warning}")
            for meant in results.corrections:
                note(f"Did you mean: {meant}")
            echo_hits(results, offset + 1, explain=explain)
            if with_facets:
                for name, counts in results.facets.items():
                    echo_facet(name, counts)
                    echo()
            shown_count = f"{offset + 1}–{offset + len(results)} of " if results.hits else ""
            echo(f"{shown_count}{results.total} articles, {results.took_ms:.0f} ms")
    return 1 if fail_empty and not results.total else 0


@click.command(cls=Command, examples="svodka show wire-001 --json")
@click.argument("id")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(id: str, path: str, as_json: bool) -> int:
    """Show one article: its text, people, dates with evidence, and what was removed."""
    from search.library import open_index

    with open_index(path, create=False) as opened:
        document = opened.get(id)
        if document is None:
            note(f"There is no article {id} in {path}.")
            return 1
        if as_json:
            echo_json(document.to_dict())
        else:
            echo_document(document, [person.label for person in opened.people_of(document)])
    return 0


@click.command(
    cls=Command,
    examples="""
    svodka facets person
    svodka facets person "санкции" --contains тих
    svodka facets published:year
    """,
)
@click.argument("field")
@click.argument("query", default="")
@index_option
@filter_options
@click.option("--contains", default="", metavar="TEXT", help="Only values that contain TEXT.")
@click.option("--limit", type=Limit(), default="20", show_default=True, help="Values, or all.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def facets(
    field: str,
    query: str,
    path: str,
    contains: str,
    limit: int | None,
    as_json: bool,
    **filters: Any,
) -> None:
    """Count the values of one facet.

    FIELD is person, published, mentioned, source, agency, author or language. Dates are
    counted by month; published:year and published:day count by year and day.
    """
    from search.library import open_index

    with open_index(path, create=False) as opened:
        counts = opened.facet_values(
            field, contains, limit=limit, query=query, **request_of(**filters)
        )
    if as_json:
        echo_json(counts.to_dict())
    else:
        echo_facet(field, counts)
