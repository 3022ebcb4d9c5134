"""What the dashboard is pointed at; found behind its first paint, because that takes longer than drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from debtui.session import Session
    from debtui.watching import HeadWatch


@dataclass(frozen=True)
class Target:
    """A repository, and how its store is opened and filled."""

    name: str
    open: Callable[[], Session]
    """Blocks; raises DebtError where the store cannot be opened."""
    ready: Callable[[], bool] = lambda: True
    """Whether something has been published that can be opened."""
    root: Path | None = None
    """The work tree; None: a bare repository, nothing can be edited."""
    collector: Sequence[str] | None = None
    """The command that collects; None: the store is only shown."""
    closed: bool = False
    """Whether nobody can read more into it: a snapshot."""
    published: Path | None = None
    """The file that is replaced when something is published."""
    head: HeadWatch | None = None
    """Notices that HEAD may have moved."""
    news: Callable[[str], str] = lambda newest: ""
    """What HEAD has and the newest stored commit has not, in a few words; asks git."""

    @property
    def place(self) -> str:
        """What the state kept between runs knows it by."""
        return str(self.root or self.name)


def find(path: Path, store: Path | None = None) -> Target:
    """The repository that a directory is in. Raises DebtError where there is none."""
    from collectors.gitstream import Repository
    from debtui import process
    from debtui.store import publish
    from debtui.watching import HeadWatch, news

    repo = Repository(path)
    published = publish.place_of(repo, store).published

    def open_session() -> Session:
        from debtui.stored import StoreSession  # DuckDB: 150 ms, not needed while the first collect runs

        return StoreSession(repo, published)

    more = () if store is None else ("--store", str(store))
    return Target(
        repo.name,
        open_session,
        published.exists,
        repo.work_tree,
        process.collect_command(str(path), *more),
        published=published,
        head=HeadWatch(repo),
        news=partial(news, repo),
    )


def of_snapshot(path: Path) -> Target:
    """A file that `debtui snapshot` wrote. Raises DebtError where it is none, or damaged."""
    from debtui.snapshot.session import SnapshotSession  # DuckDB and Polars, behind the first paint

    session = SnapshotSession(path)
    return Target(f"{session.name} ({path.name})", lambda: session, closed=True)
