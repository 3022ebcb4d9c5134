"""C, C++ and CUDA: a file is a module, and all of a repository are one package, as include paths are not known.

A quoted include means the file beside the includer, else the only (or nearest) file whose path ends so; one in angle brackets
only a file that an `include` or `src` directory, or the root, leads to: `<string.h>` is the library's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtui.imports.base import Module, Resolver, Rule, Tree, Written, joined, nearest

_LEADING = {"", "include", "src", "inc"}


def modules(tree: Tree) -> Iterator[Module]:
    """A module is called like its path."""
    for path, kind in sorted(tree.files.items()):
        if kind == "code":
            yield Module(path, path, "C/C++", "")


def resolver(tree: Tree, known: Sequence[Module]) -> Resolver:
    """See the module."""
    paths = {one.path for one in known}
    named: dict[str, list[str]] = {}
    for one in known:
        named.setdefault(one.path.rpartition("/")[2], []).append(one.path)

    def find(importer: str, said: Written) -> str | None:
        if said.relative and (beside := joined(importer, "..", said.target)) in paths:
            return beside
        target = joined(said.target.lstrip("./"))
        if not target:
            return None
        ending = [
            path
            for path in named.get(target.rpartition("/")[2], ())
            if path == target or path.endswith(f"/{target}")
        ]  # fmt: skip
        if not said.relative:
            ending = [path for path in ending if path[: -len(target)].rstrip("/").rpartition("/")[2] in _LEADING]
        return nearest(ending, importer)

    return find


RULE = Rule(frozenset({"C", "C++", "CUDA"}), modules, resolver)
