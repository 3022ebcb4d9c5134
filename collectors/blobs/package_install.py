"""Packages that commands install, past every manifest."""

from __future__ import annotations

from collectors import package_format
from collectors.spec import BlobAnalyser, Table

TABLE = Table(
    "package_install",
    "One row per package that a Dockerfile, a notebook or a Kubeflow component has pip install by name.",
    package_format.INSTALL,
)

COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=package_format.reader("package_install"),
    kinds=frozenset({"code", "notebook", "deployment-config", "ml-config"}),
    languages=package_format.languages("package_install"),
    needles=tuple(needle for form in package_format.formats("package_install") for needle in form.needles),
)  # fmt: skip
