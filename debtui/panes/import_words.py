"""How the Dependencies pane says who imports whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from debtui.panes.import_facts import Component, Import, Imports, Knot, Matrix
from debtui.widgets.heat_map import Band
from debtui.widgets.marks import number
from debtui.widgets.prose import DIM, text
from debtui.widgets.virtual_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

VIEWS = ("matrix", "components", "cycles")
_LEGEND = "row imports column; right of ■ it closes a cycle"


def bands(matrix: Matrix) -> list[Band]:
    """A row per component or module; a sign per column."""
    return [
        Band(name, [_sign(matrix, row, column) for column in range(len(matrix.names))], matrix.names, row)
        for row, name in enumerate(matrix.names)
    ]


def _sign(matrix: Matrix, row: int, column: int) -> tuple[str, str]:
    if row == column:
        return "■", "line--dim"
    count = len(matrix.cells.get((row, column), ()))
    if not count:
        return "·", "line--dim"
    return str(count) if count < 10 else "+", "mark--worse" if column > row else "line--strong"


def about_cell(matrix: Matrix, row: int, column: int) -> list[str]:
    """What is known of one sign."""
    a, b = matrix.names[row], matrix.names[column]
    if row == column:
        out = sum(len(found) for (one, _), found in matrix.cells.items() if one == row)
        into = sum(len(found) for (_, one), found in matrix.cells.items() if one == row)
        more = "" if matrix.within else "   enter: its modules"
        return [f"{a}: {out:,} imports lead out of it, {into:,} into it{more}", ""]
    found = matrix.cells.get((row, column), ())
    if not found:
        return [f"{a} does not import {b}", ""]
    first = found[0]
    closes = "; it closes a cycle" if column > row else ""
    return [
        f"{a} imports {b} in {len(found):,} place{'s' * (len(found) != 1)}{closes}",
        f"{first.importer}:{first.line}   enter: every place",
    ]


def about_row(row: Component | Knot) -> list[str]:
    """What is known of a line of the other two views."""
    if isinstance(row, Component):
        told = (
            "nothing else in this repository depends on it"
            if not row.fan_in
            else f"{row.fan_in} components would feel its change"
        )
        return [
            f"{row.name}: {row.modules:,} modules; {told}",
            f"{row.imports:,} imports lead out of it into {row.fan_out} others",
        ]
    cut = (
        f"without {row.cut} {row.frees} of them are in no cycle" if row.frees else "no single import frees any of them"
    )
    return [
        f"{row.modules} modules in cycles with each other; {cut}",
        f"the shortest way back: {row.cycle}" if row.cycle else "",
    ]


def columns(view: str, room: int) -> list[Column]:
    """Of the list of components, or of cycles."""
    if view == "cycles":
        return [
            Column("", "first module", -2, lambda one: one.first),
            Column("", "modules", 7, lambda one: f"{one.modules:,}", right=True),
            Column("", "the import to cut", -3, lambda one: one.cut or "no single one"),
            Column("", "frees", 5, lambda one: f"{one.frees:,}" if one.frees else "—", right=True),
            *(
                [
                    Column(
                        "",
                        "where",
                        -2,
                        lambda one: f"{one.path}:{one.line}" if one.path else "",
                        lambda one: "line--dim",
                        path=True,
                    )
                ]
                if room >= 100
                else []
            ),
        ]
    return [
        Column("", "component", -2, lambda one: one.name),
        Column("", "modules", 7, lambda one: f"{one.modules:,}", right=True),
        Column("", "fan-in", 6, lambda one: f"{one.fan_in:,}", right=True),
        Column("", "fan-out", 7, lambda one: f"{one.fan_out:,}", right=True),
        Column("", "imports", 7, lambda one: f"{one.imports:,}", right=True),
        Column("", "instability", 11, lambda one: number(one.instability), lambda one: "line--dim", True),
    ]


def head(view: str, found: Imports | None, matrix: Matrix | None, shown: int) -> Content:
    """One line above the list."""
    if found is None or not found.module_of:
        return text(" Imports", "bold")
    if view == "matrix" and matrix is not None:
        of = f"modules of {matrix.within}" if matrix.within else "components"
        more = f", the busiest; {matrix.left_out:,} more" if matrix.left_out else ""
        more += f", {matrix.alone:,} alone" if matrix.alone else ""
        return Content.assemble(
            text(f" who imports whom: {shown:,} {of}{more}", "bold"),
            text(f"  {matrix.back:,} imports close cycles   {_LEGEND}", DIM),
        )
    told = (
        "imports in cycles, and where to cut"
        if view == "cycles"
        else "fan-in, fan-out and instability (out / in + out)"
    )
    return Content.assemble(
        text(f" {told}", "bold"),
        text(f"  {shown:,} of {len(found.module_of):,} modules" if view == "cycles" else f"  {shown:,}", DIM),
    )


def nothing(view: str, found: Imports) -> tuple[str, str, str]:
    """Title, sentence and hint where there is nothing to list."""
    if not found.module_of:
        return (
            "◌ No module is read here", "Imports are followed in Python, JavaScript, TypeScript, Go, Java, Scala, C and C++.",
            "`debtui doctor` says which files were read",
        )  # fmt: skip
    if view == "cycles":
        return "○ No cycles", "No module imports itself, however far around.", "v shows who imports whom"
    return (
        "○ Nothing to set against each other",
        "There is one module, or none imports another of this repository.",
        "v shows another view",
    )


def place_columns(room: int) -> list[Column]:
    """Of the places of one cell."""
    return [
        Column("", "importing", -3, lambda one: f"{one.importer}:{one.line}", path=True),
        Column("", "imported", -2, lambda one: one.imported, lambda one: "line--dim", path=True),
        *([Column("", "", 14, _lazy, lambda one: "line--dim")] if room >= 90 else []),
    ]


def _lazy(one: Import) -> str:
    return "in a function" if one.lazy else ""


def listed(view: str, found: Imports) -> Sequence[Component] | Sequence[Knot]:
    """The rows of a list."""
    return found.knots if view == "cycles" else found.components
