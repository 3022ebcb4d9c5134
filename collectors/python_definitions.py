"""Definitions of flags in Python: argparse, click, typer, absl, gin, and boolean constants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from collectors import flags
from collectors.forms.python import PythonFile, line, string_value, text
from collectors.languages import Definition

_SWITCH_ACTIONS = {"store_true", "store_false", "argparse.BooleanOptionalAction", "BooleanOptionalAction"}
_GIN = re.compile(r"@\s*(?:gin|config)\.(?:configurable|register)\b")
_TYPER = re.compile(r"\b(?:typer\.)?Option\(")


def definitions(form: PythonFile) -> Iterator[Definition]:
    """Definitions in the order of the file."""
    found = [*_options(form), *_constants(form), *_parameters(form)]
    for node, key, mechanism, default, boolean in sorted(found, key=lambda item: item[0].start_byte):
        uses = _uses(form.data, _parameter(node) or key.rpartition(".")[2], node)
        yield Definition(node.start_byte, key, mechanism, line(node), default, boolean, uses)


def _options(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None, bool]]:
    for node in form.get("call"):
        name = text(node.child_by_field_name("function"))
        mechanism = _mechanism(name)
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


def _parameter(node: Node) -> str | None:
    """The name that click is told to pass an option under: `option("--async", "is_async")`."""
    arguments = node.child_by_field_name("arguments") if node.type == "call" else None
    names = (
        [value for child in arguments.named_children if (value := string_value(child))] if arguments is not None else []
    )
    return (
        next((name for name in names[1:] if name.isidentifier()), None)
        if names[:1] and names[0].startswith("-")
        else None
    )


def _mechanism(name: str) -> str | None:
    if name.endswith("add_argument"):
        return "argparse"
    if name in {"click.option", "option", "typer.Option", "Option"}:
        return "click"
    return "absl" if name.rpartition(".")[2].startswith("DEFINE_") else None


def _constants(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None, bool]]:
    for node in form.get("constant"):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or left.type != "identifier" or right.type not in {"true", "false"}:
            continue
        if (name := text(left)).isupper() and len(name) > 3:
            again = re.findall(rb"\b" + name.encode() + rb"\b\s*(?::[^=\n]+)?=(?!=)", form.data)
            private = (
                name.startswith("_")
                and node.parent is not None
                and node.parent.parent is not None
                and node.parent.parent.type == "block"
            )
            once = (
                len(again) == 1 and not private
            )  # a private one of a class is a trait that its subclasses may have otherwise;
            # True here and False there is what the program found out, such as whether a package is there
            yield node, name, "constant", text(right) if once else None, once


def _parameters(form: PythonFile) -> Iterator[tuple[Node, str, str, str | None, bool]]:
    """Boolean parameters of a gin-configurable function, and those that typer makes `--x/--no-x` of by their name alone."""
    for function in form.get("function"):
        listed = function.child_by_field_name("parameters")
        if listed is None:
            continue
        parent = function.parent
        decorated = parent is not None and parent.type == "decorated_definition"
        gin = (
            decorated and _GIN.search(form.data[parent.start_byte : function.start_byte].decode("utf-8", "replace"))
            if parent
            else None
        )
        typer = b"Option(" in (listed.text or b"")
        if not gin and not typer:
            continue
        for child in listed.named_children:
            name, value = child.child_by_field_name("name"), text(child.child_by_field_name("value"))
            if name is None and child.type == "typed_parameter":
                name = child.named_children[0]
            if name is None:
                continue
            if gin and value in {"True", "False"}:
                yield child, f"{text(function.child_by_field_name('name'))}.{text(name)}", "gin", value, True
            kind = text(child.child_by_field_name("type"))
            if typer and "bool" in kind and _TYPER.search(kind + value) and '"--' not in kind + value:
                given = re.search(r"Option\(\s*(True|False)", value)
                yield (
                    child,
                    text(name),
                    "click",
                    given.group(1) if given else value if value in {"True", "False"} else None,
                    True,
                )


def _uses(data: bytes, key: str, node: Node) -> int:
    """How often the key is named outside its own definition: attributes, parameters, subscripts."""
    outside = data[: node.start_byte] + data[node.end_byte :]
    return len(re.findall(rb"(?<![\w-])" + re.escape(key.encode()) + rb"(?![\w-])", outside))
