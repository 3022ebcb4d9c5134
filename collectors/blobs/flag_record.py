"""Flags that a checked-in export of a flag service lists."""

from __future__ import annotations

from collectors import flag_export
from collectors.kinds import CONFIG
from collectors.spec import BlobAnalyser, Table

TABLE = Table(
    "flag_record", "One row per flag of a checked-in export; null: the document does not say.", flag_export.RECORD
)

COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="flag_export", analyse=flag_export.records, languages=frozenset({"JSON", "YAML"}),
    kinds=CONFIG | {"data"}, needles=flag_export.first_needles(["JSON", "YAML"]),
)  # fmt: skip
