"""What can go wrong with an input, each kind with an exit code of its own and what to do next.

Reads: nothing.
Writes: the exceptions that every other module raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# Names of files may hold control characters, which break lines and move the cursor of a terminal.
_ESCAPED = {n: chr(n).encode("unicode_escape").decode() for n in (*range(32), *range(127, 160), 0x2028, 0x2029)}


def one_line(text: str) -> str:
    """A text with its control characters and line ends written as in Python ("\\n"), so that it is one line."""
    return text.translate(_ESCAPED)


class DocparseError(Exception):
    """An input that cannot be read; `str()` is one line: the file, what is wrong, what to do next.

    `name` is the file as the user gave it, `problem` and `advice` are keys of the message catalogue in English
    (the command line translates them), `exit_code` is what the command ends with when this is its only input. `trace`
    says where in a worker it arose, for a developer, without what was read; `sha256` is the hash of what the worker
    fetched before.
    """

    exit_code = 1
    problem = "cannot be read"
    advice = "check the file"

    def __init__(self, name: str = "", detail: str = "") -> None:
        self.name = name
        self.detail = detail
        self.trace: str | None = None
        self.sha256: str | None = None
        super().__init__(name, detail)

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return one_line(f"{self.name}: {self.problem}{detail}; {self.advice}")


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


class NotAnArchive(DocparseError):
    """The file is no archive of docparse, or is damaged."""

    exit_code = 19
    problem = "this is not an archive of docparse"
    advice = "check the path; docparse import makes a new one"


class NewerArchive(DocparseError):
    """The archive was made by a newer version of docparse; `detail` names both versions of its form."""

    exit_code = 20
    problem = "the archive was made by a newer version of docparse"
    advice = "install that version"


class ArchiveInUse(DocparseError):
    """Another run writes to the archive."""

    exit_code = 21
    problem = "another run is writing to this archive"
    advice = "wait until it has ended"


class WrongAddress(DocparseError):
    """The address of an archive is none that docparse knows."""

    exit_code = 22
    problem = "this is no address of an archive"
    advice = "give a file, or postgresql://USER@HOST/DATABASE"


class NoServer(DocparseError):
    """The server of the archive does not answer, or no longer; `detail` is what the driver or the server says."""

    exit_code = 23
    problem = "no connection to the server of the archive"
    advice = "check the address, and that the server runs; an import goes on where it stopped"


class NotLetIn(NoServer):
    """The server of the archive refuses the user or the password."""

    problem = "the server of the archive does not let this user in"
    advice = "check the user and the password (in PGPASSWORD or the file .pgpass)"


class NoDatabase(NoServer):
    """The server has no database of this name."""

    problem = "there is no such database on the server"
    advice = "make it (createdb NAME), or correct its name"


class MissingPackage(DocparseError):
    """A Python package that was not installed with docparse is needed; `detail` is the command that installs it."""

    exit_code = 24
    problem = "a Python package that this needs is not installed"
    advice = "install it as shown in brackets"


class NoCluster(DocparseError):
    """The scheduler of a Dask cluster does not answer, or no longer, or it has no workers."""

    exit_code = 25
    problem = "the Dask cluster does not answer"
    advice = "check the address, and that its scheduler and workers run; an import goes on where it stopped"


class UnfitWorker(NoCluster):
    """A worker of a Dask cluster has another docparse, or does not see the files; `detail` says which."""

    problem = "this worker of the cluster cannot do the work"
    advice = "install the same docparse on all workers, and name files by a path that all of them see"


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


class NotADocument(DocparseError):
    """JSON that is no document of docparse, or of another version of its form."""

    exit_code = 40
    problem = "this JSON is not a document that docparse wrote"
    advice = "give what docparse parse writes, or the document itself"


class NoSuchDocument(DocparseError):
    """No document is called so."""

    exit_code = 41
    problem = "no document of this number or path was found"
    advice = "check the number and its date, or give the path of the file"


class SeveralFit(DocparseError):
    """A number or the end of a path stands for more than one document; `detail` names some of them."""

    exit_code = 42
    problem = "more than one document fits"
    advice = "give the number with its date, such as 17-CT/TW@2012-08-28, or the path"


class ChangedFile(DocparseError):
    """The file was written to while it was read, or since it was taken in."""

    exit_code = 50
    problem = "the file has changed while it was read"
    advice = "import it again when nothing writes to it any more"


class NotInArchive(DocparseError):
    """No document or file of the archive has this path, number or hash."""

    exit_code = 51
    problem = "nothing in the archive has this path, number or hash"
    advice = "docparse status lists what is in it"


class SeveralMeant(DocparseError):
    """A number that different documents bear, where one was to be named; `detail` names their files and hashes."""

    exit_code = 52
    problem = "different documents bear this number"
    advice = "name each by its path or its hash"


class PurgedDocument(DocparseError):
    """The file was taken in before and removed by `docparse purge`."""

    exit_code = 53
    problem = "the document was removed from this archive with docparse purge"
    advice = "to take it in again: import it with --allow-purged"


class BadCorrection(DocparseError):
    """A correction that does not fit its document; `detail` says why."""

    exit_code = 54
    problem = "the correction cannot be made"
    advice = "look at the JSON of the document, and mend the line"


class Overtaken(DocparseError):
    """Somebody else has changed a document since it was shown."""

    exit_code = 85
    problem = "the document was changed meanwhile"
    advice = "look at what is different now, then correct it again"


class NoOriginal(DocparseError):
    """No file of a document is left that has its bytes, and no kept original."""

    exit_code = 55
    problem = "no file with these bytes is left, and no kept original"
    advice = "put the file back where it was; docparse import --keep-originals keeps a copy from now on"


class NoFolder(DocparseError):
    """Originals of an archive on a server are to be kept, and no folder was ever named for them."""

    exit_code = 56
    problem = "an archive on a server has no folder for originals yet"
    advice = "name one: --originals FOLDER"


class NoDocuments(DocparseError):
    """A folder that is to be searched holds no JSON of docparse."""

    exit_code = 60
    problem = "no JSON of docparse in this folder"
    advice = "write it with: docparse parse FILES -o FOLDER"


class NoSuchSearch(DocparseError):
    """No search of this name is kept in the archive; `detail` names those that are."""

    exit_code = 61
    problem = "no search is kept under this name"
    advice = "docparse search --saved lists those that are"


class NotKept(DocparseError):
    """A search was to be kept in a folder of JSON."""

    exit_code = 62
    problem = "a folder of JSON keeps no searches"
    advice = "make an archive of the documents: docparse import"


class UnknownNumber(DocparseError):
    """What was given is no number of a document, or nothing in the archive bears or cites it."""

    exit_code = 63
    problem = "no document in the archive bears or cites this number"
    advice = "look for it with docparse search"


class NotACalendar(DocparseError):
    """The file that a calendar is to be written to is none."""

    exit_code = 70
    problem = "this file is no calendar (iCalendar)"
    advice = "give another file, or remove this one"


class NothingToRead(DocparseError):
    """Of what was named no document could be read."""

    exit_code = 71
    problem = "no document could be read there"
    advice = "check the path; a calendar is left as it is, so that nothing in it is cancelled by a mistake"


class WrongCalendarAddress(DocparseError):
    """The address of a calendar on a server is none that is used; `detail` says why."""

    exit_code = 72
    problem = "this is no address of a calendar"
    advice = "give the address that your calendar program shows, such as https://cal.example.vn/an/plans/"


class NoCalendarServer(DocparseError):
    """The server of a calendar does not answer, or refuses; `detail` is how."""

    exit_code = 73
    problem = "the server of the calendar does not answer as it should"
    advice = "try again: what has arrived is not sent twice"


class NotLetToCalendar(NoCalendarServer):
    """The server of a calendar refuses the user or the password."""

    problem = "the server of the calendar does not let this user in"
    advice = "check DOCPARSE_CALDAV_USER and DOCPARSE_CALDAV_PASSWORD, or what the keyring has for this server"


class NoSuchCalendar(NoCalendarServer):
    """The server has no calendar at an address, or one that does not take such entries; `detail` says which."""

    problem = "there is no calendar for this at the address"
    advice = "make one in your calendar program, or give its own address; --profile says what it has to take"


class SentOn(NoCalendarServer):
    """The server sends on to another address, where nothing was sent; `detail` is that address."""

    problem = "the server sends on to another address, to which nothing was sent"
    advice = "give that address if it is yours"


class PortInUse(DocparseError):
    """Pages cannot be served at an address: another program does, or it is none of this machine."""

    exit_code = 83
    problem = "pages cannot be served at this address"
    advice = "give another with --port or --host; perhaps docparse serve runs already"


class NoPassword(DocparseError):
    """Others are to reach the pages and no password, or too short a one, was given."""

    exit_code = 84
    problem = "whoever can reach this address would need a good password"
    advice = "put one of 12 characters or more into DOCPARSE_PASSWORD"
