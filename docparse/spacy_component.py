"""docparse as a step of a spaCy pipeline: `nlp.add_pipe("docparse")`.

    >>> from docparse.nlp import blank
    >>> nlp = blank()
    >>> _ = nlp.add_pipe("docparse")
    >>> doc = nlp("KẾ HOẠCH\\nthực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư")
    >>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["references"]]
    [('Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư', 'implements', '17-CT/TW@2012-08-28')]

Works behind any tokenizer: a span is widened to whole tokens. `doc._.docparse` is the `Document`; its offsets count in
its own `text`, which is `doc.text` made canonical. displaCy draws a group with
`displacy.render(doc, style="span", options={"spans_key": "references"})`.

Reads: spaCy Docs.
Writes: `doc.spans` and `doc._.docparse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from docparse.model import Document
from docparse.nlp import origins
from docparse.pipeline import build
from docparse.read.text import plain

Mark = tuple[int, int, str, str, str]
"""start, end, label, id, and what the span stands for outside the document (spaCy: kb_id)."""

GROUPS: tuple[tuple[str, Callable[[Document], Iterator[Mark]]], ...] = (
    ("references", lambda d: ((x.start, x.end, x.relation, x.id, x.target or "") for x in d.references)),
    ("deadlines", lambda d: ((x.start, x.end, x.relation, x.id, x.edtf or "") for x in d.deadlines)),
    ("bodies", lambda d: ((m.start, m.end, x.kind, x.id, x.authority or "") for x in d.bodies for m in x.mentions)),
    ("tasks", lambda d: ((x.start, x.end, "task", x.id, "") for x in d.tasks)),
    ("sections", lambda d: ((x.start, x.end, x.kind, x.id, "") for x in d.sections)),
    (
        "recipients",
        lambda d: ((x.start, x.end, "archive" if x.archive else "recipient", "", x.body or "") for x in d.recipients),
    ),
    ("signatures", lambda d: ((x.start, x.end, x.mode or "signature", "", "") for x in d.signatures)),
)
"""Each group of spans and where it comes from."""


@Language.factory("docparse", assigns=["doc.spans", "doc._.docparse"])
def make_docparse(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component, for `nlp.add_pipe("docparse")`."""
    return annotate


def annotate(doc: Doc) -> Doc:
    """Parses the text of `doc` and sets its span groups and `doc._.docparse`.

    Labels are: relation of references and deadlines, kind of bodies and sections, mode of signatures; `id` is the id of
    the record, `kb_id` the target of a reference, the EDTF of a deadline, the authority of a body.
    """
    text = doc.text
    document = build(plain(text, convert=False), text.encode("utf-8", "surrogatepass"), "text")
    doc.user_data[_KEY] = document.to_json()
    _, places = origins(text)
    for key, marks in GROUPS:
        spans = (_span(doc, places[a], places[b], label, id_, kb) for a, b, label, id_, kb in marks(document) if a < b)
        doc.spans[key] = [s for s in spans if s is not None]
    return doc


def _span(doc: Doc, start: int, end: int, label: str, id_: str, kb: str) -> Span | None:
    # Half of a character that was taken apart is that character.
    return doc.char_span(start, max(end, start + 1), label=label, span_id=id_, kb_id=kb, alignment_mode="expand")


# Kept as JSON, so that a Doc can be saved, put into a DocBin and sent from one process to another.
_KEY = "docparse"


def _document(doc: Doc) -> Document | None:
    data = doc.user_data.get(_KEY)
    return None if data is None else _loaded(data)


@lru_cache(maxsize=8)
def _loaded(data: str) -> Document:
    return Document.from_json(data)


Doc.set_extension("docparse", getter=_document, force=True)
