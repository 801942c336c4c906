"""How many of the running words of news the lexicon and its kin know.

    python -m scripts.lexicon.coverage --data DIR [--missing 60] [--json FILE]

DIR holds ntrex/docs.LANG.jsonl.xz. A content word is a word that is no stop word of its language.
It is covered, in this order, as

* number      written with digits;
* phrase      part of a phrase of the lexicon that stands here;
* lexicon     a lemma of the lexicon;
* name        capitalised inside a sentence, so that registry and sounds are asked;
* cognate     some word of the same article in the other language sounds like it.

The collection played no part in choosing the words.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from search.analysis import lemmatizer, prefixes, similar, tokenize
from search.analysis.stopwords import is_stop
from search.lexicon import LANGUAGES, Lexicon, own_lexicon

MIN_SOUND = 4
CYRILLIC = frozenset({"ru", "uk", "be"})
KINDS = ("number", "phrase", "lexicon", "name", "cognate", "missing")


@dataclass(frozen=True, slots=True)
class Article:
    """The sentences of an article in one language, the title first."""

    id: str
    sentences: tuple[str, ...]


def articles(folder: Path, language: str) -> list[Article]:
    """The articles of one language."""
    with lzma.open(folder / "ntrex" / f"docs.{language}.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Article(row["id"], (row["title"], *row["sentences"])) for row in rows]


def kinds(
    sentence: str,
    language: str,
    target: str,
    lexicon: Lexicon,
    terms: Mapping[str, Collection[str]],
) -> Iterator[tuple[str, str]]:
    """Each content word of a sentence with how it is covered."""
    tokens = list(tokenize(sentence))
    forms = [token.form for token in tokens]
    lemmas = lemmatizer(language).lemmas
    readings = [frozenset(lemmas(form)) for form in forms]
    of_phrase, of_lexicon = set[int](), set[int]()
    for one in lexicon.translations(forms, readings, language, [target]):
        (of_phrase if one.end - one.start > 1 else of_lexicon).update(range(one.start, one.end))
    for number, token in enumerate(tokens):
        if is_stop(token.form, language) or not any(map(str.isalnum, token.form)):
            continue
        if token.kind == "number":
            kind = "number"
        elif number in of_lexicon:
            kind = "lexicon"
        elif number in of_phrase:
            kind = "phrase"
        elif number and sentence[token.start].isupper():
            kind = "name"
        elif heard(token.form, target, terms):
            kind = "cognate"
        else:
            kind = "missing"
        yield token.form, kind


def heard(form: str, language: str, terms: Mapping[str, Collection[str]]) -> bool:
    """Whether some term of the other article sounds the same or almost the same."""
    if len(form) < MIN_SOUND:
        return False
    return any(
        similar(form, term)
        for prefix in prefixes(form, "cyrillic" if language in CYRILLIC else "latin")
        for term in terms.get(prefix, ())
    )


def terms_of(article: Article, language: str) -> dict[str, set[str]]:
    """The terms of an article as the index has them, by their first two letters."""
    lemmas = lemmatizer(language).lemmas
    found: dict[str, set[str]] = {}
    for sentence in article.sentences:
        for token in tokenize(sentence):
            for lemma in lemmas(token.form) if token.kind == "word" else ():
                if len(lemma) >= MIN_SOUND:
                    found.setdefault(lemma[:2], set()).add(lemma)
    return found


def coverage(folder: Path, language: str, target: str) -> tuple[Counter[str], Counter[str]]:
    """Content words of a language by kind, and those that are missing, most frequent first."""
    lexicon = own_lexicon()
    others = {one.id: one for one in articles(folder, target)}
    counts, missing = Counter[str](), Counter[str]()
    for article in articles(folder, language):
        terms = terms_of(others[article.id], target)
        for sentence in article.sentences:
            for form, kind in kinds(sentence, language, target, lexicon, terms):
                counts[kind] += 1
                if kind == "missing":
                    missing[form] += 1
    return counts, missing


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with ntrex/")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--missing", type=int, default=0, help="print so many missing words")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    figures = {}
    print(f"{'':8}{'words':>8}{'covered':>9}  " + "".join(f"{kind:>9}" for kind in KINDS))
    for language in options.languages.split(","):
        target = "ru" if language == "en" else "en"
        counts, missing = coverage(options.data, language, target)
        total = counts.total()
        shares = {kind: counts[kind] / total for kind in KINDS}
        covered = 1 - shares["missing"]
        rounded = {kind: round(share, 4) for kind, share in shares.items()}
        figures[language] = {"words": total, "covered": round(covered, 4), **rounded}
        cells = "".join(f"{share:9.2%}" for share in shares.values())
        print(f"{language} > {target:3}{total:8}{covered:9.2%}  {cells}")
        if options.missing:
            print("  " + ", ".join(form for form, _ in missing.most_common(options.missing)))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
