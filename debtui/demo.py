"""The sample system: builds its repository from the recipe in `sample_data`."""

from __future__ import annotations

from pathlib import Path

from collectors import gitstream
from collectors.errors import DebtError


def build(directory: Path) -> Path:
    """Make the repository in an empty or new directory. Raises DebtError where something else is in it."""
    from sample_data import monitoring, recipe, records

    if (directory / ".git").is_dir() and (directory / "routing_v1").is_dir():
        return directory  # built before
    if directory.exists() and any(directory.iterdir()):
        raise DebtError(f"{directory} is not empty", "name a new directory")
    directory.mkdir(parents=True, exist_ok=True)
    gitstream.create(directory, recipe.stream())
    dated = gitstream.dated(directory)
    gitstream.create(directory, recipe.last_day(records.files(lambda day: _before(dated, day)) | monitoring.files()))
    return directory


def _before(dated: list[tuple[str, str]], day: str) -> str:
    """The last commit before six in the morning of a day."""
    return max((when, commit) for commit, when in dated if when < f"{day}T06")[1]
