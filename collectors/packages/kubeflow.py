"""Kubeflow components: `packages_to_install=[...]` of a decorator or a call."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from collectors.forms.python import line, parse, string_value, text
from collectors.package_format import PackageFormat, wanted
from collectors.spec import Row

KEYWORD = "packages_to_install"


def read(source: str) -> Iterator[Row]:
    """Packages of literal lists, and of lists that a name at the top of the file stands for."""
    form = parse(source.encode("utf-8", "replace"), "Python")
    named = {
        text(assigned.child_by_field_name("left")): assigned.child_by_field_name("right")
        for assigned in form.get("constant")
    }
    seen: set[int] = set()
    for call in form.get("call"):
        arguments = call.child_by_field_name("arguments")
        for argument in arguments.named_children if arguments is not None else ():
            if argument.type != "keyword_argument" or text(argument.child_by_field_name("name")) != KEYWORD:
                continue
            value = argument.child_by_field_name("value")
            if value is not None and value.type == "identifier":
                value = named.get(text(value))
            if value is not None and value.start_byte not in seen:
                seen.add(value.start_byte)
                yield from _listed(value)


def _listed(value: Node) -> Iterator[Row]:
    if value.type not in {"list", "tuple"}:
        return
    for item in value.named_children:
        asked = wanted(string_value(item) or "")
        if asked is not None:
            yield asked.name, asked.specifier, line(item), asked.pinned, "kubeflow"


FORMAT = PackageFormat("package_install", frozenset({"Python"}), (KEYWORD.encode(),), read)
