"""Times a first collect, a second one and one after a new commit against `git log --numstat -M`, in one run.

    python benchmarks/collect.py REPOSITORY...

Ratios are what counts: both sides run in turn on the same machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from debtui.demo import build

RUNS = 3


def seconds(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def first_publish(repo: Path, store: Path) -> float:
    """Seconds until the first file with the measures of the newest commit is published."""
    command = [
        sys.executable,
        "-m",
        "debtui",
        "collect",
        str(repo),
        "--store",
        str(store),
        "--history",
        "head",
        "--progress",
        "json",
    ]
    begun = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if json.loads(line)["event"] == "published":
                told = time.perf_counter() - begun
                break
        process.stderr.read()
    return told


def bench(repo: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        store = Path(place) / "debt.duckdb"
        collect = (
            sys.executable,
            "-m",
            "debtui",
            "collect",
            str(repo),
            "--store",
            str(store),
            "--history",
            "head",
            "--progress",
            "none",
        )
        git, first, publish = [], [], []
        for _ in range(RUNS):
            for path in Path(place).iterdir():
                path.unlink()
            git.append(seconds("git", "-C", str(repo), "log", "--numstat", "-M", "HEAD"))
            first.append(seconds(*collect))
            for path in Path(place).iterdir():
                path.unlink()
            publish.append(first_publish(repo, store))
        again = [seconds(*collect) for _ in range(RUNS)]
        show = [
            seconds(sys.executable, "-m", "debtui", "show", "CO-7", str(repo), "--store", str(store))
            for _ in range(RUNS)
        ]
        size = store.stat().st_size / 1e6
        base = median(git)
        print(
            f"{repo}: git {base:.2f} s, first collect {median(first):.2f} s ({median(first) / base:.2f} x),"
            f" first publish {median(publish):.2f} s ({median(publish) / base:.2f} x), second collect {median(again):.2f} s"
            f" ({median(again) / median(first):.2f} of the first), show {median(show):.2f} s, store {size:.1f} MB"
        )


if __name__ == "__main__":
    places = [Path(arg) for arg in sys.argv[1:]]
    if places:
        for path in places:
            bench(path)
    else:
        sample = Path(tempfile.mkdtemp()) / "meridian"
        bench(build(sample))
        shutil.rmtree(sample.parent)
