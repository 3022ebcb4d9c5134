"""Kubeflow Pipelines, as its compiler writes them: tasks, the artifacts and values that go between them, and what an importer brings.

A task is a job under its name, in a pipeline within a pipeline under the names of both: `inner/train`. What it makes is called after the
pipeline, the task and its output: `churn/inner/train:model`. A value counts where another task takes it. Images, and the packages that
are installed into them, are no data.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from collectors.dataflow import File, Found, How, Link, Opaque, Pipeline, Ref, Thing
from collectors.spec import Unreadable
from collectors.trees import Tree

MOST = 50_000
"""Steps from a task to what it takes, and findings, in one file."""
DEEPEST = 30
"""Pipelines within pipelines."""
LONGEST = 1_000
"""Characters of a task's name."""
_STORE = re.compile(r"(gs|s3a?|minio|bq|hdfs|abfss?|wasbs?|dbfs|oss)://")


def read(file: File) -> Iterator[Found]:
    """Things and links of one compiled pipeline; nothing for other YAML or JSON."""
    for document in file.documents[:1]:
        spec = document.get("pipelineSpec") or document
        if spec.get("pipelineInfo", "name").text and spec.get("deploymentSpec") and spec.get("root", "dag", "tasks").entries:  # fmt: skip
            found = _Compiled(spec).read()
            yield from itertools.islice(found, MOST)
            if next(found, None):
                yield Opaque(1, "pipeline", f"says more than {MOST:,} things")


@dataclass(frozen=True, slots=True)
class _Given:
    """What a name within a pipeline stands for: what tasks make, or a text."""

    made: tuple[Ref, ...] = ()
    text: str | None = None


_Names = Mapping[tuple[str, str], _Given]
"""By (artifacts or parameters, name)."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A task that runs."""

    name: str
    tree: Tree
    component: Tree
    given: _Names
    after: tuple[str, ...]


@dataclass
class _Compiled:
    spec: Tree
    made_by: dict[Ref, str] = field(default_factory=dict)
    """The task that makes an artifact or a value."""
    _left: int = MOST

    def read(self) -> Iterator[Found]:
        pipeline, root = self.spec.get("pipelineInfo", "name").text, self.spec.get("root")
        given = {
            (what, name): _Given((Ref("source", f"{pipeline}:{name}"),) if what == "artifacts" else (), said.get("defaultValue").text)
            for what in ("artifacts", "parameters")
            for name, said in root.get("inputDefinitions", what).entries.items()
        }  # fmt: skip
        tasks = list(self._tasks(root.get("dag"), "", given, ()))
        taken = {ref for task in tasks for each in task.given.values() for ref in each.made}
        for task in tasks:
            yield from self._found(task, taken)

    def _tasks(self, dag: Tree, within: str, names: _Names, after: tuple[str, ...]) -> Iterator[_Task]:
        """Every task of a pipeline, and of those within it. `after` are those that the pipeline itself waits for."""
        for name, tree in dag.get("tasks").entries.items():
            self._step(within, name)
            component = self._component(tree)
            given = {
                (what, own): self._given(said, dag, within, names)
                for what in ("artifacts", "parameters")
                for own, said in tree.get("inputs", what).entries.items()
            }
            for what, iterator, taken in (
                ("artifacts", "artifactIterator", "inputArtifact"),
                ("parameters", "parameterIterator", "inputParameter"),
            ):
                turn = tree.get(iterator)
                if item := turn.get("itemInput").text:
                    given[what, item] = given.get((what, turn.get("items", taken).text or ""), _Given())
            waits = [last for before in tree.get("dependentTasks").texts() for last in self._lasts(dag, within, before)]
            if component.get("dag"):
                yield from self._tasks(component.get("dag"), f"{within}{name}/", given, (*after, *waits))
            else:
                yield _Task(f"{within}{name}", tree, component, given, tuple(waits) or after)

    def _given(self, said: Tree, dag: Tree, within: str, names: _Names) -> _Given:
        self._step(within, "")
        for what, outer, made, key in (
            ("artifacts", "componentInputArtifact", "taskOutputArtifact", "outputArtifactKey"),
            ("parameters", "componentInputParameter", "taskOutputParameter", "outputParameterKey"),
        ):
            if name := said.get(outer).text:
                return names.get((what, name), _Given())
            if producer := said.get(made, "producerTask").text:
                return _Given(tuple(self._made(dag, within, producer, what, said.get(made, key).text or "")))
        return _Given((), said.get("runtimeValue", "constant").text)

    def _made(self, dag: Tree, within: str, name: str, what: str, key: str) -> Iterator[Ref]:
        """What a task's output stands for: of a pipeline, what tasks within it make."""
        self._step(within, name)
        component = self._component(dag.get("tasks", name))
        inner = component.get("dag")
        if component and not inner:
            yield self._output(f"{within}{name}", component, what, key)
        told = inner.get("outputs", what, key)
        selectors = (
            *told.get("artifactSelectors").items,
            *told.get("valueFromParameter").each(),
            *told.get("valueFromOneof", "parameterSelectors").items,
        )
        for selector in selectors:
            own = selector.get("outputArtifactKey").text or selector.get("outputParameterKey").text
            if own:
                producer = selector.get("producerSubtask").text or ""
                yield from self._made(inner, f"{within}{name}/", producer, what, own)

    def _output(self, task: str, component: Tree, what: str, key: str) -> Ref:
        title = component.get("outputDefinitions", what, key, "artifactType", "schemaTitle").text or ""
        pipeline = self.spec.get("pipelineInfo", "name").text
        ref = Ref("model" if title.endswith("Model") else "dataset", f"{pipeline}/{task}:{key}")
        self.made_by[ref] = task
        return ref

    def _lasts(self, dag: Tree, within: str, name: str) -> Iterator[str]:
        """The tasks that have run when a task has: of a pipeline those that no other within it waits for."""
        self._step(within, name)
        inner = self._component(dag.get("tasks", name)).get("dag")
        if not inner:
            yield f"{within}{name}"
            return
        tasks = inner.get("tasks").entries
        waited = {before for tree in tasks.values() for before in tree.get("dependentTasks").texts()}
        for last in tasks:
            if last not in waited:
                yield from self._lasts(inner, f"{within}{name}/", last)

    def _found(self, task: _Task, taken: set[Ref]) -> Iterator[Found]:
        job, line = Ref("job", task.name), task.tree.line
        yield Thing(line, job)
        yield from self._imported(task, job)
        known = set()
        for (what, name), given in task.given.items():
            said = task.tree.get("inputs", what, name)
            for ref in given.made:
                known.add(self.made_by.get(ref))
                yield Link(said.line or line, ref, job, "reads")
            if given.text and _STORE.match(given.text) and not self._importer(task):
                why = f"{given.text[:200]}: whether it is read or written is not told"
                yield Opaque(said.line or line, f"parameter {name}"[:100], why)
        for what in ("artifacts", "parameters"):
            for name, said in task.component.get("outputDefinitions", what).entries.items():
                ref = self._output(task.name, task.component, what, name)
                metrics = "Metrics" in (said.get("artifactType", "schemaTitle").text or "")
                how: How = "evaluates" if metrics else "writes"
                if what == "artifacts" or ref in taken:
                    yield Link(line, job, ref, how)
        for before in dict.fromkeys(task.after):
            if before not in known:
                yield Link(line, Ref("job", before), job, "precedes")

    def _imported(self, task: _Task, job: Ref) -> Iterator[Found]:
        """Where an importer's artifact comes from."""
        importer = self._importer(task)
        if importer:
            uri = importer.get("artifactUri")
            own = task.given.get(("parameters", uri.get("runtimeParameter").text or ""), _Given())
            place = uri.get("constant").text or uri.get("runtimeValue", "constant").text or own.text
            if place:
                yield Link(task.tree.line, Ref("source", place), job, "reads")
            elif not own.made:
                yield Opaque(task.tree.line, "importer", "which location, the caller says")

    def _importer(self, task: _Task) -> Tree:
        label = task.component.get("executorLabel").text or ""
        return self.spec.get("deploymentSpec", "executors", label, "importer")

    def _component(self, task: Tree) -> Tree:
        return self.spec.get("components", task.get("componentRef", "name").text or "")

    def _step(self, within: str, name: str) -> None:
        """Pipelines may hold each other, and one may be used many times: all of it has an end."""
        self._left -= 1
        if within.count("/") > DEEPEST or len(within) + len(name) > LONGEST:
            raise Unreadable("pipelines nested too deeply")
        if self._left < 0:
            raise Unreadable(f"more than {MOST:,} steps between its tasks")


PIPELINE = Pipeline(frozenset({"YAML", "JSON"}), (b"deploymentSpec",), read)
