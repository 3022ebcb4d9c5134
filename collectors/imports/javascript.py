"""Imports of JavaScript and TypeScript: import, export from, require and import(), of texts that are no templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.imports import Import, Kind, at, captured, inside
from collectors.languages import javascript, typescript

NAMES = frozenset({"JavaScript", "TypeScript"})
QUERY = """
    (import_statement source: (string) @target) @import
    (export_statement source: (string) @target) @import
    (call_expression function: (import) arguments: (arguments . (string) @target)) @import
    ((call_expression function: (identifier) @by arguments: (arguments . (string) @target)) @import (#eq? @by "require"))
"""
TYPED = QUERY + "(import_statement (import_require_clause source: (string) @target)) @import"
_FUNCTIONS = frozenset({
    "function_declaration", "generator_function_declaration", "function_expression", "generator_function", "arrow_function",
    "method_definition",
})  # fmt: skip
_TYPES = frozenset({"type_annotation", "type_alias_declaration", "interface_declaration", "type_arguments"})


def read(data: bytes, language: str) -> Iterator[Import]:
    """See the package. `import type`, and import() in a type, are for the compiler."""
    typed = language == "TypeScript"
    tool = typescript.DIALECT if typed else javascript.DIALECT
    for node, written in captured(tool, TYPED if typed else QUERY, data):
        target = written.strip("\"'")
        call = node.type == "call_expression"
        checking = inside(node, _TYPES) if call else any(child.type == "type" for child in node.children)
        kind: Kind = "relative" if re.match(r"\.\.?(?:/|$)", target) else "absolute"
        yield Import(at(node), target, kind, checking, call and inside(node, _FUNCTIONS))
