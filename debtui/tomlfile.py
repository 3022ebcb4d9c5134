"""Files of a team's own under `debt/`: read strictly, added to without touching what people wrote into them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from collectors.errors import DebtError


def parsed(data: bytes, name: str) -> dict[str, Any]:
    """A document. Raises DebtError with its name where it is no TOML, with a word about conflict marks."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        merging = b"\n<<<<<<< " in b"\n" + data
        hint = "it holds marks of a merge conflict: keep both sides' tables" if merging else "mend the file"
        raise DebtError(f"{name}: {error}", hint) from error


def add(path: Path, table: str, values: Mapping[str, Any]) -> None:
    """Add one `[[table]]` at the end of a file, which is made where it is not there; all else stays byte for byte.

    Tables at the end are what git merges best: two people's additions conflict at one place, and both are kept.
    Raises DebtError where the file is no TOML or cannot be written.
    """
    import tomlkit

    try:
        old = path.read_bytes() if path.exists() else b""
        parsed(old, path.name)
        known = tomlkit.aot()
        known.append(tomlkit.item({key: value for key, value in values.items() if value not in (None, "")}))
        fresh = tomlkit.dumps({table: known}).encode("utf-8")
        gap = b"" if not old else b"\n" if old.endswith(b"\n") else b"\n\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        partial.write_bytes(old + gap + fresh)
        partial.replace(path)
    except OSError as error:
        raise DebtError(f"{path} cannot be written: {error.strerror}", "look at its permissions") from error
