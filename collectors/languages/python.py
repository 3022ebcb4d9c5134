"""Flags in Python: environment, flag services, options, settings objects, boolean constants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from tree_sitter import Node

from collectors import flags, mentions
from collectors.branches import sides
from collectors.forms import python
from collectors.forms.python import PythonFile, line, string_value, text
from collectors.languages import Definition, Mention, Read, in_order
from collectors.python_definitions import definitions
from collectors.spans import Spans

NAMES = frozenset({"Python", "Jupyter Notebook"})
_QUOTED = rb"""[rbu]?["']([^"'\n]{1,120})["']"""
# Bytes that every name of SDK_CALLS has one of: a dozen searches instead of 30 (a test holds them together).
_SERVICE = (
    b"nabled(", b"ariation", b"is_active(", b"_value(", b"_details(", b"feature_flag", b"treatment", b"_gate(", b"is_on(", b"is_off(",
    b"_variant(", b"_feature(",
)  # fmt: skip
# Each pattern begins with a literal, which `re` searches as fast as bytes.find.
MENTIONS: tuple[Mention, ...] = (
    Mention("env", (b"environ",), re.compile(rb"environ\s*(?:\.\s*(?:get|pop)\s*\(|\[)\s*" + _QUOTED)),
    Mention("env", (b"getenv",), re.compile(rb"getenv\s*\(\s*" + _QUOTED)),
    Mention("env", (b"decouple",), re.compile(rb"decouple\.config\s*\(\s*" + _QUOTED)),
    Mention("settings", (b".config[", b".config.get("), re.compile(rb"\.config(?:\[|\.get\()\s*[\"']([A-Z][A-Z0-9_]*)[\"']")),
    Mention("option", (b"add_argument",), re.compile(rb"""add_argument\s*\((?:\s*["']-\w["']\s*,)?\s*["'](--[^"']+)["']""")),
    Mention("option", (b".option(",), re.compile(rb"""\.option\(\s*(?:["']-\w["']\s*,)?\s*["'](--[^"']+)["']""")),
    Mention("option", (b"Option(",), re.compile(rb"""Option\([^"'()]*(?:["']-\w["']\s*,)?\s*["'](--[^"']+)["']""")),
    Mention("option", (b"DEFINE_",), re.compile(rb"DEFINE_\w+\s*\(\s*" + _QUOTED)),
    Mention("sdk", _SERVICE, re.compile(
        rb"\." + mentions.alternatives(flags.SDK_CALLS, joined=False) + rb"(?:[\w.]+\s*,\s*)?" + _QUOTED)),
)  # fmt: skip

_SETTINGS = r"cfg|config|conf|hparams|hps|settings|model_config|train_config|training_config"
_OPTIONS = r"args|arguments|opts?|options|FLAGS"
_ATTRIBUTE = re.compile(rf"(?<![\w\"'])_?(?P<root>{_SETTINGS}|{_OPTIONS})\.(?P<key>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_TRUTH = re.compile(r"[\s)]*(?:(?:==|is|!=|is not)\s*(?:True|False)[\s)]*)?(?:\Z|#|\b(?:and|or|if|else)\b)")
_CONSTANT = re.compile(r"(?<![\w\"'])(?P<key>[A-Z][A-Z0-9_]{3,})\b")
_TO_BOOL = {"bool", "strtobool", "str2bool"}
_NOTHING = re.compile(r"\bNone\b")
_OPTION_ROOT = re.compile(_OPTIONS)
_NAME = re.compile(r"[A-Za-z_]\w*")


def parse(data: bytes, language: str) -> PythonProgram:
    """Parse one file, or the code cells of a notebook."""
    return PythonProgram(python.parse(data, language))


class PythonProgram:
    """See `collectors.languages.Program`."""

    def __init__(self, form: PythonFile) -> None:
        self.form = form

    def reads(self) -> Iterator[Read]:
        """Reads in the order of the file."""
        yield from in_order([*self._calls[0], *self._subscripts(), *self._attributes()])

    def definitions(self) -> Iterator[Definition]:
        """Definitions in the order of the file."""
        return definitions(self.form)

    def wrappers(self) -> Iterator[str]:
        """Names of functions that pass a parameter on as a key."""
        yield from sorted(self._calls[1])

    @cached_property
    def _calls(self) -> tuple[list[Read], dict[str, str]]:
        """(reads, mechanism of each function that hands its parameter on)."""
        found: list[Read] = []
        others: list[tuple[Node, str]] = []
        wrappers: dict[str, str] = {}
        for node in self.form.get("call"):
            written = text(node.child_by_field_name("function"))
            mechanism = self._asks(written)
            values = _values(node) if mechanism is not None else []
            short = written.rpartition(".")[2]
            if mechanism == "env":
                among = values[:1]
            elif mechanism == "sdk":
                among = values[1::-1] if "treatment" in short else values[:2]
            elif mechanism == "settings" and _asks_settings(written, values):
                among = values[1:2] if written == "getattr" else values[:1]
            else:
                others.append((node, short))
                continue
            key = next((key for value in among if (key := self._key(value))), None)
            if key is not None:
                found.append(self._read(node, key, mechanism, _default(values, mechanism)))
            elif mechanism != "settings" and (handed := self._handed_on(node, among)):
                wrappers[handed] = mechanism
        for node, name in others:
            if name not in wrappers and not flags.may_wrap(name):
                continue
            values = _values(node)
            key = next((key for value in values[:2] if (key := self._key(value))), None)
            if key is not None and flags.is_key(key):
                via = None if name in wrappers else name
                found.append(self._read(node, key, wrappers.get(name, "sdk"), _default(values, "sdk"), via))
        return found, wrappers

    def _asks(self, written: str) -> str | None:
        """What a call of this name may ask for a flag; its arguments, which cost more to look at, tell whether it does."""
        name = self._resolved(written)
        if name in flags.ENV_CALLS:
            return "env"
        if "." in name and flags.asks_a_service(name.rpartition(".")[2], on_object=True):
            return "sdk"
        return "settings" if name == "getattr" or name.endswith("config.get") else None

    def _subscripts(self) -> Iterator[Read]:
        for value in self.form.get("environ"):
            node = value.parent
            name = self._resolved(text(value))
            setting = name.endswith(".config")
            if node is None or (name not in flags.ENV_MAPS and not setting) or _written(node):
                continue
            key = self._key(node.child_by_field_name("subscript"))
            if key and (not setting or key.isupper()):
                yield self._read(node, key, "settings" if setting else "env", None)

    def _attributes(self) -> Iterator[Read]:
        """Settings objects, parsed options and constants that are asked for their truth in a condition."""
        for node in self.form.get("branch"):
            condition = _condition(node)
            if condition is None:
                continue
            words = text(condition)
            placed = [(found, found["root"]) for found in _ATTRIBUTE.finditer(words)]
            taken = {found.end() for found, _ in placed}
            placed += [(found, "") for found in _CONSTANT.finditer(words) if found.end() not in taken]
            for found, root in placed:
                key = found["key"]
                last = key.rpartition(".")[2]
                named = not root or flags.names_a_switch(last)
                # What an option is called says little: whether it is a switch is told where it is defined (flag_read_at).
                if not (named or _OPTION_ROOT.fullmatch(root)) or not _TRUTH.match(words, found.end("key")):
                    continue
                if not root and key in self._assigned_values:
                    continue  # the constant stands for something else, which is a read itself where it is a flag
                if not root:
                    mechanism = "constant"
                elif root == "FLAGS":
                    mechanism = "absl"
                elif last.isupper():
                    mechanism = "settings"
                else:
                    mechanism = "option" if _OPTION_ROOT.fullmatch(root) else "config"
                start = condition.start_byte + len(words[: found.start()].encode())
                at = line(condition) + words.count("\n", 0, found.start())
                yield Read(start, last, mechanism, at, None, named, *sides(node), self._function(start))

    def _read(self, node: Node, key: str, mechanism: str, default: str | None, via: str | None = None) -> Read:
        branch, direct = self._hangs_on(node)
        then_lines, else_lines = sides(branch) if branch is not None else (None, None)
        compared = _compared(node)
        truth = (direct and compared is None) or compared == "truth"
        switch = compared == "switch" or (truth and not flags.names_a_value(key))
        boolean = mechanism == "sdk" or switch or (compared != "other" and flags.looks_like_switch(key, default))
        return Read(
            node.start_byte, key, mechanism, line(node), default, boolean, then_lines, else_lines, self._function(node.start_byte), via
        )  # fmt: skip

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """Local name to what was imported: `from os import getenv as env` makes env os.getenv."""
        found: dict[str, str] = {}
        for node in self.form.get("import"):
            module = node.child_by_field_name("module_name")
            for child in node.children_by_field_name("name"):
                aliased = child.type == "aliased_import"
                name = text(child.child_by_field_name("name") if aliased else child)
                local = text(child.child_by_field_name("alias")) if aliased else name
                if module is not None:
                    found[local] = f"{text(module).lstrip('.') or 'package'}.{name}"
                elif aliased:
                    found[local] = name
        return found

    def _resolved(self, name: str) -> str:
        first, dot, rest = name.partition(".")
        return self._aliases.get(first, first) + dot + rest

    @cached_property
    def _constants(self) -> dict[str, str | None]:
        """Texts of names that a module or a class gives one text each; None for several."""
        found: dict[str, str | None] = {}
        for node in self.form.get("constant"):
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None and left.type == "identifier" and right.type == "string":
                name = text(left)
                found[name] = None if name in found else string_value(right)
        return found

    @cached_property
    def _assigned_values(self) -> set[str]:
        """Names that the module gives anything but True or False."""
        pairs = ((n.child_by_field_name("left"), n.child_by_field_name("right")) for n in self.form.get("constant"))
        return {text(left) for left, right in pairs if right is None or right.type not in {"true", "false"}}

    def _key(self, node: Node | None) -> str | None:
        """The key that an argument stands for: a literal, or a constant of this file."""
        if node is None or node.type not in {"identifier", "attribute"}:
            return string_value(node) or None
        return self._constants.get(text(node).rpartition(".")[2])

    @cached_property
    def _functions(self) -> tuple[list[Node], Spans]:
        nodes = sorted([*self.form.get("function"), *self.form.get("class")], key=lambda node: node.start_byte)
        return nodes, Spans([(node.start_byte, node.end_byte) for node in nodes])

    def _function(self, place: int) -> str:
        """Qualified name of the innermost function around; empty where there is only a class, or nothing."""
        nodes, spans = self._functions
        names: list[str] = []
        index = spans.around(place)
        while index is not None and len(names) < 8:
            if names or nodes[index].type == "function_definition":
                names.append(text(nodes[index].child_by_field_name("name"))[:100])
            index = spans.outer[index]
        return ".".join(reversed(names))

    def _handed_on(self, node: Node, values: list[Node]) -> str | None:
        """The function around a call, where the call's key is one of its parameters."""
        nodes, spans = self._functions
        index = spans.around(node.start_byte)
        if index is None or nodes[index].type != "function_definition":
            return None
        parameters = set(_NAME.findall(text(nodes[index].child_by_field_name("parameters"))))
        if any(value.type == "identifier" and text(value) in parameters for value in values):
            return text(nodes[index].child_by_field_name("name"))
        return None

    @cached_property
    def _conditions(self) -> tuple[list[Node], Spans, dict[str, list[int]]]:
        """(branches with a condition, stretches of those, branches by a name in their condition)."""
        branches: list[Node] = []
        stretches: list[tuple[int, int]] = []
        named: dict[str, list[int]] = defaultdict(list)
        for node in self.form.get("branch"):
            condition = _condition(node)
            if condition is not None:
                for name in set(_NAME.findall(text(condition))):
                    named[name].append(len(branches))
                branches.append(node)
                stretches.append((condition.start_byte, condition.end_byte))
        return branches, Spans(stretches), named

    def _hangs_on(self, node: Node) -> tuple[Node | None, bool]:
        """(the branch whose condition holds a place, or names the variable that it is assigned to; whether it holds the place)."""
        branches, stretches, named = self._conditions
        inner = stretches.around(node.start_byte)
        if inner is not None:
            return branches[inner], True
        variable = _variable(node)
        if variable is None:
            return None, False
        nodes, spans = self._functions
        around = spans.around(node.start_byte)
        end = nodes[around].end_byte if around is not None else len(self.form.data)
        after = (branches[i] for i in named.get(variable, ()) if node.start_byte < branches[i].start_byte < end)
        return next(after, None), False


def _condition(node: Node) -> Node | None:
    if node.type in {"if_statement", "elif_clause"}:
        return node.child_by_field_name("condition")
    if node.type == "conditional_expression" and node.named_child_count >= 3:
        return node.named_children[1]
    return None


def _variable(node: Node) -> str | None:
    """The name that a statement's value is given to, where a read stands in that value."""
    child, parent = node, node.parent
    for _ in range(6):
        if parent is None or parent.type.endswith(("statement", "definition", "block", "module")):
            return None
        if parent.type == "assignment":
            left = parent.child_by_field_name("left")
            ours = (
                left is not None
                and left.type in {"identifier", "attribute"}
                and parent.child_by_field_name("right") == child
            )
            return text(left).rpartition(".")[2] if ours else None
        child, parent = parent, parent.parent
    return None


def _values(call: Node) -> list[Node]:
    """The arguments of a call; none of a generator's."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None or arguments.type != "argument_list":
        return []
    return [child for child in arguments.named_children if child.type != "comment"]


def _asks_settings(written: str, values: list[Node]) -> bool:
    """Whether a call reads Django's settings, or Flask's."""
    if written == "getattr":
        return len(values) == 3 and text(values[0]) == "settings"
    return bool(values) and (string_value(values[0]) or "").isupper()


def _default(values: list[Node], mechanism: str) -> str | None:
    if mechanism == "sdk":
        return text(values[-1]) if len(values) > 1 and text(values[-1]) in {"True", "False"} else None
    return text(values[-1]) if len(values) > 1 else None


def _written(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    return parent.type == "delete_statement" or (
        parent.type in {"assignment", "augmented_assignment"} and parent.child_by_field_name("left") == node
    )


def _compared(node: Node) -> str | None:
    """What a read is held against: truth (bool(...), not ...), switch (on or off), other (another literal), nothing (None)."""
    parent = node.parent
    while parent is not None and parent.type in {"call", "attribute", "argument_list", "parenthesized_expression"}:
        if parent.type == "call" and (called := text(parent.child_by_field_name("function"))) in _TO_BOOL:
            return "truth" if called == "bool" else "switch"
        parent = parent.parent
    if parent is None or parent.type not in {"comparison_operator", "not_operator"}:
        return None
    if parent.type == "not_operator":
        return "truth"
    literals = [
        child for child in parent.named_children if child.type in {"string", "set", "tuple", "list", "true", "false"}
    ]
    words = [word for child in literals for word in text(child).strip("[](){}").replace(" ", "").split(",")]
    if any(map(flags.is_switch_value, words)):
        return "switch"
    return "other" if any(word.strip("\"'") for word in words) else "nothing" if _NOTHING.search(text(parent)) else None
