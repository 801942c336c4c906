"""From a word of the query to its guises in the languages of an index."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

import search
from search.analysis import Analyzer, tokenize
from search.lexicon import Lexicon, parse_lines
from search.plan import Guise, Phrase, Readings, Term, describe_leaf
from search.query.expansion import Expander
from search.query.sounds import MAX_SOUNDS, SOUND_EQUAL, SOUND_NEAR
from search.query.words import QueryWord

LINES = """\
en\tru\tuk\tbe\tpos\tsense
deal | bargain ~0.5\tсделка | дело ~0.3\tугода\tздзелка\tnoun\t
peace\tмир\tмир\tмір\tnoun\t
big deal\tбольшое дело\tвелика справа\tвялікая справа\tphrase\t
house of cards\tкарточный дом\tкартковий будинок\tкартачны дом\tphrase\t
virus-19\tвирус-19\tвірус-19\tвірус-19\tnoun\t
"""


class FakeVocabulary:
    """The terms of an index, by field."""

    def __init__(self, **fields: tuple[str, ...]) -> None:
        self._fields = fields

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        return (t for t in sorted(self._fields.get(field, ())) if t.startswith(prefix))

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        return (f for f in self.terms(field, "") if Levenshtein.distance(text, f) <= distance)

    def document_frequency(self, field: str, text: str) -> int:
        terms = self._fields.get(field, ())
        return terms.index(text) + 1 if text in terms else 0

    def fields(self) -> Mapping[str, int]:
        return {field: len(terms) for field, terms in self._fields.items()}


def expander(vocabulary: FakeVocabulary | None = None, *, lexicon: bool = True) -> Expander:
    own = Lexicon(parse_lines(LINES.splitlines(), "test.tsv")) if lexicon else None
    if vocabulary is None:
        vocabulary = FakeVocabulary(en=("deal",), ru=("сделка",), exact=("deal", "сделка"))
    return Expander(Analyzer(), vocabulary, own)


def word(text: str, *, is_stop: bool = False) -> QueryWord:
    return QueryWord(text, tuple(tokenize(text)), is_stop)


def shown(guises: list[Guise]) -> list[str]:
    return [f"{describe_leaf(one.leaf)} {one.weight:g} {one.via}" for one in guises]


def test_a_word_is_read_in_every_language_of_the_index_that_has_its_script() -> None:
    index = FakeVocabulary(en=("a",), de=("b",), ru=("в",), exact=("a", "b", "в"))
    assert shown(expander(index).own(word("die"))) == [
        "en:die 1 lemma", "de:=die 1 lemma", "und:die 1 lemma",
    ]  # fmt: skip
    assert shown(expander(index).own(word("сделки"))) == ["ru:сделка 1 lemma", "und:сделки 1 lemma"]


def test_readings_of_one_language_are_one_guise() -> None:
    (guise, _) = expander().own(word("стали"))
    assert isinstance(guise.leaf, Readings)
    assert {term.text for term in guise.leaf.terms} == {"стать", "сталь"}


def test_a_number_is_of_no_language() -> None:
    assert shown(expander().own(word("16,500"))) == ["num:16500 1 lemma"]


def test_a_compound_is_a_phrase() -> None:
    guises = expander().own(word("Нью-Йорк"))
    assert all(isinstance(guise.leaf, Phrase) for guise in guises)
    assert describe_leaf(guises[-1].leaf) == "und:[нью йорк]"


def test_a_compound_of_word_and_number_finds_the_number_in_its_own_field() -> None:
    guise = expander().own(word("COVID-19"))[0]
    assert isinstance(guise.leaf, Phrase)
    assert Term("num", "19") in guise.leaf.slots[1]


def test_title_words_become_title_terms() -> None:
    own = expander().own(word("deal"), "title")
    (others,) = expander().translations([word("deal")], "title")
    for guise in (*own, *others):
        assert isinstance(guise.leaf, Term)
        assert guise.leaf.part == "title"


def test_without_a_lexicon_there_is_neither_translation_nor_sound() -> None:
    index = FakeVocabulary(en=("lukashenko",), ru=("лукашенко",))
    plain = expander(index, lexicon=False)
    assert plain.translations([word("Lukashenka"), word("deal")]) == [[], []]


def test_translations_are_weighed_and_only_in_languages_of_the_index() -> None:
    (found,) = expander().translations([word("deals")])
    assert shown(found) == ["ru:сделка 0.8 lexicon", "ru:дело 0.24 lexicon"]
    # A bargain is only sometimes a deal, and a deal only sometimes дело: that is no rendering.
    (found,) = expander().translations([word("bargain")])
    assert shown(found) == ["ru:сделка 0.4 lexicon"]


def test_the_lexicon_works_back_from_any_case() -> None:
    (found,) = expander().translations([word("сделкой")])
    assert shown(found) == ["en:deal 0.8 lexicon", "en:bargain 0.4 lexicon"]


def test_a_phrase_is_a_guise_of_each_of_its_words_and_comes_first() -> None:
    big, deal = expander().translations([word("big"), word("deal")])
    assert [one.covers for one in big] == ["big deal"]
    assert describe_leaf(big[0].leaf) == "ru:[большой дело|деть]"
    assert deal[0] == big[0]
    assert deal[1].covers == ""


def test_words_of_a_phrase_must_stand_together() -> None:
    big, _, deal = expander().translations([word("big"), word("old"), word("deal")])
    assert big == []
    assert all(not one.covers for one in deal)


def test_a_stop_word_counts_inside_a_phrase_alone() -> None:
    words = [word("house"), word("of", is_stop=True), word("cards")]
    house, of, cards = expander().translations(words)
    assert house[0].covers == cards[0].covers == of[0].covers == "house of cards"
    assert expander().translations([word("peace", is_stop=True)]) == [[]]


def test_half_a_compound_is_not_translated() -> None:
    assert expander().translations([word("peace-keeping")]) == [[]]


def test_a_number_in_a_rendering_is_of_no_language() -> None:
    (found,) = expander().translations([word("virus-19")])
    assert isinstance(found[0].leaf, Phrase)
    assert found[0].leaf.slots[1] == (Term("num", "19"),)


SPELLINGS = FakeVocabulary(
    en=("lukashenko", "lukas"), ru=("лукашенко", "лукашенк~", "минск"), be=("лукашэнк",),
)  # fmt: skip


def test_a_name_is_found_as_it_sounds_in_other_scripts_and_spellings() -> None:
    (found,) = expander(SPELLINGS).translations([word("Lukashenka")])
    by_field = {describe_leaf(one.leaf): one for one in found}
    assert by_field["en:lukashenko"].weight == SOUND_EQUAL
    assert by_field["ru:лукашенко"].weight == SOUND_EQUAL
    assert by_field["ru:лукашенк~"].weight == SOUND_NEAR
    assert {one.via for one in found} == {"transliteration"}
    assert "ru:минск" not in by_field
    assert "en:lukas" not in by_field


def test_a_language_the_lexicon_covers_is_not_searched_by_sound() -> None:
    index = FakeVocabulary(en=("deal",), ru=("диал", "деал"))
    (found,) = expander(index).translations([word("deal")])
    assert {one.via for one in found} == {"lexicon"}


def test_short_words_numbers_and_compounds_have_no_sound() -> None:
    index = FakeVocabulary(ru=("миньск", "си", "2025"), en=("sea",))
    for text in ("Си", "2025", "Minsk-City"):
        assert expander(index).translations([word(text)]) == [[]]


def test_sounds_are_limited_and_the_frequent_come_first() -> None:
    alike = tuple("лукаш" + "е" * n + "нко" for n in range(1, 20))
    (found,) = expander(FakeVocabulary(ru=alike)).translations([word("Lukashenko")])
    assert len(found) == MAX_SOUNDS
    assert describe_leaf(found[0].leaf) == f"ru:{alike[-1]}"


def test_forms_are_found_by_shape_and_by_distance() -> None:
    index = expander(FakeVocabulary(exact=("deal", "dealer", "dear", "делo", "сделка")))
    assert list(index.terms_like("dea", re.compile("dea.*"))) == ["deal", "dealer", "dear"]
    assert list(index.terms_near("deal", 1)) == ["deal", "dear"]
    assert list(index.terms_near("deal", 2)) == ["deal", "dealer", "dear"]


@pytest.mark.parametrize("slop", [None, 5])
def test_a_quotation_is_searched_as_it_stands(slop: int | None) -> None:
    one = expander().exact(["deal"], slop, "all")
    two = expander().exact(["big", "deal"], slop, "title")
    assert one.leaf == Term("exact", "deal")
    assert two.leaf == Phrase(
        ((Term("exact", "big", "title"),), (Term("exact", "deal", "title"),)), slop
    )
    assert (one.via, two.via) == ("same", "same")


def test_a_word_that_the_lexicon_knows_is_not_looked_for_by_sound(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.add(search.Document("pl", body="Mechanizm działa bez zarzutu.", language="pl"))
            writer.add(search.Document("en", body="A deal was signed.", language="en"))
        assert [hit.id for hit in index.search("deal")] == ["en"]


def test_every_case_form_of_a_rendering_is_found_in_belarusian(tmp_path: Path) -> None:
    forms = ("санкцыя", "санкцыі", "санкцыю", "санкцыяй", "санкцый", "санкцыям", "санкцыямі")
    with search.open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            for form in forms:
                body = f"Гаворка ішла пра тое, што {form} былі ў цэнтры ўвагі."
                writer.add(search.Document(form, body=body, language="be"))
        assert {hit.id for hit in index.search("sanctions", limit=None)} == set(forms)


NAMES = """\
en\tru\tuk\tbe\tpos\tsense
bush\tкуст\tкущ\tкуст\tnoun\t
visit\tвизит\tвізит\tвізіт\tnoun\t
"""


class FakePeople:
    """Knows George Bush, whom articles call Буш too."""

    def named_words(self, words: Sequence[str], alone: Container[int]) -> list[FakeNamed]:
        return [
            FakeNamed(at, ("Буш",))
            for at, text in enumerate(words)
            if text.lower() == "bush" and (at in alone or (at and words[at - 1] == "George"))
        ]


@dataclass(frozen=True)
class FakeNamed:
    at: int
    words: tuple[str, ...]


def renderings_of_bush(*texts: str, people: bool = True) -> list[str]:
    index = FakeVocabulary(en=("bush",), ru=("буш", "куст"))
    lexicon = Lexicon(parse_lines(NAMES.splitlines(), "test.tsv"))
    expander = Expander(Analyzer(), index, lexicon, FakePeople() if people else None)
    found = expander.translations([word(text) for text in texts])[-1]
    return [one for one in shown(found) if one.startswith("ru:")]


def test_a_person_is_not_translated_as_a_common_word() -> None:
    assert renderings_of_bush("bush") == ["ru:куст 0.8 lexicon"]
    for words in (("George", "Bush"), ("visit", "of", "Bush")):
        assert renderings_of_bush(*words)[0].endswith("0.9 name")
        assert not any("куст" in one for one in renderings_of_bush(*words))


def test_a_capital_among_small_letters_makes_a_common_word_doubtful() -> None:
    assert renderings_of_bush("visit", "Bush", people=False)[0] == "ru:куст 0.24 lexicon"
    assert renderings_of_bush("Visit", "Bush", people=False)[0] == "ru:куст 0.8 lexicon"
    assert renderings_of_bush("Bush", people=False)[0] == "ru:куст 0.8 lexicon"


def test_a_long_common_word_is_found_as_other_languages_of_the_index_write_it() -> None:
    index = FakeVocabulary(en=("parliament",), de=("parlament",), fr=("parlement",), pl=("działa",))
    lexicon = Lexicon(
        parse_lines([LINES.splitlines()[0], "parliament\tпарламент\tпарламент\tпарламент\tnoun\t"],
                    "test.tsv")
    )  # fmt: skip
    (found,) = Expander(Analyzer(), index, lexicon).translations([word("parliament")])
    assert {describe_leaf(one.leaf) for one in found} == {"de:parlament", "fr:parlement"}
    (found,) = Expander(Analyzer(), index, expander()._renderer._lexicon).translations(  # type: ignore[union-attr]
        [word("deal")]
    )
    assert found == []


# Words of several languages in one query

ALL = ("en", "ru", "uk", "be", "de", "fr", "es", "pl")
CYRILLIC, LATIN = {"ru", "uk", "be", "und"}, {"en", "de", "fr", "es", "pl", "und"}


@pytest.mark.parametrize(
    ("form", "languages"), [("о", CYRILLIC), ("на", CYRILLIC), ("put", LATIN), ("die", LATIN)]
)
def test_ambiguous_forms_are_analysed_in_all_languages_of_their_script(
    form: str, languages: set[str]
) -> None:
    every = expander(FakeVocabulary(**dict.fromkeys(ALL, (form,))))
    assert {guise.leaf.field for guise in every.own(word(form))} == languages


def test_each_word_of_a_mixed_query_is_read_in_its_own_script() -> None:
    vocabulary = FakeVocabulary(
        en=("deal", "lukashenko"), ru=("лукашенко", "сделка"), be=("лукашэнк",), pl=("deal",)
    )
    mixed = expander(vocabulary)
    name, deal = words = [word("Лукашенко"), word("deal")]
    assert {guise.leaf.field for guise in mixed.own(name)} == {"ru", "be", "und"}
    assert {guise.leaf.field for guise in mixed.own(deal)} == {"en", "pl", "und"}
    by_sound, by_lexicon = mixed.translations(words)
    assert Term("en", "lukashenko") in {guise.leaf for guise in by_sound}
    assert Term("ru", "сделка") in {guise.leaf for guise in by_lexicon}
    assert {guise.via for guise in by_lexicon} == {"lexicon"}
