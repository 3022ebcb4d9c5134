"""Rows that are appended, few or many, come back as they were."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.spec import Column, Row, Table
from debtui.store import db, schema
from debtui.store.db import Store

_TABLE = Table(
    "sample_row",
    "One column of each kind.",
    (
        Column("number", "int", "n"),
        Column("share", "float", "s"),
        Column("flag", "bool", "f"),
        Column("note", "text", "t"),
        Column("moment", "time", "m"),
        Column("blob", "blob", "b"),
    ),
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_ROW = st.tuples(
    st.none() | st.integers(-(2**62), 2**62),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.booleans(),
    st.none() | _TEXT,
    st.none() | st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)),
    st.none() | st.integers(0, 2**31 - 1),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("append") / "debt.duckdb", writable=True)
    made.declare()
    made.main.execute(schema.create(_TABLE))
    return made


@pytest.mark.parametrize("few", [0, 1000], ids=["as a Polars frame", "as lists"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, min_size=1, max_size=8))
def test_rows_come_back_as_they_were_however_they_are_handed_over(
    few: int, rows: list[Row], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_FEW", few)
    store.clear("sample_row")
    store.append(_TABLE, rows)
    assert sorted(store.main.rows("SELECT * FROM sample_row"), key=repr) == sorted(rows, key=repr)


@pytest.mark.parametrize("few", [0, 1000], ids=["as a Polars frame", "as lists"])
def test_object_ids_get_one_number_each(few: int, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "_FEW", few)
    store.clear("sample_row")
    row = (None, None, None, None, None)
    store.append(_TABLE, [(*row, "aa" * 20), (*row, "bb" * 20), (*row, "aa" * 20), (*row, None)])
    told = store.main.rows("SELECT oid FROM sample_row LEFT JOIN blob_id USING (blob) ORDER BY oid")
    assert told == [("aa" * 20,), ("aa" * 20,), ("bb" * 20,), (None,)]
