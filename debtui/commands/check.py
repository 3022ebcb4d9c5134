"""`debtui check`: the gate for a pipeline; exit status 1 when something is beyond its limit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debtui.commands.base import at_option, format_option, path_argument, session_at, stale_option, store_option

if TYPE_CHECKING:
    from debtui.check import Verdict


@click.command()
@path_argument
@store_option
@at_option
@format_option("text", "json")
@stale_option
def check(path: Path, store: Path | None, at: str | None, kind: str, no_collect: bool) -> None:
    """Fail where a measure is beyond its limit, or an asserted fact is broken.

    Limits are the measures' own, or those under [thresholds] in debtui.toml. What is not measured never fails.

    \b
    debtui check
    debtui check --at v1.0 --format json
    """
    from debtui.check import judge
    from debtui.exports.documents import dump

    with session_at(path, store, at, no_collect) as (session, moment):
        verdict = judge(session, moment)
    click.echo(dump(_document(verdict)) if kind == "json" else "\n".join(_lines(verdict)), nl=kind == "text")
    if not verdict.passed:
        raise click.exceptions.Exit(1)


def _lines(verdict: Verdict) -> list[str]:
    from debtui.exports.rows import headline, limits, where, why
    from debtui.format import GLYPHS, safe

    lines = []
    for result, rows in verdict.failing:
        measure = result.measure
        lines.append(
            f"{GLYPHS['fail']} {measure.catalogue} {safe(measure.title)}: {headline(result)} ({limits(measure)})"
        )
        lines += [f"    {where(row)}: {safe(row.explanation)}" for row in rows]
        lines.append(f"    all rows: debtui show {safe(measure.catalogue)}")
    lines += [
        f"{GLYPHS['fail']} {safe(r.measure.catalogue)} {safe(r.measure.title)}: failed: {why(r)}"
        for r in verdict.broken
    ]
    told = (
        f"{len(verdict.failing)} of {verdict.measured} measures beyond their limit, {verdict.unmeasured} not measured"
    )
    return [*lines, f"{told}, at {verdict.moment.commit_id[:12]}"]


def _document(verdict: Verdict) -> dict[str, object]:
    from debtui.exports.base import Section
    from debtui.exports.documents import shown, threshold

    return {
        "passed": verdict.passed,
        "commit": verdict.moment.commit_id,
        "seq": verdict.moment.seq,
        "measured": verdict.measured,
        "not_measured": verdict.unmeasured,
        "failing": [
            {**shown(Section(result, rows)), "threshold": threshold(result.measure)} for result, rows in verdict.failing
        ],
        "broken": [{"measure": result.measure.id, "reason": result.reason} for result in verdict.broken],
    }


COMMAND = check
