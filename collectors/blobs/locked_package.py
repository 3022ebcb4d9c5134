"""Packages that a lock file fixes."""

from __future__ import annotations

from collectors import package_format
from collectors.spec import BlobAnalyser, Table

TABLE = Table(
    "locked_package",
    "One row per package from outside the repository that a lock fixes: uv.lock, poetry.lock, pdm.lock, pylock.toml, Pipfile.lock, "
    "conda-lock.yml, compiled or hashed requirements files.",
    package_format.LOCKED,
)

COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=package_format.reader("locked_package"), kinds=frozenset({"lock", "tool-config"}),
    languages=package_format.languages("locked_package"),
    needles=tuple(needle for form in package_format.formats("locked_package") for needle in form.needles),
)  # fmt: skip
