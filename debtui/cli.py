"""The command line. Standard output is data; progress and errors go to standard error."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import Any

import click

from debtui import __version__
from debtui.commands import base
from debtui.commands.base import (
    at_option,
    format_option,
    output_option,
    path_argument,
    progress_option,
    session_at,
    stale_option,
    store_option,
)
from debtui.printing import csv_lines, shown_rows, table
from debtui.writing import exporter, on_terminal, out

USAGE, CRASH, INTERRUPTED = 2, 3, 130


class _Commands(click.Group):
    """A command's name wins over a path; anything else that is not an option is the path of the dashboard."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            if not Path(args[0]).exists():
                ctx.fail(f"no command and no directory is called {args[0]!r}; see debtui --help")
            if Path(args[0]).is_file():
                return "open", self.get_command(ctx, "open"), args
            return "open-dashboard", _dashboard, args
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="debtui %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """The debt ledger of a machine-learning system.

    \b
    debtui [PATH]            the dashboard; without a terminal, the report
    debtui collect           read what is new
    debtui report            every measure at one commit
    debtui show CO-7         the rows behind one number
    debtui open FILE         a snapshot, without its repository
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(_dashboard)


@click.command("open-dashboard", hidden=True)
@path_argument
@store_option
@click.option("--read-only", is_flag=True, help="Only show: no collect, no editor, no clipboard.")
def _dashboard(path: Path = Path(), store: Path | None = None, read_only: bool = False) -> None:
    """The dashboard; without a terminal, the report."""
    if not on_terminal():
        _print_report(path, store, None, None, "text", None, 5, no_collect=False)
        return
    from debtui.app import run  # 190 ms: no other command needs the screen
    from debtui.target import find

    sys.exit(run(partial(find, path, store), path.resolve().name, read_only=read_only))


@cli.command()
@path_argument
@store_option
@click.option("--history", type=click.Choice(["head", "monthly", "full"]), default="monthly", show_default=True,
              help="Whose files are analysed: the newest commit's, also those of each month's last one, or all.")  # fmt: skip
@click.option("--tip", default="HEAD", metavar="REV", help="Where the mainline ends.")
@click.option(
    "--exports",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="DIR",
    help="Exports of other tools; remembered for the next collect.",
)
@click.option("--also", type=click.IntRange(0), multiple=True, metavar="N", help="Also the Nth commit, counted from 0.")
@click.option("--jobs", type=click.IntRange(1), help="Worker processes; default: one per processor.")
@click.option(
    "--hook", is_flag=True, hidden=True, help="As a git hook calls it: say nothing, and leave where one waits."
)
@progress_option
def collect(
    path: Path,
    store: Path | None,
    history: str,
    tip: str,
    exports: tuple[Path, ...],
    also: tuple[int, ...],
    jobs: int | None,
    hook: bool,
    progress: str,
) -> None:
    """Read what is new in the repository into its store.

    \b
    debtui collect                      this repository
    debtui collect ~/src/ranker --history full
    debtui collect --tip v1.0 --store /tmp/v1.duckdb
    debtui collect --exports ../flag-exports
    """
    from debtui.collect import collect as run
    from debtui.progress import reporter

    if hook:
        from debtui.hooks import in_turn

        in_turn(path, store, history)
        return
    done = run(
        path, store=store, history=history, tip=tip, exports=exports, jobs=jobs, progress=reporter(progress), also=also
    )
    if progress != "json":
        told = f"{done.new_blobs:,} versions of files read in {done.seconds:.1f} s; stored in {done.store}"
        click.echo(told, err=True)
    for name, error in done.failed.items():
        click.echo(f"debtui: the source {name} failed: {error}", err=True)


@cli.command()
@path_argument
@store_option
@at_option
@click.option("--section", metavar="NAME", help="One section: onboarding, configuration, flags, dependencies, code.")
@click.option(
    "--format",
    "kind",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help="text, markdown, comment (of a pull request), html, json, csv or parquet.",
)
@output_option
@click.option("--rows", type=click.IntRange(0), default=5, show_default=True, help="Rows of evidence per measure.")
@click.option(
    "--since", is_flag=True, help="Find out for each row since when it has been there; a minute on a long history."
)
@stale_option
def report(
    path: Path,
    store: Path | None,
    at: str | None,
    section: str | None,
    kind: str,
    output: Path | None,
    rows: int,
    since: bool,
    no_collect: bool,
) -> None:
    """Every measure at one commit.

    \b
    debtui report
    debtui report --format html -o debt.html
    debtui report --at v1.0 --section dependencies
    debtui report --format comment | gh pr comment --body-file -
    """
    _print_report(path, store, at, section, kind, output, rows, no_collect=no_collect, since=since)


def _print_report(
    path: Path,
    store: Path | None,
    at: str | None,
    section: str | None,
    kind: str,
    output: Path | None,
    rows: int,
    *,
    no_collect: bool,
    since: bool = False,
) -> None:
    from debtui.report import build

    chosen = exporter(kind, output)
    with session_at(path, store, at, no_collect) as (session, moment):
        built = build(session, moment, section, rows, since=since)
    with out(output) as stream:
        chosen.write(built, stream)


@cli.command()
@format_option("table", "json")
def measures(kind: str) -> None:
    """Every measure: id, catalogue id, title, section, unit, grade of evidence."""
    from debtui.exports.documents import dump
    from debtui.measures.spec import load

    columns = ("id", "catalogue", "title", "section", "unit", "grade")
    rows = [{**{name: getattr(m, name) for name in columns}, "unit": m.headline.unit} for m in load()]
    click.echo(dump(rows) if kind == "json" else table(columns, [list(row.values()) for row in rows]), nl=False)


@cli.command()
@click.argument("measure", metavar="ID")
@path_argument
@store_option
@at_option
@format_option("table", "json", "csv", "parquet")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="Rows; 0: all.")
@click.option("--filter", "text", default="", metavar="TEXT", help="Words, !word, column:word, column>number.")
@click.option("--since", is_flag=True, help="Find out for each row since when it has been there.")
@stale_option
def show(
    measure: str,
    path: Path,
    store: Path | None,
    at: str | None,
    kind: str,
    limit: int,
    text: str,
    since: bool,
    no_collect: bool,
) -> None:
    """The rows behind one number. ID is a measure's id or its catalogue id.

    \b
    debtui show CO-7
    debtui show stale_flags --filter 'unread:true value>180' --since
    debtui show documentation --limit 0 --format csv > undocumented.csv
    """
    from debtui.exports.base import Section
    from debtui.session import Query

    with session_at(path, store, at, no_collect) as (session, moment):
        asked = session.measure(measure)
        result = session.result(asked, moment.seq)
        query = Query(text)
        found = session.count(asked, moment.seq, query) if result.total_rows else 0
        rows = session.page(asked, moment.seq, 0, limit or found, query) if found else ()
        first = {
            row.fingerprint: at_ for row in rows if since and (at_ := session.since(asked, moment.seq, row.fingerprint))
        }
    section = Section(result, rows, (), first)
    if kind in {"csv", "parquet"}:
        _export(kind, session.name, section)
    elif kind == "json":
        from debtui.exports.documents import dump, shown

        click.echo(dump(shown(section)), nl=False)
    else:
        click.echo(shown_rows(section, found), nl=False)


@cli.command()
@click.argument("measure", metavar="ID")
@path_argument
@store_option
@click.option("--step", type=click.Choice(["month", "commit"]), default="month", show_default=True,
              help="month: each month's last commit; commit: at most 100 commits, evenly spaced.")  # fmt: skip
@format_option("table", "json", "csv")
@stale_option
def trend(measure: str, path: Path, store: Path | None, step: str, kind: str, no_collect: bool) -> None:
    """A measure's headline over time. What could not be measured is a gap.

    \b
    debtui trend truck_factor
    debtui trend CO-8 --format csv
    """
    from debtui.exports.documents import dump, point
    from debtui.format import number, sparkline

    with session_at(path, store, None, no_collect) as (session, _):
        asked = session.measure(measure)
        points = session.compute_trend(asked, step)
    if kind == "json":
        click.echo(dump({"measure": asked.id, "points": [point(p) for p in points]}), nl=False)
        return
    columns = ("committed", "commit", "value", "status")
    if kind == "csv":
        csv_lines(columns, [[p.committed.isoformat(), p.commit_id, p.value, p.status] for p in points])
        return
    click.echo(f"{asked.title} ({asked.catalogue})  {sparkline([p.value for p in points], 60)}")
    rows = [
        [f"{p.committed:%Y-%m-%d}", p.commit_id[:12], number(p.value, asked.headline.unit), p.status] for p in points
    ]
    click.echo(table(columns, rows), nl=False)


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path), required=False)
def demo(directory: Path | None) -> None:
    """The sample system: builds its repository and opens it.

    \b
    debtui demo                 in a new temporary directory
    debtui demo /tmp/meridian   there, to keep it
    """
    import tempfile  # 20 ms

    from debtui.demo import build

    place = build(directory or Path(tempfile.mkdtemp(prefix="debtui-demo-")))
    click.echo(f"the sample system is in {place}", err=True)
    _dashboard.callback(place)  # type: ignore[misc]


def _export(kind: str, name: str, section: Any) -> None:
    from debtui.exports.base import Report

    chosen = exporter(kind, None)
    with out(None) as stream:
        chosen.write(Report(name, section.result.moment, [section], version=__version__), stream)


for command in base.found():
    cli.add_command(command)


def main() -> None:
    """Run the command line; every way out has its own exit status."""
    from collectors.errors import DebtError

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except DebtError as error:
        _tell(error.message, error.hint)
        sys.exit(USAGE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has left: nothing more to say
        sys.exit(0)
    except Exception as error:
        if os.environ.get("DEBTUI_DEBUG"):
            raise
        import tempfile

        with tempfile.NamedTemporaryFile(
            "w", prefix="debtui-crash-", suffix=".txt", delete=False, encoding="utf-8"
        ) as report_:
            report_.write(
                f"debtui {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{traceback.format_exc()}"
            )
        _tell(
            f"debtui itself failed: {type(error).__name__}: {error}",
            f"the details are in {report_.name}; please report them",
        )
        sys.exit(CRASH)


def _tell(message: str, hint: str) -> None:
    from debtui.format import safe

    if "--progress" in sys.argv and "json" in sys.argv:
        import json

        print(json.dumps({"event": "error", "message": message, "hint": hint}), file=sys.stderr)
        return
    print(f"debtui: {safe(message)}", file=sys.stderr)
    if hint:
        print(f"  {safe(hint)}", file=sys.stderr)
