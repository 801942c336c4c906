"""Fetching from a local server that is slow, endless, lost, or up to something."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_site import Site, site

from search.errors import InputError
from search.sources.fetching import Fetcher, is_public, split_address


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as here:
        yield here


def fetcher(**more: Any) -> Fetcher:
    return Fetcher(**{"allow_private": True, "timeout": 5.0, "pause": 0.0, **more})


def reason(url: str, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        fetcher(**more).get(url)
    return str(caught.value)


def test_an_answer_and_an_honest_name(server: Site) -> None:
    url = server.says("/a?b=1", "Text", Content_Type="Text/HTML; charset=koi8-r", ETag='"1"')
    answer = fetcher().get(url, {"If-None-Match": '"0"'})
    assert (answer.url, answer.status, answer.data) == (url, 200, b"Text")
    assert (answer.kind, answer.charset, answer.headers["etag"]) == ("text/html", "koi8-r", '"1"')
    path, headers = server.asked[-1]
    assert path == "/a?b=1"
    assert headers["User-Agent"].startswith("svodka/")
    assert headers["If-None-Match"] == '"0"'
    assert headers["Host"] == server.address.removeprefix("http://")


def test_gzip_is_unpacked_and_its_bombs_are_bounded(server: Site) -> None:
    url = server.says("/a", gzip.compress(b"Text"), Content_Encoding="gzip")
    assert fetcher().get(url).data == b"Text"
    bomb = gzip.compress(bytes(100_000_000), 1)
    url = server.says("/bomb", bomb, Content_Encoding="gzip")
    assert "larger than" in reason(url)
    url = server.says("/no", b"no gzip", Content_Encoding="gzip")
    assert reason(url) == "The answer is damaged."
    url = server.says("/cut", gzip.compress(b"Text" * 99)[:-12], Content_Encoding="gzip")
    assert reason(url) == "The answer is cut off."


def test_the_size_is_limited_and_an_answer_cut_off_is_told(server: Site) -> None:
    assert "larger than" in reason(server.says("/a", bytes(3000)), limit=2999)
    assert fetcher(limit=3000).get(server.address + "/a").data == bytes(3000)
    assert reason(server.says("/b", b"abc", Content_Length="9")) == "The answer is cut off."


def test_a_silent_server_is_left(server: Site) -> None:
    url = server.does("/slow", lambda _: server.ended.wait(20) and None)
    assert reason(url, timeout=0.3) == "The server did not answer in time."


def test_an_endless_answer_is_ended(server: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.ended.wait(0.02):
            handler.wfile.write(b"a")

    assert reason(server.does("/drip", drip), deadline=0.5) == "It took longer than 0.5 s."

    def drip_headers(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nA: ")
        while not server.ended.wait(0.02):
            handler.wfile.write(b"a")

    assert "longer than" in reason(server.does("/headers", drip_headers), deadline=0.5)


def test_redirects_are_followed_so_far(server: Site) -> None:
    server.says("/end", "Text")
    url = server.says("/one", status=301, Location="two?x=ю".encode().decode("latin-1"))
    server.says("/two?x=%D1%8E", status=302, Location="/end")
    assert fetcher().get(url).url == f"{server.address}/end"
    loop = server.says("/loop", status=302, Location="/loop")
    assert reason(loop) == "It redirects more than 5 times."
    assert server.paths.count("/loop") == 6


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://h.example/", "http://[bad", "gopher://x", "http://a:b@c/"],
)
def test_a_redirect_elsewhere_is_refused(server: Site, target: str) -> None:
    assert reason(server.says("/a", status=302, Location=target))


def test_robots_are_asked_once_and_respected(server: Site) -> None:
    server.says("/robots.txt", "User-agent: *\nDisallow: /secret\n\nUser-agent: evil\nDisallow: /")
    one = fetcher()
    server.says("/free", "Text")
    server.says("/secret/a", "Text")
    server.says("/leads", status=302, Location="/secret/a")
    assert one.get(server.address + "/free").status == 200
    for path in ("/secret/a", "/leads"):
        with pytest.raises(InputError, match=r"robots\.txt"):
            one.get(server.address + path)
    assert server.paths == ["/robots.txt", "/free", "/leads"]


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)]
)
def test_without_robots_all_is_allowed_unless_they_are_broken(
    server: Site, status: int, allowed: bool
) -> None:
    server.says("/robots.txt", "Disallow", status=status)
    url = server.says("/a", "Text")
    if allowed:
        assert fetcher().get(url).data == b"Text"
    else:
        assert "robots.txt cannot be read" in reason(url)


def test_one_host_is_not_asked_too_often(server: Site) -> None:
    slept: list[float] = []
    one = fetcher(pause=1.0, sleep=slept.append)
    server.says("/robots.txt", "User-agent: *\nCrawl-delay: 3")
    url = server.says("/a", "Text")
    one.get(url)
    assert not slept
    one.get(url)
    assert 2 < slept[0] <= 3
    server.says("/robots.txt", "User-agent: *\nCrawl-delay: 999999")
    other = fetcher(sleep=slept.append)
    other.get(url)
    other.get(url)
    assert slept[-1] <= 10


def test_addresses_of_this_machine_are_refused(server: Site) -> None:
    url = server.says("/a", "Text")
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1"):
        address = url.replace("127.0.0.1", host)
        assert "private network" in reason(address, allow_private=False)
    assert server.asked == []


def test_a_public_page_cannot_lead_into_the_private_network(
    server: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name with a public address, behind which stands the local server.
    port = int(server.address.rpartition(":")[2])
    looked_up: list[str] = []
    reached: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        looked_up.append(host)
        ip = "93.184.215.14" if host == "news.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def create_connection(address: tuple[str, int], timeout: float) -> socket.socket:
        reached.append(address[0])
        sock = socket.socket()
        sock.settimeout(timeout)
        sock.connect(("127.0.0.1", address[1]))
        return sock

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    server.says("/a", status=302, Location="http://10.0.0.1/admin")
    assert "10.0.0.1" in reason(f"http://news.example:{port}/a", allow_private=False)
    assert set(reached) == {"93.184.215.14"}  # the address that was checked, not the name


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(0, 0, 0, "", (ip, 80)) for ip in ("93.184.215.14", "192.168.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "192.168.0.1" in reason("http://news.example/", allow_private=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("::127.0.0.1", False), ("ff02::1", False), ("no address", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://h.example/", "file:///a", "http://", "http:///a", "http://a b/", "http://[x",
     "http://h.example:99999/", "http://u:p@h.example/", "http://h.example/\r\nA: b",
     "http://" + "a" * 70 + ".example/", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_gives_a_reason(url: str) -> None:
    with pytest.raises(InputError):
        split_address(url)


def test_names_in_other_letters_become_ascii() -> None:
    assert split_address("https://bücher.example:8080/а#b").geturl() == (
        "https://xn--bcher-kva.example:8080/а"
    )


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://h.example/{text}"):
        try:
            parts = split_address(url)
        except InputError:
            continue
        assert parts.scheme in ("http", "https")
        assert parts.hostname


def test_no_server_and_no_http_are_told(server: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "cannot be reached" in reason(f"http://127.0.0.1:{port}/")
    server.does("/a", lambda handler: handler.wfile.write(b"nonsense\r\n\r\n") and None)
    assert reason(server.address + "/a") == "The answer is no HTTP."
    assert "secure" in reason(server.address.replace("http:", "https:") + "/a")
