"""The tables of names: data files inside the package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def data_lines(name: str) -> Iterator[str]:
    """The lines of a data file of people, without comments and empty ones."""
    text = files("search.people").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
