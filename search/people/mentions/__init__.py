"""Who is named in an article: places, roles, and one fullest name for each person.

Recognisers find the places by script: `cyrillic` for Russian, Ukrainian, Belarusian and
other Cyrillic text, `latin` for the rest, each also in the other's articles. `roles` keeps
authors and photographers apart from the persons of the story; `joining` puts the places of
one person together. Nouns: a *stretch* is a part of the article in one script and language.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from search.documents import LanguageSpan
from search.people.mentions.finding import find_all
from search.people.model import Mention

Known = Collection[str]
"""Names that stand for persons wherever an article has them, in any script."""

__all__ = ["Known", "find"]


def find(
    title: str,
    body: str,
    languages: Sequence[LanguageSpan],
    language: str,
    *,
    known: Known | None = None,
) -> tuple[Mention, ...]:
    """All mentions of persons, those of the title first, each part in its order.

    `languages` are the languages of the stretches of the body (what they leave out is in
    the article's `language`). Mentions of one person have the same `name`. Offsets are code
    points of the title or the body, as `part` tells; mentions do not overlap. `known` are
    names vouched for from elsewhere. Any text is fine, none raises.

    >>> [m.name for m in find("", "Александра Лукашенко ждут. Лукашенко едет.", (), "ru")]
    ['Александр Лукашенко', 'Александр Лукашенко']
    """
    return find_all(title, body, languages, language, known or ())
