"""Which of many nested stretches of a text is the innermost around a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Spans:
    """Stretches (start, end) that are nested or apart, as nodes of a tree are; a look-up takes a bisection."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._breaks: list[int] = [-1]
        self._inner: list[int | None] = [None]
        self.outer: list[int | None] = [None] * len(spans)
        """Per stretch, the one around it."""
        stack: list[int] = []

        def close(before: int) -> None:
            while stack and spans[stack[-1]][1] <= before:
                self._breaks.append(spans[stack.pop()][1])
                self._inner.append(stack[-1] if stack else None)

        for index in sorted(range(len(spans)), key=lambda i: (spans[i][0], -spans[i][1])):
            close(spans[index][0])
            self.outer[index] = stack[-1] if stack else None
            stack.append(index)
            self._breaks.append(spans[index][0])
            self._inner.append(index)
        close(1 << 62)

    def around(self, place: int) -> int | None:
        """Index of the innermost stretch that holds a place; None where none does."""
        return self._inner[bisect_right(self._breaks, place) - 1]
