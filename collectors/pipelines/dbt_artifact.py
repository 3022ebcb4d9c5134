"""What dbt wrote about a project: manifest.json, and of sources.json and catalog.json what they add.

A manifest is read node by node: no more than one is held at a time beside its text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from collectors.dataflow import File, Found, How, Link, Pipeline, Ref, Thing
from collectors.pipelines.dbt import owner_of
from collectors.spec import Unreadable

_KIND = re.compile(r'"dbt_schema_version":\s*"[^"]{0,100}/(manifest|sources|catalog)/v\d+\.json"')
_HEAD = 5_000
"""Characters in which a file says what it is: `metadata` comes first."""
_BLANK = re.compile(r"[ \t\r\n]*")
LARGEST = 100_000_000
_TABLES = {"model", "seed", "snapshot"}
_VIEWS = {"metric", "semantic_model", "saved_query"}


def read(file: File) -> Iterator[Found]:
    """Things and links of one artifact; nothing for any other JSON. Raises Unreadable where it breaks off."""
    found = _KIND.search(file.text[:_HEAD])
    if found is None:
        return
    if found.group(1) == "manifest":
        yield from _manifest(file.text)
    elif found.group(1) == "sources":
        yield from _freshness_checked(file.text)
    else:
        yield from _catalog(file.text)


def members(text: str, sections: frozenset[str]) -> Iterator[tuple[str, str, Any]]:
    """(section, name, value) of every member of some mappings on the top level of a JSON text; of a list by its place.

    Each value is made when it is asked for, so that memory is bounded by the text. Raises Unreadable.
    """
    scan = json.JSONDecoder().raw_decode
    try:
        for section, at in _entries(text, 0, scan):
            if section in sections and text[at] == "{":
                for name, place in _entries(text, at, scan):
                    yield section, name, scan(text, place)[0]
            elif section in sections and text[at] == "[":
                for place, value in enumerate(scan(text, at)[0]):
                    yield section, str(place), value
    except (ValueError, IndexError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}"[:200]) from error


def _entries(text: str, at: int, scan: Any) -> Iterator[tuple[str, int]]:
    """Names of a mapping that begins here, each with the place of its value."""
    at = _after(text, at, "{")
    while text[at] != "}":
        name, at = scan(text, at)
        at = _after(text, _blank(text, at), ":")
        yield str(name), at
        at = _blank(text, scan(text, at)[1])
        if text[at] != "}":
            at = _after(text, at, ",")


def _after(text: str, at: int, sign: str) -> int:
    at = _blank(text, at)
    if text[at] != sign:
        raise ValueError(f"{sign} expected at {at}")
    return _blank(text, at + 1)


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _manifest(text: str) -> Iterator[Found]:
    things: dict[str, dict[str, Any]] = {}
    refs: dict[str, Ref] = {}
    tests: Counter[str] = Counter()
    groups: dict[str, str] = {}
    seeds: list[Link] = []
    parents: dict[str, list[str]] = {}
    sections = frozenset(
        {"nodes", "sources", "exposures", "groups", "metrics", "semantic_models", "saved_queries", "parent_map"}
    )
    for section, name, node in members(text, sections):
        if section == "parent_map":
            parents[name] = [each for each in node if isinstance(each, str)] if isinstance(node, list) else []
        elif not isinstance(node, dict):
            continue
        elif section == "groups":
            groups[str(node.get("name"))] = _contact(node.get("owner"))
        elif node.get("resource_type") == "test":
            tests.update(_tested(node))
        elif ref := _ref(name, node):
            refs[name] = ref
            things[name] = _declared(node)
            if node.get("resource_type") == "seed" and isinstance(node.get("original_file_path"), str):
                seeds.append(Link(1, Ref("file", node["original_file_path"]), ref, "derives", recorded=True))
    for name, told in things.items():
        told["owner"] = groups.get(told["owner"] or "") or told["owner"]
        counted = refs[name].kind in {"table", "source"}
        yield Thing(1, refs[name], tests=tests[name] if counted else None, **told)
    yield from seeds
    for child, above in parents.items():
        for parent in above:
            if child in refs and parent in refs:
                how: How = "serves" if refs[child].kind == "consumer" else "derives"
                yield Link(1, refs[parent], refs[child], how, recorded=True)


def _ref(unique_id: str, node: Mapping[str, Any]) -> Ref | None:
    """By the name that a model's file uses: `x`, `x_v2`, `source.table`."""
    kind, name = unique_id.partition(".")[0], str(node.get("name"))
    if kind in _TABLES:
        version = node.get("version")
        return Ref("table", name if version is None else f"{name}_v{version}")
    if kind == "source":
        return Ref("source", f"{node.get('source_name')}.{name}")
    if kind == "exposure":
        return Ref("model" if node.get("type") == "ml" else "consumer", name)
    return Ref("view", name) if kind in _VIEWS else None


def _declared(node: Mapping[str, Any]) -> dict[str, Any]:
    config = _mapping(node.get("config"))
    access, contract = node.get("access"), _mapping(node.get("contract"))
    unset = access == "protected" and "access" not in _mapping(node.get("unrendered_config"))  # dbt's default
    return {
        "location": _location(node.get("database"), node.get("schema"), node.get("alias") or node.get("identifier")),
        "owner": _contact(node.get("owner")) or owner_of({"group": node.get("group"), **config, "meta": node.get("meta") or config.get("meta")}),
        "description": _text(node.get("description")) or _text(node.get("source_description")) or _text(node.get("label")),
        "freshness": _rule(node.get("freshness")),
        "access": None if unset else _text(access),
        "contract": True if contract.get("enforced") is True else None,
    }  # fmt: skip


def _tested(node: Mapping[str, Any]) -> list[str]:
    """What a data test is declared for. One written as a query of its own is declared for nothing."""
    attached = node.get("attached_node")
    if isinstance(attached, str):
        return [attached]
    above = _mapping(node.get("depends_on")).get("nodes")
    return [str(above[0])] if node.get("test_metadata") and isinstance(above, list) and above else []


def _freshness_checked(text: str) -> Iterator[Found]:
    for _, _, result in members(text, frozenset({"results"})):
        parts = str(_mapping(result).get("unique_id")).split(".")
        if parts[0] == "source" and len(parts) > 3:
            yield Thing(1, Ref("source", ".".join(parts[2:])), freshness=_rule(_mapping(result).get("criteria")))


def _catalog(text: str) -> Iterator[Found]:
    for section, unique_id, node in members(text, frozenset({"nodes", "sources"})):
        told, parts = _mapping(_mapping(node).get("metadata")), unique_id.split(".")
        if len(parts) > 2 and (parts[0] in _TABLES or section == "sources"):
            ref = Ref("source", ".".join(parts[2:])) if section == "sources" else Ref("table", "_".join(parts[2:]))
            yield Thing(1, ref, location=_location(told.get("database"), told.get("schema"), told.get("name")))


def _location(database: object, schema: object, name: object) -> Ref | None:
    return Ref("table", ".".join(str(part) for part in (database, schema, name) if part)) if name else None


def _rule(freshness: object) -> str | None:
    told = []
    for rule in ("warn_after", "error_after"):
        limit = _mapping(_mapping(freshness).get(rule))
        if limit.get("count") is not None and limit.get("period"):
            told.append(f"{rule} {limit['count']} {limit['period']}")
    return ", ".join(told) or None


def _contact(owner: object) -> str:
    told = _mapping(owner).get("email") or _mapping(owner).get("name")
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told or "")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


PIPELINE = Pipeline(frozenset({"JSON"}), (b'"dbt_schema_version"',), read, LARGEST)
