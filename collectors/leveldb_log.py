"""LevelDB's log of records as W&B writes it: blocks of 32 KiB with chunks of records in them, each with its checksum.

The layout is that of LevelDB's doc/log_format.md behind a header of seven bytes, which count as the first block's. The checksum is
not LevelDB's masked CRC-32C: W&B takes the CRC-32 of zlib over the chunk's kind and data.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

MAGIC = b":W&B\xe1\xbe\x00"
_BLOCK = 32_768
_HEAD = struct.Struct("<IHB")
_BROKEN, _FULL, _FIRST, _MIDDLE, _LAST = range(5)
_CUT_OFF = "the file ends within a record: it may be being written"
_LONGEST = 4_000_000
"""Bytes of a record that is put together; a longer one is passed over."""
_PATIENCE = 1_000
"""Blocks without one whole chunk after which nothing more is looked for."""
_SEEDS = {kind: zlib.crc32(bytes([kind])) for kind in (_FULL, _FIRST, _MIDDLE, _LAST)}


def entries(file: BinaryIO, fault: Callable[[str], None]) -> Iterator[bytes]:
    """The data of each whole record. What is damaged is told and costs the rest of its block, no more; memory is bounded. Raises ValueError for another format."""
    parts: list[bytes] | None = None  # of the record that is being put together; the first may be empty
    size = 0
    for kind, data in _chunks(file, fault):
        if kind == _FULL:
            yield data
        if kind == _FIRST:
            parts, size = [], 0
        elif kind in (_FULL, _BROKEN):
            parts = None
        if parts is None:
            continue
        size += len(data)
        if size <= _LONGEST:
            parts.append(data)
        if kind == _LAST:
            if size > _LONGEST:
                fault(f"a record of {size:,} bytes is not read")
            else:
                yield b"".join(parts)
            parts = None
    if parts is not None:
        fault(_CUT_OFF)


def _chunks(file: BinaryIO, fault: Callable[[str], None]) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each chunk that is whole, _BROKEN in place of the rest of a block."""
    broken = idle = start = 0
    block = file.read(_BLOCK)
    if not block.startswith(MAGIC):
        raise ValueError("it does not begin as W&B's files of runs do")
    at = len(MAGIC)
    while block:
        begun = at
        while (chunk := _chunk(block, at)) is not None:
            at += _HEAD.size + len(chunk[1])
            yield chunk
        idle = 0 if at > begun else idle + 1
        left = len(block) - at
        if len(block) < _BLOCK and left and _is_cut(block, at):
            yield _BROKEN, b""  # what it was part of is told here, once
            fault(_CUT_OFF)
        elif left >= _HEAD.size:
            broken += 1
            if broken == 1:
                fault(f"damaged at byte {start + at:,}: what that block holds from there on is not read")
            yield _BROKEN, b""
        start += len(block)
        if idle >= _PATIENCE:
            fault(f"nothing can be read in the {_BLOCK * idle:,} bytes before byte {start:,}: what follows is not read")
            return
        block, at = file.read(_BLOCK), 0
    if broken > 1:
        fault(f"damaged in {broken:,} places")


def _chunk(block: bytes, at: int) -> tuple[int, bytes] | None:
    """The chunk that begins there; None where there is none that is whole."""
    if len(block) - at < _HEAD.size:
        return None
    told, length, kind = _HEAD.unpack_from(block, at)
    data = block[at + _HEAD.size : at + _HEAD.size + length]
    if len(data) < length or kind not in _SEEDS or zlib.crc32(data, _SEEDS[kind]) != told:
        return None
    return kind, data


def _is_cut(block: bytes, at: int) -> bool:
    """Whether what is left of the last block is the beginning of a chunk."""
    return len(block) - at < _HEAD.size or len(block) - at - _HEAD.size < int.from_bytes(
        block[at + 4 : at + 6], "little"
    )
