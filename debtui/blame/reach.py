"""What the program of a run reaches: files by how many imports away they are, names they hold, packages they import."""

from __future__ import annotations

import re
import shlex
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from debtui.blame.drop import literal
from debtui.session import NotMeasured

if TYPE_CHECKING:
    from debtui.session import Session

_MOST = 2_000_000


@dataclass
class Reach:
    """Nothing in it: it is not known what was run."""

    steps: dict[str, int] = field(default_factory=dict)
    """File to its distance in imports; the program itself is 0 away."""
    names: dict[str, str] = field(default_factory=dict)
    """Word of the reached code to the nearest file that has it."""
    packages: dict[str, str] = field(default_factory=dict)
    """Distribution to the nearest file that imports it."""
    note: str = ""


def of(session: Session, seq: int, command: str | None) -> Reach:
    """What a command line reaches in the tree of a moment."""
    if not command:
        return Reach(note="the run does not record what was started: nothing is told from what it reaches")
    start = _program(session, seq, command)
    if start is None:
        return Reach(note=f"no file of that commit is the program of `{command}`: nothing is told from what it reaches")
    try:
        return _walk(session, seq, start)
    except NotMeasured as error:
        return Reach(note=f"what {start} reaches is not known: {error.message}; {error.hint}")


def _program(session: Session, seq: int, command: str) -> str | None:
    """The file that a command line starts, where it names one."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    for flag, name in pairwise(words):
        if flag == "-m" and re.fullmatch(r"[\w.]+", name):
            asked = f"SELECT path FROM module_at WHERE module IN ({literal(name)}, {literal(name + '.__main__')}) ORDER BY module DESC, path LIMIT 1"
            return next((str(row[0]) for row in session.sql(asked, seq, 1).rows), None)
    for word in words:
        if re.search(r"\.(py|ipynb|R|jl|sh|scala|java)$", word):
            end = word.removeprefix("./")
            asked = f"""
                SELECT path FROM file_at WHERE path = {literal(end)} OR ends_with(path, {literal("/" + end)}) OR ends_with({literal(end)}, '/' || path)
                ORDER BY length(path) LIMIT 1
            """
            return next((str(row[0]) for row in session.sql(asked, seq, 1).rows), None)
    return None


def _walk(session: Session, seq: int, start: str) -> Reach:
    follow: dict[str, list[str]] = {}
    row: Any
    asked = "SELECT importer, imported FROM import_edge_at WHERE NOT type_checking ORDER BY ALL"
    for row in session.sql(asked, seq, _MOST).rows:
        follow.setdefault(row[0], []).append(row[1])
    found = Reach({start: 0})
    waiting = deque([start])
    while waiting:
        one = waiting.popleft()
        for other in follow.get(one, ()):
            if other not in found.steps:
                found.steps[other] = found.steps[one] + 1
                waiting.append(other)
    nearest = sorted(found.steps, key=lambda path: (found.steps[path], path))
    words: dict[str, str] = {}
    for row in session.sql("SELECT path, words FROM file_at JOIN code_word USING (blob)", seq, _MOST).rows:
        words[row[0]] = row[1]
    users: dict[str, set[str]] = {}
    for row in session.sql(
        "SELECT DISTINCT path, package FROM package_import_at WHERE package IS NOT NULL", seq, _MOST
    ).rows:
        users.setdefault(row[0], set()).add(row[1])
    for path in nearest:
        for word in words.get(path, "").lower().split():
            found.names.setdefault(word, path)
        for package in users.get(path, ()):
            found.packages.setdefault(package, path)
    return found
