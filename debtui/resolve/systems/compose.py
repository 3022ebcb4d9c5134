"""Docker Compose: `docker-compose.<name>.yml` over `docker-compose.yml`, and a service that extends another.

Merged as https://docs.docker.com/reference/compose-file/merge/ says: maps key by key, lists one after the other, except
command, entrypoint and a health check's test, which replace; environment and labels are maps in either notation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from collectors.forms.config import Leaf
from debtui.resolve.base import Composition, Files, Opaque, Step, System, Walk
from debtui.resolve.layers import Layers, items_of

_NAME = re.compile(r"(docker-compose|compose)(?:[.-]([^/]+))?\.ya?ml")
_AS_MAP = re.compile(r"services\.[^.]+\.(?:environment|labels|build\.args|build\.labels|extra_hosts|sysctls)")
_REPLACED = re.compile(r"services\.[^.]+\.(?:command|entrypoint|healthcheck\.test)")
_EXTENDS = re.compile(r"services\.([^.]+)\.extends(?:\.(file|service))?")


def is_root(files: Files, path: str) -> bool:
    """A compose file of an environment beside the one that it is laid over, or one whose services extend others."""
    match = _NAME.fullmatch(path.rpartition("/")[2])
    if match is None:
        return False
    if match[2]:
        return _base(files, path) is not None
    return (settings := files.get(path)) is not None and any(_EXTENDS.fullmatch(leaf.key) for leaf in settings.leaves)


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """The services of the base with those of the entry on top. `${VARIABLE}` stays as it is written."""
    layers, opaque = Layers(), list[Opaque]()
    base, walk = _base(files, root), Walk()
    for path, how in ((base, "the base"), (root, "the entry")):
        if path is not None and files.get(path) is not None:
            _lay(_extended(files, path, opaque, 0, walk), path, how, layers)
    return Composition(root, "compose", tuple(layers.resolved()), tuple(opaque))


def _base(files: Files, path: str) -> str | None:
    folder, _, name = path.rpartition("/")
    match = _NAME.fullmatch(name)
    if match is None or not match[2]:
        return None
    names = [f"{match[1]}{end}" for end in (".yml", ".yaml", ".base.yml", ".base.yaml")]
    places = [f"{folder}/{other}" if folder else other for other in names]
    return next((place for place in places if place in files and place != path), None)


def _lay(leaves: Iterable[Leaf], path: str, how: str, layers: Layers) -> None:
    for leaf in leaves:
        before = layers.last(leaf.key)
        if leaf.type == "list" and before is not None and before.type == "list" and not _REPLACED.fullmatch(leaf.key):
            items = [*items_of(before), *items_of(leaf)]
            joined = json.dumps(list(dict.fromkeys(items)), ensure_ascii=False, separators=(",", ":"))
            leaf = replace(leaf, value=joined)
        layers.put(leaf.key, Step(path, leaf.line, leaf.value, leaf.type, how, leaf.key))


def _extended(files: Files, path: str, opaque: list[Opaque], depth: int, walk: Walk) -> list[Leaf]:
    """A file's leaves, environment and labels as maps, services that extend another one filled in."""
    leaves = [one for leaf in files[path].leaves if not leaf.document for one in _as_map(leaf)]
    named: dict[str, dict[str, Leaf]] = {}
    for leaf in leaves:
        if match := _EXTENDS.fullmatch(leaf.key):
            named.setdefault(match[1], {})[match[2] or "service"] = leaf
    kept = [leaf for leaf in leaves if not _EXTENDS.fullmatch(leaf.key)]
    for service, how in named.items():
        wanted = how.get("service")
        other = (
            f"{path.rpartition('/')[0]}/{how['file'].value.removeprefix('./')}".lstrip("/") if "file" in how else path
        )
        line = next(iter(how.values())).line
        if wanted is None or files.get(other) is None or not walk.may_open(files[other], depth):
            opaque.append(Opaque(path, line, f"{service} extends what is not in the repository, or cannot be read"))
            continue
        within = kept if other == path else _extended(files, other, opaque, depth + 1, walk)
        start = f"services.{wanted.value}."
        own = {leaf.key for leaf in kept}
        inherited = [
            replace(leaf, key=f"services.{service}.{leaf.key.removeprefix(start)}")
            for leaf in within
            if leaf.key.startswith(start)
        ]
        kept += [leaf for leaf in inherited if leaf.key not in own]
    return kept


def _as_map(leaf: Leaf) -> Iterator[Leaf]:
    if leaf.type != "list" or not _AS_MAP.fullmatch(leaf.key):
        yield leaf
        return
    for item in items_of(leaf):
        name, given, value = item.partition("=")
        yield Leaf(f"{leaf.key}.{name}", value, "string" if given else "null", leaf.line, leaf.document)


SYSTEM = System("compose", "Docker Compose files laid over each other", is_root, resolve)
