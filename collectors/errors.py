"""The one error that users are meant to see."""

from __future__ import annotations


class DebtError(Exception):
    """Something the user can mend: what is wrong and where, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MustCollect(DebtError):
    """There is nothing that may be shown until `debtui collect` has run."""
