"""`debtui serve`: the dashboard in a browser, read-only, for whoever has the address that it prints."""

from __future__ import annotations

import asyncio
import shlex
import sys
from pathlib import Path

import click

from debtui.commands.base import path_argument, stale_option, store_option


@click.command()
@path_argument
@store_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Default: any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; another one lets other machines in.")  # fmt: skip
@stale_option
def serve(path: Path, store: Path | None, port: int, host: str, no_collect: bool) -> None:
    """The dashboard in a browser, read-only. The address that is printed lets in one browser, once.

    It collects first, and shows what is collected while it runs (see `debtui watch`). Needs `pip install 'debtui[serve]'`.

    \b
    debtui serve
    debtui serve ~/src/ranker --port 8000
    """
    from collectors.errors import DebtError

    try:
        from debtui.serve.server import Server
    except ModuleNotFoundError as error:
        raise DebtError(
            f"a dashboard in a browser needs textual-serve: {error.name} is not installed",
            "pip install 'debtui[serve]'",
        ) from error
    from collectors.gitstream import Repository
    from debtui.collect import collect
    from debtui.process import own_module
    from debtui.progress import reporter
    from debtui.serve.door import is_loopback

    Repository(path)
    if not no_collect:
        collect(path, store=store, progress=reporter("auto"))
    if not is_loopback(host):
        click.echo(
            f"debtui: warning: {host} can be reached from other machines, and nothing on the way is encrypted: "
            "whoever listens can read the address and all that is shown",
            err=True,
        )
    shown = [str(path.resolve()), *([str(store.resolve())] if store else [])]
    server = Server("exec " + shlex.join(own_module("debtui.serve", *shown)), host, port)
    sys.exit(asyncio.run(server.serve_until_asked(click.echo)))


COMMAND = serve
