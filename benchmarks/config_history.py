"""Times how the real collector reads the past of settings: 50 files, 5,000 versions, about 10 MB, on two processes.

    python benchmarks/config_history.py [--profile]

Small files change most often, so the versions of a file fall with its size. `--profile` reads every version once more in
this process, under cProfile. The target is 20 s for the past of settings on two cores.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from collectors.clean import Cleaner
from collectors.kinds import classify
from collectors.registry import analysers
from collectors.worker import Reader, Task
from debtui.collect import collect
from debtui.store.db import Store

FILES = 50
VERSIONS = 5_000
SMALLEST, LARGEST = 20, 2_000
PHASE = "reading the past of settings"
VALUES = ("0.01", '"adam"', "true", "17", '"a/b"', "[1, 2, 3]", "-2", '"x y"')


def sizes() -> list[tuple[int, int]]:
    """(leaves, versions) of each file."""
    leaves = [SMALLEST + (LARGEST - SMALLEST) * i // (FILES - 1) for i in range(FILES)]
    weights = [count**-1.5 for count in leaves]
    versions = [max(2, int(VERSIONS * weight / sum(weights))) for weight in weights]
    versions[0] += VERSIONS - sum(versions)
    return list(zip(leaves, versions, strict=True))


def text(suffix: str, leaves: int, version: int) -> str:
    """A file of so many leaves in groups of ten; a tenth of them differ from one version to the next."""
    groups: dict[str, dict[str, str]] = {}
    for i in range(leaves):
        value = str(version) if i % 10 == version % 10 else VALUES[i % len(VALUES)]
        groups.setdefault(f"group{i // 10}", {})[f"key_{i % 10}"] = value
    if suffix == "json":
        return json.dumps({g: {k: json.loads(v) for k, v in p.items()} for g, p in groups.items()}, indent=1) + "\n"
    row, head = ("{} = {}", "[{}]") if suffix == "toml" else ("  {}: {}", "{}:")
    return (
        "\n".join("\n".join([head.format(g), *(row.format(k, v) for k, v in p.items())]) for g, p in groups.items())
        + "\n"
    )


def stream() -> Iterator[bytes]:
    """What git fast-import reads: 5,000 commits of one version each over two years."""
    order = sorted(((v + 1) / (versions + 1), i, v) for i, (_, versions) in enumerate(sizes()) for v in range(versions))
    for at, (_, i, version) in enumerate(order):
        suffix = ("yaml", "json", "toml")[i % 3]
        data = text(suffix, sizes()[i][0], version).encode()
        stamp = 1_600_000_000 + at * 2 * 365 * 86_400 // len(order)
        yield f"commit refs/heads/main\ncommitter A <a@example.org> {stamp} +0000\ndata 1\nx\n".encode()
        yield f"M 100644 inline conf/part{i}.{suffix}\ndata {len(data)}\n".encode() + data + b"\n"


def build(repo: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(repo)], check=True)
    subprocess.run(["git", "-C", str(repo), "fast-import", "--quiet"], input=b"".join(stream()), check=True)
    subprocess.run(["git", "-C", str(repo), "repack", "-qad"], check=True)
    subprocess.run(["git", "-C", str(repo), "reset", "-q", "--hard"], check=True)


def timed(repo: Path, store: Path) -> tuple[float, float, int]:
    """Seconds of the phase that reads the past of settings, seconds of the whole collect, and files of that phase."""
    begun: list[float] = []
    ended: list[float] = []
    total = 0

    def progress(event: dict[str, object]) -> None:
        nonlocal total
        if event.get("phase") == PHASE:
            begun.append(time.perf_counter())
            total = int(str(event.get("total", 0)))
        elif begun and not ended:
            ended.append(time.perf_counter())

    done = collect(repo, store=store, history="monthly", jobs=2, progress=progress)
    return (ended or begun)[-1] - begun[0], done.seconds, total


def profile(repo: Path) -> None:
    """One worker's reading of every version, in this process."""
    rows = subprocess.run(
        ["git", "-C", str(repo), "log", "--raw", "--no-abbrev", "--format="], check=True, capture_output=True, text=True
    )
    following = tuple(a.name for a in analysers() if a.past)
    tasks = [
        Task(n, row.split()[3], ((classify(row.split()[5])[0], following),))
        for n, row in enumerate(rows.stdout.splitlines())
    ]
    reader = Reader(repo / ".git", Cleaner(b"salt"))
    with cProfile.Profile() as profiler:
        reader.read(tasks)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    with tempfile.TemporaryDirectory() as place:
        repo, path = Path(place) / "repo", Path(place) / "debt.duckdb"
        build(repo)
        seconds, whole, files = timed(repo, path)
        store = Store(path)
        try:
            leaves, size = (int(store.main.one(query)) for query in (
                "SELECT count(*) FROM config_key", "SELECT sum(bytes) FROM file_size"))  # fmt: skip
            head = int(
                store.main.one("SELECT count(*) FROM config_key JOIN file_span USING (blob) WHERE to_seq IS NULL")
            )
        finally:
            store.close()
        print(json.dumps({
            "versions": VERSIONS, "megabytes": round(size / 1e6, 1), "leaves": leaves, "leaves_at_head": head, "files_of_the_past": files,
            "seconds": round(seconds, 1), "megabytes_per_second": round(size / 1e6 / seconds, 2), "leaves_per_second": round(leaves / seconds),
            "whole_collect_seconds": round(whole, 1), "target_seconds": 20,
        }, indent=1))  # fmt: skip
        if parser.parse_args().profile:
            profile(repo)


if __name__ == "__main__":
    sys.exit(main())
