"""Writes what Prometheus's own programs write: the exposition and OpenMetrics by its Python client, the rest by promtool and a server.

    pip install prometheus-client      # 0.26.0 wrote these
    apt-get download prometheus && dpkg -x prometheus_*.deb deb    # 2.42.0
    PATH=$PWD/deb/usr/bin:$PATH python tests/data/prometheus/make.py

`answers.json` is what the client's parsers read in its files, and the server's answer to `/api/v1/query_range` for the dump.
"""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import generate_latest as openmetrics
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

HERE = Path(__file__).parent
START = 1_700_000_000
PORT = 39_090


class Timed:
    """Samples with times of their own, and odd labels."""

    def collect(self):
        family = GaugeMetricFamily("model_auc", "AUC of live traffic", labels=["model", "slice", "note"])
        for step, value in enumerate((0.81, 0.8, math.nan, math.inf, -math.inf, 0.71)):
            family.add_metric(["churn", "country=DE", 'a "b" \\ c\nd, e}f {g'], value, START + 3600 * step)
        family.add_metric(["churn", "", ""], 0.5, START)
        yield family


def registry() -> CollectorRegistry:
    made = CollectorRegistry()
    made.register(Timed())
    counter = Counter("predictions", "Predictions", ["model", "user"], registry=made)
    counter.labels("churn", "ada").inc(3)
    counter.labels("churn", "bob").inc(4)
    Gauge("queue_length", "Waiting", registry=made).set(1e6)
    seconds = Histogram("latency_seconds", "Latency", buckets=(0.1, 1.0), registry=made)
    seconds.observe(0.25, {"trace_id": "KOO5S4vxi0o"})
    seconds.observe(7)
    return made


def told(families) -> list:
    return [
        [each.name, dict(sorted(each.labels.items())), repr(each.value), each.timestamp and float(each.timestamp)]
        for family in families
        for each in family.samples
    ]


def main() -> None:
    made = registry()
    (HERE / "metrics.prom").write_bytes(generate_latest(made))
    (HERE / "metrics.om").write_bytes(openmetrics(made))
    answers = {
        "metrics.prom": told(parse_text((HERE / "metrics.prom").read_text())),
        "metrics.om": told(parse_openmetrics((HERE / "metrics.om").read_text())),
    }
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        timed = CollectorRegistry()
        timed.register(Timed())
        (place / "in.om").write_bytes(openmetrics(timed))
        run("promtool", "tsdb", "create-blocks-from", "openmetrics", place / "in.om", place / "tsdb")
        (place / "tsdb" / "wal").mkdir()
        (HERE / "dump.txt").write_text(run("promtool", "tsdb", "dump", place / "tsdb"))
        (place / "prometheus.yml").write_text("global: {}\n")
        server = subprocess.Popen(
            ["prometheus", f"--config.file={place}/prometheus.yml", f"--storage.tsdb.path={place}/tsdb",
             "--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{PORT}"],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            for name, query in (("range.json", "model_auc"), ("rate.json", 'sum by (model) (model_auc{slice=""})')):
                (HERE / name).write_bytes(ask(query))
        finally:
            server.terminate()
            server.wait()
    (HERE / "answers.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")


def run(*command: object) -> str:
    return subprocess.run([str(each) for each in command], check=True, capture_output=True, text=True).stdout


def ask(query: str) -> bytes:
    wanted = urllib.parse.urlencode({"query": query, "start": START, "end": START + 5 * 3600, "step": 3600})
    for _ in range(50):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/v1/query_range?{wanted}") as answer:
                return answer.read()
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
