"""The only module that talks to DuckDB: opening a store, writing facts, and cursors that ask at a moment.

A store is attached to an in-memory database under the name `debt`. Each cursor has its own moment: as-of views and
derived tables are made once per moment as temporary tables of that cursor, which the names in a measure then find first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from collectors.errors import DebtError
from collectors.spec import Column, Row, Table
from debtui.store import schema

if TYPE_CHECKING:
    import polars as pl

_CONFIG: Mapping[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "400MB",
    "threads": 2,
    "preserve_insertion_order": False,
}
_WORD = re.compile(r"[A-Za-z_]\w*")
_FEW = 2000
"""Rows up to which DuckDB takes Python's lists as quickly as a Polars frame (1,000 rows: 5 ms and 3 ms), whose import takes 170 ms."""


class Cursor:
    """One thread's view of a store, at one moment at a time."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._con.execute("USE debt")
        self.seq: int | None = None
        self.made: set[str] = set()
        """As-of views and derived tables that stand as temporary tables, of the moment set."""
        self._known: dict[str, list[tuple[Any, ...]]] = {}

    def at_moment(self, seq: int) -> None:
        """Set the moment; what was made for another one is dropped."""
        if seq == self.seq:
            return
        for name in self.made:
            self._con.execute(f'DROP TABLE IF EXISTS temp."{name}"')
        self.made.clear()
        self._known.clear()
        self._con.execute(f"SET VARIABLE asof_seq = {int(seq)}")
        self.seq = seq

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement for its effect."""
        self._con.execute(sql, list(parameters) or None).fetchall()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._con.execute(sql, list(parameters) or None).fetchall()

    def once(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query that says the same at a moment whoever asks: a statement takes 3 ms, and many measures ask alike."""
        if sql not in self._known:
            self._known[sql] = self.rows(sql)
        return self._known[sql]

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def table(self, sql: str, limit: int) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and at most `limit` rows."""
        result = self._con.execute(f"SELECT * FROM ({sql}) LIMIT {int(limit)}")
        names = [column[0] for column in result.description or ()]
        return names, result.fetchall()

    def columns(self, sql: str) -> dict[str, str]:
        """Name and type of each column that a SELECT would return; nothing is computed."""
        return {row[0]: row[1] for row in self._con.execute(f"DESCRIBE {sql}").fetchall()}

    def frame(self, sql: str) -> pl.DataFrame:
        """A query's answer as a Polars frame."""
        import polars as pl  # 170 ms, and most commands need none

        # Not `pl.DataFrame(con.sql(sql))`: it makes the interpreter print pages about leaked references when it ends.
        kinds = {"VARCHAR": pl.String, "BOOLEAN": pl.Boolean, "DOUBLE": pl.Float64, "BIGINT": pl.Int64, "INTEGER": pl.Int64,
                 "TIMESTAMP": pl.Datetime("us"), "HUGEINT": pl.Int64}  # fmt: skip
        columns = self.columns(sql)
        types: dict[str, Any] = {
            name: kinds.get(kind, pl.Float64 if kind.startswith("DECIMAL") else pl.String)
            for name, kind in columns.items()
        }
        rows = self.rows(f"SELECT {', '.join(_cast(name, kind) for name, kind in columns.items())} FROM ({sql})")
        return pl.DataFrame(rows, schema=types, orient="row")

    def put(self, name: str, frame: pl.DataFrame, *, temporary: bool = True) -> None:
        """Make a table of a frame."""
        self._con.register("_incoming", _Stream(frame))
        try:
            where = f'TEMP TABLE "{name}"' if temporary else f'TABLE debt."{name}"'
            self._con.execute(f"CREATE OR REPLACE {where} AS SELECT * FROM _incoming").fetchall()
        finally:
            self._con.unregister("_incoming")

    def interrupt(self) -> None:
        """Stop the query that this cursor runs in another thread."""
        self._con.interrupt()

    def close(self) -> None:
        """Give the connection back."""
        self._con.close()


class Store:
    """A DuckDB file with the tables of `schema`. Open it read-only to ask, or writable to collect."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        self.path = path
        self._con = duckdb.connect(":memory:", config=dict(_CONFIG))
        # No log of what is written: a kill takes what came after the last publishing, at most a minute's reading, and every
        # statement saves a write (a quarter of the time of a first collect's statements).
        # Blocks of 64 KiB: those of 256 make a store twice as large (14.4 MB, 6.9 MB), those of 16 take twice as long to write.
        fresh = writable and not path.exists()
        writing = f" (RECOVERY_MODE NO_WAL_WRITES{', BLOCK_SIZE 65536' if fresh else ''})"
        mode = writing if writable else " (READ_ONLY)"
        try:
            self._con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS debt{mode}")
        except duckdb.Error as error:
            self._con.close()
            raise _unusable(path, error) from error
        # Also while collecting: a team's own measures and assertions are SQL from the examined repository.
        self._con.execute("SET enable_external_access = false")
        self._con.execute("SET lock_configuration = true")
        self.main = self.cursor()

    def cursor(self) -> Cursor:
        """A cursor for another thread."""
        return Cursor(self._con.cursor())

    def close(self) -> None:
        """Give the file back. Every cursor must be closed by its owner."""
        self.main.close()
        self._con.close()

    def version(self) -> int | None:
        """Schema version of the file; None for an empty one. Raises DebtError when it was made by a newer debtui."""
        try:
            version = int(self.main.one("SELECT value FROM debt.meta WHERE key = 'schema_version'") or 0)
        except duckdb.CatalogException:
            return None  # there is no such table; asking the catalogue first takes 8 ms
        if version > schema.SCHEMA_VERSION:
            raise DebtError(
                f"{self.path} was written by a newer debtui (schema {version}, this one knows {schema.SCHEMA_VERSION})",
                "update debtui, or delete the file: it is a cache and will be filled again",
            )
        return version

    def declare(self) -> None:
        """Make all tables that are not there; nothing where this debtui has made them."""
        if self.version() is None or self.get("declared") != _declared():
            self._make(map(schema.create, schema.all_tables().values()))

    def declare_views(self) -> None:
        """Make all views over those tables; nothing where this debtui has made them. It takes five times as long."""
        if self.get("declared") != _declared():
            self._make(f'CREATE OR REPLACE VIEW "{name}" AS {sql}' for name, sql in _ordered(schema.view_sql()))
            self.set("declared", _declared())

    def _make(self, statements: Iterable[str]) -> None:
        self.begin()
        for statement in statements:
            self.main.execute(statement)
        self.commit()

    def get(self, key: str) -> str | None:
        """A fact about the store."""
        value: str | None = self.main.one("SELECT value FROM meta WHERE key = ?", [key])
        return value

    def set(self, key: str, value: str) -> None:
        """Remember a fact about the store."""
        self.main.execute("DELETE FROM meta WHERE key = ?", [key])
        self.main.execute("INSERT INTO meta VALUES (?, ?)", [key, value])

    def append(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows, in the order of the table's columns. Blobs given as object ids get their number."""
        if not rows:
            return
        columns = _columns(table, rows)
        by_oid = [column.name for column, values in columns if column.type == "blob" and _has_oids(values)]
        into = "CREATE OR REPLACE TEMP TABLE _batch AS" if by_oid else f'INSERT INTO "{table.name}" BY NAME'
        if len(rows) <= _FEW:
            self.main.execute(f"{into} SELECT {_unnested(columns)}", [list(values) for _, values in columns])
        else:
            self.main._con.register("_incoming", _Stream(_frame(columns)))
            try:
                self.main.execute(f"{into} SELECT * FROM _incoming")
            finally:
                self.main._con.unregister("_incoming")
        if by_oid:
            self._number_blobs(by_oid)
            names = ", ".join(
                f"b_{c.name}.blob AS {c.name}" if c.name in by_oid else f"_batch.{c.name}" for c in table.columns
            )
            joins = " ".join(f"LEFT JOIN blob_id AS b_{name} ON b_{name}.oid = _batch.{name}" for name in by_oid)
            self.main.execute(f'INSERT INTO "{table.name}" BY NAME SELECT {names} FROM _batch {joins}')
            self.main.execute("DROP TABLE _batch")

    def _number_blobs(self, columns: Iterable[str]) -> None:
        for name in columns:
            self.main.execute(
                f"INSERT INTO blob_id SELECT (SELECT coalesce(max(blob), -1) FROM blob_id) + row_number() OVER (ORDER BY oid),"
                f" oid FROM (SELECT DISTINCT {name} AS oid FROM _batch WHERE {name} IS NOT NULL) ANTI JOIN blob_id USING (oid)"
            )

    def clear(self, name: str) -> None:
        """Empty a table."""
        self.main.execute(f'DELETE FROM "{name}"')

    def begin(self) -> None:
        """Begin a transaction."""
        self.main.execute("BEGIN")

    def commit(self) -> None:
        """End it, keeping what was done."""
        self.main.execute("COMMIT")

    def rollback(self) -> None:
        """End it, undoing what was done."""
        self.main.execute("ROLLBACK")

    def checkpoint(self) -> None:
        """Write everything into the one file, so that it can be copied."""
        self.main.execute("CHECKPOINT debt")


class Memory:
    """Frames as tables of a database that is nowhere but in memory, asked by SQL as a store is: what was read from a file."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._con = duckdb.connect(":memory:", config=dict(_CONFIG))
        self._con.execute("ATTACH ':memory:' AS debt")
        self._con.execute("SET enable_external_access = false")
        self._con.execute("SET lock_configuration = true")
        self._main = self.cursor()
        for name, told in tables.items():
            self.put(name, told)

    def put(self, name: str, told: pl.DataFrame) -> None:
        """One more table."""
        self._main.put(name, told, temporary=False)

    def cursor(self) -> Cursor:
        """A cursor for another thread."""
        return Cursor(self._con.cursor())

    def close(self) -> None:
        """Forget everything. Every other cursor must be closed by its owner."""
        self._main.close()
        self._con.close()


def _cast(name: str, kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return f'"{name}"::DOUBLE'
    if kind == "HUGEINT":
        return f'"{name}"::BIGINT'
    return (
        f'"{name}"'
        if kind in {"VARCHAR", "BOOLEAN", "DOUBLE", "BIGINT", "INTEGER", "TIMESTAMP"}
        else f'"{name}"::VARCHAR'
    )


class _Stream:
    """Hands a frame to DuckDB as an Arrow stream. Given the frame itself, DuckDB asks for pyarrow (170 MB)."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def frame(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as a frame with the types of a table's columns."""
    return _frame(_columns(table, rows))


@lru_cache(maxsize=512)
def only_select(sql: str) -> None:
    """Raise DebtError unless a text is one SELECT: what comes from a repository may do nothing else."""
    try:
        kinds = [statement.type for statement in duckdb.extract_statements(sql)]
    except duckdb.Error as error:
        raise DebtError(failure(error), "") from error
    if kinds != [duckdb.StatementType.SELECT]:
        raise DebtError("it is not a single SELECT", "write one SELECT, without a semicolon inside")


_Columns = list[tuple[Column, tuple[Any, ...]]]


def _columns(table: Table, rows: Sequence[Row]) -> _Columns:
    turned = zip(*rows, strict=True) if rows else ((),) * len(table.columns)
    return list(zip(table.columns, turned, strict=True))


def _has_oids(values: Iterable[object]) -> bool:
    return any(isinstance(value, str) for value in values)


def _unnested(columns: _Columns) -> str:
    """The columns of a SELECT whose parameters are their values, a list for each."""
    types = {
        column.name: "VARCHAR" if column.type == "blob" and _has_oids(values) else schema.TYPES[column.type]
        for column, values in columns
    }
    return ", ".join(f'unnest(${n}::{kind}[]) AS "{name}"' for n, (name, kind) in enumerate(types.items(), 1))


def _frame(columns: _Columns) -> pl.DataFrame:
    import polars as pl

    kinds = {
        "int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean, "text": pl.String,
        "prose": pl.String, "name": pl.String, "key": pl.String, "owners": pl.String, "word": pl.String, "path": pl.String,
        "time": pl.Datetime("us"), "blob": pl.Int32,
    }  # fmt: skip
    series = []
    for column, values in columns:
        kind: Any = pl.String if column.type == "blob" and _has_oids(values) else kinds[column.type]
        series.append(pl.Series(column.name, values, dtype=kind))
    return pl.DataFrame(series)


def words(sql: str) -> set[str]:
    """The identifiers in a text: which tables it may speak of. (DuckDB's own get_table_names fails on USING joins.)"""
    return set(_WORD.findall(sql))


def _declared() -> str:
    """Changes when a table or a view does."""
    parts = [*map(schema.create, schema.all_tables().values()), *schema.view_sql()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _ordered(views: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Views after the views that they read."""
    left = dict(views)
    done: list[tuple[str, str]] = []
    while left:
        ready = [name for name, sql in left.items() if not (words(sql) & left.keys()) - {name}]
        if not ready:
            raise DebtError(f"views read each other in a circle: {', '.join(sorted(left))}", "report this as a bug")
        done += [(name, left.pop(name)) for name in ready]
    return done


def failure(error: Exception) -> str:
    """DuckDB's message in one line."""
    return " ".join(str(error).split())[:400]


Failure = duckdb.Error
"""Whatever DuckDB raises; the runner turns it into a result with status failed."""


def _unusable(path: Path, error: Exception) -> DebtError:
    text = str(error)
    if "lock" in text.lower():
        return DebtError(f"{path} is being written by another process", "wait until that collect has ended")
    if "version number" in text:
        return DebtError(
            f"{path} was written by another version of DuckDB", "delete the file: it is a cache and will be refilled"
        )
    return DebtError(
        f"{path} cannot be opened as a store: {failure(error)}", "delete the file: it is a cache and will be refilled"
    )
