"""Who set a setting last: the commit since which a file has held its value, from the stored facts."""

from __future__ import annotations

from dataclasses import dataclass

from debtui.measures.result import Moment
from debtui.session import Session

_SPANS = """
SELECT file_span.from_seq, file_span.to_seq, said.value, read.blob IS NOT NULL AS known
FROM file_span
LEFT JOIN (SELECT blob, max_by(value, line) AS value FROM config_key WHERE key = {key} GROUP BY blob) AS said USING (blob)
LEFT JOIN (SELECT DISTINCT blob FROM analysed WHERE analyser = 'config_key' AND status = 'ok') AS read USING (blob)
WHERE path = {path} AND from_seq <= {seq}
ORDER BY from_seq DESC
"""


@dataclass(frozen=True)
class LastSet:
    """Since when a file has said this."""

    moment: Moment
    before: str | None
    """What it said before; None: nothing, or not known."""
    exact: bool
    """False: the versions before this commit were not analysed; it may have been said earlier."""


def last_set(session: Session, path: str, key: str, seq: int) -> LastSet | None:
    """The commit that gave a file's setting the value that it has at `seq`; None where the stored facts do not know."""
    spans = session.sql(_SPANS.format(key=_quoted(key), path=_quoted(path), seq=int(seq)), seq, 10_000).rows
    if not spans or not spans[0][3] or spans[0][2] is None:
        return None
    value, since = spans[0][2], spans[0][0]
    for start, end, said, known in spans[1:]:
        if end != since:
            return LastSet(session.moments()[int(str(since))], None, True)  # the file was away in between
        if not known:
            return LastSet(session.moments()[int(str(since))], None, False)
        if said != value:
            before = None if said is None else str(said)
            return LastSet(session.moments()[int(str(since))], before, True)
        since = start
    return LastSet(session.moments()[int(str(since))], None, True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
