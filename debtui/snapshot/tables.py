"""Members of Parquet: rows to stable bytes, and bytes to frames that hold what their columns promise."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from debtui.format import safe
from debtui.snapshot.layout import COLUMNS, MOST_ROWS, MOST_TEXT, Field, refused

if TYPE_CHECKING:
    import polars as pl

_CONTROL = "[\\x00-\\x1f\\x7f-\\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
"""What `debtui.format.safe` replaces, for Polars: no text of a snapshot has any of it."""


def kinds() -> Mapping[str, Any]:
    """The type of each kind of column."""
    import polars as pl  # 170 ms, after the first paint

    return {"text": pl.String, "int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean, "time": pl.Datetime("us")}


def parquet(fields: Mapping[str, Field], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as Parquet: the same bytes for the same rows. Texts are made harmless."""
    import polars as pl

    known = kinds()
    turned = list(zip(*rows, strict=True)) or [()] * len(fields)
    series = []
    for (name, field), values in zip(fields.items(), turned, strict=True):
        if field.kind == "text":
            values = tuple(None if value is None else safe(value) for value in values)
        series.append(pl.Series(name, values, dtype=known[field.kind], strict=False))
    out = io.BytesIO()
    pl.DataFrame(series).write_parquet(out, compression="zstd", row_group_size=1_000_000, statistics=False)
    return out.getvalue()


def frame(name: str, data: bytes) -> pl.DataFrame:
    """The rows of a member. Raises DebtError where its columns, types, sizes or texts are not those of a snapshot."""
    import polars as pl

    fields = COLUMNS[name]
    known = kinds()
    wanted = {column: known[field.kind] for column, field in fields.items()}
    try:
        found = dict(pl.read_parquet_schema(io.BytesIO(data)))
        if list(found.items()) != list(wanted.items()):
            raise refused(f"{name} has other columns than it must: {_difference(found, wanted)}")
        rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            raise refused(f"{name} has more than {MOST_ROWS:,} rows")
        read = pl.read_parquet(io.BytesIO(data))
    except (
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        OSError,
        ValueError,
        OverflowError,
        MemoryError,
    ) as error:
        raise refused(f"{name} is no Parquet that can be read ({' '.join(str(error).split())[:120]})") from error
    if read.height != rows:
        raise refused(f"{name} has {read.height:,} rows, and says that it has {rows:,}")
    for column, field in fields.items():
        _check(name, column, field, read[column])
    return read


def _check(name: str, column: str, field: Field, values: pl.Series) -> None:
    if field.given and values.null_count():
        raise refused(f"{name}: {column} is missing in a row")
    if field.kind == "text":
        if (values.str.len_bytes().sum() or 0) > MOST_TEXT:
            raise refused(f"{name}: the texts of {column} have more than {MOST_TEXT:,} bytes")
        if values.str.contains(_CONTROL).any():
            raise refused(f"{name}: a text of {column} has control characters")
    elif field.kind == "time":
        low, high = datetime(1, 1, 2), datetime(9999, 12, 30)  # what Python can hold
        if not values.drop_nulls().is_between(low, high).all():
            raise refused(f"{name}: {column} has a time out of all calendars")


def _difference(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    for column in wanted:
        if column not in found:
            return f"{column} is missing"
        if found[column] != wanted[column]:
            return f"{column} is {found[column]}"
    return f"{safe(next(iter(found.keys() - wanted.keys()), 'their order'))[:80]!r}"
