"""What the program says to people, in English and Vietnamese, from one catalogue (`locale/`).

Messages are English in the code and stand there as `_("...")`; `make messages` compiles the translations. The language
is that of the process: gettext's own setting, so that the words of argparse follow it too; a server speaks to each
person in another (`speaking`). JSON never depends on it.

Reads: locale/*/LC_MESSAGES/docparse.mo, LANGUAGE.
Writes: translated strings.
"""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docparse.errors import one_line

if TYPE_CHECKING:
    from docparse.errors import BadTable, DocparseError
    from docparse.model import Warning

LANGUAGES = ("en", "vi")
_DOMAIN = "docparse"
_LOCALE = Path(__file__).with_name("locale")
_SPOKEN: ContextVar[str] = ContextVar("language", default="")


def preferred(environ: Mapping[str, str]) -> str:
    """The language that an environment asks for: "vi" where its locale starts with vi, else "en".

    Args: `environ`, such as `os.environ`; the first of LC_ALL, LC_MESSAGES and LANG that is set decides (POSIX).
    Windows sets none of them: there the user's locale decides.
    """
    names = [environ.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform == "win32":
        names.append(locale.getlocale()[0] or "")
    return "vi" if next(filter(None, names), "").lower().startswith("vi") else "en"


def use(language: str) -> None:
    """Makes every message of this process, also those of argparse, come in a language of `LANGUAGES`."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(_LOCALE))
    gettext.textdomain(_DOMAIN)


@contextmanager
def speaking(language: str) -> Generator[None, None, None]:
    """Makes the messages of this thread or task, and no other, come in a language of `LANGUAGES`; not argparse's."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language() -> str:
    """The language in which messages come here and now."""
    return _SPOKEN.get() or os.environ.get("LANGUAGE", "en")


@cache
def _catalogue(spoken: str) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, str(_LOCALE), [spoken], fallback=True)


def _(message: str) -> str:
    """The message in the language that is spoken, or as it stands where there is no translation."""
    if not message:
        return ""
    spoken = _SPOKEN.get()
    return _catalogue(spoken).gettext(message) if spoken else gettext.dgettext(_DOMAIN, message)


def count(singular: str, plural: str, n: int) -> str:
    """The form of a message for `n` things, with `{n}` filled in."""
    spoken = _SPOKEN.get()
    if spoken:
        return _catalogue(spoken).ngettext(singular, plural, n).format(n=n)
    return gettext.dngettext(_DOMAIN, singular, plural, n).format(n=n)


def error_line(error: DocparseError) -> str:
    """An error on one line: the file, what is wrong, what to do next."""
    detail = f" ({_(error.detail)})" if error.detail else ""
    return one_line(f"{error.name}: {_(error.problem)}{detail}; {_(error.advice)}")


def row_lines(error: BadTable) -> list[str]:
    """What is wrong with a table: a line for each row that cannot be used, then what to do next."""
    lines = [str(row._replace(reason=_(row.reason))) for row in error.rows]
    said = count("{n} row of the table cannot be used", "{n} rows of the table cannot be used", len(lines))
    return [*lines, one_line(f"{error.name}: {said}; {_(error.advice)}")]


def warning_text(warning: Warning) -> str:
    """What a warning says: the words for its code, and what stands after the colon of its message."""
    words = _(f"warning.{warning.code}")
    if words.startswith("warning."):
        return warning.message
    detail = warning.message.partition(":")[2].strip()
    return f"{words}: {detail}" if detail else words


def printable(name: str) -> str:
    """A name of a file on one line: line feeds and other controls in it are shown as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
