"""Event files of TensorBoard: scalars, as older writers have them and as tensors.

A file is a row of records (length, its checksum, data, its checksum), each an event: a time, a step and values by their tags. A run is a
directory; whoever was started again has several files in it. Values of 32 bits are what the writer rounded to (0.7 is 0.69999999).
Pictures, histograms and graphs are passed over unread. Only the checksum of the length is looked at: it tells where a file is broken,
and the one of the data costs a hundred times as much in Python.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from collectors import records
from collectors.protobuf import fields, signed, varint
from collectors.records import Recorder, Records

_LONGEST = 100_000
"""Bytes of an event that is looked into: one of scalars has some fifty a value."""
_MANY = 5_000
_SCALARS = b"scalars"
_FORMATS = {1: "f", 2: "d", 3: "i", 9: "q"}
"""Type of a tensor (float, double, int32, int64) to how its content is packed."""


def _table() -> tuple[int, ...]:
    made = []
    for number in range(256):
        for _ in range(8):
            number = number >> 1 ^ (0x82F63B78 if number & 1 else 0)  # the polynomial of CRC-32C
        made.append(number)
    return tuple(made)


_TABLE = _table()


def checksum(data: bytes) -> int:
    """CRC-32C, masked as TFRecord does."""
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def knows(path: Path, head: bytes) -> bool:
    """By its first record, which names the version of the format; one that ends before it is taken by its name."""
    return b"brain.Event:" in head[:64] or len(head) < 12


@dataclass
class _Run:
    begun: float | None = None
    ended: float | None = None
    kinds: dict[str, bytes] = field(default_factory=dict)
    """Tag to the kind of its values, which only its first event tells."""


def read(path: Path, into: Records) -> Iterator[None]:
    """Points of all scalars, then the run itself: when it began and ended is known at the end."""
    name = into.file.rpartition("/")[0] or path.stem
    run = _Run()
    rows: list[tuple[int, int | None, object, float | None, int | None]] = []
    with path.open("rb") as file:
        for data in _records(file, into):
            try:
                told = list(_event(data, run))
            except (ValueError, struct.error) as error:
                into.fault(f"an event that cannot be read: {error}")
                continue
            for tag, step, when, value in told:
                rows.append((into.series(tag, run=name), step, _moment(when), value, None))
            if len(rows) >= _MANY:
                into.points(rows)
                rows = []
                yield
    into.points(rows)
    parts = name.rpartition("/")
    into.add(
        records.RUN, run=name, name=parts[2], experiment=parts[0].rpartition("/")[2] or None, status="unknown", started=_moment(run.begun),
        ended=_moment(run.ended), deleted=False,
    )  # fmt: skip
    yield


def _records(file: BinaryIO, into: Records) -> Iterator[bytes]:
    """Data of each record that is not too long for scalars; what comes behind a broken one cannot be found."""
    while head := file.read(12):
        if len(head) < 12:
            into.fault("the file ends within a record: it may be being written")
            return
        length, told = struct.unpack("<QI", head)
        if told != checksum(head[:8]):
            into.fault(f"broken at byte {file.tell() - 12:,}: what follows is not read")
            return
        if length > _LONGEST:
            file.seek(length + 4, 1)
            continue
        data = file.read(length + 4)
        if len(data) < length + 4:
            into.fault("the file ends within a record: it may be being written")
            return
        yield data[:-4]


def _event(data: bytes, run: _Run) -> Iterator[tuple[str, int, float, float]]:
    when, step, summaries = 0.0, 0, []
    for number, value in fields(data):
        if number == 1 and isinstance(value, bytes):
            (when,) = struct.unpack("<d", value)
        elif number == 2 and isinstance(value, int):
            step = signed(value)
        elif number == 5 and isinstance(value, bytes):
            summaries.append(value)
    if when > 0 and summaries:  # the first record of a file is dated when it was opened
        run.begun = when if run.begun is None else min(run.begun, when)
        run.ended = when if run.ended is None else max(run.ended, when)
    for summary in summaries:
        for number, value in fields(summary):
            if number == 1 and isinstance(value, bytes) and (told := _value(value, run)) is not None:
                yield told[0], step, when, told[1]


def _value(data: bytes, run: _Run) -> tuple[str, float] | None:
    """Tag and number of one value; None where it is a picture, a histogram or the like."""
    told = dict(fields(data))
    tag = told.get(1, b"")
    if not isinstance(tag, bytes):
        return None
    name = tag.decode("utf-8", "replace")
    simple, tensor, metadata = told.get(2), told.get(8), told.get(9)
    if isinstance(simple, bytes):
        return name, struct.unpack("<f", simple)[0]
    if isinstance(metadata, bytes):
        plugin = dict(fields(metadata)).get(1)
        kind = dict(fields(plugin)).get(1) if isinstance(plugin, bytes) else None
        run.kinds[name] = kind if isinstance(kind, bytes) else b""
    if not isinstance(tensor, bytes) or run.kinds.get(name, _SCALARS) != _SCALARS:
        return None
    number = _number(tensor)
    return None if number is None else (name, number)


def _number(data: bytes) -> float | None:
    """What a tensor of one number holds."""
    told = dict(fields(data))
    kind = told.get(1)
    form = _FORMATS.get(kind) if isinstance(kind, int) else None
    if form is None:
        return None
    size = struct.calcsize(form)
    content = told.get(4)
    packed = content if isinstance(content, bytes) and content else told.get({"f": 5, "d": 6, "i": 7, "q": 10}[form])
    if isinstance(packed, int):
        return float(signed(packed))
    if isinstance(packed, bytes) and len(packed) == size:
        return float(struct.unpack("<" + form, packed)[0])
    if isinstance(packed, bytes) and form in "iq" and packed:
        return float(signed(varint(packed, 0)[0]))
    return None


def _moment(seconds: float | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


RECORDER = Recorder(("*tfevents*",), read, knows)
