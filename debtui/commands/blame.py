"""`debtui blame`: from a drop of a metric to what may have caused it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debtui.commands.base import at_option, format_option, path_argument, session_at, stale_option, store_option

if TYPE_CHECKING:
    from debtui.blame.drop import Ran
    from debtui.blame.suspects import Found, Suspect


@click.command()
@click.argument("metric")
@path_argument
@store_option
@click.option(
    "--run", "runs", multiple=True, metavar="RUN", help="Once: this run and the one before it; twice: these two."
)
@click.option("--model", metavar="NAME", help="The model, where several have the metric.")
@click.option("--all", "everything", is_flag=True, help="Every difference, not the first twenty.")
@at_option
@format_option("text", "json")
@stale_option
def blame(
    metric: str, path: Path, store: Path | None, runs: tuple[str, ...], model: str | None, everything: bool, at: str | None, kind: str, no_collect: bool
) -> None:  # fmt: skip
    """What differs between two runs, most suspicious first, each with the reason.

    Without --run: the newest release that made the metric worse beyond its noise, and the one before it.

    \b
    debtui blame val_auc
    debtui blame val_auc --run 3f9c --run a41d
    debtui blame loss --model ranker --format json
    """
    from collectors.errors import DebtError
    from debtui.blame import drop, suspects
    from debtui.collect import collect
    from debtui.exports.documents import dump
    from debtui.progress import reporter

    if len(runs) > 2:
        raise DebtError(f"{len(runs)} runs are named", "name two: the earlier one and the later one")
    with session_at(path, store, at, no_collect) as (session, moment):
        earlier, later = runs if len(runs) == 2 else (None, runs[0] if runs else None)
        asked = drop.find(session, moment.seq, metric, model=model, earlier=earlier, later=later)
        commits = sorted({ran.seq for ran in (asked.before, asked.after) if ran.seq is not None})
        if commits and not no_collect:
            collect(path, store=store, also=commits, progress=reporter("auto"))
            session.refresh()
        found = suspects.suspects(session, moment.seq, asked)
    if kind == "json":
        click.echo(dump(_document(found)), nl=False)
        return
    _print(found, len(found.suspects) if everything else _MOST)


_MOST = 20
"""Lines printed unless all are asked for."""


def _print(found: Found, most: int) -> None:
    from debtui.format import safe

    drop = found.drop
    part = f" [{drop.slice}]" if drop.slice else ""
    of = f"{drop.model}: " if drop.model else ""
    told = f"{drop.before.value:.4g} -> {drop.after.value:.4g}"
    click.echo(safe(f"{of}{drop.metric}{part}  {told}: {drop.verdict}"))
    for word, ran in (("from", drop.before), ("to", drop.after)):
        click.echo(f"  {word:<4} {safe(_ran(ran))}")
    click.echo(f"  in between: {found.commits:,} commits that touch {found.files:,} files")
    for note in found.notes:
        click.echo(f"  note: {safe(note)}")
    if not found.suspects:
        click.echo("nothing that is recorded differs between them")
    for count, suspect in enumerate(found.suspects[:most], 1):
        click.echo(f"{count:>3}. {safe(_line(suspect))}")
        click.echo(f"     {safe(suspect.reason)}")
        if suspect.commit is not None:
            by = suspect.commit
            click.echo(f"     {by.commit_id[:9]} {by.committed:%Y-%m-%d} {safe(by.author)}: {safe(by.subject)}")
    if len(found.suspects) > most:
        click.echo(f"{len(found.suspects) - most:,} more, less suspicious; --all lists them")


def _line(suspect: Suspect) -> str:
    change = ""
    if suspect.was is not None or suspect.now is not None:
        nothing = "nothing"
        change = f": {suspect.was if suspect.was is not None else nothing} -> {suspect.now if suspect.now is not None else nothing}"
    return f"{suspect.kind:<8} {suspect.what}{change}"


def _ran(ran: Ran) -> str:
    when = "at an unknown time" if ran.started is None else f"{ran.started:%Y-%m-%d %H:%M}"
    return f"{ran.run}, {when}" + (f", on {ran.commit_id[:9]}" if ran.commit_id else "")


def _document(found: Found) -> dict[str, object]:
    from dataclasses import asdict

    drop = found.drop
    return {
        "model": drop.model, "metric": drop.metric, "slice": drop.slice, "verdict": drop.verdict, "score": drop.score, "goal": drop.goal,
        "spread": drop.spread, "before": asdict(drop.before), "after": asdict(drop.after), "commits": found.commits, "files": found.files,
        "notes": found.notes, "suspects": [{key: value for key, value in asdict(one).items() if key != "rank"} for one in found.suspects],
    }  # fmt: skip


COMMAND = blame
