"""Files of W&B's runs say what W&B's own reader says, and damaged ones keep what is whole."""

from __future__ import annotations

import json
import os
import resource
import shutil
import struct
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import leveldb_log, wandb_runs
from collectors.leveldb_log import MAGIC
from collectors.records import Records
from collectors.wandb_messages import Log
from tests.clock import seconds
from tests.collectors.recordings import DATA, Found, collected, gathered, points

WANDB = DATA / "wandb"
ANSWERS: dict[str, Any] = json.loads((WANDB / "answers.json").read_text())
KINDS = ("finished", "failed", "crashed", "core", "legacy")
LOST = {"_step", "_timestamp", "_runtime", "_wandb.runtime"}


def run_of(kind: str) -> Path:
    """The one file of a run."""
    (path,) = WANDB.glob(f"{kind}/wandb/*/*.wandb")
    return path


def moment(told: float) -> datetime:
    return datetime(1970, 1, 1) + timedelta(seconds=told)


def number(told: str) -> float | None:
    """What a JSON value is as a point; of NaN and infinity there is one, without a value."""
    value = json.loads(told)
    return value if abs(value) < float("inf") else None


def is_number(told: str) -> bool:
    return told not in {"true", "false", "null"} and told[0] not in '"{['


def numbers(told: dict[str, str]) -> dict[str, float | None]:
    """Numbers that a program logged, by dotted name. Writers of before 2022 leave mappings as they are; what has a `_type` is none."""
    found: dict[str, float | None] = {}
    media = tuple(name.removesuffix("_type") for name in told if name.endswith("._type"))
    for name, value in told.items():
        below = json.loads(value) if value[0] == "{" else {}
        if "_type" not in below:
            found |= numbers({f"{name}.{each}": json.dumps(more) for each, more in below.items()})
        if is_number(value) and name not in LOST and not name.startswith(media or ("\0",)):
            found[name] = number(value)
    return found


def leaves(told: dict[str, str]) -> dict[str, str]:
    """Settings by dotted name, as text."""
    found = {}
    for name, value in told.items():
        each = json.loads(value)
        if isinstance(each, dict):
            found |= leaves({f"{name}.{below}": json.dumps(more) for below, more in each.items()})
        else:
            found[name] = each if isinstance(each, str) else json.dumps(each)
    return found


def fresh(found: Found, label: str) -> dict[str, list[tuple[object, object, object]]]:
    """Points of the history, or of the summary, by metric."""
    chosen = {**found, "series": [row for row in found["series"] if row["labels"] == label]}
    kept = {row["series"] for row in chosen["series"]}
    chosen["point"] = [row for row in found["point"] if row["series"] in kept]
    return {metric: rows for (_, metric), rows in points(chosen).items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_what_the_reader_of_wandb_says(kind: str) -> None:
    found, want = collected(run_of(kind).parents[1]), ANSWERS[kind]
    assert "record_fault" not in found
    (run,) = found["run"]
    status = {None: "unknown", 0: "finished", 1: "failed"}[want["exit"]]
    assert (run["run"], run["name"], run["experiment"], run["status"], run["commit_id"]) == (
        want["run"], want["name"], want["project"], status, want["commit"],
    )  # fmt: skip
    assert run["started"] == moment(want["started"][0]) + timedelta(microseconds=want["started"][1] // 1000)
    history: dict[str, list[tuple[object, object, object]]] = {}
    for _, items in want["history"]:
        told = dict(items)
        for name, value in numbers(told).items():
            history.setdefault(name, []).append(
                (json.loads(told["_step"]), moment(json.loads(told["_timestamp"])), value)
            )
    assert fresh(found, "") == history
    assert len(history) > 8
    params = {row["key"]: row["value"] for row in found["run_value"] if row["role"] == "param"}
    assert params == {
        name: "~/data.csv" if name == "data" else value
        for name, value in leaves(want["config"]).items()
        if name != "user" and not name.startswith("_wandb")
    }
    tags = {row["key"]: row["value"] for row in found["run_value"] if row["role"] == "tag"}
    assert tags == {
        "group": want["group"], "job_type": "train", "tags": ", ".join(want["tags"]), "git.remote": "https://example.org/churn.git",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_of_the_summary_that_is_told_which_the_history_has_not_said(kind: str) -> None:
    found, want = gathered("wandb", run_of(kind)), ANSWERS[kind]["summary"]
    history = {metric: rows[-1][2] for metric, rows in fresh(found, "").items()}
    told = {metric: rows[0][2] for metric, rows in fresh(found, "from=summary").items()}
    wanted = {name: value for name, value in numbers(want).items() if name not in history or history[name] != value}
    assert told == wanted
    assert (told["auc"], told["précision"], told["best.min"]) == (0.875, 0.99, -1)


@pytest.mark.parametrize("kind", KINDS)
def test_who_ran_it_and_on_which_machine_is_not_kept(kind: str) -> None:
    found = collected(WANDB / kind)
    told = json.dumps({table: rows for table, rows in found.items() if table != "point"}, default=str)
    for word in ("adas-laptop", "ada@", "/home/ada", "/tmp/", "0a1b2c3d", "ask Ada", "usr/bin", '"ada"'):
        assert word not in told
    (run,) = found["run"]
    assert str(run["command"]).startswith("train.py ") or kind == "legacy"
    if kind != "legacy":
        assert run["command"] == f"train.py {kind} --token=… --data=…/data.csv --user …"
    assert str(run["environment"]).startswith("requirements.txt sha256:") or kind == "legacy"


def test_without_the_file_of_the_run_what_lies_beside_it_speaks() -> None:
    found = collected(WANDB / "sidecars")
    (run,) = found["run"]
    assert (run["run"], run["status"], run["command"] is None) == ("side0000", "unknown", False)
    assert {row["key"]: row["value"] for row in found["run_value"] if row["role"] == "param"} == {
        "lr": "0.1", "net.depth": "3", "layers": "[64, 32]", "note": "it's: odd",
    }  # fmt: skip
    assert points(found) == {
        ("side0000", "loss"): [(30, moment(1767225700.5), 0.25)], ("side0000", "val.auc"): [(30, moment(1767225700.5), 0.875)],
        ("side0000", "odd"): [(30, moment(1767225700.5), None)],
    }  # fmt: skip
    assert "record_fault" not in found


def test_what_lies_beside_the_file_of_a_run_is_no_run_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(WANDB / "legacy", tmp_path / "legacy")
    assert len(collected(tmp_path)["run"]) == 1
    next(tmp_path.rglob("*.wandb")).unlink()
    (run,) = collected(tmp_path)["run"]
    assert (run["run"], str(run["command"]).split()[0]) == ("legacy00", "train.py")


def test_another_tool_s_config_yaml_is_not_wandb_s(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("lr: 0.1\nwandb:\n  project: x\n")
    assert collected(tmp_path) == {}
    (tmp_path / "wandb-summary.json").write_text('{"loss": 1, "_step"')
    found = collected(tmp_path)
    assert ([row["metric"] for row in found["series"]], len(found["record_fault"])) == (["loss"], 1)


def whole_points(found: Found) -> list[tuple[object, object, object]]:
    return [(row["series"], row["step"], row["value"]) for row in found.get("point", [])]


def test_a_file_that_is_cut_off_anywhere_keeps_what_stands_before(tmp_path: Path) -> None:
    data = run_of("finished").read_bytes()
    place = tmp_path / "run-finished.wandb"
    history = fresh(gathered("wandb", run_of("finished")), "")
    known = 0
    for size in range(0, len(data), 1000):
        place.write_bytes(data[:size])
        found = gathered("wandb", place)
        reasons = [str(row["reason"]) for row in found.get("record_fault", [])]
        assert len(reasons) <= 1
        assert size or reasons == ["empty: nothing was written of this run yet, or it was lost"]
        seen = fresh(found, "") if "series" in found else {}
        assert all(history[metric][: len(rows)] == rows for metric, rows in seen.items())
        count = sum(len(rows) for rows in seen.values())
        assert count >= known
        known = count
    assert known > 60


@pytest.mark.parametrize("left", [1, 3, 6, 30])
def test_a_record_that_is_being_written_is_told(left: int, tmp_path: Path) -> None:
    place = tmp_path / "run-x.wandb"
    place.write_bytes(run_of("finished").read_bytes()[:-left])
    (fault,) = gathered("wandb", place)["record_fault"]
    assert "may be being written" in str(fault["reason"])


def framed(entries: Iterable[bytes]) -> bytes:
    """Records as W&B frames them."""
    made = bytearray(MAGIC)
    for entry in entries:
        first = True
        while True:
            room = 32_768 - len(made) % 32_768
            if room < 7:
                made += bytes(room)
                continue
            part, entry = entry[: room - 7], entry[room - 7 :]
            kind = (1 if not entry else 2) if first else (4 if not entry else 3)
            made += struct.pack("<IHB", zlib.crc32(bytes([kind]) + part), len(part), kind) + part
            first = False
            if not entry:
                break
    return bytes(made)


def field(number: int, value: bytes | int) -> bytes:
    """A field of a message: a number, or bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])


def row(step: int, **values: object) -> bytes:
    """A record of the history."""
    told = {"_step": step, **values}
    items = (field(1, field(2, name.encode()) + field(16, json.dumps(value).encode())) for name, value in told.items())
    return field(2, b"".join(items) + field(2, field(1, step)))


def test_damage_costs_the_rest_of_its_block_and_no_more(tmp_path: Path) -> None:
    data = bytearray(framed(row(n, loss=n, _timestamp=1767225600 + n) for n in range(2000)))
    place = tmp_path / "run-x.wandb"
    data[40_000] ^= 1
    data[80_000] ^= 1
    place.write_bytes(data)
    found = gathered("wandb", place)
    steps = [each[1] for each in whole_points(found)]
    lost = set(range(2000)) - set(steps)
    assert (steps, steps[-1]) == (sorted(steps), 1999)
    assert 0 < len(lost) < 2 * 32_768 / (len(data) / 2000) + 4
    reasons = [str(row["reason"]) for row in found["record_fault"]]
    assert ("damaged at byte" in reasons[0], reasons[1:]) == (True, ["damaged in 2 places"])


@pytest.mark.parametrize("room", range(12))
def test_a_record_may_begin_at_the_very_end_of_a_block(room: int, tmp_path: Path) -> None:
    """With seven bytes left there its first chunk is a header alone; with fewer they are passed over."""
    records = [row(0, loss=0), b""]
    records[1] = field(4, bytes(32_768 - room - len(framed(records)) - 4))  # its own field and length take four
    assert len(framed(records)) == 32_768 - room
    (tmp_path / "run-x.wandb").write_bytes(framed([*records, row(1, loss=1), row(2, loss=2)]))
    found = gathered("wandb", tmp_path / "run-x.wandb")
    assert ([each[1] for each in whole_points(found)], found.get("record_fault")) == ([0, 1, 2], None)


def test_a_record_that_is_too_long_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leveldb_log, "_LONGEST", 100_000)
    (tmp_path / "run-x.wandb").write_bytes(framed([row(0, loss=0), row(1, text="x" * 200_000), row(2, loss=2)]))
    found = gathered("wandb", tmp_path / "run-x.wandb")
    (fault,) = found["record_fault"]
    assert ([each[1] for each in whole_points(found)], "bytes is not read" in str(fault["reason"])) == ([0, 2], True)


def test_five_gigabytes_of_nothing_take_no_memory(tmp_path: Path) -> None:
    place = tmp_path / "run-sparse.wandb"
    place.write_bytes(run_of("failed").read_bytes())
    os.truncate(place, 5_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = gathered("wandb", place)
    assert whole_points(found) == whole_points(gathered("wandb", run_of("failed")))
    assert ["damaged" in str(row["reason"]) or "not read" in str(row["reason"]) for row in found["record_fault"]] == [True, True]  # fmt: skip
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes


def test_odd_clocks_steps_and_numbers_are_taken_as_they_are(tmp_path: Path) -> None:
    rows = [
        row(1, loss=1, _timestamp=1767225600), row(1, loss=2, _timestamp=1767225000), row(0, loss=3, _timestamp=-5),
        row(2, loss=4, _timestamp=1e300), row(3, loss=float("nan"), acc="NaN"), row(4, loss=float("-inf"), text="1", yes=True, none=None),
        field(2, field(1, field(1, b"old") + field(16, b'{"a": {"b": 1.5}, "img": {"_type": "image", "width": 3}}'))),
    ]  # fmt: skip
    (tmp_path / "run-x.wandb").write_bytes(framed(rows))
    found = gathered("wandb", tmp_path / "run-x.wandb")
    assert fresh(found, "") == {
        "loss": [(1, moment(1767225600), 1), (1, moment(1767225000), 2), (0, None, 3), (2, None, 4), (3, None, None), (4, None, None)],
        "acc": [(3, None, None)], "old.a.b": [(None, None, 1.5)],
    }  # fmt: skip
    assert [row["run"] for row in found["run"]] == ["x"]


def test_newer_writers_have_numbers_of_their_own_kind(tmp_path: Path) -> None:
    """The messages of wandb 0.31 have fields for them, although it writes JSON still."""
    items = [
        field(1, b"n") + field(5, 5),
        field(1, b"x") + b"\x31" + struct.pack("<d", 0.1),
        field(1, b"t") + field(7, b"1"),
    ]
    (tmp_path / "run-x.wandb").write_bytes(framed([field(2, b"".join(field(1, each) for each in items))]))
    assert fresh(gathered("wandb", tmp_path / "run-x.wandb"), "") == {"n": [(None, None, -3)], "x": [(None, None, 0.1)]}


@pytest.mark.parametrize(
    ("program", "arguments", "told"),
    [
        ("train.py", ["--lr=0.1", "--api-key", "k3y", "--max-tokens=512", "--x"], "train.py --lr=0.1 --api-key … --max-tokens=512 --x"),
        ("/home/ada/x/train.py", ["/home/ada/x.csv", "s3://b/c/d.csv", "out=C:\\Users\\ada\\o.txt", "rel/y.csv"], "train.py …/x.csv s3://b/c/d.csv out=…/o.txt rel/y.csv"),
        ("t.py", ["--password=hunter22", "--email=a@b.org", "mailto:ada@example.org", "file:///home/ada/z"], "t.py --password=… --email=… mailto:… …/z"),
        (None, ["--lr=0.1"], None), ("t.py", ["/" * 3_900, "a" * 9_000], f"t.py {'/' * 3_900} {'a' * 94}"),
    ],
)  # fmt: skip
def test_of_a_command_neither_secrets_nor_people_nor_directories_are_told(program: str | None, arguments: list[str], told: str | None) -> None:  # fmt: skip
    assert wandb_runs.command(program, arguments) == told


def test_settings_that_name_somebody_are_not_kept(tmp_path: Path) -> None:
    told = {
        "ip": "10.0.0.1",
        "host_name": "x",
        "reply": "to ada@example.org",
        "place": "/home/ada/x",
        "net": {"ip_address": "::1", "depth": 3},
    }
    items = b"".join(
        field(1, field(1, key.encode()) + field(16, json.dumps(value).encode())) for key, value in told.items()
    )
    remote = field(21, field(1, b"ada@example.org:churn.git"))
    (tmp_path / "run-x.wandb").write_bytes(framed([field(5, items), field(17, remote)]))
    rows = gathered("wandb", tmp_path / "run-x.wandb")["run_value"]
    assert {row["key"]: row["value"] for row in rows} == {
        "reply": "to …", "place": "~/x", "net.depth": "3", "git.remote": "example.org:churn.git",
    }  # fmt: skip


def test_what_a_run_took_in_has_its_version(tmp_path: Path) -> None:
    used = field(25, field(1, b"QXJ0") + field(2, b"dataset") + field(3, b"train-rows:v3"))
    (tmp_path / "run-x.wandb").write_bytes(framed([used]))
    (told,) = gathered("wandb", tmp_path / "run-x.wandb")["run_input"]
    assert (told["run"], told["name"], told["version"], told["role"]) == ("x", "train-rows", "v3", "dataset")


def test_a_name_in_latin_1_and_a_foreign_file_are_told(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/run-\xe9t\xe9.wandb"
    Path(os.fsdecode(place)).write_bytes(framed([row(1, **{"loss\x1b[2J": 1})]))
    (tmp_path / "other.wandb").write_text("a text")
    found = collected(tmp_path)
    assert len(found["point"]) == 1
    (fault,) = found["record_fault"]
    assert "does not begin as W&B's files" in fault["reason"]


@given(st.binary(max_size=200))
def test_no_bytes_of_a_record_bring_it_down(data: bytes) -> None:
    log = Log(wandb_runs.Run("x"), Records())
    for number in (2, 3, 5, 17, 18, 25, 26):
        with suppress(ValueError, struct.error):  # what the reader takes for a fault
            log.take(field(number, data))
        with suppress(ValueError, struct.error):
            log.take(field(number, field(1, data)))
    log.settle()
    log.run.tell(log.into)


def test_fifty_thousand_points_are_read_in_time(tmp_path: Path) -> None:
    place = tmp_path / "run-x.wandb"
    place.write_bytes(
        framed(
            row(n, loss=n / 7, acc=0.5, lr=1e-3, epoch=n, val=n * 0.37, _timestamp=1767225600 + n)
            for n in range(10_000)
        )
    )
    begun = time.process_time()
    assert len(gathered("wandb", place)["point"]) == 50_000
    assert time.process_time() - begun < seconds(3)
