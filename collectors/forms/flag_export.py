"""A file as an export of a flag service, or as none: known by its content, never by its name."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any

from collectors.flag_export import Export, FlagService, services
from collectors.spec import Unreadable

LARGEST = 16_000_000
_DEEPEST = 60
_TOO_DEEP = re.compile(rb"(?:[\[({]\s*){200}")
_MOST = 1_000_000


def parse(data: bytes, language: str) -> Export | None:
    """The export; None where it is none, or where two services claim it. Raises Unreadable for a broken one."""
    likely = [s for s in services() if language in s.languages and _has_needles(s, data)]
    if not likely:
        return None
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    if _TOO_DEEP.search(data):
        raise Unreadable("brackets nested too deeply")
    body = data.decode("utf-8-sig", "replace")
    document = {"JSON": _json, "YAML": _yaml, "CSV": _csv}[language](body)
    claimed = [service for service in likely if service.recognises(document)]
    return claimed[0].read(document) if len(claimed) == 1 else None


def _has_needles(service: FlagService, data: bytes) -> bool:
    return any(all(needle in data for needle in some) for some in service.needles)


def _json(body: str) -> Any:
    try:
        document = json.loads(body, object_pairs_hook=_once)
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error
    except ValueError as error:
        raise Unreadable(f"not JSON: {error}"[:200]) from error
    return _bounded(document, 0)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """No service writes a name twice; which of two is meant nobody can tell."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise Unreadable(f"the name {name[:80]!r} stands twice in one object")
        made[name] = value
    return made


def _bounded(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Unreadable(f"nested more than {_DEEPEST} deep")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(item, dict | list):
            _bounded(item, depth + 1)
    return value


def _yaml(body: str) -> Any:
    """Nothing is constructed: nodes are walked, scalars read by their tags; aliases end at the limits."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    left = iter(range(_MOST))
    try:
        documents = [node for node in yaml.compose_all(body, Loader=loader) if node is not None]
    except yaml.YAMLError as error:
        raise Unreadable(f"not YAML: {' '.join(str(error).split())}"[:200]) from error
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error
    return _node(documents[0], 0, left) if len(documents) == 1 else None


def _node(node: Any, depth: int, left: Iterator[int]) -> Any:
    if depth > _DEEPEST:
        raise Unreadable(f"nested more than {_DEEPEST} deep")
    if next(left, None) is None:
        raise Unreadable(f"more than {_MOST:,} values")
    if node.id == "mapping":
        return _once([(str(key.value), _node(value, depth + 1, left)) for key, value in node.value])
    if node.id == "sequence":
        return [_node(item, depth + 1, left) for item in node.value]
    return _scalar(node.tag.rpartition(":")[2], node.value)


def _scalar(tag: str, value: str) -> Any:
    if tag == "null":
        return None
    if tag == "bool":
        return value.lower() in {"true", "yes", "on"}
    try:
        if tag == "int":
            return int(value.replace("_", ""), 0)
        if tag == "float" and math.isfinite(number := float(value.replace("_", ""))):
            return number
    except ValueError:
        pass
    return value


def _csv(body: str) -> list[dict[str, str]]:
    """Rows as dicts; a row that is longer or shorter than the head is a broken file."""
    try:
        reader = csv.reader(io.StringIO(body.replace("\0", "\ufffd"), newline=""), strict=True)
        head = next(reader, [])
        rows = []
        for cells in reader:
            if cells and len(cells) != len(head):
                raise Unreadable(f"line {reader.line_num}: {len(cells)} cells under a head of {len(head)}")
            if cells:
                rows.append(dict(zip(head, cells, strict=True)))
    except csv.Error as error:
        raise Unreadable(f"not CSV: {error}"[:200]) from error
    return rows
