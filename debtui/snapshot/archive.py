"""The outer shell of a snapshot: a zip of stored members, the same bytes for the same contents, and read without trust."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from collectors.errors import DebtError
from debtui.snapshot.layout import (
    ALWAYS,
    FORMAT,
    LAYOUT,
    MANIFEST,
    MOST_BYTES,
    MOST_JSON,
    MOST_MEMBERS,
    NAMES,
    refused,
)

_END = struct.Struct("<4s4H2LH")
_LOCATOR = 20
"""Bytes of the record that leads to a directory of more than 65,535 entries."""
_ENCRYPTED = 1


def packed(members: Mapping[str, bytes]) -> bytes:
    """The members as one file, in their order. They are stored, not deflated: Parquet is packed already, and a reader can
    tell from the directory how large everything is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, data in members.items():
            told = zipfile.ZipInfo(name)  # dated 1980-01-01, like every other
            told.create_system, told.external_attr = 3, 0o644 << 16
            file.writestr(told, data)
    return out.getvalue()


def checksum(data: bytes) -> str:
    """What the manifest says of a member."""
    return hashlib.sha256(data).hexdigest()


def unpacked(path: Path) -> tuple[Mapping[str, Any], Mapping[str, bytes]]:
    """(manifest, members by name) of a snapshot, every checksum compared. Raises DebtError with the reason where anything is odd.

    Everything stays in memory: nothing is written anywhere.
    """
    data = _whole(path)
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = _members(file, len(data))
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise refused(f"the zip is damaged ({error})") from error
    manifest = _manifest(document(MANIFEST, members))
    _compare(manifest["members"], members)
    return manifest, members


def _whole(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise DebtError(f"{path} is no file", "name a file that `debtui snapshot` wrote")
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise DebtError(
            f"{path} cannot be read: {error.strerror}", "name a file that `debtui snapshot` wrote"
        ) from error
    if len(data) > MOST_BYTES:
        raise refused(f"it has more than {MOST_BYTES:,} bytes")
    return data


def _check_end(data: bytes) -> None:
    """Refuse by the last record, before anything of a directory is built that may have millions of entries."""
    if not data.startswith(b"PK\x03\x04"):
        raise refused("it is no zip")
    if len(data) < _END.size or not data[-_END.size :].startswith(b"PK\x05\x06"):
        raise refused("the zip is cut off, or something follows it")
    _, _, _, here, entries, size, _, _ = _END.unpack(data[-_END.size :])
    if max(here, entries) > MOST_MEMBERS or size > 1_000 * MOST_MEMBERS:
        raise refused(f"it has more than {MOST_MEMBERS} members")
    if data[-_END.size - _LOCATOR :].startswith(b"PK\x06\x07"):
        raise refused("it is a zip64, and no snapshot is that large")


def _members(file: zipfile.ZipFile, size: int) -> dict[str, bytes]:
    told = file.infolist()
    names = [one.filename for one in told]
    for one in told:
        name = repr(one.orig_filename[:80])
        if one.orig_filename not in NAMES:
            raise refused(f"a member is called {name}, as none of a snapshot is")
        if names.count(one.filename) > 1:
            raise refused(f"two members are called {name}")
        if one.flag_bits & _ENCRYPTED:
            raise refused(f"{name} is encrypted")
        if one.compress_type != zipfile.ZIP_STORED or one.file_size != one.compress_size:
            raise refused(f"{name} is compressed, and those of a snapshot are stored as they are")
    if sum(one.file_size for one in told) > size:
        raise refused("its members claim to be larger than the file")
    if lacking := [name for name in ALWAYS if name not in names]:
        raise refused(f"{lacking[0]} is missing")
    members = {}
    for one in told:
        with file.open(one) as stream:
            data = stream.read(one.file_size + 1)
        if len(data) != one.file_size:
            raise refused(f"{one.filename} has {len(data):,} bytes, and the directory says {one.file_size:,}")
        members[one.filename] = data
    return members


def _manifest(told: Any) -> Mapping[str, Any]:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise refused(f"{MANIFEST} does not say that it is one")
    layout = told.get("layout")
    if not isinstance(layout, int) or isinstance(layout, bool) or layout < 1:
        raise refused(f"{MANIFEST} has no layout version")
    if layout > LAYOUT:
        raise DebtError(
            f"the snapshot was written by a newer debtui (layout {layout}, this one knows {LAYOUT})", "update debtui"
        )
    if not isinstance(told.get("members"), dict):
        raise refused(f"{MANIFEST} does not list the members")
    return told


def _compare(listed: Mapping[str, Any], members: Mapping[str, bytes]) -> None:
    if listed.keys() != members.keys() - {MANIFEST}:
        odd = sorted(listed.keys() ^ (members.keys() - {MANIFEST}))[0]
        raise refused(f"{odd!r:.80} is in the manifest or in the zip alone")
    for name, told in listed.items():
        if not isinstance(told, dict) or told.get("bytes") != len(members[name]):
            raise refused(f"{name} has another size than the manifest says")
        if told.get("sha256") != checksum(members[name]):
            raise refused(f"the checksum of {name} is wrong")


def document(name: str, members: Mapping[str, bytes]) -> Any:
    """A member of JSON. Raises DebtError where it is none, or has NaN, infinity, or too many bytes."""
    data = members[name]
    if len(data) > MOST_JSON:
        raise refused(f"{name} has more than {MOST_JSON:,} bytes")

    def never(told: str) -> float:
        raise ValueError(f"{told} is no number")

    try:
        return json.loads(data.decode("utf-8"), parse_constant=never)
    except (ValueError, RecursionError) as error:
        raise refused(f"{name} is not JSON ({error})") from error
