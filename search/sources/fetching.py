"""Fetching an address: one polite request at a time, of bounded size and time, to public hosts.

A host name is resolved once; every address that it has is checked, and the connection goes to
the one that was checked, so that a name which points elsewhere a moment later ("DNS
rebinding") gains nothing. Each redirect is checked in the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import urllib.robotparser
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from search.errors import InputError
from search.sources.readings import HTML_LIMIT, MB

AGENT: Final = "svodka"
USER_AGENT: Final = "svodka/0.1 (personal news index; one request at a time)"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ROBOTS_LIMIT: Final = 1 << 19
"""Bytes of robots.txt that count, as RFC 9309 (2.5) asks for at least."""
_LONGEST_PAUSE: Final = 10.0
_CHUNK: Final = 1 << 16
# Also an IPv4 address inside one of IPv6: NAT64, 6to4, IPv4-compatible.
_WRAPPED: Final = (
    (ipaddress.ip_network("64:ff9b::/96"), 0),
    (ipaddress.ip_network("2002::/16"), 80),
    (ipaddress.ip_network("::/96"), 0),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: where the last redirect led, with lower-case header names."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        """The content type in lower case without its parameters; "" where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the server names, if it does."""
        match = re.search(
            r"charset\s*=\s*[\"']?([\w.:-]{2,40})", self.headers.get("content-type", ""), re.I
        )
        return match[1] if match else None


@dataclass(slots=True)
class Fetcher:
    """Gets addresses. Times are seconds, `limit` bytes after unpacking.

    `timeout` is how long a server may be silent, `deadline` how long one answer may take,
    `pause` lies between two requests to one host. `allow_private` also gets from this
    machine and its network.
    """

    allow_private: bool = False
    timeout: float = 20.0
    deadline: float = 60.0
    limit: int = HTML_LIMIT
    redirects: int = 5
    pause: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)
    _visited: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What an address answers, following redirects; InputError with a reason if nothing."""
        for _ in range(self.redirects + 1):
            parts = split_address(url)
            self._ask_robots(parts)
            self._wait(parts.netloc, self._robots[_site(parts)].crawl_delay(AGENT))
            answer = self._request(parts, headers or {}, self.limit)
            self._visited[parts.netloc] = time.monotonic()
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            url = _redirected(url, target)
        raise InputError(f"It redirects more than {self.redirects} times.")

    def _ask_robots(self, parts: SplitResult) -> None:
        """InputError when the site does not want to be read by programs."""
        site = _site(parts)
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        if not self._robots[site].can_fetch(AGENT, parts.geturl()):
            raise InputError("The robots.txt of its site does not allow it.")

    def _read_robots(self, site: str) -> urllib.robotparser.RobotFileParser:
        rules = urllib.robotparser.RobotFileParser()
        url = f"{site}/robots.txt"
        for _ in range(self.redirects + 1):
            answer = self._request(split_address(url), {}, _ROBOTS_LIMIT, cut=True)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                break
            url = _redirected(url, target)
        if answer.status >= 500:  # RFC 9309, 2.3.1.4: unreachable means forbidden
            raise InputError(f"Its robots.txt cannot be read: {_status(answer.status)}.")
        lines = answer.data.decode("utf-8", "replace").splitlines()
        rules.parse(lines if answer.status == 200 else [])
        return rules

    def _wait(self, host: str, crawl_delay: str | float | None) -> None:
        try:
            wanted = max(self.pause, float(crawl_delay or 0))
        except ValueError:
            wanted = self.pause
        since = time.monotonic() - self._visited.get(host, -1e9)
        left = min(wanted, max(_LONGEST_PAUSE, self.pause)) - since
        if left > 0:
            self.sleep(left)

    def _request(
        self, parts: SplitResult, headers: Mapping[str, str], limit: int, *, cut: bool = False
    ) -> Answer:
        host = parts.hostname or ""
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        addresses = self._addresses(host, port)
        connection = _Connection(host, port, addresses, secure=secure, timeout=self.timeout)
        timer = threading.Timer(self.deadline, connection.abort)
        timer.daemon = True
        timer.start()
        try:
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
                f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
            )
            sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
            connection.request("GET", target, headers={**sent, **headers})
            with connection.getresponse() as answer:
                found = {name.lower(): value for name, value in answer.getheaders()}
                data = _body(answer, found, limit, cut)
            if connection.is_late:  # an answer of no stated length seems to have ended well
                raise TimeoutError
            return Answer(parts.geturl(), answer.status, found, data)
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            reason = (
                f"It took longer than {self.deadline:g} s." if connection.is_late else _why(error)
            )
            raise InputError(reason) from error
        finally:
            timer.cancel()
            connection.close()

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of the host; InputError when any of them is not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise InputError(f"The host {host[:100]} cannot be found.") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not addresses:
            raise InputError(f"The host {host[:100]} cannot be found.")
        if not self.allow_private:
            for one in addresses:
                if not is_public(one):
                    raise InputError(
                        f"The host {host[:100]} is in a private network ({one});"
                        " --allow-private gets it all the same."
                    )
        return addresses


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked, under the name of their host."""

    def __init__(
        self, host: str, port: int, addresses: Sequence[str], *, secure: bool, timeout: float
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self.is_late = False
        self._held: socket.socket | None = None
        self._addresses = addresses
        self._secure = secure
        # The port of the scheme is not named to the server, any other is.
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        """Connect to one of the addresses, not to whatever the name means by now."""
        self.sock = self._reached()
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self._held = self.sock

    def _reached(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), self.timeout)
        return socket.create_connection((self._addresses[-1], self.port), self.timeout)

    def abort(self) -> None:
        """End whatever waits for the server, from another thread."""
        self.is_late = True
        # The connection itself lets go of its socket as soon as an answer begins.
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)


def split_address(url: str) -> SplitResult:
    """The parts of an address that may be got; InputError with the reason for any other."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InputError("It is no address.") from error
    if parts.scheme not in ("http", "https"):
        raise InputError(f"Only http and https are got, not {parts.scheme[:20] or 'this'}.")
    if not host or re.search(r"[\s\x00-\x20\x7f]", parts.netloc + parts.path + parts.query):
        raise InputError("It is no address.")
    if parts.username is not None or parts.password is not None:
        raise InputError("An address with a name or a password in it is not got.")
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InputError("Its host is no name.") from error
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = shown if parts.port is None else f"{shown}:{parts.port}"
    return parts._replace(netloc=netloc, fragment="")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        for network, shift in _WRAPPED:
            if ip in network:
                return is_public(str(ipaddress.IPv4Address((int(ip) >> shift) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _redirected(url: str, target: str) -> str:
    with suppress(UnicodeError):  # UTF-8, which http.client takes for Latin-1
        target = target.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, target.strip())
    except ValueError as error:
        raise InputError("It redirects to what is no address.") from error


def _site(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}"


def _body(
    answer: http.client.HTTPResponse, headers: Mapping[str, str], limit: int, cut: bool
) -> bytes:
    """The unpacked body; with `cut` only its beginning where it is longer than `limit`."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise ValueError(f"Its encoding {encoding[:20]} was not asked for.")
    unpack = zlib.decompressobj(31) if encoding.endswith("gzip") else None
    chunks: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        while chunk:
            data = chunk if unpack is None else unpack.decompress(chunk, _CHUNK * 16)
            chunk = b"" if unpack is None else unpack.unconsumed_tail
            chunks.append(data)
            size += len(data)
            if size > limit:
                if cut:
                    return b"".join(chunks)[:limit]
                raise ValueError(f"It is larger than {limit / MB:g} MB.")
    if answer.length or (unpack is not None and size and not unpack.eof):
        raise ValueError("The answer is cut off.")
    return b"".join(chunks)


def _why(error: Exception) -> str:
    """An error of the network as a sentence."""
    if isinstance(error, ssl.SSLError):
        return "The connection is not secure: its certificate cannot be verified."
    if isinstance(error, TimeoutError):
        return "The server did not answer in time."
    if isinstance(error, zlib.error):
        return "The answer is damaged."
    if isinstance(error, http.client.IncompleteRead):
        return "The answer is cut off."
    if isinstance(error, http.client.HTTPException):
        return "The answer is no HTTP."
    if isinstance(error, OSError):
        return f"The server cannot be reached: {error.strerror or error}."
    return str(error)


def status_reason(status: int) -> str:
    """Why an answer is no article, as a sentence."""
    return f"The server answered {_status(status)}."


def _status(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)
