"""Which files a dvc.yaml declares as metrics, plots and parameters: at its top level, and of its stages."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import join, normpath

from collectors.dataflow import Opaque
from collectors.dvc_stages import Stage, Values, stages
from collectors.spec import Unreadable
from collectors.trees import Tree, yaml_documents

LARGEST = 1_000_000
PARAMETERS = "params.yaml"
"""Where parameters stand of which a stage names no file."""
_KIND = {"metrics": "metrics", "plots": "plots", "params": "ml-config"}


def declared(data: bytes) -> list[tuple[str, str]]:
    """(kind, path) of each file or directory that a dvc.yaml names, as `collectors.kinds` calls the kind; paths from where it lies. Nothing of what is none."""
    if len(data) > LARGEST:
        return []
    try:
        document = next(iter(yaml_documents(data.decode("utf-8", "replace"))), Tree())
    except Unreadable:
        return []
    own = (
        (section, path) for section, path in _named(document) if path and not path.startswith("/") and "://" not in path
    )
    return list(dict.fromkeys((_KIND[section], normpath(path)) for section, path in own))


def _named(document: Tree) -> Iterator[tuple[str, str]]:
    values = Values(document.get("vars").items)
    for section in _KIND:
        for path, about in _entries(document.get(section)):
            files = list(_axes(about)) if section == "plots" else []
            for each in files or [path]:  # a plot that names files for its axes is itself called by a title
                yield section, values.fill(each) or ""
    for stage in stages(document):
        if isinstance(stage, Opaque):
            continue
        yield from _of_stage(stage)


def _of_stage(stage: Stage) -> Iterator[tuple[str, str]]:
    folder = stage.values.fill(stage.tree.get("wdir").text or ".") or "."
    for section in ("metrics", "plots"):
        for path, _ in _entries(stage.tree.get(section)):
            filled = stage.values.fill(path)
            if filled:
                yield section, join(folder, filled)
    for path, about in _entries(stage.tree.get("params")):
        filled = stage.values.fill(path) if about is not None else PARAMETERS
        if filled:
            yield "params", join(folder, filled)


def _entries(section: Tree) -> Iterator[tuple[str, Tree | None]]:
    """Names, each with what is said of it: of a list of names and mappings, or of one mapping."""
    for item in section.each():
        if item.text is not None:
            yield item.text, None
        yield from item.entries.items()


def _axes(about: Tree | None) -> Iterator[str]:
    """Files that a plot names for its axes: `y: {file: field}`."""
    for axis in ("x", "y"):
        yield from (about or Tree()).get(axis).entries
