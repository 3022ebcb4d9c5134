"""How far behind each direct package is: in libyears, where the index's release dates are at hand.

Cox, Bouwers, van Eekelen, Visser, Measuring Dependency Freshness in Software Systems, 2015: the time between the release of
the version that is used and that of the newest one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

YEAR = 365.25 * 86_400


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """The newest is the highest version that was out at that commit, neither a pre-release nor taken back."""
    from packaging.version import InvalidVersion, Version

    known: dict[str, dict[Version, tuple[datetime, bool]]] = {}
    for name, version, released, yanked in inputs["releases"].iter_rows():
        try:
            known.setdefault(name, {})[Version(version)] = (released, yanked)
        except InvalidVersion:
            continue
    rows: list[Row] = []
    for path, line, name, used, locked_date in inputs["used"].iter_rows():
        versions = known.get(name, {})
        stable = [version for version, (_, yanked) in versions.items() if not version.is_prerelease and not yanked]
        try:
            mine = Version(used)
        except InvalidVersion:
            continue
        date = versions[mine][0] if mine in versions else locked_date
        if not stable or date is None:
            continue
        newest = max(stable)
        behind = sum(1 for version in stable if version > mine)
        years = max(0.0, (versions[newest][0] - date).total_seconds() / YEAR) if newest > mine else 0.0
        rows.append((path, line, name, used, date, str(newest), versions[newest][0], behind, years))
    return rows


DERIVED = Derived(
    name="package_lag_at",
    version=1,
    doc="Direct packages of which the version used, its release date, and the index's other releases are known.",
    reads=("package_at", "file_at", "commit_at", "locked_package", "package_release", "exported_release"),
    inputs={
        "used": "SELECT package_at.path, min(line) AS line, package_at.name, any_value(coalesce(version, trim(specifier, '= '))) AS used,"
        " any_value(released) AS released FROM package_at"
        " LEFT JOIN (SELECT file_at.path, name, min(released) AS released FROM file_at JOIN locked_package USING (blob) GROUP BY ALL) AS held"
        " ON held.path = package_at.lock AND held.name = package_at.name"
        " WHERE role <> 'build' AND (version IS NOT NULL OR pinned) GROUP BY package_at.path, package_at.name ORDER BY ALL",
        "releases": "SELECT name, version, min(told.released) AS released, bool_and(yanked) AS yanked FROM ("
        "SELECT name, version, released, yanked FROM file_at JOIN package_release USING (blob)"
        " UNION ALL SELECT name, version, released, yanked FROM exported_release WHERE reason IS NULL) AS told"
        " JOIN commit_at ON told.released <= commit_at.committed GROUP BY name, version ORDER BY ALL",
    },
    columns=(
        Column("path", "path", "file that asks for it"),
        Column("line", "int", "line"),
        Column("name", "text", "package"),
        Column("used", "text", "version locked, else pinned"),
        Column("used_released", "time", "when that was released"),
        Column("newest", "text", "newest version that was out at that commit"),
        Column("newest_released", "time", "when that was released"),
        Column("behind", "int", "newer versions than the one used"),
        Column("years", "float", "libyears"),
    ),
    compute=compute,
)
