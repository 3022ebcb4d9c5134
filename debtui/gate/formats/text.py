"""For people: what fails, measure by measure, then what else should be known, then the sum."""

from __future__ import annotations

from collections.abc import Sequence

from debtui.check import FAILING, Item, Verdict
from debtui.exports.rows import where
from debtui.format import GLYPHS
from debtui.gate.formats.base import Format, failed, notes, sentence, summary, title
from debtui.gate.inert import inert

_MOST = 20
"""Rows told of one measure that fail by themselves."""
_BEHIND = 5
"""Rows told of one whose headline fails."""


class Text(Format):
    """Lines for a terminal or a log."""

    def write(self, verdict: Verdict) -> str:
        """See Format."""
        lines = []
        for result in verdict.results:
            items = verdict.of(result.measure.id)
            if any(item.state in FAILING for item in items):
                lines += [
                    _head(items[0]),
                    *_rows(items),
                    f"    all rows: debtui show {inert(result.measure.catalogue)}",
                ]
        lines += [f"{GLYPHS['fail']} {title(result.measure)}: {failed(result)}" for result in verdict.broken]
        glyph = GLYPHS["fail" if verdict.strict and verdict.lapsed else "warn"]
        return "\n".join([*lines, *(f"{glyph} {note}" for note in notes(verdict)), summary(verdict), ""])


def _head(item: Item) -> str:
    name = f"{GLYPHS['fail']} {title(item.result.measure)}"
    return f"{name}: {sentence(item)}" if item.state == "beyond" else name


def _rows(items: Sequence[Item]) -> list[str]:
    failing = [item for item in items if item.state in {"new", "worse"}]
    behind = [item for item in items if item.state == "behind"]
    lines = [_line(item) for item in (*failing[:_MOST], *behind[:_BEHIND])]
    if len(failing) > _MOST:
        lines.insert(_MOST, f"    … and {len(failing) - _MOST:,} more")
    return lines


def _line(item: Item) -> str:
    """A mark of our own comes first: a runner reads `::` at a line's beginning as a command."""
    assert item.row is not None
    mark = "-" if item.state == "behind" else item.state
    return f"    {mark} {inert(where(item.row))}: {sentence(item)}"


FORMAT = Text()
