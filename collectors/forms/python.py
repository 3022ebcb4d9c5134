"""A Python file as a syntax tree, with the nodes that analysers ask for gathered in one pass.

By tree-sitter: it reads Python 2 history and half-broken files, and does not change with the interpreter.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from collectors.forms import notebook
from collectors.spec import Unreadable

LARGEST = 2_000_000
TOO_DEEP = re.compile(rb"(?:[\[({]\s*){500}")  # 100,000 of them take the parser 20 s, and no program has 500
# One query in C gathers all: walking every node from Python takes ten times as long as the parse itself.
_QUERY = """
    (function_definition) @function
    (class_definition) @class
    (import_statement) @import
    (import_from_statement) @import
    (future_import_statement) @import
    (comment) @comment
    (call) @call
    (comparison_operator) @comparison
    ((subscript value: [(attribute) (identifier)] @environ) (#match? @environ "(environ|[.]config)$"))
    (expression_statement . (string)) @text
    (expression_statement . (concatenated_string)) @text
    (module (expression_statement (assignment) @constant))
    (class_definition body: (block (expression_statement (assignment) @constant)))
    [(if_statement) (elif_clause) (for_statement) (while_statement) (except_clause) (boolean_operator)
     (conditional_expression) (for_in_clause) (if_clause) (assert_statement) (case_clause)
     (with_statement)] @branch
"""


@cache
def _tools() -> tuple[Parser, Query]:
    """Made at the first parse: who only lists the analysers must not pay for compiling the query."""
    language = Language(tree_sitter_python.language())
    return Parser(language), Query(language, _QUERY)


@dataclass(slots=True)
class PythonFile:
    """A parsed file. `nodes` holds, by capture name, nodes in the order of the text."""

    data: bytes
    root: Node
    nodes: dict[str, list[Node]]

    def get(self, name: str) -> list[Node]:
        """Nodes of one capture."""
        return self.nodes.get(name, [])


@lru_cache(maxsize=1)
def parse(data: bytes, language: str) -> PythonFile:
    """Parse a Python file, or the code cells of a notebook. Raises Unreadable when it is too large or binary.

    The last file is remembered: forms that ask for the same bytes one after the other share one parse.
    """
    if language == "Jupyter Notebook":
        data = notebook.code(data)
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    if b"\0" in data:
        raise Unreadable("holds NUL bytes")
    if TOO_DEEP.search(data):
        raise Unreadable("brackets nested too deeply")
    parser, query = _tools()
    tree = parser.parse(data)
    nodes = QueryCursor(query).captures(tree.root_node)
    for found in nodes.values():
        found.sort(key=lambda node: node.start_byte)
    return PythonFile(data, tree.root_node, nodes)


def text(node: Node | None) -> str:
    """A node's text; empty for none."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


def line(node: Node) -> int:
    """The line a node begins on, from 1."""
    return int(node.start_point[0]) + 1


def string_value(node: Node | None) -> str | None:
    """The value of a plain string literal; None for anything else, f-strings included."""
    if node is None or node.type != "string" or any(child.type == "interpolation" for child in node.children):
        return None
    parts = [child for child in node.children if child.type == "string_content"]
    return "".join(text(part) for part in parts)


def literal(node: Node | None) -> tuple[str, str] | None:
    """(text, type) of a literal, as `config_key` writes settings: lists of scalars as compact JSON, True as true, None as null.

    None for everything else: what is computed, dictionaries, lists of lists. Tuples are lists.
    """
    if node is None:
        return None
    if node.type not in {"list", "tuple"}:
        return _scalar(node)
    items = [_scalar(child) for child in node.named_children if child.type != "comment"]
    if not all(items):
        return None
    return json.dumps([item[0] for item in items if item], ensure_ascii=False, separators=(",", ":")), "list"


def _scalar(node: Node) -> tuple[str, str] | None:
    if node.type in {"true", "false"}:
        return node.type, "boolean"
    if node.type == "none":
        return "null", "null"
    if node.type in {"integer", "float"}:
        return _number(text(node))
    if node.type == "unary_operator" and text(node.child_by_field_name("operator")) == "-":
        operand = node.child_by_field_name("argument")
        found = _number(text(operand)) if operand is not None and operand.type in {"integer", "float"} else None
        return (f"-{found[0]}", "number") if found else None
    if node.type == "concatenated_string":
        parts = [string_value(child) for child in node.named_children if child.type != "comment"]
        return ("".join(part or "" for part in parts), "string") if None not in parts else None
    value = string_value(node)
    return (value, "string") if value is not None else None


def _number(written: str) -> tuple[str, str] | None:
    """1_000 is 1000 and 0x10 is 16; Python 2's 10L and 0777, and imaginary numbers, are left alone."""
    plain = written.replace("_", "").lower()
    if re.fullmatch(r"0x[0-9a-f]{1,16}|0b[01]{1,64}|0o[0-7]{1,22}", plain):
        return str(int(plain, 0)), "number"
    ordinary = re.fullmatch(r"(?:0|[1-9]\d*)|\d*\.\d*(?:e[-+]?\d+)?|\d+e[-+]?\d+", plain)
    return (plain, "number") if ordinary else None


def docstring_of(node: Node) -> Node | None:
    """The docstring expression of a module, class or function."""
    body = node if node.type == "module" else node.child_by_field_name("body")
    if body is None:
        return None
    for child in body.children:
        if child.type == "comment":
            continue
        if (
            child.type == "expression_statement"
            and child.child_count
            and child.children[0].type in {"string", "concatenated_string"}
        ):
            return child
        return None
    return None
