"""The command line: reads arguments, calls the library, prints.

Reads: arguments, files, standard input.
Writes: standard output, standard error, files; `main` returns the exit code (0 done, 1 some of many files failed,
2 wrong usage, 130 interrupted, 143 terminated, others as in `errors`).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import (
    __version__,
    agenda_commands,
    archive_commands,
    arguments,
    calendar_commands,
    check_commands,
    compare_commands,
    export_commands,
    files,
    find_commands,
    i18n,
    label_commands,
    models_commands,
    push_commands,
    registers_commands,
    serve_commands,
    upkeep_commands,
)
from docparse.errors import BadTable, DocparseError, SeveralDocuments
from docparse.formats import CONTAINERS, SUFFIXES
from docparse.i18n import _
from docparse.stop import exit_code, on_sigterm

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.model import Document
    from docparse.read.options import Options

    Save = Callable[[Path, Document], None]

_INPUT = "-"
"""The name that stands for standard input."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code of the process.

    Args: `argv`, the words after the program's name; those of the process by default.
    """
    words = _joined(sys.argv[1:] if argv is None else list(argv))
    _speak_utf8()
    i18n.use(_language(words))
    try:
        with on_sigterm():
            # An argument may load the archive, which takes its time.
            args = _parser().parse_args(words)
            code: int = args.run(args)
        sys.stdout.flush()
    except BadTable as error:
        for line in i18n.row_lines(error):
            print(line, file=sys.stderr)
        return error.exit_code
    except DocparseError as error:
        print(i18n.error_line(error), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt as interrupt:
        print(_("interrupted"), file=sys.stderr)
        return exit_code(interrupt)
    except BrokenPipeError:
        # Whoever reads has enough ("| head"); what is still buffered must not fail again when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


def _joined(words: list[str]) -> list[str]:
    """The words with the name of a command of two words as one, where it begins them."""
    start = 2 if words[:1] == ["--lang"] else sum(word.startswith("--lang=") for word in words[:1])
    name = " ".join(words[start : start + 2])
    return [*words[:start], name, *words[start + 2 :]] if name == push_commands.NAME else words


def _speak_utf8() -> None:
    """Consoles of Windows start in a code page without Vietnamese; names of old files may be in no code at all."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language(words: Sequence[str]) -> str:
    """The language that the arguments or the locale ask for: it must be known before there is a help text."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--lang", nargs="?")
    asked: str | None = first.parse_known_args(words)[0].lang
    return asked if asked in i18n.LANGUAGES else i18n.preferred(os.environ)


# --- arguments ----------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    about = _("Turn Vietnamese party documents (plans, conclusions, directives) into structured data, offline.")
    parser = argparse.ArgumentParser("docparse", description=about, epilog=arguments.example("docparse show plan.docx"))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--version", action="version", version=f"docparse {__version__}", help=_("print the version"))
    arguments.add_lang(parser)
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    _add_parse(commands)
    _add_show(commands)
    _add_schema(commands)
    _add_evaluate(commands)
    archive_commands.add(commands)
    upkeep_commands.add(commands)
    registers_commands.add(commands)
    label_commands.add(commands)
    models_commands.add(commands)
    compare_commands.add(commands)
    check_commands.add(commands)
    export_commands.add(commands)
    calendar_commands.add(commands)
    push_commands.add(commands)
    agenda_commands.add(commands)
    find_commands.add(commands)
    serve_commands.add(commands)
    _add_doctor(commands)
    return parser


def _add_parse(commands: Commands) -> None:
    about = _("write documents as JSON")
    parser = arguments.command(commands, "parse", _run_parse, about, "docparse parse plans/ -o out --workers 4")
    parser.add_argument(
        "files",
        nargs="+",
        metavar=_("FILE"),
        help=_("DOCX, PDF, Word 97, RTF, HTML, text ...; an archive, a message, a folder; - for the input"),
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar=_("PATH"), help=_("folder for the JSON files; for jsonl, the file")
    )
    parser.add_argument(
        "--format", choices=("json", "jsonl"), default="json", help=_("jsonl: all documents, one a line")
    )
    parser.add_argument("--indent", type=int, default=2, metavar="N", help=_("0 writes a document on one line"))
    parser.add_argument("--workers", type=arguments.positive, metavar="N", help=_("processes (default: one a core)"))
    arguments.add_reading(parser)


def _add_show(commands: Commands) -> None:
    about = _("show a document as a person reads it: outline, references, tasks, recipients")
    parser = arguments.command(commands, "show", _run_show, about, "docparse show plan.docx --stage zones | less")
    parser.add_argument("file", metavar=_("FILE"), help=_("DOCX, PDF, Word 97, RTF, HTML, text ...; - for the input"))
    parser.add_argument(
        "--stage", choices=("lines", "zones", "sections", "records"), help=_("what one step of the work made of it")
    )
    arguments.add_reading(parser)


def _add_schema(commands: Commands) -> None:
    arguments.command(
        commands, "schema", _run_schema, _("print the JSON Schema of a document"), "docparse schema > schema.json"
    )


def _add_evaluate(commands: Commands) -> None:
    about = _("parse texts and score the result against what people marked")
    parser = arguments.command(
        commands, "evaluate", _run_evaluate, about, "docparse evaluate gold/json gold/text --per-doc"
    )
    parser.add_argument("gold", type=Path, metavar=_("GOLD"), help=_("folder of marked documents (JSON)"))
    parser.add_argument("text", type=Path, metavar=_("TEXT"), help=_("folder of their texts"))
    parser.add_argument("--per-doc", action="store_true", help=_("also the scores of each document"))
    parser.add_argument("--errors", action="store_true", help=_("also what was missed and what was too much"))
    parser.add_argument("--save", type=Path, metavar=_("FILE"), help=_("write the scores to a file"))
    parser.add_argument(
        "--against",
        type=Path,
        metavar=_("FILE"),
        help=_("print gains and losses against saved scores (default: those that --save replaces)"),
    )


def _add_doctor(commands: Commands) -> None:
    about = _("say what this machine can read, and what to install for the rest")
    parser = arguments.command(commands, "doctor", _run_doctor, about, "docparse doctor")
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


# --- commands -----------------------------------------------------------------------------------------------------


def _run_parse(args: argparse.Namespace) -> int:
    paths = _inputs(args)
    save = _saver(args, paths)
    workers = args.workers or os.cpu_count() or 1
    if len(paths) == 1:
        try:
            save(paths[0], _document(paths[0], arguments.options(args)))
            return 0
        except SeveralDocuments:
            if args.format == "json" and not args.output:
                raise
    elif not any(path.suffix.lower() in CONTAINERS for path in paths):
        workers = min(workers, len(paths))
    from docparse.convert import convert

    return convert(paths, save, workers, arguments.options(args, workers))


def _inputs(args: argparse.Namespace) -> list[Path]:
    if _INPUT in args.files and len(args.files) > 1:
        args.usage_error(_("- stands alone"))
    paths = files.expand(args.files)
    if not paths:
        args.usage_error(_("no documents ({suffixes}) in the folder").format(suffixes=", ".join(SUFFIXES)))
    if len(paths) > 1 and args.format == "json" and not args.output:
        args.usage_error(_("for several documents add -o FOLDER or --format jsonl"))
    return paths


def _saver(args: argparse.Namespace, paths: Sequence[Path]) -> Save:
    """Where documents go; what can be known to fail fails here rather than after an hour of parsing."""
    if args.format == "jsonl":
        if args.output:
            files.write(args.output, "")
        return partial(_save_line, args.output)
    places: dict[Path, Path] = {}
    if args.output:
        files.make_folder(args.output)
        named = [Path("stdin") if str(path) == _INPUT else path for path in paths]
        places = dict(zip(paths, files.targets(named, args.output), strict=True))
    return partial(_save_file, places, args.indent or None)


def _save_line(output: Path | None, path: Path, document: Document) -> None:
    data = document.to_json() + "\n"
    if output:
        files.append(output, data)
    else:
        sys.stdout.write(data)


def _save_file(places: Mapping[Path, Path], indent: int | None, path: Path, document: Document) -> None:
    data = document.to_json(indent=indent) + "\n"
    if places:
        files.write(files.place(places, path), data)
    else:
        sys.stdout.write(data)


def _document(path: Path, options: Options) -> Document:
    if str(path) == _INPUT:
        from docparse.pipeline import parse

        return parse(sys.stdin.buffer.read(), name="stdin", options=options)
    from docparse.batch import parse_file

    return parse_file(path, options)


def _run_show(args: argparse.Namespace) -> int:
    from docparse import show

    path = Path(args.file)
    if args.stage == "lines":
        from docparse.read import read
        from docparse.read.containers import File, load, sole

        file = sole(File(sys.stdin.buffer.read(), "stdin") if args.file == _INPUT else load(path))
        lines = show.source_lines(read(file.data, file.name, arguments.options(args)))
    elif args.stage:
        lines = show.STAGES[args.stage](_document(path, arguments.options(args)))
    else:
        show.summary(_document(path, arguments.options(args)), sys.stdout)
        return 0
    for line in lines:
        print(line)
    return 0


def _run_schema(args: argparse.Namespace) -> int:
    from docparse.schema import json_schema

    print(json_schema())
    return 0


def _run_evaluate(args: argparse.Namespace) -> int:
    from docparse.evaluate import evaluate, report, scores

    before = None
    if args.against or (args.save and args.save.exists()):
        before = report.read_saved(args.against or args.save)
    evaluations = list(evaluate(args.gold, args.text, workers=os.cpu_count() or 1))
    for one in evaluations:
        if one.error:
            print(i18n.error_line(one.error), file=sys.stderr)
        if args.per_doc:
            print(f"== {one.name}", *report.table(scores(one.observations)), sep="\n")
        if args.errors:
            print(*report.mistakes(one), sep="\n")
    total = scores(x for one in evaluations for x in one.observations)
    print(i18n.count("== all, {n} document", "== all, {n} documents", len(evaluations)))
    print(*report.table(total), sep="\n")
    if before is not None:
        print(_("== against the saved scores"), *report.changes(total, before), sep="\n")
    if args.save:
        files.write(args.save, report.to_json(total))
    return 0


def _run_doctor(args: argparse.Namespace) -> int:
    from docparse import doctor
    from docparse.read.options import cache_folder

    found = doctor.check(cache_folder(os.environ))
    print(doctor.to_json(found) if args.json else "\n".join(doctor.lines(found)))
    return 0 if found.complete else 1
