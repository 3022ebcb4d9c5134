"""Files that name the file they begin from: `_base_` (MMEngine), `_BASE_` (Detectron2), `base`, `extends`, `inherits`.

Maps are merged, what else the file says replaces what it began from; `_delete_: true` drops an inherited map, as in
MMEngine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collectors.forms.config import Leaf
from debtui.resolve.base import Composition, Files, Opaque, System, Walk
from debtui.resolve.layers import Layers, items_of

_KEYS = ("_base_", "_BASE_", "base", "extends", "inherits", "inherit_from")


def is_root(files: Files, path: str) -> bool:
    """A file whose key of inheritance names a file that is there."""
    if not path.endswith((".yaml", ".yml", ".json", ".toml")) or (settings := files.get(path)) is None:
        return False
    return any(_find(files, path, name) is not None for _, _, name in _bases(settings.leaves))


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """What a file inherits, and what it says itself."""
    layers, opaque = Layers(), list[Opaque]()
    _lay(files, root, "the entry", layers, opaque, 0, Walk())
    return Composition(root, "inheritance", tuple(layers.resolved()), tuple(opaque))


def _lay(files: Files, path: str, how: str, layers: Layers, opaque: list[Opaque], depth: int, walk: Walk) -> None:
    leaves = [leaf for leaf in files[path].leaves if not leaf.document]
    named = list(_bases(leaves))
    for key, line, name in named:
        base = _find(files, path, name)
        if base is None or files.get(base) is None:
            opaque.append(Opaque(path, line, f"{key} names {name}, which is not in the repository, or cannot be read"))
        elif not walk.may_open(files[base], depth):
            opaque.append(Opaque(path, line, "files inherit from each other without end"))
        else:
            _lay(files, base, f"{key} of {path}", layers, opaque, depth + 1, walk)
    dropped = [
        leaf.key.rpartition(".")[0] for leaf in leaves if leaf.key.endswith("._delete_") and leaf.value != "false"
    ]
    for key in dropped:
        layers.take(key)
    said = {(key, line) for key, line, name in named}
    kept = [leaf for leaf in leaves if (leaf.key.partition("[")[0], leaf.line) not in said]
    layers.lay([leaf for leaf in kept if not leaf.key.endswith("._delete_")], path, how)


def _bases(leaves: Sequence[Leaf]) -> Iterator[tuple[str, int, str]]:
    """(key, line, file named) at the top of a file."""
    for leaf in leaves:
        key = leaf.key.partition("[")[0]
        if key in _KEYS and not leaf.document and leaf.type in {"string", "list"}:
            for name in items_of(leaf):
                yield key, leaf.line, name


def _find(files: Files, path: str, name: str) -> str | None:
    """Beside the file, or from the top of the repository; with the file's own ending where none is given."""
    parts: list[str] = path.split("/")[:-1]
    for part in name.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in {"", ".", ".."}:
            parts.append(part)
    ending = "." + path.rpartition(".")[2]
    stems = ("/".join(parts), name.removeprefix("./"))
    places = [stem + end for stem in stems for end in ("", ending) if stem]
    return next((place for place in places if place in files and place != path), None)


SYSTEM = System("inheritance", "files that name the file they begin from", is_root, resolve)
