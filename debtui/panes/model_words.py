"""How the Models pane says what is recorded of models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from debtui.panes.model_facts import Cell, Metric, Models, Release, Watch
from debtui.widgets.heat_map import Band
from debtui.widgets.marks import mark, number
from debtui.widgets.prose import DIM, text
from debtui.widgets.spark import spark
from debtui.widgets.virtual_table import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

VIEWS = ("releases", "metrics", "watched")
_HEADS = {
    "releases": "what each release did to each metric",
    "metrics": "what each metric can tell",
    "watched": "what watches over the models",
}
_SIGNS: Mapping[str, tuple[str, str]] = {
    "better": ("+", "mark--better"), "worse": ("−", "mark--worse"), "within noise": ("·", "line--dim"),
}  # fmt: skip
_UNKNOWN = ("?", "line--dim")
_NONE = (" ", "line--dim")
_LEGEND = "+ better − worse · noise ? unknown"


def bands(models: Models, metrics: Sequence[Metric]) -> list[Band]:
    """Per model a heading and a row per metric; a sign per release."""
    found: list[Band] = []
    for model, releases in models.releases.items():
        of_it = [metric for metric in metrics if metric.model == model]
        if not of_it:
            continue
        back = sum(one.rolled_back is not None for one in releases)
        told = f"{len(releases)} releases since {releases[0].released:%Y-%m-%d}" + (
            f", {back} taken back" if back else ""
        )
        found.append(Band(f"{model or 'a model without a name'}  {told}"))
        names = [one.version + ("  taken back" if one.rolled_back else "") for one in releases]
        for metric in of_it:
            signs = [sign(metric.cells.get(one.number)) for one in releases]
            found.append(Band(metric.name, signs, names, metric))
    return found


def sign(cell: Cell | None) -> tuple[str, str]:
    """What a release did, in one sign with its style."""
    return _NONE if cell is None else _SIGNS.get(cell.verdict, _UNKNOWN)


def about_cell(metric: Metric, release: Release) -> list[str]:
    """What is known of one sign of the map."""
    cell = metric.cells.get(release.number)
    if cell is None:
        did = (
            "no value in this release and the one before it"
            if release.previous
            else "the first release: nothing to hold it against"
        )
    else:
        times = f", {abs(cell.score):.1f} times its noise" if cell.score is not None else ""
        did = f"{number(cell.was)} → {number(cell.now)}: {cell.verdict}{times}"
    content = (
        f"{release.commits:,} commits in {release.files:,} files since {release.previous}; "
        if release.commits is not None and release.files is not None
        else ""
    )
    gate = f"check before it: {release.gate}" if release.gate else "no check before it is recorded"
    back = f"; taken back on {release.rolled_back:%Y-%m-%d}" if release.rolled_back else ""
    cause = "   enter: what may have caused it" if release.run and release.previous_run else ""
    return [
        f"{release.model} {release.version}, {release.released:%Y-%m-%d}  {metric.name} {did}",
        f"{content}{gate}{back}{cause}",
    ]


def about_row(row: Metric | Watch) -> list[str]:
    """What is known of a line of the other two views."""
    if isinstance(row, Watch):
        return [
            f"{row.measure.title}: {row.row.explanation}",
            f"{row.measure.catalogue}   {row.row.path or ''}   enter: all rows of the measure",
        ]
    needed = (
        f"; its releases move it so little that {row.runs_needed} runs on each side would show it"
        if row.runs_needed
        else ""
    )
    noise = f"one run spreads by {number(row.spread)} ({row.basis}); a change below {number(row.one_run)} cannot be told from one run before and one after{needed}"
    unknown = "its noise is not known: three runs of one configuration with other seeds would tell it"
    way = {"max": "higher is better", "min": "lower is better"}.get(
        row.goal or "", "which way it is better is not known: [metrics] in debtui.toml"
    )
    return [f"{row.model}: {row.name}, {way}", noise if row.spread is not None else unknown]


def columns(view: str, room: int) -> list[Column]:
    """Of the list of metrics, or of what is watched."""
    line = max(min(room // 4, 30), 8)
    if view == "watched":
        return [
            Column(
                "",
                "",
                8 if room >= 90 else 1,
                lambda one: mark(one.row.severity) if room >= 90 else mark(one.row.severity)[0],
                lambda one: f"mark--{one.row.severity}",
            ),
            Column("", "what", -2, lambda one: one.row.subject),
            Column("", "its past", line, lambda one: spark(one.past, line)),
            Column("", "says", -3, lambda one: one.row.explanation, lambda one: "line--dim"),
        ]
    return [
        Column("", "model", -1, lambda one: one.model, lambda one: "line--dim"),
        Column("", "metric", -2, lambda one: one.name),
        Column("", "releases", line, lambda one: spark(one.values, line)),
        Column("", "newest", 9, lambda one: number(one.values[-1]), right=True),
        Column("", "noise ±", 9, lambda one: number(one.spread), lambda one: "line--dim", True),
        Column("", "told from", 9, lambda one: number(one.one_run), right=True),
        *([Column("", "runs", 5, lambda one: number(one.runs_needed), right=True)] if room >= 80 else []),
    ]


def head(view: str, models: Models | None, shown: int, words: str) -> Content:
    """One line above the list."""
    if models is None or not (models.releases or models.watched):
        return text(" Models", "bold")
    count = f"{shown:,} {'subjects' if view == 'watched' else 'metrics of ' + format(len(models.releases), ',') + ' models'}"
    filtered = f"  filter {words!r}" if words else ""
    legend = f"   {_LEGEND}" if view == "releases" else ""
    return Content.assemble(text(f" {_HEADS[view]}", "bold"), text(f"  {count}{filtered}{legend}", DIM))


def nothing(view: str, models: Models | None) -> tuple[str, str, str]:
    """Title, sentence and hint where there is nothing to list."""
    if models is not None and models.releases and view != "watched":
        return (
            "◌ No metric of two releases", "Releases are recorded, and no run behind two of them has a metric in common.",
            "name the runs of releases: a table of model, version, released, run under the exports",
        )  # fmt: skip
    if view == "watched":
        return (
            "◌ Nothing is recorded that watches over models",
            "Statistics of features, bias of predictions, ages of tables, results of tests and steps are read from exports.",
            "debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml; v shows the releases",
        )  # fmt: skip
    return (
        "◌ No releases of models are recorded",
        "They are read from trackers' own stores, and from plain tables: model, version, released, run; and run, metric, value.",
        "debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml",
    )  # fmt: skip
