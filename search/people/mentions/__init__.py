"""Who is named in an article: places, roles, and one fullest name for each person.

Recognisers find the places by script: `cyrillic` for Russian, Ukrainian, Belarusian and
other Cyrillic text, `latin` for the rest, each also in the other's articles. `roles` keeps
authors and photographers apart from the persons of the story; `joining` puts the places of
one person together. Nouns: a *stretch* is a part of the article in one script and language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from search.documents import LanguageSpan
from search.people.mentions.finding import MERE_GIVEN, find_all
from search.people.model import Mention

Known = Collection[str]
"""Names that stand for persons wherever an article has them, in any script."""

__all__ = ["Known", "find", "story_names"]


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

    >>> [m.name for m in find("", "С Александром Лукашенко спорят. Лукашенко едет.", (), "ru")]
    ['Александр Лукашенко', 'Александр Лукашенко']
    """
    return find_all(title, body, languages, language, known or ())


def story_names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The persons of the story, each once: no authors, and nobody of whom only a given name
    is told, since nobody looks for "Зоя".

    >>> story_names(find("", "Зоя видела Петра Орлова.", (), "ru"))
    ('Пётр Орлов',)
    """
    told = (m.name for m in mentions if m.role == "story" and not m.reason.startswith(MERE_GIVEN))
    return tuple(dict.fromkeys(told))
