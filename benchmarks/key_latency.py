"""Key press to the last byte of its frame, in a pty with 100,000 rows of evidence and 10,000 flags; and its cost at rest.

Run `python benchmarks/key_latency.py [rows]`. The session is the tests' fake: what is measured is the screen.
"""

from __future__ import annotations

import os
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.terminal import Terminal, dashboard

QUIET = 0.08
"""Seconds without a byte after which a frame is complete; the time counted ends at its last byte."""
FLAGS = 10_000
KEYS = {
    "down": (b"\x1b[B", 80),
    "up": (b"\x1b[A", 40),
    "page down": (b"\x1b[6~", 60),
    "page up": (b"\x1b[5~", 30),
    "end and home": (b"\x1b[F|\x1b[H", 40),
}


def latency(terminal: Terminal, key: bytes) -> float:
    """Seconds from writing a key to the last byte that it makes the dashboard write."""
    begin = last = time.perf_counter()
    os.write(terminal._handle, key)
    wait = 1.0
    while select.select([terminal._handle], [], [], wait)[0]:
        os.read(terminal._handle, 1 << 16)
        last, wait = time.perf_counter(), QUIET
    return last - begin


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measured(terminal: Terminal, told: str) -> None:
    """Press every key often where the dashboard stands, and print how long that takes."""
    everything: list[float] = []
    for name, (keys, count) in KEYS.items():
        ways = keys.split(b"|")
        times = [latency(terminal, ways[i % len(ways)]) for i in range(count)]
        everything += times
        print(
            f"{told} {name:13} median {statistics.median(times) * 1e3:5.1f} ms, p95 {percentile(times, 0.95) * 1e3:5.1f} ms"
        )
    print(f"{told} all keys      p95 {percentile(everything, 0.95) * 1e3:5.1f} ms")


def main(rows: int) -> None:
    for size in ((80, 24), (160, 50)):
        with (
            tempfile.TemporaryDirectory() as folder,
            dashboard(Path(folder), session=f"rows={rows}, flags={FLAGS}", size=size) as terminal,
        ):
            terminal.until(b"Q5 ")
            terminal.read(quiet=0.5)
            for told, way in ((f"{rows:,} rows,", (b"8", b"j", b"\r")), (f"{FLAGS:,} flags,", (b"4", b"a", b"\t"))):
                for key in way:
                    terminal.press(key)
                terminal.read(quiet=0.5)
                measured(terminal, f"{size[0]}x{size[1]} {told}")
            before, begin = cpu(terminal.child), time.perf_counter()
            time.sleep(8)
            share = (cpu(terminal.child) - before) / (time.perf_counter() - begin)
            print(f"{size[0]}x{size[1]} at rest: {share:.2%} of a processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
