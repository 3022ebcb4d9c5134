"""Airflow: tasks of DAGs in the order that they are given, the values and the assets (datasets) that go between them.

A task is a job, `dag.group.task`. A value that one task hands to another is called after the one that makes it,
`dag.task:return_value`. A DAG that assets start reads them, and its tasks run by it. What is made in a loop or under a computed
name is opaque.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from collectors.airflow_order import Order
from collectors.airflow_tasks import Dags, Task
from collectors.commands import programs
from collectors.dataflow import File, Found, Link, Pipeline, Ref, Thing
from collectors.forms.python import line, text
from collectors.locations import location
from collectors.program import Arguments, Program, arguments
from collectors.task_calls import Uses, Values, parameters

PULL = re.compile(r"xcom_pull\(\s*(?:task_ids\s*=\s*)?(\[[^\]]{0,300}\]|'[^']{1,200}'|\"[^\"]{1,200}\")")
CONTEXT = frozenset({"self", "context", "inlet_events", "outlet_events"})


def read(file: File) -> Iterator[Found]:
    """Things and links of the DAGs of one file; nothing where Airflow is not imported."""
    program = Program(file.python)
    if any(name.partition(".")[0] == "airflow" for name in program.imports.values()):
        yield from _Flow(file, program).read()


class _Flow(Dags):
    """What they read and write, and in which order."""

    def __init__(self, file: File, program: Program) -> None:
        super().__init__(program)
        self._uses = Uses(file, program)
        self._assets = Values(program, self._is_asset)
        self._handed: list[tuple[Task, Task]] = []

    def read(self) -> Iterator[Found]:
        """Everything, each once."""
        yield from dict.fromkeys(self._all())
        yield from sorted(self._opaque.values(), key=lambda told: told.line)

    def _all(self) -> Iterator[Found]:
        started = dict(self._started())
        for dag, node in started.items():
            yield Thing(line(node), Ref("job", dag))
        yield from self._of_assets(started)
        for task in self.tasks.values():
            yield Thing(line(task.call), task.job(), owner=self._program.fold(self._given(task).get("owner")))
            yield from self._links(task)
            if task.dag in started:
                yield Link(line(task.call), Ref("job", task.dag), task.job(), "runs")
        order = Order(self._program, self.tasks, self, self._handed)
        yield from order.links()
        yield from order.opaque
        yield from self._asset_functions()

    def _is_asset(self, node: Node) -> bool:
        return self._own(node) in {"Asset", "Dataset"}

    def _links(self, task: Task) -> Iterator[Found]:
        job, at = task.job(), line(task.call)
        given = self._given(task)
        for word, assets in (("inlets", given.get("inlets")), ("outlets", given.get("outlets"))):
            for ref in self._asset_refs(assets, word):
                yield Link(at, ref, job, "reads") if word == "inlets" else Link(at, job, ref, "writes")
        told = [node for word, node in given.named.items() if word not in {"inlets", "outlets", "dag", "task_group"}]
        pulled: dict[int, Task] = {}
        for node in (*given.positional, *told):
            pulled |= {call.id: self.tasks[call.id] for call in self._tasks_of.of(node)}
        for other in (*pulled.values(), *self._pulled(task)):
            if other.name != task.name:
                self._handed.append((other, task))
                yield Link(line(other.call), other.job(), other.value(), "writes")
                yield Link(at, other.value(), job, "reads")
        if task.function is not None:
            yield from self._uses.of(task.function, job)
        for run in programs(self._program.fold(given.get("bash_command")) or ""):
            if not run.module and "{{" not in run.name:
                yield Link(at, Ref("job", run.name), job, "runs")

    def _pulled(self, task: Task) -> Iterator[Task]:
        """The tasks whose value is pulled by name, in a template or in the function."""
        by_name = {(each.dag, each.name): each for each in self.tasks.values()}
        said = text(task.call) + (text(task.function) if task.function is not None else "")
        for found in PULL.finditer(said):
            for name in re.findall(r"[\"']([^\"']+)[\"']", found[1]):
                if (other := by_name.get((task.dag, name))) is not None:
                    yield other

    def _asset_refs(self, node: Node | None, word: str) -> Iterator[Ref]:
        for item in self._program.items(node):
            found = [ref for call in self._assets.of(item) if (ref := self._asset(call))]
            yield from found
            if not found and item.type != "none":
                self._tell(item, word, self._program.why(item))

    def _asset(self, call: Node) -> Ref | None:
        given = arguments(call)
        name = self._program.fold(given.get("name", "uri", at=0))
        if name is None:
            self._tell(call, "asset", self._program.why(given.get("name", "uri", at=0)))
        return Ref("dataset", name) if name else None

    def _of_assets(self, started: dict[str, Node]) -> Iterator[Found]:
        fold = self._program.fold
        for call in self._calls:
            if self._is_asset(call) and (ref := self._asset(call)):
                given = arguments(call)
                yield Thing(line(call), ref, location(fold(given.get("uri", at=1)) or ref.name))
        for dag, schedule in started.items():
            for call in self._assets.of(schedule):
                if ref := self._asset(call):
                    yield Link(line(schedule), ref, Ref("job", dag), "reads")

    def _started(self) -> Iterator[tuple[str, Node]]:
        """(DAG, its schedule) of the DAGs that assets start."""
        made = [
            (function, each)
            for function, _ in self._decorated.values()
            if (each := self._decorator(function, "dag", "asset"))
        ]
        declared = [(self._dag_id(call), arguments(call)) for call in self._dags]
        declared += [
            (self._named(function, each, "name" if "asset" in each.name else "dag_id"), arguments(each.call))
            for function, each in made
            if each.call
        ]
        for dag, given in declared:
            schedule = given.get("schedule")
            if dag and schedule is not None and self._assets.of(schedule):
                yield dag, schedule

    def _asset_functions(self) -> Iterator[Found]:
        """`@asset`: an asset, the task that makes it and the DAG around it under one name; its parameters are assets, too."""
        for function, _ in self._decorated.values():
            made = self._decorator(function, "asset")
            name = self._named(function, made, "name") if made else None
            if not made or not name or not made.name.endswith(".asset"):
                continue
            given = arguments(made.call) if made.call is not None else Arguments([], {}, False)
            at, ref, job = line(function), Ref("dataset", name), Ref("job", f"{name}.{name}")
            yield Thing(at, ref, location(self._program.fold(given.get("uri")) or ""))
            yield Thing(at, job)
            yield Link(at, job, ref, "writes")
            for parameter, _type in parameters(function):
                if parameter not in CONTEXT:
                    yield Link(at, Ref("dataset", parameter), job, "reads")
            for call in self._assets.of(given.get("schedule")):
                if self._asset(call):
                    yield Link(at, Ref("job", name), job, "runs")
            yield from self._uses.of(function, job)


PIPELINE = Pipeline(frozenset({"Python"}), (b"airflow",), read)
