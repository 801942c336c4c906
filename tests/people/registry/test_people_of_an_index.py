"""The persons of an index: found in every language, kept with it, decided on by the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

import search
from search.errors import ParameterError
from search.people.registry.history import FILE
from search.roster import ATTACHMENT

SPEECH = (
    ("ru", "Светлана Тихановская", "Светлана Тихановская выступила.", "2025-12-03"),
    ("be", "Святлана Ціханоўская", "Святлана Ціханоўская выступіла.", "2025-12-02"),
    ("en", "Sviatlana Tsikhanouskaya", "Sviatlana Tsikhanouskaya spoke.", "2025-12-05"),
    ("uk", "Світлана Тихановська", "Світлана Тихановська виступила.", None),
)
HER = "svetlana"


def documents() -> list[search.Document]:
    hers = [
        search.Document(language, "", text, language=language, people=(name,), published=date,
                        source="Post")
        for language, name, text, date in SPEECH
    ]  # fmt: skip
    return [
        *hers,
        search.Document("his", "", "Сергей Тихановский в тюрьме.", language="ru",
                        people=("Сергей Тихановский", "Светлана Тихановская")),
        search.Document("coale", "", "John Coale left.", language="en", people=("John Coale",)),
        search.Document("cole", "", "John Cole left.", language="en", people=("John Cole",)),
    ]  # fmt: skip


def fill(index: search.Index, articles: list[search.Document]) -> None:
    with index.writer() as writer:
        for article in articles:
            writer.add(article)


@pytest.fixture
def index(tmp_path: Path) -> search.Index:
    index = search.open_index(tmp_path / "index")
    fill(index, documents())
    return index


def hits(index: search.Index, query: str = "", **more: object) -> set[str]:
    return {hit.id for hit in index.search(query, limit=None, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [one[1] for one in SPEECH] + ["Тихановская", "Tsikhanouskaya"])
def test_field_filter_and_facet_click_reach_her_in_every_language(
    index: search.Index, name: str
) -> None:
    everywhere = {"ru", "be", "en", "uk", "his"}
    (person,) = index.people(name)
    assert hits(index, f'person:"{name}"') == everywhere
    assert hits(index, people=[name]) == everywhere
    assert hits(index, people=[person.id]) == everywhere
    assert hits(index, people=[name], translate=False) == everywhere


def test_a_plain_query_reaches_other_spellings_by_name(index: search.Index) -> None:
    results = index.search("Светлана Тихановская", limit=None)
    found = {hit.id: {match.via for match in hit.matches} for hit in results}
    assert found["en"] == found["be"] == {"name"}
    assert found["ru"] == {"same"}


def test_without_translation_a_plain_query_knows_no_persons(index: search.Index) -> None:
    assert hits(index, "Светлана Тихановская", translate=False) == {"ru"}
    assert hits(index, "Tsikhanouskaya", translate=False) == {"en"}


def test_details_tell_spellings_dates_company_and_doubts(index: search.Index) -> None:
    (her,) = index.people("Тихановская")
    details = index.person(her.id)
    assert details is not None
    assert details.articles == 5
    spellings = {one.text: one for one in details.spellings}
    assert spellings["Святлана Ціханоўская"].languages == {"be": 1}
    assert spellings["Святлана Ціханоўская"].first.id == "be"  # type: ignore[union-attr]
    assert spellings["Светлана Тихановская"].count == 2
    assert sum(one.joining.kind == "seed" for one in details.spellings) == 1
    assert [value.label for value in details.company.values] == ["Сергей Тихановский"]
    assert details.person.label_in("be") == "Святлана Ціханоўская"
    assert details.person.label_in("en") == "Sviatlana Tsikhanouskaya"
    (doubt,) = index.person("john-coale").doubts  # type: ignore[union-attr]
    assert (doubt.id, doubt.other) == ("john-cole", "John Cole")
    assert index.person("nobody") is None
    assert details.to_dict()["id"] == her.id


def test_a_decision_lasts_through_reopening_and_reindexing(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index:
        fill(index, documents())
        person = index.merge_people("john-coale", "John Cole", note="the envoy")
        assert person.id == "john-coale"
        assert hits(index, people=["john-cole"]) == {"coale", "cole"}
        assert {v.id for v in index.facet_values("person", "john").values} == {"john-coale"}
        index.reindex()
    with search.open_index(tmp_path / "index") as index:
        assert hits(index, people=["john-cole"]) == {"coale", "cole"}
        text = index.export_people()
        assert (tmp_path / "index" / FILE).read_text(encoding="utf-8") == text
        undone = index.undo_people()
        assert undone is not None
        assert undone.note == "the envoy"
        assert index.undo_people() is None
        assert hits(index, people=["john-cole"]) == {"cole"}
    with search.open_index(":memory:") as other:
        fill(other, documents())
        assert other.import_people(text) == 1
        assert other.import_people(text) == 0
        assert hits(other, people=["john-cole"]) == {"coale", "cole"}
        with pytest.raises(ParameterError, match="line 1"):
            other.import_people("John Cole = John Coale")


def test_a_split_person_is_two_rows(index: search.Index) -> None:
    apart = index.split_person("Tsikhanouskaya", ["Світлана Тихановська"])
    assert hits(index, people=[apart.id]) == {"uk"}
    assert hits(index, people=["Святлана Ціханоўская"]) == {"ru", "be", "en", "his"}


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (lambda index: index.merge_people("John", "Nobody Atall"), "Nobody here is called"),
        (lambda index: index.merge_people("john-cole", "john-cole"), "one person already"),
        (lambda index: index.split_person("john-cole", ["Jon"]), "not spelled Jon"),
        (lambda index: index.split_person("john-cole", ["John Cole"]), "not all"),
        (lambda index: index.split_person("john-cole", "John Cole"), "list"),
    ],
)
def test_a_decision_that_cannot_be_made_says_why(index: search.Index, decide, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ParameterError, match=said):
        decide(index)
    assert index.export_people() == ""


def test_an_ambiguous_name_lists_the_candidates() -> None:
    with search.open_index(":memory:") as index:
        people = ("Ivan Bondar", "Сергей Бондарь")
        fill(index, [search.Document("a", "", "x", people=people)])
        with pytest.raises(ParameterError, match=r"ivan-bondar \(Ivan Bondar\).*sergey-bondar"):
            index.merge_people("Bondar", "Ivan Bondar")


def test_the_registry_is_stored_with_the_articles_and_caught_up(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with search.open_index(path) as index:
        fill(index, documents())
        stored = index._engine.reader().attachment(ATTACHMENT)
        assert stored is not None
        ids = [person.id for person in index.people()]
    with search.open_index(path) as index:
        assert [person.id for person in index.people()] == ids
        # One more spelling, by which the id would be another one, had it come first.
        for number in range(40):
            more = search.Document(f"more{number}", "", "x", people=("Svetlana Tikhanovskaya",))
            fill(index, [more])
        (her,) = index.people("Svetlana Tikhanovskaya")
        assert her.id in ids
        assert index.delete(["cole"]) == ("cole",)
        assert index.people("John Cole") == ()


def test_a_damaged_registry_is_built_anew(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index:
        fill(index, documents())
        before = [(person.id, person.spellings) for person in index.people()]
        with index._engine.writer() as writer:
            writer.attach(ATTACHMENT, b"SVODKA-PEOPLE\n but torn")
        assert [(person.id, person.spellings) for person in index.people()] == before
