"""JavaScript and TypeScript: a file is a module; the package.json above it says of which package.

Node's rules for relative paths, index files and workspaces, and TypeScript's baseUrl and paths (the nearest tsconfig.json or
jsconfig.json that has any; `extends` is not followed).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from debtui.imports.base import Module, Resolver, Root, Rule, Tree, Written, above, below, joined

_ENDINGS = (".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs", ".cjs")


def modules(tree: Tree) -> Iterator[Module]:
    """A module's name is its path below the package.json, without its ending; without one it is a script."""
    packages = {root.directory: root.name for root in tree.roots if root.kind == "package"}
    for path, kind in sorted(tree.files.items()):
        if kind != "code":
            continue
        directory = path.rpartition("/")[0]
        root = next((place for place in above(directory) if place in packages), None)
        if root is None:
            yield Module(path, path.rpartition("/")[2].partition(".")[0], "", directory)
        else:
            ending = next((end for end in (".d.ts", *_ENDINGS) if path.endswith(end)), "")
            name = below(root, path).removesuffix(ending).removesuffix("/index")
            yield Module(path, name, packages[root] or root.rpartition("/")[2] or "package.json", root)


def resolver(tree: Tree, known: Sequence[Module]) -> Resolver:
    """See the module."""
    paths = {one.path for one in known}
    packages = sorted((root.name, root.directory) for root in tree.roots if root.kind == "package" and root.name)
    settings: dict[str, list[Root]] = {}
    for root in tree.roots:
        if root.kind in {"base", "alias"}:
            settings.setdefault(root.directory, []).append(root)

    def find(importer: str, said: Written) -> str | None:
        if said.relative:
            places = iter([joined(importer, "..", said.target)])
        else:
            directory = next((place for place in above(importer.rpartition("/")[0]) if place in settings), "")
            places = chain(
                _aliased(directory, settings.get(directory, []), said.target), _shared(packages, said.target)
            )
        return next((found for place in places if place is not None and (found := _file(paths, place))), None)

    return find


def _file(paths: set[str], place: str) -> str | None:
    """The file that a path without its ending means. TypeScript's ESM names the .js that a .ts becomes."""
    stems = [place, *(place.removesuffix(end) for end in (".js", ".jsx", ".mjs") if place.endswith(end))]
    tried = (f"{stem}{index}{end}" for stem in stems for index in ("", "/index") for end in ("", *_ENDINGS))
    return next((path for path in tried if path in paths), None)


def _aliased(directory: str, told: Sequence[Root], target: str) -> Iterator[str | None]:
    """Where `paths`, the longest pattern first, and `baseUrl` of a tsconfig.json lead."""
    bases = [root.target for root in told if root.kind == "base"]
    for root in sorted((root for root in told if root.kind == "alias"), key=lambda root: -len(root.name)):
        before, star, after = root.name.partition("*")
        if target == root.name or (star and target.startswith(before) and target.endswith(after)):
            middle = target[len(before) : len(target) - len(after)]
            yield joined(directory, *bases[:1], root.target.replace("*", middle, 1))
    yield from (joined(directory, base, target) for base in bases)


def _shared(packages: Sequence[tuple[str, str]], target: str) -> Iterator[str | None]:
    """Where another package of the repository has what is imported by its name: by habit, as `exports` are not read."""
    for name, directory in packages:
        if target == name:
            yield from (joined(directory, place, "index") for place in ("", "src", "lib"))
        elif target.startswith(f"{name}/"):
            yield from (joined(directory, place, target[len(name) + 1 :]) for place in ("", "src"))


RULE = Rule(frozenset({"JavaScript", "TypeScript"}), modules, resolver)
