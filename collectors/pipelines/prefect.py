"""Prefect: the tasks that a flow calls, the values that go between them, flows within flows, and assets that tasks materialize.

A task is a job for each flow that calls it, `flow/task`; what it hands on is `flow/task:result`. Prefect runs what Python does: how
often a task runs is not told, so its calls are one job, and those in a loop are opaque besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from collectors.dataflow import File, Found, Link, Opaque, Pipeline, Ref, Thing
from collectors.forms.python import line, text
from collectors.locations import location
from collectors.nest import Nest
from collectors.program import Program, arguments
from collectors.task_calls import Decorator, Passed, Uses, Values, decorated

METHODS = frozenset({"submit", "map", "delay", "apply_async"})
STEPS = frozenset({"task", "flow", "materialize"})


def read(file: File) -> Iterator[Found]:
    """Things and links of the flows of one file; nothing where Prefect is not imported."""
    program = Program(file.python)
    if any(name.partition(".")[0] == "prefect" for name in program.imports.values()):
        yield from dict.fromkeys(_Flows(file, program).read())


class _Flows:
    def __init__(self, file: File, program: Program) -> None:
        self._program = program
        self._uses = Uses(file, program)
        self._opaque: list[Opaque] = []
        self._steps: dict[int, tuple[Node, Decorator]] = {}
        for id_, (function, decorators) in decorated(program).items():
            made = next((each for each in decorators if _own(each.name) in STEPS), None)
            if made is not None:
                self._steps[id_] = function, made
        self._names = {id_: name for id_, step in self._steps.items() if (name := self._name(*step)) is not None}
        self._functions = Nest(program.file.get("function"))
        loops = [
            node
            for node in program.file.get("branch")
            if node.type in {"for_statement", "while_statement", "for_in_clause"}
        ]
        self._loops = Nest(
            [node.parent if node.type == "for_in_clause" and node.parent is not None else node for node in loops]
        )
        self._calls: dict[int, list[Node]] = {}
        self._called: dict[int, Node] = {}
        for call in program.file.get("call"):
            for function in self._held(call):
                self._calls.setdefault(function.id, []).append(call)
                if function.id in self._steps:
                    self._called[call.id] = function
        passed = Passed(program, {id_: calls for id_, calls in self._calls.items() if id_ not in self._steps})
        self._values = Values(
            program,
            lambda node: node.id in self._called,
            passed.to,
            lambda call: [each for each in self._held(call) if each.id not in self._steps],
        )

    def read(self) -> Iterator[Found]:
        """Flows, tasks, and what goes between them."""
        for id_, (function, made) in self._steps.items():
            name = self._names.get(id_)
            if name is not None and _own(made.name) == "flow":
                yield Thing(line(function), Ref("job", name), description=self._described(made))
                yield from self._uses.of(function, Ref("job", name))
        for call in self._program.file.get("call"):
            if call.id in self._called:
                yield from self._step(call, self._called[call.id])
            else:
                self._elsewhere(call)
        yield from sorted(self._opaque, key=lambda told: told.line)

    def _name(self, function: Node, made: Decorator) -> str | None:
        written = arguments(made.call).get("name") if made.call is not None else None
        name = text(function.child_by_field_name("name")) if written is None else self._program.fold(written)
        if name is None:
            self._opaque.append(Opaque(line(function), "name of a step", self._program.why(written)))
        elif _own(made.name) == "flow" and written is None:
            name = name.replace("_", "-")  # as Prefect does
        return name

    def _described(self, made: Decorator) -> str | None:
        return self._program.fold(arguments(made.call).get("description")) if made.call is not None else None

    def _held(self, call: Node) -> list[Node]:
        """The functions of this file that are called: `f(x)`, `f.submit(x)`, `f.with_options(retries=1)(x)`."""
        function = call.child_by_field_name("function")
        if (
            function is not None
            and function.type == "attribute"
            and text(function.child_by_field_name("attribute")) in METHODS
        ):
            function = function.child_by_field_name("object")
        while function is not None and function.type == "call":
            inner = function.child_by_field_name("function")
            options = inner is not None and text(inner.child_by_field_name("attribute")) == "with_options"
            function = inner.child_by_field_name("object") if inner is not None and options else None
        held = self._program.held(function) if function is not None and function.type == "identifier" else []
        return [value for value in held if value is not None and value.type == "function_definition"]

    def _flows(self, call: Node, depth: int = 0) -> list[str]:
        """The flows that a call is made in; through functions of no kind, in those that call them."""
        found: list[str] = []
        for function in self._functions.holding(call.start_byte):
            if function.id in self._steps:
                return (
                    [self._names[function.id]]
                    if function.id in self._names and _own(self._steps[function.id][1].name) == "flow"
                    else []
                )
            for outer in self._calls.get(function.id, ())[:20] if depth < 5 else ():
                found += self._flows(outer, depth + 1)
        return list(dict.fromkeys(found))

    def _job(self, flow: str, function: Node) -> Ref | None:
        """A flow within a flow goes by its own name."""
        name = self._names.get(function.id)
        if name is None:
            return None
        return Ref("job", name if _own(self._steps[function.id][1].name) == "flow" else f"{flow}/{name}")

    def _step(self, call: Node, function: Node) -> Iterator[Found]:
        made = self._steps[function.id][1]
        for flow in self._flows(call):
            job = self._job(flow, function)
            if job is None:
                continue
            at = line(call)
            yield Thing(line(function), job, description=self._described(made))
            yield from self._uses.of(function, job)
            yield from self._assets(made, job)
            if next(self._loops.holding(call.start_byte), None) is not None:
                self._opaque.append(Opaque(at, f"task {job.name}"[:200], "called in a loop, once for each turn"))
            given = arguments(call)
            for word, argument in (*(("", each) for each in given.positional), *given.named.items()):
                for other in self._values.of(argument):
                    before = self._job(flow, self._called[other.id])
                    if before is None or before == job or flow not in self._flows(other):
                        continue
                    if word == "wait_for":
                        yield Link(at, before, job, "precedes")
                    else:
                        value = Ref("dataset", f"{before.name}:result")
                        yield Link(line(other), before, value, "writes")
                        yield Link(at, value, job, "reads")

    def _assets(self, made: Decorator, job: Ref) -> Iterator[Found]:
        given = arguments(made.call) if made.call is not None else None
        if given is None:
            return
        written = given.positional if _own(made.name) == "materialize" else []
        for node, how in (
            *((each, "writes") for each in written),
            *((each, "reads") for each in self._program.items(given.get("asset_deps"))),
        ):
            key = self._key(node)
            if key is None:
                self._opaque.append(Opaque(line(node), "asset", self._program.why(node)))
                continue
            ref = Ref("dataset", key)
            yield Thing(line(node), ref, location(key))
            yield Link(line(node), job, ref, "writes") if how == "writes" else Link(line(node), ref, job, "reads")

    def _key(self, node: Node) -> str | None:
        for value in self._program.values(node):
            if value.type == "call" and _own(self._program.dotted(value.child_by_field_name("function"))) == "Asset":
                return self._program.fold(arguments(value).get("key", at=0))
        return self._program.fold(node)

    def _elsewhere(self, call: Node) -> None:
        """A task of another module that is submitted, where a flow is."""
        function = call.child_by_field_name("function")
        method = text(function.child_by_field_name("attribute")) if function is not None else ""
        held = function.child_by_field_name("object") if function is not None and method in {"submit", "map"} else None
        name = text(held) if held is not None and held.type == "identifier" else ""
        if name in self._program.imports and self._flows(call):
            self._opaque.append(
                Opaque(line(call), f"task {name}"[:200], f"imported as {self._program.imports[name]}"[:200])
            )


def _own(name: str) -> str:
    """`task` of `prefect.task` and `prefect.tasks.task`; empty for what is not Prefect's."""
    return name.rpartition(".")[2] if name.startswith("prefect.") else ""


PIPELINE = Pipeline(frozenset({"Python", "Jupyter Notebook"}), (b"prefect",), read)
