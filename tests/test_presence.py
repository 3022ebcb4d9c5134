"""With which commit a row came and went, against a walk over every commit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from debtui import presence

MONTHS = st.integers(1, 5)


@st.composite
def stays(draw: st.DrawFn) -> tuple[list[bool], list[int], int]:
    """Presence at each commit, unbroken between the ends of months or changing once; the ends; a commit where it is there."""
    there: list[bool] = []
    ends: list[int] = []
    state = draw(st.booleans())
    for _ in range(draw(st.integers(1, 8))):
        size = draw(st.integers(1, 6))
        turn = draw(st.integers(0, size))  # one change within a month, or none
        there += [state] * turn + [not state] * (size - turn)
        state = there[-1]
        ends.append(len(there) - 1)
    if not any(there):
        there[-1] = True
    return there, ends, draw(st.sampled_from([n for n, held in enumerate(there) if held]))


@given(stays())
def test_a_row_came_with_the_commit_after_the_last_one_without_it(case: tuple[list[bool], list[int], int]) -> None:
    there, ends, seq = case
    first = seq
    while first and there[first - 1]:
        first -= 1
    found, basis = presence.came(seq, ends, there.__getitem__)
    # Within the month of `seq` a stretch may end and begin anew between two ends: months are what is walked.
    month_start = max((end + 1 for end in ends if end < seq), default=0)
    assert basis == "exact"
    assert found == first or (first > month_start and found <= first)
    assert there[found]


@given(stays())
def test_a_row_went_with_the_first_commit_without_it(case: tuple[list[bool], list[int], int]) -> None:
    there, ends, seq = case
    gone = presence.went(seq, ends, there.__getitem__)
    absent = [end for end in ends if end > seq and not there[end]]
    if not absent:
        assert gone is None
    else:
        assert gone is not None
        assert gone[1] == "exact"
        assert not there[gone[0]]
        assert there[gone[0] - 1]
        assert gone[0] <= absent[0]


def test_what_nobody_can_tell_is_said_with_its_basis() -> None:
    def told(known: dict[int, bool]) -> presence.There:
        return known.get

    assert presence.came(9, [3, 6, 9], told({6: True})) == (6, "at-least")
    assert presence.came(9, [3, 6, 9], told({6: True, 3: False})) == (6, "month")
    assert presence.went(0, [3, 6, 9], told({6: False})) == (6, "at-least")
    assert presence.went(0, [3, 6, 9], told({3: True, 6: False})) == (6, "month")
    assert presence.went(0, [3, 6, 9], told({3: True, 6: True, 9: True})) is None
