"""What hangs on a condition: lines of code of the branch taken and of the other one, in any tree-sitter grammar."""

from __future__ import annotations

from tree_sitter import Node

_JUMPS = ("return_statement", "raise_statement", "throw_statement", "break_statement", "continue_statement")
_NO_CODE = {"comment", "line_comment", "block_comment", "pass_statement", "empty_statement", "{", "}", ";"}


def sides(branch: Node) -> tuple[int, int]:
    """(lines of the branch taken, lines of the other) of an if or a conditional expression.

    Where the branch taken ends in a jump and there is no else, what follows in the same block is the other branch.
    """
    if (
        branch.type == "conditional_expression" and branch.child_by_field_name("condition") is None
    ):  # Python's has no fields
        return _span(branch.named_children[0]), _span(branch.named_children[-1])
    body, other = branch.child_by_field_name("consequence"), branch.child_by_field_name("alternative")
    if branch.type == "elif_clause":
        other = branch.next_named_sibling
    if other is None and body is not None and _jumps(body):
        return code_lines(body), _rest(branch)
    return code_lines(body), code_lines(other)


def code_lines(node: Node | None) -> int:
    """Lines from the first to the last statement of a block, comments and `pass` at its ends left out; 0 for an empty one."""
    if node is None:
        return 0
    if node.type in {"else_clause", "elif_clause"}:
        inner = node.child_by_field_name("body") or node.child_by_field_name("consequence")
        return code_lines(inner or (node.named_children[-1] if node.named_children else None))
    if node.type not in {"block", "statement_block", "compound_statement"}:
        return 0 if node.type in _NO_CODE else _span(node)
    listed = _statements(node)
    return int(listed[-1].end_point[0] - listed[0].start_point[0]) + 1 if listed else 0


def _statements(block: Node) -> list[Node]:
    children = block.named_children
    if len(children) == 1 and children[0].type == "statement_list":  # Go
        children = children[0].named_children
    return [child for child in children if child.type not in _NO_CODE]


def _jumps(body: Node) -> bool:
    listed = _statements(body) if "block" in body.type or body.type == "compound_statement" else [body]
    return bool(listed) and listed[-1].type in _JUMPS


def _rest(branch: Node) -> int:
    """Lines after a branch up to the end of its block."""
    first = branch.next_named_sibling
    while first is not None and first.type in _NO_CODE:
        first = first.next_named_sibling
    parent = branch.parent
    if first is None or parent is None:
        return 0
    return int(parent.named_children[-1].end_point[0] - first.start_point[0]) + 1


def _span(node: Node) -> int:
    return int(node.end_point[0] - node.start_point[0]) + 1
