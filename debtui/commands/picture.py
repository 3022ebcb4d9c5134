"""`debtui picture`: a pane of the dashboard as SVG or PNG, for a page, a slide or a ticket."""

from __future__ import annotations

import re
from pathlib import Path

import click

from debtui.commands.base import at_option, path_argument, stale_option, store_option


def _size(_: click.Context, __: click.Parameter, told: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,3})x(\d{2,3})", told)
    width, height = map(int, found.groups()) if found else (0, 0)
    if not (40 <= width <= 500 and 12 <= height <= 300):
        raise click.BadParameter(f"{told!r} is no size: columns x lines, from 40x12 to 500x300")
    return width, height


@click.command()
@click.argument("pane")
@path_argument
@store_option
@at_option
@click.option("--size", default="160x50", show_default=True, metavar="COLUMNSxLINES", callback=_size)
@click.option("--theme", default="", metavar="NAME", help="A theme of the dashboard, such as textual-light.")
@click.option("--keys", default="", metavar="KEYS", help="Keys to press first, with blanks between: 'down enter'.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="FILE.svg, or FILE.png (drawn by a Chromium that is installed).")  # fmt: skip
@stale_option
def picture(
    pane: str,
    path: Path,
    store: Path | None,
    at: str | None,
    size: tuple[int, int],
    theme: str,
    keys: str,
    output: Path,
    no_collect: bool,
) -> None:
    """A pane of the dashboard as a picture; PANE is its name or its key.

    \b
    debtui picture overview -o overview.svg
    debtui picture 8 --keys 'down enter' --size 120x36 -o measure.svg
    debtui picture flags --at v1.0 --theme textual-light -o flags.png
    """
    from debtui.open import open_session
    from debtui.picture import check, take, write
    from debtui.progress import reporter
    from debtui.target import Target

    check(output)
    session, moment = open_session(path, store=store, at=at, fresh=not no_collect, progress=reporter("auto"))
    try:
        target = Target(session.name, lambda: session)
        svg = take(target, pane, keys=keys.split(), at=moment, size=size, theme=theme)
    finally:
        session.close()
    write(svg, output)


COMMAND = picture
