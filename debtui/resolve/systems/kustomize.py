"""Kustomize: resources of a base with an overlay's patches on top, by kind and name.

Strategic merge patches are laid; lists of maps are merged by `name`, as Kubernetes merges containers, variables, volumes
and ports. JSON patches, generators and transformers (prefixes, images, replicas) are opaque.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from collectors.forms.config import Leaf
from debtui.resolve.base import Composition, Files, Opaque, System, Walk
from debtui.resolve.layers import Layers, items_of

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LISTED = re.compile(r"(resources|bases|components|patchesStrategicMerge)(?:\[\d+\])?")
_PATCH = re.compile(r"patches\[(\d+)\]\.(path|patch)")
_OPAQUE = (
    "namePrefix", "nameSuffix", "images", "replicas", "configMapGenerator", "secretGenerator", "generators",
    "transformers", "patchesJson6902", "helmCharts", "vars", "replacements",
)  # fmt: skip


def is_root(files: Files, path: str) -> bool:
    """A kustomization."""
    return path.rpartition("/")[2] in _NAMES


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """Every resource as `Kind/name.<path>`, with the patches that are laid over it."""
    layers, opaque = Layers(), list[Opaque]()
    _lay(files, root, layers, opaque, 0, Walk())
    return Composition(root, "kustomize", tuple(layers.resolved()), tuple(opaque))


def _lay(files: Files, path: str, layers: Layers, opaque: list[Opaque], depth: int, walk: Walk) -> None:
    folder = path.rpartition("/")[0]
    patches, told = [], set[str]()
    for leaf in files[path].leaves:
        listed, patch = _LISTED.fullmatch(leaf.key), _PATCH.fullmatch(leaf.key)
        top = leaf.key.partition("[")[0].partition(".")[0]
        if top in _OPAQUE:
            if top not in told:
                opaque.append(Opaque(path, leaf.line, f"{top}: only kustomize itself can apply it"))
            told.add(top)
        elif patch is not None and patch[2] == "patch":
            opaque.append(Opaque(path, leaf.line, "a patch written in place is not read"))
        elif listed is None and patch is None:
            continue
        else:
            for name in items_of(leaf):
                place = _place(files, folder, name)
                if place is None or files.get(place) is None or not walk.may_open(files[place], depth):
                    opaque.append(Opaque(path, leaf.line, f"{name} is not in the repository, or cannot be read"))
                elif place.rpartition("/")[2] in _NAMES:
                    _lay(files, place, layers, opaque, depth + 1, walk)
                elif patch is not None or (listed and listed[1] == "patchesStrategicMerge"):
                    patches.append(place)
                else:
                    _documents(files, place, f"resource of {path}", layers, opaque)
    for place in patches:
        _documents(files, place, f"patch of {path}", layers, opaque)


def _documents(files: Files, path: str, how: str, layers: Layers, opaque: list[Opaque]) -> None:
    for number in sorted({leaf.document for leaf in files[path].leaves}):
        leaves = [leaf for leaf in files[path].leaves if leaf.document == number]
        said = {leaf.key: leaf.value for leaf in leaves}
        if "kind" not in said or "metadata.name" not in said:
            opaque.append(Opaque(path, leaves[0].line, "no resource, and no patch by kind and name"))
            continue
        layers.lay(_by_name(leaves), path, how, f"{said['kind']}/{said['metadata.name']}")


def _by_name(leaves: list[Leaf]) -> Iterator[Leaf]:
    """Items of lists by their names: `containers[0].image` becomes `containers.web.image`."""
    names = {leaf.key.removesuffix(".name"): leaf.value for leaf in leaves if leaf.key.endswith("].name")}

    def named(key: str) -> str:
        done, start = "", 0
        for match in re.finditer(r"\[\d+\]", key):
            item = key[: match.end()]
            done += key[start : match.start()] + (f".{names[item]}" if item in names else match.group())
            start = match.end()
        return done + key[start:]

    for leaf in leaves:
        yield replace(leaf, key=named(leaf.key))


def _place(files: Files, folder: str, name: str) -> str | None:
    parts = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    place = "/".join(parts)
    places = [place, *(f"{place}/{end}" if place else end for end in _NAMES)]
    return next((found for found in places if found in files), None)


SYSTEM = System("kustomize", "Kustomize's bases with patches on top", is_root, resolve)
