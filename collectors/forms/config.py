"""A configuration file as settings: leaves (dotted key, raw scalar text, type, line) and what it says about other files.

Nothing is constructed and nothing is run.
"""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from collectors.spec import Unreadable

LARGEST = 1_000_000
_DEEPEST = 60
_TOO_DEEP = re.compile(rb"(?:[\[({]\s*){200}")
_MOST = 20_000
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """One setting. A list of scalars is one leaf, its value a compact JSON text."""

    key: str
    value: str
    type: str
    """string, number, boolean, null or list."""
    line: int
    document: int


@dataclass(frozen=True, slots=True)
class Directive:
    """What a file says about other files, or about its own place among them, beside its leaves."""

    kind: str
    """package: Hydra's `# @package` header."""
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What one configuration file says."""

    leaves: list[Leaf]
    directives: list[Directive]


_PACKAGE = re.compile(r"^\s*#\s*@package\s+(\S+)", re.MULTILINE)


def parse(data: bytes, language: str) -> Settings:
    """Leaves and directives in the order of the file. Raises Unreadable for what the format's own parser refuses."""
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    if _TOO_DEEP.search(data):
        raise Unreadable("brackets nested too deeply")
    reader = {"YAML": _yaml, "TOML": _toml, "JSON": _json, "INI": _ini, "dotenv": _dotenv, "properties": _dotenv}.get(
        language
    )
    if reader is None:
        raise Unreadable(f"{language} settings are not read yet")
    text = data.decode("utf-8-sig", "replace")
    leaves = []
    for leaf in reader(text):
        leaves.append(leaf)
        if len(leaves) > _MOST:
            raise Unreadable(f"more than {_MOST:,} settings")
    return Settings(leaves, list(_directives(text, language)))


def _directives(text: str, language: str) -> Iterator[Directive]:
    if language == "YAML" and (match := _PACKAGE.search(text)):
        yield Directive("package", match.group(1), text.count("\n", 0, match.start(1)) + 1)


def _yaml(text: str) -> Iterator[Leaf]:
    import yaml

    if "{{" in text and re.search(r"^\s*\{\{-?", text, re.MULTILINE):
        raise Unreadable("a template, not YAML")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for number, node in enumerate(yaml.compose_all(text, Loader=loader)):
            if node is not None:
                yield from _yaml_node(node, "", number, 0)
    except yaml.YAMLError as error:
        raise Unreadable(f"not YAML: {' '.join(str(error).split())}"[:200]) from error
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error


def _yaml_node(node: Any, key: str, document: int, depth: int) -> Iterator[Leaf]:
    """Anchors are followed to where they stand, so a bomb of aliases ends at the limits of depth and of leaves."""
    if depth > _DEEPEST:
        raise Unreadable(f"nested more than {_DEEPEST} deep")
    line = node.start_mark.line + 1
    if node.id == "scalar":
        yield Leaf(key, node.value[:_LONGEST], _yaml_type(node.tag), line, document)
    elif node.id == "sequence":
        if all(item.id == "scalar" for item in node.value):
            values = json.dumps([item.value for item in node.value], ensure_ascii=False, separators=(",", ":"))
            yield Leaf(key, values[:_LONGEST], "list", line, document)
        else:
            for index, item in enumerate(node.value):
                yield from _yaml_node(item, f"{key}[{index}]", document, depth + 1)
    else:
        for name, value in node.value:
            yield from _yaml_node(value, _join(key, name.value if name.id == "scalar" else "?"), document, depth + 1)


def _yaml_type(tag: str) -> str:
    known = {"int": "number", "float": "number", "bool": "boolean", "null": "null"}
    return known.get(tag.rpartition(":")[2], "string")


def _toml(text: str) -> Iterator[Leaf]:
    import tomllib

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"not TOML: {error}"[:200]) from error
    yield from _values(document, "", _toml_lines(text), 0)


def _toml_lines(text: str) -> dict[str, int]:
    """Line of each key: a table header sets the prefix, `key =` at the start of a line is a key below it."""
    lines: dict[str, int] = {}
    prefix = ""
    arrays: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), 1):
        stripped = row.strip()
        if match := re.match(r"\[\[\s*(.+?)\s*\]\]", stripped):
            name = _plain(match.group(1))
            arrays[name] = arrays.get(name, -1) + 1
            prefix = f"{name}[{arrays[name]}]"
        elif match := re.match(r"\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$", stripped):
            prefix = _plain(match.group(1))
        elif match := re.match(
            r"""((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", stripped
        ):
            lines.setdefault(_join(prefix, _plain(match.group(1))), number)
    return lines


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[^.]+""", name))


def _values(value: Any, key: str, lines: dict[str, int], depth: int, at: int = 1) -> Iterator[Leaf]:
    line = lines.get(key, at)
    if depth > _DEEPEST:
        raise Unreadable(f"nested more than {_DEEPEST} deep")
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _values(item, _join(key, str(name)), lines, depth + 1, line)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from _values(item, f"{key}[{index}]", lines, depth + 1, line)
    else:
        yield Leaf(key, _scalar(value)[:_LONGEST], _type(value), line, 0)


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return json.dumps(value) if isinstance(value, bool) or value is None else str(value)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {int: "number", float: "number", list: "list", type(None): "null"}.get(type(value), "string")


def _json(text: str) -> Iterator[Leaf]:
    """By tree-sitter, which knows lines and forgives comments."""
    import tree_sitter_json
    from tree_sitter import Language, Parser

    try:
        json.loads(text)
    except ValueError as error:
        if not re.search(r"^\s*//|/\*|,\s*[}\]]", text, re.MULTILINE):
            raise Unreadable(f"not JSON: {error}"[:200]) from error
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error
    tree = Parser(Language(tree_sitter_json.language())).parse(text.encode())
    for child in tree.root_node.named_children:
        if child.type != "comment":
            yield from _json_node(child, "", 0)


def _json_node(node: Any, key: str, depth: int) -> Iterator[Leaf]:
    if depth > _DEEPEST:
        raise Unreadable(f"nested more than {_DEEPEST} deep")
    line = node.start_point[0] + 1
    if node.type == "object":
        for pair in node.named_children:
            if pair.type == "pair":
                name = pair.child_by_field_name("key").text.decode("utf-8", "replace").strip('"')
                yield from _json_node(pair.child_by_field_name("value"), _join(key, name), depth + 1)
    elif node.type == "array" and any(item.type in {"object", "array"} for item in node.named_children):
        for index, item in enumerate(node.named_children):
            yield from _json_node(item, f"{key}[{index}]", depth + 1)
    else:
        raw = node.text.decode("utf-8", "replace")
        kind = {"number": "number", "true": "boolean", "false": "boolean", "null": "null", "array": "list"}.get(
            node.type, "string"
        )
        yield Leaf(key, (raw[1:-1] if kind == "string" else raw)[:_LONGEST], kind, line, 0)


def _ini(text: str) -> Iterator[Leaf]:
    """Sections and keys by line; configparser, which knows no lines, only judges whether it is INI at all."""
    try:
        configparser.RawConfigParser(strict=False, allow_no_value=True).read_string(text)
    except configparser.MissingSectionHeaderError:
        yield from _dotenv(text)
        return
    except configparser.Error as error:
        raise Unreadable(f"not INI: {' '.join(str(error).split())}"[:200]) from error
    section, key, value, at = "", "", "", 0
    for number, row in enumerate([*text.split("\n"), "[end]"], 1):
        stripped = row.strip()
        if key and (row[:1].isspace() or not stripped) and not stripped.startswith(("#", ";")):
            value = f"{value}\n{stripped}" if stripped else value
            continue
        if not stripped or stripped.startswith(("#", ";")):
            continue
        if key:
            yield Leaf(_join(section, key), value.strip()[:_LONGEST], _guess(value), at, 0)
            key = ""
        if stripped.startswith("[") and "]" in stripped:
            section = stripped[1 : stripped.index("]")]
        else:
            key, _, value = (part.strip() for part in re.sub(r"\s*[=:]\s*", "\0", stripped, count=1).partition("\0"))
            at = number


def _dotenv(text: str) -> Iterator[Leaf]:
    for number, row in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*(?:export\s+)?([A-Za-z_][\w.\-]*)\s*[=:]\s*(.*?)\s*$", row)
        if match:
            value = match.group(2)
            quoted = re.match(r"""(["'])(.*?)\1""", value)
            value = quoted.group(2) if quoted else re.sub(r"\s+#.*$", "", value)
            yield Leaf(match.group(1), value[:_LONGEST], _guess(value), number, 0)


def _guess(value: str) -> str:
    low = value.strip().lower()
    if low in {"true", "false", "yes", "no", "on", "off"}:
        return "boolean"
    return "number" if re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", low) else "string"


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
