"""Flags in TypeScript: JavaScript's, in the grammar of .ts and, where that fails, of .tsx."""

from __future__ import annotations

from collectors import dialect, mentions
from collectors.dialect import Dialect, Tree
from collectors.languages import javascript

NAMES = frozenset({"TypeScript"})
MENTIONS = mentions.BRACED
QUERY = (
    javascript.QUERY
    + """
    (public_field_definition name: (property_identifier) @name value: [(string) (true) (false)] @value)
    (enum_assignment name: (property_identifier) @name value: (string) @value)
"""
)


def _grammar() -> object:
    import tree_sitter_typescript

    return tree_sitter_typescript.language_typescript()


def _grammar_with_markup() -> object:
    import tree_sitter_typescript

    return tree_sitter_typescript.language_tsx()


DIALECT = Dialect((_grammar, _grammar_with_markup), QUERY, javascript.ENV_CALL, javascript.OPTION_CALL, minified=True)


def parse(data: bytes, language: str) -> Tree:
    """Parse one file."""
    return dialect.parse(DIALECT, data)
