"""One node's closure in the graph of data, and the ways to print it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from collectors.errors import DebtError
from debtui.datagraph import NO_FLOW, Steps
from debtui.format import safe
from debtui.graphview import Shown, View, view

NODES = "SELECT data_node_at.*, path_class.component FROM data_node_at LEFT JOIN path_class USING (path) ORDER BY node"
EDGES = f"SELECT source, target, how, path, line FROM data_edge_at WHERE how NOT IN {NO_FLOW} ORDER BY source, target"


AGES = (
    "SELECT source, target, min(first_committed) AS since, arg_min(first_commit, first_seq) AS first_commit,"
    " CASE WHEN count(*) = count(gone_seq) THEN max(gone_committed) END AS gone,"
    " CASE WHEN count(*) = count(gone_seq) THEN arg_max(gone_commit, gone_seq) END AS gone_commit, max(basis = 'exact') AS exact"
    f" FROM data_edge_age_at WHERE how NOT IN {NO_FLOW} GROUP BY source, target"
)
"""Since when data goes from one node to another, by any of the ways."""
MOST = 2_000_000
"""Rows asked for: the whole graph."""


@dataclass(frozen=True)
class Closure:
    """What a node depends on (`up`), or what depends on it."""

    start: str
    up: bool
    nodes: Mapping[str, Mapping[str, Any]]
    """Every node reached and the start, with the columns of data_node_at and its `distance`."""
    edges: Sequence[tuple[str, str]]
    """(source, target), both of them in `nodes`: the way the data goes."""
    ages: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """By edge, with the columns of AGES; an edge that only files outside the history tell has none."""


def closure(
    name: str,
    nodes: Iterable[Mapping[str, Any]],
    edges: Iterable[Mapping[str, Any]],
    ages: Iterable[Mapping[str, Any]] = (),
    *,
    up: bool,
) -> Closure:
    """The closure of a node named by its id, its name, or the end of its name. Raises DebtError where that is not one node."""
    by_id = {str(node["node"]): node for node in nodes}
    start = _named(name, by_id)
    pairs = sorted({(str(edge["source"]), str(edge["target"])) for edge in edges})
    reached = Steps((b, a) if up else (a, b) for a, b in pairs).reached(start)
    distances = {start: 0} | {node: distance for node, (distance, _) in reached.items()}
    found = {node: {**by_id[node], "distance": distance} for node, distance in distances.items()}
    known = {(str(age["source"]), str(age["target"])): age for age in ages}
    return Closure(start, up, found, [pair for pair in pairs if pair[0] in found and pair[1] in found], known)


def _named(name: str, nodes: Mapping[str, Mapping[str, Any]]) -> str:
    if name in nodes:
        return name
    for fits in (
        [node for node, facts in nodes.items() if facts["name"] == name or facts["location"] == name],
        [node for node, facts in nodes.items() if str(facts["name"]).endswith((f"/{name}", f".{name}"))],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise DebtError(f"{name} is the name of {len(fits)} nodes", f"say which: {', '.join(sorted(fits)[:6])}")
    if not nodes:
        raise DebtError(
            "no file of this commit says where data goes",
            "`debtui show DD-1` says which tools are read; declare what programs compute in debtui.toml",
        )
    import difflib

    names = {str(facts["name"]): node for node, facts in nodes.items()}
    near = difflib.get_close_matches(name, [*names, *nodes], 3, 0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else 'see `debtui sql "SELECT node FROM data_node_at"`'
    raise DebtError(f"the graph of data has no node {name}", hint)


def tree(found: Closure, ages: bool = False) -> Iterator[str]:
    """An indented tree; a node that was unfolded above is named again, and not unfolded. `ages` tells since when a link is there."""
    steps = Steps((b, a) if found.up else (a, b) for a, b in found.edges)
    shown: set[str] = set()
    todo: list[tuple[str, str, str, str]] = [(found.start, "", "", "")]
    while todo:
        node, lead, below, age = todo.pop()
        following = steps.of(node)
        again = node in shown and bool(following)
        yield f"{lead}{_told(found.nodes[node])}{age}{'  (unfolded above)' if again else ''}"
        if again:
            continue
        shown.add(node)
        for place, each in enumerate(reversed(following)):
            told = since(found.ages.get((each, node) if found.up else (node, each))) if ages else ""
            last = not place
            todo.append((each, f"{below}{'└─ ' if last else '├─ '}", f"{below}{'   ' if last else '│  '}", told))


def since(age: Mapping[str, Any] | None) -> str:
    """When a link was first said, and when it went: two blanks and words; empty where that is not known."""
    if age is None:
        return ""
    told = f"  since {'' if age['exact'] else 'at least '}{age['since']:%Y-%m-%d} ({str(age['first_commit'])[:9]})"
    return told + (f", gone {age['gone']:%Y-%m-%d} ({str(age['gone_commit'])[:9]})" if age["gone"] else "")


def _told(node: Mapping[str, Any]) -> str:
    said = [
        f"owner {node['owner']}" if node["owner"] else "",
        f"{node['tests']} tests" if node["tests"] else "",
        f"fresh: {node['freshness']}" if node["freshness"] else "",
        f"pinned {str(node['pin'])[:12]}" if node["pin"] else "",
    ]
    told = ", ".join(text for text in said if text)
    return safe(f"{node['name']}  {node['kind']}{f', {told}' if told else ''}  {node['path']}:{node['line']}")


_NO_AGE = dict.fromkeys(("since", "first_commit", "gone", "gone_commit", "exact"))


def as_json(found: Closure) -> str:
    """Nodes with what is known of each, and edges."""
    nodes = [dict(node) for _, node in sorted(found.nodes.items())]
    edges = [{"source": a, "target": b, **(found.ages.get((a, b)) or _NO_AGE)} for a, b in found.edges]
    document = {"node": found.start, "direction": "up" if found.up else "down", "nodes": nodes, "edges": edges}
    return json.dumps(
        document, ensure_ascii=False, indent=2, default=lambda told: getattr(told, "isoformat", told.__str__)()
    )


def as_dot(found: Closure) -> Iterator[str]:
    """Graphviz."""
    yield "digraph data {"
    yield "  rankdir=LR;"
    for name, node in sorted(found.nodes.items()):
        label = json.dumps(f"{safe(str(node['name']))}\n{node['kind']}", ensure_ascii=False)
        yield f"  {json.dumps(name, ensure_ascii=False)} [label={label}];"
    for a, b in found.edges:
        yield f"  {json.dumps(a, ensure_ascii=False)} -> {json.dumps(b, ensure_ascii=False)};"
    yield "}"


def as_mermaid(found: Closure) -> Iterator[str]:
    """Mermaid's flowchart, as GitHub draws it. Names are written as entities, so none can end its box."""
    number = {name: f"n{place}" for place, name in enumerate(sorted(found.nodes))}
    yield "flowchart LR"
    for name, short in number.items():
        yield f'  {short}["{_entities(safe(str(found.nodes[name]["name"])))}"]'
    for a, b in found.edges:
        yield f"  {number[a]} --> {number[b]}"


def as_view(found: Closure) -> View:
    """What a drawing shows of it."""
    return view(shown(found.nodes.values(), found.start), found.edges)


def shown(nodes: Iterable[Mapping[str, Any]], focus: str = "") -> dict[str, Shown]:
    """Rows of data_node_at, and of the components where there are any, as nodes of a drawing."""
    return {
        str(node["node"]): Shown(
            str(node["kind"]),
            str(node["name"]),
            f"{node['path']}:{node['line']}",
            str(node.get("component") or ""),
            node["node"] == focus,
        )
        for node in nodes
    }


def _entities(text: str) -> str:
    return "".join(char if char.isalnum() or char in " ._-/:" else f"#{ord(char)};" for char in text)
