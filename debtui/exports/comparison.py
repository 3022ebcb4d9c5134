"""Two moments compared, as lines of a terminal, as Markdown and as a JSON document."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from debtui.compare import Comparison, Difference, Shift
from debtui.exports.documents import measured
from debtui.exports.inert import text as inert
from debtui.exports.rows import headline, iso, record, where, why
from debtui.format import cut, number, safe
from debtui.measures.result import Evidence

WIDTH = 80
GROUPS = (
    ("worse", "GOT WORSE"),
    ("better", "GOT BETTER"),
    ("changed", "CHANGED, WITHOUT A GOOD DIRECTION"),
    ("within noise", "MOVED NO FURTHER THAN USUAL"),
)
"""Verdicts in the order of reading, with their headings."""


def step(difference: Difference) -> str:
    """The number before and after."""
    unit = difference.measure.headline.unit
    return f"{number(difference.before.value, unit)} → {number(difference.after.value, unit)}"


def delta(difference: Difference) -> str:
    """How far the headline moved, with a sign: `+3 flags`, `-4 pp`."""
    change = difference.change.delta
    if change is None:
        return ""
    return f"{'+' if change > 0 else '-' if change < 0 else '±'}{_size(difference, abs(change))}"


def _size(difference: Difference, size: float) -> str:
    """An amount of the headline's unit; of shares, in percentage points."""
    unit = difference.measure.headline.unit
    if unit.split(" ")[0] == "share":
        return number(100 * size, "pp")
    return number(size, "pp" if unit.startswith("%") else unit)


def usual(difference: Difference) -> str:
    """What the step is held against."""
    if difference.noise is None:
        return "too short a past to tell a usual step"
    if not difference.noise:
        return "in most months it does not move"
    return f"up to {_size(difference, difference.noise)} is usual in so much time"


def counted(difference: Difference) -> str:
    """Rows that came, went, moved and shifted, in words; empty where none did."""
    parts = [
        (len(difference.appeared), "came"), (len(difference.went), "went"), (len(difference.moved), "moved with a rename"),
        (len(difference.shifted), "changed"),
    ]  # fmt: skip
    told = ", ".join(f"{count:,} {word}" for count, word in parts if count)
    return told + (" (of the worst 20,000 rows)" if told and difference.truncated else "")


def text(comparison: Comparison, rows: int) -> str:
    """Plain lines, 80 columns wide; `rows` of each kind of change."""
    return "\n".join(_lines(comparison, rows)) + "\n"


def _lines(comparison: Comparison, rows: int) -> Iterator[str]:
    yield cut(safe(comparison.name), WIDTH)
    yield from _period(comparison)
    for verdict, heading in GROUPS:
        found = comparison.of(verdict)
        if found:
            yield from ("", heading)
        for one in found:
            yield from _one(one, rows)
    same = comparison.of("same")
    still = [one for one in same if one.quiet]
    exchanged = [one for one in same if not one.quiet]
    if exchanged:
        yield from ("", "SAME NUMBER, OTHER ROWS")
        for one in exchanged:
            yield from _one(one, rows)
    apart = [one for one in comparison.of("not comparable") if not one.quiet or one.other_rules]
    apart = [one for one in apart if one.before.status != one.after.status or one.other_rules]
    if apart:
        yield from ("", "NOT COMPARABLE")
        for one in apart:
            yield cut(f"  {safe(one.measure.catalogue):<7}{safe(one.measure.title)}", WIDTH)
            yield from _wrapped(reason(one), "         ")
    neither = len(comparison.of("not comparable")) - len(apart)
    yield ""
    yield f"{len(still)} measures say the same at both moments, {neither} are measured at neither."


def reason(difference: Difference) -> str:
    """Why two numbers do not compare."""
    if difference.other_rules:
        return "it was computed by other rules at the two moments"
    before, after = difference.before, difference.after
    if before.status != "measured" and after.status != "measured":
        return f"measured at neither moment: {why(after)}"
    missing, when = (before, "earlier") if before.status != "measured" else (after, "later")
    there = after if missing is before else before
    return f"not measured at the {when} moment ({safe(missing.reason)}); at the other {headline(there)}"


def _period(comparison: Comparison) -> Iterator[str]:
    for word, moment in (("from", comparison.before), ("to", comparison.after)):
        told = f"{word:<5}{moment.commit_id[:12]} {moment.committed:%Y-%m-%d %H:%M} UTC  {safe(moment.subject)}"
        yield cut(told, WIDTH)


def _one(difference: Difference, rows: int) -> Iterator[str]:
    measure = difference.measure
    left = f"  {safe(measure.catalogue):<7}{safe(measure.title)}"
    yield cut(f"{left:<46} {step(difference)}", WIDTH)
    told = "; ".join(part for part in (delta(difference), usual(difference), counted(difference)) if part)
    yield from _wrapped(told, "         ")
    for sign, row, more in _rows(difference, rows):
        yield cut(f"       {sign} {where(row)}{more}", WIDTH)
        yield cut(f"         {safe(row.told)}", WIDTH)


def _rows(difference: Difference, rows: int) -> Iterator[tuple[str, Evidence, str]]:
    """The first rows of each kind: a sign, the row, and what is to be said of it."""
    for sign, kind in (("+", difference.appeared), ("-", difference.went)):
        for row in kind[:rows]:
            yield sign, row, _commit(difference, row)
    for shift in difference.shifted[:rows]:
        yield "~", shift.after, f": {shifted(difference, shift)}"
    for shift in difference.moved[:rows]:
        yield ">", shift.after, f", was {where(shift.before)}"


def shifted(difference: Difference, shift: Shift) -> str:
    """A row's value before and after."""
    unit = difference.measure.unit
    return f"{number(shift.before.value, unit)} → {number(shift.after.value, unit)}"


def _commit(difference: Difference, row: Evidence) -> str:
    since = difference.commits.get(row.fingerprint)
    if since is None:
        return ""
    basis = "" if since.basis == "exact" else f", {since.basis}"
    return f"  {since.moment.commit_id[:9]} {since.moment.committed:%Y-%m-%d}{basis}"


def _wrapped(told: str, indent: str) -> list[str]:
    return textwrap.wrap(told, WIDTH, initial_indent=indent, subsequent_indent=indent)


def markdown(comparison: Comparison, rows: int) -> str:
    """A table of the measures that moved, and their rows folded below it."""
    return "\n".join(_markdown(comparison, rows)) + "\n"


def _markdown(comparison: Comparison, rows: int) -> Iterator[str]:
    first, last = comparison.before, comparison.after
    yield f"# {inert(comparison.name)}: {first.committed:%Y-%m-%d} to {last.committed:%Y-%m-%d}"
    yield ""
    yield f"From `{first.commit_id[:12]}` ({inert(first.subject)}) to `{last.commit_id[:12]}` ({inert(last.subject)})."
    for verdict, heading in GROUPS:
        found = comparison.of(verdict)
        if not found:
            continue
        yield from (
            "",
            f"## {heading.capitalize()}",
            "",
            "| measure | was | is | step | rows |",
            "|---|---:|---:|---:|---|",
        )
        for one in found:
            cells = (
                f"{one.measure.catalogue} {one.measure.title}",
                headline(one.before),
                headline(one.after),
                delta(one),
            )
            yield f"| {' | '.join(inert(cell) for cell in cells)} | {inert(counted(one)) or '–'} |"
        for one in found:
            yield from _folded(one, rows)
    apart = [one for one in comparison.of("not comparable") if one.before.status != one.after.status or one.other_rules]
    if apart:
        yield from ("", "## Not comparable", "")
        yield from (f"- {inert(one.measure.title)}: {inert(reason(one))}" for one in apart)


def _folded(difference: Difference, rows: int) -> Iterator[str]:
    listed = list(_rows(difference, rows))
    if listed:
        yield from ("", f"<details><summary>{inert(difference.measure.title)}</summary>", "")
        yield from (f"- {_WORDS[sign]} {inert(where(row) + more)}: {inert(row.told)}" for sign, row, more in listed)
        yield from ("", "</details>")


_WORDS = {"+": "came:", "-": "went:", "~": "changed:", ">": "moved:"}


def document(comparison: Comparison) -> dict[str, Any]:
    """Every difference with all its rows."""
    return {
        "repository": comparison.name,
        "from": _moment(comparison.before),
        "to": _moment(comparison.after),
        "differences": [_difference(one) for one in comparison.differences],
    }


def _moment(moment: Any) -> dict[str, object]:
    return {"commit": moment.commit_id, "committed": iso(moment.committed), "seq": moment.seq}


def _difference(one: Difference) -> dict[str, Any]:
    def rows(result: Any, found: Sequence[Evidence]) -> list[dict[str, object]]:
        return [{**record(result, row), "by": _by(one, row)} for row in found]

    def shifts(found: Sequence[Shift]) -> list[dict[str, object]]:
        return [{"before": record(one.before, s.before), "after": record(one.after, s.after)} for s in found]

    return {
        "measure": one.measure.id,
        "catalogue": one.measure.catalogue,
        "verdict": one.verdict,
        "before": measured(one.before),
        "after": measured(one.after),
        "delta": one.change.delta,
        "noise": one.noise,
        "within_noise": one.within_noise,
        "appeared": rows(one.after, one.appeared),
        "went": rows(one.before, one.went),
        "moved": shifts(one.moved),
        "shifted": shifts(one.shifted),
        "truncated": one.truncated,
    }


def _by(one: Difference, row: Evidence) -> dict[str, object] | None:
    since = one.commits.get(row.fingerprint)
    return None if since is None else {**_moment(since.moment), "basis": since.basis}
