"""The list of planted debts says what is in the repository: git itself is asked, no measure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import sample_data
from sample_data.people import LEARNERS
from tests.repos import git

LISTED = tomllib.loads((Path(sample_data.__file__).parent / "planted.toml").read_text("utf-8"))
DATED = [debt for debt in LISTED["planted"] if "commit" in debt and ("since" in debt or "mentioned" in debt)]
WITH_LINE = [debt for debt in DATED if "line" in debt]


def named(debt: dict[str, Any]) -> str:
    return f"{debt['catalogue']} {debt.get('subject') or debt['path']}"


@pytest.mark.parametrize("debt", DATED, ids=named)
def test_the_commit_that_plants_a_debt_is_on_the_mainline_on_that_day_and_touches_the_path(
    debt: dict[str, Any], demo: Path
) -> None:
    log = git(demo, "log", "--first-parent", "-m", "--format=%cs%x09%s", "--", debt["path"]).splitlines()
    day = debt.get("since") or debt["mentioned"]
    assert [line for line in log if line.endswith(f"\t{debt['commit']}")] == [f"{day.isoformat()}\t{debt['commit']}"]


@pytest.mark.parametrize("debt", WITH_LINE, ids=named)
def test_the_line_of_a_planted_debt_came_with_that_commit_and_stayed(debt: dict[str, Any], demo: Path) -> None:
    log = git(demo, "log", "--first-parent", "-m", "--format=%s", f"-S{debt['line']}", "--", debt["path"])
    assert log.splitlines() == [debt["commit"]]
    assert debt["line"] in (demo / debt["path"]).read_text("utf-8")


@pytest.mark.parametrize("debt", LISTED["planted"] + LISTED["clean"], ids=named)
def test_a_listed_path_is_there_today(debt: dict[str, Any], demo: Path) -> None:
    if debt.get("path"):
        assert (demo / debt["path"]).is_file()
        assert debt.get("line", "") in (demo / debt["path"]).read_text("utf-8")


def test_the_last_author_of_the_first_router_left_when_the_list_says(demo: Path) -> None:
    assert git(demo, "log", "-1", "--author=Gustavo", "--format=%cs").strip() == "2025-05-21"
    since_then = git(demo, "log", "--since=2025-06-01T00:00:00Z", "--format=%an", "--", "routing_v1/solver.py").split(
        "\n"
    )
    assert {"Ben Okafor"} <= set(since_then), "somebody else still has to change it"


def test_the_newcomer_with_the_long_ramp_came_when_the_list_says_and_made_the_tenth_commit_in_the_next_summer(
    demo: Path,
) -> None:
    days = git(demo, "log", "--no-merges", "--reverse", "--author=Kavya", "--format=%cs").split()
    assert (days[0], days[9]) == ("2025-11-03", "2026-07-17")
    assert not [day for day in days if "2025-12-03" < day < LEARNERS["kavya"][1]]


def test_the_environment_switch_is_nowhere_in_the_example_of_settings(demo: Path) -> None:
    assert "LEGACY_ROUTING" not in (demo / ".env.example").read_text("utf-8")
