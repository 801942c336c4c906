"""Protection of forms against other sites: a token in the form that fits a cookie.

A page of another site can make a browser send a form here, with this site's cookies even;
it can read neither the cookie nor the token, and the cookie is only sent from our own pages
(SameSite=Strict). The secret lives as long as the process: after a restart forms are stale.
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256
from typing import Final

from flask import Request
from werkzeug.wrappers import Response

COOKIE: Final = "svodka-forms"
FIELD: Final = "token"
_SESSION: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class Forms:
    """Makes and checks the tokens of one server."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def session(self, request: Request) -> str:
        """The session of a request, or a new one that `remember` must send."""
        there = request.cookies.get(COOKIE, "")
        return there if _SESSION.fullmatch(there) else secrets.token_urlsafe(32)

    def token(self, session: str) -> str:
        """What a form of this session must hold."""
        return hmac.new(self._secret, session.encode("ascii"), sha256).hexdigest()

    def remember(self, response: Response, session: str) -> None:
        """Give the browser its session, until it is closed."""
        response.set_cookie(COOKIE, session, httponly=True, samesite="Strict", path="/")

    def is_ours(self, request: Request) -> bool:
        """Whether a form that arrives was made by a page of ours for this very browser."""
        # Browsers tell where a form comes from; `Origin` would be "null", as we send no referrer.
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return False
        session = request.cookies.get(COOKIE, "")
        if not _SESSION.fullmatch(session):
            return False
        given = request.form.get(FIELD, "").encode("utf-8", "replace")
        return hmac.compare_digest(self.token(session).encode("ascii"), given)
