"""`docparse serve`: pages to read, check and correct an archive, on the machine where it is.

    from docparse import serve
    from docparse.serve.settings import Settings
    app = serve.make_app(Settings(Path("papers.db"), key="a long secret", feeds="another"))

A page is one module with a `PAGE`, one template, and one line in `app.PAGES`. Its routes are plain functions from a
`Visit` to an answer; who may ask, where from and how much is settled before they are called (`guard`, `routes`).

Reads: nothing.
Writes: the names that other programs use.
"""

from docparse.serve.app import listening, make_app, server

__all__ = ["listening", "make_app", "server"]
