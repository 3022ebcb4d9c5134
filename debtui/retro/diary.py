"""`debt/retro/DATE.toml`: what a team noted and promised in each of its retros; one file per day, written at its end only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from collectors.errors import DebtError
from debtui import tomlfile
from debtui.format import safe
from debtui.session import Session

FOLDER = "debt/retro"
_FINGERPRINT = re.compile("[0-9a-f]{16}")
_NAME = re.compile(r"\d{4}-\d\d-\d\d\.toml")


@dataclass(frozen=True)
class Note:
    """Something that was said."""

    text: str
    about: str = ""
    """Catalogue id of a measure, or fingerprint of a finding; empty: of no single one."""


@dataclass(frozen=True)
class Action:
    """Something that somebody promised."""

    text: str
    owner: str
    due: date | None
    about: str
    was: float | None
    """The measure's number when it was promised."""
    done: bool
    held: date
    """Day of the retro."""


@dataclass(frozen=True)
class Diary:
    """One retro's file."""

    held: date
    first: str
    """Commit that its period began with; empty where the file does not say."""
    last: str
    notes: Sequence[Note]
    actions: Sequence[Action]


def load(session: Session, seq: int) -> Sequence[Diary]:
    """All diaries, the newest first: of the work tree, or of a moment's tree where there is none. Raises DebtError with the file's name."""
    found = [_diary(name, data) for name, data in _files(session, seq).items()]
    return sorted(found, key=lambda diary: diary.held, reverse=True)


def _files(session: Session, seq: int) -> Mapping[str, bytes]:
    if session.root is not None:
        listed = sorted((session.root / FOLDER).glob("*.toml"))
        return {path.name: path.read_bytes() for path in listed if _NAME.fullmatch(path.name) and path.is_file()}
    paths = session.sql(f"SELECT path FROM file_at WHERE path LIKE '{FOLDER}/%.toml' ORDER BY path", seq).rows
    texts = {str(path): "\n".join(session.source(str(path), seq, None, 100_000).lines) for (path,) in paths}
    return {Path(path).name: text.encode() for path, text in texts.items() if _NAME.fullmatch(Path(path).name)}


def _diary(name: str, data: bytes) -> Diary:
    where = f"{FOLDER}/{name}"
    document = tomlfile.parsed(data, where)
    try:
        held = date.fromisoformat(name.removesuffix(".toml"))
    except ValueError as error:
        raise DebtError(f"{where}: its name is no day", "call it like 2026-11-24.toml") from error
    periods = _tables(document, "period", where)
    period = periods[-1] if periods else {}
    return Diary(
        held,
        str(period.get("first", "")),
        str(period.get("last", "")),
        [Note(_text(entry, where), str(entry.get("about", ""))) for entry in _tables(document, "note", where)],
        [_action(entry, held, where) for entry in _tables(document, "action", where)],
    )


def _tables(document: Mapping[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    listed = document.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise DebtError(f"{where}: {name} is no list of tables", f"write [[{name}]] above each")
    return listed


def _text(entry: Mapping[str, Any], where: str) -> str:
    if not str(entry.get("text", "")).strip():
        raise DebtError(f"{where}: a note or an action has no text", 'each has text = "…"')
    return str(entry["text"])


def _action(entry: Mapping[str, Any], held: date, where: str) -> Action:
    due, was = entry.get("due"), entry.get("was")
    if due is not None and not isinstance(due, date):
        raise DebtError(f"{where}: due = {due!r} is no day", "write due = 2027-01-31, without quotes")
    number = float(was) if isinstance(was, int | float) and not isinstance(was, bool) else None
    return Action(
        _text(entry, where), str(entry.get("owner", "")), due, str(entry.get("about", "")), number,
        entry.get("done") is True, held,
    )  # fmt: skip


def promised(session: Session, seq: int, text: str, owner: str, about: str) -> dict[str, Any]:
    """An action with the number of its measure as it is at a moment. `about` is a measure, or a fingerprint. Raises DebtError.

    A fingerprint is not looked for: whether its finding is still there is asked in the next retro.
    """
    values: dict[str, Any] = {"text": text, "owner": owner, "about": about}
    if about and not _FINGERPRINT.fullmatch(about):
        measure = session.measure(about)
        values |= {"about": measure.catalogue, "was": session.result(measure, seq).value}
    return values


def write(root: Path | None, today: date, table: str, values: Mapping[str, Any]) -> Path:
    """Add a `[[note]]`, an `[[action]]` or a `[[period]]` to today's file. Raises DebtError without a text or a work tree."""
    if root is None:
        raise DebtError(f"there is no work tree to write {FOLDER} into", "use a clone with files")
    told = {key: safe(value.strip()) if isinstance(value, str) else value for key, value in values.items()}
    if table in ("note", "action") and not told.get("text"):
        raise DebtError("it has no text", "say in a sentence what was noted or promised")
    if table == "action" and not told.get("owner"):
        raise DebtError("an action needs an owner", "name who will see to it: a person or a team")
    path = root / FOLDER / f"{today}.toml"
    tomlfile.add(path, table, told)
    return path
