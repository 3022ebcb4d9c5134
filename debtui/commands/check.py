"""`debtui check`: the gate for a pipeline; exit status 1 when something fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debtui.commands.base import (
    at_option,
    output_option,
    path_argument,
    session_at,
    stale_option,
    store_option,
)

if TYPE_CHECKING:
    from debtui.gate.known import Before
    from debtui.measures.result import Moment
    from debtui.stored import StoreSession


@click.command()
@path_argument
@store_option
@at_option
@click.option("--since", metavar="REV", help="Only what was added since this branch left REV, such as origin/main.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE",
              help="What is tolerated; default: debt/baseline.json of the work tree, where there is one.")  # fmt: skip
@click.option(
    "--update-baseline", "update", is_flag=True, help="Tolerate what is there now, and no longer what is not."
)
@click.option("--strict", is_flag=True, help="Fail also where a measure was measured before and is not now.")
@click.option("--format", "kind", default="text", show_default=True, metavar="FORMAT",
              help="text, json, sarif, github, gitlab or junit.")  # fmt: skip
@output_option
@stale_option
def check(
    path: Path,
    store: Path | None,
    at: str | None,
    since: str | None,
    baseline: Path | None,
    update: bool,
    strict: bool,
    kind: str,
    output: Path | None,
    no_collect: bool,
) -> None:
    """Fail where a measure is beyond its limit, or an asserted fact is broken.

    Limits are the measures' own, or those under [thresholds] in debtui.toml. What is not measured never fails.
    With a baseline, or --since, only what is new or has got worse fails.

    \b
    debtui check
    debtui check --update-baseline              tolerate what is there today; then commit debt/baseline.json
    debtui check --since origin/main --format github
    debtui check --format sarif -o debt.sarif
    """
    if since and (baseline or update or at):
        raise click.UsageError("--since compares with a commit: it goes with no baseline, and with no --at")
    from debtui.check import judge
    from debtui.gate.formats.base import named
    from debtui.writing import out

    told = named(kind)
    with session_at(path, store, at, no_collect) as (session, moment):
        if update:
            _update(session, moment, baseline)
            return
        if since:
            known: Before | None = _branch(session, moment, since, path, store, no_collect=no_collect)
        else:
            known = _baseline(session, baseline)
        verdict = judge(session, moment, known, strict=strict)
    with out(output) as stream:
        stream.write(told.write(verdict).encode("utf-8", "replace"))
    if not verdict.passed:
        raise click.exceptions.Exit(1)


def _baseline(session: StoreSession, named: Path | None) -> Before | None:
    """The baseline, where one is named or the work tree has one."""
    from debtui.gate import baseline

    if named is None and (session.repo.work_tree is None or not (session.repo.work_tree / baseline.PLACE).exists()):
        return None
    return baseline.read(baseline.place_of(session.repo.work_tree, named))


def _update(session: StoreSession, moment: Moment, named: Path | None) -> None:
    from debtui.gate import baseline

    place = baseline.place_of(session.repo.work_tree, named)
    try:
        old = baseline.read(place) if place.exists() else None
    except baseline.Unreadable as error:  # what is of a newer layout is not overwritten
        click.echo(f"debtui: {error.message}: written anew", err=True)
        old = None
    judged = session.judged(moment.seq)
    names = {told.result.measure.id for told in judged}
    new = baseline.updated(old, judged, [name for name in (old.measures if old else ()) if name not in names])
    baseline.write(place, new)
    before = set(old.rows) if old else set()
    added, removed = len(set(new.rows) - before), len(before - set(new.rows))
    click.echo(
        f"{len(new.measures)} measures, {len(new.rows):,} rows: {added:,} added, {removed:,} taken out; {place}",
        err=True,
    )


def _branch(
    session: StoreSession, moment: Moment, since: str, path: Path, store: Path | None, *, no_collect: bool
) -> Before:
    """What was there where the branch began, and which of its commits changed which path."""
    from debtui.gate.known import before
    from debtui.open import branch_point, reach
    from debtui.progress import reporter

    base = branch_point(session, since, moment)
    reach(session, path, (base.commit_id,), store=store, fresh=not no_collect, progress=reporter("auto"))
    changes = session.sql(
        f"SELECT path, list(commit_id ORDER BY position DESC) FROM change WHERE landed > {base.seq} GROUP BY path",
        moment.seq, 10_000_000,
    )  # fmt: skip
    touched: dict[str, tuple[str, ...]] = {str(name): tuple(commits) for name, commits in changes.rows}  # type: ignore[arg-type]
    return before(f"the merge base {base.commit_id[:12]}", session.judged(base.seq), touched)


COMMAND = check
