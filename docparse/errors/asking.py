"""What can be wrong with a question: to an archive, of two documents, for a calendar.

Reads: nothing.
Writes: exceptions.
"""

from __future__ import annotations

from docparse.errors.base import DocparseError


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
