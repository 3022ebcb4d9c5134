"""What a derived table is, and how it is made at a moment."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from collectors.spec import Column, Row, Table
from debtui import derived
from debtui.store.db import Cursor, frame

if TYPE_CHECKING:
    import polars as pl


Ask = Callable[[str], tuple[list[str], list[Row]]]
"""Asks one SELECT at the moment: names of its columns, and at most 1,000 rows."""


@dataclass(frozen=True)
class Derived:
    """A table computed from others at one moment. Each module of this folder but `base` defines DERIVED."""

    name: str
    version: int
    """Raise it when `compute` changes its answer."""
    doc: str
    reads: tuple[str, ...]
    """Names of the views and tables it is computed from."""
    columns: tuple[Column, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Name to SELECT: the frames that `compute` gets."""
    compute: Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame | list[Row]] | None = None
    """Frames to a frame, or to rows in the order of the columns."""
    ask: Callable[[Ask], list[Row]] | None = None
    """Instead of `compute`: rows from questions that are not known before the moment comes."""


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


def make(cursor: Cursor, table: Derived, seq: int, ask: Ask) -> None:
    """Put the table of this moment on the cursor: the stored one where there is one, else computed now."""
    stored = f"stored_{table.name}"
    if (table.name, str(table.version), seq) in cursor.once("SELECT name, digest, seq FROM derived_cache"):
        cursor.execute(f'CREATE OR REPLACE TEMP TABLE "{table.name}" AS SELECT * FROM debt."{stored}"')
        return
    if table.compute is not None:
        made = table.compute({name: cursor.frame(sql) for name, sql in table.inputs.items()})
    else:
        assert table.ask is not None
        made = table.ask(ask)
    if isinstance(made, list):
        made = frame(Table(table.name, table.doc, table.columns), made)
    cursor.put(table.name, made)


def keep(cursor: Cursor, table: Derived, seq: int) -> None:
    """Store the table that stands on the cursor for this moment: `show` at the newest commit then computes nothing."""
    cursor.execute(f'CREATE OR REPLACE TABLE debt."stored_{table.name}" AS SELECT * FROM temp."{table.name}"')
    cursor.execute("DELETE FROM derived_cache WHERE name = ?", [table.name])
    cursor.execute("INSERT INTO derived_cache VALUES (?, ?, ?)", [table.name, str(table.version), seq])
