"""Files that lie outside the history: those under the directories that `--exports` or the settings name."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collectors.errors import DebtError
from collectors.forms.flag_export import LARGEST
from collectors.gitstream import decode_path

_LANGUAGES = {".json": "JSON", ".yaml": "YAML", ".yml": "YAML", ".csv": "CSV"}
_SKIPPED = {".git", ".debtui", "node_modules"}
_DEEPEST = 8
MOST_FILES = 2_000
"""Files that are looked at; a directory of more is refused, so that nothing is left out in silence."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the right suffix: its name from the directory named, its bytes, or why they could not be read."""

    name: str
    language: str
    data: bytes
    fault: str = ""


def files(roots: tuple[Path, ...]) -> Iterator[File]:
    """Plain files by name. No link is followed: it may lead out of the directory, and its target is seen anyway if not."""
    found = 0
    for root in roots:
        if not root.exists():
            raise DebtError(f"{root} does not exist", "name the exports anew with --exports, or in debtui.toml")
        for path in sorted(_walk(root)):
            language = _LANGUAGES.get(path.suffix.lower())
            told = path.lstat()
            if language is None or not stat.S_ISREG(told.st_mode):
                continue
            found += 1
            if found > MOST_FILES:
                raise DebtError(
                    f"{root} holds more than {MOST_FILES:,} files", "name the directory of the exports alone"
                )
            name = decode_path(os.fsencode(root.name if path == root else Path(root.name) / path.relative_to(root)))
            if told.st_size > LARGEST:
                yield File(name, language, b"", f"larger than {LARGEST:,} bytes ({told.st_size:,})")
                continue
            try:
                yield File(name, language, path.read_bytes())
            except OSError as error:
                yield File(name, language, b"", f"cannot be opened: {error.strerror}")


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, below, names in os.walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        below[:] = sorted(name for name in below if name not in _SKIPPED) if depth < _DEEPEST else []
        yield from (Path(folder) / name for name in names)
