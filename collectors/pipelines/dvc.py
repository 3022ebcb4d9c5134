"""DVC: the stages of dvc.yaml, what dvc.lock recorded of them, and .dvc files with the hash of what they stand for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from posixpath import join

from collectors.dataflow import File, Found, How, Link, Opaque, Pipeline, Ref, Thing
from collectors.trees import Tree

_TEMPLATE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_PROGRAM = re.compile(r"\.(py|ipynb|sh|r|jl|sql|scala)$", re.IGNORECASE)
_RUN = re.compile(
    r"(?:^|[\s&;|])(?:python\d?|papermill|bash|sh|Rscript|julia)\s+(?:-u\s+)?([\w./-]+\.(?:py|ipynb|sh|R|jl))\b"
)
_MOST = 1_000
"""Stages that one `foreach` or `matrix` makes."""


def read(file: File) -> Iterator[Found]:
    """Things and links of one file of DVC; nothing for any other YAML."""
    for document in file.documents[:1]:
        stages = document.get("stages").entries
        if document.get("schema") and any(stage.get("cmd") for stage in stages.values()):
            for name, stage in stages.items():
                yield from _recorded(name, stage)
        elif document.get("outs") and any(out.get("md5") or out.get("hash") or out.get("etag") for out in document.get("outs").each()):  # fmt: skip
            yield from _tracked(document)
        else:
            known = _scalars(document.get("vars"))
            for name, stage in stages.items():
                yield from _stage(name, stage, known, document)
            for name, artifact in document.get("artifacts").entries.items():
                yield from _artifact(name, artifact)


def _stage(name: str, stage: Tree, known: Mapping[str, str], document: Tree) -> Iterator[Found]:
    """One stage, or all that its `foreach` or `matrix` makes."""
    if stage.get("foreach") and stage.get("do"):
        items = _items(stage.get("foreach"), document)
        if items is None:
            yield Opaque(stage.line, "foreach", f"the items of the stage {name} stand elsewhere")
            items = [("*", {})]
        for key, values in items[:_MOST]:
            yield from _one(f"{name}@{key}", stage.get("do"), {**known, **values})
    elif stage.get("matrix"):
        axes = {axis: values.texts() for axis, values in stage.get("matrix").entries.items()}
        if not all(axes.values()) or any("${" in text for texts in axes.values() for text in texts):
            yield Opaque(stage.line, "matrix", f"the axes of the stage {name} are no plain lists")
            return
        for combined in itertools.islice(itertools.product(*axes.values()), _MOST):
            values = {f"item.{axis}": value for axis, value in zip(axes, combined, strict=True)}
            yield from _one(f"{name}@{'-'.join(combined)}", stage, {**known, **values})
    elif stage.get("cmd"):
        yield from _one(name, stage, known)


def _one(name: str, stage: Tree, known: Mapping[str, str]) -> Iterator[Found]:
    job = Ref("job", name)
    folder = stage.get("wdir").text or "."
    description, frozen = stage.get("desc").text, stage.get("frozen").text == "true"
    if description or frozen:
        yield Thing(stage.line, job, description=description, frozen=frozen or None)
    programs: set[str] = set()
    for section, writes in (("deps", False), ("outs", True), ("metrics", True), ("plots", True)):
        for part in stage.get(section).each():
            written = part.text or next(iter(part.entries), "")
            path = _filled(written, known)
            where = _filled(folder, known)
            if path is None or where is None:
                yield Opaque(part.line, section, f"{written} depends on values that stand elsewhere")
            elif writes:
                how: How = "writes" if section == "outs" else "evaluates"
                yield Link(part.line, job, Ref("file", _place(where, path)), how)
            elif _PROGRAM.search(path):
                programs.add(path)
                yield Link(part.line, Ref("job", _place(where, path)), job, "runs")
            elif path:
                yield Link(part.line, Ref("file", _place(where, path)), job, "reads")
    for command in stage.get("cmd").texts():
        for program in _RUN.findall(command):
            if program not in programs:
                yield Link(stage.get("cmd").line, Ref("job", _place(_filled(folder, known) or ".", program)), job, "runs")  # fmt: skip


def _recorded(name: str, stage: Tree) -> Iterator[Found]:
    job = Ref("job", name)
    for part in stage.get("deps").each():
        path, pin = part.get("path").text, part.get("md5").text or part.get("hash").text
        if path and not _PROGRAM.search(path):
            yield Link(part.line, Ref("file", _place(".", path)), job, "reads", pin, recorded=True)
    for part in stage.get("outs").each():
        if path := part.get("path").text:
            yield Link(part.line, job, Ref("file", _place(".", path)), "writes", recorded=True)


def _tracked(document: Tree) -> Iterator[Found]:
    """A .dvc file: what it stands for, and where that was brought from."""
    folder = document.get("wdir").text or "."
    for out in document.get("outs").each():
        path = out.get("path").text
        if not path:
            continue
        ref = Ref("file", _place(folder, path))
        pin = out.get("md5").text or out.get("etag").text
        yield Thing(out.line, ref, description=document.get("desc").text, pin=pin)
        for dep in document.get("deps").each():
            repo = dep.get("repo")
            locked = repo.get("rev_lock").text
            origin = repo.get("url").text
            source = f"{origin}#{dep.get('path').text}" if origin else dep.get("path").text
            if source:
                pinned = locked or dep.get("etag").text or dep.get("md5").text
                brought = Ref("source", source)
                yield Thing(dep.line, brought, pin=pinned)
                yield Link(dep.line, brought, ref, "derives", pinned)


def _artifact(name: str, artifact: Tree) -> Iterator[Found]:
    path = artifact.get("path").text
    if path:
        ref = Ref("model", name) if artifact.get("type").text == "model" else Ref("dataset", name)
        yield Thing(artifact.line, ref, Ref("file", _place(".", path)), description=artifact.get("desc").text)


def _place(folder: str, path: str) -> str:
    """Relative to the file that says so; what is absolute or has a scheme stays as it is."""
    if "://" in path or path.startswith("/"):
        return path
    return f"./{join(folder, path) if folder != '.' else path}"


def _items(foreach: Tree, document: Tree) -> list[tuple[str, dict[str, str]]] | None:
    """(key, values of `item`) of a literal `foreach`, or of one that a variable of the same file holds."""
    if foreach.text is not None:
        name = _TEMPLATE.fullmatch(foreach.text.strip())
        held = [part.get(*name.group(1).split(".")) for part in document.get("vars").each()] if name else []
        told = next((tree for tree in held if tree), Tree())
        return _items(told, document) if told and told.text is None else None
    if foreach.entries:
        return [
            (key, {"key": key, **({"item": value.text} if value.text is not None else _below("item", value))})
            for key, value in foreach.entries.items()
        ]
    return [
        (item.text if item.text is not None else str(place), {"item": item.text} if item.text is not None else _below("item", item))
        for place, item in enumerate(foreach.items)
    ] or None  # fmt: skip


def _below(prefix: str, tree: Tree) -> dict[str, str]:
    return {f"{prefix}.{name}": value.text for name, value in tree.entries.items() if value.text is not None}


def _scalars(variables: Tree) -> dict[str, str]:
    """Values of `vars`, by their dotted names."""
    found: dict[str, str] = {}
    todo = [(name, value) for part in variables.each() for name, value in part.entries.items()]
    while todo:
        name, value = todo.pop()
        if value.text is not None:
            found[name] = value.text
        todo += [(f"{name}.{below}", each) for below, each in value.entries.items()]
    return found


def _filled(text: str, known: Mapping[str, str]) -> str | None:
    """With `${...}` replaced; None where a value is not known."""
    if any(name not in known for name in _TEMPLATE.findall(text)):
        return None
    return _TEMPLATE.sub(lambda match: known[match.group(1)], text)


PIPELINE = Pipeline(frozenset({"YAML"}), (b"stages:", b"outs:", b"artifacts:"), read)
