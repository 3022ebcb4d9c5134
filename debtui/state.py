"""What the dashboard keeps between runs, and the keys a user has chosen: in the XDG directories only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from collectors.errors import DebtError


@dataclass
class State:
    """Where the user was. Everything has a default, so an old or broken file costs nothing."""

    theme: str = ""
    panes: dict[str, str] = field(default_factory=dict)
    """Place of the repository to the pane that was open last."""


def config_file() -> Path:
    """`debtui/config.toml` in the user's configuration directory."""
    return _home("XDG_CONFIG_HOME", ".config") / "config.toml"


def state_file() -> Path:
    """`debtui/state.json` in the user's state directory."""
    return _home("XDG_STATE_HOME", ".local/state") / "state.json"


def load(path: Path) -> State:
    """The state in a file; a missing or unreadable one is a new one."""
    import json

    try:
        told: Any = json.loads(path.read_text("utf-8"))
        return State(
            str(told.get("theme", "")),
            {str(name): str(pane) for name, pane in told.get("panes", {}).items()},
        )
    except (OSError, ValueError, AttributeError):
        return State()


def save(state: State, path: Path) -> None:
    """Write the state at once or not at all; a read-only home is no reason to fail."""
    import json

    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        partial.write_text(json.dumps(asdict(state), indent=1), "utf-8")
        partial.replace(path)


def user_keys(path: Path) -> Mapping[str, object]:
    """The table `[keys]` of the user's configuration: action id to keys. Raises DebtError where the file is no TOML."""
    import tomllib  # read after the first paint

    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DebtError(f"{path}: {error}", "mend the file, or remove it to use the default keys") from error
    keys = document.get("keys", {})
    if not isinstance(keys, dict):
        raise DebtError(f"{path}: keys is no table", 'write [keys] and below it filter = "slash"')
    return _flat(keys)


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """TOML reads `time.head` as a table in a table."""
    found: dict[str, object] = {}
    for key, value in table.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


def _home(variable: str, default: str) -> Path:
    told = os.environ.get(variable, "")
    return (Path(told) if Path(told).is_absolute() else Path.home() / default) / "debtui"
