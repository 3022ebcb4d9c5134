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
# What stands behind a name is looked for first, and the name before it: names are twenty times as many.
_PAIRS = (
    (
        re.compile(rb"""[,:=]\s*["'`]?(?P<value>(?i:""" + _ON + rb"|" + _OFF + rb"""))\b"""),
        re.compile(rb"""["'`](?P<key>[A-Za-z_][\w.:/-]{1,99})["'`]\]?\s*\Z"""),
    ),
    (
        re.compile(rb"""[=:]\s*(?P<value>(?i:true|false))\b"""),
        re.compile(rb"""(?<![\w"'`-])(?P<key>[A-Za-z_]\w{2,99})\s*\Z"""),
    ),
)
_BEFORE = 140
"""Bytes before a value in which its name ends."""
_OPTION = re.compile(rb"""["'`]--(?P<no>no-)?(?P<key>[\w-]{2,99})["'`]""")
_BOTH = re.compile(rb"""parametrize\(\s*["'](?P<key>\w+)["']\s*,\s*[\[(]\s*(?:True\s*,\s*False|False\s*,\s*True)""")
# Each begins with a literal, which is searched thirty times as fast as one pattern for all. What may stand before it on its line
# is said beside it; None: anything but a part of a word.
_TESTS = (
    (re.compile(rb"def\s+(\w+)"), (b"", b"async")),
    (re.compile(rb"func\s+(\w+)\("), (b"",)),
    (re.compile(rb"TEST\w*\(\s*\w+\s*,\s*(\w+)"), (b"",)),
    (re.compile(rb"""it\(\s*["'`]([^"'`\n]{1,80})"""), None),
    (re.compile(rb"""test\(\s*["'`]([^"'`\n]{1,80})"""), None),
    (re.compile(rb"void\s+(\w+)\s*\("), None),
)


def analyse(form: Bytes) -> Iterator[Row]:
    """Rows in the order of the file."""
    data = form.data
    tests = sorted(_tests(data))
    starts = [start for start, _ in tests]
    rows: set[tuple[int, str, bool, str]] = set()

    def add(place: int, name: bytes, value: bool, test: int) -> None:
        named = tests[test][1] if 0 <= test < len(tests) else ""
        key = name.decode("utf-8", "replace")
        spelled = {key, key.replace("-", "_")} | ({key.rpartition(".")[2]} if "." in key else set())
        rows.update((place, each, value, named) for each in spelled)

    for behind, before in _PAIRS:
        for match in behind.finditer(data):
            named = before.search(data, max(0, match.start() - _BEFORE), match.start())
            if named is not None:
                on = match["value"].lower() in _ON.split(b"|")
                add(named.start(), named["key"], on, bisect_right(starts, named.start()) - 1)
    for match in _OPTION.finditer(data):
        add(match.start(), match["key"], match["no"] is None, bisect_right(starts, match.start()) - 1)
    for match in _BOTH.finditer(data):
        for on in (True, False):
            add(match.start(), match["key"], on, bisect_right(starts, match.end()))
    for place, key, on, test in sorted(rows):
        if flags.is_key(key):
            yield key, on, data.count(b"\n", 0, place) + 1, test


def _tests(data: bytes) -> Iterator[tuple[int, str]]:
    """(place, name) of each function, or text of each test."""
    for pattern, before in _TESTS:
        for match in pattern.finditer(data):
            start = match.start()
            line = data[data.rfind(b"\n", 0, start) + 1 : start]
            alone = not (line[-1:].isalnum() or line[-1:] == b"_") if before is None else line.strip() in before
            if alone:
                yield start, match.group(1).decode("utf-8", "replace")


COLLECTOR = BlobAnalyser(
    TABLE,
    version=2,
    form="bytes",
    analyse=analyse,
    languages=languages.names() - {"Jupyter Notebook"},
    kinds=frozenset({"test"}),
)
