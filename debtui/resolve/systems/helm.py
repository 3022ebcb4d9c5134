"""Helm: `values-<name>.yaml` over the chart's own `values.yaml`, as `helm install -f` lays them. A null takes a key away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from debtui.resolve.base import Composition, Files, System
from debtui.resolve.layers import Layers

_VALUES = re.compile(r"values[-._][^/]+\.ya?ml|[^/]+[-._]values\.ya?ml")


def is_root(files: Files, path: str) -> bool:
    """Values of an environment beside, or below, the values of a chart."""
    return _VALUES.fullmatch(path.rpartition("/")[2]) is not None and _chart(files, path) is not None


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """The chart's values with those of one environment on top."""
    layers = Layers()
    chart = _chart(files, root)
    if chart is not None and (own := files.get(chart)) is not None:
        layers.lay([leaf for leaf in own.leaves if not leaf.document], chart, "the chart's values")
    leaves = [leaf for leaf in files[root].leaves if not leaf.document]
    for leaf in leaves:
        if leaf.type == "null":
            layers.take(leaf.key)
    layers.lay([leaf for leaf in leaves if leaf.type != "null"], root, "-f")
    return Composition(root, "helm", tuple(layers.resolved()))


def _chart(files: Files, path: str) -> str | None:
    folder = path.rpartition("/")[0]
    for place in (folder, folder.rpartition("/")[0]):
        start = f"{place}/" if place else ""
        if start + "Chart.yaml" in files and start + "values.yaml" in files:
            return start + "values.yaml"
    return None


SYSTEM = System("helm", "a chart's values with those of an environment on top", is_root, resolve)
