"""The commands of trained models: train, models list, compare, rollback. Light: what learns is loaded when one runs.

Reads: arguments, marked documents, corrections, the folder of models.
Writes: the folder of models, standard output.
"""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files, i18n
from docparse.arguments import add_lang, archive_at, command, example
from docparse.i18n import _

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.learn.examples import Example
    from docparse.models.card import Mended, Scores
    from docparse.models.kept import Model


def add(commands: Commands) -> None:
    """Declares the commands."""
    _add_train(commands)
    about = _("the trained models: which there are, how good they are, the one before")
    parser = commands.add_parser("models", help=about, description=about, epilog=example("docparse models list"))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add_lang(parser)
    parts = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    for name, run, words in (
        ("list", _run_list, _("say which versions there are and which one is in force")),
        ("compare", _run_compare, _("score all versions on the documents that none has learnt from")),
        ("rollback", _run_rollback, _("put the version before the current one in force")),
    ):
        _add_folder(command(parts, name, run, words, f"docparse models {name}"))


def _add_train(commands: Commands) -> None:
    about = _("learn from marked documents or corrections how sure a task is; installed only if it is not worse")
    sample = "docparse train --from corrections.jsonl --archive papers.db"
    parser = command(commands, "train", _run_train, about, sample)
    parser.add_argument(
        "--from", dest="corrections", type=Path, metavar=_("FILE"), help=_("lines of docparse corrections export")
    )
    parser.add_argument("--archive", type=archive_at, metavar=_("FILE"), help=_("the archive of the corrections"))
    parser.add_argument(
        "--marked", type=Path, nargs="+", default=[], metavar=_("FOLDER"), help=_("folders of marked documents")
    )
    parser.add_argument("--output", type=Path, metavar=_("FOLDER"), help=_("only write the model there"))
    _add_folder(parser)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    about = _("folder of your own models (default: DOCPARSE_MODELS, else docparse/models in your data folder)")
    parser.add_argument("--models", type=Path, metavar=_("FOLDER"), help=about)


def _folder(args: argparse.Namespace) -> Path:
    from docparse.models.kept import folder_of

    folder: Path | None = args.models or folder_of(os.environ)
    if folder is None:
        args.usage_error(_("name a folder: --models FOLDER"))
    assert folder is not None
    return folder


def _run_train(args: argparse.Namespace) -> int:
    from docparse.learn import examples, train
    from docparse.models import kept

    if bool(args.corrections) != bool(args.archive):
        args.usage_error(_("--from and --archive belong together"))
    given = _given(args)
    # Without examples of the user's own there is only what docparse's own model was made of.
    if not args.output and all(one.held_out for one in given):
        print(_("nothing to learn from: no task of a document that is not among those held out; nothing is installed"))
        return 1
    every = [*examples.read(examples.SHIPPED), *given]
    model, card, found = train.trained(every, _said(args))
    if args.output:
        files.make_folder(args.output)
        files.write(args.output / "model.json", model.model_dump_json(indent=1) + "\n")
        files.write(args.output / "card.json", card.model_dump_json(indent=1) + "\n")
        print(_line(_("new"), found))
        return 0
    folder = _folder(args)
    now = _now(folder, [one for one in every if one.held_out])
    if now:
        print(_line(_("in force"), now))
    print(_line(_("new"), found))
    if now and found.brier > now.brier:
        print(_("not installed: it is worse than the model in force"))
        return 1
    number = kept.install(folder, "tasks", model, card)
    print(_("installed as version {number}").format(number=number))
    return 0


def _now(folder: Path, held: list[Example]) -> Scores | None:
    """What the model in force scores; None where it does not fit this version of docparse."""
    from docparse.learn import train
    from docparse.models import kept
    from docparse.models.errors import UnfitModel

    try:
        weights = kept.version(folder, "tasks", kept.current(folder, "tasks")).weights()
    except UnfitModel:
        return None
    return train.scores(held, [weights.probability(one.features) for one in held])


def _given(args: argparse.Namespace) -> list[Example]:
    """What the user gives to learn from, beside what the model of docparse has learnt from."""
    from docparse.learn import examples

    found: list[Example] = []
    for folder in args.marked:
        found += examples.marked(folder)
    if args.corrections:
        from docparse.archive.correction import from_line

        lines = files.read(args.corrections).decode("utf-8-sig", "replace").splitlines()
        given = [from_line(line, f"{args.corrections}: {n}") for n, line in enumerate(lines, 1) if line.strip()]
        found += examples.corrected(args.archive, given)
    return found


def _said(args: argparse.Namespace) -> str:
    """The command without the name of the archive, which may hold a password, and without places of this machine."""
    words = ["docparse", "train"]
    words += ["--from", args.corrections.name, "--archive", "ARCHIVE"] if args.corrections else []
    words += ["--marked", *(folder.name for folder in args.marked)] if args.marked else []
    words += ["--output", "FOLDER"] if args.output else []
    return shlex.join(words)


def _line(name: str, scores: Scores | Mended) -> str:
    from docparse.models.card import Mended

    if isinstance(scores, Mended):
        told = _("{mended} of {misread} misread words mended, {spoilt} right ones spoilt, of {words} words")
        return f"{name:<24} {told.format(**scores.model_dump())}"
    told = i18n.count("{n} task of documents held out", "{n} tasks of documents held out", scores.examples)
    auc = f"AUC {scores.auc:.3f} ({_('rules')} {scores.auc_before:.3f})"
    return f"{name:<24} {auc}  Brier {scores.brier:.4f} ({_('rules')} {scores.brier_before:.4f})  {told}"


def _version(model: Model) -> str:
    """A version in words."""
    if not model.version:
        return _("that of docparse")
    return _("version {number}").format(number=model.version)


def _versions(folder: Path) -> list[Model]:
    from docparse.models import kept

    return [model for name in kept.NAMES for model in kept.versions(folder, name)]


def _run_list(args: argparse.Namespace) -> int:
    from docparse.models import kept

    folder = _folder(args)
    for model in _versions(folder):
        card = model.card
        state = _("in force") if model.version == kept.current(folder, model.name) else ""
        state = state and (state if card.enabled else _("off: it does not help"))
        name = f"{model.label}  {_version(model)}  {state}".rstrip()
        print(name, f"  {card.about}", f"  {card.command}", sep="\n")
        print(f"  {_line(_('held out'), card.scores)}")
    return 0


def _run_compare(args: argparse.Namespace) -> int:
    from docparse.learn import examples, train

    held = [one for one in examples.read(examples.SHIPPED) if one.held_out]
    for model in (one for one in _versions(_folder(args)) if one.name == "tasks"):
        weights = model.weights()
        found = train.scores(held, [weights.probability(one.features) for one in held])
        print(_line(f"{model.name}, {_version(model)}", found))
    return 0


def _run_rollback(args: argparse.Namespace) -> int:
    from docparse.models import kept

    folder = _folder(args)
    number = kept.go_back(folder, "tasks")
    said = _("version {number} of {name} is in force") if number else _("that of docparse is in force again: {name}")
    print(said.format(number=number, name="tasks"))
    return 0
