"""What a period took away: flags, settings, features, packages, lines. Deletion is what pays debt back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debtui.measures.result import Moment
from debtui.session import NotMeasured, Session

LEAST_LINES = 50
"""Lines that a commit must take away, all in all, to be named."""
_KINDS = "('code', 'test', 'notebook', 'ml-config', 'deployment-config', 'ci-config', 'tool-config')"

# Each gives name, path, and the seq of the first commit without it (null: not known).
_FLAGS = """
SELECT key, path, gone_seq FROM flag_life_at
WHERE NOT alive AND gone_seq > {first} AND gone_seq <= {last} ORDER BY key"""
_SETTINGS = """
WITH held AS (
    SELECT path, key, max(to_seq) AS gone,
        bool_or(from_seq <= {first} AND coalesce(to_seq > {first}, true)) AS before,
        bool_or(coalesce(to_seq > {last}, true) AND from_seq <= {last}) AS still,
        min(from_seq) AS came
    FROM config_span JOIN path_class USING (path) WHERE kind = 'ml-config' GROUP BY path, key
)
SELECT key, path, gone FROM held
WHERE before AND NOT still
    -- What another file says from then on was moved, not removed.
    AND key NOT IN (SELECT key FROM held WHERE still AND came > {first})
ORDER BY path, key"""
_PACKAGES = """
SELECT requirement.name, arg_max(file_span.path, file_span.from_seq), max(file_span.to_seq)
FROM file_span JOIN requirement USING (blob)
GROUP BY requirement.name
HAVING bool_or(from_seq <= {first} AND coalesce(to_seq > {first}, true))
    AND NOT bool_or(from_seq <= {last} AND coalesce(to_seq > {last}, true))
ORDER BY requirement.name"""
_LINES = f"""
WITH step AS (
    SELECT path, to_seq AS seq, -lines AS lines FROM file_span JOIN file_size USING (blob) WHERE to_seq > {{first}} AND to_seq <= {{last}}
    UNION ALL
    SELECT path, from_seq, lines FROM file_span JOIN file_size USING (blob) WHERE from_seq > {{first}} AND from_seq <= {{last}}
),
net AS (
    SELECT seq, path, sum(lines) AS lines FROM step JOIN path_class USING (path) WHERE kind IN {_KINDS} GROUP BY seq, path
)
SELECT (-sum(lines))::BIGINT::VARCHAR, arg_min(path, lines), seq FROM net
GROUP BY seq HAVING sum(lines) <= -{LEAST_LINES} ORDER BY sum(lines), seq LIMIT 10"""
_FEATURES = "SELECT name, path FROM data_node_at WHERE kind = 'feature' ORDER BY name"
_ASKED = (("flag", _FLAGS), ("feature", ""), ("setting", _SETTINGS), ("package", _PACKAGES), ("line", _LINES))


@dataclass(frozen=True)
class Removal:
    """Things of one kind that one commit took away."""

    kind: str
    """flag (or option: when nothing reads it any more, nobody can tell the two apart), feature, setting, package or line."""
    names: Sequence[str]
    """What went; of lines, none."""
    lines: int
    path: str
    moment: Moment | None
    """None: it is not known with which commit."""
    by: str = ""
    """Whom to thank: a team, a component, or a name where the team has chosen names."""

    @property
    def told(self) -> str:
        """In words, without the names: `3 settings`, `1,204 lines`."""
        count = self.lines if self.kind == "line" else len(self.names)
        end = "" if count == 1 else "s"
        return f"{count:,} flag{end} or option{end}" if self.kind == "flag" else f"{count:,} {self.kind}{end}"


def removals(session: Session, before: Moment, after: Moment) -> tuple[Sequence[Removal], Sequence[str]]:
    """What went between two moments, in the order of what it pays back; and, in words, what could not be asked."""
    moments = session.moments()
    found: list[Removal] = []
    unknown: list[str] = []
    for kind, sql in _ASKED:
        try:
            rows = _features(session, before, after) if not sql else _rows(session, sql, before, after)
        except NotMeasured as error:
            unknown.append(f"{kind}s: {error.message}")
            continue
        groups: dict[int | None, list[tuple[str, str]]] = {}
        for name, path, seq in rows:
            groups.setdefault(seq, []).append((name, path))
        found += [_removal(kind, listed, None if seq is None else moments[seq]) for seq, listed in groups.items()]
    return found, unknown


def _rows(session: Session, sql: str, before: Moment, after: Moment) -> Iterator[tuple[str, str, int | None]]:
    answer = session.sql(sql.format(first=before.seq, last=after.seq), after.seq, 2_000)
    for name, path, seq in answer.rows:
        yield str(name), str(path or ""), None if seq is None else int(str(seq))


def _features(session: Session, before: Moment, after: Moment) -> Iterator[tuple[str, str, int | None]]:
    was = session.sql(_FEATURES, before.seq, 20_000).rows
    still = {name for name, _ in session.sql(_FEATURES, after.seq, 20_000).rows}
    yield from ((str(name), str(path or ""), None) for name, path in was if name not in still)


def _removal(kind: str, listed: Sequence[tuple[str, str]], moment: Moment | None) -> Removal:
    if kind == "line":
        return Removal(kind, (), int(listed[0][0]), listed[0][1], moment)
    return Removal(kind, [name for name, _ in listed], 0, listed[0][1], moment)
