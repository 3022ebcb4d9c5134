"""`debtui config-diff`: what differs between two configurations, as the program gets them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debtui.commands.base import format_option

if TYPE_CHECKING:
    from collectors.gitstream import Repository
    from debtui.configfiles import Place
    from debtui.resolve.base import Composition


@click.command("config-diff")
@click.argument("sides", nargs=-1, required=True, metavar="A [B] [PATH]")
@click.option(
    "--at", multiple=True, metavar="REV", help="Take A from this revision; twice: from the first and the second."
)
@click.option("--resolved/--raw", default=True, show_default=True, help="What the program gets, or what the file says.")
@click.option(
    "--override", "-O", multiple=True, metavar="KEY=VALUE", help="An override of Hydra or gin, for both sides."
)
@format_option("text", "markdown", "json")
@click.option("--side-by-side", "-y", is_flag=True, help="Both sides beside each other, as wide as the terminal.")
def config_diff(
    sides: tuple[str, ...],
    at: tuple[str, ...],
    resolved: bool,
    override: tuple[str, ...],
    kind: str,
    side_by_side: bool,
) -> None:
    """What differs between two configurations.

    A and B are files, REV:path, or directories of runs that Hydra recorded. An entry of Hydra, gin, Kedro, Compose,
    Helm, Kustomize, dotenv, or a file that names its base, is resolved first, without running anything. 1 and 1.0 are
    the same, "1" is not. With a recorded run on one side, the overrides of that run are applied to the other.

    \b
    debtui config-diff conf/train.yaml conf/eval.yaml
    debtui config-diff v1.0:conf/train.yaml conf/train.yaml -y
    debtui config-diff conf/train.yaml --at v1.0 --at v2.0
    debtui config-diff outputs/2024-05-01/09-30-00 conf/train.yaml
    """
    from debtui import configfiles
    from debtui.configdiff import layout
    from debtui.configdiff.compare import compare
    from debtui.configdiff.documents import as_document, as_markdown
    from debtui.exports.documents import dump
    from debtui.format import safe

    one, other = _places(sides, at)
    given = {place.name: place.overrides for place in (one, other) if place.run and resolved}
    for name, said in given.items():
        if said and not (one.run and other.run):
            click.echo(
                f"debtui: the overrides of {safe(name)} are applied to the other side: {safe(' '.join(said))}", err=True
            )
    both = [*(text for said in given.values() for text in said), *map(configfiles.cleaned, override)]
    left, right = (place.composition(both, resolved=resolved) for place in (one, other))
    diff = compare(left.leaves, right.leaves)
    names = (one.name, other.name)
    if kind == "json":
        click.echo(dump(as_document(left, right, names, diff)), nl=False)
        return
    if kind == "markdown":
        click.echo("\n".join(as_markdown(names, diff)))
        return
    click.echo(f"--- {_told(one, left)}\n+++ {_told(other, right)}\n{layout.summary(diff)}")
    columns = shutil.get_terminal_size((100, 24)).columns
    lines = layout.side_by_side(diff, names, columns) if side_by_side else layout.inline(diff, where=resolved)
    for line in lines if diff.differs else ():
        click.echo(line)
    for place, side in ((one, left), (other, right)):
        for told in side.opaque:
            where = f"{told.path}:{told.line}" if told.path and told.line else told.path or place.name
            click.echo(f"? {safe(where)}: {safe(told.reason)}")


def _places(sides: tuple[str, ...], at: tuple[str, ...]) -> tuple[Place, Place]:
    from debtui import configfiles

    if len(at) > 2:
        raise click.UsageError("--at is given at most twice")
    needed = 1 if at else 2
    if not needed <= len(sides) <= needed + 1:
        raise click.UsageError("give A and B" if needed == 2 else "with --at give one file")
    repo = _repository(Path(sides[needed]) if len(sides) > needed else Path())
    if not at:
        return configfiles.place(sides[0], repo), configfiles.place(sides[1], repo)
    return configfiles.place(sides[0], repo, at[0]), configfiles.place(sides[0], repo, *at[1:])


def _repository(path: Path) -> Repository | None:
    from collectors.errors import DebtError
    from collectors.gitstream import Repository

    try:
        return Repository(path)
    except DebtError:
        if path != Path():
            raise
        return None  # two files outside any repository can be compared too


def _told(place: Place, side: Composition) -> str:
    from debtui.format import safe

    how = "a recorded run" if place.run else "as it stands" if side.system == "file" else side.system
    return f"{safe(place.name)}  ({how}, {len(side.leaves):,} settings)"


COMMAND = config_diff
