"""`[[records.table]]` in the settings: what plain tables outside the history record, where their columns do not tell."""

from __future__ import annotations

from typing import Any

from collectors.errors import DebtError
from collectors.record_columns import KINDS, NAMES
from collectors.spec import DeclaredTable
from debtui.data_settings import only


def declared_tables(table: Any, source: str) -> tuple[DeclaredTable, ...]:
    """What `[records]` says, in the order of the file. Raises DebtError for what is not understood."""
    only(table, {"table"}, source, "records.")
    listed = table.get("table", [])
    if not isinstance(listed, list):
        raise DebtError(f"{source}: records.table is no list of tables", "write [[records.table]], with two brackets")
    found = []
    for at, told in enumerate(listed, 1):
        prefix = f"records.table {at}: "
        only(told, {"files", "kind", "columns"}, source, prefix)
        files, kind, columns = told.get("files"), told.get("kind"), told.get("columns", {})
        if not isinstance(files, str) or not files:
            raise DebtError(f"{source}: {prefix}files is no glob", 'write files = "exports/scores/*.csv"')
        if kind not in KINDS:
            raise DebtError(
                f"{source}: {prefix}kind = {kind!r} is not known", f"it is one of {', '.join(sorted(KINDS))}"
            )
        if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
            raise DebtError(f"{source}: {prefix}columns is no table", 'write columns = {"gini gain" = "importance"}')
        only(dict.fromkeys(columns.values()), set(NAMES), source, f"{prefix}columns: ")
        found.append(DeclaredTable(files, kind, tuple(columns.items())))
    return tuple(found)
