"""Personal names: their parts, their nominative, and which spellings may be one name.

Nouns: a *spelling* is a name as it stands in a text; a *part* of it the given name,
patronymic or surname; a *row* the sounds of a word; a *key* what spellings of one name share.
"""

from __future__ import annotations

from search.people.names.base_forms import base_form
from search.people.names.cleaning import clean_name
from search.people.names.comparison import SAME, Comparison, compare
from search.people.names.keys import keys
from search.people.names.parsing import Name, parse
from search.people.names.readings import Reading, given_initial, name_key, readings
from search.people.names.reasons import CODES, Reason

__all__ = [
    "CODES",
    "SAME",
    "Comparison",
    "Name",
    "Reading",
    "Reason",
    "base_form",
    "clean_name",
    "compare",
    "given_initial",
    "keys",
    "name_key",
    "parse",
    "readings",
]
