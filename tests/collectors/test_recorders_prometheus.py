"""Samples of Prometheus, in every way that its programs write them."""

from __future__ import annotations

import json
import math
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.recorders import prometheus
from collectors.records import all_recorders
from tests.clock import seconds
from tests.collectors.recordings import Found, gathered

DATA = Path(__file__).parents[1] / "data" / "prometheus"
ANSWERS = json.loads((DATA / "answers.json").read_text())
TIMED = [each for each in ANSWERS["metrics.prom"] if each[0] == "model_auc"]
"""What the exposition says of the metric that the dump and the query are of."""


def samples(found: Found) -> set[tuple[object, ...]]:
    """Metric, model, slice, labels, time and value of every point."""
    series = {each["series"]: each for each in found.get("series", ())}
    return {
        (*(series[point["series"]][name] for name in ("metric", "model", "slice", "labels")), point["recorded"], point["value"])
        for point in found.get("point", ())
    }  # fmt: skip


def expected(answers: list[list[object]]) -> set[tuple[object, ...]]:
    people: dict[str, str] = {}
    wanted = set()
    for name, told, value, at in answers:
        labels = {key: text for key, text in told.items() if text}  # type: ignore[attr-defined]
        model, part = labels.pop("model", None), labels.pop("slice", "")
        if "user" in labels:
            labels["user"] = people.setdefault(labels["user"], str(len(people) + 1))
        text = ",".join(f"{key}={value.replace(',', '%2C')}" for key, value in sorted(labels.items()))
        moment = None if at is None else datetime(1970, 1, 1) + timedelta(seconds=float(str(at)))
        number = float(str(value))
        wanted.add((name, model, part, text, moment, number if math.isfinite(number) else None))
    return wanted


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("metrics.prom", ANSWERS["metrics.prom"]), ("metrics.om", ANSWERS["metrics.om"]), ("dump.txt", TIMED), ("range.json", TIMED),
        ("rate.json", [["rate", *TIMED[-1][1:]]]),
    ],
)  # fmt: skip
def test_samples_are_those_that_prometheus_own_parser_reads(name: str, answers: list[list[object]]) -> None:
    found = gathered("prometheus", DATA / name)
    assert "record_fault" not in found
    assert samples(found) == expected(answers)
    assert len(found["point"]) == len(answers)


def test_nobody_is_named_by_a_label() -> None:
    found = gathered("prometheus", DATA / "metrics.prom")
    assert {each["labels"] for each in found["series"] if each["metric"] == "predictions_total"} == {"user=1", "user=2"}


BROKEN: dict[str, tuple[str, str, int, list[tuple[int | None, str]]]] = {
    "a number that is cut off is another number": ("a.prom", "# TYPE a gauge\na 1 1700000000000\na 2 17000", 1, [(3, "no sample")]),
    "half a line amid the others": ('a.prom', 'a 1\na{b="c\na{b="c"} 2\na{b=c} 1\na x\n', 2, [(2, "like that: 3")]),
    "two values of one moment": (
        "a.prom", "a 1 1700000000000\na 1 1700000000000\na 2 1700000000000\na 3 1700000000001\n", 2, [(None, "time: 1")],
    ),
    "a time in no year": ("a.prom", "a 1 1e300\na 1 1700000000000\n", 1, [(1, "no sample")]),
    "seconds and milliseconds in one file": ("a.prom", "a 1 1700000000\na 1 1700000000000\na 2 1700000001000\n", 2, []),
    "bytes that are no text": ("a.prom", "a 1\n\0\ufffd\x01\na 2\n", 2, [(2, "no sample")]),
    "an answer that breaks off": (
        "a.json", '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"}{\\""},"values":[[1,"2"],[2,"3', 1, [(None, "no JSON")],
    ),
    "an answer that breaks off between points": (
        "a.json", '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2"]', 1, [(None, "breaks off")],
    ),
    "an answer that zeros follow": (
        "a.json", '{"data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2"],\0\0\0\0', 1, [(None, "no JSON")],
    ),
    "native histograms": (
        "a.json", '{"data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{"count":"1","buckets":[[0,"1","2","1"]]}]]}]}}', 0, [(None, "histograms")],
    ),
    "values before the series that they are of": (
        "a.json", '{"data":{"resultType":"matrix","result":[{"values":[[1,"2"]],"metric":{}},{"values":[[1,"3"]],"metric":{"a":"b"}}]}}', 0, [(None, "series, or native histograms: 2")],
    ),
    "a value that is no number": ("a.json", '{"data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}', 0, [(None, "could not convert")]),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_could_be_read_stays_and_the_rest_is_told(case: str, tmp_path: Path) -> None:
    name, text, points, faults = BROKEN[case]
    (tmp_path / name).write_bytes(text.encode("latin-1", "replace"))
    found = gathered("prometheus", tmp_path / name)
    assert len(found.get("point", ())) == points
    told = [(each["line"], each["reason"]) for each in found.get("record_fault", ())]
    assert len(told) == len(faults)
    for (line, reason), (at, part) in zip(told, faults, strict=True):
        assert line == at
        assert part in str(reason)


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("a.txt", b'm{a="b"} 1 1700000000000\n', True), ("a.txt", b"# TYPE a gauge\na 1\n", True), ("a.txt", b"loss 0.5\n", False),
        ("a.txt", b"numpy 1\nSee {this}.\n", False), ("a.txt", b"", False), ("a.json", b'{"metric": {"a": 1}}', False),
        ("a.json", b'{"data": {"result": [{"metric": {"a": "b"}, "values": [[1, "2"]]}], "resultType": "matrix"}}', True), ("a.prom", b"\0" * 9, True),
    ],
)  # fmt: skip
def test_a_file_is_known_by_what_it_says(name: str, head: bytes, known: bool) -> None:
    assert all_recorders()["prometheus"].knows(Path(name), head) is known


@pytest.mark.parametrize(("name", "head"), [("a.prom", b""), ("a.json", b'{"data":{"resultType":"matrix","result":[')])
def test_five_gigabytes_of_nothing_are_refused_at_once(name: str, head: bytes, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(head)
        file.truncate(5_000_000_000)
    begun = time.process_time()
    (fault,) = gathered("prometheus", tmp_path / name)["record_fault"]
    assert "longer than" in str(fault["reason"]) or "no JSON" in str(fault["reason"])
    assert time.process_time() - begun < seconds(1)


def test_an_answer_is_read_whatever_falls_on_the_border_of_what_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prometheus, "_LONGEST", 200)
    for chunk in (1, 7, 64):
        monkeypatch.setattr(prometheus, "_CHUNK", chunk)
        assert samples(gathered("prometheus", DATA / "range.json")) == expected(TIMED)


def test_too_many_series_end_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prometheus, "_SERIES", 3)
    (tmp_path / "a.prom").write_text("".join(f'a{{id="{n}"}} 1\n' for n in range(9)))
    found = gathered("prometheus", tmp_path / "a.prom")
    assert (len(found["point"]), [each["reason"] for each in found["record_fault"]]) == (3, ["more than 3 series"])


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)


@settings(max_examples=50)
@given(
    st.dictionaries(st.from_regex(r"[a-z_][a-z0-9_]{0,5}", fullmatch=True), TEXT, max_size=4),
    st.floats(allow_nan=False),
)
def test_a_sample_is_read_as_it_was_written(labels: dict[str, str], value: float) -> None:
    def quoted(text: str) -> str:
        return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

    inside = ",".join(f'{name}="{quoted(text)}"' for name, text in labels.items())
    key, told, number, at = prometheus.sample(f"m{{{inside}}} {value!r} 1700000000000")
    assert (key, told, number, at) == (f"m{{{inside}}}", {"__name__": "m", **labels}, value, "1700000000000")
