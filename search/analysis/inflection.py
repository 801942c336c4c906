"""Which English forms are inflected forms of a word, and not of another with the same stem.

The stemmer takes off suffixes that make new words too: industrious, industrial and industry
share a stem. Here only the regular endings of English and the irregular forms of
`data/irregular.en.tsv` count.
"""

from __future__ import annotations

from collections.abc import Iterator

from search.analysis.lemmatizers.suffixes import irregular


def inflects(form: str, word: str, language: str, *, noun: bool = False) -> bool:
    """Whether a form is inflected from a word; False in languages other than English.

    With `noun` the form is known as a word of its own, and -ing makes no form of the verb:
    a building is a thing, and only building alone may be of build.
    """
    if language != "en":
        return False
    if irregular("en").get(form) == word:
        return True
    return form in _inflected(word, noun=noun)


def is_agent(form: str) -> bool:
    """Whether an English form looks like who does something: publishers, governor."""
    return form.removesuffix("s").endswith(("er", "or"))


def _inflected(word: str, *, noun: bool) -> Iterator[str]:
    """The regular forms of a word, as a noun and as a verb."""
    yield from (f"{word}s", f"{word}es", f"{word}'s", f"{word}ed")
    stems = [word, word + word[-1:]]  # stopped, stopping
    if word.endswith("e"):
        yield f"{word}d"
        stems = [word[:-1]]
    if word.endswith("y"):
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied")
    yield f"{word}{word[-1:]}ed"
    if not noun:
        yield from (f"{stem}ing" for stem in stems)
