"""The order of Airflow's tasks: `a >> b`, `a.set_downstream(b)`, `chain(a, [b, c], d)`, of groups that of their first and last tasks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Protocol

import tree_sitter_python
from tree_sitter import Language, Node, Query, QueryCursor

from collectors.dataflow import Link, Opaque, Ref
from collectors.forms.python import line, text
from collectors.program import Program, arguments

MOST = 50_000
"""Pairs of tasks of one file."""
DEEPEST = 100
"""Signs in one row."""

End = tuple[str, tuple[str, ...]]
"""A DAG, the groups from the outermost on, and of a task its name: `("etl", ("load", "load.copy"))`."""


@cache
def _query() -> Query:
    return Query(Language(tree_sitter_python.language()), '(binary_operator operator: [">>" "<<"]) @order')


class Made(Protocol):
    """A task."""

    @property
    def dag(self) -> str:
        """The DAG that it is of."""

    @property
    def name(self) -> str:
        """Its whole name."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it stands in, the outermost first."""


class Makers(Protocol):
    """Who knows what an expression stands for."""

    def made_of(self, node: Node | None) -> list[Node]:
        """The calls that make tasks and groups which an expression stands for."""

    def group(self, node: Node) -> tuple[str, ...] | None:
        """The groups, the innermost last, where an expression makes one."""

    def place_of(self, node: Node) -> str | None:
        """The DAG that something is made in."""


class Order:
    """Which task comes before which."""

    def __init__(
        self, program: Program, tasks: Mapping[int, Made], makers: Makers, handed: Iterable[tuple[Made, Made]]
    ) -> None:
        """`handed`: tasks that hand a value to another; that is told elsewhere, and says which tasks of a group come first."""
        self._program, self._tasks, self._makers = program, tasks, makers
        self.opaque: list[Opaque] = []
        self._pairs: dict[tuple[End, End], int] = {}
        self._all = {_end(task) for task in tasks.values()}
        self._handed = {(_end(a), _end(b)) for a, b in handed}
        nodes = QueryCursor(_query()).captures(program.file.root).get("order", [])
        for node in sorted(nodes, key=lambda node: node.start_byte):
            self._row(node)
        for call in program.file.get("call"):
            self._call(call)

    def links(self) -> Iterator[Link]:
        """The pairs, those of groups unfolded into tasks, each once."""
        told = set[tuple[End, End]]()
        for (before, after), at in list(self._pairs.items()):
            for pair in itertools.product(self._edge(before, last=True), self._edge(after, last=False)):
                if pair not in told and pair not in self._handed and pair[0] != pair[1] and len(told) < MOST:
                    told.add(pair)
                    yield Link(at, _job(pair[0]), _job(pair[1]), "precedes")
        if len(told) == MOST:
            self.opaque.append(Opaque(1, "order of tasks", f"more than {MOST:,} pairs"))

    def _row(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if self._is_label(right):
            return
        before, after = self._ends(left), self._ends(right)
        if text(node.child_by_field_name("operator")) == "<<":
            before, after = after, before
        self._join(node, before, after, (left, right))

    def _join(self, node: Node, before: list[End], after: list[End], said: Iterable[Node | None]) -> None:
        for pair in itertools.product(before, after):
            if len(self._pairs) < MOST:
                self._pairs.setdefault(pair, line(node))
        if bool(before) != bool(after):
            for each in said:
                if not self._ends(each) and each is not None and each.type != "none":
                    self.opaque.append(Opaque(line(each), "order of tasks", self._program.why(each)))

    def _ends(self, node: Node | None, depth: int = 0) -> list[End]:
        """What an operand stands for: of a row its last part, of a label what stands before it."""
        if node is not None and node.type == "parenthesized_expression" and node.named_children and depth < DEEPEST:
            return self._ends(node.named_children[0], depth + 1)
        if node is not None and node.type == "binary_operator" and depth < DEEPEST:
            right = node.child_by_field_name("right")
            return self._ends(node.child_by_field_name("left") if self._is_label(right) else right, depth + 1)
        found: list[End] = []
        for call in self._makers.made_of(node):
            task, group = self._tasks.get(call.id), self._makers.group(call)
            if task is not None:
                found.append(_end(task))
            elif group is not None and (dag := self._makers.place_of(call)):
                found.append((dag, group))
        return found

    def _is_label(self, node: Node | None) -> bool:
        function = node.child_by_field_name("function") if node is not None and node.type == "call" else None
        name = self._program.dotted(function)
        return name.startswith("airflow.") and name.endswith(".Label")

    def _call(self, call: Node) -> None:
        function, given = call.child_by_field_name("function"), arguments(call)
        name = self._program.dotted(function)
        method = text(function.child_by_field_name("attribute")) if function is not None else ""
        if method in {"set_downstream", "set_upstream"} and function is not None:
            held, other = function.child_by_field_name("object"), given.get("task_or_task_list", at=0)
            before, after = self._ends(held), self._ends(other)
            self._join(call, *((before, after) if method == "set_downstream" else (after, before)), (held, other))
        elif name.startswith("airflow.") and name.rpartition(".")[2] in {"chain", "chain_linear", "cross_downstream"}:
            named = [given.named[word] for word in ("from_tasks", "to_tasks") if word in given.named]
            parts = [*given.positional, *named]
            if given.splat:
                self.opaque.append(Opaque(line(call), "order of tasks", "given as a list"))
            for a, b in itertools.pairwise(parts):
                before, after = self._ends(a), self._ends(b)
                both = a.type == b.type == "list" and name.endswith(".chain") and len(before) == len(after)
                for pair in zip(before, after, strict=True) if both else ():
                    self._pairs.setdefault(pair, line(call))
                if not both:
                    self._join(call, before, after, (a, b))

    def _edge(self, end: End, last: bool) -> list[End]:
        """The first or the last tasks of a group; a task alone is itself."""
        if end in self._all:
            return [end]
        dag, group = end
        size = len(group)
        inside = sorted(task for task in self._all if task[0] == dag and task[1][:size] == group)
        children = dict.fromkeys((dag, task[1][: size + 1]) for task in inside)
        bound = set[End]()
        for before, after in (*self._pairs, *self._handed):
            a, b = ((each[0], each[1][: size + 1]) for each in (before, after))
            if a in children and b in children and a != b:
                bound.add(a if last else b)
        found: list[End] = []
        for child in children:
            if child not in bound:
                found += [child] if child in self._all else self._edge(child, last)
        return found


def _end(task: Made) -> End:
    return task.dag, (*task.groups, task.name)


def _job(end: End) -> Ref:
    return Ref("job", f"{end[0]}.{end[1][-1]}")
