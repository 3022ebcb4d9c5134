"""Which things are one thing, and how far data goes."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtui.datagraph import Graph, Link, Steps, Thing, graph, places, reaching
from tests.clock import seconds


def link(path: str, source: str, target: str, how: str = "reads", **about: Any) -> Link:
    (a, b), (c, d) = source.split(":", 1), target.split(":", 1)
    return Link(path, about.get("line", 1), "dvc", a, b, c, d, how, about.get("pin"), about.get("recorded", False))


def thing(path: str, name: str, location: str = "", **about: Any) -> Thing:
    kind, _, called = name.partition(":")
    place_kind, _, place = location.partition(":")
    facts = dict.fromkeys(("owner", "description", "freshness", "tests", "pin", "frozen", "access")) | about
    return Thing(path, 1, "kedro", kind, called, place_kind or None, place or None, **facts)


def ids(found: Graph) -> set[str]:
    return set(found.nodes)


# What is said, the files that are there, and the nodes that stand for it.
IDENTITIES = {
    "a path is relative to the file that names it with a dot": (
        [link("ml/dvc.yaml", "file:./raw.csv", "job:train"), link("prep.py", "job:", "file:ml/raw.csv", "writes")],
        [], [], {"file:ml/raw.csv", "job:train", "job:prep.py"},
    ),
    "a path above is found from below": (
        [link("ml/jobs/a.py", "file:data/raw.csv", "job:")], [], ["ml/data/raw.csv"], {"file:ml/data/raw.csv", "job:ml/jobs/a.py"},
    ),
    "a path that is nowhere is one of the root": (
        [link("ml/jobs/a.py", "file:data/raw.csv", "job:")], [], [], {"file:data/raw.csv", "job:ml/jobs/a.py"},
    ),
    "a location with a scheme stays as it is": (
        [link("a.py", "file:s3://bucket/x/", "job:")], [], [], {"file:s3://bucket/x", "job:a.py"},
    ),
    "what a catalogue names and a program opens is one thing, by the catalogue's name": (
        [link("a.py", "file:data/c.csv", "job:")], [thing("conf/catalog.yml", "dataset:companies", "file:data/c.csv")],
        [], {"dataset:companies", "job:a.py"},
    ),
    "a file that ends like a model is one": (
        [link("dvc.yaml", "job:train", "file:./m.pkl", "writes")], [], [], {"job:train", "model:m.pkl"},
    ),
    "tables are one where one name ends in the other": (
        [link("a.sql", "table:Orders", "job:"), link("b.sql", "table:shop.orders", "job:")],
        [], [], {"table:shop.orders", "job:a.sql", "job:b.sql"},
    ),
    "a table of two schemas is neither": (
        [link("a.sql", "table:orders", "job:"), link("b.sql", "table:shop.orders", "job:"), link("c.sql", "table:web.orders", "job:")],
        [], [], {"table:orders", "table:shop.orders", "table:web.orders", "job:a.sql", "job:b.sql", "job:c.sql"},
    ),
    "an SQL model is the table of its file's name": (
        [link("models/fct_x.sql", "table:stg", "table:", "derives")], [], [], {"table:stg", "table:fct_x"},
    ),
    "jobs of one name in two files are two": (
        [link("a/dvc.yaml", "file:./x", "job:train"), link("b/dvc.yaml", "file:./x", "job:train")],
        [], [], {"file:a/x", "file:b/x", "job:train (a/dvc.yaml)", "job:train (b/dvc.yaml)"},
    ),
    "a lock speaks of the stages of its pipeline": (
        [link("dvc.yaml", "file:./x", "job:train"), link("dvc.lock", "file:./x", "job:train", recorded=True)],
        [], [], {"file:x", "job:train"},
    ),
    "a job named by its path is the program": (
        [link("ml/dvc.yaml", "job:./src/t.py", "job:train", "runs"), link("ml/src/t.py", "job:", "file:out.csv", "writes")],
        [], ["ml/src/t.py"], {"job:ml/src/t.py", "job:train", "file:out.csv"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("links", "things", "files", "nodes"), IDENTITIES.values(), ids=IDENTITIES)
def test_names_of_one_thing_become_one_node(
    links: list[Link], things: list[Thing], files: list[str], nodes: set[str]
) -> None:
    assert ids(graph(things, links, files)) == nodes


def test_a_node_carries_what_any_declaration_says_of_it() -> None:
    found = graph(
        [
            thing("conf/catalog.yml", "dataset:c", "file:c.csv", owner="ann", tests=1),
            thing("manifest.json", "dataset:c", description="companies", owner="bob", tests=3),
        ],
        [],
        [],
    )
    node = found.nodes["dataset:c"]
    assert (node.owner, node.description, node.tests, node.location, node.path) == ("ann", "companies", 3, "c.csv", "conf/catalog.yml")  # fmt: skip


def test_an_edge_that_a_program_and_a_record_tell_is_the_programs_with_the_records_pin() -> None:
    found = graph(
        [], [link("dvc.lock", "file:./x", "job:t", recorded=True, pin="abc"), link("dvc.yaml", "file:./x", "job:t")], []
    )
    (edge,) = found.edges
    assert (edge.path, edge.recorded, edge.pin) == ("dvc.yaml", False, "abc")


_EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).map(lambda e: (str(e[0]), str(e[1]))), max_size=20)


@given(_EDGES)
def test_what_is_reached_is_what_following_edges_again_and_again_reaches(edges: list[tuple[str, str]]) -> None:
    steps = Steps(edges)
    for start in map(str, range(8)):
        closed = {b for a, b in edges if a == start}
        while more := {b for a, b in edges if a in closed} - closed:
            closed |= more
        assert set(steps.reached(start)) == closed - {start}


@given(_EDGES)
def test_a_node_lies_deeper_than_what_leads_to_it_but_in_a_cycle(edges: list[tuple[str, str]]) -> None:
    found = places({node for edge in edges for node in edge}, edges)
    for a, b in edges:
        back = a in Steps(edges).reached(b) or a == b
        assert found[a].depth == found[b].depth if back else found[a].depth < found[b].depth
        if a != b:
            assert (found[a].cycle > 1 and found[b].cycle > 1) or not back


@given(_EDGES)
def test_the_ends_that_a_node_leads_to_are_those_that_it_reaches(edges: list[tuple[str, str]]) -> None:
    nodes = sorted({node for edge in edges for node in edge})
    ends = nodes[::2]
    masks = reaching(nodes, edges, ends)
    for node in nodes:
        told = {end for place, end in enumerate(ends) if masks[node] >> place & 1}
        assert told == set(Steps(edges).reached(node)) & set(ends)


def test_a_large_graph_is_placed_and_walked_in_time() -> None:
    """A tenth of the stated size, in a tenth of its time: 100,000 nodes and a million edges, 20 s, and half a second a walk."""
    pick = random.Random(4)
    layers = [[f"n{layer}_{i}" for i in range(200)] for layer in range(50)]
    edges = [(pick.choice(layers[at]), pick.choice(layers[at + 1])) for at in range(49) for _ in range(2000)]
    nodes = [node for layer in layers for node in layer]
    begun = time.perf_counter()
    found = places(nodes, edges)
    assert time.perf_counter() - begun < seconds(2)
    assert max(place.depth for place in found.values()) == 49
    steps = Steps(edges)
    begun = time.perf_counter()
    assert len(steps.reached(edges[0][0])) > 5000
    assert time.perf_counter() - begun < seconds(0.5)


def test_a_table_that_is_made_here_is_not_the_source_of_the_same_name() -> None:
    things = [
        thing("models/s.yml", "source:raw.orders", "table:shop.orders"),
        thing("models/orders.sql", "table:"),
        thing("m.json", "table:users", "table:shop.users_final"),
        thing("m.json", "source:raw.users", "table:shop.users"),
    ]
    links = [link("models/orders.sql", "source:raw.orders", "table:"), link("a.sql", "table:shop.orders", "job:")]
    assert ids(graph(things, links, [])) == {
        "source:raw.orders", "table:orders", "source:raw.users", "table:users", "job:a.sql"
    }  # fmt: skip
