"""Releases of packages that a checked-in answer of a package index lists."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.forms.bytes import Bytes
from collectors.kinds import CONFIG
from collectors.package_index import NEEDLES, RELEASE, releases
from collectors.spec import BlobAnalyser, Row, Table

TABLE = Table(
    "package_release", "One row per version of a package in a checked-in JSON answer of a package index.", RELEASE
)


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file."""
    yield from releases(form.data.decode("utf-8-sig", "replace"))


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, languages=frozenset({"JSON"}), kinds=CONFIG | {"data"}, needles=NEEDLES,
)  # fmt: skip
