"""Places where Python code asks for a flag."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from collectors import flags
from collectors.forms.python import PythonFile, line, string_value, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_read",
    "One row per read of a flag: an environment variable, a Flask setting, or a call of a flag service's client.",
    (
        Column("key", "text", "key of the flag"),
        Column("mechanism", "word", "env, settings or sdk"),
        Column("line", "int", "line of the read"),
        Column("default", "text", "default as written in code; null where there is none"),
        Column("boolean", "bool", "looks like a switch, by name, default or use; always for sdk"),
        Column("then_lines", "int", "lines of the branch taken, where the read stands in the condition of an if"),
        Column("else_lines", "int", "lines of the other branch; 0 where there is none"),
    ),
)


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    found = [*_calls(form), *_subscripts(form)]
    for node, key, mechanism, default in sorted(found, key=lambda item: item[0].start_byte):
        then_lines, else_lines = _branches(node)
        asked = then_lines is not None and not flags.names_a_value(key)
        boolean = mechanism == "sdk" or asked or _compared(node) or flags.looks_like_switch(key, default)
        yield key, mechanism, line(node), default, boolean, then_lines, else_lines


def _calls(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None]]:
    for node in form.get("call"):
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if function is None or arguments is None or arguments.type != "argument_list":
            continue
        name = text(function)
        short = name.rpartition(".")[2]
        values = [child for child in arguments.named_children if child.type != "comment"]
        if name in flags.ENV_CALLS:
            key = string_value(values[0]) if values else None
            if key:
                yield node, key, "env", text(values[1]) if len(values) > 1 else None
        elif short in flags.SDK_CALLS and "." in name:
            key = next((k for value in values[:2] if (k := string_value(value))), None)
            if key:
                rest = values[-1] if len(values) > 1 and text(values[-1]) in {"True", "False"} else None
                yield node, key, "sdk", text(rest) if rest is not None else None


def _subscripts(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None]]:
    for value in form.get("environ"):
        node = value.parent
        name = text(value)
        setting = name.endswith(".config")
        if node is None or (name not in flags.ENV_MAPS and not setting) or _written(node):
            continue
        key = string_value(node.child_by_field_name("subscript"))
        if key and (not setting or key.isupper()):
            yield node, key, "settings" if setting else "env", None


def _written(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    return parent.type == "delete_statement" or (
        parent.type in {"assignment", "augmented_assignment"} and parent.child_by_field_name("left") == node
    )


def _compared(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type in {"call", "attribute", "argument_list", "parenthesized_expression"}:
        if parent.type == "call" and text(parent.child_by_field_name("function")) in {"bool", "strtobool", "str2bool"}:
            return True
        parent = parent.parent
    if parent is None or parent.type not in {"comparison_operator", "not_operator"}:
        return False
    literals = [
        child for child in parent.named_children if child.type in {"string", "set", "tuple", "list", "true", "false"}
    ]
    return parent.type == "not_operator" or any(
        flags.looks_like_switch("", word)
        for child in literals
        for word in text(child).strip("[](){}").replace(" ", "").split(",")
    )


def _branches(node: Node) -> tuple[int | None, int | None]:
    child, parent = node, node.parent
    while parent is not None and not parent.type.endswith(("statement", "definition", "block", "module")):
        child, parent = parent, parent.parent
    if parent is None or parent.type != "if_statement" or child != parent.child_by_field_name("condition"):
        return None, None
    body, other = parent.child_by_field_name("consequence"), parent.child_by_field_name("alternative")
    return _lines(body), _lines(
        other.child_by_field_name("body") or other.child_by_field_name("consequence") if other else None
    )


def _lines(node: Node | None) -> int:
    return int(node.end_point[0] - node.start_point[0]) + 1 if node is not None else 0


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "test", "notebook", "tool-config"}),
    needles=(b"environ", b"getenv", b".config[", b"decouple", *(name.encode() + b"(" for name in sorted(flags.SDK_CALLS))),
)  # fmt: skip
