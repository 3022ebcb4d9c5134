"""`debtui doctor`: what was read, what was not, and why."""

from __future__ import annotations

from pathlib import Path

import click

from debtui.commands.base import path_argument, session_at, stale_option, store_option


@click.command()
@path_argument
@store_option
@stale_option
def doctor(path: Path, store: Path | None, no_collect: bool) -> None:
    """What was read, what was not, and why."""
    from debtui.format import safe

    with session_at(path, store, None, no_collect) as (session, _):
        for topic, told in session.status():
            click.echo(f"{topic + ':':<22} {safe(told)}")


COMMAND = doctor
