"""The graph of data as one SVG: no script, no other file, light and dark; the kind of a thing is told by its shape and in words, and by
colour besides."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from debtui.format import cut, safe
from debtui.graphview import Shown, View
from debtui.layers import Layout, layout

_WIDE, _HIGH, _GAP, _ROW, _EDGE = 204, 36, 52, 48, 14
"""Pixels: of a box, between two layers, from one row to the next, around all."""
_LETTERS = 24
"""Of a name in its box; all of it stands in the title."""
_FAMILY = {
    "source": "in", "file": "in", "table": "in", "topic": "in", "api": "in", "dataset": "in", "job": "job", "view": "view", "feature": "view",
    "model": "model", "output": "end", "surface": "end", "service": "end", "consumer": "end", "folded": "fold",
}  # fmt: skip
STYLE = """
.dg{background:var(--paper);--ink:#1c2024;--soft:#565e68;--paper:#fff;--rule:#8b939d;--in:#1f5fa8;--job:#565e68;--view:#1d6336;--model:#8a2be2;--end:#a34a00}
@media screen and (prefers-color-scheme:dark){.dg{--ink:#e8eaed;--soft:#a9b1bb;--paper:#15181c;--rule:#6c7580;--in:#86b8f2;--job:#a9b1bb;--view:#86d49d;--model:#c9a2ff;--end:#ffb070}}
.dg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--ink)}.dg .k{font-size:10px;fill:var(--soft)}
.dg .s{fill:var(--paper);stroke:var(--c);stroke-width:1.5}.dg .f .s{stroke-width:3}.dg .f text{font-weight:600}
.dg .in{--c:var(--in)}.dg .job{--c:var(--job)}.dg .view{--c:var(--view)}.dg .model{--c:var(--model)}.dg .end{--c:var(--end)}.dg .fold{--c:var(--rule)}.dg .fold .s{stroke-dasharray:4 3}
.dg .e{fill:none;stroke:var(--rule);stroke-width:1.2}.dg .b{stroke:var(--end);stroke-dasharray:5 4}.dg .h{fill:var(--rule);stroke:none}
"""


def svg(view: View, title: str) -> str:
    """The drawing, with its size in pixels; a reader of screens hears the title. Nothing to draw gives an empty text."""
    if not view.nodes:
        return ""
    placed = layout(view.nodes, view.edges)
    width = 2 * _EDGE + placed.layers * (_WIDE + _GAP) - _GAP
    kinds = sorted({node.kind for node in view.nodes.values()}, key=list(_FAMILY).index)
    columns = max(1, (width - 2 * _EDGE + _GAP // 2) // (_WIDE // 2 + 24))
    legend = -(-len(kinds) // columns) * 26
    height = 2 * _EDGE + placed.height * _ROW + _HIGH + 20 + legend
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dg" role="img" viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}">',
        f"<title>{_text(title)}</title><desc>{_text(_told(view))}</desc><style>{STYLE}</style>",
        '<defs><marker id="dg-a" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="h" d="M0 .5 8 4 0 7.5z"/></marker></defs>',
    ]
    parts += _edges(placed)
    for name, node in view.nodes.items():
        layer, row = placed.at[name]
        parts.append(_box(node, *_corner(layer, row)))
    for at, kind in enumerate(kinds):
        x = _EDGE + at % columns * (_WIDE // 2 + 24)
        y = height - legend - 4 + at // columns * 26
        small = f'<path class="s" d="{_shape(kind, 22, 16)}"/>'
        parts.append(
            f'<g class="{_FAMILY[kind]}" transform="translate({x} {y:.0f})">{small}<text class="k" x="28" y="12">{kind}</text></g>'
        )
    parts.append("</svg>")
    return "".join(parts)


def _told(view: View) -> str:
    """What there is to see, for those who do not see it."""
    counts = Counter(node.kind for node in view.nodes.values())
    return f"By kind: {', '.join(f'{count} {kind}' for kind, count in counts.most_common())}; {len(view.edges)} links."


def _corner(layer: int, row: float) -> tuple[float, float]:
    return _EDGE + layer * (_WIDE + _GAP), _EDGE + row * _ROW


def _edges(placed: Layout) -> Iterator[str]:
    for pair in sorted(placed.ways):
        back = pair in placed.back
        yield f'<path class="e{" b" if back else ""}" marker-end="url(#dg-a)" d="{_curve(placed.ways[pair], back)}"/>'


def _curve(way: Sequence[tuple[int, float]], back: bool) -> str:
    """From the side of one box to the side of the other, level in every layer between."""
    stops: list[tuple[float, float]] = []
    for place, (layer, row) in enumerate(way):
        x, y = _corner(layer, row)
        y += _HIGH / 2
        first, last = place == 0, place == len(way) - 1
        if first or last:
            right = first is not back
            stops.append((x + _WIDE if right else x, y))
        else:
            stops += [(x + _WIDE, y), (x, y)] if back else [(x, y), (x + _WIDE, y)]
    told = f"M{stops[0][0]:.0f} {stops[0][1]:.1f}"
    for (x1, y1), (x2, y2) in itertools.pairwise(stops):
        middle = (x1 + x2) / 2
        told += f"C{middle:.0f} {y1:.1f} {middle:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
    return told


def _box(node: Shown, x: float, y: float) -> str:
    told = node.kind if not node.folded else f"{node.folded:,} things, folded"
    full = " ".join(
        filter(None, (f"{node.kind}: {node.name}" if not node.folded else f"{node.name}: {told}", node.where))
    )
    return (
        f'<g class="{_FAMILY[node.kind]}{" f" if node.focus else ""}" transform="translate({x:.0f} {y:.1f})"><title>{_text(full)}</title>'
        f'<path class="s" d="{_shape(node.kind, _WIDE, _HIGH)}"/><text x="14" y="15">{_text(_short(node.name))}</text>'
        f'<text class="k" x="14" y="29">{_text(told)}</text></g>'
    )


def _shape(kind: str, w: int, h: int) -> str:
    """The outline of a kind in a box."""
    e, half = min(12, h // 2), h / 2
    if kind in {"table", "dataset", "topic", "source"}:  # a drum on its side; a source is open towards the world
        right = f"H{w - e / 2}c{e / 2} 0 {e / 2} {h} 0 {h}"
        return (
            f"M0 0{right}H0L{e / 2} {half}z"
            if kind == "source"
            else f"M{e / 2} 0{right}H{e / 2}c-{e / 2} 0 -{e / 2} -{h} 0 -{h}z"
        )
    if kind == "file":  # a sheet with its corner turned
        return f"M0 0H{w - e}L{w} {e}V{h}H0zM{w - e} 0V{e}H{w}"
    if kind == "job":  # an arrow
        return f"M0 0H{w - e}L{w} {half}L{w - e} {h}H0z"
    if kind == "model":  # six sides
        return f"M{e} 0H{w - e}L{w} {half}L{w - e} {h}H{e}L0 {half}z"
    if kind in {"view", "feature"}:  # cut corners
        c = e / 2
        return f"M{c} 0H{w - c}L{w} {c}V{h - c}L{w - c} {h}H{c}L0 {h - c}V{c}z"
    if kind == "folded":
        return f"M0 0H{w}V{h}H0z"
    if kind == "api":
        return f"M{e / 2} 0H{w}L{w - e / 2} {h}H0z"
    return f"M{half} 0H{w - half}a{half} {half} 0 0 1 0 {h}H{half}a{half} {half} 0 0 1 0 -{h}z"


def _short(name: str) -> str:
    """A name that fits its box: of a path the end says more than the beginning."""
    name = safe(name)
    return name if len(name) <= _LETTERS else f"…{name[1 - _LETTERS :]}" if "/" in name else f"{name[: _LETTERS - 1]}…"


def _text(told: str) -> str:
    return escape(cut(safe(told), 500), quote=True)
