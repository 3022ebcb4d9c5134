"""States of flags in the environments of their service, from a checked-in export."""

from __future__ import annotations

from collectors import flag_export
from collectors.kinds import CONFIG
from collectors.spec import BlobAnalyser, Table

TABLE = Table(
    "flag_environment",
    "One row per flag and environment of a checked-in export; null: the document does not say.",
    flag_export.ENVIRONMENT,
)

COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="flag_export", analyse=flag_export.environments, languages=frozenset({"JSON", "YAML"}),
    kinds=CONFIG | {"data"}, needles=flag_export.first_needles(["JSON", "YAML"]),
)  # fmt: skip
