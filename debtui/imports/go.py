"""Go: a package is a directory, all its files are one module, named by the module path of the go.mod above it.

What is imported is the package; its first file stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtui.imports.base import Module, Resolver, Rule, Tree, Written, above, below, joined


def modules(tree: Tree) -> Iterator[Module]:
    """Files below no go.mod are scripts."""
    named = {root.directory: root.name for root in tree.roots if root.kind == "module"}
    for path, kind in sorted(tree.files.items()):
        if kind != "code":
            continue
        directory = path.rpartition("/")[0]
        root = next((place for place in above(directory) if place in named), None)
        if root is None:
            yield Module(path, path.rpartition("/")[2].removesuffix(".go"), "", directory)
        else:
            rest = below(root, directory) if directory != root else ""
            yield Module(path, f"{named[root]}/{rest}" if rest else named[root], named[root], root)


def resolver(tree: Tree, known: Sequence[Module]) -> Resolver:
    """By the whole name of a package."""
    first: dict[str, str] = {}
    lying: dict[str, str] = {}
    for one in known:
        if one.package:
            first.setdefault(one.module, one.path)
        lying.setdefault(one.path.rpartition("/")[0], one.path)

    def find(importer: str, said: Written) -> str | None:
        if said.relative:
            return lying.get(joined(importer, "..", said.target) or "")
        return first.get(said.target)

    return find


RULE = Rule(frozenset({"Go"}), modules, resolver)
