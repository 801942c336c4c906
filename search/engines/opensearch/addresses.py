"""Addresses of indexes on a cluster: `opensearch://host:9200/news`, `opensearchs://` for TLS.

Several servers are named with commas. `?shards=` and `?replicas=` count only when the index is
created. A login is never part of an address, which is shown and logged: it comes from
SVODKA_OPENSEARCH_USER and SVODKA_OPENSEARCH_PASSWORD, else from ~/.netrc.
"""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from search.errors import IndexNotFound

SCHEMES: Final = ("opensearch", "opensearchs")
DEFAULT_PORT: Final = 9200
DEFAULT_SHARDS: Final = 3
USER: Final = "SVODKA_OPENSEARCH_USER"
PASSWORD: Final = "SVODKA_OPENSEARCH_PASSWORD"  # noqa: S105 -- the name of a variable
CERTIFICATES: Final = "SVODKA_OPENSEARCH_CA"

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is: servers as (host, port), its name, and how it is created."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False
    shards: int = DEFAULT_SHARDS
    replicas: int | None = None

    def __str__(self) -> str:
        servers = ",".join(_server(host, port) for host, port in self.hosts)
        return f"{SCHEMES[self.tls]}://{servers}/{self.name}"


def is_address(path: str) -> bool:
    """Whether a path of an index is the address of one on a cluster."""
    return path.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def parse(text: str) -> Address:
    """Read an address; IndexNotFound says how one is written."""
    try:
        split = urlsplit(text)
        options = dict(parse_qsl(split.query, strict_parsing=True)) if split.query else {}
    except ValueError as error:
        raise _unreadable(text) from error
    if "@" in split.netloc:
        raise IndexNotFound(
            "An address holds no login, as it is shown and logged. "
            f"Set {USER} and {PASSWORD}, or write it into ~/.netrc."
        )
    hosts = tuple(_host(one) for one in split.netloc.split(","))
    name = split.path.strip("/")
    if split.scheme not in SCHEMES or None in hosts or not _NAME.fullmatch(name):
        raise _unreadable(text)
    counts = {key: int(value) for key, value in options.items() if value.isdecimal()}
    if set(options) - {"shards", "replicas"} or len(counts) < len(options):
        raise _unreadable(text)
    return Address(
        tuple(one for one in hosts if one is not None),
        name,
        split.scheme == "opensearchs",
        max(1, counts.get("shards", DEFAULT_SHARDS)),
        counts.get("replicas"),
    )


def _unreadable(text: str) -> IndexNotFound:
    return IndexNotFound(
        f"{text!r} is no address of an index. Write opensearch://host:{DEFAULT_PORT}/news or "
        "opensearchs://host1,host2/news?shards=6&replicas=1; a name is of a-z, 0-9, - and _."
    )


def _host(text: str) -> tuple[str, int] | None:
    match = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?", text)
    if match is None:
        return None
    return match[1].strip("[]"), int(match[2] or DEFAULT_PORT)


def _server(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def login(address: Address, environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """User and password for the servers, None where there is no login."""
    if USER in environment:
        return environment[USER], environment.get(PASSWORD, "")
    try:
        known = netrc.netrc()
    except (OSError, netrc.NetrcParseError):
        return None
    for host, _ in address.hosts:
        if (found := known.authenticators(host)) is not None:
            return found[0], found[2] or ""
    return None
