"""Event files say what TensorBoard's own reader says, and broken ones keep what came before."""

from __future__ import annotations

import json
import math
import os
import resource
import struct
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.recorders.tensorboard import checksum
from tests.collectors.recordings import DATA, collected, gathered, points

TENSORBOARD = DATA / "tensorboard"
ANSWERS = json.loads((TENSORBOARD / "answers.json").read_text())
FIRST = TENSORBOARD / "first" / "events.out.tfevents.1735732800.host.1.0.a"


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def test_the_checksum_is_the_published_one() -> None:
    # RFC 3720, B.4: the CRC-32C of 32 bytes of zeros is 0x8a9136aa; TFRecord rotates it by 15 and adds a constant.
    assert checksum(bytes(32)) == ((0x8A9136AA >> 15 | 0x8A9136AA << 17) + 0xA282EAD8) & 0xFFFFFFFF


def test_every_scalar_is_what_the_reader_of_tensorboard_says() -> None:
    found = collected(TENSORBOARD)
    told = points(found)
    runs = {row["name"]: row["run"] for row in found["run"]}
    assert runs.keys() == {"first", "second"}
    wanted = {(runs[run], tag): rows for run, tags in ANSWERS.items() for tag, rows in tags.items()}
    assert told.keys() == wanted.keys()
    for key, rows in wanted.items():
        values = [
            (step, moment(when), None if math.isnan(float(value)) else float(value)) for when, step, value in rows
        ]
        assert sorted(told[key], key=str) == sorted(values, key=str)
    assert "record_fault" not in found


def test_a_run_lasts_from_its_first_to_its_last_event() -> None:
    (run,) = gathered("tensorboard", FIRST, "runs/first/events.out.tfevents.1")["run"]
    assert (run["run"], run["name"], run["experiment"]) == ("runs/first", "first", "runs")
    assert run["ended"] == moment(1735732805.25)


@pytest.mark.parametrize("left", [1, 5, 11, 30])
def test_of_a_file_that_is_being_written_all_but_the_last_event_is_read(left: int, tmp_path: Path) -> None:
    data = FIRST.read_bytes()
    whole = gathered("tensorboard", FIRST)
    (tmp_path / "half.tfevents").write_bytes(data[:-left])
    found = gathered("tensorboard", tmp_path / "half.tfevents")
    assert len(found["point"]) == len(whole["point"]) - 1
    (fault,) = found["record_fault"]
    assert "may be being written" in str(fault["reason"])


def test_behind_a_broken_length_nothing_is_guessed(tmp_path: Path) -> None:
    data = bytearray(FIRST.read_bytes())
    (first,) = struct.unpack("<Q", data[:8])
    data[first + 16] ^= 0xFF  # the length of the second record
    (tmp_path / "broken.tfevents").write_bytes(data)
    (fault,) = gathered("tensorboard", tmp_path / "broken.tfevents")["record_fault"]
    assert f"broken at byte {first + 16}" in str(fault["reason"])


def test_five_gigabytes_of_nothing_take_no_memory(tmp_path: Path) -> None:
    place = tmp_path / "sparse.tfevents"
    place.write_bytes(FIRST.read_bytes())
    os.truncate(place, 5_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = gathered("tensorboard", place)
    assert len(found["point"]) == len(gathered("tensorboard", FIRST)["point"])
    assert len(found["record_fault"]) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes


@given(st.binary(max_size=200))
def test_no_bytes_of_an_event_bring_it_down(data: bytes) -> None:
    from collectors.recorders.tensorboard import _event, _Run

    with suppress(ValueError, struct.error):  # what the reader takes for a fault
        list(_event(data, _Run()))
