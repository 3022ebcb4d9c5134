"""Kedro's pipelines: nodes, the datasets that they read and write, and the names that pipelines give both when they are used again.

A dataset that no catalogue has is kept in memory. Parameters are settings, and no data. A node without a name is called as Kedro
prints it, `train([x;y]) -> [model]`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from collectors.dataflow import THIS, File, Found, Link, Opaque, Pipeline, Ref, Thing
from collectors.forms.python import line, text
from collectors.pipelines.kedro_catalog import base
from collectors.program import Arguments, Program, arguments
from collectors.spec import Unreadable

MOST = 50_000
"""Nodes of one file and the datasets that they name, those of pipelines that are used again included."""
DEEPEST = 30
LONGEST = 400
"""Characters of the name of a node that has none."""


def read(file: File) -> Iterator[Found]:
    """Nodes and their links, and what a program loads from the catalogue; nothing where Kedro is not spoken of."""
    yield from _Pipelines(Program(file.python)).read()


class _Step(NamedTuple):
    """One node, as some pipeline has it."""

    line: int
    name: str | None
    function: str
    namespace: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    def job(self) -> Ref:
        ends = (f"[{';'.join(names)}]" if names else "None" for names in (self.inputs, self.outputs))
        name = self.name or f"{self.function}({') -> '.join(ends)}"[:LONGEST]
        return Ref("job", f"{self.namespace}.{name}" if self.namespace else name)


class _Pipelines:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._kedro = any(name.split(".")[0] == "kedro" for name in program.imports.values())
        self._opaque: list[Opaque] = []
        self._steps: dict[int, list[_Step]] = {}
        self._made = 0

    def read(self) -> Iterator[Found]:
        calls = self._program.file.get("call")
        steps = dict.fromkeys(self._all(calls)) if self._kedro else {}
        told = set[Ref]()
        for step in sorted(steps, key=lambda step: step.line):
            job = step.job()
            if job not in told:
                told.add(job)
                yield Thing(step.line, job)
            for name in _data(step.inputs):
                yield Link(step.line, Ref("dataset", name), job, "reads")
            for name in _data(step.outputs):
                yield Link(step.line, job, Ref("dataset", name), "writes")
        for call in calls:
            yield from self._used(call)
        yield from self._opaque

    def _all(self, calls: list[Node]) -> Iterator[_Step]:
        """Every node under the names that it has in the end: what a function returns first, then what is used nowhere else, the last
        first, for a pipeline that another renames stands before it."""
        called = {value.id for call in calls for value in self._functions(call)}
        for function in self._program.file.get("function"):
            if function.id not in called:
                for returned in self._program.returned(function):
                    yield from self._of(returned)
        for wanted in ("pipeline", "node", "llm_context_node"):
            for call in reversed(calls):
                if self._class(call) == wanted and call.id not in self._steps:
                    yield from self._of(call)

    def _class(self, call: Node) -> str:
        """`node`, `pipeline` or `llm_context_node`, by any spelling; empty for all else."""
        name = self._program.dotted(call.child_by_field_name("function")) if call.type == "call" else ""
        last = name.rpartition(".")[2].lower()
        return last if name.startswith("kedro.") and last in {"node", "pipeline", "llm_context_node"} else ""

    def _functions(self, call: Node) -> list[Node]:
        """The functions of this file that a call may call."""
        function = call.child_by_field_name("function") if call.type == "call" else None
        held = self._program.held(function) if function is not None and function.type == "identifier" else []
        return [value for value in held if value is not None and value.type == "function_definition"]

    def _of(self, node: Node | None, depth: int = 0) -> Iterator[_Step]:
        """The nodes that an expression is made of; those of other files are told there."""
        if node is None or depth > DEEPEST:
            return
        for item in self._program.items(node):
            for value in self._program.values(item):
                if value.type == "augmented_assignment":
                    yield from self._of(value.child_by_field_name("right"), depth + 1)
                elif value.type == "call":
                    if value.id not in self._steps:
                        self._steps[value.id] = []  # what holds itself has no end
                        self._steps[value.id] = list(dict.fromkeys(self._called(value, depth + 1)))
                    yield from self._steps[value.id]
                elif value.type in {"list", "tuple", "dictionary"}:
                    yield from self._of(value, depth + 1)

    def _called(self, call: Node, depth: int) -> Iterator[_Step]:
        made = self._class(call)
        function = call.child_by_field_name("function")
        if made.endswith("node"):
            yield from self._count(self._node(call))
        elif made == "pipeline":
            yield from self._count(self._pipeline(call, depth))
        elif self._program.dotted(function) == "sum":
            yield from self._of(arguments(call).get(at=0), depth)
        elif function is not None and function.type == "attribute":  # pipe.tag("x"), pipe.only_nodes_with_tags("x")
            yield from self._of(function.child_by_field_name("object"), depth)
        else:
            for each in self._functions(call):
                for returned in self._program.returned(each):
                    yield from self._of(returned, depth)

    def _count(self, steps: Iterable[_Step]) -> Iterator[_Step]:
        for step in steps:
            self._made += 1 + len(step.inputs) + len(step.outputs)
            if self._made > MOST:
                raise Unreadable(f"nodes with more than {MOST:,} datasets")
            yield step

    def _node(self, call: Node) -> Iterator[_Step]:
        given = arguments(call)
        function = given.get("func", at=0)
        name, namespace = (self._text(given, word, "node") for word in ("name", "namespace"))
        read = [given.get("inputs", at=1)]
        if self._class(call) == "llm_context_node":
            tools = [
                list(arguments(tool).positional[1:])
                for tool in self._program.items(given.get("tools"))
                if tool.type == "call"
            ]
            read = [given.get("llm"), given.get("prompts"), *itertools.chain.from_iterable(tools)]
        inputs = tuple(name for part in read for name in self._names(part, "inputs of a node"))
        outputs = tuple(self._names(given.get("outputs", at=2), "outputs of a node"))
        if inputs or outputs or name:
            yield _Step(line(call), name or None, _short(function), namespace or "", inputs, outputs)

    def _text(self, given: Arguments, word: str, what: str) -> str | None:
        """A text that is given; None, and opaque, for one that is not told, and empty for none."""
        node = given.get(word)
        written = self._program.fold(node) if node is not None else ""
        if node is not None and written is None:
            self._opaque.append(Opaque(line(node), f"{word} of a {what}", self._program.why(node)))
        return written

    def _names(self, node: Node | None, what: str) -> Iterator[str]:
        whole = self._program.fold(node)
        if node is None or whole is not None:
            yield from [whole] if whole else []
            return
        for item in self._program.items(node):
            if item.type == "call" and self._program.dotted(item.child_by_field_name("function")) == "dict":
                parts = list(arguments(item).named.values())
            else:
                parts = [item]
            for part in parts:
                name = self._program.fold(part)
                if name is not None:
                    yield name
                elif part.type != "none":
                    self._opaque.append(Opaque(line(part), what, self._program.why(part)))

    def _pipeline(self, call: Node, depth: int) -> Iterator[_Step]:
        given = arguments(call)
        steps = self._of(given.get("nodes", "pipe", at=0), depth)
        namespace = self._text(given, "namespace", "pipeline")
        names: dict[str, str] = {}
        for word in ("inputs", "outputs", "parameters"):
            renamed = self._mapping(given.get(word), word)
            if renamed is None or namespace is None:
                list(steps)  # they are told here, and by no name
                return
            names |= {_setting(old): _setting(new) for old, new in renamed.items()} if word == "parameters" else renamed
        flat = text(given.get("prefix_datasets_with_namespace")) == "False"
        found = False
        for step in steps:
            found = True
            inputs, outputs = (
                tuple(_renamed(name, names, "" if flat else namespace or "") for name in end)
                for end in (step.inputs, step.outputs)
            )
            around = ".".join(filter(None, (namespace, step.namespace)))
            yield step._replace(namespace=around, inputs=inputs, outputs=outputs)
        if not found and (namespace or names):
            self._opaque.append(Opaque(line(call), "pipeline", "nodes of elsewhere are used under other names"))

    def _mapping(self, node: Node | None, word: str) -> dict[str, str] | None:
        """Old names and new; None, and opaque, where they are not told."""
        whole = self._program.fold(node)
        if node is None or whole is not None:
            return {whole: whole} if whole else {}
        fold = self._program.fold
        names: dict[str | None, str | None] = {}
        for value in self._program.values(node):
            if value.type == "dictionary":
                for pair in value.named_children:
                    if pair.type != "comment":
                        names[fold(pair.child_by_field_name("key"))] = fold(pair.child_by_field_name("value"))
            elif value.type == "call" and self._program.dotted(value.child_by_field_name("function")) == "dict":
                names |= {old: fold(new) for old, new in arguments(value).named.items()}
            else:
                names |= {fold(item): fold(item) for item in self._program.items(value)}
        told = {old: new for old, new in names.items() if old is not None and new is not None}
        if len(told) < len(names):
            self._opaque.append(Opaque(line(node), f"{word} of a pipeline", self._program.why(node)))
            return None
        return told

    def _used(self, call: Node) -> Iterator[Found]:
        """`catalog.load("cars")` in a notebook or a hook."""
        function = call.child_by_field_name("function")
        of, dot, method = self._program.dotted(function).rpartition(".")
        if dot and method in {"load", "save"} and of.rpartition(".")[2] == "catalog":
            name = arguments(call).get("name", "ds_name", at=0)
            told = self._program.fold(name)
            dataset = Ref("dataset", base(told or ""))
            if told and not told.startswith("params:") and told != "parameters":
                yield Link(line(call), dataset, THIS, "reads") if method == "load" else Link(line(call), THIS, dataset, "writes")  # fmt: skip
            elif told is None and self._kedro:
                yield Opaque(line(call), f"catalog.{method}", self._program.why(name))


def _data(names: Iterable[str]) -> list[str]:
    """The datasets among them, each once."""
    return list(dict.fromkeys(base(name) for name in names if not name.startswith("params:") and name != "parameters"))


def _short(function: Node | None) -> str:
    """What a function is called, as Kedro prints it."""
    if function is not None and function.type == "lambda":
        return "<lambda>"
    if function is not None and function.type == "call":
        return "<partial>" if text(function.child_by_field_name("function")).endswith("partial") else "node"
    named = (
        function.child_by_field_name("attribute") if function is not None and function.type == "attribute" else function
    )
    return text(named) if named is not None and named.type == "identifier" else "node"


def _setting(name: str) -> str:
    return name if name.startswith("params:") or name == "parameters" else f"params:{name}"


def _renamed(name: str, names: dict[str, str], namespace: str) -> str:
    """What a pipeline calls a dataset or a setting: in the order of rules of `Pipeline._rename`."""
    plain, at, way = name.partition("@")
    if name in names:
        return names[name]
    if name == "parameters":
        return name
    if plain in names:
        return f"{names[plain]}{at}{way}"
    if namespace and name.startswith("params:"):
        return f"params:{namespace}.{name.removeprefix('params:')}"
    return f"{namespace}.{name}" if namespace else name


PIPELINE = Pipeline(frozenset({"Python", "Jupyter Notebook"}), (b"kedro",), read)
