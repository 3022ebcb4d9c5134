"""Names of experiments that a file speaks of: who still needs what lies in a folder of experiments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.bytes import Bytes
from collectors.kinds import CONFIG, SOURCE
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "experiment_mention",
    "One row per path, import or override that leads into a folder of experiments; lexical.",
    (
        Column("name", "text", "what follows the folder's name, up to the next slash or dot"),
        Column("line", "int", "line of the first mention in the file"),
    ),
)
_FOLDER = rb"\b(?:experiments?|exps?|sandbox|playground|prototypes?|scratch|attic)"
_PATH = re.compile(_FOLDER + rb"""(?:[/.]|\s*[=:]\s*)["']?([A-Za-z0-9_][\w-]*)""")
_IMPORT = re.compile(rb"from\s+[\w.]*" + _FOLDER + rb"\s+import\s+\(?([^\n#()]+)")


def analyse(form: Bytes) -> Iterator[Row]:
    """Distinct names, in order."""
    first: dict[bytes, int] = {}
    for match in _PATH.finditer(form.data):
        first.setdefault(match.group(1), match.start())
    for match in _IMPORT.finditer(form.data):
        for name in re.findall(rb"[\w]+", match.group(1)):
            first.setdefault(name, match.start())
    for name, place in sorted(first.items()):
        yield name.decode("utf-8", "replace")[:100], form.data.count(b"\n", 0, place) + 1


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, kinds=SOURCE | CONFIG,
    needles=(b"xperiment", b"exp/", b"exps", b"exp.", b"sandbox", b"playground", b"rototype", b"scratch", b"attic"),
)  # fmt: skip
