"""Russian lemmas: the dictionary of pymorphy3, where е may stand for ё."""

from __future__ import annotations

from search.analysis.lemmatizers.dictionary import DictionaryLemmatizer


class RussianLemmatizer(DictionaryLemmatizer):
    """Readings of Russian forms: заключенный → заключить, заключенный."""

    def __init__(self) -> None:
        super().__init__("ru", vowels="аеийоуыэюяьъ", last=frozenset({"Arch", "Slng", "Erro"}))
