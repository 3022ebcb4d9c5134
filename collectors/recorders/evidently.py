"""Evidently: reports and test suites as JSON, of its newer API (0.7), of a workspace, and of the older one.

`save_json` of 0.7 writes no time: then the day in the file's name or directory is taken, and without one the time is not known.
Nothing is kept of what a report says about single values of a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from collectors import records
from collectors.json_record import document, mapping, mappings, moment, number, text
from collectors.records import Recorder, Records

_KNOWN = re.compile(
    rb'"evidently:(?:metric|test)_v2:|evidently:metric_result_v2:|^\s*\{\s*"version"\s*:\s*"[\d.]+"\s*,\s*"(?:metrics|tests)"\s*:\s*\['
)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_STATUS = {"success": "pass", "fail": "fail", "warning": "warn", "error": "error", "skipped": "skipped"}
_DISTANCES = frozenset({
    "ed", "energy-distance", "hellinger", "hellinger distance", "jensenshannon", "jensen-shannon distance", "kl_div", "kullback-leibler divergence",
    "psi", "wasserstein", "wasserstein distance (normed)",
})  # fmt: skip
_P_VALUES = frozenset({
    "anderson", "anderson-darling", "chisquare", "chi-square p_value", "cramer_von_mises", "cramer-von mises", "es", "epps-singleton", "fisher_exact",
    "fisher's exact test", "g_test", "ks", "k-s p_value", "mannw", "mann-whitney u-rank test", "empirical_mmd", "t_test", "tvd",
    "total-variation-distance", "z", "z-test p_value",
})  # fmt: skip
"""Names of its own tests for drift in lower case: a distance says drift from its threshold up, a p-value up to its threshold."""
_DRIFT = ("ValueDrift", "DriftedColumnsCount", "TextEvals", "MultivariateDrift")
_STATS = {"MeanValue": "mean", "StdValue": "spread", "MissingValueCount": "null_share"}


def read(path: Path, into: Records) -> Iterator[None]:
    """What a report measured and tested, by which of the three forms it has."""
    told = document(path, into)
    if "metric_results" in told:
        told = {"timestamp": told.get("timestamp"), **_flat(mapping(told["metric_results"]))}
    recorded = moment(told.get("timestamp"), into) or day_of(into.file)
    metrics, tests = mappings(told.get("metrics")), mappings(told.get("tests"))
    if any("metric" in each for each in metrics) or any("group" in each for each in tests):
        _older(metrics, tests, recorded, into)
    else:
        _newer(metrics, tests, recorded, into)
    yield


def day_of(name: str) -> datetime | None:
    """The last day that a path names, as `reports/2025-03-01/drift.json` does."""
    for year, month, day in reversed(_DAY.findall(name)):
        try:
            return datetime(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _flat(results: Mapping[str, Any]) -> dict[str, Any]:
    """A workspace's results in the form of `save_json`."""
    metrics, tests = [], []
    for key, result in ((key, mapping(result)) for key, result in results.items()):
        params = mapping(mapping(mapping(result.get("metric_value_location")).get("metric")).get("params"))
        value = result.get("value")
        if value is None:
            value = {
                part: mapping(result[part]).get("value", result[part])
                for part in ("count", "share", "counts")
                if part in result
            }
        metrics.append({"id": key, "config": params, "value": value})
        tests += mappings(result.get("tests"))
    return {"metrics": metrics, "tests": tests}


def _newer(
    metrics: list[dict[str, Any]], tests: list[dict[str, Any]], recorded: datetime | None, into: Records
) -> None:
    values = {str(each.get("id")): each.get("value") for each in metrics}
    tested = set()
    for test in tests:
        told = mapping(test.get("metric_config"))
        params, config = mapping(told.get("params")), mapping(test.get("test_config"))
        tested.add(str(told.get("metric_id")))
        counted = mapping(test.get("bound_test")).get("is_count")
        bound = number(config.get("threshold"))
        if bound is None:
            bound = number(config.get("expected"))
        _check(
            into, recorded, text(test.get("name")), params, _STATUS.get(str(test.get("status")).lower()),
            _value(values.get(str(told.get("metric_id"))), "share" if counted is False else "count"),
            number(params.get("threshold")) if bound is None and _kind(params) == "drift" else bound,
        )  # fmt: skip
    for each in metrics:
        config = mapping(each.get("config"))
        if str(each.get("id")) not in tested and _type(config) == "ValueDrift":
            value, bound = number(each.get("value")), number(config.get("threshold"))
            name = f"drift by {text(config.get('method')) or 'a test of its choice'}"
            _check(into, recorded, name, config, _drifted(text(config.get("method")), value, bound), value, bound)
    _statistics(metrics, recorded, into)


def _check(
    into: Records, recorded: datetime | None, name: str | None, params: Mapping[str, Any], status: str | None,
    value: float | None, bound: float | None,
) -> None:  # fmt: skip
    into.add(
        records.CHECK, subject=_subject(params.get("column")), name=name or _type(params), kind=_kind(params), status=status, recorded=recorded,
        value=value, bound=bound,
    )  # fmt: skip


def _drifted(method: str | None, value: float | None, bound: float | None) -> str | None:
    name = (method or "").lower()
    if value is None or bound is None or name not in _DISTANCES | _P_VALUES:
        return None
    return "fail" if (value >= bound if name in _DISTANCES else value < bound) else "pass"


def _subject(column: object) -> str | None:
    """A column of a table that the report does not name."""
    return f".{column}" if text(column) else None


def _type(params: Mapping[str, Any]) -> str:
    return str(params.get("type", "")).rpartition(":")[2]


def _kind(params: Mapping[str, Any]) -> str:
    return "drift" if _type(params) in _DRIFT else "test"


def _value(told: object, part: str) -> float | None:
    return number(told.get(part)) if isinstance(told, dict) else number(told)


def _statistics(metrics: list[dict[str, Any]], recorded: datetime | None, into: Records) -> None:
    """A row a column, of the metrics that describe one; one for the table."""
    found: dict[str, dict[str, Any]] = {}
    rows = next(
        (number(each.get("value")) for each in metrics if _type(mapping(each.get("config"))) == "RowCount"), None
    )
    for each in metrics:
        config, value = mapping(each.get("config")), each.get("value")
        kind, column = _type(config), text(config.get("column"))
        if column and kind in _STATS:
            found.setdefault(column, {})[_STATS[kind]] = _value(value, "share")
        elif column and kind == "QuantileValue" and config.get("quantile") == 0.5:
            found.setdefault(column, {})["median"] = number(value)
        elif column and kind == "UniqueValueCount":
            counts = mapping(mapping(value).get("counts"))
            found.setdefault(column, {})["distinct_values"] = len(counts) or None
    if rows is not None:
        found[""] = {}
    for column, cells in found.items():
        examples = None if rows is None else int(rows)
        into.add(records.FEATURE_STAT, recorded=recorded, dataset="", feature=column, examples=examples, **cells)


def _older(
    metrics: list[dict[str, Any]], tests: list[dict[str, Any]], recorded: datetime | None, into: Records
) -> None:
    for metric in metrics:
        name, result = str(metric.get("metric")), mapping(metric.get("result"))
        drifts = [result] if name == "ColumnDriftMetric" else list(mapping(result.get("drift_by_columns")).values())
        if name == "DatasetDriftMetric":
            value, bound = number(result.get("share_of_drifted_columns")), number(result.get("drift_share"))
            _drift(into, recorded, None, name, result.get("dataset_drift"), value, bound)
        for each in map(mapping, drifts):
            value, bound = number(each.get("drift_score")), number(each.get("stattest_threshold"))
            title = f"drift by {each.get('stattest_name')}"
            _drift(into, recorded, each.get("column_name"), title, each.get("drift_detected"), value, bound)
        current = mapping(result.get("current_characteristics"))
        if name == "ColumnSummaryMetric" and current:
            share, rows, distinct = (
                number(current.get(key)) for key in ("missing_percentage", "number_of_rows", "unique")
            )
            into.add(
                records.FEATURE_STAT, recorded=recorded, dataset="", feature=text(result.get("column_name")) or "",
                examples=None if rows is None else int(rows), null_share=None if share is None else share / 100,
                mean=number(current.get("mean")), spread=number(current.get("std")), median=number(current.get("p50")),
                distinct_values=None if distinct is None else int(distinct),
            )  # fmt: skip
    for test in tests:
        told = mapping(test.get("parameters"))
        score, value = number(told.get("score")), number(told.get("value"))
        limits = [number(mapping(limit).get("value", limit)) for limit in mapping(told.get("condition")).values()]
        into.add(
            records.CHECK, subject=_subject(told.get("column_name")), name=text(test.get("name")),
            kind="drift" if test.get("group") == "data_drift" else "test", status=_STATUS.get(str(test.get("status")).lower()), recorded=recorded,
            value=value if score is None else score, bound=number(told.get("threshold")) if score is not None else next(iter(limits), None),
        )  # fmt: skip


def _drift(
    into: Records, recorded: datetime | None, column: object, name: str, detected: object, value: float | None, bound: float | None
) -> None:  # fmt: skip
    status = {True: "fail", False: "pass"}.get(detected) if isinstance(detected, bool) else None
    into.add(
        records.CHECK,
        subject=_subject(column),
        name=name,
        kind="drift",
        status=status,
        recorded=recorded,
        value=value,
        bound=bound,
    )


RECORDER = Recorder(("*.json",), read, lambda path, head: bool(_KNOWN.search(head)))
