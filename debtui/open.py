"""Opening a session for a command: the repository, its store, collected first where it is stale, and the moment asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui.collect import collect
from debtui.measures.result import Moment
from debtui.moments import moment_by, time_of
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
    if at is None:
        return session, session.moments()[-1]
    (moment,) = reach(session, path, (at,), store=store, fresh=fresh, progress=progress)
    return session, moment


def reach(
    session: StoreSession,
    path: Path,
    revs: Sequence[str],
    *,
    store: Path | None = None,
    fresh: bool = True,
    progress: Callable[[dict[str, object]], None] | None = None,
) -> list[Moment]:
    """The moments that words name; with `fresh`, what the files of each lack is read first."""
    found = [moment_of(session, rev) for rev in revs]
    earlier = [moment.seq for moment in found if moment.seq != session.moments()[-1].seq]
    if fresh and earlier:
        collect(path, store=store, also=earlier, progress=progress)
        session.refresh()
    return found


def branch_point(session: StoreSession, rev: str, tip: Moment) -> Moment:
    """Where the branch that ends at `tip` left `rev`. Raises DebtError where that is not on the mainline."""
    commit, repo = session.repo.resolve(rev), session.repo
    base = repo.merge_base(commit, tip.commit_id)
    if base is None:
        hint = (
            "run `git fetch --unshallow`" if repo.shallow else f"name a branch that {tip.commit_id[:12]} was made from"
        )
        raise DebtError(f"{rev} ({commit[:12]}) and {tip.commit_id[:12]} have no commit in common here", hint)
    for moment in session.moments():
        if moment.commit_id == base:
            return moment
    raise DebtError(
        f"{rev} was merged into this branch: their merge base {base[:12]} is not on the first-parent line of"
        f" {tip.commit_id[:12]}, and what came with the merge cannot be told from what the branch adds",
        "rebase the branch, or check the result of merging it (GitHub: refs/pull/N/merge; GitLab: merged results)",
    )


def moment_of(session: StoreSession, rev: str) -> Moment:
    """The mainline commit that a revision names, or the last one by a time. Raises DebtError that tells where a commit off the mainline landed."""
    try:
        commit = session.repo.resolve(rev)
    except DebtError:
        if (asked := time_of(rev)) is None:
            raise
        return moment_by(session.moments(), asked, rev)
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
