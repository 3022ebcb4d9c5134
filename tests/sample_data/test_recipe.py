"""The sample system is built the same way every time, quickly, and is what it says."""

from __future__ import annotations

import ast
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from sample_data import recipe, template, timeline
from tests.repos import git

ROOT = Path(recipe.__file__).parents[1]
READERS: dict[str, Callable[[bytes], object]] = {
    "py": ast.parse,
    "json": json.loads,
    "ipynb": json.loads,
    "yaml": yaml.safe_load,
    "yml": yaml.safe_load,
    "toml": lambda raw: tomllib.loads(raw.decode()),
}


def versions(place: Path) -> Iterator[tuple[str, bytes]]:
    """Every version of every file in all of history."""
    paths: dict[str, str] = {}
    for line in git(place, "log", "--raw", "-m", "--no-abbrev", "--format=").splitlines():
        facts, path = line.split("\t")[0].split(), line.split("\t")[-1]
        if facts[4] != "D":
            paths[facts[3]] = path
    done = subprocess.run(
        ["git", "-C", str(place), "cat-file", "--batch"],
        input="\n".join(paths).encode(),
        capture_output=True,
        check=True,
    )
    raw, at = done.stdout, 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        blob, _, size = raw[at:end].decode().split()
        yield paths[blob], raw[end + 1 : end + 1 + int(size)]
        at = end + int(size) + 2


def test_the_recipe_yields_the_same_bytes_twice() -> None:
    assert b"".join(recipe.stream()) == b"".join(recipe.stream())


def test_the_recipe_takes_under_two_seconds_of_processor_time() -> None:
    # In an interpreter of its own, and not on the clock: coverage triples the time, a busy machine stretches it.
    code = "import sample_data.recipe as r, time; b''.join(r.stream()); print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 2


def test_the_bytes_do_not_hang_on_the_order_of_sets() -> None:
    code = "import hashlib, sample_data.recipe as r; print(hashlib.sha256(b''.join(r.stream())).hexdigest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1


def test_the_sample_is_built_in_under_five_seconds_with_14_people(tmp_path: Path) -> None:
    place = tmp_path / "meridian"
    code = "import sys, time; from pathlib import Path; from debtui.demo import build; begun = time.monotonic(); build(Path(sys.argv[1])); print(time.monotonic() - begun)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(place)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 5  # in an interpreter of its own: coverage triples the time
    authors = {line.split("\t")[1].strip() for line in git(place, "shortlog", "-sn", "HEAD").splitlines()}
    assert len(authors - {"dependabot[bot]", "CHLOE MARTIN"}) == 14
    assert 1400 < int(git(place, "rev-list", "--count", "HEAD")) < 1600
    assert git(place, "status", "--porcelain") == ""
    assert git(place, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]


def test_a_tenth_of_the_commits_come_in_through_merged_branches(demo: Path) -> None:
    commits = int(git(demo, "rev-list", "--count", "HEAD"))
    aside = commits - int(git(demo, "rev-list", "--count", "--first-parent", "HEAD"))
    assert 0.1 <= aside / commits <= 0.15


def test_a_merge_changes_what_its_branch_changed_and_nothing_else(demo: Path) -> None:
    merges = git(demo, "rev-list", "--merges", "HEAD").split()
    for merge in merges[::10]:
        brought = git(demo, "diff", "--name-only", f"{merge}^1...{merge}^2").split("\n")
        assert git(demo, "diff", "--name-only", f"{merge}^1", merge).split("\n") == brought


def test_every_version_of_every_file_can_be_parsed(demo: Path) -> None:
    read = 0
    for path, raw in versions(demo):
        reader = READERS.get(path.rpartition(".")[2])
        if reader and b"{{-" not in raw:  # a template is no file of its format
            try:
                reader(raw)
            except (SyntaxError, ValueError, yaml.YAMLError) as error:
                pytest.fail(f"a version of {path}: {error}")
            read += 1
    assert read > 1000


def test_no_mark_of_the_recipe_is_left_in_a_file(demo: Path) -> None:
    mark = re.compile(rb"#~|#\+!|#! 20|\{\{[^:{}]+:[\d.]+\}\}")
    left = [(path, found[0]) for path, raw in versions(demo) if (found := mark.search(raw))]
    assert left == []


def test_every_import_of_the_products_own_modules_leads_to_a_file(demo: Path) -> None:
    for path in demo.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("meridian.", "routing_v1")):
                for alias in node.names:
                    assert (demo / (node.module or "").replace(".", "/") / f"{alias.name}.py").is_file(), (
                        path,
                        alias.name,
                    )


def test_dates_on_the_mainline_only_move_on(demo: Path) -> None:
    dates = [int(line) for line in git(demo, "log", "--first-parent", "--reverse", "--format=%ct").split()]
    assert all(before < after for before, after in itertools.pairwise(dates))


def test_git_sees_the_rename_the_deletions_and_the_file_that_came_back(demo: Path) -> None:
    renames = git(demo, "log", "--raw", "-M", "--diff-filter=R", "--format=").splitlines()
    assert [line.split("\t")[1:] for line in renames] == [["meridian/common/clock.py", "meridian/common/time_zones.py"]]
    gone = git(demo, "log", "--diff-filter=D", "--no-renames", "--name-only", "--format=").split()
    assert {"notebooks/tip_model.ipynb", "sql/kitchen_queue.sql", "meridian/training/baseline.py"} <= set(gone)
    assert (demo / "meridian/training/baseline.py").is_file()


def test_every_line_that_waits_for_an_event_has_one() -> None:
    files = template.load()
    subjects = {event.subject for event in timeline.events(files)}
    waiting = {key for file in files for line in file.lines if line.events for key, _ in line.until}
    steps = {key for file in files for key, _, _ in file.steps}
    assert waiting - steps <= subjects
