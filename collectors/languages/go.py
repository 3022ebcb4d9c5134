"""Flags in Go: clients of flag services, os.Getenv and viper, the flag and pflag packages, urfave/cli."""

from __future__ import annotations

import re

from collectors import dialect, mentions
from collectors.dialect import Dialect, Tree

NAMES = frozenset({"Go"})
MENTIONS = mentions.BRACED
QUERY = """
    (call_expression arguments: (argument_list) @arguments) @call
    (if_statement) @if
    [(function_declaration) (method_declaration) (func_literal)] @function
    (const_spec name: (identifier) @name value: (expression_list . [(interpreted_string_literal) (raw_string_literal) (true) (false)] @value .))
    (var_spec name: (identifier) @name value: (expression_list . [(interpreted_string_literal) (true) (false)] @value .))
    (short_var_declaration left: (_) @target right: (_) @assigned)
    (assignment_statement left: (_) @target right: (_) @assigned)
    (var_spec name: (identifier) @target value: (_) @assigned)
    (composite_literal type: (qualified_type name: (type_identifier) @type) body: (literal_value (keyed_element
        key: (literal_element (identifier) @is) value: (literal_element (interpreted_string_literal) @given)))
        (#match? @type "^BoolFlag$") (#eq? @is "Name")) @option
"""


def _grammar() -> object:
    import tree_sitter_go

    return tree_sitter_go.language()


_OPTION = (
    r"(?:^|\.)(?:flag|pflag|[Ff]lags?|[Ff]lag[Ss]et|fs|[Ff]lags\(\)|PersistentFlags\(\))\.(?:"
    + mentions.GO_TYPES
    + r")(?:Var)?P?$"
)
DIALECT = Dialect(
    (_grammar,), QUERY, re.compile(r"^(?:os|syscall)\.(?:Getenv|LookupEnv)$|^viper\.GetBool$"), re.compile(_OPTION), option_mechanism="goflag"
)  # fmt: skip


def parse(data: bytes, language: str) -> Tree:
    """Parse one file."""
    return dialect.parse(DIALECT, data)
