"""Flags in C++, C and CUDA: clients of flag services, getenv, and the macros of Abseil and gflags."""

from __future__ import annotations

import re

from collectors import dialect, mentions
from collectors.dialect import Dialect, Tree

NAMES = frozenset({"C++", "C", "CUDA"})
MENTIONS = mentions.BRACED
QUERY = """
    (call_expression arguments: (argument_list) @arguments) @call
    [(if_statement) (conditional_expression)] @if
    (function_definition) @function
    (init_declarator declarator: (identifier) @name value: [(string_literal) (true) (false)] @value)
    (init_declarator declarator: (array_declarator declarator: (identifier) @name) value: (string_literal) @value)
    (init_declarator declarator: (pointer_declarator declarator: (identifier) @name) value: (string_literal) @value)
    (init_declarator declarator: (_) @target value: (_) @assigned)
    ((identifier) @flag (#match? @flag "^FLAGS_[a-z]"))
"""


def _grammar() -> object:
    import tree_sitter_cpp

    return tree_sitter_cpp.language()


_MACRO = re.compile(
    rb"^(?:ABSL_FLAG\s*\(\s*(?P<type>[\w:<>]+)\s*,|DEFINE_(?P<kind>bool|string|int32|int64|uint32|uint64|double)\s*\()"
    rb"\s*(?P<key>\w+)\s*,\s*(?P<default>[^,;]{1,200}?)\s*,(?:[^;\"]|\"(?:[^\"\\\n]|\\.)*+\")*+;",
    re.MULTILINE,
)
DIALECT = Dialect((_grammar,), QUERY, re.compile(r"^(?:std::|::)?(?:secure_)?getenv$"), macro=_MACRO)


def parse(data: bytes, language: str) -> Tree:
    """Parse one file."""
    return dialect.parse(DIALECT, data)
