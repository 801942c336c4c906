"""Lines in eight languages, and look-alikes of them, each with what it says of its article."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.documents import LANGUAGES, Removed
from search.sources.attribution import attribute

TABLE = Path(__file__).with_name("attribution_lines.tsv").read_text(encoding="utf-8")
ROWS = [row.split("\t") for row in TABLE.splitlines() if not row.startswith("#")]
PROSE = "The council voted on Tuesday to dredge the channel, and nobody spoke against that."
PLACES = {
    "lead": "{line}\n{prose}", "body": "{line} {prose}\n{prose}",
    "last": "{prose}\n{prose}\n{line}", "cut": "{prose}",
}  # fmt: skip


def test_every_language_has_lines_and_lookalikes() -> None:
    for language in LANGUAGES:
        values = [row[3] for row in ROWS if row[0] == language]
        assert len(values) >= 15
        assert "" in values


@pytest.mark.parametrize(("language", "place", "field", "value", "line"), ROWS)
def test_line_says_who_is_behind_the_article(
    language: str, place: str, field: str, value: str, line: str
) -> None:
    body = PLACES[place].format(line=line, prose=PROSE)
    cut = (Removed(line, "byline"),) if place == "cut" else ()
    said = getattr(attribute("", body, cut, language=language), field)
    assert ("|".join(said) if isinstance(said, tuple) else said or "") == value


@pytest.mark.parametrize(("language", "place", "field", "value", "line"), ROWS)
def test_evidence_is_words_of_the_line(
    language: str, place: str, field: str, value: str, line: str
) -> None:
    body = PLACES[place].format(line=line, prose=PROSE)
    cut = (Removed(line, "byline"),) if place == "cut" else ()
    found = attribute("", body, cut, language=language)
    if value:
        assert found.evidence[field] in line
    else:
        assert field not in found.evidence
