"""Which part of the graph of data a drawing shows: all of it, or where that is too much the ends and what they are made of, the rest
folded by component."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from debtui.datagraph import ENDS, Steps

MOST = 150
"""Nodes of one drawing."""
MOST_FOLDS = 12
"""Components that the rest is folded into; of more the smallest go into one."""
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Shown:
    """A node of the drawing."""

    kind: str
    name: str
    where: str = ""
    """File and line that speak of it."""
    component: str = ""
    focus: bool = False
    """What the drawing is about."""
    folded: int = 0
    """Nodes that it stands for; 0: it is one."""


@dataclass(frozen=True)
class View:
    """A drawing's nodes by id, its edges, and what it leaves out, in sentences."""

    nodes: Mapping[str, Shown]
    edges: Sequence[tuple[str, str]]
    notes: Sequence[str] = field(default=())


def view(nodes: Mapping[str, Shown], edges: Iterable[tuple[str, str]], most: int = MOST) -> View:
    """A view of at most `most` nodes, folds included. What nothing links is counted, and not drawn."""
    pairs = sorted({(a, b) for a, b in edges if a != b and a in nodes and b in nodes})
    linked = {end for pair in pairs for end in pair} | {name for name, node in nodes.items() if node.focus}
    notes = []
    if alone := len(nodes) - len(linked):
        notes.append(
            f"{alone:,} {'thing' if alone == 1 else 'things'} that nothing links {'is' if alone == 1 else 'are'} not drawn"
        )
    if len(linked) <= most:
        return View({name: nodes[name] for name in sorted(linked)}, pairs, notes)
    kept = set(_nearest(nodes, linked, pairs, most - MOST_FOLDS - 1))
    home = _homes(nodes, sorted(linked - kept))
    sizes = Counter(home.values())
    folds = {f"folded:{name}": Shown("folded", name, folded=size) for name, size in sorted(sizes.items())}
    to = {**{name: name for name in kept}, **{name: f"folded:{component}" for name, component in home.items()}}
    drawn = sorted({(to[a], to[b]) for a, b in pairs if to[a] != to[b]})
    notes.append(
        f"{len(kept):,} of {len(linked):,} linked things are drawn: models, outputs and what they are made of, the nearest first; "
        + "folded: "
        + ", ".join(f"{size:,} of {name}" for name, size in sorted(sizes.items(), key=lambda each: (-each[1], each[0])))
    )
    return View({**{name: nodes[name] for name in sorted(kept)}, **folds}, drawn, notes)


def _nearest(nodes: Mapping[str, Shown], linked: set[str], pairs: Sequence[tuple[str, str]], most: int) -> list[str]:
    """The focus, else the ends, else what nothing reads; and then what these are made of, by distance and name."""
    read = {a for a, _ in pairs}
    ends = [name for name in linked if nodes[name].focus] or [name for name in linked if nodes[name].kind in ENDS]
    ends = sorted(ends or linked - read, key=lambda name: (nodes[name].kind != "model", name)) or sorted(linked)
    above, below = Steps((b, a) for a, b in pairs), Steps(pairs)
    found = dict.fromkeys(ends[:most])
    layer = list(found)
    while layer and len(found) < most:
        focus = nodes[ends[0]].focus
        following = {
            each
            for name in layer
            for each in (*above.of(name), *(below.of(name) if focus else ()))
            if each not in found
        }
        layer = sorted(following)[: most - len(found)]
        found |= dict.fromkeys(layer)
    return list(found)


def _homes(nodes: Mapping[str, Shown], names: Sequence[str]) -> dict[str, str]:
    home = {name: nodes[name].component or ELSEWHERE for name in names}
    largest = {
        name for name, _ in sorted(Counter(home.values()).items(), key=lambda each: (-each[1], each[0]))[:MOST_FOLDS]
    }
    return {name: component if component in largest else ELSEWHERE for name, component in home.items()}
