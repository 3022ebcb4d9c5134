"""Java and Scala: a file is the class it is called like, in the package that it says it is part of.

An import of a member or of an inner class means the file of the class; `a.b.*` of a package is left out: only the compiler
knows which of its classes are meant. Classes of one package see each other without an import, which is not seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from debtui.imports.base import Module, Resolver, Rule, Tree, Written, nearest

_SOURCES = re.compile(r"(?:^|/)src/main/(?:java|scala)\b.*$|(?:^|/)(?:src|java|scala|src/(?:java|scala))$")


def modules(tree: Tree) -> Iterator[Module]:
    """A package here is what is built as a whole: the directory above `src/main/java`."""
    for path, kind in sorted(tree.files.items()):
        if kind != "code":
            continue
        directory, _, name = path.rpartition("/")
        declared = tree.declared.get(path, "")
        inner = declared.replace(".", "/")
        if not declared:
            yield Module(path, name.rpartition(".")[0], "", directory)
            continue
        root = directory[: -len(inner)].rstrip("/") if f"/{directory}".endswith(f"/{inner}") else directory
        root = _SOURCES.sub("", root)
        yield Module(path, f"{declared}.{name.rpartition('.')[0]}", root.rpartition("/")[2] or "Java", root)


def resolver(tree: Tree, known: Sequence[Module]) -> Resolver:
    """By the whole name of a class; Scala's imports may begin within the packages around."""
    classes: dict[str, list[str]] = {}
    for one in known:
        classes.setdefault(one.module, []).append(one.path)

    def find(importer: str, said: Written) -> str | None:
        target = said.target.removesuffix(".*")
        around = tree.declared.get(importer, "").split(".") if importer.endswith(".scala") else []
        for depth in range(len(around) + 1):
            name = ".".join([*around[:depth], target]) if depth else target
            while name.count(".") >= max(depth, 1):
                if name in classes:
                    return nearest(classes[name], importer)
                name = name.rpartition(".")[0]
        return None

    return find


RULE = Rule(frozenset({"Java", "Scala"}), modules, resolver)
