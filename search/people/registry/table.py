"""The registry at rest: columns that are written to the index as one attachment.

A `Table` holds every spelling with its count, its person and its keys, sorted, in arrays; a
person's spellings and the spellings of a key are found in it by bisection, so nothing is
built when it is opened. What changed since is kept beside it by the registry.

Layout of the bytes (format 1): the magic, the length of a JSON header (4 bytes, little-endian)
and the header, which names the sections in order with their lengths; then the sections, each
compressed with zlib. `spellings`, `ids`, `aliases` are JSON, `decisions` is the text of the
history they were made under, all others are little-endian arrays.
"""

from __future__ import annotations

import json
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from search.people.registry import evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

MAGIC: Final = b"SVODKA-PEOPLE\n"
FORMAT: Final = 1
_ARRAYS: Final = {
    "counts": "<u4", "owners": "<u4", "in_core": "|u1", "anchors": "<u4", "keys": "<u8",
    "key_spellings": "<u4",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """A person: its ids with the spelling each is anchored to (the first id is in use), the
    core of full names, and the parts of names that belong to it.
    """

    ids: tuple[tuple[str, str], ...]
    core: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id in use."""
        return self.ids[0][0]

    @property
    def spellings(self) -> tuple[str, ...]:
        """All spellings."""
        return self.core + self.parts


class Table:
    """Spellings, persons and keys in sorted columns."""

    def __init__(
        self, spellings: Iterable[str], ids: Iterable[str], aliases: dict[str, tuple[int, int]],
        arrays: Mapping[str, Array],
    ) -> None:  # fmt: skip
        # Tuples: the garbage collector looks into a list of 100,000 names again and again.
        self._spellings = tuple(spellings)
        self.ids = tuple(ids)
        self._aliases = aliases
        self._arrays = arrays

    @classmethod
    def of(cls, counts: Mapping[str, int], records: Iterable[Record]) -> Table:
        """The columns of these persons; every spelling of `counts` belongs to one of them."""
        import numpy as np  # 0.1 s, and only for who asks for persons

        spellings = sorted(counts)
        number = {name: at for at, name in enumerate(spellings)}
        ordered = sorted(records, key=lambda record: record.id)
        owners = np.zeros(len(spellings), dtype="<u4")
        in_core = np.zeros(len(spellings), dtype="|u1")
        aliases = {}
        for at, record in enumerate(ordered):
            for name in record.core:
                owners[number[name]], in_core[number[name]] = at, 1
            for name in record.parts:
                owners[number[name]] = at
            for alias, anchor in record.ids[1:]:
                aliases[alias] = (at, number[anchor])
        pairs = [(key, at) for name, at in number.items() for key in evidence.keys(name)]
        samples: dict[tuple[int, str], int] = {}
        for name, at in number.items():
            for key in evidence.sample_keys(name):
                samples.setdefault((key, evidence.shape(name).surname), at)
        pairs += [(key, at) for (key, _), at in samples.items()]
        keys = np.fromiter((key for key, _ in pairs), dtype="<u8", count=len(pairs))
        key_spellings = np.fromiter((at for _, at in pairs), dtype="<u4", count=len(pairs))
        order = np.argsort(keys, kind="stable")
        arrays = {
            "counts": np.fromiter((counts[s] for s in spellings), dtype="<u4"),
            "owners": owners,
            "in_core": in_core,
            "anchors": np.fromiter((number[r.ids[0][1]] for r in ordered), dtype="<u4"),
            "keys": keys[order],
            "key_spellings": key_spellings[order],
        }
        return cls(spellings, [record.id for record in ordered], aliases, arrays)

    def __len__(self) -> int:
        return len(self._spellings)

    # Looking up

    def counts(self) -> dict[str, int]:
        """Every spelling with its count."""
        return dict(zip(self._spellings, self._arrays["counts"].tolist(), strict=True))

    def groups(self) -> dict[str, str]:
        """The id of the person of every spelling."""
        owners = map(self.ids.__getitem__, self._arrays["owners"].tolist())
        return dict(zip(self._spellings, owners, strict=True))

    def has(self, spelling: str) -> bool:
        """Whether the columns hold a spelling."""
        at = bisect_left(self._spellings, spelling)
        return at < len(self._spellings) and self._spellings[at] == spelling

    def main_id(self, id: str) -> str | None:
        """The id in use of a person with this id or alias."""
        if id in self._aliases:
            return self.ids[self._aliases[id][0]]
        return id if self._number(id) is not None else None

    def record(self, id: str) -> Record | None:
        """The person whose id in use is this."""
        at = self._number(id)
        if at is None:
            return None
        starts, order = self._members
        numbers = order[starts[at] : starts[at + 1]].tolist()
        names = self._spellings
        in_core = self._arrays["in_core"]
        ids = [(id, names[int(self._arrays["anchors"][at])])]
        ids += [(alias, names[anchor]) for alias, anchor in self._aliases_of.get(at, ())]
        return Record(
            tuple(ids),
            tuple(names[n] for n in numbers if in_core[n]),
            tuple(names[n] for n in numbers if not in_core[n]),
        )

    def bearing(self, key: int) -> Iterator[str]:
        """The spellings that have a key."""
        import numpy as np  # already loaded with the columns

        keys = self._arrays["keys"]
        wanted = np.uint64(key)
        low, high = keys.searchsorted(wanted, "left"), keys.searchsorted(wanted, "right")
        for at in self._arrays["key_spellings"][low:high].tolist():
            yield self._spellings[at]

    def _number(self, id: str) -> int | None:
        at = bisect_left(self.ids, id)
        return at if at < len(self.ids) and self.ids[at] == id else None

    @cached_property
    def _members(self) -> tuple[Array, Array]:
        """Where the spellings of each person begin in the spellings ordered by person."""
        import numpy as np  # already loaded with the columns

        owners = self._arrays["owners"]
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], np.arange(len(self.ids) + 1))
        return starts, order

    @cached_property
    def _aliases_of(self) -> dict[int, list[tuple[str, int]]]:
        found: dict[int, list[tuple[str, int]]] = {}
        for alias, (owner, anchor) in self._aliases.items():
            found.setdefault(owner, []).append((alias, anchor))
        return found

    # As bytes

    def to_bytes(self, decisions: str, rules: str, articles: int) -> bytes:
        """The columns, with the decisions and the rules that they were made under.

        `articles` is the size of the index then; the header can be read alone (`header_of`).
        """
        texts = {
            "spellings": json.dumps(self._spellings),  # escaped: half an emoji is no UTF-8
            "ids": json.dumps(self.ids),
            "aliases": json.dumps(self._aliases),
            "decisions": decisions,
        }
        sections = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
        sections |= {name: self._arrays[name].tobytes() for name in _ARRAYS}
        packed = {name: zlib.compress(data, 1) for name, data in sections.items()}
        lengths = {name: len(data) for name, data in packed.items()}
        header = json.dumps({
            "format": FORMAT, "rules": rules, "articles": articles, "sections": lengths,
            "stamp": blake2b(b"".join(packed.values()), digest_size=16).hexdigest(),
        }).encode()  # fmt: skip
        return b"".join([MAGIC, struct.pack("<I", len(header)), header, *packed.values()])

    @classmethod
    def from_bytes(cls, data: bytes) -> tuple[Table, str, str]:
        """The inverse of `to_bytes`, with decisions and rules; ValueError for other bytes."""
        import numpy as np  # 0.1 s, and only for who asks for persons

        try:
            header, begin = header_of(data)
            sections = _sections(data, begin, header["sections"])
            rules = header["rules"]
            arrays = {n: np.frombuffer(sections[n], dtype=kind) for n, kind in _ARRAYS.items()}
            spellings = json.loads(sections["spellings"])
            ids = json.loads(sections["ids"])
            aliases = {a: (n, at) for a, (n, at) in json.loads(sections["aliases"]).items()}
            decisions = sections["decisions"].decode("utf-8", "surrogatepass")
        except (KeyError, TypeError, AttributeError, struct.error, zlib.error) as error:
            raise ValueError(f"not a registry of persons: {error}") from error
        table = cls(spellings, ids, aliases, arrays)
        if not table._is_sound(np):
            raise ValueError("the columns of the registry do not fit each other")
        return table, decisions, rules

    def _is_sound(self, np: Any) -> bool:
        """Whether every number points into its column, so that no look-up can go astray."""
        a, spellings, persons = self._arrays, len(self._spellings), len(self.ids)
        lengths = [len(a[name]) for name in ("counts", "owners", "in_core")]
        return (
            lengths == [spellings] * 3
            and len(a["anchors"]) == persons
            and len(a["keys"]) == len(a["key_spellings"])
            and bool(np.all(a["owners"] < persons))
            and bool(np.all(a["anchors"] < spellings))
            and bool(np.all(a["key_spellings"] < spellings))
            and all(n < persons and at < spellings for n, at in self._aliases.values())
        )


def header_of(data: bytes) -> tuple[dict[str, Any], int]:
    """The header of a stored table, and where its sections begin; ValueError for other bytes."""
    if not data.startswith(MAGIC):
        raise ValueError("not a registry of persons")
    begin = len(MAGIC) + 4
    try:
        (size,) = struct.unpack("<I", data[len(MAGIC) : begin])
        header = json.loads(data[begin : begin + size])
        version = header["format"]
    except (KeyError, TypeError, struct.error) as error:
        raise ValueError(f"not a registry of persons: {error}") from error
    if version != FORMAT:
        raise ValueError(f"registry of format {version}, this version reads {FORMAT}")
    return header, begin + size


def _sections(data: bytes, at: int, lengths: Mapping[str, int]) -> dict[str, bytes]:
    sections = {}
    for name, length in lengths.items():
        sections[name] = zlib.decompress(data[at : at + length])
        at += length
    return sections
