"""One search gives the same totals, counts, order and snippets in library, command and page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import search
from search.cli import run
from search.documents import FACETS
from web import create_app

ARTICLES = Path(search.__file__).parent / "demo" / "articles"

SEARCHES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"query": "big deal"}, "q=big+deal", ["big deal"]),
    (
        {"query": "санкции", "translate": False},
        "q=санкции&translate=0",
        ["санкции", "--no-translate"],
    ),
    ({"query": "зерно -Одесса"}, "q=зерно+-Одесса", ["зерно -Одесса"]),
    (
        {"query": "", "languages": ["uk", "be"], "sort": "newest"},
        "lang=uk&lang=be&sort=newest",
        ["", "--lang", "uk", "--lang", "be", "--sort", "newest"],
    ),
    (
        {"query": "flood", "published": ("2026-01-01", "2026-01-31")},
        "q=flood&from=2026-01-01&to=2026-01-31",
        ["flood", "--from", "2026-01-01", "--to", "2026-01-31"],
    ),
    (
        {"query": "airline", "exclude": {"source": ["Northgate Wire"]}, "authors": ["unknown"]},
        "q=airline&-source=Northgate+Wire&author=unknown",
        ["airline", "--exclude", "source=Northgate Wire", "--author", "unknown"],
    ),
    (
        {"query": "verkhnegrad moscow unicorns", "sources": ["The Harbour Post", "Вестовой"]},
        "q=verkhnegrad+moscow+unicorns&source=The+Harbour+Post&source=Вестовой",
        ["verkhnegrad moscow unicorns", "--source", "The Harbour Post", "--source", "Вестовой"],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faces") / "index"
    with search.open_index(folder) as index:
        index.add_files([str(ARTICLES)])
    return folder


def comparable(record: dict[str, Any], facets: set[str]) -> dict[str, Any]:
    """A result without what may differ: the time it took, and addresses of the page."""
    counts = {
        name: {
            **facet,
            "values": [{k: v[k] for k in ("id", "count", "selected")} for v in facet["values"]],
        }
        for name, facet in record["facets"].items()
        if name in facets
    }
    return {**record, "took_ms": 0, "facets": counts}


@pytest.mark.parametrize(("keywords", "address", "arguments"), SEARCHES)
def test_library_command_and_page_agree(
    folder: Path,
    keywords: dict[str, Any],
    address: str,
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with search.open_index(folder) as index:
        library = index.search(**keywords, facets=FACETS).to_dict()
        client = create_app(index).test_client()
        page = client.get(f"/search.json?{address}", headers={"Host": "localhost"}).get_json()
        assert run(["search", *arguments, "--facets", "--json", "--index", str(folder)]) == 0
        command = json.loads(capsys.readouterr().out)
    assert library["total"] > 0
    shared = set(library["facets"]) & set(page["facets"])
    assert shared >= {"person", "published", "source", "language"}
    assert comparable(command, shared) == comparable(library, shared)
    assert comparable(page, shared) == comparable(library, shared)
