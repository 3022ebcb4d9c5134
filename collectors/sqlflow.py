"""Which tables SQL reads and writes, by sqlglot. The dialect is not known: each statement is tried in a few.

What is common to a temporary table, to a CTE and to a table function: they are no tables of the flow.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from collectors.dataflow import THIS, Found, Link, Opaque, Ref, Thing

if TYPE_CHECKING:
    from sqlglot import exp

HOLE = "hole__"
"""Stands in a statement where a template or a program puts something in."""
LONGEST = 200_000
"""Characters of SQL that are read of one file."""
MOST = 2_000
"""Statements of one file."""
_BUDGET = 2 * LONGEST
"""Characters that are parsed of one file, each dialect counted: about 90,000 of them take a second."""
_DIALECTS = (None, "postgres", "bigquery", "snowflake", "spark", "duckdb", "redshift", "tsql", "mysql")
_TOKEN = re.compile(
    r"--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*(?:'|\Z)|\"[^\"]*(?:\"|\Z)|`[^`]*(?:`|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)|;",
    re.DOTALL,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?(?:\*/|\Z)|\()*", re.DOTALL)
_VERB = re.compile(r"[A-Za-z]+")
_ASKS = {
    "SELECT",
    "WITH",
    "INSERT",
    "REPLACE",
    "MERGE",
    "UPDATE",
    "DELETE",
    "COPY",
    "UNLOAD",
    "LOAD",
    "EXPORT",
    "FROM",
    "CACHE",
}
_CREATES = re.compile(
    r"CREATE\s+(?:OR\s+\w+\s+)?(?:\w+\s+){0,3}?(?P<what>TABLE|VIEW|FUNCTION|PROCEDURE|PROC|TRIGGER)\b", re.IGNORECASE
)
_RUNS = {"CALL", "EXEC", "EXECUTE"}
_UNLOAD = re.compile(
    r"UNLOAD\s*\(\s*(?:'(?P<quoted>(?:[^']|'')*)'|\$\$(?P<dollar>.*?)\$\$)\s*\)\s*TO\s*'(?P<to>[^']*)'",
    re.IGNORECASE | re.DOTALL,
)
_FORMATS = {"parquet", "csv", "json", "delta", "orc", "text", "avro"}
_PATH = re.compile(r"[/\\]|^@|\.(csv|tsv|parquet|json|jsonl|ndjson|xlsx|arrow|feather)(\.\w+)?$", re.IGNORECASE)
_READERS = re.compile(r"^(read_\w+|\w+_scan)$", re.IGNORECASE)
_OF_THE_SYSTEM = {"information_schema", "pg_catalog", "performance_schema", "sys", "dual", "sqlite_master", "sqlite_schema", "stdin", "stdout"}  # fmt: skip

_PREFIXES = ("#", "pg_", "stl_", "stv_", "svl_", "svv_")
"""Of temporary tables, and of Postgres' and Redshift's own."""


class Statement(NamedTuple):
    """A statement, its first word in capitals, and the line it begins on."""

    text: str
    verb: str
    line: int


@dataclass
class Reader:
    """Reads statements of one file: what is temporary in one is known in the next, and what was told is not told again."""

    temporary: set[str] = field(default_factory=set)
    """Names, in lower case, that are no tables."""
    _told: set[tuple[Ref, bool]] = field(default_factory=set)
    _left: int = _BUDGET
    _statements: int = 0
    _dialect: str | None = None
    _over: bool = False

    def read(self, sql: str, line: int = 1) -> Iterator[Found]:
        """What some SQL reads and writes, told of the file that holds it; `line` is where it begins."""
        body = 0
        for statement in statements(sql):
            at = line + statement.line - 1
            if self._over:
                return
            self._statements += 1
            if self._statements > MOST or len(statement.text) > self._left:
                self._over = True
                limit = f"{MOST:,} statements" if self._statements > MOST else f"{LONGEST:,} characters"
                yield Opaque(at, "SQL", f"cut off here: more than {limit} are not read")
                return
            creates = _CREATES.match(statement.text) if statement.verb == "CREATE" else None
            if creates and creates.group("what").upper() not in {"TABLE", "VIEW"}:
                body = "$" not in statement.text and bool(re.search(r"\bBEGIN\b", statement.text, re.IGNORECASE))
                yield Opaque(at, f"CREATE {creates.group('what').upper()}", "what its body does is not read")
            elif body:
                body = statement.verb != "END"
            elif statement.verb in _RUNS:
                yield Opaque(at, statement.verb, "what a procedure reads and writes stands elsewhere")
            elif creates or statement.verb in _ASKS:
                yield from self._one(statement, at)

    def _one(self, statement: Statement, line: int) -> Iterator[Found]:
        unload = _UNLOAD.match(statement.text)
        if unload:
            inner = (unload.group("quoted") or "").replace("''", "'") or unload.group("dollar") or ""
            yield from self.read(inner, line)
            yield from self._tell(Ref("file", unload.group("to")), True, line)
            return
        parsed = self._parsed(statement)
        if isinstance(parsed, str):
            yield Opaque(line, f"SQL {statement.verb}", parsed.replace(HOLE, "…"))
            return
        for said in _Walk(parsed, self.temporary).said():
            at = line + (said.line or 1) - 1
            if said.fault:
                yield Opaque(at, f"SQL {statement.verb}", said.fault)
            elif said.ref and said.declared and HOLE not in said.ref.name:
                yield Thing(at, said.ref, location=said.location)
            elif said.ref:
                yield from self._tell(said.ref, said.writes, at)

    def _tell(self, ref: Ref, writes: bool, line: int) -> Iterator[Found]:
        if HOLE in ref.name:
            yield Opaque(line, "SQL", f"the name is put together: {ref.name.replace(HOLE, '…')}"[:200])
        elif (ref, writes) not in self._told:
            self._told.add((ref, writes))
            yield Link(line, THIS, ref, "writes") if writes else Link(line, ref, THIS, "reads")

    def _parsed(self, statement: Statement) -> exp.Expression | str:
        """The tree, or why there is none. The dialect that could read the last statement is asked first."""
        import sqlglot
        from sqlglot import exp
        from sqlglot.errors import SqlglotError

        logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
        fault = ""
        for dialect in dict.fromkeys((self._dialect, *_DIALECTS)):
            if len(statement.text) > self._left:
                break
            self._left -= len(statement.text)
            try:
                tree: Any = sqlglot.parse_one(statement.text, dialect=dialect)
            except RecursionError:
                return "nested too deeply"
            except SqlglotError as error:
                fault = fault or " ".join(re.sub(r"\x1b\[\d*m", "", str(error)).split())
                continue
            except Exception as error:  # a parser's own failure on a statement it cannot read
                fault = fault or type(error).__name__
                continue
            if not isinstance(tree, exp.Command | exp.Alias):
                self._dialect = dialect
                return tree  # type: ignore[no-any-return]
        return f"does not parse: {fault or 'no dialect knows it'}"[:200]


def statements(sql: str) -> Iterator[Statement]:
    """The statements of a text; comments before one are not part of it."""
    start, line, counted = 0, 1, 0
    ends = [found.start() for found in _TOKEN.finditer(sql) if found.group() == ";"]
    for end in [*ends, len(sql)]:
        leading = _LEADING.match(sql, start, end)
        begins = leading.end() if leading else start
        verb = _VERB.match(sql, begins, end)
        if verb:
            line += sql.count("\n", counted, begins)
            counted = begins
            opened = _COMMENT.sub("", sql[start:begins]).count("(")
            text = "(" * opened + sql[begins:end]
            yield Statement(text, verb.group().upper(), line)
        start = end + 1


class _Said(NamedTuple):
    ref: Ref | None
    writes: bool = False
    line: int | None = None
    fault: str = ""
    declared: bool = False
    location: Ref | None = None


class _Walk:
    """One statement's tree, walked once."""

    def __init__(self, tree: exp.Expression, temporary: set[str]) -> None:
        self._tree, self._temporary = tree, temporary
        self._targets: dict[int, bool] = {}
        """Tables that are written, by identity; whether they are temporary."""
        self._aliases: dict[str, exp.Expression] = {}

    def said(self) -> Iterator[_Said]:
        """Tables and files in the order of the text, those that are written last."""
        from sqlglot import exp

        tree = self._tree
        declared = isinstance(tree, exp.Create) and not tree.expression and not tree.args.get("clone")
        written = list(self._written())
        tables = list(self._tables())
        for table, _ in tables:
            if table.alias:
                self._aliases[table.alias.lower()] = table
        for table, seen in tables:
            if not any(table is each for each in written):
                yield from self._read(table, seen)
        yield from self._files()
        for table in written:
            target = (
                self._aliases.get(table.name.lower(), table) if isinstance(tree, exp.Update | exp.Delete) else table
            )
            for said in _named(target):
                if self._is_temporary(table):
                    self._temporary.add(table.name.lower())
                elif not (said.ref and self._hidden(target, frozenset())):
                    yield said._replace(writes=True, declared=declared, location=_stored(tree) if declared else None)

    def _written(self) -> Iterator[Any]:
        from sqlglot import exp

        tree = self._tree
        target: Any = None
        if isinstance(
            tree, exp.Create | exp.Insert | exp.Merge | exp.Update | exp.Delete | exp.LoadData | exp.Cache
        ) or (isinstance(tree, exp.Copy) and tree.args.get("kind")):
            target = tree.this
        elif isinstance(tree, exp.Select) and tree.args.get("into"):
            target = tree.args["into"].this
        if isinstance(target, exp.Schema):
            target = target.this
        if isinstance(target, exp.Table):
            yield target

    def _is_temporary(self, table: Any) -> bool:
        from sqlglot import exp

        tree = self._tree
        if table.name.startswith("#") or isinstance(tree, exp.Cache):
            return True
        if table.this and table.this.args.get("temporary"):
            return True
        if isinstance(tree, exp.Select):
            return bool(tree.args["into"].args.get("temporary"))
        kept = tree.args.get("properties") if isinstance(tree, exp.Create) else None
        return any(isinstance(each, exp.TemporaryProperty) for each in (kept.expressions if kept else ()))

    def _tables(self) -> Iterator[tuple[Any, frozenset[str]]]:
        """Every table of the tree, with the names of the CTEs that can be seen from there."""
        from sqlglot import exp

        todo: list[tuple[Any, frozenset[str]]] = [(self._tree, frozenset())]
        while todo:
            node, seen = todo.pop()
            if isinstance(node, exp.Table):
                yield node, seen
            below: list[tuple[Any, frozenset[str]]] = []
            within = node.args.get("with_")
            if within:
                for cte in within.expressions:
                    name = frozenset({cte.alias.lower()})
                    below.append((cte.this, seen | name if within.args.get("recursive") else seen))
                    seen = seen | name
            below += [(child, seen) for child in node.iter_expressions() if child is not within]
            todo += reversed(below)

    def _read(self, table: Any, seen: frozenset[str]) -> Iterator[_Said]:
        if not self._hidden(table, seen):
            yield from _named(table)

    def _hidden(self, table: Any, seen: frozenset[str]) -> bool:
        """A CTE, a temporary table, a table of the system, or a column that is unnested: `FROM t, t.items`."""
        name, above = table.name.lower(), table.db.lower()
        if not above:
            return name in seen or name in self._temporary or name.startswith(_PREFIXES) or name in _OF_THE_SYSTEM
        if not table.catalog and above in self._aliases and self._aliases[above] is not table:
            return True
        return not _OF_THE_SYSTEM.isdisjoint({name, above, table.catalog.lower()} - {"dual"})

    def _files(self) -> Iterator[_Said]:
        """Locations that a statement copies from or to."""
        from sqlglot import exp

        tree = self._tree
        if isinstance(tree, exp.Copy):
            for each in tree.args.get("files") or ():
                if isinstance(each, exp.Literal):
                    yield _Said(Ref("file", each.name), not tree.args.get("kind"))
        elif isinstance(tree, exp.LoadData) and tree.args.get("inpath"):
            yield _Said(Ref("file", tree.args["inpath"].name))
        elif isinstance(tree, exp.Export):
            for each in tree.find_all(exp.Property):
                if each.name.lower() == "uri":
                    yield _Said(Ref("file", each.args["value"].name), True)
        elif isinstance(tree, exp.Insert) and isinstance(tree.this, exp.Directory):
            yield _Said(Ref("file", tree.this.this.name), True)


def _named(table: Any) -> Iterator[_Said]:
    """What a table in a statement names: a table, files, nothing (a function), or something that is computed."""
    from sqlglot import exp

    this = table.this
    line = this.meta.get("line") if this is not None else None
    if isinstance(this, exp.Identifier):
        name = this.name
        if (table.db.lower() in _FORMATS and _PATH.search(name)) or (
            not table.db and _PATH.search(name) and HOLE not in name
        ):
            yield _Said(Ref("file", name), line=line)
        elif name:
            yield _Said(Ref("table", ".".join(part for part in (table.catalog, table.db, name) if part)), line=line)
    elif isinstance(this, exp.Literal | exp.Var):
        yield _Said(Ref("file", this.name), line=line)
    elif isinstance(this, exp.DynamicIdentifier):
        yield _Said(None, line=line, fault=f"the name is computed: {this.sql()}"[:200])
    elif isinstance(this, exp.ReadCSV | exp.ReadParquet) or (
        isinstance(this, exp.Anonymous) and _READERS.match(this.name)
    ):
        paths = [
            each.name
            for each in this.find_all(exp.Literal)
            if each.is_string and isinstance(each.parent, exp.Array | exp.Func)
        ]
        yield from (_Said(Ref("file", path), line=line) for path in paths)
        if not paths:
            yield _Said(None, line=line, fault=f"the path is computed: {this.sql()}"[:200])


def _stored(tree: exp.Expression) -> Ref | None:
    from sqlglot import exp

    place = tree.find(exp.LocationProperty)
    return (
        Ref("file", place.this.name) if place is not None and place.this.name and HOLE not in place.this.name else None
    )
