"""The graph of citations: GraphML and DOT for other programs, a picture for people.

Reads: the index.
Writes: a graph of networkx; files.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from docparse import files
from docparse.find.identities import COLUMNS, Identity, identity_of
from docparse.find.library import Library
from docparse.find.refs import Edge, edges
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES
from docparse.i18n import printable

if TYPE_CHECKING:
    import networkx as nx

SUFFIXES = (".graphml", ".dot", ".svg", ".html")


def graph(library: Library, identity: Identity | None = None, *, depth: int = 1) -> nx.DiGraph[int]:
    """Who cites whom, as a directed graph from the citing to the cited; the nodes are ids of identities.

    Args: `identity`, from which `depth` steps are taken both ways; without it, the whole archive. Nodes have `name`,
    `issued`, `level`, `title`, `held` and, around an identity, `steps` (below 0 for what it cites); edges have
    `relation` and `mentions`.
    """
    import networkx as nx

    steps = _around(library, identity.id, depth) if identity else None
    found = edges(library, list(steps) if steps is not None else None)
    ids = set(steps or ()) | {one for e in found for one in (e.citing, e.cited)}
    out: nx.DiGraph[int] = nx.DiGraph()
    for n, values in _nodes(library, ids):
        out.add_node(n, **values, **({"steps": steps[n]} if steps is not None else {}))
    for edge in sorted(found, key=lambda e: (e.citing, e.cited)):
        if edge.citing in out and edge.cited in out:
            out.add_edge(edge.citing, edge.cited, relation=edge.relation, mentions=edge.mentions)
    return out


def _around(library: Library, start: int, depth: int) -> dict[int, int]:
    """The identities within some steps of one, with the steps: above 0 for those that cite, below for the cited."""
    steps = {start: 0}
    for direction in (1, -1):
        front = [start]
        for level in range(1, depth + 1):
            near = {e.citing if direction > 0 else e.cited for e in _touching(library, front, direction)}
            front = sorted(n for n in near if n not in steps)
            steps |= dict.fromkeys(front, direction * level)
    return steps


def _touching(library: Library, ids: list[int], direction: int) -> Iterable[Edge]:
    at = CITATIONS.c.identity if direction > 0 else FOUND.c.identity
    query = (
        sa.select(FOUND.c.identity, CITATIONS.c.identity)
        .join(FOUND, FOUND.c.n == CITATIONS.c.doc)
        .where(CITATIONS.c.identity.is_not(None), FOUND.c.identity.is_not(None))
        .distinct()
    )
    if not library.allow_secret:
        query = query.where(FOUND.c.secret.is_(False))
    with library.connection.begin():
        for start in range(0, len(ids), 500):
            for citing, cited in library.connection.execute(query.where(at.in_(ids[start : start + 500]))):
                yield Edge(citing, cited, "", 0)


def _nodes(library: Library, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    columns = (FOUND.c.issued, FOUND.c.level, FOUND.c.title, FOUND.c.issuer, FOUND.c.secret)
    query = sa.select(*COLUMNS, *columns).outerjoin(FOUND, FOUND.c.n == IDENTITIES.c.held)
    wanted = sorted(ids)
    with library.connection.begin():
        for start in range(0, len(wanted), 500):
            for row in library.connection.execute(query.where(IDENTITIES.c.id.in_(wanted[start : start + 500]))):
                one = identity_of(row)
                hidden = bool(row.secret) and not library.allow_secret
                when = one.when if one.when[:1].isdigit() else ""
                yield (
                    one.id,
                    {
                        "name": printable(one.name),
                        "symbol": printable(one.symbol),
                        "issued": when,
                        "level": (row.level or "") or ("central" if one.symbol.endswith("TW") else ""),
                        "title": "" if hidden else printable(" ".join((row.title or "").split())),
                        "held": one.held is not None,
                    },
                )


# --- files --------------------------------------------------------------------------------------------------------


def write(path: Path, found: nx.DiGraph[int]) -> None:
    """Writes a graph in the form that the suffix names, one of `SUFFIXES`. Raises Unwritable."""
    from docparse.find.picture import page, svg_of_graph

    forms: dict[str, Callable[[nx.DiGraph[int]], str]] = {
        ".graphml": graphml,
        ".dot": dot,
        ".svg": svg_of_graph,
        ".html": lambda g: page(svg_of_graph(g)),
    }
    files.write(path, forms[path.suffix.lower()](found))


def graphml(found: nx.DiGraph[int]) -> str:
    """The graph as GraphML."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml(found, out)
    return out.getvalue().decode()


def dot(found: nx.DiGraph[int]) -> str:
    """The graph in the language of Graphviz."""
    lines = ["digraph citations {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for n, data in found.nodes(data=True):
        style = "" if data["held"] else ", style=dashed"
        lines.append(f"  n{n} [label={_quoted(data['name'])}, tooltip={_quoted(data['title'])}{style}];")
    for a, b, data in found.edges(data=True):
        lines.append(f"  n{a} -> n{b} [label={_quoted(data['relation'])}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
