"""Functions that a tool's decorators make steps of, and which calls of them an expression gets its value from.

Nothing is run: a value goes where its name goes, through lists, attributes and calls of other functions; what is in a loop is there
once. What each part of a program reads and writes is told by `python_files`, here by the function that it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from tree_sitter import Node

from collectors.dataflow import THIS, File, Link, Ref
from collectors.forms.python import text
from collectors.nest import Nest
from collectors.pipelines import python_files
from collectors.program import Program, arguments
from collectors.spec import Unreadable

MOST = 200_000
"""Parts of expressions that are looked at in one file."""


class Decorator(NamedTuple):
    """`@task` or `@task(retries=2)`: its full name, and the call where it is one."""

    name: str
    call: Node | None


def decorated(program: Program) -> dict[int, tuple[Node, list[Decorator]]]:
    """Every decorated function, by its id: with its decorators from the top."""
    found = {}
    for node in program.decorated:
        function = node.child_by_field_name("definition")
        if function is not None and function.type == "function_definition":
            made = []
            for child in node.children:
                if child.type == "decorator" and child.named_children:
                    inner = child.named_children[0]
                    call = inner if inner.type == "call" else None
                    name = program.dotted(inner.child_by_field_name("function") if call is not None else inner)
                    made.append(Decorator(name, call))
            found[function.id] = function, made
    return found


class Values:
    """Which of the calls that someone cares for an expression gets its value from. Raises Unreadable where there is too much to look at."""

    def __init__(
        self,
        program: Program,
        wanted: Callable[[Node], bool],
        given: Callable[[Node], list[Node]] = lambda name: [],
        functions: Callable[[Node], list[Node]] = lambda call: [],
    ) -> None:
        """`given` is what a name stands for that is a parameter, what the calls of its function give; `functions` the plain functions
        of the file that a call calls: what they return counts, and not what they are given."""
        self._program, self._wanted, self._given, self._functions = program, wanted, given, functions
        self._left = MOST
        self._keys: dict[int, str | None] = {}

    def of(self, node: Node | None) -> list[Node]:
        """The calls, in the order of the text that leads to them, each once."""
        found: dict[int, Node] = {}
        todo, seen = [node] if node is not None else [], set[int]()
        while todo:
            part = todo.pop()
            if part.id in seen:
                continue
            seen.add(part.id)
            self._left -= 1
            if self._left < 0:
                raise Unreadable(f"more than {MOST:,} parts of expressions to follow")
            if self._wanted(part):
                found[part.id] = part
            elif part.type == "identifier":
                held = [value for value in self._program.held(part) if value is not None]
                values = [value for value in held if not value.type.endswith("_definition")]
                todo += reversed(values or self._program.parts_of(part) or self._given(part))
            elif part.type == "call" and (functions := self._functions(part)):
                todo += [value for each in reversed(functions) for value in reversed(self._program.returned(each))]
            elif part.type == "subscript":
                todo += reversed(self._item(part))
            else:
                todo += reversed(_inner(part))
        return list(found.values())

    def _item(self, part: Node) -> list[Node]:
        """`steps["train"]`: that value where `steps` is written out, none where the key is computed; of a call's result the call."""
        holder, key = part.child_by_field_name("value"), part.child_by_field_name("subscript")
        held = (
            [each for each in self._program.held(holder) if each]
            if holder is not None and holder.type == "identifier"
            else []
        )
        written = [each for each in held if each.type in {"dictionary", "list", "tuple"}]
        if holder is None or not written:
            return [holder] if holder is not None else []
        wanted = self._program.fold(key)
        found: list[Node] = []
        for each in written:
            if each.type == "dictionary":
                self._left -= each.named_child_count
                pairs = [pair for pair in each.named_children if pair.type == "pair" and wanted is not None]
                found += [
                    value
                    for pair in pairs
                    if self._key(pair) == wanted and (value := pair.child_by_field_name("value"))
                ]
            elif text(key).isdigit() and int(text(key)) < each.named_child_count:
                found.append(each.named_children[int(text(key))])
        return found

    def _key(self, pair: Node) -> str | None:
        key = pair.child_by_field_name("key")
        if key is not None and key.id not in self._keys:
            self._keys[key.id] = self._program.fold(key)
        return self._keys[key.id] if key is not None else None


def _inner(part: Node) -> list[Node]:
    """What may give an expression its value: not the name of an attribute or keyword, not the body of a lambda."""
    if part.type == "attribute":
        return [child for child in (part.child_by_field_name("object"),) if child is not None]
    if part.type == "keyword_argument":
        return [child for child in (part.child_by_field_name("value"),) if child is not None]
    return [] if part.type in {"lambda", "string"} else part.named_children


def parameters(function: Node) -> Iterator[tuple[str, str]]:
    """(name, annotation as written) of the parameters of a function that take one value each."""
    listed = function.child_by_field_name("parameters")
    for child in listed.named_children if listed is not None else []:
        name = (
            child
            if child.type == "identifier"
            else child.child_by_field_name("name") or next(iter(child.named_children), None)
        )
        if name is not None and name.type == "identifier" and not child.type.endswith("splat_pattern"):
            yield text(name), text(child.child_by_field_name("type"))


class Passed:
    """What the calls of a function give to its parameters."""

    def __init__(self, program: Program, calls: Mapping[int, list[Node]]) -> None:
        """`calls`: by the id of a function."""
        self._nest, self._calls = Nest(program.file.get("function")), calls

    def to(self, name: Node) -> list[Node]:
        """What a name stands for that is a parameter of the function around it; nothing for another."""
        for function in self._nest.holding(name.start_byte):
            listed = [word for word, _ in parameters(function)]
            if text(name) in listed:
                found = [
                    arguments(call).get(text(name), at=listed.index(text(name)))
                    for call in self._calls.get(function.id, ())
                ]
                return [node for node in found if node is not None]
        return []


class Uses:
    """What the functions of a file read and write."""

    def __init__(self, file: File, program: Program) -> None:
        self._nest = Nest(program.file.get("function"))
        self._by_function: dict[int, list[Link]] = {}
        for call, found in python_files.uses(file):
            if isinstance(found, Link):
                for function in self._nest.holding(call.start_byte):
                    self._by_function.setdefault(function.id, []).append(found)

    def of(self, function: Node, step: Ref) -> Iterator[Link]:
        """The links of a function, with the step that runs it in the place of the file."""
        for link in self._by_function.get(function.id, ()):
            yield replace(link, target=step) if link.target == THIS else replace(link, source=step)
