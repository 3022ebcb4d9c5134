"""Which way each metric is better: as the settings say, else as its name says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import TYPE_CHECKING

from collectors.spec import Column, Row
from debtui.derived.base import Derived

if TYPE_CHECKING:
    import polars as pl

_NONE = frozenset({
    "lr", "learning", "rate", "epoch", "epochs", "step", "steps", "iteration", "iterations", "count", "num", "n", "size", "rows", "examples",
    "samples", "samples_seen", "norm", "grad", "gradient", "seed", "batch", "weight", "decay", "momentum", "temperature", "timestamp", "system",
    "cpu", "gpu", "memory", "disk", "network", "power", "support", "time",
})  # fmt: skip
_MIN = frozenset({
    "loss", "losses", "error", "errors", "err", "rmse", "mse", "mae", "mape", "smape", "msle", "rmsle", "logloss", "perplexity", "ppl", "wer",
    "cer", "ter", "brier", "ece", "mce", "nll", "bce", "latency", "duration", "runtime", "seconds", "ms", "fpr", "fnr", "fdr", "eer", "hamming",
    "regret", "deviance", "impurity", "divergence", "kl", "gini_loss", "drift", "churn", "bounce", "complaints", "refunds",
})  # fmt: skip
_MAX = frozenset({
    "acc", "accuracy", "auc", "auroc", "auprc", "roc", "prc", "pr", "precision", "recall", "f1", "f2", "fbeta", "fscore", "fmeasure", "r2",
    "ndcg", "dcg", "map", "mrr", "bleu", "rouge", "meteor", "iou", "miou", "dice", "jaccard", "hit", "hits", "tpr", "tnr", "sensitivity",
    "specificity", "kappa", "mcc", "correlation", "spearman", "pearson", "coverage", "lift", "gain", "reward", "return", "score", "ctr",
    "conversion", "revenue", "engagement", "throughput", "top1", "top5", "exact", "match", "em", "ap", "average_precision", "explained",
    "variance", "silhouette",
})  # fmt: skip
# Two words that mean another thing together than each alone.
_PAIRS = {
    ("error", "rate"): "min", ("false", "positive"): "min", ("false", "negative"): "min", ("true", "positive"): "max", ("true", "negative"): "max",
    ("learning", "rate"): "none", ("hit", "rate"): "max", ("click", "rate"): "max", ("conversion", "rate"): "max", ("log", "loss"): "min",
    ("average", "precision"): "max", ("calibration", "error"): "min", ("training", "time"): "none", ("latency", "ms"): "min",
}  # fmt: skip


def goal_of(metric: str) -> str | None:
    """max, min or none (says nothing of quality), by the words of a name; None: they do not tell."""
    words = re.findall(r"[a-z]+\d?|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", metric).lower())
    for pair in pairwise(words):
        if pair in _PAIRS:
            return _PAIRS[pair]
    for known, goal in ((_MIN, "min"), (_MAX, "max"), (_NONE, "none")):
        if not known.isdisjoint(words):
            return goal
    return None


def compute(inputs: Mapping[str, pl.DataFrame]) -> list[Row]:
    """One row per metric."""
    settings = list(inputs["settings"].iter_rows())
    rows: list[Row] = []
    for (metric,) in inputs["metrics"].iter_rows():
        told = next((row for row in settings if fnmatchcase(metric, row[0])), None)
        declared = told[1] if told is not None else None
        goal = declared or goal_of(metric)
        rows.append(
            (
                metric,
                goal,
                "settings" if declared else "name" if goal else None,
                bool(told and told[2]),
                told[3] if told else None,
            )
        )
    return rows


DERIVED = Derived(
    name="metric_at",
    version=2,
    doc="Every metric that runs recorded, and which way it is better.",
    reads=("result_at", "metric_setting"),
    inputs={
        "metrics": "SELECT DISTINCT metric FROM result_at ORDER BY metric",
        "settings": "SELECT pattern, goal, online, role FROM metric_setting ORDER BY position",
    },
    columns=(
        Column("metric", "text", "name"),
        Column("goal", "word", "max, min or none: not judged; null: neither the settings nor its name tell"),
        Column("basis", "word", "settings or name"),
        Column("online", "bool", "measured on live traffic, by the settings"),
        Column(
            "role", "word", "concentration, diversity or influenced, by the settings; null: it tells nothing of a loop"
        ),
    ),
    compute=compute,
)
