"""Kedro: `conf/<env>` over `conf/base`. A top-level key of the environment replaces the whole key of base, unmerged.

As OmegaConfigLoader does by default (`merge_strategy` "destructive"): files of one kind (parameters, catalog, …) are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from debtui.resolve.base import Composition, Files, Step, System
from debtui.resolve.layers import Layers

_KIND = re.compile(r"(?:^|/)(parameters|catalog|spark|logging|credentials|mlflow)[^/]*(?:/|\.ya?ml$|\.json$)")


def is_root(files: Files, path: str) -> bool:
    """The first file of its kind in an environment beside a `base` that has a catalog or parameters."""
    placed = _placed(files, path)
    if placed is None:
        return False
    conf, environment, kind = placed
    return path == _of_kind(files, f"{conf}/{environment}", kind)[0]


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """Everything of the entry's kind that holds in its environment."""
    layers = Layers()
    conf, environment, kind = _placed(files, root) or ("", "", "")
    for folder, how in ((f"{conf}/base", "base"), (f"{conf}/{environment}", f"environment {environment}")):
        found = {path: files[path].leaves for path in _of_kind(files, folder, kind) if files.get(path) is not None}
        gone: dict[str, tuple[Step, ...]] = {}
        for top in {leaf.key.partition(".")[0].partition("[")[0] for leaves in found.values() for leaf in leaves}:
            gone |= layers.take(top)
        for path, leaves in found.items():
            layers.lay([leaf for leaf in leaves if not leaf.document], path, how, gone=gone)
    return Composition(root, "kedro", tuple(layers.resolved()))


def _placed(files: Files, path: str) -> tuple[str, str, str] | None:
    """(conf directory, environment, kind of file) of a path."""
    match = re.fullmatch(r"((?:.*/)?conf)/([^/]+)/(.+)", path)
    if match is None or match[2] == "base":
        return None
    kind = _KIND.search(match[3])
    base = f"{match[1]}/base"
    if kind is None or not (_of_kind(files, base, "parameters") or _of_kind(files, base, "catalog")):
        return None
    return match[1], match[2], kind[1]


def _of_kind(files: Files, folder: str, kind: str) -> list[str]:
    below = files.once(f"below {folder}", lambda: [path for path in sorted(files) if path.startswith(f"{folder}/")])
    return [path for path in below if (match := _KIND.search(path[len(folder) :])) and match[1] == kind]


SYSTEM = System("kedro", "Kedro's environments over base, top-level keys replaced", is_root, resolve)
