"""`debtui retro`: a walk through a period for the whole team, and what it promises itself."""

from __future__ import annotations

from pathlib import Path

import click

from debtui.commands.base import format_option, path_argument, session_at, stale_option, store_option
from debtui.writing import out


@click.command()
@path_argument
@store_option
@click.option(
    "--since", metavar="REV|DATE|last",
    help="Where the period begins: a revision, a time, or the end of the last retro (the default; without one, a quarter ago).",
)  # fmt: skip
@format_option("markdown", "html", "json")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there.")
@click.option("--note", multiple=True, metavar="TEXT", help="Write a note into today's file under debt/retro.")
@click.option("--action", metavar="TEXT", help="Write down a promise; needs --owner.")
@click.option("--owner", metavar="WHO", default="", help="Who sees to the action.")
@click.option("--due", metavar="DAY", help="When it is due: 2027-01-31, or 30d, 8w, 6m from today on.")
@click.option(
    "--about", metavar="ID", default="", help="The measure, or the finding's fingerprint, whose number it is to move."
)
@click.option(
    "--hold", is_flag=True, help="Write down that the retro was held: the next one begins where this one ends."
)
@stale_option
def retro(
    path: Path,
    store: Path | None,
    since: str | None,
    kind: str,
    output: Path | None,
    note: tuple[str, ...],
    action: str | None,
    owner: str,
    due: str | None,
    about: str,
    hold: bool,
    no_collect: bool,
) -> None:
    """What went away and thanks to whom, what got better and worse, what is new and nobody's, what was promised, and what to do next.

    In the dashboard it is pane 0, with a view for a shared screen.

    \b
    debtui retro
    debtui retro --since 2026-08-01 --format html -o retro.html
    debtui retro --action "Delete the canary flags" --owner team-eta --due 6w --about AP-6
    debtui retro --hold
    """  # fmt: skip
    from datetime import UTC, datetime

    from debtui import accepted
    from debtui.exports import retro as told
    from debtui.exports.documents import dump
    from debtui.open import reach
    from debtui.progress import reporter
    from debtui.retro import build, diary

    today = datetime.now(UTC).date()
    with session_at(path, store, None, no_collect) as (session, newest):

        def named(word: str) -> object:
            return reach(session, path, (word,), store=store, fresh=not no_collect, progress=reporter("auto"))[0]

        before = build.first_of(session, named, since, newest)  # type: ignore[arg-type]
        if action is not None or note or hold:
            for said in note:
                diary.write(session.root, today, "note", {"text": said, "about": about})
            if action is not None:
                values = diary.promised(session, newest.seq, action, owner, about)
                diary.write(session.root, today, "action", values | ({"due": accepted.day(due, today)} if due else {}))
            if hold:
                diary.write(session.root, today, "period", {"first": before.commit_id, "last": newest.commit_id})
            click.echo(f"written to {diary.FOLDER}/{today}.toml", err=True)
            return
        built = build.build(
            session,
            before,
            newest,
            today,
            names=session.names_chosen,
            told=lambda stage: click.echo(f"{stage} …", err=True),
        )
    shown = {"json": lambda: dump(told.document(built)), "html": lambda: told.page(built)}
    with out(output) as stream:
        stream.write(shown.get(kind, lambda: told.markdown(built))().encode("utf-8", "replace"))


COMMAND = retro
