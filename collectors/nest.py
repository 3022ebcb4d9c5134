"""Which parts of a text lie in which."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from tree_sitter import Node


class Nest:
    """Ranges of a text that lie in each other, to ask which of them hold a place. Asking the syntax tree for a node's parent takes
    as long as the file has nodes."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = sorted(nodes, key=lambda node: (node.start_byte, -node.end_byte))
        self._starts = [node.start_byte for node in self._nodes]
        self._around: list[int] = []
        open_: list[int] = []
        for at, node in enumerate(self._nodes):
            while open_ and self._nodes[open_[-1]].end_byte <= node.start_byte:
                open_.pop()
            self._around.append(open_[-1] if open_ else -1)
            open_.append(at)

    def holding(self, place: int) -> Iterator[Node]:
        """Every range that holds a place, the innermost first."""
        at = bisect_right(self._starts, place) - 1
        while at >= 0:
            if self._nodes[at].end_byte > place:
                yield self._nodes[at]
            at = self._around[at]
