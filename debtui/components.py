"""Which part of the system a path belongs to: the team's own map, else the tree's shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase

TOO_LARGE = 0.4
"""Share of all files above which a directory is no component but a place of components, and is split."""
ROOT = "(root)"


def component_of(files: Iterable[str], overrides: Sequence[tuple[str, str]] = ()) -> Callable[[str], str]:
    """A function from path to component, learned from the tree's source files.

    A component is a top-level directory; one that holds more than 40 % of the files gives way to its sub-directories, again
    and again (so `src/package/` does not swallow the system). What lies directly in a split directory is its own component.
    """
    listed = list(files)
    split = _directories_to_split(listed)

    def place(path: str) -> str:
        for glob, name in overrides:
            if fnmatchcase(path, glob):
                return name
        parts = path.split("/")[:-1]
        depth = 0
        while depth < len(parts) and "/".join(parts[: depth + 1]) in split:
            depth += 1
        return "/".join(parts[: depth + 1]) or ROOT

    return place


def _directories_to_split(files: Sequence[str]) -> set[str]:
    inside: Counter[str] = Counter()
    parents: set[str] = set()
    for path in files:
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            inside["/".join(parts[:depth])] += 1
        for depth in range(1, len(parts)):
            parents.add("/".join(parts[:depth]))
    return {place for place in parents if inside[place] > TOO_LARGE * len(files)}
