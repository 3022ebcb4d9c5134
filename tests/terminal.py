"""A dashboard of a fake session in a real terminal: what it writes is read back byte by byte."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = """
import sys
from pathlib import Path
from debtui.app import DebtApp
from debtui.target import Target
from tests.fakes import FakeSession
folder = Path({folder!r})
app = DebtApp(
    lambda: Target("shopper", lambda: FakeSession({session}), root=folder),
    name="shopper", config=folder / "config.toml", memory=folder / "state.json",
)
app.run()
sys.exit(app.return_code)
"""


class Terminal:
    """The other end of a terminal that a dashboard runs in."""

    def __init__(self, child: int, handle: int) -> None:
        self.child, self._handle = child, handle
        self.written = b""

    def read(self, quiet: float = 0.25, most: float = 10.0) -> bytes:
        """What is written until nothing has been for a while."""
        end, got = time.monotonic() + most, b""
        while time.monotonic() < end and select.select([self._handle], [], [], quiet)[0]:
            try:
                piece = os.read(self._handle, 1 << 16)
            except OSError:  # the child has closed it
                break
            if not piece:
                break
            got += piece
        self.written += got
        return got

    def until(self, wanted: bytes, most: float = 15.0) -> bytes:
        """Read until something was written."""
        end = time.monotonic() + most
        while wanted not in self.written:
            assert time.monotonic() < end, f"{wanted!r} did not come; the last bytes: {self.written[-2000:]!r}"
            self.read(quiet=0.2, most=0.4)
        return self.written

    def press(self, keys: bytes) -> bytes:
        """Type, and read what that changes."""
        os.write(self._handle, keys)
        return self.read(quiet=0.12)

    def signal(self, number: int) -> None:
        """Send a signal to the dashboard."""
        os.kill(self.child, number)

    def ended(self, most: float = 10.0) -> int:
        """Exit status, after reading to the end."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            self.read(quiet=0.05, most=0.2)
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                self.child = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("the dashboard did not end")

    def close(self) -> None:
        """End the dashboard whatever it is doing."""
        if self.child:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.child, signal.SIGKILL)
                os.waitpid(self.child, 0)
        os.close(self._handle)


@contextlib.contextmanager
def dashboard(
    folder: Path, *, session: str = "rows=5_000", size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """A running dashboard with a screen of columns by rows; `session` are the fake's arguments."""
    script = folder / "dashboard.py"
    script.write_text(_PROGRAM.format(folder=str(folder), session=session), "utf-8")
    keep = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    environ = keep | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT), **(env or {})}
    child, handle = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, str(script)], environ)
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    terminal = Terminal(child, handle)
    try:
        yield terminal
    finally:
        terminal.close()
