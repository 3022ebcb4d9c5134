"""`debtui picture`: a pane as SVG or PNG, complete, harmless, without a font from a server, and without a trace in the user's state."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from collectors.errors import DebtError
from debtui import process
from debtui.cli import cli
from debtui.panes.base import all_panes
from debtui.picture import take, write
from debtui.target import Target
from tests.browser import CHROMIUM
from tests.fakes import FakeSession

SESSION = FakeSession(rows=200)
TARGET = Target("shopper", lambda: SESSION)


def words(svg: str) -> str:
    return " ".join("".join(ET.fromstring(svg).itertext()).replace("\xa0", " ").split())


def harmless(svg: str) -> None:
    assert not re.search(r"@font-face|@import|url\((?!#)|<script|href=", svg)
    assert set(re.findall(r"https?://[^\"' ]*", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", svg)
    assert {element.tag.split("}")[1] for element in ET.fromstring(svg).iter()} <= {
        "svg", "style", "defs", "clipPath", "rect", "g", "text", "circle",
    }  # fmt: skip


def test_a_pane_of_a_hostile_repository_is_whole_and_harmless() -> None:
    svg = take(TARGET, "code", keys=("enter",), size=(100, 30))
    harmless(svg)
    assert "Code › Hotspots" in words(svg)
    assert "reading" not in words(svg)


def test_the_same_question_gives_the_same_picture_at_the_commit_asked_for() -> None:
    moment = SESSION.moments()[100]
    first, again = (take(TARGET, "8", at=moment, size=(100, 30), theme="textual-light") for _ in range(2))
    assert first == again
    assert moment.commit_id[:8] in words(first)
    assert first != take(TARGET, "8", at=moment, size=(100, 30), theme="textual-dark")


def test_a_pane_is_known_by_key_name_and_the_beginning_of_its_name() -> None:
    kinds = all_panes()
    assert len({kind.TITLE.casefold() for kind in kinds}) == len(kinds)
    for name, hint in (("cod3", "did you mean code?"), ("co", "known: overview"), ("", "known: overview")):
        with pytest.raises(DebtError, match="there is no pane") as error:
            take(TARGET, name)
        assert hint in error.value.hint
    with pytest.raises(DebtError, match="no theme 'textual-lihgt'") as error:
        take(TARGET, "Code", theme="textual-lihgt")
    assert "textual-light?" in error.value.hint


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here: chromium or google-chrome")
def test_a_png_has_the_size_of_the_drawing(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320.4 200"><rect width="320.4" height="200" fill="#123456"/></svg>'
    write(svg, tmp_path / "picture.png")
    data = (tmp_path / "picture.png").read_bytes()
    assert data[:4] == b"\x89PNG"
    assert struct.unpack(">II", data[16:24]) == (321, 200)
    assert list(tmp_path.iterdir()) == [tmp_path / "picture.png"]


def test_without_a_browser_it_says_what_is_missing() -> None:
    with pytest.raises(DebtError, match=r"none of chromium, .* is on the PATH") as error:
        process.browser(lambda name: None)
    assert "-o FILE.svg" in error.value.hint


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "x.gif"), "a picture is .svg or .png, not 'x.gif'"),
        (("-o", "x.svg", "--size", "8x8"), "is no size"),
        ((), "Missing option '-o'"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_read(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(cli, ["picture", "code", str(tmp_path / "no repository"), *arguments])
    assert done.exit_code != 0
    assert told in done.output + str(done.exception)


def test_the_command_draws_the_past_and_leaves_the_users_state_alone(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    output = tmp_path / "status.svg"
    done = CliRunner().invoke(
        cli, ["picture", "status", str(demo), "--no-collect", "--at", "HEAD~1", "-o", str(output)]
    )
    assert done.exit_code == 0, done.output
    svg = output.read_text("utf-8")
    harmless(svg)
    assert "◀ the past" in words(svg)
    assert "Status" in words(svg)
    assert not (tmp_path / "state").exists()
