"""Builds small real repositories with real git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ENVIRONMENT = {
    **os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@x.org",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@x.org",
}  # fmt: skip


def git(place: Path, *command: str, when: str | None = None, text: str | None = None) -> str:
    """Run git and return what it prints."""
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {}
    done = subprocess.run(
        ["git", "-C", str(place), *command], env=ENVIRONMENT | dates, input=text, capture_output=True, text=True, check=False,
        errors="surrogateescape",
    )  # fmt: skip
    assert done.returncode == 0, f"git {' '.join(command)}: {done.stderr}"
    return done.stdout


class GitRepo:
    """A repository that a test fills; every commit is a day later than the last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.day = 0
        path.mkdir(parents=True, exist_ok=True)
        git(path, "init", "-q", "-b", "main")

    def write(self, files: dict[str, str | bytes | None]) -> None:
        """Write or (None) remove files."""
        for name, content in files.items():
            place = self.path / name
            if content is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self, files: dict[str, str | bytes | None], subject: str = "change", *, author: str = "Ada <ada@x.org>"
    ) -> str:
        """Write files and commit everything; returns the commit id."""
        self.write(files)
        self.day += 1
        when = f"{1735732800 + self.day * 86400} +0000"
        git(self.path, "add", "-A")
        git(self.path, "commit", "-q", "--allow-empty", "-m", subject, "--author", author, when=when)
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *command: str) -> str:
        """Run git here."""
        return git(self.path, *command)
