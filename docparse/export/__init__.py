"""Hand-over: documents as CSV, Parquet, JSON Lines, Akoma Ntoso, or a SQLite file for Datasette.

    from docparse.export import write_csv
    write_csv(docparse.parse_many(...), Path("tables"))

Reads: `Document`s.
Writes: the functions that write each format.
"""

from docparse.export.datasette import write_sqlite
from docparse.export.files import write_akoma_ntoso, write_csv, write_jsonl, write_parquet

FORMATS = {
    "csv": write_csv,
    "parquet": write_parquet,
    "jsonl": write_jsonl,
    "akn": write_akoma_ntoso,
    "sqlite": write_sqlite,
}
"""What writes each format: takes documents and a path, and returns how many there were."""

__all__ = ["FORMATS", "write_akoma_ntoso", "write_csv", "write_jsonl", "write_parquet", "write_sqlite"]
