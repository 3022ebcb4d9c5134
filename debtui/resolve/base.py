"""What a resolved configuration is, and which system resolves a file. Nothing is run: what only running could tell is opaque."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from collectors.forms.config import Settings
from debtui.resolve import systems

T = TypeVar("T")
_DEEPEST, _MOST_FILES, _MOST_SETTINGS = 40, 2_000, 200_000
"""Of one composition."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file, or one override, that had a say in a setting."""

    path: str
    """The file; empty: an override given from outside."""
    line: int
    value: str
    type: str
    how: str
    """How it came to have a say: `model: big` in a defaults list, an include, an override."""
    key: str = ""
    """What the setting is called there; empty: as in the whole."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """One setting as the program gets it, and who had a say in it, from first to last."""

    key: str
    value: str
    type: str
    """As in `collectors.forms.config.Leaf`."""
    chain: tuple[Step, ...]
    opaque: str = ""
    """Why the value is only known when the program runs; empty: it is known."""

    @property
    def path(self) -> str:
        """The file that had the last say."""
        return self.chain[-1].path

    @property
    def line(self) -> int:
        """Its line there."""
        return self.chain[-1].line

    @property
    def restates(self) -> bool:
        """Whether the last say changed nothing: it repeats what had been said before."""
        last = self.chain[-1]
        return len(self.chain) > 1 and (last.value, last.type) == (self.chain[-2].value, self.chain[-2].type)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that cannot be told without running the program: where, and why."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Composition:
    """All settings that one entry file leads to."""

    root: str
    system: str
    """Name of the system; `file` where a file stands for itself."""
    leaves: tuple[Resolved, ...]
    opaque: tuple[Opaque, ...] = ()

    @property
    def unknown(self) -> int:
        """How many places and settings only running could tell."""
        return len(self.opaque) + sum(bool(leaf.opaque) for leaf in self.leaves)


class Walk:
    """Bounds how files lead to each other: a few that name each other twice would be opened without end."""

    def __init__(self) -> None:
        self._files = self._settings = 0

    def may_open(self, settings: Settings, depth: int) -> bool:
        """Whether one more file may be opened, so deep below the entry."""
        self._files += 1
        self._settings += len(settings.leaves)
        return depth <= _DEEPEST and self._files <= _MOST_FILES and self._settings <= _MOST_SETTINGS


class Files(Mapping[str, Settings]):
    """Configuration files of one moment by path, read when they are first asked for.

    `read` gives a file's settings, or None where it cannot be read: such a file is listed, and missing when asked for.
    """

    def __init__(
        self,
        paths: Sequence[str],
        read: Callable[[str], Settings | None],
        evaluate: Callable[[str], Settings | str] | None = None,
    ) -> None:
        self.reader = read
        self.evaluate = evaluate
        """What a program for settings evaluates to, or why it cannot be told; None: programs are not evaluated here."""
        self._known: dict[str, Settings | None] = {}
        self._made: dict[str, Any] = {}
        self._paths = dict.fromkeys(paths)
        self._folders: dict[str, list[str]] = {}
        for path in self._paths:
            self._folders.setdefault(path.rpartition("/")[0], []).append(path)
        self.directories = {part for folder in self._folders for part in _ancestors(folder)}
        """Every directory that holds a file, however deep."""

    @classmethod
    def of(cls, settings: Mapping[str, Settings]) -> Files:
        """Files that are read already."""
        return cls(list(settings), settings.get)

    def __getitem__(self, path: str) -> Settings:
        if path not in self._paths:
            raise KeyError(path)
        if path not in self._known:
            self._known[path] = self.reader(path)
        found = self._known[path]
        if found is None:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths  # Mapping's own would read the file

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` answers about these files, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[no-any-return]

    def folder(self, directory: str) -> Sequence[str]:
        """Paths of the files directly in a directory."""
        return self._folders.get(directory, ())


def _ancestors(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


@dataclass(frozen=True)
class System:
    """One system of composition. Each module of `systems` defines SYSTEM."""

    name: str
    doc: str
    is_root: Callable[[Files, str], bool]
    """Whether a program may be started with this file as its entry."""
    resolve: Callable[[Files, str, Sequence[str]], Composition]
    """The settings that an entry leads to, with overrides given from outside where the system has any."""


@cache
def found() -> dict[str, System]:
    """Every system, by name."""
    known = {}
    for info in pkgutil.iter_modules(systems.__path__):
        module = importlib.import_module(f"{systems.__name__}.{info.name}")
        system = getattr(module, "SYSTEM", None)
        if not isinstance(system, System):
            raise TypeError(f"{module.__file__}: SYSTEM must be a System, it is {system!r}")
        known[system.name] = system
    return known


def roots(files: Files) -> list[tuple[str, System]]:
    """Every entry file with its system, by path."""
    return [(path, system) for path in sorted(files) if (system := system_of(files, path)) is not None]


def system_of(files: Files, path: str) -> System | None:
    """The system that a file is an entry of; None where it stands for itself."""
    return next((system for system in found().values() if system.is_root(files, path)), None)


def resolve(files: Files, path: str, overrides: Sequence[str] = ()) -> Composition:
    """The settings that a file leads to; its own where it is no entry of any system. Raises KeyError for an unread file."""
    system = system_of(files, path)
    return alone(files, path) if system is None else system.resolve(files, path, overrides)


def alone(files: Files, path: str) -> Composition:
    """A file's own settings, each said once; of several documents in it the second and later are numbered."""
    leaves = [
        Resolved(
            key, leaf.value, leaf.type, (Step(path, leaf.line, leaf.value, leaf.type, "the file itself", leaf.key),)
        )
        for leaf in files[path].leaves
        for key in [f"[{leaf.document}].{leaf.key}" if leaf.document else leaf.key]
    ]
    return Composition(path, "file", tuple(leaves))
