"""DVC: stages of dvc.yaml, what dvc.lock recorded of them, and .dvc files."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.dataflow import File, Found, Link, Pipeline, Ref
from collectors.trees import Tree


def read(file: File) -> Iterator[Found]:
    """Things and links of one file of DVC; nothing for any other YAML."""
    for document in file.documents[:1]:
        for name, stage in document.get("stages").entries.items():
            if stage.get("cmd"):
                yield from _stage(name, stage)


def _stage(name: str, stage: Tree) -> Iterator[Found]:
    job = Ref("job", name)
    for dep in stage.get("deps").each():
        path = _path(dep)
        if path:
            yield Link(dep.line, Ref("file", f"./{path}"), job, "reads")
    for section in ("outs", "metrics", "plots"):
        for out in stage.get(section).each():
            path = _path(out)
            if path:
                yield Link(out.line, job, Ref("file", f"./{path}"), "writes")


def _path(part: Tree) -> str | None:
    """`data/x.csv`, or `data/x.csv: {cache: false}`."""
    return part.text or next(iter(part.entries), None)


PIPELINE = Pipeline(frozenset({"YAML"}), (b"stages:",), read)
