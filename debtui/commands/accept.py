"""`debtui accept`: a finding that the team lives with until a day; it stands in debt/accepted.toml."""

from __future__ import annotations

from pathlib import Path

import click

from debtui.commands.base import path_argument, session_at, stale_option, store_option


@click.command()
@click.argument("measure", metavar="ID")
@click.argument("what")
@path_argument
@click.option("--reason", required=True, help="What makes it bearable until then.")
@click.option("--owner", required=True, help="Who will look again.")
@click.option("--until", required=True, metavar="DAY", help="The last day: 2027-01-31, or 30d, 8w, 6m from today on.")
@store_option
@stale_option
def accept(
    measure: str, what: str, path: Path, reason: str, owner: str, until: str, store: Path | None, no_collect: bool
) -> None:
    """Live with one finding for a while.

    WHAT is its place, its subject, or its fingerprint, as `debtui show ID` tells them. Until the day it is shown as kept, and the
    gate passes it; afterwards it is back.

    \b
    debtui accept CF-14 conf/serving.yaml:12 --reason "until the new scorer ships" --owner team-eta --until 3m
    """
    from datetime import UTC, datetime

    from collectors.errors import DebtError
    from debtui.accepted import FILE, day
    from debtui.accepted import accept as keep
    from debtui.compare import ROWS
    from debtui.format import safe

    today = datetime.now(UTC).date()
    last = day(until, today)
    with session_at(path, store, None, no_collect) as (session, moment):
        asked = session.measure(measure)
        rows = session.page(asked, moment.seq, 0, ROWS)
        found = [row for row in rows if what in (row.fingerprint, row.subject, row.label)]
        if not found:
            raise DebtError(
                f"{asked.catalogue} has no finding {what!r}", f"see `debtui show {asked.catalogue} --limit 0`"
            )
        if len(found) > 1:
            subjects = ", ".join(repr(safe(row.subject)) for row in found[:5])
            raise DebtError(f"{what!r} names {len(found)} findings", f"name one by its subject: {subjects}")
        made = keep(session.root, found[0], reason, owner, last, today)
    click.echo(f"{found[0].label}: {made.told}; written to {FILE}", err=True)


COMMAND = accept
