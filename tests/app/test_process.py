"""Child processes: the collector, the editor's command line, the way to the clipboard."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from collectors.errors import DebtError
from debtui import process
from debtui.app import DebtApp
from debtui.process import Collector, Event
from debtui.target import Target
from tests.driving import play, press, screen, settle, toasts
from tests.fakes import FakeSession

SAYS = """
import json, sys, time
def say(**event): print(json.dumps(event), file=sys.stderr, flush=True)
"""
WORKS = (
    SAYS
    + """
print("Warning: something else entirely", file=sys.stderr, flush=True)
say(event="progress", phase="reading files of the newest commit", done=40, total=160, rate=20.0, left=6.0)
say(event="published")
say(event="progress", phase="computing trends", done=3, total=0, rate=0, left=None)
say(event="done")
"""
)
WAITS = (
    SAYS
    + """
say(event="progress", phase="reading history", done=1, total=9, rate=1.0, left=8.0)
time.sleep(60)
"""
)
GIVES_UP = SAYS + 'say(event="error", message="the repository has no commit", hint="commit something")\n'
CRASHES = 'import sys\nprint("Traceback: out of luck", file=sys.stderr)\nsys.exit(3)\n'


def script(folder: Path, text: str) -> list[str]:
    file = folder / "collector.py"
    file.write_text(text, "utf-8")
    return [sys.executable, str(file)]


def heard(folder: Path, text: str) -> list[Event]:
    events: list[Event] = []
    assert Collector(script(folder, text), events.append).wait(10)
    return events


def test_a_collector_is_heard_to_its_end_and_lines_that_are_no_events_are_passed_over(tmp_path: Path) -> None:
    events = heard(tmp_path, WORKS)
    assert [event.kind for event in events] == ["progress", "published", "progress", "done"]
    assert (events[0].done, events[0].total, events[0].rate, events[0].left) == (40, 160, 20.0, 6.0)
    assert events[2].left is None


def test_an_error_of_the_collector_keeps_its_message_and_hint(tmp_path: Path) -> None:
    assert heard(tmp_path, GIVES_UP) == [
        Event("error", message="the repository has no commit", hint="commit something")
    ]


def test_a_collector_that_dies_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    (event,) = heard(tmp_path, CRASHES)
    assert event.kind == "error"
    assert "status 3" in event.message
    assert "out of luck" in event.message


def test_a_collector_can_be_stopped_and_says_so(tmp_path: Path) -> None:
    events: list[Event] = []
    collector = Collector(script(tmp_path, WAITS), events.append)
    end = time.monotonic() + 10
    while not events and time.monotonic() < end:
        time.sleep(0.02)
    collector.stop()
    assert collector.wait(10)
    assert [event.kind for event in events] == ["progress", "stopped"]


def test_a_collector_has_a_process_session_of_its_own_and_no_standard_input(tmp_path: Path) -> None:
    text = SAYS + 'import os\nsay(event="error", message=f"{os.getsid(0) == os.getpid()} {sys.stdin.read()!r}")\n'
    assert heard(tmp_path, text)[0].message == "True ''"


def test_a_collector_that_cannot_be_started_is_told_with_a_hint() -> None:
    with pytest.raises(DebtError, match="did not start"):
        Collector(["/nowhere/python"], lambda event: None)


def test_the_first_run_shows_what_will_happen_then_the_store_as_soon_as_it_is_published(tmp_path: Path) -> None:
    wait = tmp_path / "go"
    text = WORKS.replace(
        'say(event="published")',
        f"""
import pathlib
while not pathlib.Path({str(wait)!r}).exists(): time.sleep(0.02)
say(event="published")
""",
    )

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await until(pilot, lambda: "40 of 160 · 20/s · 6 s left" in screen(app))
        drawn = screen(app)
        assert "debtui has not read shopper yet" in drawn
        assert "one point per month of the past" in drawn
        assert "x stop" in drawn
        wait.touch()
        await until(pilot, lambda: "Q1 " in screen(app))
        await until(pilot, lambda: not app.collecting.running)
        assert "x stop" not in screen(app)

    play(scene, target=Target("shopper", FakeSession, lambda: False, tmp_path, script(tmp_path, text)))


def test_the_first_run_can_be_stopped_and_begun_again(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await until(pilot, lambda: "reading history" in screen(app))
        await press(pilot, "x")
        await until(pilot, lambda: not app.collecting.running)
        assert "shopper has not been read" in screen(app)
        assert "everything that was read is kept" in toasts(app)
        await press(pilot, "c")
        assert app.collecting.running

    play(scene, target=Target("shopper", FakeSession, lambda: False, tmp_path, script(tmp_path, WAITS)))


def test_a_first_run_that_fails_says_why(tmp_path: Path) -> None:
    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await until(pilot, lambda: not app.collecting.running)
        await settle(pilot)
        assert "the repository has no commit" in screen(app)
        assert "→ commit something" in screen(app)

    play(scene, target=Target("shopper", FakeSession, lambda: False, tmp_path, script(tmp_path, GIVES_UP)))


def test_what_is_published_while_one_looks_is_drawn_in_place(tmp_path: Path) -> None:
    session = FakeSession(rows=500)
    session.published = True

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await until(pilot, lambda: "421/421" in screen(app))
        assert "● newest 2026-04-22" in screen(app)

    play(scene, target=Target("shopper", lambda: session, root=tmp_path, collector=script(tmp_path, WORKS)))


def test_in_the_past_the_collector_is_asked_for_that_commit_too(tmp_path: Path) -> None:
    said = tmp_path / "said"
    text = f"import sys\nopen({str(said)!r}, 'a').write(' '.join(sys.argv[1:]) + '|')\n{SAYS}\nsay(event='done')\n"

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await until(pilot, lambda: not app.collecting.running)
        await press(pilot, "comma", "r")
        await until(pilot, lambda: not app.collecting.running)

    play(scene, target=Target("shopper", FakeSession, root=tmp_path, collector=script(tmp_path, text)))
    assert said.read_text() == "|--also 418|"


def test_the_collector_ends_with_the_dashboard(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    text = f"import os\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\n{WAITS}"

    async def scene(pilot: Pilot[Any], app: DebtApp) -> None:
        await until(pilot, pid.exists)

    play(scene, target=Target("shopper", FakeSession, root=tmp_path, collector=script(tmp_path, text)))
    end = time.monotonic() + 5
    while time.monotonic() < end and alive(int(pid.read_text())):
        time.sleep(0.05)
    assert not alive(int(pid.read_text()))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"EDITOR": "vim"}, ["vim", "+7", "/r/a.py"]),
        ({"EDITOR": "nvim -R"}, ["nvim", "-R", "+7", "/r/a.py"]),
        ({"EDITOR": "nano"}, ["nano", "+7", "/r/a.py"]),
        ({"EDITOR": "emacs -nw"}, ["emacs", "-nw", "+7", "/r/a.py"]),
        ({"EDITOR": "vi", "VISUAL": "code --wait"}, ["code", "--wait", "-g", "/r/a.py:7"]),
        ({"EDITOR": "/usr/bin/hx"}, ["/usr/bin/hx", "/r/a.py:7"]),
        ({"EDITOR": "subl -w"}, ["subl", "-w", "/r/a.py:7"]),
        ({"EDITOR": "pycharm"}, ["pycharm", "--line", "7", "/r/a.py"]),
        ({"EDITOR": "ed"}, ["ed", "/r/a.py"]),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_every_editor_is_asked_for_the_line_in_its_own_way(environ: dict[str, str], expected: list[str]) -> None:
    assert process.editor_command(Path("/r/a.py"), 7, environ) == expected


@pytest.mark.parametrize("environ", [{}, {"EDITOR": " "}, {"EDITOR": "vim 'half"}])
def test_without_an_editor_there_is_a_hint(environ: dict[str, str]) -> None:
    with pytest.raises(DebtError) as error:
        process.editor_command(Path("/r/a.py"), 7, environ)
    assert "EDITOR" in error.value.hint


@pytest.mark.parametrize(
    ("environ", "tools", "expected"),
    [
        ({"DISPLAY": ":0"}, {"xclip"}, "xclip"),
        ({"WAYLAND_DISPLAY": "w"}, {"wl-copy"}, "wl-copy"),
        ({}, {"pbcopy"}, "pbcopy"),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, {"xclip"}, None),
        ({"TMUX": "/tmp/t,1,0", "SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"}, {"xclip", "tmux"}, "tmux"),
        ({"TMUX": "/tmp/t,1,0"}, {"tmux"}, "tmux"),
        ({}, set(), None),
    ],
)
def test_the_clipboard_is_the_one_of_this_machine_then_of_tmux(
    environ: dict[str, str], tools: set[str], expected: str | None
) -> None:
    found = process.clipboard_command(environ, lambda name: name if name in tools else None)
    assert (found[0] if found else None) == expected


def test_a_clipboard_that_refuses_is_not_reported_as_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "xclip"
    tool.write_text("#!/bin/sh\necho no display >&2\nexit 1\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(DebtError, match="no display"):
        process.copy("x", {"DISPLAY": ":0"})


async def until(pilot: Pilot[Any], happened: Any) -> None:
    end = time.monotonic() + 15
    while not happened():
        assert time.monotonic() < end, screen(pilot.app)  # type: ignore[arg-type]
        await pilot.pause(0.05)
    await settle(pilot)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
