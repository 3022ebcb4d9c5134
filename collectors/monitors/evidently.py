"""Evidently in Python programs: tests, presets, and metrics that are tested or look for drift."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.dataflow import File
from collectors.forms.python import line, text
from collectors.monitoring import Kind, Monitor, Rule, kind_of_check, kind_of_words, short
from collectors.program import Arguments, Program, arguments

_TEST = re.compile(r"Test(?!Suite|Preset|Result|Status|Parameters)[A-Z]\w+|\w*TestPreset")
_PRESET = re.compile(r"\w+Preset")
_DRIFT = re.compile(r"ValueDrift|DriftedColumnsCount|\w*DriftMetric|DataDriftTable|EmbeddingsDrift\w*")
_ALL = re.compile(rb"^\s*from\s+evidently[\w.]*\s+import\s+\*", re.MULTILINE)
_COLUMNS = ("column", "column_name", "columns", "columns_drift")
_PRESETS: dict[str, Kind] = {
    "DataDriftPreset": "drift", "TargetDriftPreset": "drift", "DataDriftTestPreset": "drift", "DataStabilityTestPreset": "schema",
    "NoTargetPerformanceTestPreset": "drift", "DataQualityPreset": "range", "DataQualityTestPreset": "range", "DataSummaryPreset": "range",
    "RecsysPreset": "performance", "RegressionPreset": "performance", "ClassificationPreset": "performance", "TextEvals": "performance",
}  # fmt: skip


def read(file: File) -> Iterator[Rule]:
    """A rule per test, preset, tested metric and metric of drift that the program makes of what it imports from evidently."""
    program = Program(file.python)
    everything = bool(_ALL.search(file.data))
    if not everything and not any(name.split(".")[0] == "evidently" for name in program.imports.values()):
        return
    for call in file.python.get("call"):
        module, _, name = program.dotted(call.child_by_field_name("function")).rpartition(".")
        if module.split(".")[0] != "evidently" and not (everything and not module and _TEST.fullmatch(name)):
            continue
        given = arguments(call)
        tested = "tests" in given.named or any("_tests" in key for key in given.named)
        if (
            _TEST.fullmatch(name)
            or _PRESET.fullmatch(name)
            or _DRIFT.fullmatch(name)
            or (tested and name not in {"Report", "TestSuite"})
        ):
            yield Rule(line(call), name, _subject(program, given), _PRESETS.get(name) or _kind(name), _threshold(given))


def _kind(name: str) -> Kind:
    told = kind_of_words(name)
    return kind_of_check(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)) if told == "other" else told


def _subject(program: Program, given: Arguments) -> str | None:
    node = next((given.named[name] for name in _COLUMNS if name in given.named), None)
    if node is None and given.positional:
        node = given.positional[0]
    if node is None:
        return None
    told = program.fold(node)
    return f".{told}" if told else None


def _threshold(given: Arguments) -> str | None:
    """All arguments by name but the column, as they are written."""
    return short(", ".join(f"{name}={text(node)[:200]}" for name, node in given.named.items() if name not in _COLUMNS))


MONITOR = Monitor(frozenset({"Python", "Jupyter Notebook"}), (b"evidently",), read)
