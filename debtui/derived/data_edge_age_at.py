"""Since when each edge of the graph of data is there, and when it went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

AGES = """
WITH
-- Words about the file itself, or beside it, mean something in that file alone.
here AS (
    SELECT *, '' IN (from_name, to_name) OR starts_with(from_name, '.') OR starts_with(to_name, '.') AS tied
    FROM data_edge_said_at
),
found AS (
    SELECT here.source, here.target, here.how, min(file_span.from_seq) AS first_seq,
        CASE WHEN count(*) = count(file_span.to_seq) THEN max(file_span.to_seq) END AS gone_seq
    FROM here
    JOIN data_link USING (from_kind, from_name, to_kind, to_name, how)
    JOIN file_span ON file_span.blob = data_link.blob AND (NOT here.tied OR file_span.path = here.path)
    WHERE file_span.mode LIKE '100%'
    GROUP BY ALL
),
-- Earlier versions of the files that say so, which nobody has read.
unread AS (
    SELECT here.source, here.target, here.how, min(file_span.from_seq) AS seq
    FROM here
    JOIN file_span USING (path)
    ANTI JOIN (SELECT blob FROM analysed WHERE analyser = 'data_link') AS known ON known.blob = file_span.blob
    GROUP BY ALL
)
SELECT
    found.source, found.target, found.how, found.first_seq, first.commit_id AS first_commit, first.committed AS first_committed,
    found.gone_seq, gone.commit_id AS gone_commit, gone.committed AS gone_committed,
    CASE WHEN unread.seq < found.first_seq THEN 'at-least' ELSE 'exact' END AS basis
FROM found
JOIN mainline AS first ON first.seq = found.first_seq
LEFT JOIN mainline AS gone ON gone.seq = found.gone_seq
LEFT JOIN unread USING (source, target, how)
ORDER BY ALL
"""


def compute(inputs: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per edge that files of the history say."""
    return inputs["ages"]


DERIVED = Derived(
    name="data_edge_age_at",
    version=1,
    doc="The first mainline commit whose files say an edge of data_edge_at, and the one with which the last of them went.",
    reads=("data_edge_said_at", "data_link", "file_span", "analysed", "mainline"),
    inputs={"ages": AGES},
    columns=(
        Column("source", "text", "node that data comes from"),
        Column("target", "text", "node that it goes to"),
        Column("how", "word", "as in data_edge_at"),
        Column("first_seq", "int", "the first mainline commit with a file that says so"),
        Column("first_commit", "text", "its id"),
        Column("first_committed", "time", "its time"),
        Column("gone_seq", "int", "the mainline commit in which no file says so any more; null: it is still said"),
        Column("gone_commit", "text", "its id"),
        Column("gone_committed", "time", "its time"),
        Column("basis", "word", "exact; at-least where earlier versions of the file are not read"),
    ),
    compute=compute,
)
