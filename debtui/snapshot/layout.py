"""The layout of a snapshot (docs/snapshot.md): its members, their columns, and how large any of it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from collectors.errors import DebtError

FORMAT = "debtui snapshot"
LAYOUT = 1
"""Raise it when a member or a column changes: a newer layout than the reader's is refused."""

MANIFEST = "manifest.json"
MEASURES = "measures.json"
REPORT = "report.json"
MAINLINE = "mainline.parquet"
TREND = "trend_point.parquet"
EVIDENCE = "evidence.parquet"
CODE = "code.parquet"
VIEWS = "views/"

MOST_MEMBERS = 100
MOST_BYTES = 512_000_000
"""Of the file. Members are stored as they are, so none of them can be larger."""
MOST_JSON = 32_000_000
"""Bytes of a member of JSON."""
MOST_ROWS = 10_000_000
"""Of one member. Parquet says how many there are before any is read."""
MOST_TEXT = 1_000_000_000
"""Bytes of all texts of a member, unpacked: Parquet can repeat a long one in no room."""

NODE_KINDS = frozenset({
    "source", "file", "table", "topic", "api", "dataset", "job", "view", "feature", "model", "output", "surface", "service", "consumer",
})  # fmt: skip
SEVERITIES = frozenset({"ok", "warn", "fail", "none"})
STATUSES = frozenset({"measured", "unavailable", "failed"})


@dataclass(frozen=True)
class Field:
    """A column of a member."""

    kind: str
    """text, int, float, bool or time (UTC)."""
    given: bool
    """Whether every row has a value."""


def _fields(told: str) -> Mapping[str, Field]:
    """Columns by name, from `name`, `name:kind` and `name!:kind`; `!`: no row without a value; without a kind: text."""
    columns = {}
    for word in told.split():
        name, _, kind = word.partition(":")
        columns[name.removesuffix("!")] = Field(kind or "text", name.endswith("!"))
    return columns


COLUMNS: Mapping[str, Mapping[str, Field]] = {name: _fields(told) for name, told in {
    MAINLINE: "seq!:int commit_id! committed!:time author! subject!",
    TREND: "measure! seq!:int value:float status!",
    EVIDENCE: "measure! catalogue! position!:int subject! path line:int value:float unit! severity! explanation! owner owner_basis! fingerprint! accepted extra!",
    CODE: "path! line!:int text!",
    "views/flag_life_at.parquet": "key! mechanism! language switch:bool alive!:bool places!:int files!:int path line:int first_seq!:int introduced!:time changed_seq!:int changed!:time gone_seq:int gone:time stale_since:time life_days!:int unchanged_days!:int stale_days:int",
    "views/flag_history_at.parquet": "key! mechanism! sure:bool language files!:int alive!:bool first_seq!:int introduced!:time changed_seq!:int changed!:time gone_seq:int gone:time life_days!:int",
    "views/flag_place_at.parquet": "key! path! line:int role! mechanism language kind! boolean:bool default branch_lines:int uses:int",
    "views/flag_mention_at.parquet": "key! mechanism path! language from_seq!:int to_seq:int",
    "views/flag_survival_at.parquet": "age_days!:int at_risk!:int removed!:int censored!:int survival!:float lower:float upper:float",
    "views/flag_quarter_at.parquet": "quarter!:time added!:int removed!:int inventory!:int removal_lag:float median_life_of_removed:float keys",
    "views/data_node_at.parquet": "node! kind! name! path line:int declared!:bool tools location owner description freshness tests:int pin frozen:bool access contract:bool edges_in:int edges_out:int depth!:int cycle!:int models:int",
    "views/data_edge_at.parquet": "source! target! how! path line:int tool pin recorded:bool",
    "views/data_opaque_at.parquet": "path! line:int tool what",
    "views/data_edge_age_at.parquet": "source! target! how! first_seq!:int first_commit! first_committed!:time gone_seq:int gone_commit gone_committed:time basis!",
    "views/module_at.parquet": "path! module! package root component! language",
    "views/import_edge_at.parquet": "importer! imported! line!:int type_checking!:bool lazy!:bool",
    "views/reach_at.parquet": "path! modules!:int reach:float reach_typing:float cycle_size!:int cycle_size_typing!:int cycle line:int knot cut cut_path cut_line:int cut_frees:int",
    "views/release_at.parquet": "model! version! released!:time run commit_id stage rolled_back:time file basis seq:int number!:int previous previous_run previous_seq:int previous_released:time",
    "views/release_content_at.parquet": "model! number!:int version previous file released:time seq:int previous_seq:int commits:int files:int settings:int params:int inputs:int features:int classes:int",
    "views/release_change_at.parquet": "model! number!:int metric! slice! value_before!:float value_after!:float examples:int goal spread:float basis score:float p_worse:float q_worse:float verdict!",
    "views/detectable_at.parquet": "model! metric! slice! spread:float basis one_run:float five_runs:float runs_needed:int",
    "views/check_result_at.parquet": "file tool subject! name kind! status! recorded:time value:float bound:float seconds:float invocation",
    "views/bias_change_at.parquet": "file model! recorded!:time slice examples:int mean_prediction:float mean_label:float bias:float ratio:float score:float q:float biased:bool",
    "views/drift_at.parquet": "file dataset feature! recorded!:time reference:time psi:float examples:float p:float q:float drifted:bool",
    "views/feature_pair_at.parquet": "file recorded!:time dataset first! second! correlation:float examples:int label:bool",
    "views/feature_stat_at.parquet": "file recorded!:time dataset feature! examples:int null_share:float mean:float spread:float median:float distinct_values:int newest:time",
    "views/path_class.parquet": "path! component!",
}.items()}  # fmt: skip
"""Of every member of Parquet."""

ALWAYS = (MANIFEST, MEASURES, REPORT, MAINLINE, TREND, EVIDENCE)
"""Members without which a file is no snapshot."""
NAMES = frozenset({MANIFEST, MEASURES, REPORT, *COLUMNS})
"""What a member may be called; no name leads anywhere, for nothing is written to a path that a file names."""


def view_member(view: str) -> str:
    """The member that holds a view."""
    return f"{VIEWS}{view}.parquet"


def views() -> Mapping[str, Mapping[str, Field]]:
    """Columns of every view that a snapshot may hold, by its name."""
    return {
        name.removeprefix(VIEWS).removesuffix(".parquet"): fields
        for name, fields in COLUMNS.items()
        if name.startswith(VIEWS)
    }


def refused(reason: str) -> DebtError:
    """The file is not shown: it is damaged, or something else than debtui wrote it."""
    return DebtError(
        f"the file is refused as a snapshot: {reason}", "ask for it again, or write it anew with `debtui snapshot`"
    )
