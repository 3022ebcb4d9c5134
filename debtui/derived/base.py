"""What a derived table is, and how it is made at a moment."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from collectors.spec import Column
from debtui import derived
from debtui.store.db import Cursor

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Derived:
    """A table computed from others at one moment. Each module of this folder but `base` defines DERIVED."""

    name: str
    version: int
    """Raise it when `compute` changes its answer."""
    doc: str
    reads: tuple[str, ...]
    """Names of the views and tables it is computed from."""
    inputs: Mapping[str, str]
    """Name to SELECT: the frames that `compute` gets."""
    columns: tuple[Column, ...]
    compute: Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame]


@cache
def found() -> dict[str, Derived]:
    """Every derived table, by name."""
    tables = {}
    for info in pkgutil.iter_modules(derived.__path__):
        if info.name == "base":
            continue
        module = importlib.import_module(f"{derived.__name__}.{info.name}")
        table = getattr(module, "DERIVED", None)
        if not isinstance(table, Derived):
            raise TypeError(f"{module.__file__}: DERIVED must be a Derived, it is {table!r}")
        tables[table.name] = table
    return tables


def make(cursor: Cursor, table: Derived, seq: int) -> None:
    """Put the table of this moment on the cursor: the stored one where there is one, else computed now."""
    key = [table.name, str(table.version), seq]
    stored = f"stored_{table.name}"
    if cursor.one("SELECT count(*) FROM derived_cache WHERE name = ? AND digest = ? AND seq = ?", key):
        cursor.execute(f'CREATE OR REPLACE TEMP TABLE "{table.name}" AS SELECT * FROM debt."{stored}"')
        return
    cursor.put(table.name, table.compute({name: cursor.frame(sql) for name, sql in table.inputs.items()}))


def keep(cursor: Cursor, table: Derived, seq: int) -> None:
    """Store the table that stands on the cursor for this moment: `show` at the newest commit then computes nothing."""
    cursor.execute(f'CREATE OR REPLACE TABLE debt."stored_{table.name}" AS SELECT * FROM temp."{table.name}"')
    cursor.execute("DELETE FROM derived_cache WHERE name = ?", [table.name])
    cursor.execute("INSERT INTO derived_cache VALUES (?, ?, ?)", [table.name, str(table.version), seq])
