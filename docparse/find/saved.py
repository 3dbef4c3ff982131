"""Searches that are kept in an archive under a name.

Reads: the archive.
Writes: the archive.
"""

from __future__ import annotations

import json
from dataclasses import asdict

import sqlalchemy as sa

from docparse.errors import NoSuchSearch, NotKept
from docparse.find.library import Library
from docparse.find.query import Query
from docparse.find.tables import SAVED


def save(library: Library, name: str, query: Query) -> None:
    """Keeps a search, in the place of one of that name. Raises NotKept for a folder of JSON."""
    if not library.kept:
        raise NotKept(name)
    with library.connection.begin():
        library.connection.execute(SAVED.delete().where(SAVED.c.name == name))
        library.connection.execute(SAVED.insert(), {"name": name, "query": json.dumps(asdict(query))})


def saved(library: Library) -> dict[str, Query]:
    """The kept searches by name, in alphabetical order."""
    with library.connection.begin():
        rows = library.connection.execute(sa.select(SAVED).order_by(SAVED.c.name)).all()
    return {row.name: _query(row.query) for row in rows}


def load(library: Library, name: str) -> Query:
    """A kept search. Raises NoSuchSearch."""
    queries = saved(library)
    if name not in queries:
        raise NoSuchSearch(name, ", ".join(queries))
    return queries[name]


def _query(data: str) -> Query:
    values = json.loads(data)
    return Query(**{**values, "types": tuple(values["types"])})
