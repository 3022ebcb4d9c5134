"""gin: includes, macros and scopes, as gin-config 0.5 reads them; and bindings that a run did not use.

A binding is `scope/module.function.parameter = value`, a macro `NAME = value`. The last one said holds, an include stands
for the lines of what it includes. In the scope `a/b` the bindings of `a/b`, of `a` and of no scope hold, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from collectors.forms.config import Leaf
from debtui.resolve.base import Composition, Files, Opaque, Resolved, Step, System, Walk

_MACRO = re.compile(r"""(?<![\w"'%])%([A-Za-z_][\w./]*)""")
_MACROS = 40
"""Macros replaced in one value."""


def is_root(files: Files, path: str) -> bool:
    """A gin file that no other one includes."""
    return path.endswith(".gin") and path not in files.once("gin includes", lambda: _included(files))


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """The bindings that a file and what it includes make, macros replaced by their values.

    `given` are bindings as gin takes them on a command line: `train.lr = 0.3`.
    """
    chains: dict[str, tuple[Step, ...]] = {}
    opaque: list[Opaque] = []
    for key, step in _said(files, root, "the entry", opaque, 0, Walk()):
        chains[key] = (*chains.get(key, ()), step)
    for text in given:
        key, _, value = (part.strip() for part in text.partition("="))
        chains[key] = (*chains.get(key, ()), Step("", 0, value, "string", f"override {text}"))
    leaves = tuple(_expanded(key, chains) for key in sorted(chains))
    return Composition(root, "gin", leaves, tuple(opaque))


def value_of(composition: Composition, key: str) -> Resolved | None:
    """What holds for a parameter in a scope: bound there, or in a scope around it, or in none."""
    scope, name = _scoped(key)
    holding = [
        (len(its_scope), leaf)
        for leaf in composition.leaves
        for its_scope, its_name in [_scoped(leaf.key)]
        if _same(its_name, name) and scope[: len(its_scope)] == its_scope
    ]
    return max(holding, key=lambda item: item[0], default=(0, None))[1]


def dead(composition: Composition, operative: Sequence[Leaf]) -> list[Resolved]:
    """Bindings that a run did not use, by the operative configuration that it recorded.

    A binding is used where the run has its parameter in its scope, or in a scope within that binds nothing nearer.
    """
    used = {leaf.key for key in (leaf.key for leaf in operative) if (leaf := value_of(composition, key)) is not None}
    return [leaf for leaf in composition.leaves if leaf.key not in used]


def _said(
    files: Files, path: str, how: str, opaque: list[Opaque], depth: int, walk: Walk
) -> Iterator[tuple[str, Step]]:
    """Every binding in the order in which gin reads them."""
    settings = files[path]
    lines: list[tuple[int, Leaf | str]] = [(leaf.line, leaf) for leaf in settings.leaves]
    lines += [(d.line, d.target) for d in settings.directives if d.kind == "include"]
    for line, said in sorted(lines, key=lambda item: item[0]):
        if isinstance(said, Leaf):
            yield said.key, Step(path, line, said.value, said.type, how, said.key)
            continue
        found = _find(files, path, said)
        if found is None or files.get(found) is None:
            opaque.append(Opaque(path, line, f"the included {said} is not in the repository, or cannot be read"))
        elif not walk.may_open(files[found], depth):
            opaque.append(Opaque(path, line, "files include each other without end"))
        else:
            yield from _said(files, found, f"included by {path}", opaque, depth + 1, walk)


def _find(files: Files, path: str, target: str) -> str | None:
    """gin looks below its search paths, which are not known: beside the file, at the top, or the only one so called."""
    beside = f"{path.rpartition('/')[0]}/{target}".lstrip("/")
    if found := next((place for place in (beside, target) if place in files), None):
        return found
    ending = [place for place in files if place.endswith(f"/{target}")]
    return ending[0] if len(ending) == 1 else None


def _included(files: Files) -> set[str]:
    found = set()
    for path in files:
        if path.endswith(".gin") and (settings := files.get(path)) is not None:
            targets = [_find(files, path, told.target) for told in settings.directives if told.kind == "include"]
            found |= {target for target in targets if target is not None and target != path}
    return found


def _expanded(key: str, chains: dict[str, tuple[Step, ...]]) -> Resolved:
    """A binding with macros replaced; who said the macro stands in the chain, behind who named it."""
    chain, opaque = chains[key], ""
    for _ in range(_MACROS):
        last = chain[-1]
        match = None if last.value.startswith(("'", '"')) else _MACRO.search(last.value)
        if match is None:
            break
        told = chains.get(match[1]) or chains.get(f"{match[1]}/macro.value")
        if told is None:
            opaque = f"{match[0]} is bound nowhere: a constant of the program, or missing"
            break
        value = last.value[: match.start()] + told[-1].value + last.value[match.end() :]
        kind = told[-1].type if match[0] == last.value else last.type
        chain = (
            *chain,
            *(replace(step, value=value, type=kind, how=f"macro {match[0]}, {step.how}") for step in told[-1:]),
        )
    else:
        opaque = "macros name each other without end"
    return Resolved(key, chain[-1].value, chain[-1].type, chain, opaque)


def _scoped(key: str) -> tuple[tuple[str, ...], str]:
    *scope, name = key.split("/")
    return tuple(scope), name


def _same(one: str, other: str) -> bool:
    """gin takes any unique end of a full name: `train.lr` is `models.train.lr`."""
    return one == other or ("." in one and "." in other and (one.endswith(f".{other}") or other.endswith(f".{one}")))


SYSTEM = System("gin", "gin's includes, macros and scopes", is_root, resolve)
