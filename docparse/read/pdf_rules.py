"""The ruling lines of a page of a PDF: borders of tables, rules over footnotes.

Shadings, white boxes behind words, and curves are no rules; a filled box is one where it is thin.

Reads: an open page of pypdfium2.
Writes: thin boxes, in points from the page's top left corner.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from docparse.model import Box

Place = Callable[[float, float], tuple[float, float]]
"""Turns a point of the PDF into one of the page as it is shown, from its top left."""
_Matrix = tuple[float, float, float, float, float, float]

_THICK = 3.0
"""A filled box thinner than this, in points, is drawn as a line."""
_ARTWORK = 4000
"""A page with more drawn objects than this holds a picture, not a table."""


def read_rules(page: Any, place: Place) -> tuple[Box, ...]:
    """The straight lines across and down that a page shows.

    Args: `page`, an open page of pypdfium2; `place`, which turns its points.
    """
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page)
    if count > _ARTWORK:
        return ()
    things = (raw.FPDFPage_GetObject(page, i) for i in range(count))
    found = []
    for thing, matrix in _paths(things, (1, 0, 0, 1, 0, 0), raw):
        for ax, ay, bx, by in _lines(thing, matrix, raw):
            (ax, ay), (bx, by) = place(ax, ay), place(bx, by)
            if min(abs(ax - bx), abs(ay - by)) < _THICK:
                found.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return tuple(found)


def _paths(things: Iterator[Any], outer: _Matrix, raw: Any) -> Iterator[tuple[Any, _Matrix]]:
    """The paths among some objects and inside their forms, each with the matrix that it is drawn with."""
    for thing in things:
        kind = raw.FPDFPageObj_GetType(thing)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
            continue
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(thing, own)
        matrix = _product((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield thing, matrix
        else:
            count = min(raw.FPDFFormObj_CountObjects(thing), _ARTWORK)
            yield from _paths((raw.FPDFFormObj_GetObject(thing, i) for i in range(count)), matrix, raw)


def _product(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _lines(path: Any, matrix: _Matrix, raw: Any) -> Iterator[Box]:
    """The visible strokes of a path, and a thin filled box as one; only the ends count."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    colour = [ctypes.c_uint() for _ in range(4)]
    if stroke.value:
        raw.FPDFPageObj_GetStrokeColor(path, *colour)
        if _seen(colour):
            yield from _strokes(path, matrix, raw)
    elif fill.value:
        raw.FPDFPageObj_GetFillColor(path, *colour)
        points = [p for stroke_ in _strokes(path, matrix, raw) for p in (stroke_[:2], stroke_[2:])]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if points and _seen(colour) and min(max(xs) - min(xs), max(ys) - min(ys)) < _THICK:
            yield min(xs), min(ys), max(xs), max(ys)


def _seen(colour: list[ctypes.c_uint]) -> bool:
    """Whether a colour shows on white paper."""
    return min(c.value for c in colour[:3]) < 245 and colour[3].value > 20


def _strokes(path: Any, matrix: _Matrix, raw: Any) -> Iterator[Box]:
    """Start and end of each straight segment of a path."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(min(raw.FPDFPath_CountSegments(path), _ARTWORK)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        if kind == raw.FPDF_SEGMENT_LINETO:
            yield *last, *point
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and point != start:
            yield *point, *start
            last = start
