"""Turns Vietnamese party documents into structured data, offline.

    >>> import docparse
    >>> document = docparse.parse("KẾ HOẠCH\\nthực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư")
    >>> document.references[0].symbol
    '17-CT/TW'

Names are loaded when they are first used, so that `import docparse` and `docparse --help` cost nothing.

Reads: nothing.
Writes: the public names of the library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docparse.batch import Crashed, Result, parse_many
    from docparse.errors import (
        ArchiveInUse,
        BadTable,
        DocparseError,
        EmptyFile,
        EncryptedFile,
        ImageOnly,
        MissingFile,
        MissingProgram,
        NewerArchive,
        NotAnArchive,
        SecretDocument,
        SeveralDocuments,
        TooLarge,
        TooSlow,
        TruncatedFile,
        UnknownFormat,
        WrongSuffix,
    )
    from docparse.model import Document
    from docparse.pipeline import parse

__version__ = "0.1.0"

__all__ = [
    "ArchiveInUse",
    "BadTable",
    "Crashed",
    "DocparseError",
    "Document",
    "EmptyFile",
    "EncryptedFile",
    "ImageOnly",
    "MissingFile",
    "MissingProgram",
    "NewerArchive",
    "NotAnArchive",
    "Result",
    "SecretDocument",
    "SeveralDocuments",
    "TooLarge",
    "TooSlow",
    "TruncatedFile",
    "UnknownFormat",
    "WrongSuffix",
    "parse",
    "parse_many",
]

_HOMES = {"Crashed": "batch", "Result": "batch", "parse_many": "batch", "Document": "model", "parse": "pipeline"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
