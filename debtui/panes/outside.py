"""What leaves the screen: a place copied to the clipboard, a file opened in the user's editor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported

from collectors.errors import DebtError
from debtui import process
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from pathlib import Path


def told_place(path: str, line: int | None) -> str:
    """`path:line`, inert wherever it is pasted."""
    return safe(path if line is None else f"{path}:{line}")


def copy(app: App[Any], path: str, line: int | None) -> str:
    """Copy a place, and say by which way; never that it arrived where nothing says so."""
    told = told_place(path, line)
    name = process.copy(told)
    if name is not None:
        return f"copied with {name}: {told}"
    app.copy_to_clipboard(told)
    return f"sent to the terminal (OSC 52; if it allows that, it is in the clipboard): {told}"


def edit(app: App[Any], root: Path | None, path: str, line: int | None, *, newest: bool) -> str:
    """Open a file at a line in the user's editor. Raises DebtError where there is no file or no editor."""
    if root is None:
        raise DebtError("a bare repository has no files to edit", "clone it, and run debtui in the clone")
    file = (root / path).resolve()
    if not file.is_relative_to(root.resolve()):
        raise DebtError(
            f"{told_place(path, None)} lies outside the repository", "it is a link; open it yourself if you trust it"
        )
    if not file.is_file():
        raise DebtError(
            f"{told_place(path, None)} is not in the work tree", "at another commit it may be; H goes to the newest"
        )
    command = process.editor_command(file, line, os.environ)
    try:
        with app.suspend():
            status = process.run_editor(command)
    except SuspendNotSupported as error:
        raise DebtError("no editor can be opened from this terminal", "run debtui in a terminal of its own") from error
    if status:
        raise DebtError(f"{command[0]} ended with status {status}")
    return "" if newest else "that was the file as it is now; the line is of an earlier commit"
