"""Great Expectations: results of validations, of 1.x and of 0.x. What they quote of the data itself is not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from collectors import records
from collectors.json_record import document, mapping, mappings, moment, number, text
from collectors.records import Recorder, Records

_KNOWN = re.compile(rb'"great_expectations_version"|"expectation_config"\s*:')
_GX_TIME = re.compile(r"\d{8}T\d{6}(?:\.\d+)?Z")
_MILD = frozenset({"warning", "info"})


def read(path: Path, into: Records) -> Iterator[None]:
    """A row per expectation: of values the share that is not as expected, of aggregates what was observed."""
    told = document(path, into)
    if "results" not in told:
        return  # a suite: it says what is expected and not what came of it
    meta = mapping(told.get("meta"))
    run = mapping(meta.get("run_id"))
    recorded = moment(_time(run.get("run_time")) or _time(meta.get("validation_time")), into)
    asset = _asset(meta)
    suite = text(told.get("suite_name")) or text(meta.get("expectation_suite_name"))
    for result in mappings(told.get("results")):
        config = mapping(result.get("expectation_config"))
        kwargs, found = mapping(config.get("kwargs")), mapping(result.get("result"))
        name = text(config.get("type")) or text(config.get("expectation_type"))
        column = text(kwargs.get("column")) or "+".join(_columns(kwargs))
        value, bound = _measured(kwargs, found)
        into.add(
            records.CHECK, subject=(f"{asset or ''}.{column}" if column else asset), name=name, kind="test", status=_status(result, config),
            recorded=recorded, value=value, bound=bound, invocation=suite,
        )  # fmt: skip
        yield


def _time(told: object) -> str | None:
    """0.x writes `20200101T000000.000000Z`, which is no ISO 8601."""
    found = text(told)
    if found and _GX_TIME.fullmatch(found):
        return f"{found[:4]}-{found[4:6]}-{found[6:8]}T{found[9:11]}:{found[11:13]}:{found[13:]}"
    return found


def _asset(meta: Mapping[str, Any]) -> str | None:
    """The table: 1.x and late 0.x call it an asset of a batch, early 0.x had names in what made the batch."""
    batch, older = mapping(meta.get("active_batch_definition")), mapping(meta.get("batch_kwargs"))
    return text(batch.get("data_asset_name")) or text(older.get("data_asset_name")) or text(older.get("table"))


def _columns(kwargs: Mapping[str, Any]) -> list[str]:
    listed = kwargs.get("column_list")
    return [
        each
        for each in (kwargs.get("column_A"), kwargs.get("column_B"), *(listed if isinstance(listed, list) else ()))
        if isinstance(each, str)
    ]


def _status(result: Mapping[str, Any], config: Mapping[str, Any]) -> str | None:
    success = result.get("success")
    if _raised(result.get("exception_info")):
        return "error"
    if success is not False:
        return "pass" if success is True else None
    return "warn" if config.get("severity") in _MILD else "fail"


def _raised(told: object) -> bool:
    """1.x tells it of each metric that an expectation asked for."""
    info = mapping(told)
    return info.get("raised_exception") is True or any(
        mapping(each).get("raised_exception") is True for each in info.values()
    )


def _measured(kwargs: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[float | None, float | None]:
    unexpected = number(found.get("unexpected_percent"))
    if unexpected is not None:
        mostly = number(kwargs.get("mostly"))
        return unexpected / 100, round(1 - (1 if mostly is None else mostly), 12)
    value = number(found.get("observed_value"))
    if value is None:
        return None, None
    low, high = number(kwargs.get("min_value")), number(kwargs.get("max_value"))
    if low is not None and high is not None:
        return value, low if value < low else high
    return value, next((each for each in (low, high, number(kwargs.get("value"))) if each is not None), None)


RECORDER = Recorder(("*.json",), read, lambda path, head: bool(_KNOWN.search(head)))
