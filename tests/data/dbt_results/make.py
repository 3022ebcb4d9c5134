"""Runs dbt's tests and freshness on a project of its own and keeps what it wrote; of the manifest, the tests alone.

    pip install --only-binary dbt-core-experimental-parser dbt-core dbt-duckdb
    python tests/data/dbt_results/make.py

Written by dbt 1.12.0 with dbt-duckdb 1.11.1. `answers.json` is what dbt's own runner returns to the program that calls it.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

HERE = Path(__file__).parent
FILES = {
    "dbt_project.yml": "name: shop\nversion: '1.0.0'\nprofile: shop\nflags: {send_anonymous_usage_stats: false}\n",
    "profiles.yml": 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: "shop.duckdb"}\n',
    "models/orders.sql": "select * from {{ source('raw', 'orders') }}\n",
    "models/broken.sql": "select nothing from {{ source('raw', 'users') }}\n",
    "models/after.sql": "select * from {{ ref('broken') }}\n",
    "tests/no_refunds.sql": "{{ config(severity='warn') }}\nselect * from {{ ref('orders') }} where amount < 0\n",
    "models/schema.yml": """version: 2
models:
  - name: orders
    columns:
      - name: id
        data_tests:
          - unique
          - not_null
      - name: user_id
        data_tests:
          - not_null:
              config: {error_if: ">10", warn_if: "!=0"}
unit_tests:
  - name: keeps_all
    model: orders
    given:
      - input: source('raw', 'orders')
        rows: [{id: 1}]
    expect:
      rows: [{id: 1}]
sources:
  - name: raw
    schema: raw
    freshness:
      warn_after: {count: 1, period: day}
      error_after: {count: 30, period: day}
    loaded_at_field: loaded_at
    tables:
      - name: orders
      - name: users
        freshness: {warn_after: {count: 999999, period: day}, error_after: null}
      - name: gone
""",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "shop"
        for name, text in FILES.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text)
        with duckdb.connect(str(work / "shop.duckdb")) as con:
            con.execute("CREATE SCHEMA raw; USE raw")
            con.execute("CREATE TABLE orders (id int, user_id int, amount int, loaded_at timestamp)")
            con.execute("INSERT INTO orders VALUES (1, 1, 250, '2024-01-02'), (1, NULL, -3, '2024-01-03 10:00')")
            con.execute("CREATE TABLE users AS SELECT 1 AS id, TIMESTAMP '2024-01-05' AS loaded_at")
        os.chdir(work)
        runner = dbtRunner()
        answers = {}
        for name, command in {
            "run_results.json": "build",
            "sources.json": "source freshness",
            "docs.json": "docs generate",
        }.items():
            done = runner.invoke(["--quiet", "--no-version-check", *command.split(), "--profiles-dir", str(work)])
            kept = work / "target" / ("sources.json" if name == "sources.json" else "run_results.json")
            told = json.loads(kept.read_text())
            if name == "docs.json":
                told["results"] = told["results"][:1]
            for each in told["results"]:
                each.pop("compiled_code", None)
            (HERE / name).write_text(json.dumps(told).replace(str(work), "/home/ada/shop") + "\n")
            if name == "run_results.json":
                answers[name] = [
                    [each.node.name, each.node.resource_type.value, str(each.status.value), each.failures]
                    for each in done.result.results
                ]
            elif name == "sources.json":
                answers[name] = [
                    [
                        each.node.source_name,
                        each.node.name,
                        str(each.status.value),
                        str(getattr(each, "max_loaded_at", None)),
                        getattr(each, "age", None),
                    ]
                    for each in done.result.results
                ]
        manifest = json.loads((work / "target/manifest.json").read_text())
        nodes = {
            key: {part: node.get(part) for part in ("resource_type", "name", "column_name", "attached_node", "depends_on", "test_metadata", "config", "alias") if node.get(part) is not None}
            for section in ("nodes", "unit_tests")
            for key, node in manifest[section].items()
        }  # fmt: skip
        for node in nodes.values():
            node["config"] = {
                name: each for name, each in node["config"].items() if name in {"error_if", "warn_if", "severity"}
            }
        (HERE / "manifest.json").write_text(json.dumps({"metadata": manifest["metadata"], "nodes": nodes}) + "\n")
        (HERE / "answers.json").write_text(json.dumps(answers, indent=1) + "\n")


if __name__ == "__main__":
    main()
