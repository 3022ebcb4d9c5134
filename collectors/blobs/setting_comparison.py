"""Conditions that compare a setting with a text: branches that live only while some configuration says that text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.branches import sides
from collectors.forms.python import PythonFile, line, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "setting_comparison",
    'One row per text that a condition of Python code compares a setting with: `if cfg.model.kind == "x"`.',
    (
        Column("key", "text", "dotted key of the setting, without the name of the object that holds the settings"),
        Column("value", "text", "the text; each one of a list"),
        Column("line", "int", "line of the comparison"),
        Column("then_lines", "int", "lines of code of the branch taken where it is equal"),
        Column("named", "int", "other places of the file that have the text in quotes"),
    ),
)
_SETTING = re.compile(
    r"""(?<![\w"'])_?(?:cfg|config|conf|hparams|hps|settings|params|model_config|train_config|training_config)"""
    r"""(?P<key>(?:\.(?!get\()\w+|\[\s*["'][\w.-]+["']\s*\]|\.get\(\s*["'][\w.-]+["'][^()]*\))+)"""
    r"""\s*(?:==\s*(?P<one>["'][^"'\n]{1,80}["'])|in\s*[\[({](?P<many>[^\])}]{3,400})[\])}])"""
)
_PART = re.compile(r"""\.get\(\s*["']([\w.-]+)["'][^()]*\)|\[\s*["']([\w.-]+)["']\s*\]|\.(\w+)""")
_TEXT = re.compile(r"""["']([^"'\n]{1,80})["']""")


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    for node in form.get("branch"):
        condition = node.child_by_field_name("condition") if node.type in {"if_statement", "elif_clause"} else None
        if condition is None:
            continue
        words = text(condition)
        for found in _SETTING.finditer(words):
            key = ".".join("".join(part) for part in _PART.findall(found["key"]))
            for value in dict.fromkeys(_TEXT.findall(found["one"] or found["many"])):
                quoted = rf"""["']{re.escape(value)}["']"""
                named = len(re.findall(quoted.encode(), form.data)) - len(re.findall(quoted, found.group()))
                yield key, value, line(condition) + words.count("\n", 0, found.start()), sides(node)[0], named


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python"}), kinds=frozenset({"code"}),
    needles=(b"cfg", b"conf", b"hparams", b"hps", b"settings", b"params"),
)  # fmt: skip
