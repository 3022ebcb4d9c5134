"""The filter of lists that are there in full: words that must occur, and `!word` that must not."""

from __future__ import annotations


def matches(wanted: str, told: str) -> bool:
    """Whether a line passes the filter; letters count as equal in either case."""
    told = told.casefold()
    return all(
        (word[1:] not in told) if word.startswith("!") and len(word) > 1 else word in told
        for word in wanted.casefold().split()
    )
