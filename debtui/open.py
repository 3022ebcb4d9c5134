"""Opening a session for a command: the repository, its store, collected first where it is stale, and the moment asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui.collect import collect
from debtui.measures.result import Moment
from debtui.store import publish
from debtui.stored import StoreSession


def open_session(
    path: Path,
    *,
    store: Path | None = None,
    at: str | None = None,
    fresh: bool = True,
    progress: Callable[[dict[str, object]], None] | None = None,
) -> tuple[StoreSession, Moment]:
    """A session, and the moment that `at` names (None: the newest). With `fresh`, what is missing is collected first."""
    repo = Repository(path)
    place = publish.place_of(repo, store)
    if fresh:
        collect(path, store=store, progress=progress)
    session = StoreSession(repo, place.published)
    if not session.moments():
        raise DebtError(f"{repo.name} has no commit yet", "commit something, then collect again")
    moment = session.moments()[-1] if at is None else moment_of(session, at)
    if fresh and at is not None and moment.seq != session.moments()[-1].seq:
        collect(path, store=store, also=[moment.seq], progress=progress)
        session.refresh()
    return session, moment


def moment_of(session: StoreSession, rev: str) -> Moment:
    """The mainline commit that a revision names. Raises DebtError that tells where a commit off the mainline landed."""
    commit = session.repo.resolve(rev)
    for moment in session.moments():
        if moment.commit_id == commit:
            return moment
    landed = session.sql(f"SELECT landed FROM landed_commit WHERE commit_id = '{commit}'").rows
    if landed:
        where = session.moments()[int(str(landed[0][0]))]
        raise DebtError(
            f"{rev} ({commit[:12]}) is not on the mainline: it landed with {where.commit_id[:12]} on {where.committed:%Y-%m-%d}",
            f"ask with --at {where.commit_id[:12]}",
        )
    raise DebtError(
        f"{rev} ({commit[:12]}) is not in the history that was collected", "collect with --tip of a branch that has it"
    )
