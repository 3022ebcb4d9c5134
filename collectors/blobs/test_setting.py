"""On or off values that tests give to names: which sides of a switch are tried, and which together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from collectors import flags, languages
from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "test_setting",
    "One row per name that a test sets on or off: a variable of the environment, a keyword, an attribute, an option; lexical.",
    (
        Column("key", "text", "the name; options without dashes"),
        Column("value", "bool", "on"),
        Column("line", "int", "line of it"),
        Column("test", "text", "the test or other function that it stands in; empty before the first"),
    ),
)
_ON = rb"true|1|on|yes|enabled"
_OFF = rb"false|0|off|no|disabled"
_VALUE = rb"""["'`]?(?P<value>""" + _ON + rb"|" + _OFF + rb""")\b"""
_PATTERNS = (
    re.compile(rb"""["'`](?P<key>[A-Za-z_][\w.:/-]{1,99})["'`]\]?\s*[,:=]\s*""" + _VALUE, re.IGNORECASE),
    re.compile(rb"""(?<![\w"'`-])(?P<key>[A-Za-z_]\w{2,99})\s*[=:]\s*(?P<value>true|false)\b""", re.IGNORECASE),
    re.compile(rb"""["'`]--(?P<value>no-)?(?P<key>[\w-]{2,99})["'`]"""),
)
_BOTH = re.compile(rb"""parametrize\(\s*["'](?P<key>\w+)["']\s*,\s*[\[(]\s*(?:True\s*,\s*False|False\s*,\s*True)""")
_TEST = re.compile(
    rb"""^\s*(?:async\s+)?def\s+(\w+)|^func\s+(\w+)\(|\b(?:it|test)\(\s*["'`]([^"'`\n]{1,80})|\bvoid\s+(\w+)\s*\(|^TEST\w*\(\s*\w+\s*,\s*(\w+)""",
    re.MULTILINE,
)


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file."""
    data = form.data
    tests = [
        (match.start(), (match.group(match.lastindex or 0)).decode("utf-8", "replace"))
        for match in _TEST.finditer(data)
    ]
    starts = [start for start, _ in tests]
    rows: set[tuple[int, str, bool, str]] = set()

    def add(place: int, name: bytes, value: bool, test: int) -> None:
        named = tests[test][1] if 0 <= test < len(tests) else ""
        key = name.decode("utf-8", "replace")
        spelled = {key, key.replace("-", "_")} | ({key.rpartition(".")[2]} if "." in key else set())
        rows.update((place, each, value, named) for each in spelled)

    for pattern in _PATTERNS:
        for match in pattern.finditer(data):
            value = (match["value"] or b"").lower()
            on = value != b"no-" if pattern is _PATTERNS[2] else value in _ON.split(b"|")
            add(match.start(), match["key"], on, bisect_right(starts, match.start()) - 1)
    for match in _BOTH.finditer(data):
        for on in (True, False):
            add(match.start(), match["key"], on, bisect_right(starts, match.end()))
    for place, key, on, test in sorted(rows):
        if flags.is_key(key):
            yield key, on, data.count(b"\n", 0, place) + 1, test


COLLECTOR = BlobAnalyser(
    TABLE,
    version=1,
    form="bytes",
    analyse=analyse,
    languages=languages.names() - {"Jupyter Notebook"},
    kinds=frozenset({"test"}),
)
