"""Which tasks Airflow's DAGs have, and the groups that they stand in.

A DAG is `with DAG(...)`, `dag=`, or a function under `@dag`; a task an operator or a call of a function under `@task`. What is made in
a loop or under a computed name is opaque.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from collectors.dataflow import Opaque, Ref
from collectors.forms.python import line, text
from collectors.nest import Nest
from collectors.program import Arguments, Program, arguments
from collectors.task_calls import Decorator, Passed, Values, decorated

OPERATOR = re.compile(r"_*[A-Z]\w*(?:Operator|Sensor)(?:Async)?")
DEEPEST = 20
"""Groups within groups, functions that make tasks for others."""


class Task(NamedTuple):
    """One task that is made: its full name, and the groups that it stands in, the outermost first."""

    call: Node
    dag: str
    name: str
    groups: tuple[str, ...]
    function: Node | None
    decorator: Decorator | None

    def job(self) -> Ref:
        """The task."""
        return Ref("job", f"{self.dag}.{self.name}")

    def value(self) -> Ref:
        """What it hands to others."""
        return Ref("dataset", f"{self.dag}.{self.name}:return_value")


class Group(NamedTuple):
    """A group of tasks."""

    name: str
    prefixes: bool
    """Whether the names of its tasks begin with its own."""


class _Place(NamedTuple):
    """Where in a DAG something is made; no DAG: it is not told which."""

    dag: str | None
    groups: tuple[Group, ...] = ()


class Dags:
    """The tasks of one file, by the ids of the calls that make them."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._decorated = decorated(program)
        self._calls = program.file.get("call")
        self._dag_calls = Values(program, lambda node: self._own(node) == "DAG")
        self._opaque: dict[tuple[int, str], Opaque] = {}
        around = {"with_statement", "for_statement"}
        opened = [
            (node, node.child_by_field_name("body")) for node in program.file.get("branch") if node.type in around
        ]
        self._around = {body.id: node for node, body in opened if body is not None}
        self._regions = Nest([body for _, body in opened if body is not None] + program.file.get("function"))
        self._calls_of: dict[int, list[Node]] = {}
        for call in self._calls:
            for function in self._functions(call):
                self._calls_of.setdefault(function.id, []).append(call)
        passed = Passed(program, self._calls_of)
        self._tasks_of = Values(program, lambda node: node.id in self.tasks, passed.to, self._plain)
        self._made_of = Values(
            program, lambda node: node.id in self.tasks or self.group(node) is not None, passed.to, self._plain
        )
        self._dags = [call for call in self._calls if self._own(call) == "DAG"]
        self.tasks: dict[int, Task] = {}
        taken: dict[str, int] = {}
        for call in self._calls:
            if (task := self._task(call, taken)) is not None:
                self.tasks[call.id] = task

    def _own(self, node: Node) -> str:
        """What of Airflow's own is called: `DAG`, `Dataset`; empty for all else."""
        name = self._program.dotted(node.child_by_field_name("function")) if node.type == "call" else ""
        return name.rpartition(".")[2] if name.startswith("airflow.") else ""

    def _functions(self, call: Node) -> list[Node]:
        """The functions of this file that a call may call; of a decorated one also through `.override()` and `.expand()`."""
        function = call.child_by_field_name("function")
        if (
            function is not None
            and function.type == "attribute"
            and text(function.child_by_field_name("attribute")) in {"expand", "expand_kwargs", "partial"}
        ):
            function = function.child_by_field_name("object")
        if function is not None and function.type == "call":
            inner = function.child_by_field_name("function")
            overrides = inner is not None and text(inner.child_by_field_name("attribute")) == "override"
            function = inner.child_by_field_name("object") if inner is not None and overrides else None
        held = self._program.held(function) if function is not None and function.type == "identifier" else []
        return [value for value in held if value is not None and value.type == "function_definition"]

    def _plain(self, call: Node) -> list[Node]:
        """Those that are no task and no group."""
        return [each for each in self._functions(call) if each.id not in self._decorated]

    def _decorator(self, function: Node, *wanted: str) -> Decorator | None:
        """The decorator of Airflow's that makes something of a function."""
        for each in self._decorated.get(function.id, (function, []))[1]:
            name = each.name.removeprefix("airflow.").removeprefix("decorators.").removeprefix("sdk.")
            if each.name.startswith("airflow.") and name.split(".")[0] in wanted:
                return each
        return None

    def _named(self, function: Node, decorator: Decorator, word: str) -> str | None:
        """What a decorated function is called; None, and opaque, where that is computed."""
        written = arguments(decorator.call).get(word, at=0) if decorator.call is not None else None
        return text(function.child_by_field_name("name")) if written is None else self._name(written, word)

    def _name(self, written: Node | None, word: str) -> str | None:
        name = self._program.fold(written)
        if name is None and written is not None:
            self._tell(written, word, self._program.why(written))
        return name

    def _tell(self, node: Node, what: str, reason: str) -> None:
        self._opaque.setdefault((line(node), what), Opaque(line(node), what, reason))

    def _place(self, at: int, depth: int = 0) -> _Place:
        """The DAG and the groups in which something at a place of the text is made."""
        groups: tuple[Group, ...] = ()
        for body in self._regions.holding(at) if depth < DEEPEST else ():
            region = self._around.get(body.id, body)
            if region.type == "with_statement":
                dag, group = self._opened(region)
                if dag:
                    return _Place(dag, groups)
                groups = (group, *groups) if group else groups
            elif region.type == "function_definition":
                if (made := self._decorator(region, "dag")) is not None:
                    return _Place(self._named(region, made, "dag_id"), groups)
                if (grouped := self._decorator(region, "task_group")) is not None:
                    group = self._group(self._named(region, grouped, "group_id"), grouped.call)
                    groups = (group, *groups) if group else groups
                elif self._decorator(region, "task", "asset"):
                    return _Place(None)
                calls = self._calls_of.get(region.id, [])
                if calls:
                    outer = self._place(calls[0].start_byte, depth + 1)
                    return _Place(outer.dag, (*outer.groups, *groups))
        return _Place(None, groups)

    def _group(self, name: str | None, call: Node | None) -> Group | None:
        flag = arguments(call).get("prefix_group_id") if call is not None else None
        return Group(name, text(flag) != "False") if name else None

    def _opened(self, region: Node) -> tuple[str | None, Group | None]:
        """(DAG, group) that a `with` opens."""
        for clause in region.named_children[:1]:
            for item in clause.named_children:
                for call in self._dag_calls.of(item):
                    return self._dag_id(call), None
                for call in Values(self._program, lambda node: self._own(node) == "TaskGroup").of(item):
                    return None, self._group(self._group_id(call), call)
        return None, None

    def _dag_id(self, call: Node) -> str | None:
        return self._name(arguments(call).get("dag_id", at=0), "dag_id")

    def _group_id(self, call: Node) -> str | None:
        return self._name(arguments(call).get("group_id", at=0), "group_id")

    def group(self, node: Node) -> tuple[str, ...] | None:
        """The groups, the innermost last, where an expression makes one; None where it does not."""
        if node.type != "call":
            return None
        if self._own(node) == "TaskGroup":
            name = self._group_id(node)
        else:
            found = [(each, made) for each in self._functions(node) if (made := self._decorator(each, "task_group"))]
            name = self._named(*found[0], "group_id") if found else None
        return (*(group.name for group in self._place(node.start_byte).groups), name) if name else None

    def place_of(self, node: Node) -> str | None:
        """The DAG that something is made in."""
        return self._of_dag(node, arguments(node)).dag

    def made_of(self, node: Node | None) -> list[Node]:
        """The calls that make tasks and groups which an expression stands for."""
        return self._made_of.of(node)

    def _task(self, call: Node, taken: dict[str, int]) -> Task | None:
        written = text(call.child_by_field_name("function"))
        functions = [(each, made) for each in self._functions(call) if (made := self._decorator(each, "task"))]
        function, decorator = functions[0] if functions else (None, None)
        given = arguments(call)
        if function is None:
            full = self._program.dotted(call.child_by_field_name("function"))
            kind = full.removesuffix(".partial")
            if "task_id" not in given.named or not (OPERATOR.fullmatch(kind.rpartition(".")[2]) or self._makes(call)):
                return None
            name = self._program.fold(given.named["task_id"])
            why = given.named["task_id"]
        else:
            overrides = re.search(r"\boverride\(", written)
            inner = next(
                (
                    each
                    for each in self._calls
                    if each.start_byte == call.start_byte and each.id != call.id and overrides
                ),
                None,
            )
            override = arguments(inner).get("task_id") if inner is not None else None
            why = (
                override
                or (arguments(decorator.call).get("task_id") if decorator and decorator.call is not None else None)
                or call
            )
            name = text(function.child_by_field_name("name")) if why is call else self._program.fold(why)
        place = self._of_dag(call, given)
        if place.dag is None:
            if not self._at_run_time(call):
                self._tell(call, "task", f"{name or 'one with a computed name'}: its DAG is not told here")
            return None
        if name is None:
            self._tell(why, "task_id", self._program.why(why))
            return None
        whole = ".".join((*(group.name for group in place.groups if group.prefixes), name))
        key = f"{place.dag}.{whole}"
        if function is not None:
            taken[key] = taken.get(key, -1) + 1
            whole += f"__{taken[key]}" if taken[key] else ""
            if any(
                self._around.get(body.id, body).type == "for_statement"
                for body in self._regions.holding(call.start_byte)
            ):
                self._tell(call, "task", f"{whole} is made in a loop, one for each turn")
        called = self._callable(given) if function is None else function
        return Task(call, place.dag, whole, tuple(group.name for group in place.groups), called, decorator)

    def _makes(self, call: Node) -> bool:
        """Whether a function of the team's own is called that makes the task: `query(task_id="x")` where a DAG is made."""
        function = call.child_by_field_name("function")
        own = function is not None and function.type == "identifier"
        return own and not self._own(call) and self._place(call.start_byte).dag is not None

    def _at_run_time(self, call: Node) -> bool:
        return any(
            region.type == "function_definition" and self._decorator(region, "task", "asset")
            for region in self._regions.holding(call.start_byte)
        )

    def _of_dag(self, call: Node, given: Arguments) -> _Place:
        place = self._place(call.start_byte)
        for dag in self._dag_calls.of(given.get("dag")):
            return place._replace(dag=self._dag_id(dag))
        if place.dag is None and len(self._dags) == 1 and not self._at_run_time(call):
            return place._replace(dag=self._dag_id(self._dags[0]))
        return place

    def _callable(self, given: Arguments) -> Node | None:
        node = given.get("python_callable")
        held = self._program.held(node) if node is not None and node.type == "identifier" else []
        return next((each for each in held if each is not None and each.type == "function_definition"), None)

    def _given(self, task: Task) -> Arguments:
        """What a task is given: with its decorator's, its `.override()`'s and its `.expand()`'s."""
        named: dict[str, Node] = {}
        positional: list[Node] = []
        if task.decorator is not None and task.decorator.call is not None:
            named |= arguments(task.decorator.call).named
        around = [each for each in self._calls if each.start_byte == task.call.start_byte]
        for call in sorted(around, key=lambda each: each.end_byte):
            named |= arguments(call).named
            positional += arguments(call).positional
        return Arguments(positional, named, False)
