"""The wire format of Protocol Buffers, as far as records of tools need it: fields of a message, without its schema."""

from __future__ import annotations

from collections.abc import Iterator

_MOST = 10
"""Bytes of the longest number."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number and the place behind it. Raises ValueError where it does not end."""
    value = shift = 0
    for place in range(at, min(at + _MOST, len(data))):
        byte = data[place]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place + 1
        shift += 7
    raise ValueError("a number that does not end")


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(number, value) of each field: a number, or the bytes of anything longer. Raises ValueError for what is no message."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
            yield key >> 3, value
            continue
        if kind not in (1, 2, 5):
            raise ValueError(f"a field of kind {kind}")
        size, at = varint(data, at) if kind == 2 else (8 if kind == 1 else 4, at)
        if at + size > len(data):
            raise ValueError("a field longer than its message")
        yield key >> 3, data[at : at + size]
        at += size


def signed(value: int) -> int:
    """A number that was written as a negative one of 64 bits."""
    return value - (1 << 64) if value >= 1 << 63 else value
