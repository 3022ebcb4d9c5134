"""Who was seen reading which node of the graph of data, by logs of accesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.data_claims import TOOL, Called
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per principal and object."""
    called = Called(inputs["nodes"].iter_rows())
    rows: list[Row] = []
    for principal, thing, *told in inputs["reads"].iter_rows():
        fits = called.nodes(thing) or _shorter(called, thing)
        rows.append((principal, thing, fits[0] if len(fits) == 1 else None, *told))
    return rows


def _shorter(called: Called, thing: str) -> list[str]:
    """A log says more than a file does: `prod.shop.scores` is `shop.scores`, `s3://bucket/x/scores.csv` is `x/scores.csv`."""
    for place, letter in enumerate(thing):
        if letter in "/.:" and (fits := called.whole(thing[place + 1 :])):
            return fits
    return []


DERIVED = Derived(
    name="data_access_at",
    version=1,
    doc="Who was seen reading what, by logs of accesses under the exports; they hold at the newest commit.",
    reads=("access_read", "data_node_at", "commit_at", "mainline"),
    inputs={
        "reads": "SELECT principal, object, min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(reads)::BIGINT AS reads, max(days) AS days,"
        " sum(recent)::BIGINT AS recent FROM access_read"
        " WHERE (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline) GROUP BY principal, object ORDER BY principal, object",
        "nodes": f"SELECT node, name, location FROM data_node_at WHERE tools <> '{TOOL}' ORDER BY node",
    },
    columns=(
        Column("principal", "owners", "who reads, as the log names them"),
        Column("object", "text", "what is read, as the log names it"),
        Column("node", "text", "the node that is meant; null: none that is known, or several"),
        Column("first_seen", "time", "first read"),
        Column("last_seen", "time", "last read"),
        Column("reads", "int", "reads"),
        Column("days", "int", "different days with a read, in the log that has most of them"),
        Column("recent", "int", "reads in the last 30 days of the logs"),
    ),
    compute=compute,
)
