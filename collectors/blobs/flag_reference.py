"""Places in code that name a flag, from a checked-in list of a scanner."""

from __future__ import annotations

from collectors import flag_export
from collectors.kinds import CONFIG
from collectors.spec import BlobAnalyser, Table

TABLE = Table(
    "flag_reference", "One row per place in code that a checked-in list of a scanner names.", flag_export.REFERENCE
)

COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="flag_export", analyse=flag_export.references, languages=frozenset({"CSV"}),
    kinds=CONFIG | {"data"}, needles=flag_export.first_needles(["CSV"]),
)  # fmt: skip
