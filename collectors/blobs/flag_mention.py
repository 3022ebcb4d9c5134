"""Which flags a Python file names: a lexical reading, cheap enough for all of history.

The first and last mainline commit with a key come from here: parsing all 4,766 candidate blobs of a repository like dvc
would take 2 s, this takes a tenth of that. What a flag is worth at one commit is told by flag_read and flag_definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors import flags
from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_mention",
    "One row per flag that a Python file names, without judging how; read for every blob of history.",
    (
        Column("key", "text", "key of the flag, as in flag_read and flag_definition"),
        Column("mechanism", "word", "env, sdk, settings, option or constant"),
    ),
)
_QUOTED = rb"""[rbu]?["']([^"'\n]{1,120})["']"""
_SDK = b"|".join(name.encode() for name in sorted(flags.SDK_CALLS, key=len, reverse=True))
# Bytes that every name of SDK_CALLS ends in, with its bracket: 10 searches instead of 21 (a test holds them together).
_SDK_NEEDLES = (
    b"enabled(", b"variation(", b"variation_detail(", b"is_active(", b"_value(", b"_details(", b"feature_flag(", b"treatment(",
    b"check_gate(", b"is_on(", b"is_off(",
)  # fmt: skip
# (mechanism, needles, pattern): each pattern begins with a literal, which `re` searches as fast as bytes.find.
_PATTERNS: tuple[tuple[str, tuple[bytes, ...], re.Pattern[bytes]], ...] = (
    ("env", (b"environ",), re.compile(rb"environ\s*(?:\.\s*(?:get|pop)\s*\(|\[)\s*" + _QUOTED)),
    ("env", (b"getenv",), re.compile(rb"getenv\s*\(\s*" + _QUOTED)),
    ("env", (b"decouple",), re.compile(rb"decouple\.config\s*\(\s*" + _QUOTED)),
    ("settings", (b".config[",), re.compile(rb"\.config\[\s*" + _QUOTED)),
    ("option", (b"add_argument",), re.compile(rb"""add_argument\s*\((?:\s*["']-\w["']\s*,)?\s*["'](--[^"']+)["']""")),
    ("option", (b".option(",), re.compile(rb"""\.option\(\s*(?:["']-\w["']\s*,)?\s*["'](--[^"']+)["']""")),
    ("option", (b"Option(",), re.compile(rb"""Option\([^"'()]*(?:["']-\w["']\s*,)?\s*["'](--[^"']+)["']""")),
    ("option", (b"DEFINE_",), re.compile(rb"DEFINE_\w+\s*\(\s*" + _QUOTED)),
    ("sdk", _SDK_NEEDLES, re.compile(rb"\.(?:" + _SDK + rb")\(\s*(?:[\w.]+\s*,\s*)?" + _QUOTED)),
)  # fmt: skip
_SWITCHED = re.compile(rb"= (?:True|False)\b")
_CONSTANT = re.compile(rb" *([A-Z][A-Z0-9_]{3,})(?:\s*:\s*\w+)?\s*\Z")


def analyse(form: Bytes) -> Iterator[Row]:
    """Distinct keys, in order."""
    data = form.data
    found: set[tuple[str, str]] = set()
    for mechanism, needles, pattern in _PATTERNS:
        for needle in needles:
            if needle in data:
                for match in pattern.finditer(data):
                    key = match.group(1).decode("utf-8", "replace")
                    found.add((flags.option_key(key) if mechanism == "option" else key, mechanism))
                break
    for match in _SWITCHED.finditer(data):
        name = _CONSTANT.match(data, data.rfind(b"\n", 0, match.start()) + 1, match.start())
        if name is not None:
            found.add((name.group(1).decode(), "constant"))
    yield from sorted(found)


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="bytes", analyse=analyse, languages=frozenset({"Python"}), history=True,
    kinds=frozenset({"code", "test", "tool-config"}),
)  # fmt: skip
