"""What can be wrong with an archive, its server, its workers, its pages and what people do with its documents.

Reads: nothing.
Writes: exceptions.
"""

from __future__ import annotations

from docparse.errors.base import DocparseError


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


class NoCluster(DocparseError):
    """The scheduler of a Dask cluster does not answer, or no longer, or it has no workers."""

    exit_code = 25
    problem = "the Dask cluster does not answer"
    advice = "check the address, and that its scheduler and workers run; an import goes on where it stopped"


class UnfitWorker(NoCluster):
    """A worker of a Dask cluster has another docparse, or does not see the files; `detail` says which."""

    problem = "this worker of the cluster cannot do the work"
    advice = "install the same docparse on all workers, and name files by a path that all of them see"


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


class BadLabels(DocparseError):
    """A text that people labelled elsewhere and that cannot be taken back; `detail` says why."""

    exit_code = 57
    problem = "what was labelled here cannot be taken"
    advice = "mend it in the program where it was labelled, and export it again; the others are taken"
