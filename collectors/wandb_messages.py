"""The messages of W&B's file of a run (Protocol Buffers, wandb_internal.proto), as far as they tell of its metrics and what it was made of."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from collectors import records, wandb_runs
from collectors.protobuf import fields, signed
from collectors.records import Records
from collectors.wandb_runs import Run, base, hardware, later, moment

_JSON = b"\x82\x01"
"""Number and kind of the field that has a value as JSON; behind it its length and the value, to the end of the item."""
_NUMERIC = frozenset(b"-0123456789NI")
_NAMES = 100_000
_DEEPEST = 20
_TAGS = {6: "group", 7: "job_type", 12: "sweep"}

Point = tuple[int, int | None, object, float | None, int | None]


class Log:
    """One run, record by record."""

    def __init__(self, run: Run, into: Records) -> None:
        self.run, self.into = run, into
        self.seen = False
        self.rows: list[Point] = []
        self.last: dict[str, float | None] = {}
        self.faults = 0
        self._series: dict[str, int] = {}
        self._names: dict[bytes, str] = {}
        self._latest: dict[bytes, bytes] = {}

    def broken(self, reason: str) -> None:
        """Of many records that cannot be read the first is told, and their number at the end."""
        self.faults += 1
        if self.faults == 1:
            self.into.fault(f"a record that cannot be read: {reason}")

    def hand_on(self) -> None:
        """Points that were gathered."""
        self.into.points(self.rows)
        self.rows = []

    def take(self, data: bytes) -> None:
        """One record. Raises ValueError and struct.error for what is none."""
        for number, value in fields(data):
            if isinstance(value, bytes):
                self.seen = True
                if number in _READERS:
                    _READERS[number](self, value)

    def _config(self, data: bytes) -> None:
        self._change(data, self.run.config)

    def _exit(self, data: bytes) -> None:
        told = dict(fields(data))
        if not told.get(3):  # `not_complete`: it is to be resumed
            self.run.status = wandb_runs.status(signed(_int(told.get(1))))
        self.run.runtime = float(_int(told.get(2))) or None

    def _history(self, data: bytes) -> None:
        """One row: values of one step."""
        step: int | None = None
        own: dict[str, float | None] = {}
        found: list[tuple[str, float]] = []
        media: list[str] = []
        for number, value in fields(data):
            if not isinstance(value, bytes) or number > 2:
                continue
            if number == 2:
                step = signed(_int(dict(fields(value)).get(1)))
                continue
            name, told = self._item(value)
            if name in wandb_runs.OWN:
                own[name] = told
            elif name.endswith("._type"):
                media.append(name.removesuffix("_type"))
            elif told is not None:
                found.append((name, told))
            elif value.endswith(b"}"):
                found += self._nested(name, value)
        told = own.get("_step")
        step = int(told) if told is not None and abs(told) < 1 << 62 else step
        recorded = moment(own.get("_timestamp")) or later(self.run.started, own.get("_runtime"))
        for name, each in found:
            if not (media and name.startswith(tuple(media))):
                self.rows.append((self._of(name), step, recorded, each, None))
                self.last[name] = each if math.isfinite(each) else None

    def _of(self, name: str) -> int:
        """Of the series."""
        number = self._series.get(name)
        if number is None:
            number = self._series[name] = self.into.series(name, run=self.run.run)
        return number

    def _item(self, item: bytes) -> tuple[str, float | None]:
        """Name and number of one value of a row; None for what is no number."""
        key, mark, value = item.partition(_JSON)
        if mark and value and value[0] == len(value) - 1 and value[0] < 128:
            name = self._names.get(key) or self._name(key)
            if name is not None:
                return name, _json_number(value[1:])
        told = list(fields(item))
        name = ".".join(_names(told))
        for number, part in told:
            if number == 16 and isinstance(part, bytes):
                return name, _json_number(part)
            if number == 5 and isinstance(part, int):
                return name, float(part >> 1 ^ -(part & 1))
            if number == 6 and isinstance(part, bytes):
                return name, float(struct.unpack("<d", part)[0])
        return name, None

    def _name(self, key: bytes) -> str | None:
        """The name that a value's first bytes say; None where these are something else."""
        try:
            name = ".".join(_names(list(fields(key))))
        except ValueError:
            return None
        if len(self._names) < _NAMES:
            self._names[key] = name
        return name

    def _nested(self, name: str, item: bytes) -> Iterator[tuple[str, float]]:
        """Numbers below a value that is a mapping, as W&B of before 2022 writes it, and for what is logged as JSON."""
        for number, part in fields(item):
            if number in (8, 16) and isinstance(part, bytes):
                told = _json(part)
                if isinstance(told, dict):
                    for below, value in wandb_runs.numbers({name: told}):
                        yield below, float("nan") if value is None else value

    def _sum_up(self, data: bytes) -> None:
        """The summary is told after each row of the history: what is set is kept as it stands until the end."""
        for number, value in fields(data):
            if number != 1 or not isinstance(value, bytes):
                self.settle()
                self._change(data, self.run.summary)
                return
            key, _, _ = value.partition(_JSON)
            self._latest.pop(key, None)  # the order is that of the last change
            if len(self._latest) < _NAMES:
                self._latest[key] = value

    def settle(self) -> None:
        """Take what was set last for the summary."""
        for value in self._latest.values():
            try:
                self._set(value, self.run.summary)
            except ValueError as error:
                self.broken(str(error))
        self._latest = {}

    def _change(self, data: bytes, held: dict[str, Any]) -> None:
        """Values that are set, and those that are taken away."""
        for number, value in fields(data):
            if number in (1, 2) and isinstance(value, bytes):
                self._set(value, held, gone=number == 2)

    def _set(self, item: bytes, held: dict[str, Any], *, gone: bool = False) -> None:
        """One value; levels stay levels."""
        told = list(fields(item))
        *above, name = _names(told)
        for each in above[:_DEEPEST]:
            below = held.get(each)
            if not isinstance(below, dict):
                below = held[each] = {}
            held = below
        if gone:
            held.pop(name, None)
        for kind, part in told:
            if kind == 16 and isinstance(part, bytes) and not gone:
                held[name] = _json(part)

    def _run(self, data: bytes) -> None:
        """What the run is called and belongs to. It may be told again, changed."""
        run = self.run
        told: dict[int, object] = {}
        tags: list[str] = []
        for number, value in fields(data):
            if number == 10:
                tags.append(_text(value) or "")
            elif number == 4 and isinstance(value, bytes):
                self._change(value, run.config)
            else:
                told[number] = value
        run.run = _text(told.get(1)) or run.run
        run.project = _text(told.get(3)) or run.project
        run.name = _text(told.get(8)) or run.name
        run.started = _moment(told.get(17)) or run.started
        _git(told.get(21), run)
        run.tags |= {name: text for number, name in _TAGS.items() if (text := _text(told.get(number)))}
        if tags:
            run.tags["tags"] = ", ".join(tags)

    def _environment(self, data: bytes) -> None:
        run = self.run
        arguments: list[str] = []
        told: dict[int, Any] = {}
        for number, value in fields(data):
            if number == 5 and isinstance(value, bytes):
                arguments.append(value.decode("utf-8", "replace"))
            else:
                told[number] = value
        _git(told.get(9), run)
        run.program = _text(told.get(7)) or base(_text(told.get(6))) or run.program
        run.arguments = arguments or run.arguments
        run.environment = _text(told.get(4)) or run.environment
        run.hardware = hardware(_text(told.get(18)), _int(told.get(19))) or run.hardware

    def _used(self, data: bytes) -> None:
        told = dict(fields(data))
        name = _text(told.get(3))
        if name:
            name, _, version = name.partition(":")
            self.into.add(records.RUN_INPUT, run=self.run.run, name=name, version=version or _text(told.get(1)), role=_text(told.get(2)))  # fmt: skip


_READERS: dict[int, Callable[[Log, bytes], None]] = {
    2: Log._history, 3: Log._sum_up, 5: Log._config, 17: Log._run, 18: Log._exit, 25: Log._used, 26: Log._environment,
}  # fmt: skip
"""What reads which field of a record."""


def _names(told: list[tuple[int, int | bytes]]) -> list[str]:
    """The key of a value, level by level."""
    parts = [part for number, part in told if number == 2 and isinstance(part, bytes)]
    parts = parts or [part for number, part in told if number == 1 and isinstance(part, bytes)]
    return [part.decode("utf-8", "replace") for part in parts] or [""]


def _git(data: object, run: Run) -> None:
    told = dict(fields(data)) if isinstance(data, bytes) else {}
    run.commit = _text(told.get(2)) or run.commit
    if address := _text(told.get(1)):
        run.tags["git.remote"] = wandb_runs.remote(address)


def _moment(data: object) -> datetime | None:
    """A Timestamp of Protocol Buffers."""
    told = dict(fields(data)) if isinstance(data, bytes) else {}
    begun = moment(signed(_int(told.get(1))))
    return begun + timedelta(microseconds=min(_int(told.get(2)), 999_999_999) // 1000) if begun else None


def _json_number(value: bytes) -> float | None:
    """A number that is written as JSON; NaN where it says that it is none, None where it is something else."""
    if value[:1] == b'"':
        return float("nan") if value in (b'"NaN"', b'"Infinity"', b'"-Infinity"') else None
    if not value or value[0] not in _NUMERIC:
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _json(value: bytes) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value.decode("utf-8", "replace")


def _text(value: object) -> str | None:
    return value.decode("utf-8", "replace") or None if isinstance(value, bytes) else None


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
