"""Where configurations come from: a revision's tree, files on disk, a recorded Hydra run. Cleaned like everything else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from collectors import evaluation
from collectors.clean import Cleaner, neutral
from collectors.errors import DebtError
from collectors.forms import config
from collectors.forms.config import Settings
from collectors.gitstream import Repository
from collectors.kinds import CONFIG, RECORD, classify, language_of
from collectors.registry import analysers
from collectors.spec import Unreadable
from debtui.resolve import base
from debtui.resolve.base import Composition, Files
from debtui.resolve.layers import items_of

_MOST = 5_000
"""Files looked for below a directory on disk."""
_RUN = ".hydra/config.yaml"
CLEANER = Cleaner(os.urandom(16))
"""Equal secrets are equal within this process, and only there."""


@dataclass(frozen=True)
class Place:
    """One configuration that was asked for."""

    name: str
    """As it was asked for."""
    files: Files
    path: str
    run: bool = False
    """Whether it is what a run of Hydra recorded: composed already."""
    overrides: tuple[str, ...] = ()
    """Of a run: what it was started with."""

    def composition(self, overrides: Sequence[str] = (), *, resolved: bool = True) -> Composition:
        """Its settings, with overrides that are `cleaned`. Raises DebtError where the file cannot be read."""
        try:
            if self.run or not resolved:
                return base.alone(self.files, self.path)
            return base.resolve(self.files, self.path, overrides)
        except KeyError:
            reason = why_unread(self.files, self.path)
            raise DebtError(f"{self.name} cannot be read: {reason}", "give a configuration file") from None


class _Reader:
    """Reads files of one place, and keeps why some could not be read."""

    def __init__(self, data: Callable[[str], bytes | None]) -> None:
        self._data = data
        self.reasons: dict[str, str] = {}

    def __call__(self, path: str) -> Settings | None:
        data = self._data(path)
        if data is None:
            self.reasons[path] = "its content is not here"
            return None
        try:
            return self._clean(config.parse(data, language_of(path.lower())))
        except Unreadable as error:
            self.reasons[path] = str(error)
            return None

    def evaluated(self, path: str) -> Settings | str:
        """What a Jsonnet file evaluates to, with lines of no meaning; or why it does not."""

        def text(wanted: str) -> str | None:
            data = self._data(wanted)
            return None if data is None else data.decode("utf-8", "replace")

        try:
            return self._clean(config.parse(evaluation.evaluate(path, text).encode(), "JSON"))
        except Unreadable as error:
            return CLEANER.redact(neutral(str(error)))

    def _clean(self, settings: Settings) -> Settings:
        redact, value = CLEANER.redact, CLEANER.value
        leaves = [
            replace(leaf, key=redact(neutral(leaf.key)), value=value(leaf.key, neutral(leaf.value)))
            for leaf in settings.leaves
        ]
        directives = [replace(told, target=redact(neutral(told.target))) for told in settings.directives]
        return Settings(leaves, directives)


def cleaned(override: str) -> str:
    """An override without its secret: `api_key=…` is judged by its key, as a setting is."""
    key, given, value = neutral(override).partition("=")
    return key + given + CLEANER.value(key.lstrip("+~"), value)


def why_unread(files: Files, path: str) -> str:
    """Why a file has no settings."""
    reasons: Mapping[str, str] = getattr(files.reader, "reasons", {})
    return reasons.get(path, "there is no such file")


def is_config(path: str) -> bool:
    """Whether a path is a configuration file of a language that is read."""
    language, kind = classify(path)
    return kind in CONFIG | RECORD and any(a.name == "config_key" and a.wants(language, kind) for a in analysers())


def of_revision(repo: Repository, rev: str, also: Sequence[str] = ()) -> Files:
    """The configuration files of a revision, and those of `also`. Raises DebtError for an unknown revision."""
    tree = {path: oid for mode, oid, path in repo.tree(repo.resolve(rev)) if mode.startswith("100")}
    paths = [path for path in tree if path in also or is_config(path)]
    fetched: dict[str, bytes | None] = {}

    def data(path: str) -> bytes | None:
        if not fetched:  # all in one go: a process for each would take longer than reading them
            answers = repo.blobs([tree[name] for name in paths], config.LARGEST)
            fetched.update((name, answer[3]) for name, answer in zip(paths, answers, strict=True))
        if path in tree and path not in fetched:  # what a program for settings imports
            fetched[path] = next(iter(repo.blobs([tree[path]], config.LARGEST)))[3]
        return fetched.get(path)

    return _files(paths, data)


def _files(paths: Sequence[str], data: Callable[[str], bytes | None]) -> Files:
    reader = _Reader(data)
    return Files(paths, reader, reader.evaluated if evaluation.available() else None)


def settings_of(repo: Repository, path: str, blob: str) -> Mapping[str, str] | None:
    """Values by key of one version of a file; None where it cannot be read."""
    settings = _Reader(lambda _: next(iter(repo.blobs([blob], config.LARGEST)))[3])(path)
    return None if settings is None else {leaf.key: leaf.value for leaf in settings.leaves}


def on_disk(top: Path, folder: str, repo: Repository | None = None, also: Sequence[str] = ()) -> Files:
    """Configuration files on disk, by path below `top`: what the newest commit has, and what lies below a folder."""
    paths = dict.fromkeys(also)
    if repo is not None and repo.work_tree == top:
        try:
            tracked = [path for mode, _, path in repo.tree("HEAD") if mode.startswith("100") and is_config(path)]
        except DebtError:  # no commit yet
            tracked = []
        paths |= dict.fromkeys(path for path in tracked if (top / path).is_file())
    paths |= dict.fromkeys(_below(top, folder))

    def data(path: str) -> bytes | None:
        try:
            place = top / path
            if not _within(place, top):  # an import in Jsonnet may name anything
                return None
            return place.read_bytes() if place.is_file() and place.stat().st_size <= config.LARGEST else None
        except OSError:
            return None

    return _files(list(paths), data)


def _within(place: Path, top: Path) -> bool:
    return place.resolve().is_relative_to(top.resolve()) and ".git" not in place.parts


def place(spec: str, repo: Repository | None, at: str | None = None) -> Place:
    """What a user names: a file, `REV:path`, or the directory of a recorded run; `at` takes a path from a revision.

    Raises DebtError with what would be understood.
    """
    here = Path(spec)
    if at is None and here.exists():
        return _from_disk(spec, here, repo)
    if repo is None:
        raise DebtError(f"there is no file {spec}", "give a file, or REV:path inside a git repository")
    rev, _, path = (at, "", spec) if at is not None else spec.partition(":")
    if at is None and not path:
        raise DebtError(f"there is no file {spec}", "give a file, REV:path, or the directory of a recorded run")
    path = _in_repository(path, repo)
    files = of_revision(repo, rev, also=(path,))
    if path not in files:
        raise DebtError(f"{rev} has no file {path}", _near(path, files))
    return Place(f"{rev}:{path}", files, path)


def _from_disk(spec: str, here: Path, repo: Repository | None) -> Place:
    if here.is_dir():
        run = next((here / name for name in (_RUN, "config.yaml") if (here / name).is_file()), None)
        if run is None:
            raise DebtError(
                f"{spec} is a directory without {_RUN}", "give a configuration file, or the directory of a run"
            )
        here = run
    here = here.resolve()
    top = repo.work_tree if repo is not None and repo.work_tree is not None else here.parent
    if not here.is_relative_to(top):
        top = here.parent
    path = here.relative_to(top).as_posix()
    files = on_disk(top, path.rpartition("/")[0], repo, also=(path,))
    if here.parent.name != ".hydra":
        return Place(spec, files, path)
    beside = f"{path.rpartition('/')[0]}/overrides.yaml".lstrip("/")
    said = (
        files.get(beside)
        if beside in files
        else on_disk(here.parent, "", also=("overrides.yaml",)).get("overrides.yaml")
    )
    overrides = [cleaned(item) for leaf in said.leaves for item in items_of(leaf)] if said is not None else []
    return Place(spec, files, path, run=True, overrides=tuple(overrides))


def _below(top: Path, folder: str) -> Iterator[str]:
    count = 0
    for directory, names, found in os.walk(top / folder):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in {"node_modules", "venv"})
        for name in sorted(found):
            path = (Path(directory) / name).relative_to(top).as_posix()
            count += 1
            if count > _MOST:
                return
            if is_config(path) and not (top / path).is_symlink():
                yield path


def _in_repository(path: str, repo: Repository) -> str:
    """A path as the tree has it: as it stands, or seen from the directory that the user stands in."""
    here = Path(path).absolute()
    if repo.work_tree is not None and here.exists() and here.resolve().is_relative_to(repo.work_tree):
        return here.resolve().relative_to(repo.work_tree).as_posix()
    return Path(path).as_posix().removeprefix("./")


def _near(path: str, files: Files) -> str:
    import difflib

    near = difflib.get_close_matches(path, list(files), 1, 0.5)
    return f"did you mean {near[0]}?" if near else "see `git ls-tree -r --name-only REV`"
