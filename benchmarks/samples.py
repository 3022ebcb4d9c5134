"""Seconds to read a million samples of Prometheus: the text exposition, what promtool dumps, and an answer of query_range.

Run `python benchmarks/samples.py [samples]`. Rows are gathered and thrown away: what is measured is the reading.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collectors.recorders import prometheus
from collectors.records import POINT, Records

SAMPLES = 1_000_000
SERIES = 200
START = 1_700_000_000


def write(folder: Path, samples: int) -> list[Path]:
    """The same samples in three ways, one every 15 s in each of 200 series."""
    steps = samples // SERIES
    exposition, dump, answer = folder / "metrics.prom", folder / "dump.txt", folder / "range.json"
    with exposition.open("w") as file:
        for step in range(steps):
            file.writelines(
                f'model_auc{{model="churn",pod="p{n}"}} {n / 7} {(START + 15 * step) * 1000}\n' for n in range(SERIES)
            )
    with dump.open("w") as file:
        for n in range(SERIES):
            name = f'{{__name__="model_auc", model="churn", pod="p{n}"}}'
            file.writelines(f"{name} {n / 7} {(START + 15 * step) * 1000}\n" for step in range(steps))
    result = [
        {
            "metric": {"__name__": "model_auc", "model": "churn", "pod": f"p{n}"},
            "values": [[START + 15 * step, str(n / 7)] for step in range(steps)],
        }
        for n in range(SERIES)
    ]
    answer.write_text(json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}}))
    return [exposition, dump, answer]


def main() -> None:
    """One line for each way."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    with tempfile.TemporaryDirectory() as folder:
        for path in write(Path(folder), samples):
            into = Records()
            into.begin(path.name, "prometheus")
            begun, points = time.perf_counter(), 0
            for _ in prometheus.read(path, into):
                points += sum(len(batch.rows) for batch in into.batches() if batch.table is POINT)
            points += sum(len(batch.rows) for batch in into.batches(last=True) if batch.table is POINT)
            taken = time.perf_counter() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{path.name:14} {points:>9,} points  {taken:5.2f} s  {path.stat().st_size / 1e6:6.1f} MB  peak {peak:,.0f} MB"
            )


if __name__ == "__main__":
    main()
