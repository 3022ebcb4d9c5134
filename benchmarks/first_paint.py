"""Start of the program to the first frame, in a pty: the dashboard against an empty Textual app, in one run.

Run `python benchmarks/first_paint.py [PATH]`; PATH is a repository with a store, or a snapshot (default: a fake session).
"""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("opening")
Empty().run()
"""
FAKE = """
from pathlib import Path
from debtui.app import DebtApp
from debtui.target import Target
def find():
    from tests.fakes import FakeSession
    return Target("shopper", FakeSession)
DebtApp(find, name="shopper", config=Path("{folder}/c"), memory=Path("{folder}/s")).run()
"""
RUNS = 11


def first_frame(arguments: list[str], environ: dict[str, str]) -> float:
    """Seconds until the first frame: it says what is being opened, as the empty app says nothing else."""
    begin = time.perf_counter()
    child, handle = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, *arguments], environ)
    written = b""
    while b"opening" not in written and select.select([handle], [], [], 20)[0]:
        written += os.read(handle, 1 << 16)
    taken = time.perf_counter() - begin
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(handle)
    if b"opening" not in written:
        raise SystemExit(f"no frame came: {written[-500:]!r}")
    return taken


def main(path: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = dict(os.environ) | {
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "PYTHONPATH": str(ROOT),
            "XDG_STATE_HOME": folder,
        }
        opened = ["open"] if path and Path(path).is_file() else []
        dashboard = ["-m", "debtui", *opened, path] if path else ["-c", FAKE.replace("{folder}", folder)]
        times: dict[str, list[float]] = {"empty Textual app": [], "dashboard": []}
        for _ in range(RUNS):  # in turns, so that a busy machine slows both
            times["empty Textual app"].append(first_frame(["-c", EMPTY], environ))
            times["dashboard"].append(first_frame(dashboard, environ))
    for name, taken in times.items():
        print(f"{name:18} median {statistics.median(taken) * 1e3:4.0f} ms, best {min(taken) * 1e3:4.0f} ms")
    medians = [statistics.median(taken) for taken in times.values()]
    print(
        f"ratio of medians   {medians[1] / medians[0]:.2f}, of the best {min(times['dashboard']) / min(times['empty Textual app']):.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
