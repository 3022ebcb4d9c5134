"""Whether each fact that the team asserts holds at a commit."""

from __future__ import annotations

from collectors.spec import Column, Row
from debtui.derived.base import Ask, Derived


def compute(ask: Ask) -> list[Row]:
    """One row per assertion. What cannot be asked at that commit neither holds nor is broken, and says why."""
    rows: list[Row] = []
    for name, told, sql in ask("SELECT name, told, violations FROM assertion ORDER BY name")[1]:
        try:
            names, broken = ask(str(sql))
        except Exception as error:
            rows.append((name, told, None, f"cannot be asked: {' '.join(str(error).split())}"[:300], None, None, 0))
            continue
        first = dict(zip(names, broken[0], strict=True)) if broken else {}
        path, line = first.get("path"), first.get("line")
        found = first.get("found") or ", ".join(f"{key}: {value}" for key, value in first.items())
        rows.append((name, told, not broken, str(found)[:300], path, line, len(broken)))
    return rows


DERIVED = Derived(
    name="assertion_at",
    version=1,
    doc="Facts asserted in debtui.toml, and whether they hold.",
    reads=("assertion", "setting_at", "file_at"),
    columns=(
        Column("name", "text", "name of the assertion"),
        Column("told", "text", "as it is written"),
        Column("holds", "bool", "null: it cannot be asked at that commit"),
        Column("found", "text", "what breaks it, or why it cannot be asked"),
        Column("path", "path", "file of the first violation, where the query says"),
        Column("line", "int", "its line"),
        Column("violations", "int", "rows that break it, at most 1,000"),
    ),
    ask=compute,
)
