"""Who set a setting last: the commit since which a file has held its value. The file's versions are read from git."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from debtui.measures.result import Moment
from debtui.session import LastSet

SPANS = """
SELECT from_seq, to_seq, oid FROM file_span JOIN blob_id USING (blob)
WHERE path = ? AND from_seq <= ? ORDER BY from_seq DESC
"""


def last_set(
    spans: Iterable[tuple[int, int | None, str]],
    said: Callable[[str], Mapping[str, str] | None],
    moment: Callable[[int], Moment],
    key: str,
) -> LastSet | None:
    """The newest commit that changed a setting. `spans` are (from, to, blob) of its file, newest first.

    `said` gives a blob's settings, None where it cannot be read. None where the newest version has no such setting.
    """
    value: str | None = None
    since = 0
    for number, (start, end, blob) in enumerate(spans):
        settings = said(blob)
        if number == 0:
            if settings is None or key not in settings:
                return None
            value = settings[key]
        elif end != since:
            return LastSet(moment(since), None, True)  # the file was away in between
        elif settings is None:
            return LastSet(moment(since), None, False)
        elif settings.get(key) != value:
            return LastSet(moment(since), settings.get(key), True)
        since = start
    return None if value is None else LastSet(moment(since), None, True)
