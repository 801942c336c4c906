"""The gold says of the bundled articles only what stands in them, and the articles keep
what was promised: no sentence twice, right weekdays, a small corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import combinations

import pytest

import search
from search.analysis import identify
from search.dates.months import month_number
from search.demo import ARTICLES, gold
from search.documents import LANGUAGES, UNKNOWN
from search.intake import Summary
from search.partial_dates import parse_iso

GOLD = gold.load()
RAW = gold.raw_articles()
FIRST, LAST = date(2025, 11, 1), date(2026, 1, 31)

# Monday to Sunday, as they are printed beside a date.
WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pl": "poniedział wtor środ czwart piąt sobot niedziel",
    "ru": "понедельник вторник сред четверг пятниц суббот воскресен",
    "uk": "понеділ вівтор серед четвер п'ятниц субот неділ",
    "be": "панядзел аўтор серад чацв пятніц субот нядзел",
}
DAY_OF_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|-го|\.)?\s+(?:de\s+)?(?P<month>[^\W\d]+)"
)
MONTH_DAY = re.compile(r"(?P<month>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?!\d)")
NUMERIC = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)")
YEAR = re.compile(r"[\s,.]*(?:de\s+)?(20\d\d)")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”')\]]*\s+|\n+")
WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


def squeezed(text: str) -> str:
    """Text with every run of white space as one space: pages break lines inside sentences."""
    return " ".join(text.split())


@cache
def source_of(id: str) -> str:
    """All that the file of an article says, attributes and metadata too."""
    return squeezed(RAW[id].source)


@cache
def own_text(id: str) -> str:
    """What the article itself says: without the lines that are nothing but page chrome."""
    chrome = sorted(map(squeezed, GOLD.articles[id].chrome), key=len, reverse=True)
    kept = []
    for line in map(squeezed, RAW[id].text.splitlines()):
        rest = line
        for piece in chrome:
            rest = rest.replace(piece, " ")
        if WORD.search(rest):
            kept.append(line)
    return "\n".join(kept)


@cache
def sentences(id: str) -> frozenset[str]:
    """The sentences of more than six words, as lower-case words."""
    found = (WORD.findall(part.lower()) for part in SENTENCE_END.split(own_text(id)))
    return frozenset(" ".join(words) for words in found if len(words) > 6)


def test_each_article_has_one_record_and_each_record_an_article() -> None:
    listed = [article.id for story in GOLD.stories for article in story.articles]
    assert sorted(listed) == sorted(RAW)
    for article in GOLD.articles.values():
        assert article.file == RAW[article.id].file
        assert article.file.startswith(f"{article.story}/")
    rows = sum(
        len(path.read_text("utf-8").splitlines()) if path.suffix == ".jsonl" else 1
        for path in ARTICLES.rglob("*.*")
    )
    assert rows == len(RAW), "two articles have one id"


def test_stories_persons_and_queries_have_names_of_their_own() -> None:
    assert len({story.id for story in GOLD.stories}) == len(GOLD.stories) == 12
    for story in GOLD.stories:
        for person in story.persons:
            assert person.label == GOLD.persons[person.id].label, "one id for two persons"
    asked = [(query.query, query.language) for query in GOLD.queries]
    assert sorted(asked) == sorted(set(asked))


def test_spellings_stand_in_the_text_of_their_article() -> None:
    wrong = [
        (article.id, spelling)
        for article in GOLD.articles.values()
        for mention in article.people
        for spelling in mention.spellings
        if spelling not in own_text(article.id)
    ]
    assert wrong == []


def test_dates_evidence_titles_and_names_stand_in_their_file() -> None:
    wrong = []
    for article in GOLD.articles.values():
        claimed = [one.text for one in article.dates]
        claimed += article.dates_unresolved
        claimed += article.not_people
        claimed += article.chrome
        claimed += article.authors
        claimed += article.editors
        claimed += [one for one in (article.title, article.agency) if one]
        if article.published and article.published.evidence != "field":
            claimed.append(article.published.evidence)
        text = source_of(article.id)
        wrong += [(article.id, one) for one in claimed if squeezed(one) not in text]
        if article.source and article.source.casefold() not in text.casefold():
            wrong.append((article.id, article.source))  # a masthead may be in capitals
    assert wrong == []


def test_chrome_of_a_text_file_is_whole_lines() -> None:
    wrong = [
        (article.id, line)
        for article in GOLD.articles.values()
        if article.file.endswith(".txt")
        for line in article.chrome
        if line not in RAW[article.id].text.splitlines()
    ]
    assert wrong == []
    rows = [one for one in GOLD.articles.values() if one.file.endswith(".jsonl")]
    assert [one.id for one in rows if one.chrome] == []


def test_fields_of_a_json_line_are_the_gold_s() -> None:
    wrong = []
    for id, raw in RAW.items():
        article = GOLD.articles[id]
        stated = {
            "title": article.title, "source": article.source, "agency": article.agency,
            "authors": list(article.authors), "editors": list(article.editors),
            "language": article.language,
        }  # fmt: skip
        wrong += [
            (id, name, raw.fields[name], value)
            for name, value in stated.items()
            if name in raw.fields and raw.fields[name] != value
        ]
        if "published" in raw.fields:
            published = article.published
            assert published is not None, id
            assert published.evidence == "field", id
            assert raw.fields["published"].startswith(published.value), id
    assert wrong == []


def test_people_given_in_a_json_line_are_persons_of_that_article() -> None:
    wrong = []
    for id, raw in RAW.items():
        present = [GOLD.persons[mention.person] for mention in GOLD.articles[id].people]
        known = {
            name for person in present for names in person.spellings.values() for name in names
        }
        wrong += [(id, name) for name in raw.fields.get("people", ()) if name not in known]
    assert wrong == []


def test_each_person_is_named_by_an_article_and_spelled_in_each_of_its_languages() -> None:
    languages = defaultdict(set)
    for article in GOLD.articles.values():
        assert len({mention.person for mention in article.people}) == len(article.people)
        for mention in article.people:
            languages[mention.person].add(article.language)
            assert mention.spellings, (article.id, mention.person)
    assert sorted(languages) == sorted(GOLD.persons)
    for id, person in GOLD.persons.items():
        assert languages[id] <= set(person.spellings), id
        if len(languages[id]) > 1:
            names = {name for some in person.spellings.values() for name in some}
            assert len(names) > 1, id


def test_a_person_is_distinct_from_others_of_the_gold_both_ways() -> None:
    for person in GOLD.persons.values():
        for other in person.distinct:
            assert other != person.id
            assert person.id in GOLD.persons[other].distinct, (person.id, other)


def test_not_people_are_never_among_the_people_of_their_article() -> None:
    wrong = []
    for article in GOLD.articles.values():
        named = {spelling for mention in article.people for spelling in mention.spellings}
        named |= {
            name
            for mention in article.people
            for name in GOLD.persons[mention.person].spellings.get(article.language, ())
        }
        wrong += [(article.id, name) for name in article.not_people if name in named]
    assert wrong == []


def test_relations_have_both_ends_and_a_known_type() -> None:
    wrong = []
    for article in GOLD.articles.values():
        assert len(set(article.relations)) == len(article.relations), article.id
        for relation in article.relations:
            assert relation.type in gold.RELATIONS
            assert relation.id != article.id
            other = GOLD.articles[relation.id]
            if gold.Relation(relation.type, article.id) not in other.relations:
                wrong.append((article.id, relation.type, other.id))
    assert wrong == []


def test_all_articles_of_a_story_share_the_event_with_its_lead() -> None:
    for story in GOLD.stories:
        lead, *others = story.articles
        assert lead.related("event") == {other.id for other in others}, story.id


def test_every_story_has_a_copy_a_translation_and_an_undated_article() -> None:
    for story in GOLD.stories:
        kinds = {relation.type for article in story.articles for relation in article.relations}
        assert kinds == set(gold.RELATIONS), story.id
        assert any(article.published is None for article in story.articles), story.id
        assert {"en", "ru", "uk", "be"} <= {article.language for article in story.articles}


def test_copies_share_most_sentences() -> None:
    pairs = {
        (article.id, other)
        for article in GOLD.articles.values()
        for other in article.related("copy")
        if article.id < other
    }
    assert len(pairs) >= len(GOLD.stories) - 1
    for one, other in pairs:
        shared = len(sentences(one) & sentences(other))
        assert shared >= 0.5 * min(len(sentences(one)), len(sentences(other))), (one, other)


def test_no_other_articles_share_a_sentence() -> None:
    wrong = [
        (one, other, shared)
        for one, other in combinations(GOLD.articles, 2)
        if other not in GOLD.articles[one].related("copy")
        for shared in sentences(one) & sentences(other)
    ]
    assert wrong == []


def test_dates_are_iso_of_their_precision_and_articles_are_of_that_winter() -> None:
    for article in GOLD.articles.values():
        published = article.published
        if published is not None:
            parsed = parse_iso(published.value)
            assert parsed is not None, article.id
            assert parsed.precision == published.precision, article.id
            assert parsed.days is not None
            assert FIRST.toordinal() <= parsed.days[0], article.id
            assert parsed.days[1] <= LAST.toordinal(), article.id
        for one in article.dates:
            first, last = (parse_iso(end) for end in one.ends)
            assert first is not None, (article.id, one)
            assert last is not None, (article.id, one)
            assert first.precision == last.precision, (article.id, one)
            assert first.instant <= last.instant, (article.id, one)  # type: ignore[operator]


def weekday_in(text: str, language: str) -> list[tuple[int, int, int]]:
    """The weekdays named in a text: number from Monday, start and end."""
    folded = text.lower().replace("’", "'").replace("ʼ", "'")
    return sorted(
        (number, match.start(), match.end())
        for number, stem in enumerate(WEEKDAYS[language].split())
        for match in re.finditer(rf"(?<![^\W_]){stem}[^\W\d_]*", folded)
    )


def day_named(text: str) -> date | None:
    """The day of a full date at the start of a text; without a year that of the winter."""
    for pattern in (NUMERIC, DAY_OF_MONTH, MONTH_DAY):
        match = pattern.match(text)
        if match is None:
            continue
        named = match["month"]
        month = int(named) if named.isdigit() else month_number(named)
        if month is None:
            continue
        year = YEAR.match(text, match.end())
        winter = {11: 2025, 12: 2025, 1: 2026}.get(month)
        stated = match.groupdict().get("year") or (year[1] if year else winter)
        if stated is not None:
            return date(int(stated), month, int(match["day"]))
    return None


def weekdays_beside_dates() -> list[tuple[str, str, int, date]]:
    """Each weekday word with a date right after it: "Friday, 12 December 2025"."""
    found = []
    for id, raw in RAW.items():
        text = squeezed(raw.text)
        for number, start, end in weekday_in(text, GOLD.articles[id].language):
            rest = re.match(r"[\s,(]*(?:the |den |le |el |dnia )?", text[end:])
            assert rest is not None
            day = day_named(text[end + rest.end() : end + 60])
            if day is not None:
                found.append((id, text[start : end + 30], number, day))
    return found


def test_weekdays_beside_full_dates_are_right() -> None:
    found = weekdays_beside_dates()
    assert len(found) >= 20
    assert [one for one in found if one[3].weekday() != one[2]] == []


def test_dates_mentioned_fall_on_the_weekday_and_month_of_their_words() -> None:
    wrong = []
    for article in GOLD.articles.values():
        for one in article.dates:
            parsed = parse_iso(one.ends[0])
            assert parsed is not None
            assert parsed.days is not None
            day = date.fromordinal(parsed.days[0])
            named = weekday_in(one.text, article.language)
            if parsed.precision == "day" and named and day.weekday() not in {n for n, *_ in named}:
                wrong.append((article.id, one))
            months = {number for word in WORD.findall(one.text) if (number := month_number(word))}
            if parsed.precision != "year" and months and day.month not in months:
                wrong.append((article.id, one))
    assert wrong == []


def test_queries_are_many_and_their_answers_exist() -> None:
    assert len(GOLD.queries) >= 60
    assert {query.language for query in GOLD.queries} >= {"en", "ru", "uk", "be"}
    for query in GOLD.queries:
        assert query.language in LANGUAGES
        assert query.relevant, query
        assert len(set(query.relevant)) == len(query.relevant), query
        assert set(query.relevant) <= set(GOLD.articles), query
        assert any(GOLD.articles[id].story == query.story for id in query.relevant), query


def test_languages_are_what_the_text_is_written_in() -> None:
    wrong = [
        (id, article.language, found)
        for id, article in GOLD.articles.items()
        if (found := identify(own_text(id))) != article.language
    ]
    assert wrong == []
    for article in GOLD.articles.values():
        assert article.language not in article.other_languages
        assert {*article.other_languages} <= {*LANGUAGES, UNKNOWN}


def test_the_corpus_is_small() -> None:
    paths = [path for folder in (ARTICLES, gold.GOLD) for path in folder.rglob("*.*")]
    assert sum(path.stat().st_size for path in paths) < 1_000_000


def test_the_description_counts_right() -> None:
    described = (gold.GOLD.parent / "README.md").read_text("utf-8")
    articles = GOLD.articles.values()
    counted = {
        "stories": len(GOLD.stories),
        "articles": len(articles),
        "rows of JSON lines": sum(one.file.endswith(".jsonl") for one in articles),
        "text files": sum(one.file.endswith(".txt") for one in articles),
        "HTML pages": sum(one.file.endswith(".html") for one in articles),
        "persons": len(GOLD.persons),
        "mentions of a person by an article": sum(len(one.people) for one in articles),
        "judged queries": len(GOLD.queries),
    }
    for what, number in counted.items():
        assert f"| {what} | {number} |" in described
    languages = Counter(one.language for one in articles).most_common()
    for language, number in languages:
        assert f" {language} {number}" in described
    for source in {one.source for one in articles if one.source}:
        assert source in described


@pytest.fixture(scope="module")
def summary() -> Summary:
    with search.open_index(":memory:") as index:
        return index.add_files([str(ARTICLES)])


def test_the_corpus_is_indexed_without_a_skip_or_warning(summary: Summary) -> None:
    assert summary.skipped == []
    assert summary.warnings == []
    assert summary.ignored == 0
    assert summary.added == len(RAW)
