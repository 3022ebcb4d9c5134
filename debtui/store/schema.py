"""Which tables a store has: those that collectors declare, and the few that the store keeps for itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from collectors.registry import all_sources, analysers
from collectors.spec import Column, Table

SCHEMA_VERSION = 4
"""Raise it when the store's own tables change: an older store is refilled, a newer one is refused."""

TYPES = {
    "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "text": "VARCHAR", "prose": "VARCHAR", "name": "VARCHAR", "key": "VARCHAR",
    "owners": "VARCHAR", "word": "VARCHAR", "path": "VARCHAR", "time": "TIMESTAMP",
    "blob": "INTEGER",
}  # fmt: skip

BLOB = Column("blob", "blob", "the content: the store's number of a git blob, see blob_id")

META = Table("meta", "Facts about this store.", (Column("key", "text", "name"), Column("value", "text", "value")))
BLOB_ID = Table("blob_id", "The number that stands for a git blob in this store.", (
    BLOB, Column("oid", "text", "git object id"),
))  # fmt: skip
FILE_SIZE = Table("file_size", "Size of every blob of the mainline's history; a blob that is missing has no row.", (
    BLOB, Column("bytes", "int", "bytes"), Column("lines", "int", "lines, a last one without line feed included"),
))  # fmt: skip
MISSING = Table("missing_blob", "Blobs that the repository names and does not hold (partial clones).", (BLOB,))
ANALYSED = Table("analysed", "The ledger: which analyser has read which blob as which language, and how it went.", (
    BLOB, Column("language", "text", "language it was read as"), Column("analyser", "text", "table of facts"),
    Column("version", "int", "of the analyser"), Column("status", "text", "ok, failed or skipped"),
    Column("reason", "text", "why not ok"),
))  # fmt: skip
COLLECTED = Table("collected", "The last run of each source.", (
    Column("name", "text", "source"), Column("version", "int", "of the source"),
    Column("state", "text", "what it had seen"), Column("ok", "bool", "whether it ended well"),
    Column("error", "text", "why it did not"), Column("rows", "int", "rows it yielded"),
    Column("seconds", "float", "time it took"),
))  # fmt: skip
PATH_CLASS = Table("path_class", "What each path of the history is, by today's rules.", (
    Column("path", "path", "path in the tree"), Column("language", "text", "by name; empty where the name does not tell"),
    Column("kind", "text", "code, test, ml-config, deployment-config, ci-config, tool-config, data, docs, notebook, lock, "
           "generated, vendored or record (of a run)"),
    Column("component", "text", "part of the system that the path belongs to"),
))  # fmt: skip
DEMAND = Table("demand", "Which analysers read files of a language and a kind.", (
    Column("language", "text", "see path_class"), Column("kind", "text", "see path_class"),
    Column("analyser", "text", "table of facts"),
    Column("by_language", "bool", "the facts differ with the language that one blob is read as"),
))  # fmt: skip
IGNORED_PAIR = Table(
    "ignored_pair",
    "Pairs of globs whose change coupling is meant, from the settings.",
    (Column("a", "text", "glob of one path"), Column("b", "text", "glob of the other")),
)
ASSERTION = Table("assertion", "Facts that the settings assert.", (
    Column("name", "text", "name"), Column("told", "text", "as it is written"),
    Column("violations", "text", "the SELECT whose rows break it"),
))  # fmt: skip
DATA_CLAIM = Table("data_claim", "What the settings say of things in the graph of data, a row for each thing.", (
    Column("kind", "word", "surface, acting, consumer, producer or frozen"), Column("name", "text", "of the surface, consumer or producer"),
    Column("role", "word", "what the thing is to it: shown_by, logs, acts, reads, makes or frozen"), Column("thing", "text", "as it is written"),
    Column("owner", "owners", "who answers for the surface, consumer or producer"),
    Column("principals", "owners", "names of the consumer in logs of accesses"),
    Column("slo", "text", "what was agreed with the consumer or producer"),
    Column("mitigated", "text", "what keeps a surface from teaching a model its own answers"),
    Column("path", "path", "file of the settings"), Column("line", "int", "line there"),
    Column("models", "text", "the models that the agreement with a producer is for, a comma between"),
    Column("most_hours", "float", "how old a producer's data may be, by that agreement"),
))  # fmt: skip
METRIC_SETTING = Table("metric_setting", "What the settings say of metrics.", (
    Column("position", "int", "the first that fits decides"), Column("pattern", "text", "glob of names"),
    Column("goal", "word", "max, min or none: not judged; null: as the name says"), Column("online", "bool", "measured on live traffic"),
    Column("role", "word", "concentration, diversity or influenced: what it tells of a loop; null: nothing"),
))  # fmt: skip
ACTION_SETTING = Table("action_setting", "What the settings say of the actions that models take by themselves.", (
    Column("name", "text", "the action"), Column("most", "float", "what its rate may not reach; null: no limit is declared"),
    Column("metric", "text", "the recorded metric that is its rate"), Column("model", "text", "the model of that metric; null: any"),
    Column("path", "path", "file of the settings"), Column("line", "int", "line there"),
))  # fmt: skip
ACTION_NAME = Table("action_name", "Under which names incidents about an action are recorded.", (
    Column("name", "text", "the action"), Column("called", "text", "a name of it"),
))  # fmt: skip
ALERT_RECEIVER = Table("alert_receiver", "Whom alerts have to reach so that a model's people know of them, by the settings.", (
    Column("model", "text", "the model"), Column("receiver", "text", "as incidents and routes name it"),
    Column("path", "path", "file of the settings"), Column("line", "int", "line there"),
))  # fmt: skip
FILE_SPAN = Table("file_span", "Which blob a path held, from which mainline commit on, until before which.", (
    Column("path", "path", "path in the tree"), BLOB, Column("from_seq", "int", "first commit that had it"),
    Column("to_seq", "int", "first commit that no longer had it; null: still there"), Column("mode", "text", "git's mode"),
))  # fmt: skip
MAINLINE = Table("mainline", "The mainline's commits, aliases of authors joined.", (
    Column("seq", "int", "position, 0 is the oldest"), Column("commit_id", "text", "commit id"),
    Column("committed", "time", "committer date, UTC"), Column("author", "text", "author"),
    Column("subject", "text", "first line of the message"),
))  # fmt: skip
CHANGE = Table("change", "Paths touched by every non-merge commit that the tip reaches, renames followed.", (
    Column("position", "int", "order of landing"), Column("commit_id", "text", "commit id"),
    Column("path", "path", "path after the commit"), Column("old_path", "path", "path before, for renames"),
    Column("status", "text", "A, M, D, R, C or T"), Column("person", "int", "author, see person"),
    Column("committed", "time", "committer date, UTC"),
    Column("landed", "int", "seq of the first mainline commit that reaches it"),
    Column("file", "int", "the same for all paths that one file had: renames are followed"),
    Column("files", "int", "paths that the commit touched"),
))  # fmt: skip
LANDED = Table("landed_commit", "Every commit that the tip reaches, with its author as a person.", (
    Column("position", "int", "order of landing"), Column("commit_id", "text", "commit id"), Column("person", "int", "author"),
    Column("bot", "bool", "the author is a program"), Column("committed", "time", "committer date, UTC"),
    Column("landed", "int", "seq of the first mainline commit that reaches it"), Column("merge", "bool", "several parents"),
    Column("files", "int", "paths touched; 0 for merges"), Column("subject", "text", "first line of the message"),
))  # fmt: skip
CONFIG_SPAN = Table("config_span", "Every value that a setting of ML or deployment configuration ever had on the mainline.", (
    Column("path", "path", "path in the tree"), Column("document", "int", "number of the YAML document, from 0"),
    Column("key", "text", "dotted path of the leaf"), Column("value", "text", "raw text, see config_key"),
    Column("type", "text", "see config_key"), Column("from_seq", "int", "first commit with this value"),
    Column("to_seq", "int", "first commit without it; null: still there"),
))  # fmt: skip
TREND_POINT = Table("trend_point", "Headlines of measures at stored moments.", (
    Column("measure", "text", "measure"), Column("rules_digest", "text", "rules they were computed by"),
    Column("seq", "int", "moment"), Column("value", "float", "headline; null where not measured"),
    Column("status", "text", "measured, unavailable or failed"),
))  # fmt: skip
JUDGEMENT = Table("judgement", "What each measure says at the newest commit: for the gate, which evaluates nothing that stands here.", (
    Column("measure", "text", "measure"), Column("rules_digest", "text", "rules it was judged by"),
    Column("commit_id", "text", "the commit"), Column("status", "text", "measured, unavailable or failed"),
    Column("value", "float", "headline; null where not measured"), Column("total_rows", "int", "rows of evidence"),
    Column("unread_files", "int", "files that it should have read and could not"),
    Column("reason", "text", "why it is not measured"), Column("hint", "text", "what would help"),
    Column("counts", "text", "rows by severity, as JSON"),
))  # fmt: skip
FINDING = Table("finding", "Rows of judgements that ask for attention.", (
    Column("measure", "text", "measure"), Column("place", "int", "worst first, from 0"),
    Column("subject", "text", "what it is about"), Column("path", "path", "path in the tree"), Column("line", "int", "line there"),
    Column("value", "float", "in the measure's unit"), Column("explanation", "prose", "one sentence"),
    Column("severity", "text", "fail or warn; none where rows have no limit"), Column("fingerprint", "text", "identity over time"),
    Column("owner", "owners", "whose it is"), Column("owner_basis", "text", "says who"),
))  # fmt: skip
DERIVED_CACHE = Table("derived_cache", "Which derived tables are stored for which moment.", (
    Column("name", "text", "derived table"), Column("digest", "text", "of its code and its moment"), Column("seq", "int", "moment"),
))  # fmt: skip

KEPT = (
    META,
    BLOB_ID,
    FILE_SIZE,
    MISSING,
    ANALYSED,
    COLLECTED,
    PATH_CLASS,
    DEMAND,
    IGNORED_PAIR,
    ASSERTION,
    DATA_CLAIM,
    METRIC_SETTING,
    ACTION_SETTING,
    ACTION_NAME,
    ALERT_RECEIVER,
    TREND_POINT,
    JUDGEMENT,
    FINDING,
    DERIVED_CACHE,
)
SETTLED = (FILE_SPAN, MAINLINE, CHANGE, LANDED, CONFIG_SPAN)
"""Made from what the sources yield, by `tables/<name>.sql`, whenever that has changed."""


def fact_tables() -> dict[str, Table]:
    """Tables of the blob analysers, with the column that the store adds."""
    return {a.name: Table(a.table.name, a.table.doc, (BLOB, *a.table.columns)) for a in analysers()}


def source_tables() -> dict[str, Table]:
    """Tables of the sources."""
    return {table.name: table for source in all_sources() for table in source.tables}


def all_tables() -> dict[str, Table]:
    """Every table of a store, by name."""
    own = {table.name: table for table in (*KEPT, *SETTLED)}
    return own | source_tables() | fact_tables()


def create(table: Table) -> str:
    """The statement that makes a table where it does not exist."""
    columns = ", ".join(f'"{column.name}" {TYPES[column.type]}' for column in table.columns)
    return f'CREATE TABLE IF NOT EXISTS "{table.name}" ({columns})'


def settled_sql() -> Iterable[tuple[str, str]]:
    """(name, SELECT) of every settled table."""
    return _sql_files("tables")


def view_sql() -> Iterable[tuple[str, str]]:
    """(name, SELECT) of every as-of view."""
    return _sql_files("views")


@cache
def _sql_files(folder: str) -> list[tuple[str, str]]:
    place = files("debtui.store") / folder
    found = [
        (item.name.removesuffix(".sql"), item.read_text("utf-8"))
        for item in place.iterdir()
        if item.name.endswith(".sql")
    ]
    return sorted((name, sql.strip().rstrip(";")) for name, sql in found)
