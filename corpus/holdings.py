"""An archive of thousands of files in mixed formats, and what is in each of them.

    TRUTH.jsonl                               one object a document
    PROVINCE/YEARS/OFFICE/NUMBER-TYPE.docx    and .txt, .pdf, .html, .rtf; some in .zip and .eml
    BẢN SAO/...                               copies, re-saved versions, re-scans

A line of the truth: `file` (null for one that was issued and is not held; "box.zip/name" for one in a container),
`how` (original, copy, version, rescan or unnumbered: a re-scan whose number was lost), `of` (the file of the original),
`id`, `symbol`, `doc_type`, `title`, `issued`, `issuer`, `place`, `province`, `level`, `term` (first day of the term or,
for the State, of the year), `family`, `secrecy`, `conflict` (the file that wrongly has the same number), `cites` (`id`,
`symbol`, `date`, `issuer`, `relation`, `file` or null), and `references`, `deadlines`, `tasks`, `recipients` as in the
truth of the corpus, their lines counted in the text form.

Reads: nothing.
Writes: files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import compose
import write_files
from papers import Cited, Paper, sheet_of
from render_source import Sheet, text_of, truth_of
from world import Act, acts

_FORMATS = {"txt": 0.5, "docx": 0.42, "html": 0.04, "pdf": 0.035, "rtf": 0.0005}
_BOXED = 0.06
_KEPT = ("references", "deadlines", "tasks", "recipients")
_LIKE = {"ê": "e", "ộ": "o", "ư": "u", "ề": "ê", "h": "b", "m": "rn", "ạ": "a", "l": "1", "t": "f", "ấ": "â"}


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be written, with the line of the truth about it."""

    path: str
    data: bytes
    truth: dict[str, Any]


def write(folder: Path, number: int, seed: int) -> int:
    """Writes an archive of about this many documents; returns how many lines the truth has."""
    rng = Random(f"archive {number} {seed}")
    found = acts(rng, round(number / 1.04))
    lines = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "TRUTH.jsonl").open("w", encoding="utf-8") as truth:
        for file in _files(rng, found):
            if file.path:
                path = folder / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.data)
            for line in file.truth.get("inside", [file.truth]):
                truth.write(json.dumps(line, ensure_ascii=False) + "\n")
                lines += 1
    return lines


def _files(rng: Random, found: list[Act]) -> Iterator[_File]:
    """The files of all acts, and now and then a container with some of them."""
    by_key = {act.key: act for act in found}
    places = {act.key: _place(act, fmt) for act, fmt in zip(found, _formats(rng, len(found)), strict=True)}
    boxes: dict[str, list[_File]] = {}
    for act in found:
        sheet = sheet_of(_paper(rng, act, by_key), "a")
        about = _about(act, sheet, by_key, places)
        if not act.held:
            yield _File("", b"", {**about, "file": None})
            continue
        path = places[act.key]
        box = path.rpartition("/")[0] if ".zip/" in path or ".eml/" in path else ""
        file = _File(path, _bytes(sheet, path), {**about, "file": path, "how": "original", "of": None})
        if not box:
            yield file
        else:
            boxes.setdefault(box, []).append(file)
        if not box and not act.secrecy and rng.random() < 0.042:
            yield _again(rng, act, sheet, file)
    for box, inside in boxes.items():
        yield _container(box, inside)


def _formats(rng: Random, number: int) -> list[str]:
    return rng.choices(list(_FORMATS), list(_FORMATS.values()), k=number)


def _place(act: Act, fmt: str) -> str:
    """The path of an act: by province, term and office; one in some is in a box or a message with its neighbours."""
    end = act.begins.year + (1 if act.office.state else 5)
    office = act.office.name.replace(f" {act.office.province}", "")
    folder = f"{act.office.province}/{act.begins.year}-{end}/{office}"
    name = re.sub("[/]", "-", act.symbol)
    chance = Random(act.key).random()
    inner = f"{name}-{act.day:%Y%m%d}.{fmt}"
    if chance < _BOXED and fmt in ("txt", "docx"):
        box = f"hộp {act.day.year}.zip" if chance < 0.8 * _BOXED else f"thư {act.day:%Y-%m}.eml"
        return f"{folder}/{box}/{inner}"
    return f"{folder}/{inner}"


def _paper(rng: Random, act: Act, by_key: dict[int, Act]) -> Paper:
    basis = tuple((_cited(ref, by_key), relation) for ref, relation in act.basis)
    make = {"Kế hoạch": compose.plan, "Báo cáo": compose.report, "Công văn": compose.letter}.get(act.kind)
    if make:
        return compose.marked(make(rng, act.office, act.symbol, act.day, act.field, basis), act.secrecy)
    if act.kind == "Chỉ thị":
        paper = compose.directive(rng, act.office, act.symbol, act.day, act.field, act.title)
    else:
        first = basis[0][0] if basis else None
        paper = compose.plain(rng, act.kind, act.office, act.symbol, act.day, act.field, first)
    return compose.marked(paper, act.secrecy)


def _cited(ref: int | Cited, by_key: dict[int, Act]) -> Cited:
    if isinstance(ref, Cited):
        return ref
    act = by_key[ref]
    return Cited(act.kind, act.symbol, act.day, act.office.cited)


def _about(act: Act, sheet: Sheet, by_key: dict[int, Act], places: dict[int, str]) -> dict[str, Any]:
    truth = truth_of(sheet)
    cites = []
    for ref, relation in act.basis:
        cited = _cited(ref, by_key)
        held = None if isinstance(ref, Cited) or not by_key[ref].held else places[ref]
        cites.append(
            {"id": cited.id, "symbol": cited.symbol, "date": cited.date.isoformat(), "issuer": cited.issuer,
             "relation": relation, "file": held}
        )  # fmt: skip
    return {
        "file": None, "how": None, "of": None, "id": f"{act.symbol}@{act.day.isoformat()}", **sheet.metadata,
        "province": act.office.province, "level": act.office.level, "term": act.begins.isoformat(),
        "family": act.family, "secrecy": act.secrecy,
        "conflict": places[act.clash] if act.clash is not None else None,
        "cites": cites, **{key: truth[key] for key in _KEPT},
    }  # fmt: skip


def _bytes(sheet: Sheet, path: str) -> bytes:
    suffix = path.rpartition(".")[2]
    if suffix == "docx":
        return write_files.docx(sheet, numbered=len(path) % 2 == 0)
    if suffix == "txt":
        return text_of(sheet).encode()
    return {"html": write_files.html, "rtf": write_files.rtf, "pdf": write_files.pdf}[suffix](sheet)


# --- the same once more -------------------------------------------------------------------------------------------


def _again(rng: Random, act: Act, sheet: Sheet, file: _File) -> _File:
    """A copy, the same document saved in another format, or a re-scan with misread letters."""
    stem, _, suffix = file.path.rpartition(".")
    how = rng.choices(("copy", "version", "rescan", "unnumbered"), (4, 4, 2, 1))[0]
    data = file.data
    if how == "version":
        suffix = "docx" if suffix == "txt" else "txt"
        data = _bytes(sheet, f"x.{suffix}")
    elif how != "copy":
        suffix = "txt"
        data = _misread(rng, text_of(sheet), act.symbol if how == "unnumbered" else "").encode()
    path = f"BẢN SAO/{stem}-{how}.{suffix}"
    return _File(path, data, {**file.truth, "file": path, "how": how, "of": file.path})


def _misread(rng: Random, text: str, without: str) -> str:
    """A text as recognition gives it: one letter in some hundred wrong, and the number gone where so asked."""
    if without:
        text = re.sub(rf"(?m)^Số:? {re.escape(without)}\n", "", text, count=1)
    head, body = text[:400], text[400:]
    return head + "".join(_LIKE[c] if c in _LIKE and rng.random() < 0.02 else c for c in body)


def _container(box: str, inside: list[_File]) -> _File:
    files = {file.path.rpartition("/")[2]: file.data for file in inside}
    data = write_files.archive(files) if box.endswith(".zip") else write_files.message(files, "Chuyển văn bản")
    return _File(box, data, {"inside": [file.truth for file in inside]})
