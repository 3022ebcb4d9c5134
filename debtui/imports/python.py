"""Python: packages by their `__init__.py`, as grimp has them; namespace packages, `src/` layouts and several packages beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtui.imports.base import Module, Resolver, Rule, Tree, Written, above, below, joined, nearest


def modules(tree: Tree) -> list[Module]:
    """A file whose directories all have an `__init__.py`, up to one that has none, is part of a package.

    Packages that hold nothing but tests are left out; tests inside a package of code are modules of it, as grimp has it.
    """
    files = sorted(path for path in tree.files if path.endswith(".py"))
    packages = {path.rpartition("/")[0] for path in files if path.rpartition("/")[2] == "__init__.py"}
    found = []
    for path in files:
        directory, _, name = path.rpartition("/")
        top = directory
        while top in packages and top.rpartition("/")[0] in packages:
            top = top.rpartition("/")[0]
        # No import can name a file with a dot in its stem, such as PyInstaller's hooks.
        inside = directory in packages and directory != "" and "." not in name.removesuffix(".py")
        root = top.rpartition("/")[0] if inside else directory
        stem = below(root, path).removesuffix(".py")
        module = stem.removesuffix("/__init__").replace("/", ".") if inside else name.removesuffix(".py")
        found.append(Module(path, module, module.partition(".")[0] if inside else "", root))
    ours = {(one.root, one.package) for one in found if tree.files[one.path] == "code"}
    return [one for one in found if (one.root, one.package) in ours and (one.package or tree.files[one.path] == "code")]


def resolver(tree: Tree, known: Sequence[Module]) -> Resolver:
    """Relative imports go by directories; others by the importer's own root, then by the only root, or the nearest, that has the name."""
    paths = {one.path for one in known}
    packages = {path.rpartition("/")[0] for path in paths if path.endswith("__init__.py")}
    path_of = {(one.root, one.module): one.path for one in known}
    root_of = {one.path: one.root for one in known}
    anywhere: dict[str, list[str]] = {}
    for one in known:
        anywhere.setdefault(one.module, []).append(one.path)
        for name in _as_namespace(one.path, packages):
            if name != one.module:
                anywhere.setdefault(name, []).append(one.path)

    def absolute(importer: str, name: str) -> str | None:
        found = path_of.get((root_of[importer], name))
        if found is None:
            places = anywhere.get(name, [])
            # A single word is a package, or a script at the top: other scripts are on nobody else's path.
            if "." not in name:
                places = [path for path in places if path.endswith("/__init__.py") or "/" not in path]
            found = nearest(places, importer)
        return found

    def relative(importer: str, target: str) -> str | None:
        dots = len(target) - len(target.lstrip("."))
        place = joined(importer, *[".."] * dots, target[dots:].replace(".", "/"))
        if not place:
            return None
        return next((path for path in (f"{place}.py", f"{place}/__init__.py") if path in paths), None)

    def find(importer: str, said: Written) -> str | None:
        look = relative if said.target.startswith(".") else absolute
        target, name = said.target, said.name
        if name and name != "*":
            found = look(importer, target + name if target.endswith(".") else f"{target}.{name}")
            if found is not None:
                return found
        return look(importer, target)

    return find


def _as_namespace(path: str, packages: set[str]) -> Iterator[str]:
    """Names under which a file is found through directories without `__init__.py` (PEP 420): from each directory above its package."""
    stem = path.removesuffix(".py").removesuffix("/__init__")
    for directory in above(path.rpartition("/")[0]):
        name = below(directory, stem)
        if directory not in packages and "/" in name:
            yield name.replace("/", ".")


RULE = Rule(frozenset({"Python"}), modules, resolver)
