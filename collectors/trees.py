"""A document of YAML, JSON or TOML as a tree whose every part knows its line. What is not there is an empty tree, so that a reader
of someone's format asks for what it knows and needs no check at each step."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from collectors.spec import Unreadable

DEEPEST = 60
MOST = 200_000
"""Parts of one document."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A scalar (`text`), a list (`items`), a mapping (`entries`), or nothing of these."""

    line: int = 0
    text: str | None = None
    """As it is written; null and booleans too."""
    items: tuple[Tree, ...] = ()
    entries: Mapping[str, Tree] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.text is not None or bool(self.items) or bool(self.entries)

    def get(self, *names: str) -> Tree:
        """What stands below some keys; empty where nothing does."""
        found = self
        for name in names:
            found = found.entries.get(name, _NOTHING)
        return found

    def each(self) -> tuple[Tree, ...]:
        """The items of a list; a scalar or a mapping is a list of itself."""
        return self.items or ((self,) if self else ())

    def texts(self) -> list[str]:
        """The scalars of a list, or the one scalar."""
        return [item.text for item in self.each() if item.text is not None]


_NOTHING = Tree()


def yaml_documents(text: str) -> list[Tree]:
    """Every document of a YAML text. Nothing is constructed: a tag is dropped. Raises Unreadable.

    An alias is the tree that its anchor stands for, shared and not copied. A merge key `<<` is followed.
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    reader = _YamlReader(loader.get_event, yaml)
    try:
        return reader.documents()
    except yaml.YAMLError as error:
        raise Unreadable(f"not YAML: {' '.join(str(error).split())}"[:200]) from error


class _YamlReader:
    def __init__(self, following: Any, yaml: Any) -> None:
        self._next, self._yaml = following, yaml
        self._anchors: dict[str, Tree] = {}
        self._parts = 0

    def documents(self) -> list[Tree]:
        found: list[Tree] = []
        while (event := self._next()) is not None:
            if isinstance(event, self._yaml.DocumentStartEvent):
                self._anchors = {}
                found.append(self._tree(self._next(), 0))
        return found

    def _tree(self, event: Any, depth: int) -> Tree:
        self._parts += 1
        if depth > DEEPEST:
            raise Unreadable("nested too deeply")
        if self._parts > MOST:
            raise Unreadable(f"more than {MOST:,} parts")
        line = event.start_mark.line + 1
        if isinstance(event, self._yaml.AliasEvent):
            return self._anchors.get(event.anchor, _NOTHING)
        if isinstance(event, self._yaml.ScalarEvent):
            tree = Tree(line, event.value)
        elif isinstance(event, self._yaml.SequenceStartEvent):
            items = []
            while not isinstance(event_ := self._next(), self._yaml.SequenceEndEvent):
                items.append(self._tree(event_, depth + 1))
            tree = Tree(line, items=tuple(items))
        else:
            tree = Tree(line, entries=self._mapping(depth))
        if event.anchor:
            self._anchors[event.anchor] = tree
        return tree

    def _mapping(self, depth: int) -> dict[str, Tree]:
        own: dict[str, Tree] = {}
        merged: dict[str, Tree] = {}
        while not isinstance(event := self._next(), self._yaml.MappingEndEvent):
            key = self._tree(event, depth + 1).text or ""
            value = self._tree(self._next(), depth + 1)
            if key == "<<":
                for each in value.each():
                    merged = {**each.entries, **merged}
            else:
                own[key] = Tree(event.start_mark.line + 1, value.text, value.items, value.entries)
        return {**merged, **own}


def json_document(text: str) -> Tree:
    """A JSON text; its lines are not known and are 1. Raises Unreadable."""
    try:
        return _plain(json.loads(text), 0)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}"[:200]) from error


def toml_document(text: str) -> Tree:
    """A TOML text; its lines are not known and are 1. Raises Unreadable."""
    try:
        return _plain(tomllib.loads(text), 0)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not TOML: {error}"[:200]) from error


def _plain(value: object, depth: int) -> Tree:
    if depth > DEEPEST:
        raise Unreadable("nested too deeply")
    if isinstance(value, dict):
        return Tree(1, entries={str(name): _plain(each, depth + 1) for name, each in value.items()})
    if isinstance(value, list):
        return Tree(1, items=tuple(_plain(each, depth + 1) for each in value))
    return Tree(1, _scalar(value))


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def walk(tree: Tree) -> Iterator[Tree]:
    """A tree and all below it, shared parts once."""
    todo, seen = [tree], set[int]()
    while todo:
        part = todo.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            todo += [*part.items, *part.entries.values()]
