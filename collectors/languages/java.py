"""Flags in Java: clients of flag services, System.getenv and properties, options of picocli and JCommander."""

from __future__ import annotations

import re

from collectors import dialect, mentions
from collectors.dialect import Dialect, Tree

NAMES = frozenset({"Java"})
MENTIONS = mentions.BRACED
QUERY = """
    (method_invocation arguments: (argument_list) @arguments) @call
    [(if_statement) (ternary_expression)] @if
    [(method_declaration) (constructor_declaration)] @function
    (variable_declarator name: (identifier) @name value: [(string_literal) (true) (false)] @value)
    (variable_declarator name: (identifier) @target value: (_) @assigned)
    (field_declaration (modifiers (annotation name: (identifier) @type arguments: (annotation_argument_list) @given))
        type: (_) @kind declarator: (variable_declarator name: (identifier) @field)
        (#any-of? @type "Option" "Parameter")) @option
"""


def _grammar() -> object:
    import tree_sitter_java

    return tree_sitter_java.language()


DIALECT = Dialect(
    (_grammar,), QUERY, re.compile(r"^(?:System\.(?:getenv|getProperty)|Boolean\.getBoolean|System\.getenv\(\)\.(?:get|getOrDefault))$")
)  # fmt: skip


def parse(data: bytes, language: str) -> Tree:
    """Parse one file."""
    return dialect.parse(DIALECT, data)
