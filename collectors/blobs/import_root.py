"""What names of imports begin with: Go's module paths, packages of package.json, aliases of tsconfig.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from collectors.formats import json as json_format
from collectors.forms.bytes import Bytes
from collectors.forms.config import Leaf
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "import_root",
    "One row per name that imports of other files may begin with, from go.mod, package.json and tsconfig.json.",
    (
        Column("line", "int", "line of the name"),
        Column("kind", "word", "module (go.mod), package (package.json), base or alias (tsconfig.json)"),
        Column("name", "text", "module path, package name, or pattern of an alias; empty for a base"),
        Column("target", "text", "where it leads to, relative to the file"),
    ),
)
_MODULE = re.compile(rb'^\s*module\s+"?([^\s"]+)', re.MULTILINE)
_ALIAS = "compilerOptions.paths."


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file. Any other JSON has no rows; which file it is its name must tell."""
    if form.language == "Go module":
        found = _MODULE.search(form.data)
        if found is not None:
            yield form.data.count(b"\n", 0, found.start(1)) + 1, "module", found[1].decode("utf-8", "replace"), ""
        return
    for leaf in json_format.read(form.data.decode("utf-8-sig", "replace")):
        if not isinstance(leaf, Leaf):
            continue
        if leaf.key == "name" and leaf.type == "string":
            yield leaf.line, "package", leaf.value, ""
        elif leaf.key == "compilerOptions.baseUrl" and leaf.type == "string":
            yield leaf.line, "base", "", leaf.value
        elif leaf.key.startswith(_ALIAS) and leaf.type == "list":
            for target in json.loads(leaf.value):
                yield leaf.line, "alias", leaf.key.removeprefix(_ALIAS), str(target)


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, languages=frozenset({"Go module", "JSON", "JSONC"}),
    kinds=frozenset({"tool-config"}), needles=(b"module", b'"name"', b"compilerOptions"),
)  # fmt: skip
