"""SQL: files, and texts in Python that are statements. The tables that they read and write are told of the file that holds them.

A file that only selects is a job that reads. SQL that dbt templates is dbt's. A placeholder in a table's name is opaque; elsewhere
it stands for a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from collectors import jinja, sqlflow
from collectors.dataflow import File, Found, Opaque, Pipeline
from collectors.forms import python
from collectors.pipelines.dbt import is_dbt
from collectors.sqlflow import HOLE

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_PLACEHOLDER = re.compile(r"\$\{[^{}\n]{0,200}\}|\{[\w.!:\[\]'\"]{0,100}\}|%\(\w{1,60}\)s|%s")
# Lines that are for the client and no SQL: psql's, T-SQL's batches, and the data of a dump between COPY and \.
_CLIENT = re.compile(r"^\\(?!\.$)[^\n]*$|^[ \t]*DELIMITER\b[^\n]*$", re.MULTILINE | re.IGNORECASE)
_BATCH = re.compile(r"^[ \t]*GO[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_DUMPED = re.compile(
    r"^(COPY\b[^\n;]{0,500}\bFROM\s+stdin[^\n;]{0,200};)\n(.*?)(?:^\\\.$|\Z)", re.MULTILINE | re.IGNORECASE | re.DOTALL
)

# A quick look at a whole program: most have none.
_LIKELY = re.compile(
    rb"\b(?:select\s|insert\s+(?:into|overwrite)|merge\s+into|delete\s+from|create\s+(?:\w+\s+){0,4}(?:table|view)|unload\s*\("
    rb"|copy\s|with\s+\w+\s+as\s*\(|update\s+\S{1,200}\s+set|load\s+data|read_sql|read_gbq)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?>\s+|--[^\n]*\n|/\*.*?\*/|\()*+(?:SELECT\b.+?\bFROM\b|INSERT\s+(?:INTO|OVERWRITE)\b|MERGE\s+INTO\b|DELETE\s+FROM\s+\S"
    r"|WITH\s+(?:RECURSIVE\s+)?\S+\s+AS\s*\(|UPDATE\s+\S+\s+SET\b|COPY\s++(?:INTO\s++)?\S++.*?\b(?:FROM|TO)\b|UNLOAD\s*\(|LOAD\s+DATA\b"
    r"|CREATE\s+(?:OR\s+\w+\s+)?(?:\w+\s+){0,3}?(?:TABLE|VIEW)\b)",
    re.IGNORECASE | re.DOTALL,
)
_SHOUTED = re.compile(r"(?>\s+|--[^\n]*\n|/\*.*?\*/|\()*+[A-Z]{4,}\b", re.DOTALL)
_TAKES_SQL = re.compile(
    r"sql|query|execute|read_gbq|read_database|^text$|^fetch(all|one|row|val)?$|statement|stmt|ddl", re.IGNORECASE
)
_READS_SQL = re.compile(
    r"(^|\.)(read_sql|read_sql_query|read_gbq)$|(^|\.)spark\.sql$|(^|\.)(cur|cursor|conn|con|connection|engine)\.(execute|executemany)$",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(r"temp(orary)?_?(view|table)$|^register$", re.IGNORECASE)
_ON_FRAMES = re.compile(rb"\b(duckdb|pandasql|sqldf|SQLContext|pl\.sql)\b")
_ASSIGNED = re.compile(r"^[ \t]*(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_MOST_JOINED = 500
_ESCAPE = re.compile(r"\\(\r?\n|.)", re.DOTALL)


def read(file: File) -> Iterator[Found]:
    """Tables that a file reads and writes."""
    if file.language == "SQL":
        yield from _sql(file.text)
    elif _LIKELY.search(file.data):
        yield from _python(file)


def _sql(text: str) -> Iterator[Found]:
    if "{%" in text or "{{" in text:
        if is_dbt(text):
            return
        lines = jinja.Lines(text)
        for part in jinja.parts(text):
            if part.kind == "statement":
                yield Opaque(lines.of(part.start), "SQL", f"made by a template: {part.inner}"[:200])
                return
            if part.kind == "expression" and not _quoted(text, part):
                yield Opaque(lines.of(part.start), "SQL", f"what a template puts in is not known: {part.inner}"[:200])
                break
        text = _without(text)
    text = _DUMPED.sub(
        lambda found: found.group(1) + "\n" * (found.group().count("\n") - found.group(1).count("\n")), text
    )
    text = _BATCH.sub(lambda found: found.group().replace(found.group().strip(), ";"), _CLIENT.sub("", text))
    yield from sqlflow.Reader().read(_PLACEHOLDER.sub(HOLE, text))


def _quoted(text: str, part: jinja.Part) -> bool:
    """A value within quotes: `'{{ ds }}'`."""
    return (
        text[part.start - 1 : part.start] in {"'", '"'}
        and text[part.end : part.end + 1] in {"'", '"'}
        and part.start > 0
    )


def _without(text: str) -> str:
    """The text with a placeholder for each expression of its template; lines stay where they are."""
    told, at = [], 0
    for part in jinja.parts(text):
        stands = HOLE if part.kind == "expression" else ""
        told += [text[at : part.start], stands, "\n" * text.count("\n", part.start, part.end)]
        at = part.end
    return "".join([*told, text[at:]])


@cache
def _strings() -> Query:
    import tree_sitter_python
    from tree_sitter import Language, Query

    return Query(Language(tree_sitter_python.language()), "[(string) (concatenated_string)] @text")


def _python(file: File) -> Iterator[Found]:
    from tree_sitter import QueryCursor

    parsed = file.python
    reader = sqlflow.Reader(_temporary(file))
    done = 0
    for node in sorted(QueryCursor(_strings()).captures(parsed.root).get("text", []), key=lambda n: n.start_byte):
        if node.start_byte < done:
            continue
        whole = _whole(node)
        done = whole.end_byte
        text = _PLACEHOLDER.sub(HOLE, _filled(whole))
        if _STATEMENT.match(text) and (_handed(whole) or _SHOUTED.match(text)) and not _is_docstring(whole):
            yield from reader.read(text, python.line(whole))
    yield from _computed(parsed.get("call"))


def _temporary(file: File) -> set[str]:
    """Names that the program gives to frames: they are asked like tables and are none."""
    names = set()
    for call in file.python.get("call"):
        called = python.text(call.child_by_field_name("function")).rpartition(".")[2]
        taken = call.child_by_field_name("arguments")
        if _TEMPORARY.search(called) and taken is not None and taken.named_child_count:
            names.add((python.string_value(taken.named_children[0]) or "").lower())
    if _ON_FRAMES.search(file.python.data):
        names |= {name.lower() for name in _ASSIGNED.findall(file.python.data.decode("utf-8", "replace"))}
    return names - {""}


def _whole(node: Node) -> Node:
    """The text that a literal is part of: joined by `+`, or one after the other."""
    for _ in range(_MOST_JOINED):
        above = node.parent
        if above is None or not (
            above.type in {"concatenated_string", "parenthesized_expression"}
            or (above.type == "binary_operator" and python.text(above.child_by_field_name("operator")) == "+")
        ):
            break
        node = above
    return node


def _filled(node: Node) -> str:
    """Its text, a placeholder where something is put in."""
    parts: list[str] = []
    todo = [node]
    while todo:
        each = todo.pop()
        if each.type == "string":
            raw = "r" in python.text(each.children[0]).lower() if each.children else False
            for child in each.children:
                if child.type == "interpolation":
                    parts.append(HOLE)
                elif child.type == "string_content":
                    parts.append(python.text(child) if raw else _ESCAPE.sub(_unescaped, python.text(child)))
        elif each.type in {"concatenated_string", "parenthesized_expression"}:
            todo += [child for child in reversed(each.named_children) if child.type != "comment"]
        elif each.type == "binary_operator" and python.text(each.child_by_field_name("operator")) == "+":
            todo += [child for child in (each.child_by_field_name("right"), each.child_by_field_name("left")) if child]
        else:
            parts.append(HOLE)
    return "".join(parts)


def _unescaped(found: re.Match[str]) -> str:
    return {"n": " ", "t": " ", "r": " ", "\n": "\n"}.get(found.group(1), found.group(1))


def _handed(node: Node) -> bool:
    """Given to something whose name says that it takes SQL: a call, a keyword, a variable."""
    for _ in range(4):
        parent = node.parent
        if parent is None:
            return False
        if parent.type == "assignment":
            return bool(_TAKES_SQL.search(python.text(parent.child_by_field_name("left"))))
        if parent.type == "keyword_argument" and _TAKES_SQL.search(python.text(parent.child_by_field_name("name"))):
            return True
        if parent.type == "call" and node.type == "argument_list":
            return bool(_TAKES_SQL.search(python.text(parent.child_by_field_name("function")).rpartition(".")[2]))
        node = parent
    return False


def _is_docstring(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "expression_statement"


def _computed(calls: list[Node]) -> Iterator[Found]:
    """Statements that a program makes: neither a text nor a variable, which has one somewhere."""
    for call in calls:
        called = python.text(call.child_by_field_name("function"))
        taken = call.child_by_field_name("arguments")
        if len(called) < 200 and _READS_SQL.search(called) and taken is not None and taken.named_child_count:
            first = taken.named_children[0]
            if first.type == "call" and not any(sign in python.text(first)[:2_000] for sign in ("'", '"')):
                yield Opaque(
                    python.line(call),
                    called.rpartition(".")[2],
                    f"the statement is computed: {python.text(first)}"[:200],
                )


PIPELINE = Pipeline(
    frozenset({"SQL", "Python", "Jupyter Notebook"}),
    (b"SELECT", b"select", b"Select", b"INSERT", b"insert", b"CREATE", b"create", b"MERGE", b"merge", b"UPDATE", b"update", b"DELETE",
     b"delete", b"COPY", b"copy", b"UNLOAD", b"unload", b"LOAD", b"EXPORT", b"read_sql", b".sql("),
    read,
)  # fmt: skip
