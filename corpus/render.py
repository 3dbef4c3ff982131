"""Writes the documents of the corpus in every format from their sources.

    python corpus/render.py [NAME...]

For each corpus/sources/NAME.txt: NAME.txt, NAME.truth.json, NAME.docx, NAME.pdf. Rendering again gives the same bytes.

Reads: corpus/sources/NAME.txt, and a serif font of the system for the PDF.
Writes: corpus/NAME.txt, .truth.json, .docx, .pdf.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from render_docx import write_docx
from render_pdf import FontError, write_pdf
from render_source import SourceError, read_source, text_of, truth_of

HERE = Path(__file__).parent


def truth_json(truth: dict[str, Any]) -> str:
    """Returns a truth as JSON with one entry a line, so that a change shows as a changed line."""
    parts = []
    for key, value in truth.items():
        if isinstance(value, list):
            rows = ",\n  ".join(json.dumps(x, ensure_ascii=False) for x in value)
            text = f"[\n  {rows}\n ]" if value else "[]"
        else:
            text = json.dumps(value, ensure_ascii=False)
        parts.append(f' "{key}": {text}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(names: list[str]) -> int:
    """Renders the named documents, or all; returns the exit code."""
    paths = [HERE / "sources" / f"{n}.txt" for n in names] or sorted((HERE / "sources").glob("*.txt"))
    try:
        for path in paths:
            sheet = read_source(path)
            (HERE / f"{sheet.name}.txt").write_text(text_of(sheet), "utf-8")
            (HERE / f"{sheet.name}.truth.json").write_text(truth_json(truth_of(sheet)), "utf-8")
            write_docx(sheet, HERE / f"{sheet.name}.docx")
            pages = write_pdf(sheet, HERE / f"{sheet.name}.pdf")
            print(f"{sheet.name}: {pages} pages")
    except (SourceError, FontError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
