"""Rules that files declare: each tool's own way to say it, and nothing in files that only look like it."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from collectors import monitoring
from collectors.spec import Unreadable
from tests.clock import seconds

DATA = Path(__file__).parents[1] / "data"
DBT = """version: 2
models:
  - name: orders
    config: {meta: {owner: ann@x.org}}
    columns:
      - name: id
        data_tests: [unique, not_null]
      - name: state
        tests:
          - accepted_values: {values: [a, b], config: {severity: warn}}
  - {name: gone, config: {enabled: false}, columns: [{name: id, tests: [unique]}]}
sources:
  - name: shop
    freshness: {warn_after: {count: 12, period: hour}}
    tables: [{name: users}, {name: raw, freshness: null}]
"""
RESOURCE = """apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
  groups:
    - name: g
      rules:
        - {alert: Late, expr: 'data_lag_seconds > 60', labels: {severity: warn}}
"""
CONFIG_MAP = """apiVersion: v1
kind: ConfigMap
data:
  rules.yml: |
    groups:
      - name: g
        rules:
          - alert: Late
            expr: data_lag_seconds > 60
"""
CHART = """{{- if .Values.alerts }}
groups:
  - name: g
    rules:
      - alert: Late
        expr: data_lag_seconds > {{ .Values.limit }}
{{- end }}
"""
Told = tuple[str, int, str, str | None, str, str | None]


def rules(data: bytes | str, language: str) -> list[Told]:
    """Tool, line, name, subject, kind and threshold."""
    found = monitoring.read(data.encode() if isinstance(data, str) else data, language)
    return [(tool, one.line, one.name, one.subject, one.kind, one.threshold) for tool, one in found]


CASES: dict[str, tuple[bytes | str, str, list[Told]]] = {
    "Prometheus": ((DATA / "monitors" / "rules.yml").read_bytes(), "YAML", [
        ("prometheus", 6, "ModelAucLow", "model:auc:1h, churn", "performance", "< 0.75 for 30m"),
        ("prometheus", 13, "ScoresStale", "scores_last_success_timestamp_seconds", "freshness", "> 6 * 3600"),
        ("prometheus", 15, "Slow", "predict_duration_seconds_bucket, up", "latency", "> 0.5, == 1"),
        ("prometheus", 19, "AgeDrift", "feature_psi", "drift", "> .2e0"),
        ("prometheus", 21, "Gone", "up", "other", None),
    ]),
    "a resource": (RESOURCE, "YAML", [("prometheus", 7, "Late", "data_lag_seconds", "freshness", "> 60")]),
    "a config map": (CONFIG_MAP, "YAML", [("prometheus", 8, "Late", "data_lag_seconds", "freshness", "> 60")]),
    "a chart's template": (CHART, "YAML", [("prometheus", 5, "Late", "data_lag_seconds", "freshness", None)]),
    "Grafana": ((DATA / "monitors" / "board.json").read_bytes(), "JSON", [
        ("grafana", 2, "AUC", "model_auc", "performance", "0.75"), ("grafana", 5, "p99 latency", "predict_seconds_bucket", "latency", None),
    ]),
    "Evidently": ((DATA / "monitors" / "suite.py").read_bytes(), "Python", [
        ("evidently", 6, "DataDriftPreset", None, "drift", "drift_share=0.3"), ("evidently", 7, "TestColumnDrift", ".age", "drift", 'stattest="psi"'),
        ("evidently", 7, "TestNumberOfMissingValues", None, "null", "lt=5"),
    ]),
    "dbt": (DBT, "YAML", [
        ("dbt", 7, "unique", "orders.id", "unique", None), ("dbt", 7, "not_null", "orders.id", "null", None),
        ("dbt", 10, "accepted_values", "orders.state", "range", "values: [a, b]"), ("dbt", 14, "freshness", "shop.users", "freshness", "warn_after 12 hour"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_tools_file_tells_its_rules(case: str) -> None:
    data, language, wanted = CASES[case]
    assert rules(data, language) == wanted


def test_a_suite_written_by_great_expectations_tells_one_rule_per_expectation() -> None:
    found = rules((DATA / "great_expectations" / "suite.json").read_bytes(), "JSON")
    assert len(found) == (DATA / "great_expectations" / "suite.json").read_text().count('"type": "expect_')
    assert found[0] == ("great_expectations", 12, "expect_column_values_to_not_be_null", ".age", "null", "mostly: 0.95")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("alert: true\nexpr: none\n", "YAML"), ("services:\n  a: {tests: [1], freshness: none}\n", "YAML"), ('{"panels": [1], "targets": []}', "JSON"),
        ('{"expectations": ["high"]}', "JSON"), ("import evidently_like\nTestColumnDrift('age')\n", "Python"),
        ("groups:\n  - rules:\n      - record: a\n        expr: b\n# alert: none\n", "YAML"), ("on:\n  alert: x\njobs: {tests: {}}\n", "YAML"),
    ],
)  # fmt: skip
def test_a_file_of_something_else_tells_none(text: str, language: str) -> None:
    assert rules(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("alert:\n" + "- " * 20_000 + "expr:", "YAML"), ('{"panels": ' * 5_000, "JSON"), ('{"expectations": [' + '{"type": "expect_x"},' * 5_000 + "]}", "JSON"),
        ("groups:\n- rules:\n  - alert: A\n    expr: '" + "(" * 100_000 + "'\n", "YAML"),
    ],
    ids=["nested lists", "nested objects", "many and broken", "an endless expression"],
)  # fmt: skip
def test_a_hostile_file_ends_soon(text: str, language: str) -> None:
    begun = time.process_time()
    with suppress(Unreadable):
        rules(text, language)
    assert time.process_time() - begun < seconds(3)
