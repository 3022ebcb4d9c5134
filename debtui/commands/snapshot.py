"""`debtui snapshot`: one moment as one portable file."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from debtui.commands.base import at_option, path_argument, session_at, stale_option, store_option
from debtui.writing import out


@click.command()
@path_argument
@store_option
@at_option
@click.option("--with-code", "code", is_flag=True, help="Also lines of programs around each row.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The file to write.",
)
@stale_option
def snapshot(path: Path, store: Path | None, at: str | None, code: bool, output: Path, no_collect: bool) -> None:
    """One commit's debts as one file that `debtui open` shows anywhere: all rows, trends, measures and what was not measured.

    No file is in it; lines of programs are with --with-code. What looks like a secret never is, and people are named as the
    setting `people` says.

    \b
    debtui snapshot -o retro-2026-11.debt
    debtui snapshot ~/src/ranker --at v1.0 -o v1.0.debt
    """
    gc.disable()  # rows by the ten thousand, all of them needed to the end: looking for garbage takes a seventh of the time
    try:
        from debtui.snapshot.write import snapshot as made

        with session_at(path, store, at, no_collect) as (session, moment):
            data = made(session, moment, code=code)
            told = f"{session.name} at {moment.commit_id[:12]} of {moment.committed:%Y-%m-%d}"
    finally:
        gc.enable()
    with out(output) as stream:
        stream.write(data)
    click.echo(f"debtui: {output} holds {told}, {len(data) / 1e6:.1f} MB", err=True)


COMMAND = snapshot
