"""`debtui why`: who had a say in a setting, from first to last, and who set it last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debtui.commands.base import at_option, format_option, path_argument, session_at, stale_option, store_option

if TYPE_CHECKING:
    from debtui.measures.result import Moment
    from debtui.resolve.base import Composition, Files, Resolved
    from debtui.session import LastSet
    from debtui.stored import StoreSession


@click.command()
@click.argument("key")
@path_argument
@store_option
@click.option("--root", metavar="FILE", help="The entry to resolve; default: every one that has the setting.")
@at_option
@click.option("--override", "-O", multiple=True, metavar="KEY=VALUE", help="An override of Hydra or gin.")
@format_option("text", "json")
@stale_option
def why(
    key: str,
    path: Path,
    store: Path | None,
    root: str | None,
    at: str | None,
    override: tuple[str, ...],
    kind: str,
    no_collect: bool,
) -> None:
    """Why a setting has its value: each file that had a say in it, in order, and who set it last.

    KEY is a dotted key, or its last parts.

    \b
    debtui why optimizer.lr
    debtui why optimizer.lr --root conf/train.yaml -O experiment=wide
    debtui why lr --at v1.0
    """
    from collectors.errors import DebtError
    from debtui import configfiles
    from debtui.exports.documents import dump

    with session_at(path, store, at, no_collect) as (session, moment):
        files = configfiles.of_revision(session.repo, moment.commit_id, also=(root,) if root else ())
        if root is not None and root not in files:
            raise DebtError(f"{root} is not in this commit", "give a path as `git ls-files` prints it")
        found = _found(files, key, root, tuple(configfiles.cleaned(text) for text in override))
        if not found:
            raise DebtError(f"no configuration has a setting {key}", _near(files, key, root))
        told = [(side, leaf, _set_by(session, leaf, moment)) for side, leaf in found]
    if kind == "json":
        click.echo(dump([_document(*one) for one in told]), nl=False)
        return
    for number, (side, leaf, last) in enumerate(told):
        if number:
            click.echo()
        _print(side, leaf, last)


def _found(files: Files, key: str, root: str | None, given: tuple[str, ...]) -> list[tuple[Composition, Resolved]]:
    """The setting in the entry given, or in every entry; else in files that stand for themselves."""
    found = [(side, leaf) for side in _sides(files, root, given) for leaf in side.leaves if leaf.key == key]
    if not found:
        ends = (f".{key}", f"/{key}")
        found = [(side, leaf) for side in _sides(files, root, given) for leaf in side.leaves if leaf.key.endswith(ends)]
    return found


def _sides(files: Files, root: str | None, given: tuple[str, ...]) -> list[Composition]:
    from debtui.resolve import base

    if root is not None:
        return [base.resolve(files, root, given)] if files.get(root) is not None else []

    def make() -> list[Composition]:
        entries = [system.resolve(files, path, given) for path, system in base.roots(files) if files.get(path)]
        used = {step.path for side in entries for leaf in side.leaves for step in leaf.chain}
        return entries + [base.alone(files, path) for path in files if path not in used and files.get(path)]

    return files.once("compositions", make)


def _near(files: Files, key: str, root: str | None) -> str:
    import difflib

    keys = {leaf.key for side in _sides(files, root, ()) for leaf in side.leaves}
    near = difflib.get_close_matches(key, keys, 3, 0.4)
    return f"did you mean {' or '.join(near)}?" if near else 'see `debtui sql "SELECT DISTINCT key FROM config_key"`'


def _set_by(session: StoreSession, leaf: Resolved, moment: Moment) -> LastSet | None:
    step = leaf.chain[-1]
    return session.last_set(step.path, step.key or leaf.key, moment.seq) if step.path else None


def _document(side: Composition, leaf: Resolved, last: LastSet | None) -> dict[str, object]:
    from debtui.configdiff.documents import setting

    by = None
    if last is not None:
        by = {
            "commit": last.moment.commit_id, "committed": last.moment.committed.isoformat(), "author": last.moment.author,
            "subject": last.moment.subject, "before": last.before, "exact": last.exact,
        }  # fmt: skip
    return {"root": side.root, "system": side.system, "key": leaf.key, **(setting(leaf) or {}), "set_by": by}


def _print(side: Composition, leaf: Resolved, last: LastSet | None) -> None:
    from debtui.configdiff.layout import chain_lines, shown
    from debtui.format import safe

    system = "" if side.system == "file" else f" ({side.system})"
    click.echo(f"{safe(leaf.key)} = {shown(leaf)}  in {safe(side.root)}{system}")
    for line in chain_lines(leaf):
        click.echo(f"  {line}")
    if leaf.restates:
        click.echo("  the last say repeats what was said before")
    if leaf.opaque:
        click.echo(f"  only known when the program runs: {safe(leaf.opaque)}")
    if last is not None:
        moment = last.moment
        before = "" if last.before is None else f", before that {safe(last.before)}"
        when = "set" if last.exact else "set at the latest"
        told = f"{when} {moment.committed:%Y-%m-%d} by {safe(moment.author)} in {moment.commit_id[:12]}: {safe(moment.subject)}"
        click.echo(f"  {told}{before}")


COMMAND = why
