"""Files that lie outside the history: under the directories of exports that the command line or the settings name."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.errors import DebtError
from collectors.gitstream import decode_path
from collectors.spec import Reading

_SKIPPED = {".git", ".debtui", "node_modules", "mlruns", "wandb", "lightning_logs", "tb_logs"}
"""The latter are where trackers of experiments record: see `collectors.records`."""
_DEEPEST = 8
MOST_FILES = 2_000
"""Files that are looked at; a directory of more is refused, so that nothing is left out in silence."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of a suffix that is read: its name from the directory named, its bytes, or why they could not be read."""

    name: str
    language: str
    data: bytes
    fault: str = ""


def state(reading: Reading, languages: Mapping[str, str], largest: int) -> str:
    """Names and contents; and the tip, because for it alone counts what has no date. Without a file it never changes."""
    digest = hashlib.sha256()
    count = 0
    for file in files(reading.exports, languages, largest):
        count += 1
        told = (file.name, file.fault, hashlib.sha256(file.data).hexdigest())
        digest.update(repr(told).encode("utf-8", "surrogateescape"))
    return f"{reading.tip} {digest.hexdigest()}" if count else ""


def files(roots: tuple[Path, ...], languages: Mapping[str, str], largest: int) -> Iterator[Exported]:
    """Plain files by name, of the suffixes (with a dot, in lower case) that `languages` has. No link is followed: it may lead out of the directory, and its target is seen anyway if not."""
    found = 0
    for root in roots:
        if not root.exists():
            raise DebtError(f"{root} does not exist", "name the exports anew with --exports, or in debtui.toml")
        for path in sorted(_walk(root)):
            language = languages.get(path.suffix.lower())
            told = path.lstat()
            if language is None or not stat.S_ISREG(told.st_mode):
                continue
            found += 1
            if found > MOST_FILES:
                raise DebtError(
                    f"{root} holds more than {MOST_FILES:,} files", "name the directory of the exports alone"
                )
            name = decode_path(os.fsencode(root.name if path == root else Path(root.name) / path.relative_to(root)))
            if told.st_size > largest:
                yield Exported(name, language, b"", f"larger than {largest:,} bytes ({told.st_size:,})")
                continue
            try:
                yield Exported(name, language, path.read_bytes())
            except OSError as error:
                yield Exported(name, language, b"", f"cannot be opened: {error.strerror}")


def _walk(root: Path) -> Iterator[Path]:
    if root.name in _SKIPPED:
        return
    if not root.is_dir():
        yield root
        return
    for folder, below, names in os.walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        below[:] = sorted(name for name in below if name not in _SKIPPED) if depth < _DEEPEST else []
        yield from (Path(folder) / name for name in names)
