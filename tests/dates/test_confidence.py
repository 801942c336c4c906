"""How sure a date of publication is, and where its evidence stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import search
from search import dates
from search.documents import IndexedDocument
from search.indexer import Given, analyze, prepare, unpack
from search.partial_dates import PartialDate, date_of
from search.sources.html import read_html

TODAY = datetime(2026, 2, 1, tzinfo=UTC)
PROSE = (
    "The ferry between the two islands sails again since the storm has passed, its captain said.\n"
    "Passengers had waited in the harbour for three days, and the town had fed them all."
)


def completed(body: str, *, pasted: bool = True, **given: object) -> IndexedDocument:
    document = search.Document("a", body=body, **given)  # type: ignore[arg-type]
    return prepare(Given(document, pasted), today=TODAY)[0]


@pytest.mark.parametrize(
    ("line", "evidence", "confidence"),
    [
        ("Posted on   December 18, 2025", "Posted on December 18, 2025", 0.8),
        ("18.12.2025", "18.12.2025", 0.7),
    ],
)
def test_a_date_around_the_text_has_offsets_and_a_confidence(
    line: str, evidence: str, confidence: float
) -> None:
    body = f"Ferry sails again after the storm\n{line}\n{PROSE}"
    published = completed(body).published
    assert (published.value, published.evidence) == ("2025-12-18", evidence)
    assert published.confidence == confidence
    assert published.offsets is not None
    start, end = published.offsets
    assert " ".join(body[start:end].split()) == evidence


def test_offsets_are_of_the_line_and_not_of_the_same_words_in_the_text() -> None:
    body = f"{PROSE} It was so on 18.12.2025 too.\n18.12.2025"
    published = completed(body).published
    assert published.offsets == (len(body) - 10, len(body))


def test_an_address_stands_in_no_text() -> None:
    published = completed(PROSE, pasted=False, url="https://a.example/2025/12/18/f").published
    assert (published.confidence, published.offsets) == (0.85, None)


def test_what_the_input_states_is_sure() -> None:
    assert completed(PROSE, published="2025-12").published.confidence == 1.0
    assert completed(PROSE, published="soon").published.confidence is None
    assert completed(PROSE).published.confidence is None


def test_a_page_tells_how_sure_its_date_is() -> None:
    head = '<meta property="article:published_time" content="2025-12-18">'
    page = f"<html><head>{head}</head><body><h1>Ferry</h1><p>{PROSE}</p></body></html>"
    reading = read_html(page.encode(), origin="a", file="a", id="a", today=date(2026, 2, 1))
    assert reading.confidence == 0.95
    assert reading.document is not None
    given = Given(reading.document, False, reading.evidence, "a", reading.removed, 0.95)
    assert prepare(given, today=TODAY)[0].published.confidence == 0.95


def test_confidence_and_offsets_are_stored_and_no_part_of_hits() -> None:
    from search.analysis import Analyzer
    from search.engines.base import Stored

    given = Given(search.Document("a", body=f"Ferry\n18.12.2025\n{PROSE}"), pasted=True)
    indexed, _ = prepare(given, today=TODAY)
    made = analyze(indexed, given, Analyzer())
    back, given_back = unpack(Stored("a", made.payload, made.digest, ""))
    assert back.to_dict()["published"] == indexed.published.to_record()
    assert back.published.offsets == indexed.published.offsets
    assert given_back == given
    assert set(back.published.to_dict()) == {"value", "precision", "evidence"}


def test_a_record_without_confidence_is_read() -> None:
    old = {"value": "2025-12-18", "precision": "day", "evidence": "field"}
    assert PartialDate.from_dict(old).to_record() == old
    assert PartialDate.from_dict(old) == date_of("2025-12-18", "field")


def test_an_unknown_date_is_not_weighed() -> None:
    assert dates.published(["© 2025 The Herald"], today=date(2026, 1, 1)).confidence is None
    future = dates.published(["Posted on December 18, 2031"], today=date(2026, 1, 1))
    assert future.to_record() == {"value": None, "precision": "unknown", "evidence": None}


def test_the_date_of_the_command_line_yields_to_a_field(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "A b.", "published": "2024-05-05"}\n')
    (tmp_path / "b.txt").write_text(f"Ferry\nPosted on December 18, 2025\n{PROSE}")
    with search.open_index(":memory:") as index:
        index.add_files([str(tmp_path)], published="2023-01")
        dated = {hit.id: str(hit.document.published) for hit in index.search("")}
    assert dated == {"a": "2024-05-05", "b.txt": "2023-01"}
