"""Words of the neighbouring languages put into Russian, one by one, for the recogniser.

Ukrainian, Belarusian and Bulgarian are close enough that a Russian network understands a
sentence whose small words are translated (що → что), whose frequent words go through our
lexicon (заборона → запрет) and whose other words, names above all, only change letters
(Зеленський → Зеленский). No word changes its place, so what is found needs no mapping back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from search.analysis import lemmatizer
from search.analysis.tokens import fold

BRIDGED: Final = ("uk", "be")
_LETTERS: Final[Mapping[str, dict[int, int]]] = {
    "uk": str.maketrans("іїєґІЇЄҐ'’ʼ", "ииегИИЕГъъъ"),
    "be": str.maketrans("іўІЎ'’ʼ", "ивИВъъъ"),
    # Bulgarian, and whatever else is written in Cyrillic letters.
    "bg": str.maketrans("јљњќѓћђѝЈЉЊЌЃЋЂ", "йлнкгчдиЙЛНКГЧД"),
}
_ENDINGS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "uk": (
        ("ського", "ского"), ("ському", "скому"), ("ською", "ской"), ("ської", "ской"),
        ("ський", "ский"), ("цький", "цкий"), ("цького", "цкого"), ("цькому", "цкому"),
        ("цькою", "цкой"), ("цької", "цкой"), ("ській", "ской"), ("цькій", "цкой"),
        ("ським", "ским"), ("цьким", "цким"), ("ських", "ских"), ("цьких", "цких"),
        ("ська", "ская"), ("цька", "цкая"), ("ську", "скую"), ("цьку", "цкую"),
        ("ські", "ские"), ("цькі", "цкие"), ("ованої", "ованной"),
        ("ування", "ование"), ("ення", "ение"), ("ання", "ание"), ("іння", "ение"),
        ("ість", "ость"), ("ості", "ости"), ("ував", "овал"), ("ється", "ется"),
        ("ться", "тся"), ("ого", "ого"), ("ій", "ой"), ("ий", "ый"), ("ів", "ов"),
        ("ав", "ал"), ("ив", "ил"), ("ти", "ть"), ("ої", "ой"), ("ою", "ой"), ("ії", "ии"),
    ),
    "be": (
        ("скага", "ского"), ("скаму", "скому"), ("скай", "ской"), ("скія", "ские"),
        ("скіх", "ских"), ("скі", "ский"), ("цкага", "цкого"), ("цкі", "цкий"),
        ("аванне", "ование"), ("енне", "ение"), ("анне", "ание"), ("асць", "ость"),
        ("асці", "ости"), ("аваў", "овал"), ("ецца", "ется"), ("аўся", "ался"), ("аў", "ал"),
        ("іў", "ил"), ("ыў", "ил"), ("ага", "ого"), ("аму", "ому"), ("аць", "ать"),
        ("іць", "ить"), ("ыя", "ые"), ("аў", "ов"), ("оў", "ов"),
    ),
    "bg": (("ският", "ский"), ("ски", "ский"), ("ският", "ский"), ("ция", "ция"), ("ът", ""),
           ("ята", "я"), ("ета", "ы"), ("та", "а"), ("то", "о"), ("те", "ы")),
}  # fmt: skip
_SOFT: Final = (("дзь", "дь"), ("дзе", "де"), ("дзі", "ди"), ("дзя", "дя"), ("ць", "ть"),
                ("ці", "ти"), ("це", "те"), ("ця", "тя"), ("цю", "тю"))  # fmt: skip
_SURNAME: Final = frozenset("сцкў")


@lru_cache(maxsize=200_000)
def russian(word: str, language: str) -> str:
    """A word of "uk", "be" or other Cyrillic text as a Russian one in the same case of letters."""
    if not word[0].isalpha():
        return word
    low = fold(word)
    content = "" if _may_be_surname(word, language) else _content(low, language)
    found = _small(language).get(low) or content or _respelt(low, language)
    if word[0].isupper():
        return found.upper() if len(word) > 1 and word.isupper() else found[:1].upper() + found[1:]
    return found


def _may_be_surname(word: str, language: str) -> bool:
    """Belarusian words are known by their stems, and Быкаў has that of бык, a bull."""
    return language == "be" and word[0].isupper() and fold(word).endswith(("аў", "оў", "еў"))


def _respelt(low: str, language: str) -> str:
    own = language if language in _LETTERS else "bg"
    for ending, russian_ending in _ENDINGS[own]:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            low = low[: -len(ending)] + russian_ending
            break
    if language == "be":
        for soft, plain in _SOFT:
            low = low.replace(soft, plain)
    return low.translate(_LETTERS[own])


def _content(low: str, language: str) -> str:
    if language not in BRIDGED:
        return ""
    table = _lexicon(language)
    for reading in lemmatizer(language).lemmas(low):
        if reading in table:
            return table[reading]
    return ""


@cache
def _lexicon(language: str) -> dict[str, str]:
    """Readings of words with their Russian rendering, from the lexicon of the query."""
    from search.lexicon import own_lexicon  # thousands of lines: only for who needs them

    table: dict[str, str] = {}
    readings = lemmatizer(language).lemmas
    for concept in own_lexicon().concepts:
        russian_words = [r.text for r in concept.renderings.get("ru", ()) if " " not in r.text]
        if not russian_words:
            continue
        for rendering in concept.renderings.get(language, ()):
            if " " in rendering.text or rendering.weight < 1:
                continue
            form = fold(rendering.text)
            # A Ukrainian lemma is its own reading; a Belarusian word is known by its stem.
            for reading in (form,) if language == "uk" else readings(form):
                table.setdefault(reading, fold(russian_words[0]))
    return table


@cache
def _small(language: str) -> dict[str, str]:
    own = language if language in BRIDGED else "bg"
    text = files("search.people.mentions").joinpath("data", "bridge.tsv").read_text("utf-8")
    table = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, forms, rendering = line.split("\t")
            if code == own:
                table.update(dict.fromkeys(forms.split(), rendering))
    return table
