"""Who is named: personal names in any alphabet, and the registry of the people of an index.

Nouns: a *spelling* is a name as it stands in an article; a *key* is what spellings of one
name share; a *person* is a group of spellings with an id and a label.
"""

from __future__ import annotations

from search.people.names import clean_name, name_key
from search.people.registry import Decision, Decisions, Person, Registry

__all__ = ["Decision", "Decisions", "Person", "Registry", "clean_name", "name_key"]
