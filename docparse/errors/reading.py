"""What can be wrong with a file, where it lies, what is needed to read it, and with people's own tables.

Reads: nothing.
Writes: exceptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docparse.errors.base import DocparseError, one_line


class MissingFile(DocparseError):
    """There is no such file, or it may not be opened."""

    exit_code = 3
    problem = "no such file, or no permission to read it"
    advice = "check the path and the permissions"


class EmptyFile(DocparseError):
    """The file holds no text at all."""

    exit_code = 4
    problem = "the file is empty"
    advice = "look for another copy of the document"


class EncryptedFile(DocparseError):
    """The file asks for a password."""

    exit_code = 5
    problem = "the file is protected by a password"
    advice = "open it with its password, save it without one, and try again"


class TruncatedFile(DocparseError):
    """The file is broken: it ends too early or its structure is damaged."""

    exit_code = 6
    problem = "the file is damaged or incomplete"
    advice = "copy it again from its source"


class WrongSuffix(DocparseError):
    """The content is of another kind than the file name says, and of one that cannot be read."""

    exit_code = 7
    problem = "the content is not what the file name says"
    advice = "give the file its right suffix or save it as DOCX, PDF or text"


class ImageOnly(DocparseError):
    """Pages without a text layer: a scan."""

    exit_code = 8
    problem = "the pages are images without a text layer"
    advice = "allow recognition (no --no-ocr), or scan it again more clearly"


class Unrecognised(ImageOnly):
    """A scan on which recognition finds no text."""

    problem = "no text was recognised in the pictures of the pages"
    advice = "scan it again more clearly, in the size of its paper"


class UnknownFormat(DocparseError):
    """A format that docparse does not read."""

    exit_code = 9
    problem = "this format is not supported"
    advice = "save it as DOCX, PDF or text"


class TooLarge(DocparseError):
    """The file, or what it unpacks to, is beyond the limits."""

    exit_code = 10
    problem = "the file, or what it unpacks to, is too large"
    advice = "split it, or save it again from its source"


class MissingProgram(DocparseError):
    """A program that reading this file needs is not installed; `detail` names it and the Debian packages."""

    exit_code = 15
    problem = "a program that reads this file is not installed"
    advice = "install it and try again"


class MissingPackage(DocparseError):
    """A Python package that was not installed with docparse is needed; `detail` is the command that installs it."""

    exit_code = 24
    problem = "a Python package that this needs is not installed"
    advice = "install it as shown in brackets"


class SeveralDocuments(DocparseError):
    """An archive or a message holds more than one document, and one was asked for; `detail` names them."""

    exit_code = 16
    problem = "there is more than one document in it"
    advice = "docparse parse FILE -o FOLDER reads all; FILE/NAME is one of them"


class TooSlow(DocparseError):
    """Reading the file was ended because it took longer than allowed; `detail` says how long that is."""

    exit_code = 17
    problem = "reading it takes longer than allowed"
    advice = "give it more time (--time-limit), or split it"


class SecretDocument(DocparseError):
    """The document is marked MẬT, TỐI MẬT or TUYỆT MẬT and was not asked for; nothing of its content is kept."""

    exit_code = 18
    problem = "the document is marked as secret"
    advice = "only where that is permitted: import it with --allow-secret"


class WrongStorage(DocparseError):
    """The address of a storage is none that is read, or lacks something; `detail` says what."""

    exit_code = 26
    problem = "files at this address are not read"
    advice = "correct it, or mount the storage as a folder"


class NotFetched(MissingFile):
    """A storage does not answer, lets nobody in or breaks off; `detail` is what its driver says."""

    exit_code = 27
    problem = "the storage did not give it"
    advice = "check the address, the user and the connection; an import goes on where it stopped"


class BadRow(NamedTuple):
    """A row of a person's table that cannot be used: its file and line, why, and the words in question.

    `reason` is a key of the message catalogue in English.
    """

    line: int
    reason: str
    value: str = ""
    file: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.line}" if self.file else str(self.line)
        return one_line(f"{place}: {self.reason}" + (f": {self.value}" if self.value else ""))


class BadTable(DocparseError):
    """Rows of a person's table (registers, collections) cannot be used; `rows` names each, nothing of it is used."""

    exit_code = 30
    problem = "rows of the table cannot be used"
    advice = "mend these rows and try again"

    def __init__(self, name: str = "", rows: Sequence[BadRow] = ()) -> None:
        self.rows = tuple(rows)
        super().__init__(name, "; ".join(map(str, self.rows)))
