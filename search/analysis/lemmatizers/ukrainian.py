"""Ukrainian lemmas: the dictionary of pymorphy3, which knows і-alternations (Київ, Києва)."""

from __future__ import annotations

from search.analysis.lemmatizers.dictionary import DictionaryLemmatizer


class UkrainianLemmatizer(DictionaryLemmatizer):
    """Readings of Ukrainian forms; rare words and names come after common words."""

    def __init__(self) -> None:
        # The Ukrainian dictionary has no frequencies: Києві lists the name Кий before Київ.
        rare = frozenset({"alt", "arch", "bad", "rare", "slang", "Name", "Patr"})
        super().__init__("uk", vowels="аеєиійїоуюяь'", last=rare)
