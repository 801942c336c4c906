"""The registry: which spellings are one person, why, and what the reader decided.

It is a pure function of the spellings of an index and the reader's decisions, computed
block by block. Nouns: a *spelling* is a name as it stands in the index; a *person* a group
of them with an id and a label; a *core* the full names of a person; a *part* a mere surname
or initials; a *decision* a merge or split by the reader; *company* who else is named in the
same articles.
"""

from __future__ import annotations

from search.people.registry.decisions import Decision, Decisions
from search.people.registry.model import Company, Doubt, Evidence, Joining, Person
from search.people.registry.registry import Registry

__all__ = [
    "Company",
    "Decision",
    "Decisions",
    "Doubt",
    "Evidence",
    "Joining",
    "Person",
    "Registry",
]
