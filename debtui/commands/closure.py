"""`debtui closure`: what a thing's data comes from, or what would feel it if it changed."""

from __future__ import annotations

from pathlib import Path

import click

from debtui.commands.base import at_option, format_option, path_argument, session_at, stale_option, store_option


@click.command()
@click.argument("node")
@path_argument
@store_option
@click.option("--up/--down", "up", default=True, help="What it depends on (the default), or what depends on it.")
@at_option
@format_option("tree", "json", "dot", "mermaid", "svg")
@click.option("--ages", is_flag=True, help="In the tree, since when each link is there.")
@stale_option
def closure(
    node: str, path: Path, store: Path | None, up: bool, at: str | None, kind: str, ages: bool, no_collect: bool
) -> None:
    """Everything that a model, dataset or job depends on, however far away; or everything that depends on it.

    NODE is a name of the graph of data, the end of one, or kind:name.

    \b
    debtui closure model.pkl
    debtui closure data/raw.csv --down
    debtui closure ranker --format mermaid
    debtui closure ranker --format svg > ranker.svg
    """
    from debtui import closure as walk

    with session_at(path, store, at, no_collect) as (session, moment):
        nodes, edges, since = (
            [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
            for answer in (session.sql(sql, moment.seq, walk.MOST) for sql in (walk.NODES, walk.EDGES, walk.AGES))
        )
    found = walk.closure(node, nodes, edges, since, up=up)
    if kind == "json":
        click.echo(walk.as_json(found))
        return
    if kind == "svg":
        from debtui.exports.graph import svg

        click.echo(svg(walk.as_view(found), f"What {'feeds' if up else 'is made of'} {node}"))
        return
    if kind == "tree":
        click.echo("\n".join(walk.tree(found, ages)))
        return
    for line in {"dot": walk.as_dot, "mermaid": walk.as_mermaid}[kind](found):
        click.echo(line)


COMMAND = closure
