"""Child processes: the collector, the editor, the clipboard, and a browser that draws pictures."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from collectors.errors import DebtError


@dataclass(frozen=True)
class Event:
    """What a collector reports."""

    kind: Literal["progress", "published", "done", "error", "stopped"]
    """`stopped`: it ended on request."""
    phase: str = ""
    done: int = 0
    total: int = 0
    rate: float = 0.0
    """Per second."""
    left: float | None = None
    """Seconds, where they can be told."""
    message: str = ""
    hint: str = ""
    blobs: int = 0
    """Versions of files that were read; of `done`."""
    seconds: float = 0.0
    """How long it took; of `done`."""


def collect_command(path: str, *more: str, history: str = "monthly") -> list[str]:
    """How the dashboard collects: HEAD first, which is published at once, then by default one point per month."""
    return [*own_command("collect"), path, "--progress", "json", "--history", history, *more]


def own_command(*words: str) -> list[str]:
    """The command line of debtui itself, wherever it is run."""
    return own_module("debtui", *words)


def own_module(name: str, *words: str) -> list[str]:
    """The command line of one of our modules.

    Without -P Python would look for modules in the current directory first: in a repository that has a `click.py` it
    would run that.
    """
    return [sys.executable, "-P", "-m", name, *words]


class Collector:
    """A collector in a process session of its own, without standard input, heard through its standard error."""

    def __init__(self, command: Sequence[str], heard: Callable[[Event], None]) -> None:
        self._heard = heard
        self._stopping = False
        try:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise DebtError(f"the collector did not start: {error}", "is debtui installed completely?") from error
        self._listener = threading.Thread(target=self._listen, name="collector", daemon=True)
        self._listener.start()

    def stop(self) -> None:
        """Ask it to end. Safe at any moment: what is published stays, what is analysed is not analysed again."""
        self._stopping = True
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, and all it said was heard, within so many seconds."""
        self._listener.join(seconds)
        return not self._listener.is_alive()

    def _listen(self) -> None:
        ended, last = False, ""
        with self._child as child:
            for line in child.stderr or ():
                event = parse(line)
                if event is None:
                    last = line.strip() or last
                    continue
                ended = ended or event.kind in ("done", "error")
                self._heard(event)
        if ended:
            return
        if self._stopping:
            self._heard(Event("stopped"))
        else:
            how = f"the collector ended with status {self._child.returncode}"
            self._heard(
                Event("error", message=f"{how}: {last}" if last else how, hint="run `debtui collect` to see more")
            )


def parse(line: str) -> Event | None:
    """The event on a line of the collector's standard error; None for any other line."""
    try:
        told: Any = json.loads(line)
        kind = told["event"]
        if kind not in ("progress", "published", "done", "error"):
            return None
        left = told.get("left")
        return Event(
            kind,
            str(told.get("phase", "")),
            int(told.get("done") or 0),
            int(told.get("total") or 0),
            float(told.get("rate") or 0.0),
            None if left is None else float(left),
            str(told.get("message", "")),
            str(told.get("hint", "")),
            int(told.get("blobs") or 0),
            float(told.get("seconds") or 0.0),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def editor_command(path: Path, line: int | None, environ: Mapping[str, str]) -> list[str]:
    """$VISUAL or $EDITOR with the file at the line, in that editor's own way. Raises DebtError where none is set."""
    told = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(told)
    except ValueError as error:
        raise DebtError(f"$EDITOR cannot be read: {error}", "for example: export EDITOR=vim") from error
    if not words:
        raise DebtError("no editor is set", "set $VISUAL or $EDITOR, for example: export EDITOR=vim")
    file, at = str(path), max(line or 1, 1)
    name = Path(words[0]).stem.lower()
    if name in ("code", "code-insiders", "codium", "cursor", "windsurf"):
        return [*words, "-g", f"{file}:{at}"]
    if name in ("subl", "sublime_text", "hx", "helix", "zed", "zeditor"):
        return [*words, f"{file}:{at}"]
    if name in ("idea", "pycharm", "charm", "goland", "clion", "kate", "bbedit", "mate", "gedit"):
        option = f"+{at}" if name in ("gedit", "bbedit") else f"--line {at}"
        return [*words, *option.split(), file]
    if name in (
        "vi",
        "vim",
        "nvim",
        "view",
        "nano",
        "emacs",
        "emacsclient",
        "micro",
        "kak",
        "joe",
        "jed",
        "mg",
        "ne",
        "vis",
    ):
        return [*words, f"+{at}", file]
    return [*words, file]


def run_editor(command: Sequence[str]) -> int:
    """Run an editor in the foreground and give its exit status. Raises DebtError where it cannot be started."""
    try:
        return subprocess.run(command, check=False).returncode  # the user's own editor, by the user's own environment
    except OSError as error:
        raise DebtError(f"{command[0]} did not start: {error.strerror}", "is $EDITOR right?") from error


def clipboard_command(
    environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which
) -> tuple[str, list[str]] | None:
    """Name and command of what takes text for the clipboard; None where only the terminal itself (OSC 52) can.

    Over SSH a native tool would fill the clipboard of the wrong machine. Inside tmux `load-buffer -w` works with every
    setting of `set-clipboard`, where OSC 52 is dropped silently under tmux's default.
    """
    if not (environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")):
        tools = [("pbcopy", ["pbcopy"]), ("clip.exe", ["clip.exe"])]
        if environ.get("WAYLAND_DISPLAY"):
            tools.append(("wl-copy", ["wl-copy"]))
        if environ.get("DISPLAY"):
            tools += [("xclip", ["xclip", "-selection", "clipboard"]), ("xsel", ["xsel", "-ib"])]
        for name, command in tools:
            if which(name):
                return name, command
    if environ.get("TMUX") and which("tmux"):
        return "tmux", ["tmux", "load-buffer", "-w", "-"]
    return None


def copy(text: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """Copy by a program and give its name; None where there is none. Raises DebtError where it failed."""
    found = clipboard_command(environ)
    if found is None:
        return None
    name, command = found
    try:
        done = subprocess.run(
            command, input=text.encode("utf-8", "replace"), capture_output=True, timeout=3, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DebtError(f"{name} did not take the text: {error}", "nothing was copied") from error
    if done.returncode:
        raise DebtError(
            f"{name} refused the text: {done.stderr.decode('utf-8', 'replace').strip()}", "nothing was copied"
        )
    return name


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser(which: Callable[[str], str | None] = shutil.which) -> str:
    """The program that draws PNG. Raises DebtError where none is installed."""
    for name in BROWSERS:
        if found := which(name):
            return found
    raise DebtError(
        f"a PNG is drawn by Chromium, and none is installed: none of {', '.join(BROWSERS)} is on the PATH",
        "install one of them, or write an SVG: -o FILE.svg",
    )


def draw_png(svg: Path, size: tuple[int, int]) -> Path:
    """Let a browser without a network draw an SVG of so many pixels; gives the file beside it. Raises DebtError where it failed."""
    output = svg.with_suffix(".png")
    options = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--hide-scrollbars",
        "--proxy-server=127.0.0.1:9", f"--user-data-dir={svg.parent / 'browser'}", f"--window-size={size[0]},{size[1]}",
    ]  # fmt: skip
    command = [browser(), *options, f"--screenshot={output}", svg.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DebtError(f"the browser did not draw the picture: {error}", "write an SVG: -o FILE.svg") from error
    if done.returncode or not output.exists():
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise DebtError(
            f"the browser did not draw the picture: {told[-1] if told else done.returncode}",
            "write an SVG: -o FILE.svg",
        )
    return output
