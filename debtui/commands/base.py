"""What commands share: arguments and options that mean the same everywhere, and the session of those that ask the store."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from debtui import commands

if TYPE_CHECKING:
    from debtui.measures.result import Moment
    from debtui.stored import StoreSession

F = TypeVar("F", bound=Callable[..., Any])

path_argument = click.argument("path", type=click.Path(path_type=Path), default=Path())
store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The store to use, instead of the repository's own.",
)
at_option = click.option("--at", metavar="REV", help="A commit of the mainline, instead of the newest one.")
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to standard output."
)
stale_option = click.option(
    "--no-collect", is_flag=True, help="Use what is stored, even if the repository has moved on."
)
progress_option = click.option(
    "--progress", type=click.Choice(["auto", "json", "none"]), default="auto", show_default=True
)


def format_option(*kinds: str) -> Callable[[F], F]:
    """`--format`, the first kind being the default."""
    return click.option("--format", "kind", type=click.Choice(kinds), default=kinds[0], show_default=True)


@contextmanager
def session_at(
    path: Path, store: Path | None, at: str | None, no_collect: bool
) -> Iterator[tuple[StoreSession, Moment]]:
    """An open session and the moment asked for; what is missing is collected first."""
    from debtui.open import open_session
    from debtui.progress import reporter

    session, moment = open_session(path, store=store, at=at, fresh=not no_collect, progress=reporter("auto"))
    try:
        yield session, moment
    finally:
        session.close()


def found() -> Iterator[click.Command]:
    """Every command of this folder: each module but this one defines COMMAND, and imports nothing heavy before it runs."""
    for info in pkgutil.iter_modules(commands.__path__):
        if info.name != "base":
            module = importlib.import_module(f"{commands.__name__}.{info.name}")
            command = getattr(module, "COMMAND", None)
            if not isinstance(command, click.Command):
                raise TypeError(f"{module.__file__}: COMMAND must be a click.Command, it is {command!r}")
            yield command
