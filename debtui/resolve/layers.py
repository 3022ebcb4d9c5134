"""Files laid over each other: maps are merged, what else a later one says replaces what an earlier one said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from collectors.forms.config import Leaf
from debtui.resolve.base import Resolved, Step


class Layers:
    """The settings so far, each with its chain. A list replaces a list, a value a map, a map a value."""

    def __init__(self) -> None:
        self._leaves: dict[str, tuple[Step, ...]] = {}
        self._below: dict[str, dict[str, None]] = {}
        """Keys of the settings that lie below a key, however deep; what has none is not in here."""

    def __contains__(self, key: str) -> bool:
        return key in self._leaves or key in self._below

    def lay(
        self, leaves: Iterable[Leaf], path: str, how: str, prefix: str = "", gone: Mapping[str, tuple[Step, ...]] = {}
    ) -> None:
        """Put one file's settings on top; `prefix` is where in the whole they belong, `gone` what was taken away for them."""
        placed = [(f"{prefix}.{leaf.key}" if prefix else leaf.key, leaf) for leaf in leaves]
        before = dict(gone)
        for root in dict.fromkeys(key.partition("[")[0] for key, _ in placed if "[" in key):
            before |= self.take(root)
        for key, leaf in placed:
            self.put(key, Step(path, leaf.line, leaf.value, leaf.type, how, leaf.key), before.get(key, ()))

    def put(self, key: str, step: Step, before: tuple[Step, ...] = ()) -> None:
        """Say one setting. `before` is the chain of what was taken away for it."""
        for above in above_of(key):
            if above in self._leaves:
                before = self._remove(above)
        if key in self._below:
            self.take(key)
        if key in self._leaves:
            before = self._leaves[key]
        else:
            for above in above_of(key):
                self._below.setdefault(above, {})[key] = None
        self._leaves[key] = (*before, step)

    def take(self, key: str) -> dict[str, tuple[Step, ...]]:
        """Take a setting and all that lies below it away; returns what was taken."""
        taken = [key] if key in self._leaves else []
        return {name: self._remove(name) for name in [*taken, *self._below.get(key, ())]}

    def last(self, key: str) -> Step | None:
        """Who had the last say in a setting."""
        return self._leaves[key][-1] if key in self._leaves else None

    def resolved(self) -> Iterator[Resolved]:
        """Every setting, by key."""
        for key in sorted(self._leaves):
            chain = self._leaves[key]
            yield Resolved(key, chain[-1].value, chain[-1].type, chain)

    def _remove(self, key: str) -> tuple[Step, ...]:
        for above in above_of(key):
            del self._below[above][key]
            if not self._below[above]:
                del self._below[above]
        return self._leaves.pop(key)


def items_of(said: Leaf | Step | Resolved) -> list[str]:
    """The items of a list as text, or the one value. A list that was cut because it is too long has none."""
    if said.type != "list":
        return [said.value]
    try:
        items = json.loads(said.value)
    except ValueError:
        return []
    return [str(item) for item in items] if isinstance(items, list) else []


def above_of(key: str) -> Iterator[str]:
    """Keys of what holds a setting: of a.b[0].c those are a.b[0], a.b and a."""
    while cut := max(key.rfind("."), key.rfind("["), 0):
        key = key[:cut]
        yield key
