"""Rules that watch data, models and services, as files of the repository declare them.

Each module of `collectors/monitors` reads one tool's way to say it. That a rule stands in a file says nothing of whether it runs.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from collectors import monitors
from collectors.dataflow import File
from collectors.spec import Unreadable
from collectors.trees import Tree

Kind = Literal["schema", "range", "drift", "freshness", "volume", "skew", "performance", "bias", "latency", "null", "unique", "other"]  # fmt: skip
LARGEST = 4_000_000
_LONGEST = 300
"""Characters of a threshold that are kept."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is watched. What the declaration does not say is None."""

    line: int
    name: str
    subject: str | None
    """Table, `table.column`, `.column` of a table that is not named, or metrics with a comma between: as the rule names it."""
    kind: Kind
    threshold: str | None
    """As it is written."""
    severity: str | None = None
    owner: str | None = None
    runbook: str | None = None


@dataclass(frozen=True)
class Monitor:
    """How one tool is told what to watch. A module of `collectors/monitors` has one, called MONITOR."""

    languages: frozenset[str]
    needles: tuple[bytes, ...]
    """A file that holds none of these is not read."""
    read: Callable[[File], Iterable[Rule]]
    """Raises Unreadable for a file that is this tool's and cannot be read; yields nothing for one that is not."""


@cache
def tools() -> Mapping[str, Monitor]:
    """Every tool, by the name of its module."""
    found = {}
    for info in sorted(pkgutil.iter_modules(monitors.__path__), key=lambda info: info.name):
        found[info.name] = importlib.import_module(f"{monitors.__name__}.{info.name}").MONITOR
    return found


def read(data: bytes, language: str) -> list[tuple[str, Rule]]:
    """(tool, rule) in the order of the tools and of the file. Raises Unreadable where a tool cannot read its own and no other found any."""
    file = File(data, language)
    found: list[tuple[str, Rule]] = []
    failed: Unreadable | None = None
    for name, tool in tools().items():
        if language in tool.languages and any(needle in data for needle in tool.needles):
            if len(data) > LARGEST:
                raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
            try:
                found.extend((name, rule) for rule in tool.read(file))
            except Unreadable as error:
                failed = error
    if failed and not found:
        raise failed
    return found


_CHECKS: tuple[tuple[str, Kind], ...] = (
    (r"unique_value_count|distinct_values|unique_values_to_be_between|proportion_of_unique", "range"),
    (r"not_null|be_null|not_empty|not_blank|at_least_one|missing|nulls?(_|$)|nans?(_|$)", "null"),
    (r"unique|duplicate", "unique"),
    (r"row_?count|rowcount|number_of_rows|fewer_rows|row_values_to_have_data|volume", "volume"),
    (r"kl_divergence|_ks_|chisquare|parameterized_distribution|drift|psi(_|$)|stability", "drift"),
    (r"recen|fresh|stale", "freshness"),
    (r"columns_to_match|column_to_exist|column_count|of_type|in_type_list|schema|strftime|parseable|json|data_?types?|columns?_type|type_checks", "schema"),
    (r"between|in_set|_list(_|$)|regex|_like_|length|increasing|decreasing|mean|median|stdev|max|min|sum|quantile|most_common|accepted|range|positive|z_scores?", "range"),
)  # fmt: skip
_WORDS: tuple[tuple[Kind, frozenset[str], frozenset[str]], ...] = (
    ("skew", frozenset({"skew"}), frozenset({"clock", "time"})),
    ("drift", frozenset({"drift", "drifted", "psi", "divergence", "stability", "wasserstein"}), frozenset()),
    ("bias", frozenset({"bias", "calibration", "fairness", "parity"}), frozenset()),
    ("performance", frozenset({
        "auc", "roc", "accuracy", "precision", "recall", "f1", "rmse", "mae", "mape", "mse", "logloss", "r2", "ndcg", "rouge", "bleu", "perplexity",
        "classification", "regression",
    }), frozenset()),
    ("null", frozenset({"null", "nulls", "nan", "nans"}), frozenset()),
    ("freshness", frozenset({"fresh", "freshness", "stale", "staleness", "lag", "lagging", "recency", "outdated", "overdue"}), frozenset()),
    ("latency", frozenset({"latency", "duration", "slow", "p50", "p90", "p95", "p99"}), frozenset()),
    ("volume", frozenset({"volume", "rows", "rowcount", "throughput", "traffic", "qps", "rps"}), frozenset({"persistent", "disk", "mount"})),
    ("schema", frozenset({"schema", "dtype"}), frozenset()),
    ("range", frozenset({"range", "outlier", "outliers"}), frozenset()),
)  # fmt: skip
"""Words of a kind, and words beside which they mean something else: the skew of a clock, the volume of a disk."""
_TOKEN = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*")


def kind_of_check(name: str) -> Kind:
    """What a check of data watches, by the name of its kind: `not_null`, `expect_column_values_to_be_between`."""
    return next((kind for pattern, kind in _CHECKS if re.search(pattern, name.lower())), "other")


def kind_of_words(*texts: str | None) -> Kind:
    """What a rule watches, by the words of what people call it; the first text that has any tells."""
    for each in texts:
        words = {word.lower() for word in _TOKEN.findall(each or "")}
        for kind, known, foreign in _WORDS:
            if words & known and not words & foreign:
                return kind
    return "other"


def written(tree: Tree) -> str:
    """A part of a document on one line: `min_value: 0, max_value: 1`; a list in brackets."""
    return " ".join(_written(tree, 0).split())[:_LONGEST]


def _written(tree: Tree, depth: int) -> str:
    if tree.text is not None:
        return tree.text[:_LONGEST]
    if depth > 3:
        return "…"
    if tree.entries:
        inner = ", ".join(f"{name}: {_written(each, depth + 1)}" for name, each in list(tree.entries.items())[:20])
        return f"{{{inner}}}" if depth else inner
    return f"[{', '.join(_written(each, depth + 1) for each in tree.items[:50])}]"


def short(text: str | None) -> str | None:
    """A text on one line, cut; None for an empty one."""
    return " ".join(text[: 2 * _LONGEST].split())[:_LONGEST] or None if text else None
