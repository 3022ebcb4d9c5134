"""YAML, by nodes: lines are known, and nothing is constructed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from collectors.forms.config import DEEPEST, LONGEST, Directive, Leaf, join
from collectors.spec import Unreadable

LANGUAGES = frozenset({"YAML"})
_PACKAGE = re.compile(r"^[ \t]*#[ \t]*@package[ \t]+(\S+)", re.MULTILINE)
_TYPES = {"int": "number", "float": "number", "bool": "boolean", "null": "null"}
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TEMPLATE = re.compile(r"^[ \t]*\{\{", re.MULTILINE)


def read(text: str) -> Iterator[Leaf | Directive]:
    """Leaves of every document, keys given twice, and Hydra's `# @package` header."""
    import yaml

    if "@package" in text and (match := _PACKAGE.search(text)):
        yield Directive("package", match.group(1), text.count("\n", 0, match.start(1)) + 1)
    if "{{" in text and _TEMPLATE.search(text):
        raise Unreadable("a template, not YAML")
    try:
        for number, node in enumerate(yaml.compose_all(text, Loader=_loader())):
            if node is not None:
                yield from _yaml_node(node, "", number, 0)
    except yaml.YAMLError as error:
        raise Unreadable(f"not YAML: {' '.join(str(error).split())}"[:200]) from error
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error


@cache
def _loader() -> Any:
    """libyaml's composer. What a plain scalar's text resolves to is looked up: the same few texts stand in most files."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolver = yaml.resolver.Resolver()
    known = lru_cache(maxsize=8192)(resolver.resolve)

    class Loader(base):  # type: ignore[misc]
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return (known if value is None or len(value) < 50 else resolver.resolve)(kind, value, implicit)

    return Loader


def _yaml_node(node: Any, key: str, document: int, depth: int) -> Iterator[Leaf | Directive]:
    """Anchors are followed to where they stand, so a bomb of aliases ends at the limits of depth and of leaves."""
    if depth > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    line = node.start_mark.line + 1
    if node.id == "scalar":
        yield Leaf(key, node.value[:LONGEST], _yaml_type(node.tag), line, document)
    elif node.id == "sequence":
        if all(item.id == "scalar" for item in node.value):
            values = _compact([item.value for item in node.value])
            yield Leaf(key, values[:LONGEST], "list", line, document)
        else:
            for index, item in enumerate(node.value):
                yield from _yaml_node(item, f"{key}[{index}]", document, depth + 1)
    else:
        seen = set()
        for name, value in node.value:
            below = join(key, name.value if name.id == "scalar" else "?")
            if name.id == "scalar":
                if (name.tag, name.value) in seen and name.value != "<<":
                    yield Directive("duplicate", below, name.start_mark.line + 1)
                seen.add((name.tag, name.value))
            yield from _yaml_node(value, below, document, depth + 1)


def _yaml_type(tag: str) -> str:
    return _TYPES.get(tag.rpartition(":")[2], "string")
