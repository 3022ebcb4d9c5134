"""A file that is damaged, foreign or hostile is refused with its reason, and never half shown."""

from __future__ import annotations

import io
import json
import re
import struct
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.errors import DebtError
from debtui.snapshot import archive, layout
from debtui.snapshot.contents import Contents, read
from debtui.snapshot.session import SnapshotSession

Members = dict[str, bytes]
NODES, EDGES = layout.view_member("data_node_at"), layout.view_member("import_edge_at")


@pytest.fixture(scope="module")
def data(small_data: bytes) -> bytes:
    return small_data


def members_of(data: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def without(name: str, data: bytes) -> Members:
    return {member: told for member, told in members_of(data).items() if member != name}


def sealed(members: Members) -> bytes:
    """With the checksums that the members now have."""
    manifest = json.loads(members[layout.MANIFEST])
    manifest["members"] = {
        name: {"sha256": archive.checksum(told), "bytes": len(told)}
        for name, told in members.items()
        if name != layout.MANIFEST
    }
    return archive.packed({**members, layout.MANIFEST: json.dumps(manifest).encode()})


def reason(data: bytes, folder: Path) -> str:
    path = folder / "a.debt"
    path.write_bytes(data)
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(DebtError) as told:
        read(path)
    assert told.value.hint
    assert sorted(folder.parent.rglob("*")) == before, "nothing is written"
    return told.value.message


def zipped(members: Members, *, method: int = zipfile.ZIP_STORED, more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as file:
        warnings.simplefilter("ignore")  # of names that stand there twice
        for name, told in (*members.items(), *more):
            file.writestr(name, told)
    return out.getvalue()


def bomb(data: bytes) -> bytes:
    return zipped({**members_of(data), layout.CODE: bytes(50_000_000)}, method=zipfile.ZIP_DEFLATED)


def claiming(data: bytes) -> bytes:
    """The directory says that a member is a thousand times as large as the file."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 20] + struct.pack("<LL", 1000 * len(data), 1000 * len(data)) + data[at + 28 :]


def encrypted(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + struct.pack("<H", 1) + data[at + 10 :]


def crowded(data: bytes) -> bytes:
    return data[:-12] + struct.pack("<H", 65_000) + data[-10:]


SHELLS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "no zip"),
    "some text": (lambda data: b"hello\n" * 99, "no zip"),
    "cut off": (lambda data: data[: len(data) // 2], "cut off"),
    "its last byte lost": (lambda data: data[:-1], "cut off"),
    "something behind it": (lambda data: data + b"x", "something follows"),
    "something before it": (lambda data: b"#!/bin/sh\n" + data, "no zip"),
    "a byte of a member changed": (lambda data: data.replace(b"PAR1", b"PAR2", 1), "damaged"),
    "another zip": (lambda data: zipped({"word/document.xml": b"<x/>"}), "is called"),
    "a path out of the directory": (lambda data: zipped(members_of(data), more=(("../../evil.parquet", b"x"),)), "is called"),
    "an absolute path": (lambda data: zipped(members_of(data), more=(("/tmp/evil", b"x"),)), "is called"),
    "a directory": (lambda data: zipped(members_of(data), more=(("views/", b""),)), "is called"),
    "a name with a zero byte": (lambda data: zipped(members_of(data)).replace(b"evidence.parquet", b"evidence\0parquet"), "is called"),
    "two members of one name": (lambda data: zipped(members_of(data), more=((layout.EVIDENCE, b"x"),)), "two members"),
    "a bomb": (bomb, "compressed"),
    "members larger than the file": (claiming, "larger than the file"),
    "an encrypted member": (encrypted, "encrypted"),
    "a directory of many": (crowded, "more than 100 members"),
    "zip64": (lambda data: data[:-22] + b"PK\x06\x07" + bytes(16) + data[-22:], "zip64"),
    "a member is missing": (lambda data: zipped(without(layout.TREND, data)), "is missing"),
    "a view is missing": (lambda data: zipped(without(EDGES, data)), "manifest"),
    "a wrong checksum": (lambda data: zipped(members_of(data) | {layout.REPORT: members_of(data)[layout.REPORT].replace(b"not", b"now")}), "checksum"),
    "a wrong size": (lambda data: zipped(members_of(data) | {layout.REPORT: b"{}"}), "another size"),
    "a member that the manifest does not know": (lambda data: zipped(members_of(sealed(without(layout.CODE, data))), more=((layout.CODE, b"x"),)), "manifest"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHELLS)
def test_a_shell_that_is_odd_is_refused(case: str, data: bytes, tmp_path: Path) -> None:
    change, told = SHELLS[case]
    assert told in reason(change(data), tmp_path)


def frame(change: Callable[[pl.DataFrame], pl.DataFrame], name: str) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        out = io.BytesIO()
        change(pl.read_parquet(io.BytesIO(members[name]))).write_parquet(out)
        return {**members, name: out.getvalue()}

    return changed


def text(change: Callable[[Any], object], name: str) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        told = json.loads(members[name])
        return {**members, name: json.dumps(change(told) or told).encode()}

    return changed


def first(**values: object) -> Callable[[Any], object]:
    """The first measure with other fields."""
    return lambda told: told[0].update(values)


def result(**values: object) -> Callable[[Any], object]:
    return lambda told: told[0]["result"].update(values)


CONTENTS: dict[str, tuple[Callable[[Members], Members], str]] = {
    "a newer layout": (text(lambda told: told.update(layout=layout.LAYOUT + 1), layout.MANIFEST), "newer debtui"),
    "no layout": (text(lambda told: told.pop("layout") and None, layout.MANIFEST), "layout"),
    "another format": (text(lambda told: told.update(format="x"), layout.MANIFEST), "does not say"),
    "a list for a manifest": (lambda members: members | {layout.MEASURES: b"[" * 100_000}, "not JSON"),
    "no JSON": (lambda members: members | {layout.REPORT: b"\xff\xfe{"}, "not JSON"),
    "not a number": (lambda members: members | {layout.REPORT: b'{"a": NaN}'}, "not JSON"),
    "an infinite value": (lambda members: members | {layout.MEASURES: re.sub(rb'"value": [0-9.]+,', b'"value": 1e999,', members[layout.MEASURES])}, "no number"),
    "a report without notes": (lambda members: members | {layout.REPORT: b"{}"}, "the notes are no list"),
    "no measures": (lambda members: members | {layout.MEASURES: b"[]"}, "no list of measures"),
    "a measure twice": (text(lambda told: told.append(told[0]), layout.MEASURES), "of one name"),
    "a title that is none": (text(first(title=3), layout.MEASURES), "title"),
    "a title that steers the terminal": (text(first(title="a\x1b]0;x\x07"), layout.MEASURES), "title"),
    "a title that turns the text round": (text(first(title="a\u202eb"), layout.MEASURES), "title"),
    "a grade that is none": (text(first(grade="E9"), layout.MEASURES), "grade"),
    "a status that is none": (text(result(status="green"), layout.MEASURES), "status"),
    "a count below zero": (text(result(total_rows=-1), layout.MEASURES), "total_rows"),
    "more rows than there are": (text(result(total_rows=99), layout.MEASURES), "says 99"),
    "a column that ends its name": (text(first(extras={'a" OR 1': "int"}), layout.MEASURES), "column"),
    "a column of the contract": (text(first(extras={"severity": "int"}), layout.MEASURES), "column"),
    "a threshold that is a text": (text(first(threshold={"better": "lower", "warn": "1", "fail": None}), layout.MEASURES), "warn"),
    "no Parquet": (lambda members: members | {layout.EVIDENCE: b"PAR1" * 99}, "no Parquet"),
    "a column too many": (frame(lambda told: told.with_columns(x=1), layout.EVIDENCE), "other columns"),
    "a column too few": (frame(lambda told: told.drop("owner"), layout.EVIDENCE), "owner is missing"),
    "columns in another order": (frame(lambda told: told.select(reversed(told.columns)), layout.EVIDENCE), "order"),
    "a column of another type": (frame(lambda told: told.with_columns(pl.col("line").cast(pl.String)), layout.EVIDENCE), "line is String"),
    "a severity that is none": (frame(lambda told: told.with_columns(severity=pl.lit("x")), layout.EVIDENCE), "severity"),
    "a missing value": (frame(lambda told: told.with_columns(subject=pl.lit(None, pl.String)), layout.EVIDENCE), "subject is missing"),
    "control characters": (frame(lambda told: told.with_columns(path=pl.lit("a\x9b31m")), layout.EVIDENCE), "control"),
    "a line feed": (frame(lambda told: told.with_columns(path=pl.lit("a\nb")), layout.EVIDENCE), "control"),
    "rows of no measure": (frame(lambda told: pl.concat([told, told[:1].with_columns(measure=pl.lit("x"))]), layout.EVIDENCE), "no measure"),
    "a commit too many": (frame(lambda told: pl.concat([told, told]), layout.MAINLINE), "count its commits"),
    "no commit": (frame(lambda told: told[:0], layout.MAINLINE), "count its commits"),
    "another last commit": (frame(lambda told: told[:1], layout.MAINLINE), "does not end"),
    "a time out of all calendars": (frame(lambda told: told.with_columns(committed=pl.lit(1 << 62).cast(pl.Datetime("us"))), layout.MAINLINE), "calendars"),
    "a point of no commit": (frame(lambda told: told.with_columns(seq=pl.lit(99, pl.Int64)), layout.TREND), "no commit"),
    "a point that is no number": (frame(lambda told: told.with_columns(value=float("nan")), layout.TREND), "no number"),
    "a kind of thing that is none": (frame(lambda told: told.with_columns(kind=pl.lit("x")), NODES), "kind of thing"),
    "an import of nobody": (frame(lambda told: told.with_columns(importer=pl.lit(None, pl.String)), EDGES), "importer is missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTENTS)
def test_contents_that_are_odd_are_refused(case: str, data: bytes, tmp_path: Path) -> None:
    change, told = CONTENTS[case]
    assert told in reason(sealed(change(members_of(data))), tmp_path)


def test_a_long_text_repeated_in_no_room_is_refused(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debtui.snapshot.tables.MOST_TEXT", 100_000)
    change = frame(lambda told: told.with_columns(subject=pl.lit("x" * 5_000)), layout.EVIDENCE)
    assert "texts of subject" in reason(sealed(change(members_of(data))), tmp_path)
    monkeypatch.setattr("debtui.snapshot.tables.MOST_ROWS", 1)
    assert "rows" in reason(data, tmp_path)


@pytest.mark.parametrize("extra", ["[]", "{", '{"tag": 3}', '{"tag": "\\u001b[2J"}'])
def test_extra_columns_that_are_odd_are_refused_when_they_are_asked_for(
    extra: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.debt"
    name = pl.lit(extra)
    path.write_bytes(
        sealed(
            frame(lambda told: told.with_columns(extra=name), layout.EVIDENCE)(
                text(_tagged, layout.MEASURES)(members_of(data))
            )
        )
    )
    session = SnapshotSession(path)
    with pytest.raises(DebtError, match="extra"):
        session.page(session.measure("AP-15"), session.moment.seq, 0, 9)
    session.close()


def _tagged(told: Any) -> None:
    for measure in told:
        measure["extras"] = {"tag": "bool"} if measure["result"]["total_rows"] else {}


def same(one: Contents, other: Contents) -> bool:
    frames = (
        all(one.frames[name].equals(other.frames[name]) for name in other.frames)
        and one.frames.keys() == other.frames.keys()
    )
    return frames and (one.name, one.moments, one.measures, one.results, one.notes) == (other.name, other.moments, other.measures, other.results, other.notes)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_is_refused_or_changes_nothing(
    place: float, bit: int, data: bytes, whole: Contents, folder: Path
) -> None:
    at = int(place * len(data))
    (folder / "a.debt").write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
    try:
        found = read(folder / "a.debt")
    except DebtError:
        return
    assert same(found, whole)


@settings(max_examples=20, deadline=None)
@given(
    place=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 255),
    name=st.sampled_from([layout.EVIDENCE, layout.MAINLINE, NODES]),
)
def test_parquet_that_was_damaged_on_purpose_is_refused_or_read(
    place: float, bit: int, name: str, data: bytes, folder: Path
) -> None:
    members = members_of(data)
    told = bytearray(members[name])
    told[int(place * len(told))] = bit
    (folder / "b.debt").write_bytes(sealed(members | {name: bytes(told)}))
    with suppress(DebtError):
        assert isinstance(read(folder / "b.debt").moments[-1].committed, datetime)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flipped")


@pytest.fixture(scope="module")
def whole(data: bytes, folder: Path) -> Contents:
    (folder / "whole.debt").write_bytes(data)
    return read(folder / "whole.debt")
