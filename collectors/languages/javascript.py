"""Flags in JavaScript: clients of flag services and their hooks, process.env, commander's options."""

from __future__ import annotations

import re

from collectors import dialect, mentions
from collectors.dialect import Dialect, Tree

NAMES = frozenset({"JavaScript"})
MENTIONS = mentions.BRACED
QUERY = """
    (call_expression arguments: (arguments) @arguments) @call
    [(if_statement) (ternary_expression)] @if
    [(function_declaration) (generator_function_declaration) (function_expression) (arrow_function) (method_definition)] @function
    (member_expression object: [(member_expression) (meta_property)] @object property: (property_identifier) @key
        (#any-of? @object "process.env" "import.meta.env" "Bun.env")) @env
    (subscript_expression object: (member_expression) @object index: (_) @key
        (#any-of? @object "process.env" "import.meta.env" "Bun.env")) @env
    (variable_declarator name: (object_pattern [(shorthand_property_identifier_pattern) @key (pair_pattern key: (property_identifier) @key)])
        value: (call_expression function: (identifier) @by (#match? @by "^use(Flags|Features)$"))) @read
    (variable_declarator name: (identifier) @name value: [(string) (template_string) (true) (false)] @value)
    (pair key: (property_identifier) @name value: [(string) (template_string)] @value)
    (variable_declarator name: (identifier) @target value: (_) @assigned)
"""


def _grammar() -> object:
    import tree_sitter_javascript

    return tree_sitter_javascript.language()


ENV_CALL = re.compile(r"\bDeno\.env\.get$")
OPTION_CALL = re.compile(r"\.(?:option|requiredOption)$")
DIALECT = Dialect((_grammar,), QUERY, ENV_CALL, OPTION_CALL, minified=True)


def parse(data: bytes, language: str) -> Tree:
    """Parse one file."""
    return dialect.parse(DIALECT, data)
