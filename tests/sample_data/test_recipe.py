"""The sample system is built the same way every time, quickly, and is what it says."""

from __future__ import annotations

import ast
import time
from pathlib import Path

from debtui.demo import build
from sample_data import recipe
from tests.repos import git


def test_the_recipe_yields_the_same_bytes_twice() -> None:
    assert b"".join(recipe.stream()) == b"".join(recipe.stream())


def test_the_sample_is_built_in_under_five_seconds_with_14_people(tmp_path: Path) -> None:
    begun = time.monotonic()
    place = build(tmp_path / "meridian")
    assert time.monotonic() - begun < 5
    authors = {line.split("\t")[1].strip() for line in git(place, "shortlog", "-sn", "HEAD").splitlines()}
    assert len(authors - {"dependabot[bot]", "CHLOE MARTIN"}) == 14
    assert 1400 < int(git(place, "rev-list", "--count", "HEAD")) < 1800
    assert git(place, "status", "--porcelain") == ""


def test_python_files_parse_at_every_month(demo: Path) -> None:
    for month in range(24):
        year, number = 2024 + (month + 11) // 12, (month + 11) % 12 + 1
        commit = git(
            demo, "rev-list", "-1", "--first-parent", f"--before={year}-{number:02d}-15T00:00:00Z", "HEAD"
        ).strip()
        if not commit:
            continue
        for path in git(demo, "ls-tree", "-r", "--name-only", commit).splitlines():
            if path.endswith(".py"):
                ast.parse(git(demo, "show", f"{commit}:{path}"))


def test_dates_on_the_mainline_only_move_on(demo: Path) -> None:
    dates = [int(line) for line in git(demo, "log", "--first-parent", "--reverse", "--format=%ct").split()]
    assert dates == sorted(dates)
