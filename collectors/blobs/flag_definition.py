"""Places where Python code defines a flag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from collectors import flags
from collectors.forms.python import PythonFile, line, string_value, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_definition",
    "One row per definition of a flag: an option of argparse, click or typer, an absl flag, a boolean constant in upper case.",
    (
        Column("key", "text", "key of the flag; options without dashes"),
        Column("mechanism", "word", "argparse, click, absl or constant"),
        Column("line", "int", "line of the definition"),
        Column(
            "default",
            "text",
            "default as written in code; null where there is none, or where a constant is assigned twice",
        ),
        Column("boolean", "bool", "a switch"),
        Column("uses", "int", "other places in the same file that name it"),
    ),
)
_SWITCH_ACTIONS = {"store_true", "store_false", "argparse.BooleanOptionalAction", "BooleanOptionalAction"}


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    found = [*_options(form), *_constants(form)]
    for node, key, mechanism, default, boolean in sorted(found, key=lambda item: item[0].start_byte):
        yield key, mechanism, line(node), default, boolean, _uses(form.data, key, node)


def _options(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None, bool]]:
    for node in form.get("call"):
        name = text(node.child_by_field_name("function"))
        mechanism = flags.option_mechanism(name)
        arguments = node.child_by_field_name("arguments")
        if mechanism is None or arguments is None or arguments.type != "argument_list":
            continue
        strings = [value for child in arguments.named_children if (value := string_value(child))]
        if mechanism == "absl":
            named = strings[:1]
        else:
            named = [value for value in strings if value.startswith("--")][:1]
        if not named:
            continue
        keywords = {
            text(child.child_by_field_name("name")): text(child.child_by_field_name("value"))
            for child in arguments.named_children if child.type == "keyword_argument"
        }  # fmt: skip
        key = keywords.get("dest", "").strip("\"'") or flags.option_key(named[0])
        default = keywords.get("default")
        if mechanism == "absl" and default is None:
            values = [child for child in arguments.named_children if child.type not in {"keyword_argument", "comment"}]
            default = text(values[1]) if len(values) > 1 else None
        switch = (
            keywords.get("action", "").strip("\"'") in _SWITCH_ACTIONS or keywords.get("is_flag") == "True"
            or "/" in named[0] or name.endswith(("DEFINE_bool", "DEFINE_boolean")) or default in {"True", "False"}
            or keywords.get("type") == "bool"
        )  # fmt: skip
        yield node, key, mechanism, default, switch


def _constants(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None, bool]]:
    for node in form.get("constant"):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or left.type != "identifier" or right.type not in {"true", "false"}:
            continue
        if (name := text(left)).isupper() and len(name) > 3:
            again = re.findall(rb"\b" + name.encode() + rb"\b\s*(?::[^=\n]+)?=(?!=)", form.data)
            yield node, name, "constant", text(right) if len(again) == 1 else None, True


def _uses(data: bytes, key: str, node: Node) -> int:
    """How often the key is named outside its own definition: attributes, parameters, subscripts."""
    outside = data[: node.start_byte] + data[node.end_byte :]
    return len(re.findall(rb"(?<![\w-])" + re.escape(key.encode()) + rb"(?![\w-])", outside))


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python"}), kinds=frozenset({"code", "tool-config"}),
    needles=(b"add_argument", b".option(", b"Option(", b"DEFINE_", b"= True", b"= False"),
)  # fmt: skip
