"""`debt/accepted.toml`: findings that the team lives with for a while, each with a reason, an owner and a last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui import tomlfile
from debtui.config import read_file
from debtui.format import safe
from debtui.measures.result import Evidence

FILE = "debt/accepted.toml"
_NEEDED = ("fingerprint", "measure", "subject", "reason", "owner", "until")


@dataclass(frozen=True)
class Acceptance:
    """One finding that the team lives with."""

    fingerprint: str
    measure: str
    subject: str
    reason: str
    owner: str
    until: date
    """The last day; from the next one on the finding is back."""

    def holds(self, today: date) -> bool:
        """Whether it counts on a day."""
        return today <= self.until

    @property
    def told(self) -> str:
        """In one line."""
        return f"accepted until {self.until} by {safe(self.owner)}: {safe(self.reason)}"


def load(repo: Repository, tip: str) -> Sequence[Acceptance]:
    """All of them, expired ones too: of the work tree, or of the tip's tree where there is none. Raises DebtError."""
    data = read_file(repo, tip, FILE)
    if data is None:
        return ()
    listed = tomlfile.parsed(data, FILE).get("accepted", [])
    if not isinstance(listed, list):
        raise DebtError(f"{FILE}: accepted is no list of tables", "write [[accepted]] above each")
    return [_acceptance(entry, number) for number, entry in enumerate(listed, 1)]


def _acceptance(entry: Any, number: int) -> Acceptance:
    where = f"{FILE}: the acceptance number {number}"
    if not isinstance(entry, dict):
        raise DebtError(f"{where} is no table", "write [[accepted]] above it")
    for name in _NEEDED:
        if name not in entry:
            raise DebtError(f"{where} has no {name}", f"each has {', '.join(_NEEDED)}")
    until = entry["until"]
    if not isinstance(until, date):
        raise DebtError(f"{where}: until = {until!r} is no day", "write until = 2027-01-31, without quotes")
    words = {name: str(entry[name]) for name in _NEEDED if name != "until"}
    if not words["reason"].strip() or not words["owner"].strip():
        raise DebtError(
            f"{where} has an empty reason or owner", "say why the team lives with it, and who will look again"
        )
    return Acceptance(**words, until=date(until.year, until.month, until.day))


def standing(acceptances: Sequence[Acceptance], today: date) -> Mapping[str, Acceptance]:
    """Those that hold on a day, by fingerprint; of two for one finding the one that holds longer."""
    return {one.fingerprint: one for one in sorted(acceptances, key=lambda one: one.until) if one.holds(today)}


def marked(rows: Sequence[Evidence], held: Mapping[str, Acceptance]) -> Sequence[Evidence]:
    """The rows, each with the acceptance that stands for it."""
    return [replace(row, accepted=held[row.fingerprint].told) if row.fingerprint in held else row for row in rows]


def remark(acceptances: Sequence[Acceptance], today: date) -> str:
    """How many there are and how many are back, in a sentence; empty where there are none."""
    if not acceptances:
        return ""
    over = [one for one in acceptances if not one.holds(today)]
    told = f"{len(acceptances) - len(over):,} of {len(acceptances):,} in {FILE} hold"
    back = "; ".join(f"{one.measure} {safe(one.subject)} since {one.until}" for one in over[:3])
    return f"{told}; expired: {back}" if over else told


def accept(root: Path | None, row: Evidence, reason: str, owner: str, until: date, today: date) -> Acceptance:
    """Write one down at the end of the file. Raises DebtError for an empty reason or owner, a day that has passed, no work tree."""
    if root is None:
        raise DebtError("a bare repository has no work tree to write debt/accepted.toml into", "use a clone with files")
    if not reason.strip() or not owner.strip():
        raise DebtError("a reason and an owner are needed", "say why the team lives with it, and who will look again")
    if until <= today:
        raise DebtError(f"{until} is not in the future", "name a later day")
    made = Acceptance(row.fingerprint, row.measure, safe(row.subject), safe(reason.strip()), safe(owner.strip()), until)
    tomlfile.add(root / FILE, "accepted", vars(made))
    return made


def day(told: str, today: date) -> date:
    """A day as people write it: 2027-01-31, or from today on 30d, 8w, 6m. Raises DebtError."""
    from datetime import timedelta

    word = told.strip().lower()
    if word[:-1].isdigit() and word[-1:] in ("d", "w", "m"):
        return today + timedelta(days=round(int(word[:-1]) * {"d": 1, "w": 7, "m": 30.44}[word[-1]]))
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise DebtError(f"{told!r} is no day", "write 2027-01-31, or 30d, 8w, 6m from today on") from error
