"""What differs between two sets of settings. Values are compared as what they mean, not as they are written."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from debtui.resolve.base import Resolved

Kind = Literal["same", "changed", "reordered", "added", "removed", "moved"]
KINDS: tuple[Kind, ...] = ("changed", "reordered", "moved", "added", "removed", "same")

_INTEGER = re.compile(r"[-+]?\d[\d_]*")
_REAL = re.compile(r"[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?")
_EXPONENT = re.compile(r"[-+]?\d+[eE][-+]?\d+")
_INDEX = re.compile(r"\[(\d{1,9})\]")
_TRIVIAL = frozenset({"", "0", "1", "true", "false", "null", "none", "[]", "{}"})
_SIMILAR = 0.6
"""Least likeness of two keys (difflib's ratio) for one to be the other under a new name."""
_CANDIDATES = 20
"""Settings of one value that are compared by their keys; more say nothing."""

Meaning = tuple[str, object]


class Change(NamedTuple):
    """One setting on both sides, or on one. A tuple: ten thousand frozen dataclasses take four times as long."""

    kind: Kind
    left: Resolved | None
    right: Resolved | None

    @property
    def key(self) -> str:
        """Its key, the new one where it has moved."""
        side = self.right or self.left
        return side.key if side else ""


@dataclass(frozen=True, slots=True)
class Diff:
    """Every setting of two configurations, by key."""

    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many of each kind; kinds that do not occur are 0."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    @property
    def differs(self) -> bool:
        """Whether anything is not the same."""
        return any(change.kind != "same" for change in self.changes)

    @property
    def unknown(self) -> int:
        """Settings of which only a run could tell whether they differ."""
        return sum(bool((c.left and c.left.opaque) or (c.right and c.right.opaque)) for c in self.changes)


def compare(left: Iterable[Resolved], right: Iterable[Resolved]) -> Diff:
    """The difference of two sets of settings; where a key is said twice, the last one counts."""
    ours, theirs = ({leaf.key: leaf for leaf in side} for side in (left, right))
    changes = [_both(leaf, theirs[key]) for key, leaf in ours.items() if key in theirs]
    removed = {key: leaf for key, leaf in ours.items() if key not in theirs}
    added = {key: leaf for key, leaf in theirs.items() if key not in ours}
    for old, new in _moved(removed, added):
        changes.append(Change("moved", removed.pop(old), added.pop(new)))
    changes += [Change("removed", leaf, None) for leaf in removed.values()]
    changes += [Change("added", None, leaf) for leaf in added.values()]
    return Diff(tuple(sorted(changes, key=lambda change: order(change.key))))


def order(key: str) -> str:
    """What keys are sorted by: part by part, places in lists as numbers."""
    told = key.replace(".", "\0")
    return _INDEX.sub(lambda match: f"\1{int(match[1]):09}", told) if "[" in told else told


def meaning(value: str, kind: str) -> Meaning:
    """A value as what it means: 1, 1.0 and 1e0 are one number, "1" is a text.

    YAML 1.1 reads 1e-3 as a text, everybody else as a number, and what was written in quotes is not known: a number.
    """
    if kind == "number" or (kind == "string" and _EXPONENT.fullmatch(value)):
        return _number(value)
    if kind == "boolean":
        return ("boolean", value.lower() in {"true", "yes", "on"})
    if kind == "null":
        return ("null", None)
    if kind == "list":
        items = _items(value)
        return ("list", value if items is None else tuple(_item(item) for item in items))
    return ("string", value)


def _both(left: Resolved, right: Resolved) -> Change:
    if left.value == right.value and left.type == right.type:
        return Change("same", left, right)
    one, other = meaning(left.value, left.type), meaning(right.value, right.type)
    if one == other:
        return Change("same", left, right)
    if isinstance(one[1], tuple) and isinstance(other[1], tuple) and Counter(one[1]) == Counter(other[1]):
        return Change("reordered", left, right)
    return Change("changed", left, right)


def _moved(removed: dict[str, Resolved], added: dict[str, Resolved]) -> Iterator[tuple[str, str]]:
    """Pairs of keys: the same value under the same last name, or else under a like one, and nothing else fits."""
    if not removed or not added:
        return
    old: dict[object, list[str]] = {}
    new: dict[object, list[str]] = {}
    for side, index in ((removed, old), (added, new)):
        for key, leaf in side.items():
            means = meaning(leaf.value, leaf.type)
            index.setdefault((means, _last(key)), []).append(key)
            if leaf.value.lower() not in _TRIVIAL:
                index.setdefault(means, []).append(key)
    gone: set[str] = set()
    come: set[str] = set()
    for what, keys in old.items():
        if isinstance(what, tuple) and isinstance(what[0], tuple):
            others = new.get(what, ())
            if len(keys) == len(others) == 1:
                gone.add(keys[0])
                come.add(others[0])
                yield keys[0], others[0]
    for what, keys in old.items():
        if isinstance(what, tuple) and not isinstance(what[0], tuple):
            left = [key for key in keys if key not in gone]
            right = [key for key in new.get(what, ()) if key not in come]
            if left and right and len(left) * len(right) <= _CANDIDATES:
                yield from _alike(left, right)


def _alike(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    pairs = [(a, b) for a in left for b in right if _likeness(a, b) >= _SIMILAR]
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    for a, b in pairs:
        if ours[a] == theirs[b] == 1:
            yield a, b


def _likeness(a: str, b: str) -> float:
    """The same in both directions, which difflib's own ratio is not."""
    return SequenceMatcher(None, min(a, b), max(a, b)).ratio()


def _last(key: str) -> str:
    return key.rpartition(".")[2].rpartition("/")[2]


def _number(value: str) -> Meaning:
    text = value.strip()
    if _INTEGER.fullmatch(text):
        return ("number", int(text.replace("_", "")[:4000]))
    if _REAL.fullmatch(text):
        return ("number", float(text.replace("_", "")))
    return ("number", text.lower())  # .inf, 0x1f, 1:30: as written


def _items(value: str) -> list[object] | None:
    """The items of a list; None where it was cut because it is too long."""
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def _item(item: object) -> Meaning:
    """Of items of lists the type is often not known: what looks like a number is one."""
    if isinstance(item, str):
        return _number(item) if _REAL.fullmatch(item) else ("string", item)
    if isinstance(item, bool):
        return ("string", str(item).lower())
    return _number(str(item)) if isinstance(item, int | float) else ("string", json.dumps(item))
