"""DVC: the stages of dvc.yaml, what dvc.lock recorded of them, and .dvc files with the hash of what they stand for.

A stage is a job under its name. A program that it depends on or that its command starts is a job too, under its path, and runs the stage.
A file of parameters counts as data only where a stage of the same file writes it: else it is configuration.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from posixpath import join, normpath

from collectors.commands import programs
from collectors.dataflow import THIS, File, Found, How, Link, Opaque, Pipeline, Ref, Thing
from collectors.dvc_stages import Stage, Values, stages
from collectors.trees import Tree

MOST = 50_000
"""Findings of one file."""
_SECTIONS = frozenset({"vars", "stages", "artifacts", "datasets", "metrics", "params", "plots"})
"""All that DVC takes in a dvc.yaml."""
_PROGRAM = re.compile(r"\.(py|ipynb|sh|r|jl|sql|scala)$", re.IGNORECASE)
_WRITES: dict[str, How] = {"outs": "writes", "metrics": "evaluates", "plots": "evaluates"}
_PINS = ("md5", "checksum", "etag", "version_id", "rev_lock", "version")


def read(file: File) -> Iterator[Found]:
    """Things and links of one file of DVC; nothing for any other YAML."""
    for document in file.documents[:1]:
        found = _document(document)
        yield from itertools.islice(found, MOST)
        if next(found, None):
            yield Opaque(1, "dvc.yaml", f"says more than {MOST:,} things")


def _document(document: Tree) -> Iterator[Found]:
    recorded = document.get("stages" if document.get("schema") else "").entries or document.entries
    outs = document.get("outs").items
    if recorded and all(_is_recorded(stage) for stage in recorded.values()):
        for name, stage in recorded.items():
            yield from _recorded(name, stage)
        yield from _datasets(document.get("datasets").items, Values())
    elif outs and all(out.get("path").text for out in outs) and _is_tracked(document):
        yield from _tracked(document)
    elif _SECTIONS.issuperset(document.entries):
        yield from _declared(document)


def _declared(document: Tree) -> Iterator[Found]:
    """A dvc.yaml."""
    every = list(stages(document))
    written = {place for each in every if isinstance(each, Stage) for place in _written(each)}
    for each in every:
        if isinstance(each, Opaque):
            yield each
        else:
            yield from _stage(each, written)
    values = Values(document.get("vars").items)
    artifacts = document.get("artifacts").entries
    if all(artifact.get("path").text for artifact in artifacts.values()):
        for name, artifact in artifacts.items():
            yield from _artifact(name, artifact, values)
    yield from _datasets(document.get("datasets").items, values)


def _parts(section: Tree) -> Iterator[tuple[str, Tree, Tree]]:
    """(path, what is said of it, where) of `data/x.csv`, or `data/x.csv: {cache: false}`."""
    for part in section.each():
        if part.text is not None:
            yield part.text, Tree(), part
        for path, about in part.entries.items():
            yield path, about, about if about.line else part


def _written(stage: Stage) -> Iterator[str]:
    for section in _WRITES:
        for path, _, _ in _parts(stage.tree.get(section)):
            place = _filled(stage, path)
            if place:
                yield normpath(place)


def _filled(stage: Stage, path: str) -> str | None:
    folder, filled = stage.values.fill(stage.tree.get("wdir").text or "."), stage.values.fill(path)
    return None if folder is None or not filled else _place(folder, filled)


def _stage(stage: Stage, written: set[str]) -> Iterator[Found]:
    job, tree = Ref("job", stage.name), stage.tree
    description, frozen = tree.get("desc").text, tree.get("frozen").text == "true"
    if description or frozen:
        yield Thing(tree.line, job, description=description, frozen=frozen or None)
    run: set[str] = set()
    for path, _, part in _parts(tree.get("deps")):
        place = _filled(stage, path)
        if place is None:
            yield _elsewhere(part, "deps", path)
        elif _PROGRAM.search(place) and normpath(place) not in written:
            run.add(normpath(place))
            yield Link(part.line, Ref("job", place), job, "runs")
        else:
            yield Link(part.line, _data(place), job, "reads")
    for section, how in _WRITES.items():
        for path, about, part in _parts(tree.get(section)):
            place = _filled(stage, path)
            if place is None:
                yield _elsewhere(part, section, path)
            else:
                yield from _annotated(part, place, about)
                yield Link(part.line, job, Ref("file", place), how)
    for path, about, part in _parts(tree.get("params")):
        place = _filled(stage, path) if about else None
        if place and normpath(place) in written:
            yield Link(part.line, Ref("file", place), job, "reads")
    yield from _commands(stage, job, run)


def _commands(stage: Stage, job: Ref, run: set[str]) -> Iterator[Found]:
    """Programs that the command starts, but for those of `deps`. Where the file of `python -m` is, the text does not say."""
    command = stage.tree.get("cmd")
    for line in command.texts():
        for program in programs(stage.values.partly(line)):
            place = None if program.module else _filled(stage, program.name)
            if program.module:
                module = program.name.replace(".", "/")
                known = any(path.endswith((f"{module}.py", f"{module}/__main__.py")) for path in run)
                if not known:
                    yield Opaque(command.line, "cmd", f"python -m {program.name} does not say which file runs"[:300])
            elif place is None:
                yield _elsewhere(command, "cmd", program.name)
            elif normpath(place) not in run:
                run.add(normpath(place))
                yield Link(command.line, Ref("job", place), job, "runs")


def _elsewhere(part: Tree, what: str, written: str) -> Opaque:
    return Opaque(part.line, what, f"{written[:200]} depends on values that stand elsewhere")


def _annotated(part: Tree, place: str, about: Tree) -> Iterator[Thing]:
    """What an output says of itself."""
    file = Ref("file", place)
    if about.get("type").text == "model":
        yield Thing(part.line, Ref("model", place), file, description=about.get("desc").text)
    elif about.get("desc").text:
        yield Thing(part.line, file, description=about.get("desc").text)


def _artifact(name: str, artifact: Tree, values: Values) -> Iterator[Found]:
    filled, path = values.fill(name) or name, values.fill(artifact.get("path").text or "")
    ref = Ref("model", filled) if artifact.get("type").text == "model" else Ref("dataset", filled)
    if not path:
        yield _elsewhere(artifact, "artifacts", artifact.get("path").text or "")
    yield Thing(artifact.line, ref, Ref("file", _place(".", path)) if path else None, description=artifact.get("desc").text)  # fmt: skip


def _datasets(datasets: Iterable[Tree], values: Values) -> Iterator[Found]:
    """Named datasets, which stages depend on as `ds://name`; dvc.lock has their versions."""
    for dataset in datasets:
        name, url = dataset.get("name").text, values.fill(dataset.get("url").text or "")
        if name and url:
            path = dataset.get("path").text
            pin = _pin(dataset) or _pin(dataset.get("meta"))
            source, ref = Ref("source", f"{url}#{path}" if path else url), Ref("dataset", name)
            yield Thing(dataset.line, ref)
            yield Thing(dataset.line, source, pin=pin)
            yield Link(dataset.line, source, ref, "derives", pin)


def _is_recorded(stage: Tree) -> bool:
    """A stage of dvc.lock: unlike in dvc.yaml, every path stands beside its hash."""
    parts = [*stage.get("deps").items, *stage.get("outs").items]
    told = bool(parts) or set(stage.entries) <= {"cmd", "params"}
    return bool(stage.get("cmd")) and told and all(part.get("path").text and len(part.entries) > 1 for part in parts)


def _recorded(name: str, stage: Tree) -> Iterator[Found]:
    """Paths are relative to the stage's working directory, which dvc.lock does not say: those that climb are told by such a one."""
    job, parts = Ref("job", name), (*stage.get("deps").items, *stage.get("outs").items)
    if any((part.get("path").text or "").startswith("../") for part in parts):
        yield Opaque(
            stage.line, "dvc.lock", f"the stage {name} may run in another directory, which dvc.yaml says"[:300]
        )
        return
    for part in stage.get("deps").items:
        place = _place(".", part.get("path").text or "")
        if _PROGRAM.search(place):
            yield Link(part.line, Ref("job", place), job, "runs", _pin(part), recorded=True)
        else:
            yield Link(part.line, _data(place), job, "reads", _pin(part), recorded=True)
    for part in stage.get("outs").items:
        place = _place(".", part.get("path").text or "")
        yield Link(part.line, job, Ref("file", place), "writes", _pin(part), recorded=True)


def _is_tracked(document: Tree) -> bool:
    return bool(document.get("cmd")) or all(_pin(out) or out.get("hash") for out in document.get("outs").items)


def _tracked(document: Tree) -> Iterator[Found]:
    """A .dvc file: what it stands for, and where that was brought from. Those of DVC's first years hold a stage, with its command."""
    folder = document.get("wdir").text or "."
    frozen = "true" in {document.get("frozen").text, document.get("locked").text} or None
    origins = [] if document.get("cmd") else [_origin(folder, dep) for dep in document.get("deps").items]
    for source, pin, line in origins:
        yield Thing(line, source, pin=pin, frozen=frozen)
    for out in document.get("outs").items:
        ref = Ref("file", _place(folder, out.get("path").text or ""))
        if document.get("cmd"):
            yield Link(out.line, THIS, ref, "evaluates" if out.get("metric").text == "true" else "writes", _pin(out))
            continue
        description = out.get("desc").text or document.get("desc").text
        location = ref if out.get("type").text == "model" else None
        ref = Ref("model", ref.name) if location else ref
        yield Thing(out.line, ref, location, description=description, pin=_pin(out), frozen=frozen)
        for source, pin, line in origins:
            yield Link(line, source, ref, "derives", pin)
    if document.get("cmd"):
        yield from _old_stage(document, folder)


def _old_stage(document: Tree, folder: str) -> Iterator[Link]:
    for dep in document.get("deps").items:
        place = _place(folder, dep.get("path").text or "")
        if _PROGRAM.search(place):
            yield Link(dep.line, Ref("job", place), THIS, "runs", _pin(dep))
        elif dep.get("path").text and not dep.get("params"):
            yield Link(dep.line, _data(place), THIS, "reads", _pin(dep))


def _origin(folder: str, dep: Tree) -> tuple[Ref, str | None, int]:
    """Where an import comes from, its version, and the line that says so."""
    repo, path, query = dep.get("repo"), dep.get("path").text or "", dep.get("db")
    if query:
        return Ref("source", query.get("table").text or f"{query.get('connection').text}: a query"), None, dep.line
    if repo.get("url").text:
        return Ref("source", f"{repo.get('url').text}#{path}"), repo.get("rev_lock").text, dep.line
    return Ref("source", path if "://" in path else _place(folder, path)), _pin(dep), dep.line


def _data(place: str) -> Ref:
    """A dependency that is no program."""
    return Ref("dataset", place.removeprefix("ds://")) if place.startswith("ds://") else Ref("file", place)


def _pin(part: Tree) -> str | None:
    """The version that is recorded: a hash, or what the place where it is stored calls it."""
    named = part.get("hash").text
    told = [part.get(named)] if named else []
    told += [part.get(name) for name in _PINS]
    told += [cloud.get(name) for cloud in part.get("cloud").entries.values() for name in ("version_id", "etag")]
    told += [part.get("dataset", name) for name in _PINS]
    return next((tree.text for tree in told if tree.text), None)


def _place(folder: str, path: str) -> str:
    """Relative to the file that says so; what is absolute or has a scheme stays as it is."""
    if "://" in path or path.startswith("/"):
        return path
    return f"./{join(folder, path) if folder != '.' else path}"


PIPELINE = Pipeline(frozenset({"YAML"}), (b"stages:", b"outs:", b"artifacts:", b"datasets:"), read)
