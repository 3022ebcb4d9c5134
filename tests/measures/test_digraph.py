"""Reach, cycles and the import to cut, held against rustworkx and against trying everything."""

from __future__ import annotations

import pytest
import rustworkx
from hypothesis import given, settings
from hypothesis import strategies as st

from debtui import digraph

GRAPHS = st.integers(1, 9).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda e: e[0] != e[1]), max_size=24),
    )
)  # fmt: skip


def graph_of(size: int, edges: set[digraph.Edge]) -> rustworkx.PyDiGraph:
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from_no_data(sorted(edges))
    return graph


def in_cycles(size: int, edges: set[digraph.Edge]) -> set[int]:
    return {
        n for group in rustworkx.strongly_connected_components(graph_of(size, edges)) if len(group) > 1 for n in group
    }


@pytest.mark.parametrize("bits", [1, 2_000_000_000])
@settings(max_examples=100, deadline=None)
@given(graph=GRAPHS)
def test_what_a_module_reaches_is_itself_and_its_descendants(graph: tuple[int, set[digraph.Edge]], bits: int) -> None:
    size, edges = graph
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digraph, "_BITS", bits)
        found = digraph.reach(size, sorted(edges), digraph.components(size, sorted(edges)))
    real = graph_of(size, edges)
    assert found == [len(rustworkx.descendants(real, node) | {node}) for node in range(size)]


def test_reach_does_not_depend_on_where_stretches_end() -> None:
    edges = [(a, b) for a in range(300) for b in (a + 1, a + 7, a * 2 + 1) if b < 300] + [(140, 100), (299, 290)]
    groups = digraph.components(300, edges)
    whole = digraph.reach(300, edges, groups)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digraph, "_BITS", 64 * len(groups))
        assert digraph.reach(300, edges, groups) == whole


@settings(max_examples=100, deadline=None)
@given(graph=GRAPHS)
def test_no_other_import_frees_more_modules_than_the_one_to_cut(graph: tuple[int, set[digraph.Edge]]) -> None:
    size, edges = graph
    before = in_cycles(size, edges)
    for group, inside in digraph.within(digraph.components(size, sorted(edges)), sorted(edges)):
        ways = digraph.shortest_cycles(group, inside)
        assert set(group) == ways.keys() == before & set(group)
        for start, way in ways.items():
            assert way[0] == start
            assert all(edge in edges for edge in zip(way, [*way[1:], start], strict=True))
        found = digraph.cut(group, inside, ways.values())
        freed = {edge: len(set(group) & before - in_cycles(size, edges - {edge})) for edge in inside}
        assert found.frees == max(freed.values()) == freed[found.edge]


def test_a_component_too_large_to_search_is_told_a_cut_and_no_cycles_beyond_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(digraph, "_STEPS", 10)
    monkeypatch.setattr(digraph, "_TRIES", 1)
    edges = [(n, (n + 1) % 50) for n in range(50)]
    [(group, inside)] = digraph.within(digraph.components(50, edges), edges)
    ways = digraph.shortest_cycles(group, inside)
    assert len(ways) == 1
    assert digraph.cut(group, inside, ways.values()) == digraph.Cut((0, 1), 50)
