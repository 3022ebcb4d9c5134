"""Columns of a plain table, by what they mean: what they are commonly called, or what the settings say of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from collectors.records import when

Entry = Mapping[str, Any]

# What a column may be called. Names are compared in lower case, all else between letters and digits taken for `_`.
NAMES: dict[str, tuple[str, ...]] = {
    "run": ("run", "run_id", "run_uuid"),
    "name": ("run_name",),
    "model": ("model", "model_name"),
    "version": ("version", "model_version", "release"),
    "metric": ("metric", "metric_name"),
    "value": ("value", "metric_value", "score"),
    "slice": ("slice", "segment", "subgroup"),
    "step": ("step", "epoch", "_step", "iteration", "global_step"),
    "recorded": ("recorded", "date", "time", "timestamp", "day", "_timestamp", "datetime", "period", "week", "month"),
    "released": ("released", "released_at", "release_date", "deployed", "deployed_at"),
    "rolled_back": ("rolled_back", "rolled_back_at", "rollback"),
    "commit_id": ("commit", "commit_id", "git_commit", "sha", "revision", "tags_mlflow_source_git_commit"),
    "dirty": ("dirty", "tags_mlflow_source_git_dirty"),
    "status": ("status",),
    "command": ("command", "tags_command"),
    "environment": ("image", "lock_hash", "tags_image"),
    "hardware": ("machine", "hardware", "tags_machine"),
    "stage": ("stage", "environment", "target"),
    "started": ("started", "start_time", "started_at"),
    "ended": ("ended", "end_time", "ended_at"),
    "seed": ("seed", "random_seed", "random_state"),
    "feature": ("feature", "feature_name", "column", "variable"),
    "dataset": ("table", "dataset", "feature_view", "table_name", "source"),
    "importance": ("importance", "importance_mean", "gain", "weight"),
    "spread": ("std", "stddev", "sd", "importance_std", "spread"),
    "cost": ("cost", "cost_seconds"),
    "probe": ("probe", "shadow"),
    "examples": ("n", "examples", "rows", "count", "n_rows", "support", "sample_size"),
    "null_share": ("null_share", "null_rate", "missing_share", "null_fraction"),
    "mean": ("mean", "avg", "average"),
    "median": ("median", "p50"),
    "distinct_values": ("distinct", "distinct_values", "cardinality", "n_unique", "unique"),
    "newest": ("max_ts", "max_timestamp", "newest", "max_time", "latest"),
    "bin": ("bin", "bucket", "category"),
    "lower": ("lower", "bin_lower", "left"),
    "reference": ("reference", "is_reference"),
    "first": ("first", "feature_a", "feature_1", "feature1"),
    "second": ("second", "feature_b", "feature_2", "feature2", "label"),
    "correlation": ("correlation", "corr", "rho", "spearman"),
    "label": ("label", "target", "actual", "y_true", "truth"),
    "predicted": ("pred", "prediction", "predicted", "y_pred"),
    "example": ("id", "example", "example_id", "key", "row_id"),
    "mean_prediction": ("mean_prediction", "mean_pred", "avg_prediction"),
    "mean_label": ("mean_label", "mean_actual", "avg_label", "observed_rate"),
    "label_spread": ("label_std", "label_spread"),
    "check": ("check", "check_name", "test", "test_name", "expectation"),
    "bound": ("bound", "threshold", "limit", "alpha"),
    "seconds": ("seconds", "duration", "duration_seconds", "elapsed"),
    "warn_after": ("warn_after", "warn_after_seconds"),
    "error_after": ("error_after", "error_after_seconds", "max_age_seconds"),
    "kind": ("kind", "check_kind"),
    "input": ("input", "input_name", "dataset_name"),
    "role": ("role", "context"),
    "subject": ("subject", "affected", "asset"),
    "opened": ("opened", "opened_at", "began", "started_at", "starts_at", "startsat", "created_at", "fired_at"),
    "acknowledged": ("acknowledged", "acknowledged_at", "acked"),
    "closed": ("closed", "closed_at", "resolved", "resolved_at", "ends_at", "endsat"),
    "text": ("text", "summary", "title", "note"),
    "incident": ("incident", "incident_id", "alert_id", "fingerprint"),
    "system": ("system", "service", "origin"),
    "route": ("route", "routes", "receiver", "receivers", "notified"),
}  # fmt: skip
KINDS = frozenset({
    "feature_importance", "feature_pair", "feature_bin", "prediction_bias", "prediction", "incident", "check_result", "freshness", "run_input",
    "series", "feature_stat", "release", "run",
})  # fmt: skip
"""What a table may record: tables of `collectors.records`. series: a metric a row; run: a metric a column."""
_TIMES = {"recorded", "released", "rolled_back", "started", "ended", "newest", "opened", "acknowledged", "closed"}
_FLOATS = {
    "value", "importance", "spread", "cost", "null_share", "mean", "median", "lower", "correlation", "mean_prediction", "mean_label", "label_spread",
    "bound", "seconds", "warn_after", "error_after",
}  # fmt: skip
_INTS = {"step", "distinct_values"}
_BOOLS = {"probe", "reference", "dirty"}
_TRUE = {"1", "true", "yes", "y", "t"}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", name.strip().lower())


class Columns:
    """The columns of one table, by what they are."""

    def __init__(self, header: Iterable[str], declared: Mapping[str, str] | None = None) -> None:
        """`declared` says of columns what they mean, whatever they are called; what one means, no other does."""
        self.header = [str(name) for name in header]
        told = declared or {}
        plain = [_plain(name) if name not in told else "" for name in self.header]
        self._at = {
            meaning: next((plain.index(name) for name in names if name in plain), None)
            for meaning, names in NAMES.items()
        } | {meaning: self.header.index(name) for name, meaning in told.items() if name in self.header}

    def has(self, *meanings: str) -> bool:
        """Whether there is a column of each."""
        return all(self._at[meaning] is not None for meaning in meanings)

    def name(self, meaning: str) -> str | None:
        """What the column is called here."""
        place = self._at[meaning]
        return None if place is None else self.header[place]

    def cell(self, entry: Entry, meaning: str) -> Any:
        """One cell as what it means: a time, a number or a text; None where there is nothing. Raises ValueError."""
        name = self.name(meaning)
        told = None if name is None else entry.get(name)
        if told is None or told == "":
            return None
        if meaning in _TIMES:
            return when(told)
        if meaning in _FLOATS:
            number = float(told)
            return number if math.isfinite(number) else None
        if meaning in _INTS:
            return int(float(told))
        if meaning == "examples":
            return float(told)
        if meaning in _BOOLS:
            return str(told).strip().lower() in _TRUE
        return str(told).strip()

    def cells(self, entry: Entry, meanings: Iterable[str]) -> dict[str, Any]:
        """Several of them."""
        return {meaning: self.cell(entry, meaning) for meaning in meanings}
