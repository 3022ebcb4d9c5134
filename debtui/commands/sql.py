"""`debtui sql`: anything that no other command answers."""

from __future__ import annotations

from pathlib import Path

import click

from debtui.commands.base import at_option, format_option, path_argument, session_at, stale_option, store_option
from debtui.printing import csv_lines, table


@click.command()
@click.argument("query", metavar='"SELECT ..."')
@path_argument
@store_option
@at_option
@format_option("table", "json", "csv")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@stale_option
def sql(query: str, path: Path, store: Path | None, at: str | None, kind: str, limit: int, no_collect: bool) -> None:
    """One SELECT over the tables and as-of views of the store, read-only.

    \b
    debtui sql "SELECT path, lines FROM file_at ORDER BY lines DESC LIMIT 10"
    debtui sql "SELECT name, commits FROM activity_at WHERE active" --at v1.0
    """
    from debtui.exports.documents import dump
    from debtui.exports.rows import plain

    with session_at(path, store, at, no_collect) as (session, moment):
        answer = session.sql(query, moment.seq, limit)
    if kind == "json":
        click.echo(dump([dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]), nl=False)
    elif kind == "csv":
        csv_lines(answer.columns, answer.rows)
    else:
        click.echo(table(answer.columns, answer.rows), nl=False)
    if answer.truncated:
        click.echo(f"debtui: the first {limit:,} rows; more with --limit", err=True)


COMMAND = sql
