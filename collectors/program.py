"""The names of a Python program: what was imported under them, and what they hold where they are used.

Nothing is run. A name that is bound once to what is written out is that; what a loop, a parameter or a call makes is not known.
"""

from __future__ import annotations

import itertools
import posixpath
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import tree_sitter_python
from tree_sitter import Language, Node, Query, QueryCursor

from collectors.forms.python import PythonFile, text
from collectors.nest import Nest
from collectors.spec import Unreadable

DEEPEST = 40
LONGEST = 4_000
"""Characters of a folded text."""
MOST_VALUES = 50
"""Of one name, before it counts as not known."""
MOST_PARTS = 100_000
"""Of the expressions of one file, names followed."""
_WHY = {
    "string": "made with a variable part", "call": "made by a call", "list_comprehension": "made in a loop",
    "attribute": "kept in another module or an object",
}  # fmt: skip
_LISTS = frozenset({"list", "tuple", "set", "dictionary", "binary_operator", "parenthesized_expression", "identifier"})
_QUERY = """
    [(function_definition) (lambda) (class_definition) (list_comprehension) (set_comprehension)
     (dictionary_comprehension) (generator_expression)] @scope
    (block) @block
    (assignment left: (identifier) right: (_)) @assignment
    (augmented_assignment left: (identifier)) @augmented
    (decorated_definition) @decorated
    (return_statement) @return
    (assignment left: [(pattern_list) (tuple_pattern) (list_pattern)] right: (_)) @split
    [(for_statement) (for_in_clause)] @split
    (as_pattern (as_pattern_target)) @split
    (dictionary) @dictionary
    ((call function: (attribute object: (identifier) @grown attribute: (identifier) @_way))
     (#match? @_way "^(append|extend|insert|add|update)$"))
    [(parameters (identifier) @other) (lambda_parameters (identifier) @other) (default_parameter name: (identifier) @other)
     (typed_parameter (identifier) @other) (typed_default_parameter name: (identifier) @other)
     (list_splat_pattern (identifier) @other) (dictionary_splat_pattern (identifier) @other) (pattern_list (identifier) @other)
     (tuple_pattern (identifier) @other) (list_pattern (identifier) @other) (for_statement left: (identifier) @other)
     (for_in_clause left: (identifier) @other) (as_pattern_target (identifier) @other) (named_expression name: (identifier) @other)]
"""
_SAME = frozenset({"str", "Path", "pathlib.Path", "PurePath", "os.fspath", "os.path.abspath", "os.path.realpath", "os.path.normpath"})  # fmt: skip
"""Calls that give the path that they get, as far as a reader of the repository is concerned."""


@cache
def _query() -> Query:
    return Query(Language(tree_sitter_python.language()), _QUERY)


class Arguments(NamedTuple):
    """What a call is given."""

    positional: list[Node]
    named: dict[str, Node]
    splat: bool
    """Whether more comes from a list or a dictionary."""

    def get(self, *names: str, at: int | None = None) -> Node | None:
        """The first of some keywords that is given, else the positional one; None where it is not written or is `None`."""
        found = next((self.named[name] for name in names if name in self.named), None)
        if found is None and at is not None and at < len(self.positional):
            found = self.positional[at]
        return None if found is not None and found.type == "none" else found


def arguments(call: Node) -> Arguments:
    """The arguments of a call."""
    given = Arguments([], {}, False)
    splat = False
    holder = call.child_by_field_name("arguments")
    for child in holder.named_children if holder is not None else []:
        value = child.child_by_field_name("value")
        if child.type == "keyword_argument" and value is not None:
            given.named[text(child.child_by_field_name("name"))] = value
        elif child.type in {"list_splat", "dictionary_splat"}:
            splat = True
        elif child.type != "comment":
            given.positional.append(child)
    return given._replace(splat=splat)


class _Binding(NamedTuple):
    start: int
    end: int
    value: Node | None
    """None: made by a loop, a parameter, or a part of something."""
    block: tuple[int, int]
    part_of: Node | None = None
    """What it is one part of: the right side of `a, b = split()`, what a loop goes through, what `with` opens."""


class Program:
    """The names of one Python file."""

    def __init__(self, file: PythonFile) -> None:
        self.file = file
        found = QueryCursor(_query()).captures(file.root)
        self.decorated = sorted(found.get("decorated", []), key=lambda node: node.start_byte)
        self.dictionaries = sorted(found.get("dictionary", []), key=lambda node: node.start_byte)
        self.imports = dict(_imports(file))
        """What is called by a name: `feast.FeatureView`, `.nodes.train`."""
        self._scopes = Nest(found.get("scope", []))
        self._blocks = Nest(found.get("block", []))
        self._bindings: dict[tuple[int, str], list[_Binding]] = {}
        self._folded: dict[int, str | None] = {}
        self._left = MOST_PARTS
        self._grown = {text(node) for node in found.get("grown", [])}
        self._returned: dict[int, list[Node]] = {}
        for node in sorted(found.get("return", []), key=lambda node: node.start_byte):
            for scope in itertools.islice(self._scopes.holding(node.start_byte), 1):
                self._returned.setdefault(scope.id, []).extend(node.named_children[:1])
        for node in found.get("assignment", []):
            self._bind(node.child_by_field_name("left"), node, node.child_by_field_name("right"))
        for node in found.get("augmented", []):
            self._bind(node.child_by_field_name("left"), node, node)
        for node in [*file.get("function"), *file.get("class")]:
            self._bind(node.child_by_field_name("name"), node, node)
        parts = dict(_parts(found.get("split", [])))
        for node in found.get("other", []):
            self._bind(node, node, None, parts.get(node.id))
        for bindings in self._bindings.values():
            bindings.sort(key=lambda binding: binding.end)

    def _bind(self, name: Node | None, whole: Node, value: Node | None, part_of: Node | None = None) -> None:
        if name is not None:
            # A function's own name belongs outside of it; a parameter's, and all else, to where it stands.
            place = whole.start_byte - 1 if value is whole and whole.type.endswith("_definition") else name.start_byte
            scope = next(self._scopes.holding(place), None)
            block = next(
                ((node.start_byte, node.end_byte) for node in self._blocks.holding(place)), (0, len(self.file.data))
            )
            key = (scope.id if scope is not None else 0, text(name))
            self._bindings.setdefault(key, []).append(_Binding(whole.start_byte, whole.end_byte, value, block, part_of))

    def held(self, name: Node) -> list[Node | None]:
        """What a name may hold where it stands: each value that is assigned to it and may reach this place; None for one that is
        not written out. Empty where the file does not say, as of what is imported."""
        reaching = self._reaching(name)
        return [binding.value for binding in reaching] if len(reaching) <= MOST_VALUES else [None]

    def parts_of(self, name: Node) -> list[Node]:
        """What the values of a name are parts of, where they are not written out: `split()` for `a` of `a, b = split()`."""
        return [binding.part_of for binding in self._reaching(name)[:MOST_VALUES] if binding.part_of is not None]

    def _reaching(self, name: Node) -> list[_Binding]:
        written, place, crossed = text(name), name.start_byte, False
        scopes: list[Node | None] = [*self._scopes.holding(place), None]
        for scope in scopes:
            if scope is not None and scope.type == "class_definition" and crossed:
                continue
            bindings = self._bindings.get((scope.id if scope is not None else 0, written), [])
            if bindings:
                return bindings if crossed else _reaching(bindings, place)
            crossed = crossed or (scope is not None and scope.type in {"function_definition", "lambda"})
        return []

    def returned(self, function: Node) -> list[Node]:
        """The expressions that a function may return."""
        return self._returned.get(function.id, [])

    def dotted(self, node: Node | None) -> str:
        """The full name of what an expression names: `feast.FeatureView` for `FeatureView`, where it is imported from there."""
        names: list[str] = []
        while node is not None and node.type == "attribute" and len(names) < DEEPEST:
            names.append(text(node.child_by_field_name("attribute")))
            node = node.child_by_field_name("object")
        if node is None or node.type != "identifier":
            return ""
        first = text(node)
        return ".".join((self.imports.get(first, first), *reversed(names)))

    def fold(self, node: Node | None, depth: int = 0) -> str | None:
        """The text that an expression is, as far as this file alone says it; None where it does not.

        `__file__` is `./__file__`: a path that is built on it is relative to the file, as `dataflow.Ref` has it.
        """
        if node is None or depth > DEEPEST:
            return None
        if node.id not in self._folded:
            self._folded[node.id] = None  # what holds itself has no value
            value = self._fold(node, depth + 1)
            self._folded[node.id] = value if value is not None and len(value) <= LONGEST else None
        return self._folded[node.id]

    def _fold(self, node: Node, depth: int) -> str | None:
        if node.type == "string":
            return self._string(node, depth)
        if node.type == "concatenated_string":
            return _joined([self.fold(child, depth) for child in node.named_children if child.type != "comment"])
        if node.type == "parenthesized_expression":
            inner = [child for child in node.named_children if child.type != "comment"]
            return self.fold(inner[0], depth) if len(inner) == 1 else None
        if node.type == "identifier":
            if text(node) == "__file__":
                return "./__file__"
            held = self.held(node)
            return self.fold(held[0], depth) if len(held) == 1 else None
        if node.type == "binary_operator":
            sign = text(node.child_by_field_name("operator"))
            sides = [self.fold(node.child_by_field_name(side), depth) for side in ("left", "right")]
            return _joined(sides) if sign == "+" else _path(sides) if sign == "/" else None
        if node.type == "attribute" and text(node.child_by_field_name("attribute")) == "parent":
            return _above(self.fold(node.child_by_field_name("object"), depth))
        return self._called(node, depth) if node.type == "call" else None

    def _string(self, node: Node, depth: int) -> str | None:
        parts: list[str | None] = []
        for child in node.children:
            if child.type == "string_content":
                parts.append(text(child))
            elif child.type == "interpolation":
                plain = child.named_child_count == 1
                parts.append(self.fold(child.child_by_field_name("expression"), depth) if plain else None)
        return _joined(parts)

    def _called(self, node: Node, depth: int) -> str | None:
        function = node.child_by_field_name("function")
        name, given = self.dotted(function), arguments(node)
        values = [self.fold(each, depth) for each in given.positional]
        if name in _SAME and len(values) == 1 and not given.splat:
            return values[0]
        if name == "os.path.join" and values and not given.splat:
            return _path(values)
        if name == "os.path.dirname" and len(values) == 1:
            return _above(values[0])
        method = text(function.child_by_field_name("attribute")) if function is not None else ""
        if function is not None and method in {"resolve", "absolute", "as_posix"}:
            return self.fold(function.child_by_field_name("object"), depth)
        return None

    def items(self, node: Node | None, depth: int = 0) -> Iterator[Node]:
        """The elements of a list or the values of a dictionary, written out or put together of named ones; what is neither is a list
        of itself. Raises Unreadable where a file is made of too many."""
        self._count()
        if node is None or depth > DEEPEST:
            return
        if node.type in {"list", "tuple", "set", "dictionary"}:
            for child in node.named_children:
                self._count()
                if child.type in {"list_splat", "dictionary_splat"}:
                    yield from self.items(child.named_children[0], depth + 1)
                elif child.type == "pair":
                    yield child.child_by_field_name("value") or child
                elif child.type != "comment":
                    yield child
        elif node.type == "parenthesized_expression" or _is_sum(node):
            parts = _summands(node) if node.type == "binary_operator" else node.named_children
            for part in parts:
                yield from self.items(part, depth + 1)
        else:
            held = self.held(node) if node.type == "identifier" else []
            lists = [value for value in held if value is not None and value.type in _LISTS]
            if lists and text(node) in self._grown:
                yield node
            for value in held if lists else [None]:
                yield from self.items(value, depth + 1) if value is not None else (node,)

    def values(self, node: Node, depth: int = 0) -> Iterator[Node]:
        """What an expression may be, names followed; a name by itself where that is not told. Raises Unreadable as `items` does."""
        self._count()
        held = self.held(node) if node.type == "identifier" and depth < DEEPEST else []
        followed = [value for value in held if value is not None and value.type not in {"list", "tuple", "set"}]
        if not followed or None in held:
            yield node
        for value in followed:
            yield from self.values(value, depth + 1)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Unreadable(f"expressions of more than {MOST_PARTS:,} parts")

    def why(self, node: Node | None) -> str:
        """Why an expression is not told, for Opaque; in a few words."""
        if node is None:
            return "given as part of something else"
        if node.type != "identifier":
            return _WHY.get(node.type, "computed")
        name, held = text(node), self.held(node)
        if name in self._grown:
            return "gathered piece by piece"
        if not held:
            return f"imported as {self.imports[name]}"[:200] if name in self.imports else "not said in this file"
        value = held[0] if len(held) == 1 else None
        return self.why(value) if value is not None and value.type != "identifier" else "a variable"


def _is_sum(node: Node | None) -> bool:
    """Whether lists are put together, not texts."""
    return (
        node is not None
        and node.type == "binary_operator"
        and not any("string" in child.type for child in node.named_children)
    )


def _summands(node: Node) -> list[Node]:
    """`a`, `b` and `c` of `a + b + c`, however many there are."""
    parts: list[Node] = []
    left: Node | None = node
    while left is not None and _is_sum(left):
        parts += [part for part in (left.child_by_field_name("right"),) if part is not None]
        left = left.child_by_field_name("left")
    return [*filter(None, (left,)), *reversed(parts)]


def _reaching(bindings: list[_Binding], place: int) -> list[_Binding]:
    """The bindings that a place in the same scope may see: those before it, back to one that it cannot have missed."""
    found: list[_Binding] = []
    for at in range(bisect_right(bindings, place, key=lambda binding: binding.end) - 1, -1, -1):
        binding = bindings[at]
        found.append(binding)
        if len(found) > MOST_VALUES:
            break
        if binding.block[0] <= place < binding.block[1] and (
            binding.value is None or "augmented" not in binding.value.type
        ):
            break
    return found[::-1] or bindings


def _parts(splits: list[Node]) -> Iterator[tuple[int, Node]]:
    """(id of a name, what it is made a part of)."""
    for node in splits:
        opened = node.type == "as_pattern"
        target = node.child_by_field_name("alias" if opened else "left")
        whole = node.named_children[0] if opened else node.child_by_field_name("right")
        if target is not None and whole is not None:
            names = [target] if target.type == "identifier" else target.named_children
            values = whole.named_children if whole.type in {"tuple", "expression_list"} else []
            each = len(values) == len(names) > 1 and node.type == "assignment"
            yield from ((name.id, values[at] if each else whole) for at, name in enumerate(names))


def _imports(file: PythonFile) -> Iterator[tuple[str, str]]:
    for node in file.get("import"):
        module = text(node.child_by_field_name("module_name")).replace(" ", "")
        for child in node.children_by_field_name("name"):
            whole = child.child_by_field_name("name") if child.type == "aliased_import" else child
            alias, name = text(child.child_by_field_name("alias")), text(whole).replace(" ", "")
            if node.type == "import_statement":
                yield (alias, name) if alias else (name.partition(".")[0],) * 2
            elif node.type == "import_from_statement":
                yield alias or name, f"{module}.{name}" if not module.endswith(".") else module + name


def _joined(parts: list[str | None]) -> str | None:
    """Parts one after the other; None where one is not known or all is too long."""
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) and sum(map(len, known)) <= LONGEST else None


def _path(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or sum(map(len, known)) > LONGEST:
        return None
    joined = posixpath.join(*known)
    return joined if not known[0].startswith(".") else "./" + joined.removeprefix("./")


def _above(path: str | None) -> str | None:
    """The folder of a path; of what lies beside the file, `.`."""
    if path is None:
        return None
    above = posixpath.normpath(
        posixpath.dirname(path) if posixpath.basename(path) not in {".", "..", ""} else f"{path}/.."
    )
    return "./" + above if above.startswith("..") else above
