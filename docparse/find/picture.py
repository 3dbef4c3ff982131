"""Pictures that a person can read, as SVG and as one page of HTML; nothing in them is fetched from anywhere.

Around one document the graph stands in columns: what it cites on the left, who cites it on the right, each by date. A
whole archive is laid out by networkx's spring layout (Fruchterman and Reingold 1991), with names at the most cited. A
life is drawn on an axis of time with one band a level.

Reads: a graph, a timeline.
Writes: SVG, HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from docparse.find import words
from docparse.find.timeline import KINDS, Event, Timeline
from docparse.i18n import _, printable

if TYPE_CHECKING:
    import networkx as nx

_COLOURS = {
    "implements": "#1b6ca8",
    "pursuant_to": "#7a8b99",
    "reviews_interim": "#b7791f",
    "reviews_final": "#8a4b08",
    "replaces": "#b3261e",
    "amends": "#8e44ad",
    "accompanies": "#9aa5ad",
    "mentions": "#c3cbd1",
}
_EVENTS = dict(zip(KINDS, ("#1a1a1a", "#1b6ca8", "#2e7d6b", "#8e44ad", "#b7791f", "#8a4b08", "#b3261e"), strict=True))
_BOX, _ROW, _COLUMN = 210, 44, 300
_NAMED = 40
"""Nodes of a whole archive that bear their name."""

_YEAR, _LANE = 130.0, 22.0
_LEVELS = ("central", "province", "district", "commune", "")


def page(svg: str) -> str:
    """A picture as one page of HTML that needs nothing else."""
    head = '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>docparse</title></head>'
    return f'{head}\n<body style="margin:0;overflow:auto">\n{svg}</body></html>\n'


def _svg(width: float, height: float, parts: Iterable[str]) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    style = "text{font-family:'DejaVu Sans',Arial,sans-serif;font-size:12px}.small{font-size:10px;fill:#555}"
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<style>{style}</style>'
    return "\n".join([opening, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>", ""])


def _text(x: float, y: float, words_: str, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{extra}>{_safe(words_)}</text>'


def _safe(text: str) -> str:
    return escape(printable(text))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


# --- a graph ------------------------------------------------------------------------------------------------------


def svg_of_graph(found: nx.DiGraph[int]) -> str:
    """A graph of citations as SVG."""
    if any("steps" in data for _n, data in found.nodes(data=True)):
        return _columns(found)
    return _whole(found)


def _columns(found: nx.DiGraph[int]) -> str:
    columns: dict[int, list[int]] = defaultdict(list)
    for n, data in found.nodes(data=True):
        columns[data["steps"]].append(n)
    left = min(columns)
    tallest = max(len(nodes) for nodes in columns.values())
    places: dict[int, tuple[float, float]] = {}
    for steps, nodes in columns.items():
        nodes.sort(key=lambda n: (found.nodes[n]["issued"] or "9", found.nodes[n]["name"]))
        top = 60 + (tallest - len(nodes)) * _ROW / 2
        for i, n in enumerate(nodes):
            places[n] = 20 + (steps - left) * _COLUMN, top + i * _ROW
    parts = [_edge(places[a], places[b], data) for a, b, data in found.edges(data=True)]
    parts += [_node(places[n], data) for n, data in found.nodes(data=True)]
    used = [r for r in _COLOURS if any(data["relation"] == r for _a, _b, data in found.edges(data=True))]
    legend = _legend([(_(r), _COLOURS[r]) for r in used])
    return _svg(40 + (max(columns) - left) * _COLUMN + _BOX, 80 + tallest * _ROW, [*legend, *parts])


def _legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    parts, x = [], 20.0
    for name, colour in entries:
        parts.append(f'<rect x="{x:.0f}" y="14" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 17, 24, name))
        x += 32 + 7.5 * len(name)
    return parts


def _edge(start: tuple[float, float], end: tuple[float, float], data: dict[str, Any]) -> str:
    """From the left side of the citing box to the right side of the cited one; within a column along its left."""
    same = start[0] == end[0]
    (x1, y1), (x2, y2) = (start[0], start[1] + 16), (end[0] + (0 if same else _BOX), end[1] + 16)
    bend = 36.0 if same else max(40.0, abs(x1 - x2) / 2)
    turn = x2 - bend if same else x2 + bend
    path = f"M{x1:.0f} {y1:.0f}C{x1 - bend:.0f} {y1:.0f} {turn:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    width = 1 + min(data["mentions"], 8) / 4
    tip = f"<title>{_safe(_(data['relation']))} × {data['mentions']}</title>"
    colour = _COLOURS[data["relation"]]
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}">{tip}</path>'


def _node(place: tuple[float, float], data: dict[str, Any]) -> str:
    x, y = place
    dash = "" if data["held"] else ' stroke-dasharray="4 3"'
    fill = "#fff3d6" if data.get("steps") == 0 else "#f4f8fb" if data["held"] else "#fff"
    tip = f"<title>{_safe(data['name'])}\n{_safe(data['title'])}</title>"
    box = f'<rect x="{x:.0f}" y="{y:.0f}" width="{_BOX}" height="34" rx="4" fill="{fill}" stroke="#456"{dash}/>'
    second = " · ".join(x for x in (data["issued"], data["title"]) if x)
    lines = _text(x + 7, y + 14, _cut(data["symbol"], 28)) + _text(x + 7, y + 28, _cut(second, 36), ' class="small"')
    return f"<g>{tip}{box}{lines}</g>"


def _whole(found: nx.DiGraph[int]) -> str:
    import networkx as nx

    size = 900 + 12 * len(found) ** 0.5 * 10
    layout = nx.spring_layout(nx.Graph(found), seed=1, iterations=60) if len(found) else {}
    places = {n: ((x + 1.1) * size / 2.2, 60 + (y + 1.1) * size / 2.2) for n, (x, y) in layout.items()}
    cited = dict(found.in_degree())
    named = sorted(found, key=lambda n: (-cited[n], found.nodes[n]["name"]))[:_NAMED]
    parts = [
        f'<path d="M{places[a][0]:.0f} {places[a][1]:.0f}L{places[b][0]:.0f} {places[b][1]:.0f}"'
        f' stroke="{_COLOURS[data["relation"]]}" stroke-width="0.6"/>'
        for a, b, data in found.edges(data=True)
    ]
    for n, data in found.nodes(data=True):
        (x, y), radius = places[n], 2.5 + cited[n] ** 0.5
        fill = "#1b6ca8" if data["held"] else "#fff"
        tip = f"<title>{_safe(data['name'])}\n{_safe(data['title'])}</title>"
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{fill}" stroke="#456">{tip}</circle>')
    parts += [_text(places[n][0] + 6, places[n][1] - 5, found.nodes[n]["name"]) for n in named]
    return _svg(size + 180, size + 80, [*_legend([(_(r), c) for r, c in _COLOURS.items()]), *parts])


# --- a life -------------------------------------------------------------------------------------------------------


def svg_of_life(life: Timeline) -> str:
    """A timeline as SVG: time goes to the right, one band a level, the events in rows that do not overlap."""
    dated = [(_day(e.when), e) for e in life.events if e.when[:4].isdigit()]
    if not dated:
        return _svg(600, 60, [_text(20, 30, life.name)])
    first, last = min(day for day, _e in dated), max(day for day, _e in dated)
    years = range(int(first), int(last) + 2)
    scale = max(_YEAR, 900 / len(years))
    parts = [_text(20, 24, f"{life.name} {_cut(life.facts.title.value, 120)}", ' font-weight="bold"')]
    y, reach = 60.0, 110 + len(years) * scale
    for level in _LEVELS:
        band = [(day, e) for day, e in dated if e.level == level]
        if not band:
            continue
        rows, drawn = _band(band, lambda day: 110 + (day - years[0]) * scale, y + 6)
        reach = max(reach, *(end for end in rows))
        parts += [_text(14, y + 20, words.level(level), ' font-weight="bold"'), *drawn]
        y += 16 + _LANE * len(rows)
        parts.append(f'<path d="M10 {y:.0f}H{reach:.0f}" stroke="#dde3e8"/>')
    for i, year in enumerate(years):
        x = 110 + i * scale
        parts.append(f'<path d="M{x:.0f} 44V{y:.0f}" stroke="#eef2f5"/>')
        parts.append(_text(x + 2, y + 16, str(year), ' class="small"'))
    used = [k for k in KINDS if any(e.kind == k for _d, e in dated)]
    legend = [p.replace('y="14"', f'y="{y + 28:.0f}"') for p in _legend([(words.event(k), _EVENTS[k]) for k in used])]
    legend = [p.replace('y="24.0"', f'y="{y + 38:.0f}"') for p in legend]
    return _svg(reach + 40, y + 54, [*parts, *legend])


def _band(band: Sequence[tuple[float, Event]], place: Any, top: float) -> tuple[list[float], list[str]]:
    """The events of one level, each in the first row that is free; where the rows end, and the pieces of SVG."""
    rows: list[float] = []
    drawn = []
    for day, event in sorted(band, key=lambda x: (x[0], x[1].document)):
        x = place(day)
        label = " · ".join(p for p in (event.document, event.body) if p)
        width = 18 + 6.8 * len(_cut(label, 44))
        row = next((i for i, end in enumerate(rows) if end < x), len(rows))
        rows[row : row + 1] = [x + width]
        y = top + row * _LANE + 10
        upper = f"← {event.via} ({event.via_body})" if event.via else ""
        said = "\n".join(p for p in (f"{words.event(event.kind)} {event.when}", label, event.title, upper) if p)
        tip = f"<title>{_safe(said)}</title>"
        dash = "" if event.mark in ("held", "verified") else ' stroke-dasharray="2 2"'
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_EVENTS[event.kind]}" stroke="#222"{dash}/>'
        drawn.append(f"<g>{tip}{dot}{_text(x + 9, y + 4, _cut(label, 44))}</g>")
    return rows, drawn


def _day(when: str) -> float:
    """A date as a year and its part: what it does not state is its middle."""
    year, month, day = (int(p) for p in [*when.split("/")[0].split("-"), "0", "0"][:3])
    if not month:
        return year + 0.5
    return year + (date(year, month, day or 15).timetuple().tm_yday - 1) / 366
