"""A query of a full name shows no translation of it where the article names somebody else."""

from __future__ import annotations

from small import library

import search

HIS = search.Document(
    "his", "Отчёт министра", "Министр Павел Орлов прочёл отчёт. Орлов говорил час.", language="ru"
)
HERS = search.Document(
    "hers", "A choir on tour", "The conductor Volha Arlova was late. Arlova apologised.",
    language="en",
)  # fmt: skip
IVAN = search.Document(
    "ivan", "A choir on tour", "Pavel Arlou saw the choir. The driver Ivan Arlou slept.",
    language="en",
)  # fmt: skip
COUSIN = search.Document(
    "cousin", "A choir on tour", "The driver Ivan Arlou waited for the choir.", language="en"
)
BOTH = search.Document(
    "both", "Two of a name",
    "Pavel Arlou read a report. Volha Arlova, no kin of the minister, sang in the evening.",
    language="en",
)  # fmt: skip


def marked(hit: search.Hit) -> list[str]:
    return [
        passage.text[start:end]
        for passage in (hit.title, *hit.snippets)
        for start, end, _ in passage.ranges
    ]


def hits_of(query: str, *documents: search.Document) -> dict[str, search.Hit]:
    return {hit.id: hit for hit in library(documents).search(query).hits}


def test_another_bearer_of_the_surname_is_not_marked_and_no_match() -> None:
    hit = hits_of("Павел Орлов", HIS, IVAN)["ivan"]
    assert marked(hit) == ["Pavel", "Arlou"]
    # Of him alone nothing is left, neither in the text nor among the reasons.
    alone = hits_of("Павел Орлов choir", BOTH, COUSIN)["cousin"]
    assert "Arlou" not in {match.found for match in alone.matches}


def test_an_article_with_a_namesake_alone_stays_a_hit_without_that_mark() -> None:
    found = hits_of("Павел Орлов choir", BOTH, COUSIN)
    assert set(marked(found["cousin"])) == {"choir"}
    assert [match.found for match in found["cousin"].matches] == ["choir"]


def test_a_mere_surname_means_all_who_bear_it() -> None:
    assert "Arlova" in marked(hits_of("Орлова", HIS, HERS)["hers"])


def test_a_surname_that_stands_alone_as_well_means_all_who_bear_it() -> None:
    assert marked(hits_of("Павел Орлов choir", HIS, IVAN)["ivan"]).count("Arlou") == 1
    assert marked(hits_of("Орлов choir Павел Орлов", HIS, IVAN)["ivan"]).count("Arlou") == 2


def test_two_persons_of_a_query_are_both_marked() -> None:
    drivers = search.Document("drivers", "", "Шофёр Иван Орлов ждал хор.", language="ru")
    hit = hits_of("Павел Орлов Иван Орлов", HIS, drivers, IVAN)["ivan"]
    assert marked(hit) == ["Pavel", "Arlou", "Ivan", "Arlou"]


def test_somebody_with_the_given_name_alone_is_not_marked() -> None:
    other = search.Document(
        "other", "", "Pavel Arlou and Pavel Hrushka shook hands.", language="en"
    )
    assert marked(hits_of("Павел Орлов", HIS, other)["other"]) == ["Pavel", "Arlou"]


def test_what_stands_as_it_was_typed_keeps_its_mark() -> None:
    other = search.Document(
        "other", "", "Павел Орлов и певица Ольга Орлова не родня. Пришёл и Иван Орлов.",
        language="ru",
    )  # fmt: skip
    assert marked(hits_of("Павел Орлов", other)["other"]).count("Орлов") == 2


def test_a_name_that_tells_no_more_than_the_surname_may_be_the_one_meant() -> None:
    other = search.Document("other", "", "The minister Arlou left at noon.", language="en")
    assert "Arlou" in marked(hits_of("Павел Орлов noon", HIS, other)["other"])


def test_articles_that_came_with_their_persons_are_read_for_given_names() -> None:
    listed = search.Document(
        "listed", "", "Pavel Arlou received Ivan Arlou. Hanna Arlova sang.", language="en",
        people=("Pavel Arlou", "Ivan Arlou", "Hanna Arlova"),
    )  # fmt: skip
    assert marked(hits_of("Павел Орлов", HIS, listed)["listed"]) == ["Pavel", "Arlou"]


def test_other_cases_and_spellings_of_the_person_stay_marked() -> None:
    listed = search.Document(
        "listed", "", "Nie było Anny Arłowej. Czekano na Annę Arłową.", language="pl",
        people=("Anna Arłowa",),
    )  # fmt: skip
    hers = search.Document("hers", "", "Анна Орлова пела. Анна Орлова ушла.", language="ru")
    shown = marked(hits_of("Анна Орлова", hers, listed)["listed"])
    assert set(shown) == {"Anny", "Arłowej", "Annę", "Arłową"}


def test_hits_are_those_of_the_words_and_of_any_filter() -> None:
    index = library([BOTH, COUSIN])
    found = index.search("Павел Орлов choir")
    assert {hit.id for hit in found.hits} == {"both", "cousin"}
    assert found.total == sum(one.count for one in found.facets["language"].values) == 2
