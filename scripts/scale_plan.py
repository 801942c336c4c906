#!/usr/bin/env python3
"""From measured bytes, rates and costs to a plan of servers: the arithmetic of docs/scale.md.

    .venv/bin/python scripts/scale_plan.py                       1, 50 and 1,000 million articles
    .venv/bin/python scripts/scale_plan.py --millions 20 --days 1825 --price 150
    .venv/bin/python scripts/scale_plan.py --bytes 9000          your own articles' size
    .venv/bin/python scripts/scale_plan.py --measure opensearch://host:9200/news   bytes of an index

Every number that goes in has an option; what comes out is computed, nothing is looked up.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass

GIGA = 10**9
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Given:
    """What is known, measured or chosen; the options say in which unit."""

    bytes: float
    stored_share: float
    touched: float
    replicas: int
    analysed: float
    indexed: float
    counted: float
    overhead: float
    matching: float
    queries: float
    days: float
    hours: float
    shard: float
    disk: float
    memory: float
    cores: int
    headroom: float
    price: float


@dataclass(frozen=True, slots=True)
class Planned:
    """What follows for so many articles."""

    millions: float
    primary: float
    on_disk: float
    hot: float
    shards: int
    per_month: float
    shards_per_month: int
    by_disk: int
    by_memory: int
    by_queries: int
    nodes: int
    first_ms: float
    analysis_workers: int
    indexing_cores: int
    daily_seconds: float
    price: float


def plan(millions: float, known: Given) -> Planned:
    """The arithmetic, line by line."""
    articles = millions * MILLION
    primary = articles * known.bytes / GIGA
    # Segments that are being merged exist twice for a while, and a disk over 85 % takes no shard.
    on_disk = primary * (1 + known.replicas) * known.headroom / 0.85
    # Payloads are read for the hits of a page alone. Of the rest, rare words and old months
    # are touched seldom: only what most queries touch wants to be in the page cache.
    hot = primary * (1 - known.stored_share) * known.touched * (1 + known.replicas)
    shards = max(1, math.ceil(primary / known.shard))
    per_day = articles / known.days
    per_month = per_day * 30.4
    by_disk = math.ceil(on_disk / known.disk)
    # Half of a server's memory is its heap's.
    by_memory = math.ceil(hot / (known.memory / 2))
    # A query visits what matches once to score it and once for each facet that is counted.
    cpu_ms = shards * known.overhead + articles * known.matching / MILLION * known.counted
    by_queries = math.ceil(known.queries * cpu_ms / 1000 / (0.5 * known.cores))
    nodes = max(3 if millions > 1 else 1, by_disk, by_memory, by_queries)
    # Shards of a query are worked on beside each other, as far as there are cores.
    first_ms = cpu_ms / min(shards, nodes * known.cores)
    seconds = known.hours * 3600
    return Planned(
        millions,
        primary,
        on_disk,
        hot,
        shards,
        per_month,
        max(1, math.ceil(per_month * known.bytes / GIGA / known.shard)),
        by_disk,
        by_memory,
        by_queries,
        nodes,
        first_ms,
        math.ceil(articles / known.analysed / seconds),
        math.ceil(articles * (1 + known.replicas) / known.indexed / seconds),
        per_day / known.analysed,
        nodes * known.price,
    )


def rows(plans: list[Planned]) -> Iterator[tuple[str, list[str]]]:
    """The table: a name and a cell for each size."""

    def line(name: str, form: str, key: str) -> tuple[str, list[str]]:
        return name, [form.format(getattr(one, key)) for one in plans]

    yield line("million articles", "{:,.0f}", "millions")
    yield line("primary shards, GB", "{:,.0f}", "primary")
    yield line("disk with replicas and headroom, GB", "{:,.0f}", "on_disk")
    yield line("wants to be in memory, GB", "{:,.0f}", "hot")
    yield line("shards if one index", "{:,}", "shards")
    yield line("articles a month", "{:,.0f}", "per_month")
    yield line("shards of an index a month", "{:,}", "shards_per_month")
    yield line("data nodes by disk", "{:,}", "by_disk")
    yield line("data nodes by memory", "{:,}", "by_memory")
    yield line("data nodes by queries", "{:,}", "by_queries")
    yield line("data nodes", "{:,}", "nodes")
    yield line("a broad query with facets, ms", "{:,.0f}", "first_ms")
    yield line("analysis cores to build anew", "{:,}", "analysis_workers")
    yield line("indexing cores to build anew", "{:,}", "indexing_cores")
    yield line("analysis a day, core-seconds", "{:,.0f}", "daily_seconds")
    yield line("price a month", "{:,.0f}", "price")


def table(plans: list[Planned]) -> str:
    """As Markdown."""
    lines = [f"| {name} | {' | '.join(cells)} |" for name, cells in rows(plans)]
    return "\n".join([lines[0], "|---" * (len(plans) + 1) + "|", *lines[1:]])


def measure(address: str) -> str:
    """The bytes that an index on a cluster takes for an article, copies not counted."""
    from search.engines.opensearch.addresses import parse
    from search.engines.opensearch.client import Client, Servers
    from search.engines.opensearch.state import StateStore

    where = parse(address)
    client = Client(Servers(where))
    state = StateStore(client, where.name).read()
    names = f"{state.articles},{state.terms}"
    stats = client.ask("GET", f"/{names}/_stats/store")["indices"]
    size = {name: one["primaries"]["store"]["size_in_bytes"] for name, one in stats.items()}
    client.close()
    each = sum(size.values()) / max(state.count, 1)
    return (
        f"{state.count:,} articles: {each:,.0f} bytes each, {size[state.terms]:,} of the sum for "
        "the vocabulary, which grows ever more slowly."
    )


def options() -> argparse.Namespace:
    """The command line; defaults were measured as docs/scale.md says, or are chosen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--measure", metavar="ADDRESS", help="tell the bytes of an index and stop")
    add("--millions", default="1,50,1000", help="articles, with commas between")
    add("--bytes", type=float, default=BYTES, help=f"an article takes on disk ({BYTES})")
    add("--stored-share", type=float, default=0.6, help="of them stored contents (0.6)")
    add("--touched", type=float, default=0.3, help="of the rest what most queries touch (0.3)")
    add("--replicas", type=int, default=1, help="copies beside the first (1)")
    add("--analysed", type=float, default=ANALYSED, help=f"articles/s a core ({ANALYSED})")
    add("--indexed", type=float, default=INDEXED, help=f"articles/s a core ({INDEXED})")
    add("--counted", type=float, default=COUNTED, help=f"ms a million matches ({COUNTED})")
    add("--overhead", type=float, default=1.0, help="ms of a shard in any query (1)")
    add("--matching", type=float, default=0.1, help="of the articles that a query finds (0.1)")
    add("--queries", type=float, default=10.0, help="queries/s at the busiest (10)")
    add("--days", type=float, default=3650.0, help="days over which articles came (3650)")
    add("--hours", type=float, default=24.0, help="hours to build everything anew in (24)")
    add("--shard", type=float, default=30.0, help="GB of a shard, 50 at most (30)")
    add("--disk", type=float, default=2000.0, help="GB of a node's disk (2000)")
    add("--memory", type=float, default=64.0, help="GB of a node's memory (64)")
    add("--cores", type=int, default=8, help="of a node (8)")
    add("--headroom", type=float, default=1.3, help="for merging (1.3)")
    add("--price", type=float, default=200.0, help="of a node a month, in your money (200)")
    return parser.parse_args()


BYTES = 9500
ANALYSED = 200
INDEXED = 300
COUNTED = 300


def main() -> None:
    """Compute and print."""
    chosen = vars(options())
    if chosen.pop("measure"):
        print(measure(options().measure))
        return
    sizes = [float(one) for one in chosen.pop("millions").split(",")]
    known = Given(**chosen)
    print(table([plan(size, known) for size in sizes]))


if __name__ == "__main__":
    main()
