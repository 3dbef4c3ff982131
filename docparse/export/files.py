"""Tables as files: CSV for Excel, Parquet for programs, documents as JSON Lines and as Akoma Ntoso.

Everything is written beside its place first and then put there, so that an interrupted export leaves what was.

Reads: `Document`s.
Writes: files.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docparse.errors import MissingProgram
from docparse.export.rows import TABLES, Row, rows
from docparse.files import Unwritable, make_folder, spare

if TYPE_CHECKING:
    from docparse.model import Document

_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, "CSV Injection")."""
_NOT_IN_CSV = ("text", "plain")
"""Columns of `documents` that are longer than a cell of Excel holds (32,767 characters)."""
_BATCH = 5000
"""Rows of a table that wait to be written to Parquet."""


@contextmanager
def beside(folder: Path) -> Generator[Path, None, None]:
    """An empty folder whose files are put into `folder` at the end, and dropped where something fails."""
    make_folder(folder)
    work = folder / f".{os.getpid()}.part"
    try:
        work.mkdir()
        yield work
        for path in sorted(work.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        raise Unwritable(str(folder), error.strerror or "") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def defused(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what it would run or miscount."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def write_csv(documents: Iterable[Document], folder: Path) -> int:
    """Writes a CSV file for each table (UTF-8 with BOM, for Excel), and returns the number of documents.

    The whole text of a document is not among the columns: a cell cannot hold it. Raises Unwritable.
    """
    columns = {t: [c for c in names if t != "documents" or c not in _NOT_IN_CSV] for t, names in TABLES.items()}
    with beside(folder) as work, ExitStack() as stack:
        writers = {}
        for table, names in columns.items():
            file = stack.enter_context((work / f"{table}.csv").open("w", encoding="utf-8-sig", newline=""))
            writers[table] = csv.DictWriter(file, names, extrasaction="ignore")
            writers[table].writeheader()
        return _each(documents, lambda table, row: writers[table].writerow({k: defused(v) for k, v in row.items()}))


def write_parquet(documents: Iterable[Document], folder: Path) -> int:
    """Writes a Parquet file for each table and returns the number of documents.

    Raises MissingProgram where pyarrow is not installed, Unwritable.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingProgram(str(folder), "pyarrow: pip install 'docparse[parquet]'") from error
    types = {"text": pa.string(), "integer": pa.int64(), "real": pa.float64()}
    schemas = {t: pa.schema([(name, types[kind]) for name, kind in names.items()]) for t, names in TABLES.items()}
    waiting: dict[str, list[Row]] = {table: [] for table in TABLES}
    with beside(folder) as work, ExitStack() as stack:
        writers = {
            table: stack.enter_context(parquet.ParquetWriter(work / f"{table}.parquet", schema))
            for table, schema in schemas.items()
        }

        def flush(table: str) -> None:
            """Writes what waits."""
            writers[table].write_table(pa.Table.from_pylist(waiting[table], schema=schemas[table]))
            waiting[table].clear()

        def put(table: str, row: Row) -> None:
            """Takes a row."""
            waiting[table].append(row)
            if len(waiting[table]) >= _BATCH:
                flush(table)

        number = _each(documents, put)
        for table in TABLES:
            flush(table)
        return number


def _each(documents: Iterable[Document], put: Callable[[str, Row], object]) -> int:
    """Hands every row to `put`, those of the same bytes once."""
    seen: set[str] = set()
    for document in documents:
        if document.source.sha256 not in seen:
            seen.add(document.source.sha256)
            for table, row in rows(document):
                put(table, row)
    return len(seen)


def write_jsonl(documents: Iterable[Document], path: Path) -> int:
    """Writes the JSON of the contract, a document a line, and returns their number. Raises Unwritable."""
    number = 0
    spare(path)
    with beside(path.parent) as work, (work / path.name).open("w", encoding="utf-8", newline="\n") as file:
        for document in documents:
            file.write(document.to_json() + "\n")
            number += 1
    return number


def write_akoma_ntoso(documents: Iterable[Document], folder: Path) -> int:
    """Writes an Akoma Ntoso file for each document, named after it and its hash; returns their number."""
    from docparse.export.akoma_ntoso import akoma_ntoso

    number = 0
    with beside(folder) as work:
        for document in documents:
            stem = re.sub(r"[^\w.@-]+", "-", document.metadata.id or document.source.name).strip("-.")[:60]
            (work / f"{stem}.{document.source.sha256[:8]}.xml").write_bytes(akoma_ntoso(document))
            number += 1
    return number
