"""Drawings of the graph: places, what is folded, and the SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from debtui.exports.graph import svg
from debtui.graphview import MOST, Shown, view
from debtui.layers import layout

NAMES = st.sampled_from([f"n{i}" for i in range(12)])
PAIRS = st.lists(st.tuples(NAMES, NAMES), max_size=40)
HOSTILE = '</text></svg><script>alert(1)</script>"&\x1b[31m\u202e'


@settings(max_examples=100, deadline=None)
@given(PAIRS)
def test_edges_go_to_the_right_but_those_that_close_a_cycle_and_no_two_nodes_overlap(
    pairs: list[tuple[str, str]],
) -> None:
    nodes = {end for pair in pairs for end in pair}
    found = layout(nodes, pairs)
    assert found == layout(sorted(nodes, reverse=True), pairs[::-1])
    for a, b in found.ways:
        forward = found.at[a][0] < found.at[b][0]
        assert forward == ((a, b) not in found.back)
        assert [found.ways[a, b][0], found.ways[a, b][-1]] == [found.at[a], found.at[b]]
        layers = [layer for layer, _ in found.ways[a, b]]
        assert layers == list(range(layers[0], layers[-1] + (1 if forward else -1), 1 if forward else -1))
    rows: dict[int, list[float]] = {}
    for layer, height in found.at.values():
        rows.setdefault(layer, []).append(height)
    assert all(
        b - a > 0.99 for heights in rows.values() for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False)
    )
    assert found.layers == max((layer for layer, _ in found.at.values()), default=-1) + 1
    acyclic = all(int(a[1:]) < int(b[1:]) for a, b in pairs)
    assert not (acyclic and found.back)


def test_a_diamond_has_no_crossing_and_its_long_edge_goes_around() -> None:
    found = layout("abcd", [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    assert [found.at[name][0] for name in "abcd"] == [0, 1, 2, 3]
    long = found.ways["a", "d"]
    assert [layer for layer, _ in long] == [0, 1, 2, 3]
    assert abs(long[1][1] - found.at["b"][1]) >= 0.69  # beside the box, not through it


def graph(size: int) -> tuple[dict[str, Shown], list[tuple[str, str]]]:
    """A chain to a model, and `size` files that other programs read."""
    nodes = {f"file:{i:03}": Shown("file", f"{i:03}", component=f"c{i % 20}") for i in range(size)}
    nodes |= {f"job:{i:03}": Shown("job", f"{i:03}", component=f"c{i % 20}") for i in range(size)}
    nodes |= {"source:s": Shown("source", "s"), "job:train": Shown("job", "train"), "model:m": Shown("model", "m")}
    pairs = [(f"file:{i:03}", f"job:{i:03}") for i in range(size)]
    return nodes, [*pairs, ("source:s", "job:train"), ("job:train", "model:m"), ("job:train", "job:000")]


def test_a_large_graph_shows_the_models_and_what_they_are_made_of_and_says_what_is_folded() -> None:
    nodes, pairs = graph(400)
    found = view(nodes, pairs)
    assert len(found.nodes) <= MOST
    assert {"source:s", "job:train", "model:m"} <= set(found.nodes)
    folds = [node for node in found.nodes.values() if node.kind == "folded"]
    assert sum(fold.folded for fold in folds) + len(found.nodes) - len(folds) == len(nodes)
    assert all(f"{fold.folded:,} of {fold.name}" in found.notes[-1] for fold in folds)
    assert ("job:train", "folded:c0") in found.edges


def test_a_small_graph_is_whole_and_what_nothing_links_is_counted() -> None:
    nodes, pairs = graph(10)
    found = view(nodes | {"file:alone": Shown("file", "alone")}, pairs)
    assert set(found.nodes) == set(nodes)
    assert found.notes == ["1 thing that nothing links is not drawn"]


def test_one_things_drawing_goes_both_ways_from_it() -> None:
    nodes = {str(i): Shown("job", str(i), focus=i == 300) for i in range(600)}
    found = view(nodes, [(str(i), str(i + 1)) for i in range(599)])
    assert {"299", "300", "301"} <= set(found.nodes)
    assert len(found.nodes) <= MOST


def test_the_svg_is_well_formed_hostile_names_stay_text_and_nothing_is_fetched() -> None:
    nodes = {
        f"{kind}:{i}": Shown(kind, HOSTILE, HOSTILE, HOSTILE)
        for i, kind in enumerate(("source", "file", "table", "api", "job", "view", "model", "surface"))
    }
    names = list(nodes)
    told = svg(view(nodes, zip(names, [*names[1:], names[2]], strict=True)), HOSTILE)
    root = ET.fromstring(told)
    allowed = {"svg", "title", "desc", "style", "defs", "marker", "path", "g", "text"}
    assert {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()} == allowed
    assert not re.search(r"(?:href|src|@import|https?://(?!www\.w3\.org/2000/svg)|\son\w+=)", told)
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "prefers-color-scheme:dark" in told
    assert svg(view({}, []), "x") == ""


def test_every_kind_of_thing_has_an_outline_of_its_own_family() -> None:
    from collectors.dataflow import Kind
    from debtui.exports.graph import _FAMILY, _shape

    kinds = set(Kind.__args__)  # type: ignore[attr-defined]
    assert kinds | {"folded"} == set(_FAMILY)
    families: dict[str, set[str]] = {}
    for kind in _FAMILY:
        families.setdefault(_shape(kind, 200, 36), set()).add(_FAMILY[kind])
    assert all(len(colours) == 1 for colours in families.values())


def test_hundreds_of_things_are_placed_in_less_than_a_second() -> None:
    import time

    nodes = {str(i): Shown("job", str(i)) for i in range(150)}
    pairs = [(str(i), str((i * 7 + k) % 150)) for i in range(150) for k in range(1, 8)]
    started = time.perf_counter()
    svg(view(nodes, pairs), "dense")
    assert time.perf_counter() - started < 5
