"""The web face of Svodka: a Flask application over an open index.

    import search, web

    app = web.create_app(search.open_index("indexes/news"))

Any WSGI server can run it; `svodka serve` does so with waitress.
"""

from web.app import create_app

__all__ = ["create_app"]
