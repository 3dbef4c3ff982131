"""Compiles the translations and lists the messages of the code (`make messages`); needs no tool but Python and Jinja2.

Reads: docparse/locale/*/LC_MESSAGES/docparse.po, the source of docparse.
Writes: docparse.mo beside each docparse.po; messages without a translation on standard error.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from jinja2 import Environment

from docparse import errors, model

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "docparse"
# What argparse of Python 3.11 to 3.14 says to people; what it says to programmers stays English.
ARGPARSE = frozenset(
    {
        "usage: ",
        "options",
        "positional arguments",
        "show this help message and exit",
        "%(prog)s: error: %(message)s\n",
        "ambiguous option: %(option)s could match %(matches)s",
        "argument %(argument_name)s: %(message)s",
        "expected %s argument\0expected %s arguments",
        "expected at least one argument",
        "expected at most one argument",
        "expected one argument",
        "ignored explicit argument %r",
        "invalid %(type)s value: %(value)r",
        "invalid choice: %(value)r (choose from %(choices)s)",
        "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)",
        "not allowed with argument %s",
        "the following arguments are required: %s",
        "unrecognized arguments: %s",
    }
)
CATALOGUES = {path.parent.parent.name: path for path in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/docparse.po"))}
# What readers note of a source; each becomes a warning with this code.
NOTES = (
    "characters_repaired",
    "embedded_part",
    "few_marks",
    "garbled_text",
    "low_ocr_confidence",
    "ocr_not_installed",
    "ocr_off",
    "pages_without_text",
    "part_unread",
    "recognised",
    "text_in_doubt",
    "tracked_changes",
    "undecodable_bytes",
)
# What the operating system adds to an error of ours.
SYSTEM = (
    "File exists",
    "Is a directory",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Permission denied",
)
_ERRORS = frozenset(name for name, value in vars(errors).items() if isinstance(value, type))
_KEYWORD = re.compile(r'(msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')


def read_po(text: str) -> dict[str, str]:
    """The translation of each message; plural forms of both are joined by NUL, as in a compiled catalogue."""
    entries: dict[str, str] = {}
    parts: dict[str, str] = {}
    field = ""
    for line in [*text.splitlines(), 'msgid "end"']:
        keyword = _KEYWORD.match(line)
        if keyword and keyword[1] == "msgid" and parts:
            source = "\0".join(value for name, value in parts.items() if name.startswith("msgid"))
            entries[source] = "\0".join(value for name, value in parts.items() if name.startswith("msgstr"))
            parts = {}
        if keyword:
            field = keyword[1]
            parts[field] = ast.literal_eval(keyword[2])
        elif line.startswith('"'):
            parts[field] += ast.literal_eval(line)
    return entries


def compile_mo(entries: dict[str, str]) -> bytes:
    """The binary catalogue that gettext reads (GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = sorted((source.encode(), translation.encode()) for source, translation in entries.items() if translation)
    header, table = 28, 8 * len(pairs)
    offset = header + 2 * table
    tables, strings = [], b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), offset + len(strings)))
            strings += pair[column] + b"\0"
    start = struct.pack("<7I", 0x950412DE, 0, len(pairs), header, header + table, 0, 0)
    return start + b"".join(tables) + strings


def messages() -> set[str]:
    """Every message that the program can say, those of argparse among them."""
    found = {m for path in sorted(PACKAGE.rglob("*.py")) for m in _in_source(path.read_text("utf-8"))}
    found |= {m for path in sorted(PACKAGE.rglob("templates/*.html")) for m in _in_template(path.read_text("utf-8"))}
    return found | ARGPARSE | set(SYSTEM) | set(_of_values()) | {f"warning.{code}" for code in NOTES}


def _in_source(source: str) -> Iterator[str]:
    """What stands in `_("...")` and `count("...", "...", n)`, what errors say, codes of warnings."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name("_"), args=[ast.Constant(str(text))]):
                yield text
            case ast.Call(
                func=ast.Name("count") | ast.Attribute(attr="count"),
                args=[ast.Constant(str(one)), ast.Constant(str(many)), _],
            ):
                yield f"{one}\0{many}"
            case ast.Assign(targets=[ast.Name("problem" | "advice")], value=ast.Constant(str(text))):
                yield text
            case ast.Call(func=ast.Name(error), args=[_, ast.Constant(str(detail))]) if error in _ERRORS:
                yield detail
            case ast.Call(func=ast.Name("BadRow"), args=[_, ast.Constant(str(reason)), *_]):
                yield reason
            case ast.Call(func=ast.Name("warning"), args=[ast.Constant(str(code)), *_]):
                yield f"warning.{code}"
            case ast.Assign(targets=[ast.Name("issue")], value=ast.Constant(str(code))):
                yield f"warning.{code}"


def _in_template(source: str) -> Iterator[str]:
    """What stands in `_("...")` and `count("...", "...", n)` of a page."""
    found = Environment(extensions=["jinja2.ext.i18n"]).extract_translations(source, ("_", "count"))
    for _line, name, words in found:
        said = [words] if isinstance(words, str) else [word for word in words or () if word]
        if said:
            yield "\0".join(said[: 2 if name == "count" else 1])


def _of_values() -> Iterator[str]:
    """Values of records that the human view translates."""
    yield from get_args(model.Relation)
    yield from get_args(model.Bound)
    yield from get_args(model.Review.model_fields["kind"].annotation)


def main() -> int:
    """Compiles every catalogue; 1 where a message has no translation."""
    incomplete = False
    for language, path in CATALOGUES.items():
        entries = read_po(path.read_text("utf-8"))
        path.with_suffix(".mo").write_bytes(compile_mo(entries))
        for message in sorted(m for m in messages() if not entries.get(m)):
            incomplete = True
            print(f"{language}: no translation of {message!r}", file=sys.stderr)
    return int(incomplete)


if __name__ == "__main__":
    sys.exit(main())
