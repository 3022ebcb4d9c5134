"""Reads flags out of the languages whose calls look alike, by one tree-sitter query each: what differs is a Dialect.

Captures that a query may have, in one pattern each:
`@call` with `@arguments`; `@if` and `@function`; `@env` with `@key`: an environment variable; `@read` with `@key`: a name given
by a flag service; `@name` with `@value`: a constant; `@target` with `@assigned`: a variable; `@flag`: a use of FLAGS_name;
`@option` with `@given` (and `@type`, `@field`): a command-line option.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from tree_sitter import Language, Node, Parser, Query, QueryCursor

from collectors import flags
from collectors.branches import sides
from collectors.forms.python import line, text
from collectors.languages import Definition, Read, in_order
from collectors.spans import Spans
from collectors.spec import Unreadable

LARGEST = 2_000_000
TOO_DEEP = re.compile(rb"(?:[\[({]\s*){500}")
# 10,000 of these cost Java's parser gigabytes in one step that nothing can interrupt.
_CHAIN = re.compile(rb"(?:\w++\s*+(?:=>|->|<)\s*+){200}")
_STRING = re.compile(r"""(?:u8|[LuUR])?(["'`])(.*)\1\Z""")
_LAST_NAME = re.compile(r"(\w+)\s*(?:<[^()]*>)?\s*\Z")
_NAME = re.compile(rb"[A-Za-z_]\w*")
_COMPARED = re.compile(rb"""[\s)]*(?:\.\w+\(\))?[\s)]*[!=]==?\s*(["'`]?[\w.-]*)""")
_TURNED_INTO_BOOL = re.compile(
    rb"""(?:parse_?bool(?:ean)?|Boolean|"true"\.equals(?:IgnoreCase)?)\s*\(\s*\Z""", re.IGNORECASE
)
_ABOUT = ("call", "if", "function", "env", "read", "option", "flag", "assigned", "value")
_MEMBERS = {"member_expression", "field_access", "selector_expression"}
_NOTHING = {"nil", "null", "nullptr", "NULL", "undefined", '"', "'", "`", ""}


@dataclass(frozen=True)
class Dialect:
    """How one language writes what the flags are in."""

    grammars: tuple[Callable[[], object], ...]
    """Tried in turn until one reads the file without an error; each imports its package when called."""
    query: str
    env_call: re.Pattern[str]
    """What is called, up to its bracket, where it asks for an environment variable."""
    option_call: re.Pattern[str] | None = None
    """The same where it defines an option of the command line."""
    macro: re.Pattern[bytes] | None = None
    """Macros that define flags and that no grammar reads: groups `type`, `key`, `default`. Blanked before the parse."""
    option_mechanism: str = "option"
    minified: bool = False
    """Refuse files of very long lines."""
    tools: list[tuple[Parser, Query]] = field(default_factory=list, compare=False)


@lru_cache(maxsize=1)
def parse(dialect: Dialect, data: bytes) -> Tree:
    """Parse one file; the last one is remembered. Raises Unreadable when it is too large, binary, minified or nested too deeply."""
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    if b"\0" in data:
        raise Unreadable("holds NUL bytes")
    if dialect.minified and len(data) > 5000 and data.count(b"\n") * 110 < len(data):
        raise Unreadable("looks minified: over 110 bytes a line")  # as GitHub Linguist's generated.rb
    if TOO_DEEP.search(data) or (max(map(data.count, (b"=>", b"->", b"<"))) >= 200 and _CHAIN.search(data)):
        raise Unreadable("nested too deeply")
    macros: list[re.Match[bytes]] = []
    if dialect.macro is not None:
        macros = list(dialect.macro.finditer(data))
        data = dialect.macro.sub(lambda found: re.sub(rb"[^\n]", b" ", found.group()), data)
    for number, grammar in enumerate(dialect.grammars):
        if number == len(dialect.tools):  # made at the first parse: who only lists the analysers must not pay for it
            language = Language(grammar())
            dialect.tools.append((Parser(language), Query(language, dialect.query)))
        parser, query = dialect.tools[number]
        root = _parsed(parser, data)
        if not root.has_error:
            break
    return Tree(dialect, data, root, grammar, query, macros)


def _parsed(parser: Parser, data: bytes) -> Node:
    """The tree. Raises Unreadable where the parser falls behind 100 kB/s after a first second of its own: some grammars take time and
    memory by the square of the length for `x => x => ...`; a usual file is read at 3 MB/s."""
    begun = time.process_time()
    try:
        return parser.parse(
            lambda place, point: data[place : place + 65_536],
            progress_callback=lambda place, failed: time.process_time() - begun > 1 + place / 100_000,
        ).root_node
    except ValueError as error:
        parser.reset()
        raise Unreadable("takes the parser too long") from error


class Tree:
    """A parsed file: see `collectors.languages.Program`."""

    def __init__(
        self, dialect: Dialect, data: bytes, root: Node, grammar: Callable[[], object], query: Query,
        macros: list[re.Match[bytes]],
    ) -> None:  # fmt: skip
        self.dialect, self.data, self.root, self.grammar, self.macros = dialect, data, root, grammar, macros
        self._query = query

    @cached_property
    def found(self) -> dict[str, list[dict[str, Node]]]:
        """Matches by what they are about; who only wants the imports never asks."""
        found: dict[str, list[dict[str, Node]]] = defaultdict(list)
        for _, captures in QueryCursor(self._query).matches(self.root):
            match = {name: nodes[0] for name, nodes in captures.items()}
            found[next(kind for kind in _ABOUT if kind in match)].append(match)
        return found

    @cached_property
    def functions(self) -> list[Node]:
        """Functions, in the order of the file."""
        return [match["function"] for match in self.found["function"]]

    def reads(self) -> Iterator[Read]:
        """Reads in the order of the file."""
        yield from in_order([*self._calls[0], *self._others()])

    def wrappers(self) -> Iterator[str]:
        """Names of functions that pass a parameter on as a key."""
        yield from sorted(self._calls[1])

    def definitions(self) -> Iterator[Definition]:
        """Definitions in the order of the file."""
        found = [*self._options(), *self._macros(), *self._switched()]
        yield from sorted(found, key=lambda item: (item.start, item.key))

    @cached_property
    def _calls(self) -> tuple[list[Read], dict[str, str]]:
        """(reads, mechanism of each function that hands its parameter on)."""
        found: list[Read] = []
        others: list[tuple[Node, str, list[Node]]] = []
        wrappers: dict[str, str] = {}
        for match in self.found["call"]:
            node, arguments = match["call"], match["arguments"]
            callee = self._slice(node.start_byte, arguments.start_byte).strip()
            last = _LAST_NAME.search(callee)
            if last is None:
                continue
            name = last.group(1)
            values = [child for child in arguments.named_children if "comment" not in child.type]
            if self.dialect.env_call.search(callee):
                mechanism, among = "env", values[:1]
            elif flags.asks_a_service(name, on_object=callee != name):
                mechanism, among = "sdk", values[1::-1] if "reatment" in name else values[:2]
            else:
                others.append((node, name, values))
                continue
            key = next((key for value in among if (key := self._text_value(value))), None)
            if key is None:
                if handed := self._handed_on(node, among):
                    wrappers[handed] = mechanism
            elif mechanism == "env" or flags.is_key(key):
                found.append(self._read(node, key, mechanism, _literal(values)))
        for node, name, values in others:
            if name in wrappers or flags.may_wrap(name):
                key = next((key for value in values[:2] if (key := self._text_value(value))), None)
                if key and flags.is_key(key):
                    found.append(
                        self._read(
                            node, key, wrappers.get(name, "sdk"), _literal(values), None if name in wrappers else name
                        )
                    )
        return found, wrappers

    def _others(self) -> Iterator[Read]:
        for match in self.found["env"]:
            if key := self._text_value(match["key"]) or (
                text(match["key"]) if "identifier" in match["key"].type else None
            ):
                yield self._read(match["env"], key, "env", None)
        for match in self.found["read"]:
            if flags.asks_a_service(text(match["by"]).removesuffix("s"), on_object=False):
                yield self._read(match["read"], text(match["key"]), "sdk", None)
        for match in self.found["flag"]:
            if (name := text(match["flag"])).startswith("FLAGS_"):
                yield self._read(match["flag"], name.removeprefix("FLAGS_"), "absl", None)

    def _read(self, node: Node, key: str, mechanism: str, default: str | None, via: str | None = None) -> Read:
        branch, direct = self._hangs_on(node)
        then_lines, else_lines = sides(branch) if branch is not None else (None, None)
        boolean = mechanism == "sdk" or self._is_asked(node, key, default, direct)
        return Read(
            node.start_byte, key, mechanism, line(node), default, boolean, then_lines, else_lines, self._function(node.start_byte), via
        )  # fmt: skip

    def _is_asked(self, node: Node, key: str, default: str | None, direct: bool) -> bool:
        if _TURNED_INTO_BOOL.search(self.data, max(0, node.start_byte - 40), node.start_byte):
            return True
        if (default or "") == "" and (compared := _COMPARED.match(self.data, node.end_byte, node.end_byte + 200)):
            value = compared.group(1).decode("utf-8", "replace")
            if value not in _NOTHING:
                return flags.is_switch_value(value)
            direct = False  # asks whether there is a value
        return (direct and not flags.names_a_value(key)) or flags.looks_like_switch(key, default)

    @cached_property
    def _conditions(self) -> tuple[list[Node], Spans, dict[str, list[int]]]:
        """(branches with a condition, stretches of those, branches by a name in their condition)."""
        branches: list[Node] = []
        stretches: list[tuple[int, int]] = []
        named: dict[str, list[int]] = defaultdict(list)
        for node in (match["if"] for match in self.found["if"]):
            condition = node.child_by_field_name("condition")
            if condition is None:
                continue
            for name in set(_NAME.findall(self.data, condition.start_byte, condition.end_byte)):
                named[name.decode()].append(len(branches))
            branches.append(node)
            stretches.append((condition.start_byte, condition.end_byte))
        return branches, Spans(stretches), named

    def _hangs_on(self, node: Node) -> tuple[Node | None, bool]:
        """(the branch whose condition holds a place, or names the variable that it is assigned to; whether it holds the place)."""
        branches, stretches, named = self._conditions
        inner = stretches.around(node.start_byte)
        if inner is not None:
            return branches[inner], True
        assigned, spans = self._assigned
        index = spans.around(node.start_byte)
        if index is None:
            return None, False
        variable = _NAME.match(assigned[index].text or b"")
        if variable is None:
            return None, False
        around = self._functions.around(node.start_byte)
        end = self.functions[around].end_byte if around is not None else len(self.data)
        after = (
            branches[i] for i in named.get(variable.group().decode(), ()) if node.start_byte < branches[i].end_byte
        )
        return next((branch for branch in after if branch.start_byte < end), None), False

    @cached_property
    def _assigned(self) -> tuple[list[Node], Spans]:
        matches = self.found["assigned"]
        return [m["target"] for m in matches], Spans(
            [(m["assigned"].start_byte, m["assigned"].end_byte) for m in matches]
        )

    @cached_property
    def _functions(self) -> Spans:
        return Spans([(node.start_byte, node.end_byte) for node in self.functions])

    def _function(self, place: int) -> str:
        """The innermost function with a name, those around it in front."""
        names: list[str] = []
        index = self._functions.around(place)
        while index is not None and len(names) < 8:
            if name := self._name_of(self.functions[index]):
                names.append(name)
            index = self._functions.outer[index]
        return ".".join(reversed(names))

    def _name_of(self, function: Node) -> str:
        name = function.child_by_field_name("name")
        if name is None and (declarator := function.child_by_field_name("declarator")) is not None:
            name = declarator.child_by_field_name("declarator") or declarator
        if name is None:  # const name = () => ...
            parent = function.parent
            name = (
                parent.child_by_field_name("name")
                if parent is not None and parent.type == "variable_declarator"
                else None
            )
        return text(name)[:100]

    def _handed_on(self, node: Node, values: list[Node]) -> str | None:
        """The function around a call, where the call's key is one of its parameters."""
        index = self._functions.around(node.start_byte)
        if index is None:
            return None
        function = self.functions[index]
        parameters = function.child_by_field_name("parameters")
        if parameters is None and (declarator := function.child_by_field_name("declarator")) is not None:
            parameters = declarator.child_by_field_name("parameters")
        named = {name.decode() for name in _NAME.findall(parameters.text or b"")} if parameters is not None else set()
        if any(value.type == "identifier" and text(value) in named for value in values):
            return self._name_of(function).rpartition("::")[2] or None
        return None

    @cached_property
    def _constants(self) -> dict[str, str | None]:
        """Values of names that are given one text each; None for those with several."""
        found: dict[str, str | None] = {}
        for match in self.found["value"]:
            value = _string(match["value"])
            if value is not None:
                name = text(match["name"])
                found[name] = None if name in found else value
        return found

    def _text_value(self, node: Node) -> str | None:
        """The text that an argument stands for: a literal, or a constant of this file."""
        literal = _string(node)
        if literal is not None:
            return literal
        if "identifier" not in node.type and node.type not in _MEMBERS:
            return None
        return self._constants.get(text(node).rpartition(".")[2].rpartition(":")[2])

    def _options(self) -> Iterator[Definition]:
        pattern = self.dialect.option_call
        for match in self.found["call"]:
            callee = self._slice(match["call"].start_byte, match["arguments"].start_byte).strip()
            if pattern is None or (kind := pattern.search(callee)) is None:
                continue
            values = [child for child in match["arguments"].named_children if "comment" not in child.type]
            at = next((i for i, value in enumerate(values[:2]) if self._text_value(value)), None)
            if at is None:
                continue
            given = self._text_value(values[at]) or ""
            long = re.search(r"--(?:no-)?([\w-]+)", given)
            rest = values[at + 1 :]
            default = next((text(v) for v in rest if v.type in {"true", "false"}), None)
            boolean = (
                default is not None
                or "bool" in kind.group().lower()
                or (long is not None and not re.search(r"[<\[=]", given))
            )
            node = match["call"]
            if at == 1:
                start, target = node.start_byte, text(values[0]).rpartition(".")[2].lstrip("&")
            else:
                start, target = self._variable(node)
            yield self._option(node, long.group(1) if long else given, default, boolean, target, start)
        for match in self.found["option"]:
            long = re.search(r"--[\w-]+", text(match["given"]))
            given = long.group() if long else _string(match["given"]) or ""
            if given and re.search(r"Bool|^Option$|^Parameter$", text(match["type"])):
                boolean = "ool" in text(match.get("kind") or match["type"])
                yield self._option(
                    match["option"], given, None, boolean, text(match.get("field")), match["option"].start_byte
                )

    def _option(
        self, node: Node, given: str, default: str | None, boolean: bool, target: str, start: int
    ) -> Definition:
        key = flags.option_key(given)
        uses = self._named(target or key, start, node.end_byte)
        return Definition(node.start_byte, key, self.dialect.option_mechanism, line(node), default, boolean, uses)

    def _variable(self, node: Node) -> tuple[int, str]:
        """(where it begins, its name) of the variable that a node is assigned to; the node's own beginning where there is none."""
        assigned, spans = self._assigned
        index = spans.around(node.start_byte)
        if index is None:
            return node.start_byte, ""
        return assigned[index].start_byte, text(assigned[index]).partition(",")[0]

    def _macros(self) -> Iterator[Definition]:
        for match in self.macros:
            key, default = match["key"].decode("utf-8", "replace"), match["default"].decode("utf-8", "replace").strip()
            mechanism = "absl" if match.group().startswith(b"ABSL") else "gflags"
            at = self.data.count(b"\n", 0, match.start()) + 1
            uses = self._named(f"FLAGS_{key}", match.start(), match.end())
            yield Definition(
                match.start(), key, mechanism, at, default, b"bool" in (match["type"], match["kind"]), uses
            )

    def _switched(self) -> Iterator[Definition]:
        """Boolean constants in upper case."""
        for match in self.found["value"]:
            name, value = text(match["name"]), text(match["value"])
            if value in {"true", "false"} and name.isupper() and len(name) > 3:
                node = match["name"]
                uses = self._named(name, node.start_byte, node.end_byte)
                yield Definition(node.start_byte, name, "constant", line(node), value, True, uses)

    def _named(self, name: str, start: int, end: int) -> int | None:
        """How often a name stands elsewhere in the file; None for never, as other files may name it."""
        outside = self.data[:start] + self.data[end:]
        return len(re.findall(rb"(?<![\w-])" + re.escape(name.encode()) + rb"(?![\w-])", outside)) or None

    def _slice(self, start: int, end: int) -> str:
        return self.data[max(start, end - 300) : end].decode("utf-8", "replace")


def _string(node: Node) -> str | None:
    """The value of a plain literal; None for anything else, templates with holes included."""
    if "string" not in node.type and node.type != "literal_element":
        return None
    found = _STRING.match(text(node))
    return found.group(2) if found and "${" not in found.group(2) and "\n" not in found.group(2) else None


def _literal(values: list[Any]) -> str | None:
    """The default beside a key: the first literal true or false."""
    return next((text(value) for value in values[1:] if text(value) in {"true", "false"}), None)
