"""What a file declares to be watched: alerts, dashboards, tests of data."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import monitoring
from collectors.monitoring import Rule
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "monitor_rule",
    "One row per rule that watches data, a model or a service, as a file declares it; whether it runs, the file does not say.",
    (
        Column("tool", "word", "the tool whose way of saying it is"),
        Column("name", "text", "the rule"),
        Column("subject", "text", "table, table.column, .column of a table that is not named, or metrics: as the rule names it; null: it does not"),
        Column("kind", "word", "schema, range, drift, freshness, volume, skew, performance, bias, latency, null, unique or other: by names"),
        Column("threshold", "text", "what it is held against, as written; null: nothing is said"),
        Column("severity", "text", "how bad it is, in the tool's words"),
        Column("owner", "owners", "who answers for it"),
        Column("runbook", "text", "what to do, as a location"),
        Column("line", "int", "line"),
    ),
)  # fmt: skip


def analyse(form: list[tuple[str, Rule]]) -> Iterator[Row]:
    """Rows in the order in which they were found."""
    for tool, rule in form:
        yield (
            tool,
            rule.name,
            rule.subject,
            rule.kind,
            rule.threshold,
            rule.severity,
            rule.owner,
            rule.runbook,
            rule.line,
        )


_TOOLS = monitoring.tools().values()
COLLECTOR = BlobAnalyser(
    TABLE,
    version=1,
    form="monitoring",
    analyse=analyse,
    languages=frozenset().union(*(tool.languages for tool in _TOOLS)),
    kinds=frozenset({"code", "notebook", "ml-config", "deployment-config", "data", "tool-config"}),
    needles=tuple(needle for tool in _TOOLS for needle in tool.needles),
)
