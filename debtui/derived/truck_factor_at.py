"""The greedy truck factor: whose leaving would orphan more than half of the files.

Avelino et al., "A novel approach for estimating truck factors", ICPC 2016. While at least half of the files have an
author, the author of most files leaves. Ties fall to who made more changes, then to the name: the published tool takes
whichever its hash map yields first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """People with authored files, in the order of leaving; `coverage_after` for those whom the greedy rule removes."""
    total = int(inputs["files"].item() or 0)
    authored: dict[int, set[str]] = {}
    authors: dict[str, int] = {}
    for path, person in inputs["authors"].select("path", "person").iter_rows():
        authored.setdefault(person, set()).add(path)
        authors[path] = authors.get(path, 0) + 1
    known = dict(inputs["people"].select("person", "commits").iter_rows())
    names = dict(inputs["people"].select("person", "name").iter_rows())
    order = sorted(authored, key=lambda p: (-len(authored[p]), -known.get(p, 0), names.get(p, "")))
    rows: list[Row] = []
    covered = len(authors)
    for rank, person in enumerate(order, 1):
        removed = covered >= 0.5 * total
        if removed:
            for path in authored[person]:
                authors[path] -= 1
                covered -= authors[path] == 0
        mine = len(authored[person])
        rows.append((person, rank, mine, mine / total, removed, covered / total if removed else None))
    return rows


DERIVED = Derived(
    name="truck_factor_at",
    version=1,
    doc="Who would leave, in which order, until more than half of the source files have no author.",
    reads=("authorship_at", "source_file_at", "activity_at"),
    inputs={
        "files": "SELECT count(*) AS n FROM source_file_at",
        "authors": "SELECT path, person FROM authorship_at JOIN source_file_at USING (path) WHERE author",
        "people": "SELECT person, name, commits FROM activity_at",
    },
    columns=(
        Column("person", "int", "see person"),
        Column("rank", "int", "order by authored files"),
        Column("authored", "int", "source files that the person is an author of"),
        Column("share", "float", "of all source files"),
        Column("removed", "bool", "whether the greedy rule removes the person"),
        Column("coverage_after", "float", "share of files that still have an author then"),
    ),
    compute=compute,
)
