"""What was cut as page chrome: found with `removed:` only, and shown as what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import search
from search import indexes
from search.analysis import Analyzer, removed_terms
from search.analysis.analyzers import ANALYSIS_VERSION
from search.errors import IndexMismatch, QuerySyntaxError
from search.indexer import Given, analyze, prepare

PAGE = """Lighthouse Weekly
Home | News | Sport | Weather
Lamp of the old pier is lit again

The keeper of the pier lit its lamp on Friday for the first time in eleven years. Children of the \
village had painted the railing, and the harbour master paid for the oil.

Boats now find the mouth of the river without a pilot. The village council had asked for the \
lamp in a letter that most fishermen signed.

Subscribe to our newsletters
Photo: Quentin Marlowe
Share on Telegram
Read also: Ferries cancelled after collision
All rights reserved"""

RUSSIAN = """Вести маяка
Главная | Новости | Спорт | Погода
На старом пирсе снова горит лампа

Смотритель пирса зажёг лампу в пятницу впервые за одиннадцать лет. Дети посёлка покрасили перила, \
а начальник порта заплатил за масло.

Теперь лодки находят устье реки без лоцмана. Совет посёлка просил о лампе в письме, которое \
подписали почти все рыбаки.

Подпишитесь на нашу рассылку
Комментарии
Все права защищены"""


@pytest.fixture(params=["memory", "embedded"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[search.Index]:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "lamp.txt").write_text(PAGE, encoding="utf-8")
    (folder / "лампа.txt").write_text(RUSSIAN, encoding="utf-8")
    (folder / "plain.jsonl").write_text(
        json.dumps({"id": "plain", "text": "Ferries wait in the harbour. Newsletter of the port."})
    )
    where = ":memory:" if request.param == "memory" else tmp_path / "index"
    with search.open_index(where) as opened:
        opened.add_files([str(folder)])
        yield opened


def found(index: search.Index, query: str, **more: bool) -> list[str]:
    return sorted(hit.id for hit in index.search(query, **more))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("removed:newsletter", ["lamp.txt"]),  # "newsletters" is a reading of it
        ("newsletter", ["plain"]),
        ("telegram", []),
        ("Telegra*", []),
        ("telegran~1", []),
        ('"rights reserved"', []),
        ("removed:lamp", []),
        ('removed:"all rights reserved"', ["lamp.txt"]),
        ('removed:"rights all"', []),
        ('removed:"subscribe newsletters"~2', ["lamp.txt"]),
        ('removed:"telegram read"', []),  # two lines that were cut
        ("removed:(share telegram)", ["lamp.txt"]),
        ("removed:(facebook OR рассылка)", ["лампа.txt"]),
        ("removed:рассылки", ["лампа.txt"]),
        ("removed:подписаться", ["лампа.txt"]),
        ("lamp removed:telegram", ["lamp.txt"]),
        ("lamp -removed:telegram", ["лампа.txt"]),  # лампа renders lamp
        ("removed:-telegram newsletter", ["plain"]),
    ],
)
def test_removed_text_is_found_on_request_only(
    index: search.Index, query: str, ids: list[str]
) -> None:
    assert found(index, query) == ids


@pytest.mark.parametrize("translate", [True, False])
def test_removed_words_are_not_translated(index: search.Index, translate: bool) -> None:
    assert found(index, "removed:comments", translate=translate) == []
    assert found(index, "removed:комментарий", translate=translate) == ["лампа.txt"]


def test_removed_text_feeds_no_facet(index: search.Index) -> None:
    results = index.search("removed:marlowe", facets=("person", "author", "source"))
    assert [hit.id for hit in results] == ["lamp.txt"]
    assert "marlowe" not in repr(results.facets["person"]).lower()


def test_the_snippet_is_the_line_that_was_cut_with_its_reason(index: search.Index) -> None:
    (hit,) = index.search("removed:newsletter")
    (snippet,) = hit.snippets
    assert snippet.text == "Subscribe to our newsletters"
    assert snippet.removed == "subscription"
    ((start, end, match),) = snippet.ranges
    assert snippet.text[start:end] == "newsletters"
    assert (hit.matches[match].query, hit.matches[match].via) == ("newsletter", "lemma")
    assert snippet.to_dict()["removed"] == "subscription"


def test_article_and_removed_line_are_shown_together(index: search.Index) -> None:
    (hit,) = index.search('fishermen removed:"all rights reserved"')
    first, last = hit.snippets
    assert ("fishermen" in first.text, first.removed) == (True, "")
    assert "removed" not in first.to_dict()
    (marked,) = last.ranges
    assert last.text[slice(*marked[:2])] == "All rights reserved"


def test_shapes_of_words_are_refused(index: search.Index) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        index.search("lamp removed:news*")
    assert error.value.position == 13


def test_statistics_of_the_article_are_as_without_its_page() -> None:
    pasted = Given(search.Document("a", body=PAGE), pasted=True)
    indexed, _ = prepare(pasted)
    analyzed = analyze(indexed, pasted, Analyzer())
    alone = Given(search.Document("a", title=indexed.title, body=indexed.body))
    bare = analyze(prepare(alone)[0], alone, Analyzer())
    assert set(analyzed.postings.columns) - set(bare.postings.columns) == {"removed"}
    assert analyzed.length == bare.length
    for field, column in bare.postings.columns.items():
        assert list(analyzed.postings.columns[field].texts) == list(column.texts)


def test_a_reading_tells_its_language_and_a_form_does_not() -> None:
    (number, token, texts) = next(removed_terms(["Новости"], "ru"))
    assert (number, token.form, texts[0]) == (0, "новости", "новости")
    assert "ru:новость" in texts
    assert next(texts for _, _, texts in removed_terms(["86.82"], "ru")) == ("86.82",)
    assert list(removed_terms([], "ru")) == []


def test_an_index_of_the_analysis_before_asks_to_be_reindexed(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    search.open_index(folder).close()
    manifest = folder / indexes.MANIFEST
    text = manifest.read_text()
    manifest.write_text(text.replace(f"analysis {ANALYSIS_VERSION}", "analysis 1"))
    with pytest.raises(IndexMismatch, match="svodka reindex"):
        search.open_index(folder)
