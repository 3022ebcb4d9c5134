"""Facts that a team says must hold, in `[assert]` of debtui.toml: short forms and SQL, turned into queries of violations."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping

from collectors.errors import DebtError
from debtui.measures.spec import Measure

QUANTITIES = {
    "settings": "SELECT count(*) FROM setting_at",
    "config_files": "SELECT count(DISTINCT path) FROM setting_at",
    "features_used": "SELECT count(DISTINCT feature) FROM (SELECT unnest(from_json(value, '[\"VARCHAR\"]')) AS feature FROM setting_at"
    " WHERE type = 'list' AND json_valid(value) AND regexp_matches(name, '(^|_)(features|columns|inputs)$', 'i'))",
    "modules": "SELECT count(*) FROM module_at",
}
"""What a short form may name beside measures, and how it is counted."""
_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_COMPARED = re.compile(rf"(?P<what>[\w-]+)\s*(?P<operator><=|>=|<|>|==|!=)\s*(?P<limit>{_NUMBER})")
_VALUE = re.compile(
    rf"""value\(\s*"(?P<place>[^"]+)"\s*\)\s*(?P<operator><=|>=|<|>|==|!=)\s*(?P<limit>{_NUMBER}|"[^"]*")"""
)
_SAME = re.compile(r"""same\(\s*"(?P<a>[^"]+)"\s*,\s*"(?P<b>[^"]+)"\s*\)""")
_CLOSURE = re.compile(r"""closure\(\s*"(?P<start>[^"]+)"\s*\)\s+within\s+"(?P<inside>[^"]+)\"""")
_FORMS = 'SELECT ... (its rows are violations), features_used <= 40, value("prod.yaml:a.b") <= 3, same("a.yaml:x", "b.yaml:x"), closure("serving") within "team"'


def violations(told: str, measures: Mapping[str, Measure]) -> str:
    """The SELECT whose rows (path, line, found) break a fact. Raises DebtError where it cannot be understood.

    `measures` are known by id and by catalogue id.
    """
    text = told.strip().rstrip(";").strip()
    if re.match(r"(?i)(select|with)\b", text):
        return text
    forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_COMPARED, lambda match: _compared(match, measures)), (_VALUE, _value), (_SAME, _same), (_CLOSURE, _closure),
    )  # fmt: skip
    for pattern, compiled in forms:
        if match := pattern.fullmatch(text):
            return compiled(match)
    raise DebtError(f"debtui.toml: assert: {told!r} is not understood", f"it is one of: {_FORMS}")


def _compared(match: re.Match[str], measures: Mapping[str, Measure]) -> str:
    what = match["what"]
    if what in QUANTITIES:
        number = QUANTITIES[what]
    elif what in measures:
        number = f"SELECT ({measures[what].headline.value})::DOUBLE FROM ({measures[what].sql})"
    else:
        known = [*QUANTITIES, *measures]
        near = difflib.get_close_matches(what, known, 1, 0)
        raise DebtError(f"debtui.toml: assert: {what!r} is no quantity and no measure", f"did you mean {near[0]}?")
    holds = f"number {_operator(match['operator'])} {match['limit']}"
    return (
        f"SELECT NULL AS path, NULL AS line, {_text(what)} || ' is ' || coalesce(round(number, 4)::VARCHAR, 'not measured') AS found"
        f" FROM (SELECT ({number}) AS number) WHERE NOT coalesce({holds}, false)"
    )


def _value(match: re.Match[str]) -> str:
    limit = match["limit"]
    operator = _operator(match["operator"])
    holds = (
        f"value {operator} {_text(limit[1:-1])}"
        if limit.startswith('"')
        else f"try_cast(value AS DOUBLE) {operator} {limit}"
    )
    return (
        f"SELECT path, line, {_text(match['place'])} || ' is ' || coalesce(value, 'not there') AS found"
        f" FROM (SELECT 1) LEFT JOIN ({_leaf(match['place'])}) ON true WHERE NOT coalesce({holds}, false)"
    )


def _same(match: re.Match[str]) -> str:
    told = f"{_text(match['a'])} || ' is ' || coalesce(a.value, 'not there') || ', ' || {_text(match['b'])} || ' is ' || coalesce(b.value, 'not there')"
    return (
        f"SELECT coalesce(b.path, a.path) AS path, coalesce(b.line, a.line) AS line, {told} AS found FROM (SELECT 1)"
        f" LEFT JOIN ({_leaf(match['a'])}) AS a ON true LEFT JOIN ({_leaf(match['b'])}) AS b ON true"
        " WHERE a.value IS NULL OR b.value IS NULL OR a.value <> b.value"
    )


def _closure(match: re.Match[str]) -> str:
    """Files that a directory, file or component reaches by imports, and that lie outside."""
    start, inside = (
        f"({_text(place)} IN (component, path) OR starts_with(path, {_text(place.rstrip('/') + '/')}))"
        for place in (match["start"], match["inside"])
    )
    return (
        "WITH RECURSIVE reached(path) AS ("
        f" SELECT path FROM file_at WHERE {start}"
        " UNION SELECT import_edge_at.imported FROM reached JOIN import_edge_at ON import_edge_at.importer = reached.path"
        " WHERE NOT import_edge_at.type_checking)"
        f" SELECT path, 1 AS line, {_text(match['start'])} || ' reaches ' || path AS found FROM reached JOIN file_at USING (path)"
        f" WHERE NOT {inside} AND NOT {start} ORDER BY path"
    )


def _leaf(place: str) -> str:
    """The setting that `file:key` names; a file may be named by the end of its path."""
    file, colon, key = place.partition(":")
    if not colon or not key:
        raise DebtError(f"debtui.toml: assert: {place!r} names no setting", 'write "file.yaml:section.key"')
    return f"SELECT path, line, value FROM setting_at WHERE key = {_text(key)} AND (path = {_text(file)} OR ends_with(path, {_text('/' + file)}))"


def _operator(text: str) -> str:
    return {"==": "=", "!=": "<>"}.get(text, text)


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
