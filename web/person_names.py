"""What persons are called for a reader of the page, and their spellings by language.

Asking an index for the languages of a spelling is a search; pages ask for the same persons
again and again, so the answers of one revision are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.locale import PageLanguage
from web.marking import html_lang

if TYPE_CHECKING:
    from search.library import Index
    from search.person_details import PersonNames

KEPT: Final = 5_000
"""Persons whose names are kept; a page shows some dozens."""


class Names:
    """The names of the persons of an index, remembered while it stays as it is."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._revision = ""
        self._known: dict[str, PersonNames | None] = {}

    def look_again(self) -> None:
        """Forget the names when the index has changed; to be called once for a page."""
        revision = self._index.revision
        if revision != self._revision or len(self._known) >= KEPT:
            # A new dictionary, not an emptied one: another thread may be filling the old one.
            self._revision, self._known = revision, {}

    def of(self, id: str) -> PersonNames | None:
        """The names of a person, by its id or one that it had before."""
        known = self._known
        if id not in known:
            known[id] = self._index.person_names(id)
        return known[id]

    def label(self, id: str, speech: PageLanguage, otherwise: str = "") -> str:
        """The label of a person in the language of the page."""
        names = self.of(id)
        return names.person.label_in(speech.code) if names else otherwise or id

    def language_of(self, id: str, text: str) -> str:
        """The `lang` attribute of a label: that of the articles which spell the person so."""
        names = self.of(id)
        languages = names.languages.get(text, {}) if names else {}
        return html_lang(max(languages, key=lambda code: languages[code])) if languages else ""
