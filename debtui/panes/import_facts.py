"""What the Dependencies pane asks of a session: modules, imports between them, cycles. Every call may block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from debtui import digraph
from debtui.session import view_rows

if TYPE_CHECKING:
    from debtui.session import Session

MOST = 500_000
"""Imports that are asked for."""
LARGEST = 300
"""Rows and columns of a matrix; of more, those with most imports."""


@dataclass(frozen=True)
class Import:
    """One import statement's first line."""

    importer: str
    line: int
    imported: str
    lazy: bool


@dataclass(frozen=True)
class Component:
    """A component, and how it hangs together with the others: Martin's measures, by components."""

    name: str
    modules: int
    fan_in: int
    """Components that import it."""
    fan_out: int
    """Components that it imports."""
    imports: int
    """Imports that leave it."""

    @property
    def instability(self) -> float | None:
        """fan-out / (fan-in + fan-out); None where nothing leads in or out."""
        both = self.fan_in + self.fan_out
        return self.fan_out / both if both else None


@dataclass(frozen=True)
class Knot:
    """Modules that are all in cycles with each other, and the one import whose removal frees most of them."""

    first: str
    modules: int
    cycle: str | None
    cut: str | None
    path: str | None
    line: int | None
    frees: int


@dataclass(frozen=True)
class Matrix:
    """A design-structure matrix: who imports whom. Ordered so that imports lie left of the diagonal, but for those of cycles."""

    within: str
    """The component whose modules it is of; empty: of the components."""
    names: Sequence[str]
    cells: Mapping[tuple[int, int], Sequence[Import]]
    """(importing row, imported column) to the imports."""
    left_out: int = 0
    """Of more than fit, the less busy ones."""
    alone: int = 0
    """Which import none of the others, and are imported by none."""

    @property
    def back(self) -> int:
        """Imports right of the diagonal: they close cycles."""
        return sum(len(found) for (row, column), found in self.cells.items() if column > row)


@dataclass(frozen=True)
class Imports:
    """All of it at a moment."""

    module_of: Mapping[str, str]
    component_of: Mapping[str, str]
    imports: Sequence[Import]
    knots: Sequence[Knot]

    @cached_property
    def components(self) -> list[Component]:
        """Those with most others around them first."""
        leads: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.imports:
            a, b = self.component_of[one.importer], self.component_of[one.imported]
            if a != b:
                leads[a][b] += 1
        led_to = Counter(b for others in leads.values() for b in others)
        modules = Counter(self.component_of.values())
        found = [
            Component(name, count, led_to[name], len(leads[name]), leads[name].total())
            for name, count in modules.items()
        ]
        return sorted(found, key=lambda one: (-one.fan_in - one.fan_out, one.name))

    def matrix(self, within: str = "") -> Matrix:
        """Of the components; or of the modules of one of them."""
        if within:
            group = {path: self.module_of[path] for path, of in self.component_of.items() if of == within}
        else:
            group = dict(self.component_of)
        cells: dict[tuple[str, str], list[Import]] = defaultdict(list)
        for one in self.imports:
            a, b = group.get(one.importer), group.get(one.imported)
            if a is not None and b is not None and a != b:
                cells[a, b].append(one)
        tied = {name for pair in cells for name in pair}
        names = self._ordered(sorted(tied), cells)
        number = {name: place for place, name in enumerate(names)}
        shown = {(number[a], number[b]): found for (a, b), found in cells.items() if a in number and b in number}
        return Matrix(within, names, shown, len(tied) - len(names), len(set(group.values())) - len(tied))

    @staticmethod
    def _ordered(names: Sequence[str], cells: Mapping[tuple[str, str], Sequence[Import]]) -> list[str]:
        """What is imported before what imports it, those of a cycle beside each other; the busiest, where there are too many."""
        busy = Counter(dict.fromkeys(names, 0))
        for (a, b), found in cells.items():
            busy[a] += len(found)
            busy[b] += len(found)
        kept = sorted(names, key=lambda name: (-busy[name], name))[:LARGEST]
        number = {name: place for place, name in enumerate(kept)}
        edges = [(number[a], number[b]) for a, b in cells if a in number and b in number]
        return [kept[one] for group in digraph.components(len(kept), edges) for one in group]


def load(session: Session, seq: int) -> Imports:
    """The imports at a moment. Raises NotMeasured where files have not been read."""
    modules = view_rows(session, "module_at", seq, MOST)
    known = {row["path"] for row in modules}
    imports = [
        Import(row["importer"], row["line"], row["imported"], row["lazy"])
        for row in view_rows(session, "import_edge_at", seq, MOST)
        if not row["type_checking"] and row["importer"] in known and row["imported"] in known
    ]
    knots: dict[str, Knot] = {}
    names = {row["path"]: row["module"] for row in modules}
    for row in view_rows(session, "reach_at", seq, MOST):
        if row["cycle_size"] > 1 and row["knot"] not in knots:
            knots[row["knot"]] = Knot(
                row["knot"], row["cycle_size"], row["cycle"], row["cut"], row["cut_path"], row["cut_line"], row["cut_frees"] or 0
            )  # fmt: skip
    ordered = sorted(knots.values(), key=lambda one: (-one.modules, one.first))
    return Imports(names, {row["path"]: row["component"] for row in modules}, imports, ordered)
