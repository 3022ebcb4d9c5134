"""The dashboard in a real terminal: what leaves the driver, and how it is left."""

from __future__ import annotations

import re
import signal
import stat
from pathlib import Path

import pytest

from tests.terminal import dashboard

_OURS = re.compile(
    rb"\x1b\[[0-9;:?<=>$]*[ -/]*[@-~]"  # CSI: cursor, colours, modes
    rb"|\x1b[()][AB012]"  # character sets
    rb"|\x1b[78=>cM]"  # save, restore, keypad
    rb"|\x1b\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: only the ones asked for below
    rb"|\x1bP[^\x1b]*\x1b\\"
)
_WAY = (
    b"8",
    b"\r",
    b"\r",
    b"\x1b[B",
    b"n",
    b"\x7f",
    b"d",
    b"\x7f",
    b"\x7f",
    b"4",
    b"\x1b[F",
    b"\r",
    b"t",
    b"?",
    b"q",
    b",",
)


def test_no_byte_of_a_hostile_repository_steers_the_terminal(tmp_path: Path) -> None:
    with dashboard(tmp_path, session="rows=500, hostile=True", size=(120, 40)) as terminal:
        terminal.until(b"Q1 ")
        terminal.read()
        for key in _WAY:
            terminal.press(key)
        terminal.press(b"s")
        terminal.press(b"\x12")
        terminal.press(b"\x1b[15~")
        written = terminal.written
    assert b"owned" in written  # the text is shown
    assert b"\x1b]0;owned" not in written
    assert b"\x1b[31mred" not in written
    assert not re.search(rb"\x1b\](?:0|52);", written)
    rest = _OURS.sub(b"", written)
    left = {byte for byte in rest if (byte < 0x20 and byte not in b"\r\n\t") or byte == 0x7F}
    assert not left, f"bytes {left} near {rest[rest.index(bytes([min(left)])) - 60 :][:120]!r}"
    text = rest.decode("utf-8")
    hidden = {hex(ord(c)) for c in text if re.match("[\x80-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", c)}
    assert not hidden


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_clean_terminal_and_its_own_exit_status(tmp_path: Path, number: int) -> None:
    with dashboard(tmp_path) as terminal:
        terminal.until(b"Q5 ")
        terminal.read()
        terminal.signal(number)
        status = terminal.ended()
        written = terminal.written
    assert status == 128 + number
    for on, off in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?1003h", b"\x1b[?1003l"),
    ):
        assert written.rfind(off) > written.rfind(on) >= 0
    assert written.rfind(b"\x1b[?25h") > written.rfind(b"\x1b[?25l")


def test_ctrl_c_twice_leaves(tmp_path: Path) -> None:
    with dashboard(tmp_path) as terminal:
        terminal.until(b"Q5 ")
        terminal.read()
        terminal.press(b"\x03")
        terminal.press(b"\x03")
        assert terminal.ended() == 0


def test_no_color_gives_no_colour_codes(tmp_path: Path) -> None:
    with dashboard(tmp_path, env={"NO_COLOR": "1"}) as terminal:
        terminal.until(b"Q5 ")
        terminal.read()
        for key in (b"8", b"\r", b"\r", b"?", b"q", b"s"):
            terminal.press(key)
        written = terminal.written
    codes = {code for match in re.findall(rb"\x1b\[([0-9;]*)m", written) for code in match.split(b";") if code}
    coloured = {code for code in codes if 30 <= int(code) <= 37 or int(code) in (38, 48) or 40 <= int(code) <= 47}
    assert not coloured
    assert not codes & {str(n).encode() for n in (*range(90, 98), *range(100, 108))}


def test_the_editor_opens_the_file_at_the_line_and_the_dashboard_comes_back(tmp_path: Path) -> None:
    said, editor = tmp_path / "said.txt", tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\necho "$@" > {said}\n')
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    file = tmp_path / "services/ranking/features/module_0/part_0.py"
    file.parent.mkdir(parents=True)
    file.write_text("x = 1\n" * 40)
    with dashboard(tmp_path, env={"EDITOR": str(editor)}) as terminal:
        terminal.until(b"Q5 ")
        terminal.read()
        terminal.press(b"8")
        terminal.press(b"\r")
        terminal.press(b"e")
        terminal.read(quiet=0.6)
        terminal.press(b"q")
        assert terminal.ended() == 0
    assert said.read_text().strip() == f"+10 {file.resolve()}"


def test_a_place_is_copied_by_osc_52_where_nothing_else_can_and_the_toast_promises_nothing(tmp_path: Path) -> None:
    with dashboard(tmp_path, env={"SSH_TTY": "/dev/pts/9"}) as terminal:
        terminal.until(b"Q5 ")
        terminal.read()
        terminal.press(b"8")
        terminal.press(b"\r")
        written = terminal.press(b"y")
    # "services/ranking/features/module_0/part_0.py:10" in base64
    assert b"\x1b]52;c;c2VydmljZXMvcmFua2luZy9mZWF0dXJlcy9tb2R1bGVfMC9wYXJ0XzAucHk6MTA=" in written
    assert b"OSC 52" in written
