"""Dictionaries of the reader's own: tables and dictd files, added to an index and taken away."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import search
from search.errors import InputError, ParameterError
from search.lexicon import Lexicon, added, dictd, own_lexicon

NUMERALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
ARTICLES = {
    "00-database-info": "00-database-info\n  made for a test\n",
    "glimmer": "glimmer /ɡlɪmə/\n  1. _n. 1) мерцание, слабый свет; a faint glimmer слабый\n"
    "  проблеск 2) (обыкн. pl) осколки\n  2. _v. мерцать; тускло\n  светить\n",
    "hut": "hut <n>\nхижина\nлачуга, избушка\n   Synonyms: {cabin}\n",
    "избушка": "избушка\nhut\n",
    "nothing": "nothing\n (see: {void})\n",
}


def base64(number: int) -> str:
    digits = NUMERALS[number % 64]
    return (base64(number // 64) if number >= 64 else "") + digits


def write_dictd(folder: Path, name: str = "small", *, packed: bool = True) -> Path:
    body, lines = b"", []
    for headword, text in ARTICLES.items():
        raw = text.encode()
        lines.append(f"{headword}\t{base64(len(body))}\t{base64(len(raw))}\n")
        body += raw
    (folder / f"{name}.index").write_text("".join(lines), encoding="utf-8")
    path = folder / (f"{name}.dict.dz" if packed else f"{name}.dict")
    path.write_bytes(gzip.compress(body) if packed else body)
    return path


def test_articles_of_dictd_become_weighted_alternatives(tmp_path: Path) -> None:
    found = dict(dictd.read(write_dictd(tmp_path), "en", "ru"))
    assert found["glimmer"] == [
        ("мерцание", 1.0), ("слабый свет", 0.87), ("осколки", 0.77), ("мерцать", 0.62),
        ("тускло светить", 0.54),
    ]  # fmt: skip
    assert found["hut"] == [("хижина", 1.0), ("лачуга", 0.87), ("избушка", 0.77)]
    assert found.keys() == {"glimmer", "hut"}  # neither the other script nor the empty article


def test_either_file_of_dictd_names_the_dictionary(tmp_path: Path) -> None:
    packed = write_dictd(tmp_path)
    plain = write_dictd(tmp_path / ".", "plain", packed=False)
    whole = list(dictd.read(packed, "en", "ru"))
    assert list(dictd.read(plain, "en", "ru")) == whole
    assert list(dictd.read(tmp_path / "small.index", "en", "ru")) == whole


def test_the_name_of_a_freedict_file_tells_its_languages() -> None:
    assert dictd.languages_in("freedict-eng-rus.dict.dz") == ("en", "ru")
    assert dictd.languages_in("deu-pol.index") == ("de", "pl")
    assert dictd.languages_in("mueller7.index") is None
    assert dictd.languages_in("freedict-eng-lat.index") is None


@pytest.mark.parametrize("lost", ["small.index", "small.dict.dz"])
def test_half_a_dictionary_is_an_error_that_names_the_other_half(tmp_path: Path, lost: str) -> None:
    path = write_dictd(tmp_path)
    (tmp_path / lost).unlink()
    with pytest.raises(InputError, match=r"small\.(index|dict)"):
        list(dictd.read(path, "en", "ru"))


def test_a_torn_dictionary_is_an_error(tmp_path: Path) -> None:
    path = write_dictd(tmp_path)
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(InputError, match="cannot be unpacked"):
        list(dictd.read(path, "en", "ru"))
    (tmp_path / "small.dict.dz").write_bytes(gzip.compress(b"short"))
    with pytest.raises(InputError, match="beyond the end"):
        list(dictd.read(path, "en", "ru"))
    (tmp_path / "small.index").write_text("hut\t!!\tB\n")
    with pytest.raises(InputError, match="is no number"):
        list(dictd.read(path, "en", "ru"))


def table(tmp_path: Path, text: str, name: str = "words.tsv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_added_listed_and_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    path = table(tmp_path, "en\tpl\tsense\nhut | cabin ~0.5\tchata\tbuilding\nglow\t\t\n", "w.tsv")
    with pytest.raises(InputError, match=r"w.tsv:3: a pairing needs two languages"):
        added.add(folder, path)
    assert added.dictionaries(folder) == ()
    path.write_text(path.read_text(encoding="utf-8").replace("glow\t", "glow\tblask"))
    assert added.add(folder, path).lines == 2
    (one,) = added.dictionaries(folder)
    assert (one.name, one.languages, one.lines) == ("w", ("en", "pl"), 2)
    lexicon = added.lexicon_of(folder, Lexicon(()))
    (found,) = lexicon.pairings("cabins")
    assert (found.language, found.found, found.weight) == ("pl", "chata", 0.4)
    assert (found.sense, found.origin) == ("building", "w.tsv:2")
    with pytest.raises(InputError, match="There are: w"):
        added.remove(folder, "v")
    added.remove(folder, "w")
    assert added.lexicon_of(folder, own := Lexicon(())) is own


def test_two_columns_need_languages(tmp_path: Path) -> None:
    path = table(tmp_path, "hut\tхижина\n")
    with pytest.raises(InputError, match="--from en --to ru"):
        added.add(tmp_path / "i", path)
    with pytest.raises(InputError, match="'xx' is no language"):
        added.add(tmp_path / "i", path, languages=("en", "xx"))
    assert added.add(tmp_path / "i", path, languages=("en", "ru")).lines == 1


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    path = table(tmp_path, "en\tru\nhut\tхижина\n")
    for name in ("../up", "", "A", "a/b"):
        with pytest.raises(InputError, match="is no name"):
            added.add(tmp_path / "i", path, name=name)


def test_a_dictionary_of_the_wrong_direction_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Check --from and --to"):
        added.add(tmp_path / "i", write_dictd(tmp_path), languages=("en", "pl"))


def test_the_best_of_a_foreign_dictionary_counts_less_than_our_own(tmp_path: Path) -> None:
    added.add(tmp_path / "i", write_dictd(tmp_path), languages=("en", "ru"))
    lexicon = added.lexicon_of(tmp_path / "i", own_lexicon())
    best, *_ = [one for one in lexicon.pairings("glimmer") if one.origin.startswith("small")]
    assert best.weight == pytest.approx(0.8 * added.TRUST)


def test_of_a_huge_dictionary_the_short_headwords_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added, "MAX_HEADWORDS", 2)
    rows = "en\tru\nlonger\tдолгий\nhut\tхижина\nlongest\tдолгий\nelm\tвяз\n"
    done = added.add(tmp_path / "i", table(tmp_path, rows))
    assert (done.lines, done.left_out) == (2, 2)
    assert "hut" in (tmp_path / "i/lexicon/words.tsv").read_text()
    assert "longest" not in (tmp_path / "i/lexicon/words.tsv").read_text()


def test_an_open_index_searches_with_a_dictionary_at_once(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.add(search.Document(id="a", body="Старая хибарка стояла у реки.", language="ru"))
        assert index.search("shanty").total == 0
        index.add_dictionary(table(tmp_path, "en\tru\nshanty\tхибарка\n"))
        (hit,) = index.search("shanty").hits
        assert [(one.found, one.via) for one in hit.matches] == [("хибарка", "lexicon")]
        assert index.search("shanty", translate=False).total == 0
        assert index.check() == []
        index.remove_dictionary("words")
        assert index.search("shanty").total == 0


def test_an_index_in_memory_keeps_none(tmp_path: Path) -> None:
    with search.open_index(":memory:") as index:
        assert index.dictionaries() == ()
        with pytest.raises(ParameterError, match="in memory"):
            index.add_dictionary(table(tmp_path, "en\tru\nhut\tхижина\n"))
