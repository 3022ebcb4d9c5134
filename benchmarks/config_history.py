"""Times the reading of configuration's history: 100 versions of 50 files, 5,000 blobs of 10 MB with 50,000 settings, by `collect`.

    python benchmarks/config_history.py [--profile]

With --profile one worker's work is done in this process, and what it spends its time on is printed.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from collectors.forms.config import parse
from collectors.kinds import classify
from collectors.worker import Reader, Task
from debtui.collect import collect

FILES, VERSIONS, SETTINGS = 50, 100, 10
LANGUAGES = ("YAML", "JSON", "TOML")
SUFFIXES = {"YAML": "yaml", "JSON": "json", "TOML": "toml"}
_FILL = "a note on why this value was chosen, and by whom; " * 5


def content(number: int, version: int) -> bytes:
    """One version of one file: SETTINGS leaves and about 2,000 bytes."""
    language = LANGUAGES[number % 3]
    values: dict[str, object] = {
        "note": _FILL * 7 + f"{number}.{version}",
        "learning_rate": 0.001 * (version + 1),
        "epochs": version,
    }
    values |= {"layers": [number, version, 3], "name": f"model-{number}", "pretrained": version % 2 == 0}
    nested = {"kind": "adam", "beta": 0.9, "decay": version / 1000, "schedule": "cosine"}
    if language == "JSON":
        return json.dumps({**values, "optimizer": nested}, indent=2).encode()
    lines = [f"{key}{'=' if language == 'TOML' else ':'} {json.dumps(value)}" for key, value in values.items()]
    if language == "TOML":
        return "\n".join(
            [*lines, "[optimizer]", *(f"{key} = {json.dumps(value)}" for key, value in nested.items())]
        ).encode()
    return "\n".join(
        [*lines, "optimizer:", *(f"  {key}: {json.dumps(value)}" for key, value in nested.items())]
    ).encode()


def build(place: Path) -> int:
    """A repository by git fast-import; returns the bytes of its blobs."""
    stream, size = bytearray(), 0
    for version in range(VERSIONS):
        stream += b"commit refs/heads/main\ncommitter Ada <ada@x.org> %d +0000\ndata 1\nx\n" % (
            1_700_000_000 + version * 3600
        )
        for number in range(FILES):
            data = content(number, version)
            size += len(data)
            suffix = SUFFIXES[LANGUAGES[number % 3]]
            stream += b"M 100644 inline conf/params%d.%s\ndata %d\n%s\n" % (number, suffix.encode(), len(data), data)
    subprocess.run(["git", "init", "-q", "-b", "main", str(place)], check=True)
    subprocess.run(["git", "-C", str(place), "fast-import", "--quiet"], input=bytes(stream), check=True)
    return size


def formats() -> None:
    """Megabytes a second of each format's reader alone."""
    for index, language in enumerate(LANGUAGES):
        blobs = [content(number, version) for number in range(index, FILES, 3) for version in range(VERSIONS // 2)]
        begun = time.process_time()
        leaves = sum(len(parse(data, language).leaves) for data in blobs)
        seconds = time.process_time() - begun
        print(f"{language}: {sum(map(len, blobs)) / seconds / 1e6:.1f} MB/s, {leaves / seconds:,.0f} settings/s")


def profile(place: Path) -> None:
    command = ["git", "-C", str(place), "rev-list", "--objects", "--all"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
    blobs = [line.split(" ") for line in listed if "/params" in line]
    tasks = [
        Task(number, oid, ((classify(path)[0], ("config_directive", "config_key")),))
        for number, (oid, path) in enumerate(blobs)
    ]
    reader = Reader(place / ".git", b"salt")
    profiler = cProfile.Profile()
    profiler.runcall(reader.read, tasks)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(14)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        repo = Path(temporary) / "r"
        megabytes = build(repo) / 1e6
        formats()
        if "--profile" in sys.argv:
            profile(repo)
        begun = time.perf_counter()
        store = collect(repo, history="full").store
        seconds = time.perf_counter() - begun
        with duckdb.connect(str(store), read_only=True) as con:
            leaves, blobs = con.sql("SELECT count(*), count(DISTINCT blob) FROM config_key").fetchall()[0]
        print(f"collect: {blobs:,} blobs, {megabytes:.1f} MB, {leaves:,} settings in {seconds:.1f} s")
