"""What the Flags pane says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text
from textual.content import Content

from collectors.errors import DebtError
from debtui.measures.result import Evidence
from debtui.panes.flag_facts import reached, removed_median
from debtui.session import NotMeasured
from debtui.widgets.prose import DIM, HEAD, lines, notice, row_sentence, text
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from debtui.measures.result import Moment
    from debtui.measures.spec import Measure
    from debtui.panes.flag_facts import Counts, Flag, Place
    from debtui.widgets.flag_charts import Quarter, Step

VIEWS = ("life lines", "survival", "inventory")


def days(count: int) -> str:
    """A number of days."""
    return f"{count:,} day{'' if count == 1 else 's'}"


def head(
    view: str, counts: Counts | None, shown: int, filtered: str, *, removed: bool, worse: bool, error: str = ""
) -> Content:
    """Which view this is, and how many flags there are; one line."""
    parts = [Content(" ")]
    for name in VIEWS:
        chosen = name == view
        parts.append(Content.styled(f"[{name}]" if chosen else f" {name} ", HEAD if chosen else DIM))
    if counts is None:
        return Content("").join([*parts, text(f"   {error or 'reading the flags…'}", DIM)])
    limits = [f"filter {filtered!r}" if filtered else "", "stale for less than a quarter" if worse else ""]
    if view == VIEWS[0] and any(limits):
        total = counts.alive + (counts.removed if removed else 0)
        parts.append(text(f"   {shown:,} of {total:,} flags: {', '.join(filter(None, limits))}", "$text-accent"))
        return Content("").join(parts)
    stale = "? stale" if counts.stale is None else f"{counts.stale:,} stale"
    told = f"   {counts.alive:,} flag{'' if counts.alive == 1 else 's'}, {stale}, {counts.removed:,} removed"
    told += "" if removed or view != VIEWS[0] or not counts.removed else " (hidden)"
    return Content("").join([*parts, text(told, DIM)])


def why_no_flags(error: DebtError | None, counts: Counts | None, limits: str, *, past: bool, removed: bool) -> Content:
    """In place of the list: not measured, a filter that cannot be read, none of them shown, and none there."""
    if isinstance(error, NotMeasured):
        hint = "r reads what this commit lacks; v shows survival and inventory, which need history only"
        return notice("◌ Not measured", f"{error.message}.", hint if past else error.hint)
    if error is not None:
        return notice("✕ No answer", error.message, error.hint)
    if limits:
        return notice("○ No flag matches", f"Nothing is left by {limits}.", "/ changes the filter, w and a show more")
    if counts is not None and counts.removed and not removed:
        gone = f"{counts.removed:,} flag{' was' if counts.removed == 1 else 's were'} removed, none is left."
        return notice("● All flags are gone", gone, "a shows those that were removed")
    return notice(
        "● No flags",
        "Production code names no flag by this commit: no environment variable, no option, no call of a flag service, "
        "no upper-case constant that is True or False.",
        "Python is read; d on a measure above says what it cannot see",
    )


def about_survival(steps: Sequence[Step]) -> Content:
    """The median, what it would be without the flags that are still there, and what others have published."""
    half, low, high = reached(steps), reached(steps, "lower"), reached(steps, "upper")
    total = sum(step.removed for step in steps)
    told = []
    if half is not None:
        bounds = f"95 %: {low:,} to {f'{high:,}' if high is not None else 'not reached'}" if low is not None else ""
        told.append(text(f"Median life: {days(half)}" + (f" ({bounds})" if bounds else ""), "bold"))
    elif steps:
        last = steps[-1]
        told.append(
            text(f"Median life: not reached. {last.survival:.0%} live longer than {days(last.age_days)}.", "bold")
        )
    removed = removed_median(steps)
    told.append(
        text("No flag was ever removed.")
        if removed is None
        else text(f"Removed so far: {total:,}, half of them within {days(removed)}; those still there are not in that.")
    )
    told += [
        text("Published medians, for context: Kubernetes 734, GitLab 185 days (Tërnava 2026)."),
        text("⠤ share that lives longer (Kaplan-Meier)  · 95 % bounds (Greenwood)  ┊ median", DIM),
    ]
    return lines(told)


def about_inventory(quarters: Sequence[Quarter]) -> Content:
    """What came and went in each quarter, newest first."""
    told = [
        text("⠤ flags   + added   - removed in a quarter", DIM),
        text(f"{'quarter':>8}  {'added':>7}  {'removed':>7}  {'flags':>7}", HEAD),
    ]
    for q in reversed(quarters):
        name = f"{q.begin.year}-Q{(q.begin.month + 2) // 3}"
        told.append(
            text(f"{name:>8}  {f'+{q.added:,}':>7}  {f'-{q.removed:,}' if q.removed else '0':>7}  {q.total:>7,}")
        )
    return lines(told)


def about_flag(flag: Flag, moments: Sequence[Moment], places: Sequence[Place]) -> Table:
    """What it is, the commits that made its life, and how much names it now."""
    kind = "switch" if flag.switch else "no switch was seen in it" if flag.alive else ""
    facts = [("flag", ", ".join(filter(None, (flag.mechanism, kind, flag.language))))]
    facts.append(("came", _commit(moments[flag.first_seq])))
    if flag.changed_seq not in (flag.first_seq, flag.gone_seq):
        facts.append(("last change", _commit(moments[flag.changed_seq])))
    if flag.gone_seq is not None:
        facts.append(("removed", _commit(moments[flag.gone_seq])))
        facts.append(("lived", f"{days(flag.life_days)}; the places are those just before"))
    else:
        told = f"{days(flag.life_days)} old, its places unchanged for {days(flag.unchanged_days)}"
        since = f"; stale since {flag.stale_since:%Y-%m-%d}" if flag.stale_since else ""
        facts.append(("now", f"{told}{since}"))
    files = len({place.path for place in places})
    tests = sum(place.kind == "test" for place in places)
    named = f"{len(places):,} place{'' if len(places) == 1 else 's'} in {files:,} file{'' if files == 1 else 's'}"
    facts.append(("named", named + (f", {tests:,} of them in tests" if tests else "")))
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(Text(name), Text(safe(value)))
    return table


def verdict(measure: Measure | None, row: Evidence | DebtError | None, flag: Flag) -> Content:
    """What the measure of flags that are not seen changing says of this one."""
    if measure is None:
        return Content("")
    name = f"{measure.catalogue} {measure.title}: "
    if isinstance(row, Evidence):
        return Content.assemble(text(name, HEAD), row_sentence(measure, row))
    if isinstance(row, DebtError):
        return Content.assemble(text(name, HEAD), text(f"◌ not measured: {row.message}"))
    why = "it is gone" if not flag.alive else "it is no switch" if not flag.switch else "it is not among its rows"
    return Content.assemble(text(name, HEAD), text(f"○ says nothing of it: {why}"))


def _commit(moment: Moment) -> str:
    return f"{moment.committed:%Y-%m-%d} {moment.commit_id[:8]} {moment.author}: {moment.subject}"
