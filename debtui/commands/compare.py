"""`debtui compare`: what became of every measure between two moments, of one repository or of two snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from debtui.commands.base import format_option, path_argument, stale_option, store_option
from debtui.writing import out


@click.command()
@click.argument("a")
@click.argument("b")
@path_argument
@store_option
@format_option("text", "markdown", "json")
@click.option("--rows", type=click.IntRange(0), default=3, show_default=True, help="Rows of each kind of change.")
@click.option(
    "--commits", is_flag=True, help="Find the commits with which these rows came and went: seconds per measure."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there.")
@stale_option
def compare(
    a: str,
    b: str,
    path: Path,
    store: Path | None,
    kind: str,
    rows: int,
    commits: bool,
    output: Path | None,
    no_collect: bool,
) -> None:
    """What got better, what got worse, what moved no further than usual; and the rows that came and went.

    A and B are revisions, tags, times (2026-08-01T00:00+02:00; without a zone it is UTC), or files that `debtui snapshot` wrote.

    \b
    debtui compare v1.0 HEAD
    debtui compare 2026-05-01 2026-08-01 --commits
    debtui compare retro-2026-08.debt retro-2026-11.debt --format markdown
    """
    told(a, b, kind, rows, output, path=path, store=store, fresh=not no_collect, commits=rows if commits else 0)


def told(a: str, b: str, kind: str, rows: int, output: Path | None, **how: Any) -> None:
    """Compare two moments and write what changed. Raises DebtError, click.UsageError."""
    from debtui.exports import comparison
    from debtui.exports.documents import dump
    from debtui.period import compared

    written = {
        "json": lambda found: dump(comparison.document(found)),
        "markdown": lambda found: comparison.markdown(found, rows),
        "text": lambda found: comparison.text(found, rows),
    }
    if kind not in written:
        raise click.UsageError(f"two moments are compared as {', '.join(sorted(written))}, not as {kind!r}")
    found = compared(a, b, **how)
    with out(output) as stream:
        stream.write(written[kind](found).encode("utf-8", "replace"))


COMMAND = compare
