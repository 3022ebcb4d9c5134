"""The graph of data: which of the things that files speak of are one thing, and how data goes between them.

A node's id is its kind and its name, `table:shop.orders`. Things with one location are one node: a catalogue's `companies` and
the file that a program opens. A file's path is looked for from the file that names it upwards to the root. Tables are one where
the name of one ends in the other's (`orders`, `shop.orders`) and no third does; but a table that has a place of its own,
or that a file makes under its own name, is not the one that a source lies in. Jobs are called alike in many files: only a job named in one file goes by its name alone.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ENDS = ("model", "output", "service", "surface", "consumer")
"""Kinds of nodes that data is made for."""
NO_FLOW = ("precedes", "returns")
"""Ways of edges that no data takes by a program's doing: an order, and what people do with what they are shown."""
_PREFERRED = (
    "model", "output", "surface", "service", "consumer", "source", "view", "dataset", "table", "topic", "api", "job", "feature", "file",
)  # fmt: skip
"""Of the kinds that fall together in one node, the first counts."""
_MODEL_FILE = re.compile(
    r"\.(pkl|pickle|joblib|pt|pth|onnx|h5|keras|safetensors|ckpt|bst|cbm|tflite|mlmodel)$", re.IGNORECASE
)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Link(NamedTuple):
    """A row of `data_link_at`."""

    path: str
    line: int
    tool: str
    from_kind: str
    from_name: str
    to_kind: str
    to_name: str
    how: str
    pin: str | None
    recorded: bool


class Thing(NamedTuple):
    """A row of `data_thing_at`."""

    path: str
    line: int
    tool: str
    kind: str
    name: str
    location_kind: str | None
    location: str | None
    owner: str | None
    description: str | None
    freshness: str | None
    tests: int | None
    pin: str | None
    frozen: bool | None
    access: str | None
    contract: bool | None = None


@dataclass
class Node:
    """One thing, with everything that is said of it."""

    kind: str
    name: str
    path: str
    """Where it is declared; else where it is first spoken of."""
    line: int
    declared: bool = False
    tools: set[str] = field(default_factory=set)
    location: str | None = None
    owner: str | None = None
    description: str | None = None
    freshness: str | None = None
    tests: int | None = None
    pin: str | None = None
    frozen: bool | None = None
    access: str | None = None
    contract: bool | None = None

    @property
    def id(self) -> str:
        """Kind and name."""
        return f"{self.kind}:{self.name}"


@dataclass
class Edge:
    """Data goes from one node to another; the first place that says so."""

    source: str
    target: str
    how: str
    path: str
    line: int
    tool: str
    pin: str | None
    recorded: bool
    """Nothing but records says it."""
    said: list[Link] = field(default_factory=list)
    """Every link that says so."""


@dataclass(frozen=True)
class Graph:
    """Nodes by id, and edges, each pair and `how` once."""

    nodes: Mapping[str, Node]
    edges: Sequence[Edge]


_Key = tuple[str, str]


def graph(things: Iterable[Thing], links: Iterable[Link], files: Iterable[str]) -> Graph:
    """The graph of one commit; `files` are the paths of its tree."""
    told = list(things)
    steps = list(links)
    names = _Names(told, steps, set(files))
    same = _Sets()
    said: dict[_Key, list[Thing]] = defaultdict(list)
    for thing in told:
        key = names.key(thing.path, thing.kind, thing.name)
        said[key].append(thing)
        same.join(key)
        if thing.location and thing.location_kind:
            same.join(key, names.key(thing.path, thing.location_kind, thing.location))
    ends = [
        (
            names.key(link.path, link.from_kind, link.from_name),
            names.key(link.path, link.to_kind, link.to_name),
            link,
        )
        for link in steps
    ]
    first: dict[_Key, tuple[bool, str, int]] = {}
    for source, target, link in ends:
        for key in (source, target):
            same.join(key)
            place = (link.recorded, link.path, link.line)
            first[key] = min(first.get(key, place), place)
    by_key: dict[_Key, Node] = {}
    nodes: dict[str, Node] = {}
    for members in same.groups():
        node = _node(members, said, first)
        nodes[node.id] = node
        by_key.update(dict.fromkeys(members, node))
    edges: dict[tuple[str, str, str], Edge] = {}
    for source, target, link in sorted(ends, key=lambda end: (end[2].recorded, end[2].path, end[2].line)):
        a, b = by_key[source], by_key[target]
        a.tools.add(link.tool)
        b.tools.add(link.tool)
        if a is b:
            continue
        before = edges.get((a.id, b.id, link.how))
        if before is None:
            edges[a.id, b.id, link.how] = Edge(
                a.id, b.id, link.how, link.path, link.line, link.tool, link.pin, link.recorded, [link]
            )
            continue
        before.said.append(link)
        if before.pin is None:
            before.pin = link.pin
    return Graph(nodes, [edges[key] for key in sorted(edges)])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands in the graph."""

    depth: int
    """Steps of the longest way to it from a root; a cycle is one step."""
    cycle: int
    """Nodes of the cycle that it is part of; 0: of none."""
    counted: int
    """Of the nodes that are counted, the most that one way to it has, itself included."""


def places(nodes: Iterable[str], edges: Iterable[tuple[str, str]], counted: Container[str] = ()) -> dict[str, Place]:
    """Depth and cycle of every node, by the strongly connected components in their topological order."""
    g = _Indexed(nodes, edges)
    found: dict[str, Place] = {}
    depth = [0] * len(g.names)
    most = [0] * len(g.names)
    for component in reversed(g.components):
        within = set(component)
        before = {p for node in component for p in g.graph.predecessor_indices(node)} - within
        deepest = max((depth[p] + 1 for p in before), default=0)
        above = max((most[p] for p in before), default=0) + sum(g.names[node] in counted for node in component)
        for node in component:
            depth[node], most[node] = deepest, above
            found[g.names[node]] = Place(deepest, len(component) if len(component) > 1 else 0, above)
    return found


def reaching(nodes: Iterable[str], edges: Iterable[tuple[str, str]], ends: Sequence[str]) -> dict[str, int]:
    """Which ends each node leads to, itself left out: bit n of its number stands for the n-th end.

    One pass over the edges, however many nodes are asked for: a walk from each of 10,000 sources would be 10,000 passes.
    """
    g = _Indexed(nodes, edges)
    bit = {end: 1 << place for place, end in enumerate(ends)}
    own = [bit.get(name, 0) for name in g.names]
    below = [0] * len(g.names)
    for component in g.components:
        reached = 0
        for node in component:
            for following in g.graph.successor_indices(node):
                reached |= own[following] | below[following]
        for node in component:
            below[node] = reached
    return {name: below[place] & ~own[place] for place, name in enumerate(g.names)}


class _Indexed:
    """A graph of numbers, and its strongly connected components, each before those that lead to it."""

    def __init__(self, nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> None:
        import rustworkx

        self.names = list(nodes)
        number = {name: i for i, name in enumerate(self.names)}
        self.graph = rustworkx.PyDiGraph(multigraph=False)
        self.graph.add_nodes_from(self.names)
        self.graph.extend_from_edge_list([(number[a], number[b]) for a, b in edges])
        self.components: list[list[int]] = rustworkx.strongly_connected_components(self.graph)


class Steps:
    """Neighbours in one direction, for walks."""

    def __init__(self, edges: Iterable[tuple[str, str]]) -> None:
        self._next: dict[str, list[str]] = defaultdict(list)
        for a, b in edges:
            self._next[a].append(b)

    def of(self, node: str) -> list[str]:
        """The next nodes, in order."""
        return sorted(set(self._next.get(node, ())))

    def reached(self, start: str) -> dict[str, tuple[int, str]]:
        """Every node that can be reached, with its distance and the node before it on a shortest way; without the start."""
        found: dict[str, tuple[int, str]] = {}
        todo = deque([start])
        while todo:
            node = todo.popleft()
            distance = found[node][0] + 1 if node in found else 1
            for following in self._next.get(node, ()):
                if following not in found and following != start:
                    found[following] = (distance, node)
                    todo.append(following)
        return found


class _Names:
    """What a name in a file stands for."""

    def __init__(self, things: Sequence[Thing], links: Sequence[Link], files: set[str]) -> None:
        self._files = files | {_joined(thing.path, thing.location or "") for thing in things if thing.location}
        self._files |= {
            _joined(link.path, name)
            for link in links
            for kind, name in ((link.from_kind, link.from_name), (link.to_kind, link.to_name))
            if kind in {"file", "model"} and name.startswith(".")
        }
        places: dict[str, set[str]] = defaultdict(set)
        tables: set[str] = set()
        made = {thing.name.lower() or _stem(thing.path) for thing in things if thing.kind == "table" and (thing.location or not thing.name)}  # fmt: skip
        made |= {_stem(link.path) for link in links if link.to_kind == "table" and not link.to_name}
        sources = {thing.location.lower() for thing in things if thing.kind == "source" and thing.location_kind == "table" and thing.location}  # fmt: skip
        for path, kind, name in _spoken(things, links):
            if kind == "job" and name and not name.startswith("."):
                places[name].add(_home(path))
            elif kind == "table" and name:
                tables.add(name.lower())
        self._places = places
        self._tables = _longest(tables | made, made, sources)

    def key(self, path: str, kind: str, name: str) -> _Key:
        """(kind, name) as the graph knows it."""
        if not name:
            return self.key(path, "table", _stem(path)) if kind == "table" else ("job", path)
        if kind == "job":
            if name.startswith("."):
                return "job", _joined(path, name)
            alone = len(self._places[name]) < 2 or name in self._files
            return "job", name if alone else f"{name} ({_home(path)})"
        if kind == "table":
            return "table", self._tables.get(name.lower(), name.lower())
        if kind in {"file", "model", "output"} and ("/" in name or "." in name):
            return "file" if kind == "file" or self._is_path(path, name) else kind, self._file(path, name)
        return kind, _joined(path, name)

    def _is_path(self, path: str, name: str) -> bool:
        return bool(_MODEL_FILE.search(name) or name.startswith(".") or self._file(path, name) in self._files)

    def _file(self, path: str, name: str) -> str:
        """A path from the root: as written, or from the nearest directory above the speaker that has such a file."""
        if _SCHEME.match(name) or name.startswith("/"):
            return name.rstrip("/")
        if name.startswith("."):
            return _joined(path, name)
        directory = posixpath.dirname(path)
        while directory:
            near = posixpath.normpath(posixpath.join(directory, name))
            if near in self._files:
                return near
            directory = posixpath.dirname(directory)
        return posixpath.normpath(name)


class _Sets:
    """Disjoint sets of keys."""

    def __init__(self) -> None:
        self._above: dict[_Key, _Key] = {}

    def join(self, *keys: _Key) -> None:
        roots = [self._root(key) for key in keys]
        for root in roots[1:]:
            self._above[root] = roots[0]

    def _root(self, key: _Key) -> _Key:
        self._above.setdefault(key, key)
        while self._above[key] != key:
            self._above[key] = self._above[self._above[key]]
            key = self._above[key]
        return key

    def groups(self) -> Iterator[list[_Key]]:
        found: dict[_Key, list[_Key]] = defaultdict(list)
        for key in self._above:
            found[self._root(key)].append(key)
        yield from (sorted(members) for members in found.values())


def _node(members: list[_Key], said: Mapping[_Key, list[Thing]], first: Mapping[_Key, tuple[bool, str, int]]) -> Node:
    declared = sorted(
        (thing for key in members for thing in said.get(key, ())),
        key=lambda thing: (thing.path.endswith((".lock", ".json")), thing.path, thing.line),
    )
    kinds = {kind for kind, _ in members} | {thing.kind for thing in declared}
    if kinds <= {"file"} and any(_MODEL_FILE.search(name) for _, name in members):
        kinds.add("model")
    kind = min(kinds, key=_PREFERRED.index)
    named = [key for key in members if any(thing.kind == kind for thing in said.get(key, ()))]
    named = named or [key for key in members if key[0] == kind] or members
    name = min((key[1] for key in named), key=lambda text: ("/" in text, text))
    spoken = min(first.get(key, (True, "", 0)) for key in members)
    path, line = (declared[0].path, declared[0].line) if declared else spoken[1:]
    node = Node(kind, name, path, line, bool(declared), {thing.tool for thing in declared})
    location = next((key[1] for key in members if key[0] in {"file", "table", "topic", "api"}), None)
    node.location = location if location != name else None
    for attribute in ("owner", "description", "freshness", "tests", "pin", "frozen", "access", "contract"):
        values: list[Any] = [getattr(thing, attribute) for thing in declared]
        known = [value for value in values if value is not None]
        setattr(node, attribute, (max(known) if attribute == "tests" else known[0]) if known else None)
    return node


def _spoken(things: Iterable[Thing], links: Iterable[Link]) -> Iterator[tuple[str, str, str]]:
    for thing in things:
        yield thing.path, thing.kind, thing.name
        if thing.location and thing.location_kind:
            yield thing.path, thing.location_kind, thing.location
    for link in links:
        yield link.path, link.from_kind, link.from_name
        yield link.path, link.to_kind, link.to_name


def _stem(path: str) -> str:
    """What a table that a file makes is called."""
    return posixpath.splitext(posixpath.basename(path))[0].lower()


def _longest(tables: set[str], made: set[str], sources: set[str]) -> dict[str, str]:
    """Each table to the only longer name that ends in it; what is made here is none of the sources."""
    ending: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        parts = table.split(".")
        for start in range(1, len(parts)):
            ending[".".join(parts[start:])].add(table)
    found = {}
    for table in tables:
        longer = ending.get(table, set()) - (sources if table in made else set())
        most = max(longer, key=len, default=table)
        found[table] = most if all(most.endswith(other) for other in longer) else table
    return found


def _home(path: str) -> str:
    """dvc.lock speaks of the stages of dvc.yaml."""
    return f"{path[: -len('dvc.lock')]}dvc.yaml" if path.endswith("dvc.lock") else path


def _joined(path: str, name: str) -> str:
    if _SCHEME.match(name) or name.startswith("/") or not name.startswith("."):
        return name
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
