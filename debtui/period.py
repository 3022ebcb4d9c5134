"""Two moments by the words of a command: revisions, times, or snapshots; and everything between them compared."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from debtui.compare import Comparison, compare, with_commits
from debtui.measures.result import Moment
from debtui.session import Session


def compared(
    a: str, b: str, path: Path = Path(), *, store: Path | None = None, fresh: bool = True, commits: int = 0
) -> Comparison:
    """Compare the moments that two words name. `commits`: rows of each kind for which the commit that did it is looked up.

    Raises DebtError where a word names nothing, or what lies in between cannot be asked.
    """
    with ExitStack() as stack:
        ends = _snapshots(stack, a, b) or _revisions(stack, a, b, path, store, fresh=fresh)
        found = compare(*ends)
        session, _, later, _ = ends
        if commits and session is later:
            found = replace(found, differences=[with_commits(later, found, one, commits) for one in found.differences])
        return found


def _snapshots(stack: ExitStack, a: str, b: str) -> tuple[Session, Moment, Session, Moment] | None:
    if not (Path(a).is_file() and Path(b).is_file()):
        return None
    from debtui.snapshot.session import SnapshotSession

    earlier, later = SnapshotSession(Path(a)), SnapshotSession(Path(b))
    stack.callback(earlier.close)
    stack.callback(later.close)
    return earlier, earlier.moment, later, later.moment


def _revisions(
    stack: ExitStack, a: str, b: str, path: Path, store: Path | None, *, fresh: bool
) -> tuple[Session, Moment, Session, Moment]:
    from debtui.open import open_session, reach
    from debtui.progress import reporter

    session, _ = open_session(path, store=store, fresh=fresh, progress=reporter("auto"))
    stack.callback(session.close)
    before, after = reach(session, path, (a, b), store=store, fresh=fresh, progress=reporter("auto"))
    return session, before, session, after
