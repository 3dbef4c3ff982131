"""What an archive is for: search, cross-references, the life of a directive, missing numbers.

    from pathlib import Path
    from docparse import find
    with find.opened(Path("papers.db")) as library:
        for hit in find.search(library, find.Query('"đảng ủy" 17-CT/TW')).hits:
            print(hit.symbol, hit.snippet.marked())
        for one in find.named(library, "17-CT/TW@2012"):
            print(find.refs(library, one).cited_by, find.timeline(library, one).events)

The flow: `rows` reads a document, `index` keeps what it found, `identity` says which document a mention means;
`search`, `refs`, `timeline`, `cascade` and `gaps` ask the index.

Reads: nothing.
Writes: the names that other programs use.
"""

from docparse.find.cascade import cascade
from docparse.find.facets import facets
from docparse.find.gaps import gaps
from docparse.find.graphs import graph
from docparse.find.identities import Identity, named
from docparse.find.library import Library, of_documents, opened
from docparse.find.query import Query
from docparse.find.refs import counts, most_cited, refs
from docparse.find.register import register
from docparse.find.search import search
from docparse.find.timeline import timeline

__all__ = [
    "Identity",
    "Library",
    "Query",
    "cascade",
    "counts",
    "facets",
    "gaps",
    "graph",
    "most_cited",
    "named",
    "of_documents",
    "opened",
    "refs",
    "register",
    "search",
    "timeline",
]
