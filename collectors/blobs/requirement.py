"""Packages that a project says it needs."""

from __future__ import annotations

from collectors import package_format
from collectors.spec import BlobAnalyser, Table

TABLE = Table(
    "requirement",
    "One row per package that a manifest names: requirements files, pyproject.toml (Poetry, PDM, uv and Hatch too), setup.cfg, a literal "
    "setup.py, Pipfile, conda's environment.yml.",
    package_format.REQUIREMENT,
)

COLLECTOR = BlobAnalyser(
    TABLE, version=3, form="bytes", analyse=package_format.reader("requirement"), kinds=frozenset({"tool-config"}),
    languages=package_format.languages("requirement"), past=frozenset({"tool-config"}),
)  # fmt: skip
