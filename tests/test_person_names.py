"""What one person is called, and the name of a state of the index that includes decisions."""

from __future__ import annotations

from small import library


def test_names_tell_the_languages_of_each_spelling() -> None:
    with library() as index:
        names = index.person_names("alexander-lukashenko")
        details = index.person("alexander-lukashenko")
        assert names is not None
        assert details is not None
        assert names.languages["Аляксандр Лукашэнка"] == {"be": 1}
        assert names.person == details.person
        assert index.person_names("nobody") is None


def test_names_are_found_by_an_id_of_earlier_days() -> None:
    with library() as index:
        index.merge_people("alexander-lukashenko", "john-reed")
        names = index.person_names("john-reed")
        assert names is not None
        assert names.person.id == "alexander-lukashenko"


def test_a_decision_makes_another_revision_and_the_next_one_too() -> None:
    with library() as index:
        seen = [index.revision]
        index.merge_people("alexander-lukashenko", "john-reed")
        seen.append(index.revision)
        index.undo_people()
        seen.append(index.revision)
        assert len(set(seen)) == 3
        assert index.revision == seen[-1]
