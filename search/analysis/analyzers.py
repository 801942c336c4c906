"""The analyzer: from a text to its terms, the same way for articles and for queries.

Each token of an article gives one posting of its exact form, and beside it, at the same
position, the terms of its language: all readings of a word in the field of that language,
a number in the field of numbers, a word of no known language in the plain field.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.analysis.languages import script_languages
from search.analysis.languages import spans as spans_of
from search.analysis.lemmatizers import lemmatizer
from search.analysis.tokens import Script, Token, script, tokenize
from search.documents import (
    EXACT,
    LANGUAGES,
    NUMBER,
    PLAIN,
    REMOVED,
    UNKNOWN,
    LanguageSpan,
    Postings,
    TermColumn,
)
from search.ranking import TITLE_WEIGHT

ANALYSIS_VERSION: Final = "3"
"""To be raised with every change that gives other terms for the same text."""

BODY_GAP: Final = 100
"""Positions left free between title and body, so that no phrase spans both."""

_Columns = dict[str, tuple[list[str], list[int], list[str]]]
"""Texts, positions and forms by field, while they are gathered."""

_DEFAULTS: Final[dict[Script, str]] = {"cyrillic": "ru", "latin": "en"}
_DICTIONARIES: Final = ("nltk", "pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk")


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of one article.

    Positions below `title_length` (the number of tokens of the title) are the title's.
    `length` counts tokens, those of the title `TITLE_WEIGHT` times.
    """

    postings: Postings
    title_length: int
    length: int


class Analyzer:
    """Turns articles and query words into terms. Has no state; safe to share by threads."""

    def analyze(
        self,
        title: str,
        body: str,
        spans: Sequence[LanguageSpan],
        title_language: str = UNKNOWN,
        removed: Sequence[str] = (),
    ) -> Analysis:
        """The terms of an article whose body has these language spans.

        `removed` is what was cut from it, piece by piece: terms of a field of their own, which
        count for no other field and not for the length.

        A word that cannot be of its span's language (Reuters in a Russian paragraph) is read
        in another language of the article with its script, else as English or Russian.
        """
        others = _languages_by_length(spans, title_language)
        columns: _Columns = {}
        heading = tokenize(title)
        for place, token in enumerate(heading):
            _add(columns, token, place, title_language, others)
        content = tokenize(body)
        owners = _owners(content, spans)
        first = len(heading) + BODY_GAP
        for place, (token, language) in enumerate(zip(content, owners, strict=True), start=first):
            _add(columns, token, place, language, others)
        _add_removed(columns, removed, first, title_language)
        length = len(content) + TITLE_WEIGHT * len(heading)
        return Analysis(_postings(columns), len(heading), length)

    def query_readings(self, form: str, languages: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The (field, text) of every term under which a word of a query may be indexed.

        `form` is a token's form, `languages` those of the index. Languages of another script
        than the word's are passed over.
        """
        if is_number(form):
            return ((NUMBER, form),)
        fitting = script_languages(script(form))
        found = [
            (language, lemma)
            for language in languages
            if language in fitting
            for lemma in lemmatizer(language).lemmas(form)
        ]
        return (*dict.fromkeys(found), (PLAIN, form))

    def removed_readings(self, form: str) -> tuple[str, ...]:
        """The texts of every term of the removed text that a word of a query may stand for."""
        found = self.query_readings(form, LANGUAGES)
        return (form, *(f"{field}:{text}" for field, text in found if field in LANGUAGES))

    def fingerprint(self) -> str:
        """Names the version of the analysis and of the dictionaries, without loading them.

        Two analyzers with the same fingerprint give the same terms for the same text.
        """
        # importlib.metadata takes 20 ms to import: only for who opens or writes an index.
        from importlib.metadata import PackageNotFoundError, version

        parts = [f"analysis {ANALYSIS_VERSION}"]
        for name in _DICTIONARIES:
            try:
                parts.append(f"{name} {version(name)}")
            except PackageNotFoundError:
                parts.append(f"{name} missing")
        return ", ".join(parts)


def is_number(form: str) -> bool:
    """Whether the form of a token is that of a number: 2025 and 86.82, but not 5g."""
    return form.replace(".", "", 1).isdecimal()


def _add(
    columns: _Columns, token: Token, place: int, language: str, others: tuple[str, ...]
) -> None:
    form = token.form
    _append(columns, EXACT, (form,), place, form)
    # Also what folding made a number: a query has the form alone to tell.
    if token.kind == "number" or is_number(form):
        _append(columns, NUMBER, (form,), place, form)
        return
    field = _field(script(form), language, others)
    texts = (form,) if field == PLAIN else lemmatizer(field).lemmas(form)
    _append(columns, field, texts, place, form)


def removed_terms(
    pieces: Sequence[str], language: str
) -> Iterator[tuple[int, Token, tuple[str, ...]]]:
    """The tokens of what was cut from an article: number of the piece, token, texts of its terms.

    `language` is the article's, which a piece too short to tell is read in. A reading carries
    its language (`ru:новость`), for all share one field; the form itself stands first.
    """
    if not pieces:
        return
    spoken = spans_of("\n".join(pieces), language)
    starts = [span.start for span in spoken]
    begin = 0
    for number, piece in enumerate(pieces):
        for token in tokenize(piece):
            form = token.form
            here = spoken[bisect_right(starts, begin + token.start) - 1].language
            field = PLAIN if is_number(form) else _field(script(form), here, (language,))
            lemmas = () if field == PLAIN else lemmatizer(field).lemmas(form)
            yield number, token, (form, *(f"{field}:{lemma}" for lemma in lemmas))
        begin += len(piece) + 1


def _add_removed(columns: _Columns, pieces: Sequence[str], first: int, language: str) -> None:
    """Add the terms of what was cut; no phrase spans two pieces."""
    for place, (number, token, texts) in enumerate(removed_terms(pieces, language), start=first):
        _append(columns, REMOVED, texts, place + number * BODY_GAP, token.form)


def _append(columns: _Columns, field: str, texts: Sequence[str], place: int, form: str) -> None:
    column = columns.get(field)
    if column is None:
        column = columns[field] = ([], [], [])
    for text in texts:
        column[0].append(text)
        column[1].append(place)
        column[2].append(form)


def _postings(columns: _Columns) -> Postings:
    return Postings({field: TermColumn(*column) for field, column in columns.items()})


@lru_cache(maxsize=4096)
def _field(script: Script, language: str, others: tuple[str, ...]) -> str:
    """The field for words of a script in a span of a language."""
    fitting = script_languages(script)
    if language == UNKNOWN or not fitting:
        return PLAIN
    if language in fitting:
        return language
    for other in others:
        if other in fitting:
            return other
    return _DEFAULTS[script]


def _languages_by_length(spans: Sequence[LanguageSpan], title_language: str) -> tuple[str, ...]:
    """The known languages of an article, the most used first, the title's last."""
    lengths: Counter[str] = Counter()
    for span in spans:
        lengths[span.language] += span.end - span.start
    ranked = [language for language, _ in lengths.most_common()]
    return tuple(
        language for language in dict.fromkeys([*ranked, title_language]) if language in LANGUAGES
    )


def _owners(tokens: Sequence[Token], spans: Sequence[LanguageSpan]) -> Iterator[str]:
    """The language of the span in which each token starts; "unknown" outside of all."""
    place = 0
    for token in tokens:
        while place < len(spans) and spans[place].end <= token.start:
            place += 1
        inside = place < len(spans) and spans[place].start <= token.start
        yield spans[place].language if inside else UNKNOWN
