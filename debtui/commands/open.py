"""`debtui open`: a snapshot, on a machine that has neither its repository nor its store."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from debtui.writing import exporter, on_terminal, out


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--format", "kind", metavar="FORMAT", help="Print a report: text, markdown, html, json, csv or parquet.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there.")
@click.option("--section", metavar="NAME", help="In the report one section: onboarding, configuration, flags, …")
@click.option(
    "--rows", type=click.IntRange(0), default=5, show_default=True, help="In the report rows of evidence per measure."
)
def open_snapshot(
    file: Path, other: Path | None, kind: str | None, output: Path | None, section: str | None, rows: int
) -> None:
    """The dashboard of a file that `debtui snapshot` wrote; without a terminal, or with --format or -o, its report. Of two files, what changed
    between them: as text, markdown or json.

    \b
    debtui open retro-2026-11.debt
    debtui open retro-2026-11.debt --format html -o retro.html
    debtui open retro-2026-08.debt retro-2026-11.debt
    """
    if other is not None:
        from debtui.commands.compare import told

        told(str(file), str(other), kind or "text", rows, output)
        return
    if on_terminal() and not (kind or output or section):
        from debtui.app import run
        from debtui.target import of_snapshot

        sys.exit(run(partial(of_snapshot, file), file.name))
    from debtui.report import build
    from debtui.snapshot.session import SnapshotSession

    chosen = exporter(kind or "text", output)
    session = SnapshotSession(file)
    try:
        built = build(session, session.moment, section, rows)
    finally:
        session.close()
    with out(output) as stream:
        chosen.write(built, stream)


COMMAND = open_snapshot
