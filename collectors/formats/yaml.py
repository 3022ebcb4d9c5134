"""YAML: documents, anchors, merge keys. Nothing is constructed: tags are read as text, scalars stay as written.

Read from libyaml's events, which nest in its own stack: composing nodes of 400,000 levels crashes the process, and takes five
times as long. Types are those of YAML 1.1 as PyYAML resolves them, with one addition: `1e-3` is a number, as OmegaConf and YAML
1.2 read it. An anchored value counts wherever an alias repeats it, with the line where it was written; so do the entries that a
merge key `<<` takes in and the mapping does not override.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from collectors.forms.config import (
    LONGEST,
    LONGEST_KEY,
    MOST,
    Directive,
    Entry,
    Leaf,
    check_depth,
    join,
    listed,
)
from collectors.spec import Format, Unreadable

_PACKAGE = re.compile(r"^[ \t]*#[ \t]*@package[ \t]+(\S+)", re.MULTILINE)
_FLOAT = re.compile(r"[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)[eE][-+]?\d+")
_TYPES = {"int": "number", "float": "number", "bool": "boolean", "null": "null"}
_TAG = "tag:yaml.org,2002:"

Relative = tuple[str, str, str, int]
"""A leaf below some key: the rest of its key, its value, type and line."""


@dataclass(slots=True)
class _Value:
    """What an anchor stands for."""

    kind: str
    """scalar, list (of scalars), items or mapping."""
    entries: dict[str, list[Relative]] = field(default_factory=dict)
    """By name in the mapping; of the others all under the empty name."""


def read(text: str) -> list[Entry]:
    """Every document of a file."""
    from yaml import YAMLError

    _refuse_flow_nests(text)
    reader = _Reader(text)
    try:
        return reader.documents()
    except YAMLError as error:
        if "{{" in text or "{%" in text:
            raise Unreadable("a template, not YAML") from error
        raise Unreadable(f"not YAML: {' '.join(str(error).split())}"[:200]) from error


def _refuse_flow_nests(text: str) -> None:
    """libyaml takes time by the square of flow nesting. Brackets in strings count too, so the bound is far off the real one."""
    if text.count("[") + text.count("{") < 200:
        return
    depth = 0
    for match in re.finditer(r"[\[{]|[\]}]", text):
        depth = depth + 1 if match.group() in "[{" else max(0, depth - 1)
        if depth > 200:
            raise Unreadable("brackets nested too deeply")


class _Reader:
    def __init__(self, text: str) -> None:
        import yaml

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self._next = loader.get_event
        self._kinds = {
            yaml.ScalarEvent: 0, yaml.MappingStartEvent: 1, yaml.SequenceStartEvent: 2, yaml.AliasEvent: 3,
            yaml.MappingEndEvent: 4, yaml.SequenceEndEvent: 5, yaml.DocumentStartEvent: 6,
        }  # fmt: skip
        self._document = -1
        self._leaves: list[Leaf | None] = []
        self._directives: list[Directive] = []
        self._anchors: dict[str, _Value] = {}
        self._dropped = False
        if match := _PACKAGE.search(text):
            self._directives.append(Directive("package", match.group(1), text.count("\n", 0, match.start(1)) + 1))

    def documents(self) -> list[Entry]:
        while (event := self._next()) is not None:
            kind = self._kinds.get(type(event), 7)
            if kind == 6:
                self._document += 1
                self._anchors = {}
            elif kind < 4:
                self._value(event, kind, "", 0)
        leaves = [leaf for leaf in self._leaves if leaf is not None] if self._dropped else self._leaves
        return [*self._directives, *leaves]

    def _emit(self, key: str, value: str, type_: str, line: int) -> None:
        if len(self._leaves) >= MOST + 1:
            raise Unreadable(f"more than {MOST:,} settings")
        self._leaves.append(Leaf(key, value[:LONGEST], type_, line, self._document))

    def _value(self, event: Any, kind: int, key: str, depth: int) -> None:
        if kind == 0:
            line = event.start_mark.line + 1
            self._emit(key, event.value, _type_of(event), line)
            if event.anchor:
                self._anchors[event.anchor] = _Value("scalar", {"": [("", event.value, _type_of(event), line)]})
        elif kind == 3:
            self._alias(event, key)
        else:
            check_depth(depth)
            before = len(self._leaves)
            anchored = self._mapping(key, depth, event) if kind == 1 else self._sequence(key, depth, event)
            if event.anchor:
                if kind == 2:
                    anchored.entries[""] = self._below(key, before, len(self._leaves))
                self._anchors[event.anchor] = anchored

    def _below(self, key: str, start: int, end: int) -> list[Relative]:
        skip = len(key)
        return [(leaf.key[skip:], leaf.value, leaf.type, leaf.line) for leaf in self._leaves[start:end] if leaf]

    def _anchor(self, event: Any) -> _Value:
        if event.anchor not in self._anchors:
            raise Unreadable(
                f"not YAML: the alias *{event.anchor} stands within its own anchor, or before it, line {event.start_mark.line + 1}"[
                    :200
                ]
            )
        return self._anchors[event.anchor]

    def _alias(self, event: Any, key: str) -> None:
        value = self._anchor(event)
        self._directive("anchor", f"{key} *{event.anchor}".lstrip(), event)
        for name, leaves in value.entries.items():
            self._repeat(join(key, name) if value.kind == "mapping" else key, leaves)

    def _directive(self, kind: str, target: str, event: Any) -> None:
        if len(self._directives) > MOST:
            raise Unreadable(f"more than {MOST:,} settings")
        self._directives.append(Directive(kind, target, event.start_mark.line + 1))

    def _repeat(self, key: str, leaves: list[Relative]) -> None:
        for rest, value, type_, line in leaves:
            if len(key) + len(rest) > LONGEST_KEY:
                raise Unreadable(f"a key longer than {LONGEST_KEY:,} characters")
            self._emit(key + rest, value, type_, line)

    def _sequence(self, key: str, depth: int, start: Any) -> _Value:
        """A list of scalars is one leaf: it is one as long as nothing else comes."""
        scalars: list[Relative] | None = []
        index = 0
        while True:
            event = self._next()
            kind = self._kinds[type(event)]
            if kind == 5:
                break
            plain = kind == 0
            if plain:
                item = ("", event.value, _type_of(event), event.start_mark.line + 1)
                if event.anchor:
                    self._anchors[event.anchor] = _Value("scalar", {"": [item]})
            elif kind == 3 and self._anchor(event).kind == "scalar":
                plain, item = True, self._anchors[event.anchor].entries[""][0]
                self._directive("anchor", f"{key}[{index}] *{event.anchor}", event)
            if scalars is not None and plain:
                scalars.append(item)
            else:
                if scalars:
                    for at, (_, value, type_, line) in enumerate(scalars):
                        self._emit(f"{key}[{at}]", value, type_, line)
                scalars = None
                if plain:
                    self._emit(f"{key}[{index}]", *item[1:])
                else:
                    self._value(event, kind, join("", f"{key}[{index}]"), depth + 1)
            index += 1
        if scalars is None:
            return _Value("items")
        self._emit(key, listed(item[1] for item in scalars), "list", start.start_mark.line + 1)
        return _Value("list")

    def _mapping(self, key: str, depth: int, start: Any) -> _Value:
        starts: dict[str, tuple[int, int]] = {}
        merged: list[dict[str, list[Relative]]] = []
        while True:
            event = self._next()
            kind = self._kinds[type(event)]
            if kind == 4:
                break
            if kind == 0:
                if event.value == "<<" and event.implicit[0]:
                    merged = [*self._merge(key, depth), *merged]  # of two merge keys PyYAML lets the later one win
                    continue
                name = event.value
                if event.anchor:
                    self._anchors[event.anchor] = _Value(
                        "scalar", {"": [("", name, _type_of(event), event.start_mark.line + 1)]}
                    )
            else:
                name = self._odd_key(event, kind, start, depth)
            below = join(key, name)
            if name in starts:
                self._leaves[slice(*starts[name])] = [None] * (starts[name][1] - starts[name][0])
                self._dropped = True
                self._directive("duplicate", below, event)
            before = len(self._leaves)
            event = self._next()
            self._value(event, self._kinds[type(event)], below, depth + 1)
            starts[name] = before, len(self._leaves)
        value = _Value("mapping")
        if start.anchor:
            value.entries = {name: self._below(join(key, name), *where) for name, where in starts.items()}
        seen = set(starts)
        for entries in merged:
            for name, leaves in entries.items():
                if name not in seen:
                    seen.add(name)
                    self._repeat(join(key, name), leaves)
                    value.entries[name] = leaves
        return value

    def _odd_key(self, event: Any, kind: int, parent: Any, depth: int) -> str:
        """A key that is no scalar. `{{ x }}` unquoted reads as a mapping that is the key of a mapping: a template's placeholder."""
        if kind == 3:
            value = self._anchor(event)
            return value.entries[""][0][1] if value.kind == "scalar" else "?"
        if kind == 1 and event.flow_style and parent.flow_style:
            raise Unreadable("a template, not YAML")
        before, told = len(self._leaves), len(self._directives)
        self._value(event, kind, "?", depth + 1)
        del self._leaves[before:], self._directives[told:]
        return "?"

    def _merge(self, key: str, depth: int) -> list[dict[str, list[Relative]]]:
        """What stands after `<<`: an alias, a mapping, or a list of them, of which the first wins."""
        event = self._next()
        kind = self._kinds[type(event)]
        if kind != 2:
            return [self._merged(event, kind, key, depth)]
        found: list[dict[str, list[Relative]]] = []
        while self._kinds[type(event := self._next())] != 5:
            entries = self._merged(event, self._kinds[type(event)], key, depth)
            if not any(entries is known for known in found[-8:]):
                found.append(entries)
        return found

    def _merged(self, event: Any, kind: int, key: str, depth: int) -> dict[str, list[Relative]]:
        if kind == 3:
            value = self._anchor(event)
            self._directive("merge", f"{key} *{event.anchor}".lstrip(), event)
        elif kind == 1:
            check_depth(depth)
            before = len(self._leaves)
            event.anchor = event.anchor or "<<"
            value = self._mapping(key, depth + 1, event)
            self._anchors[event.anchor] = value
            del self._leaves[before:]
        else:
            value = _Value("scalar")
        if value.kind != "mapping":
            raise Unreadable(f"not YAML: a merge key takes mappings only, line {event.start_mark.line + 1}")
        return value.entries


def _type_of(event: Any) -> str:
    if event.tag is not None:
        return _TYPES.get(event.tag.removeprefix(_TAG), "string") if event.tag.startswith(_TAG) else "string"
    if not event.implicit[0] or len(event.value) > 40:
        return "string"
    return plain_type(event.value)


@lru_cache(maxsize=20_000)
def plain_type(value: str) -> str:
    """The type of a plain scalar: that of YAML 1.1 as PyYAML resolves it, and `1e-3` is a number."""
    from yaml.resolver import Resolver

    for tag, pattern in Resolver.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value):
            return _TYPES.get(tag.removeprefix(_TAG), "string")
    return "number" if _FLOAT.fullmatch(value) else "string"


FORMAT = Format(frozenset({"YAML"}), read)
