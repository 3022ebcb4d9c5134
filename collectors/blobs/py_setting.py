"""Configuration written as Python: settings that code declares, with the default it gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tree_sitter import Node

from collectors import flags
from collectors.fields import Declared, arguments, fields, shown, value_of
from collectors.forms.python import PythonFile, line, string_value, text
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "py_setting",
    "One row per setting that Python code declares: fields of dataclasses, attrs classes and pydantic models, upper-case "
    "constants of a module, options of argparse, click, typer and absl, arguments of lazy configurations.",
    (
        Column("key", "text", "name of the field, constant, option (without dashes) or argument"),
        Column(
            "value",
            "text",
            "literal default, written as config_key has values, at most 500 characters; null where it is computed or absent",
        ),
        Column("type", "word", "of the default: string, number, boolean, null or list; null where the value is"),
        Column("line", "int", "line of the declaration"),
        Column(
            "kind",
            "word",
            "dataclass, pydantic, attrs, constant, option or lazy; class where the file does not tell",
        ),
        Column("owner", "text", "class that holds the field, or that a lazy configuration builds; else empty"),
        Column("annotation", "text", "type as written, at most 200 characters; empty where there is none"),
        Column(
            "constrained", "bool", "which values are right is declared: an enumeration, a range, a pattern, a validator"
        ),
    ),
)
_LONGEST = 500
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]+")
_SWITCHES = {"store_true": "false", "store_false": "true"}
_CHOICES = re.compile(r"\b(?:Choice|IntRange|FloatRange)\(|\bLiteral\[|Enum\b")
_BOUNDS = {"choices", "min", "max", "lower_bound", "upper_bound", "enum_values"}


def analyse(form: PythonFile) -> Iterator[Row]:
    """Rows in the order of the file."""
    found = [*fields(form), *_constants(form), *_options(form), *_lazy(form)]
    for item in sorted(found, key=lambda item: item.node.start_byte):
        value, kind = value_of(item.default)
        if item.kind == "option" and item.default is None:
            value, kind = _switch(item.node)
        yield (
            item.key, value[:_LONGEST] if value is not None else None, kind, line(item.node), item.kind, item.owner,
            item.annotation[:200], item.constrained,
        )  # fmt: skip


def _constants(form: PythonFile) -> Iterator[Declared]:
    """Literal constants of the module. One that is assigned twice has no value of its own."""
    named = [
        (text(left), node)
        for node in form.get("constant")
        if (left := node.child_by_field_name("left")) is not None and left.type == "identifier" and _of_module(node)
    ]
    times = Counter(name for name, _ in named)
    for name, node in named:
        right = node.child_by_field_name("right")
        if _CONSTANT.fullmatch(name) and times[name] == 1 and value_of(right)[0] is not None:
            yield Declared(node, name, right, "constant", "", text(node.child_by_field_name("type")), False)


def _of_module(node: Node) -> bool:
    return node.parent is not None and node.parent.parent is not None and node.parent.parent.type == "module"


def _options(form: PythonFile) -> Iterator[Declared]:
    for node in form.get("call"):
        name = text(node.child_by_field_name("function"))
        mechanism = flags.option_mechanism(name)
        if mechanism is None:
            continue
        given = arguments(node)
        key = _option_key(node, mechanism, given)
        # `options.add_argument("--headless")` hands an argument to a browser.
        if not key or (mechanism == "argparse" and re.search(r"options?\.add_argument$", name, re.IGNORECASE)):
            continue
        parameter = _parameter(node)
        annotation = text(parameter.child_by_field_name("type")) if parameter is not None else text(given.get("type"))
        if mechanism == "absl":
            annotation = name.rpartition("DEFINE_")[2]
        bounded = bool(_BOUNDS & given.keys() or _CHOICES.search(annotation) or annotation.startswith("enum"))
        yield Declared(
            node, key, _option_default(mechanism, given, parameter), "option", "", shown(annotation), bounded
        )


def _option_key(node: Node, mechanism: str, given: dict[str, Node]) -> str:
    strings = [value for place, item in given.items() if place.isdigit() and (value := string_value(item))]
    if mechanism == "absl":
        return flags.option_key(strings[0]) if strings else ""
    if dest := string_value(given.get("dest")):
        return dest
    if named := [value for value in strings if value.startswith("--")]:
        return flags.option_key(named[0])
    parameter = _parameter(node) if mechanism == "click" else None
    return text(parameter.child_by_field_name("name")) if parameter is not None else ""


def _option_default(mechanism: str, given: dict[str, Node], parameter: Node | None) -> Node | None:
    if "default" in given:
        return given["default"]
    if mechanism == "absl":
        return given.get("1")
    if parameter is None:
        return None
    value = parameter.child_by_field_name("value")  # x: int = typer.Option(3), or x: Annotated[int, typer.Option()] = 3
    return given.get("0") if value is not None and value.type == "call" else value


def _parameter(node: Node) -> Node | None:
    """The parameter of a typer command that a call of Option stands in."""
    current = node.parent
    while current is not None and current.type in {
        "type", "generic_type", "type_parameter", "subscript", "typed_default_parameter", "typed_parameter", "member_type",
    }:  # fmt: skip
        if current.type == "typed_default_parameter":
            return current
        current = current.parent
    return None


def _switch(node: Node) -> tuple[str, str] | tuple[None, None]:
    """An option that is a switch has a default without saying so."""
    given = arguments(node)
    if text(given.get("is_flag")) == "True":
        return "false", "boolean"
    value = _SWITCHES.get(string_value(given.get("action")) or "")
    return (value, "boolean") if value else (None, None)


def _lazy(form: PythonFile) -> Iterator[Declared]:
    """Keyword arguments of `L(Class)(a=1)`, as detectron2 writes configurations; nested ones are found on their own."""
    for node in form.get("call"):
        made = node.child_by_field_name("function")
        if made is None or made.type != "call" or not _is_lazy(made):
            continue
        owner = text(arguments(made).get("0"))
        for key, value in arguments(node).items():
            inner = value.child_by_field_name("function") if value.type == "call" else None
            if not key.isdigit() and not (inner is not None and inner.type == "call" and _is_lazy(inner)):
                yield Declared(value, key, value, "lazy", owner, "", False)


def _is_lazy(call: Node) -> bool:
    name = text(call.child_by_field_name("function"))
    return name in {"L", "LazyCall"} or name.endswith(".LazyCall")


COLLECTOR = BlobAnalyser(
    TABLE, version=1, form="python", analyse=analyse, languages=frozenset({"Python", "Jupyter Notebook"}),
    kinds=frozenset({"code", "notebook"}),
)  # fmt: skip
