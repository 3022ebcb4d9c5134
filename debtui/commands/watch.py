"""`debtui watch`: collects whenever the repository has moved on, or has git's hooks do it."""

from __future__ import annotations

import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from debtui.commands.base import path_argument, store_option

if TYPE_CHECKING:
    from collectors.gitstream import Repository
    from debtui.process import Event
    from debtui.watching import HeadWatch

_PAUSE = 1.0
"""Seconds between two looks at the repository's files."""
_RESTLESS = 20
"""Looks after which one collects although the repository is still moving, as in a long rebase."""


@click.command()
@path_argument
@store_option
@click.option(
    "--history",
    type=click.Choice(["head", "monthly", "full"]),
    default="monthly",
    show_default=True,
    help="As of `debtui collect`.",
)
@click.option("--install-hooks", "install", is_flag=True, help="Have git's hooks collect after each commit, merge and checkout.")  # fmt: skip
@click.option("--remove-hooks", "remove", is_flag=True, help="Take out of git's hooks what --install-hooks put there.")
def watch(path: Path, store: Path | None, history: str, install: bool, remove: bool) -> None:
    """Collect now, and again whenever HEAD moves; one line for each on standard error, until ctrl+c.

    With hooks nothing has to run: a marked block in post-commit, post-merge and post-checkout collects in the
    background. Hooks that are there already stay as they are.

    \b
    debtui watch
    debtui watch ~/src/ranker --history full
    debtui watch --install-hooks
    """
    if install and remove:
        raise click.UsageError("--install-hooks and --remove-hooks at once: say one of them")
    if install or remove:
        from debtui import hooks

        for file in hooks.install(path, store, history) if install else hooks.remove(path):
            click.echo(f"debtui: {'collects from' if install else 'removed from'} {file}", err=True)
        return
    _watch(path, store, history)


def _watch(path: Path, store: Path | None, history: str) -> NoReturn:
    from collectors.gitstream import Repository
    from debtui.watching import HeadWatch

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # asked to end, it has done what it was for
    repo = Repository(path)
    head = HeadWatch(repo)
    while True:
        if head.moved():
            _rest(head)
            _collect(repo, path, store, history)
        time.sleep(_PAUSE)


def _rest(head: HeadWatch) -> None:
    """Wait until nothing has moved for a moment: a rebase writes HEAD many times."""
    for _ in range(_RESTLESS):
        time.sleep(_PAUSE / 4)
        if not head.moved():
            return


def _collect(repo: Repository, path: Path, store: Path | None, history: str) -> None:
    """Collect in a process of its own, so that whatever happens to it, watching goes on; and say how it went."""
    from collectors.errors import DebtError
    from debtui.format import safe
    from debtui.process import Collector, collect_command

    heard: list[Event] = []
    more = () if store is None else ("--store", str(store))
    try:
        collector = Collector(collect_command(str(path), *more, history=history), heard.append)
        try:
            while not collector.wait(60):
                pass
        finally:
            collector.stop()
            collector.wait(10)
        told = _told(repo, heard[-1])
    except DebtError as error:
        told = f"not collected: {error.message}"
    click.echo(f"{datetime.now():%H:%M:%S}  {safe(told)}", err=True)


def _told(repo: Repository, last: Event) -> str:
    if last.kind == "done":
        return f"{repo.resolve('HEAD')[:12]}: {last.blobs:,} versions of files read in {last.seconds:.1f} s"
    return f"not collected: {'; '.join(filter(None, (last.message, last.hint)))}"


COMMAND = watch
