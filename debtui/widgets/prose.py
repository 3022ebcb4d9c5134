"""Text for reading: what a measure means, what a row says, why there is nothing to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text
from textual.content import Content

from debtui.measures.change import Change
from debtui.questions import GRADES
from debtui.widgets.marks import SIGNS, delta, mark, number, quantity, state
from debtui.widgets.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from debtui.measures.result import Evidence, Result, Since
    from debtui.measures.spec import Measure
    from debtui.session import Source

HEAD = "bold $text-primary"
DIM = "$text 60%"
_COLOURS = {"fail": "$text-error", "failed": "$text-error", "warn": "$text-warning", "ok": "$text-success"}


def colour(key: str) -> str:
    """Style for a state of `marks.SIGNS`."""
    return _COLOURS.get(key, DIM)


def lines(parts: Iterable[Content]) -> Content:
    """Paragraphs below each other."""
    return Content("\n").join(parts)


def text(told: object, style: str = "") -> Content:
    """Any data as neutral text; line feeds that the author meant as paragraphs stay."""
    joined = "\n".join(safe(line.expandtabs(4)) for line in str(told).split("\n"))
    return Content.styled(joined, style) if style else Content(joined)


def notice(title: str, sentence: str, hint: str = "") -> Content:
    """A designed message: what is the case, and what to do about it."""
    parts = [text(title, HEAD), Content(""), text(sentence)]
    if hint:
        parts += [Content(""), Content.assemble(("→ ", "$text-accent"), text(hint))]
    return lines(parts)


def headline(result: Result, change: Change, *, counts: bool = True) -> Content:
    """State, number, what changed, and how many rows (`counts`: of which severity) stand behind it."""
    key, measure = state(result), result.measure
    parts = [Content.styled(mark(key), f"bold {colour(key)}")]
    if result.value is not None:
        parts.append(Content.styled(f"  {safe(quantity(result.value, measure.headline.unit))}", "bold"))
    told = delta(measure, change)
    if told:
        style = {"worse": "$text-error", "better": "$text-success"}.get(change.verdict, DIM)
        parts.append(Content.assemble("  ", (told, style), (" in a quarter", DIM)))
    rows = [f"{result.counts[s]:,} {SIGNS[s][0]}" for s in ("fail", "warn", "ok") if counts and result.counts.get(s)]
    tail = f"  {result.total_rows:,} row{'' if result.total_rows == 1 else 's'}" + (
        f" ({', '.join(rows)})" if rows else ""
    )
    parts.append(Content.styled(tail, DIM))
    if result.status != "measured" and result.reason:
        parts.append(text(f"  {result.reason}", DIM))
    if result.unread_files:
        parts.append(Content.styled(f"  {result.unread_files:,} files unread", "$text-warning"))
    return Content("").join(parts)


def why_empty(result: Result, *, past: bool = False) -> Content:
    """In place of evidence: unavailable, failed, and nothing found are three different things."""
    measure = result.measure
    if result.status == "unavailable":
        hint = result.hint or "see the Status pane for what was read"
        if past:
            hint = "r reads what this commit lacks; [ and ] go to commits that were read"
        return lines(
            [
                notice("◌ Not measured", result.reason or "Something it needs was not found.", hint),
                Content(""),
                text(f"It would tell: {measure.question}", DIM),
                text("Not measured is not zero: nothing is claimed.", DIM),
            ]
        )
    if result.status == "failed":
        return notice(
            "✕ This measure failed",
            result.reason or "Its query could not be run.",
            result.hint or "debtui doctor says more; the other measures are not affected",
        )
    return notice(
        "● Nothing found",
        "There is no evidence of this debt at this commit.",
        f"{grade(measure)}; see d for what it cannot see",
    )


def grade(measure: Measure) -> str:
    """What kind of evidence it is, and how much that may claim."""
    return f"{measure.grade}: {GRADES[measure.grade]}"


def threshold(measure: Measure) -> str:
    """When the headline asks for attention, in words."""
    told = measure.headline.threshold
    if told.warn is None and told.fail is None:
        return "no threshold: shown for context"
    sign = {"lower": "from", "higher": "down from"}.get(told.better, "outside")
    parts = []
    for name, limit in (("warn", told.warn), ("fail", told.fail)):
        if isinstance(limit, tuple):
            parts.append(
                f"{name} {sign} {number(limit[0], measure.headline.unit)} to {number(limit[1], measure.headline.unit)}"
            )
        elif limit is not None:
            parts.append(f"{name} {sign} {quantity(limit, measure.headline.unit)}")
    return ", ".join(parts)


def detail(measure: Measure, sql: str = "") -> Content:
    """Everything that the measure says of itself."""
    parts = [text(measure.question, "italic"), Content("")]
    for title, told in (
        ("Why it matters", measure.why),
        ("What to do", measure.remedy),
        ("Formula", measure.formula),
        ("Thresholds", f"{threshold(measure)}. Basis: {measure.headline.basis}"),
        ("Evidence", grade(measure)),
        ("Pitfalls", measure.pitfalls),
        ("Source", f"{measure.paper} [{measure.catalogue}]"),
    ):
        parts += [Content.styled(title, HEAD), text(told.strip()), Content("")]
    if sql:
        parts += [Content.styled("The query behind the number", HEAD), text(sql.strip(), DIM)]
    return lines(parts)


def row_sentence(measure: Measure, row: Evidence) -> Content:
    """State, value and explanation of one row of evidence."""
    key = row.severity
    value = text(quantity(row.value, measure.unit), "bold")
    return Content.assemble((mark(key), f"bold {colour(key)}"), "  ", value, "  ", text(row.explanation))


def row_facts(row: Evidence, since: Since | str) -> Table:
    """All else that is known of a row, as names and values; `since` is a sentence while it is not known."""
    owner = f"{row.owner} ({row.owner_basis})" if row.owner else f"nobody found ({row.owner_basis or 'no basis'})"
    facts: list[tuple[str, object]] = [("subject", row.subject)]
    if row.path is not None:
        facts.append(("where", row.path if row.line is None else f"{row.path}:{row.line}"))
    if row.accepted:
        facts.append(("kept", row.accepted))
    facts += [("owner", owner), ("since", since if isinstance(since, str) else since_text(since))]
    facts += [(name.replace("_", " "), value) for name, value in row.extra.items()]
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(Text(safe(name)), Text(safe(_value(value))))
    return table


def since_text(since: Since) -> str:
    """From when on, and how surely."""
    sure = {"exact": "exactly", "month": "to the month", "at-least": "at least so long"}[since.basis]
    moment = since.moment
    return f"{moment.committed:%Y-%m-%d} {moment.commit_id[:8]} {moment.author}: {moment.subject} ({sure})"


def code(source: Source, line: int | None) -> Content:
    """Lines of a file with numbers, highlighted, the line of interest marked; slow enough to belong in a worker."""
    from textual.highlight import highlight  # pygments: 30 ms, needed only here

    shown: Sequence[str] = [safe(told.expandtabs(4)[:400]) for told in source.lines]
    painted = highlight("\n".join(shown), language=source.language.lower() or "text").split("\n")
    last = source.first_line + len(shown) - 1
    width = len(str(last))
    drawn = []
    for number_, content in zip(range(source.first_line, last + 1), painted, strict=False):
        here = number_ == line
        gutter = Content.styled(f"{'❯' if here else ' '}{number_:>{width}} │ ", "bold $text-accent" if here else DIM)
        drawn.append(Content("").join([gutter, content.stylize("bold") if here else content]))
    return lines(drawn)


def _value(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    return "—" if value is None else str(value)
