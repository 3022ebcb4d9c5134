"""With which commit a row came, and with which it went: months are walked, then one of them is halved.

A plain bisection would be wrong, as presence has gaps: 306 of the 726 paths of kedro's history came more than once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

Basis = Literal["exact", "month", "at-least"]
There = Callable[[int], bool | None]
"""Whether the row is there at a seq; None where nobody can tell."""


def came(seq: int, months: Sequence[int], there: There) -> tuple[int, Basis]:
    """The first commit of the unbroken stretch that a row, which is there at `seq`, is in.

    `months` are the last commits of each month. "month" where that month could not be asked further, "at-least" where
    an earlier one could not.
    """
    present, absent = seq, -1
    for month in reversed([m for m in months if m < seq]):
        answer = there(month)
        if answer is None:
            return present, "at-least"
        if not answer:
            absent = month
            break
        present = month
    _, first, basis = _halved(absent, present, lambda middle: _not(there(middle)))
    return first, basis


def went(seq: int, months: Sequence[int], there: There) -> tuple[int, Basis] | None:
    """The first commit after `seq` without a row that is there at `seq`; None where it has stayed.

    "at-least": a month in between could not be asked, so it may have gone earlier.
    """
    present, unknown = seq, False
    for month in [m for m in months if m > seq]:
        answer = there(month)
        if answer is None:
            unknown = True
        elif answer:
            present, unknown = month, False
        elif unknown:
            return month, "at-least"
        else:
            _, first, basis = _halved(present, month, there)
            return first, basis
    return None


def _halved(low: int, high: int, still: There) -> tuple[int, int, Basis]:
    """Bring two commits together, of which `still` holds at the first and not at the second."""
    while high - low > 1:
        middle = (low + high) // 2
        answer = still(middle)
        if answer is None:
            return low, high, "month"
        low, high = (middle, high) if answer else (low, middle)
    return low, high, "exact"


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
