"""The gate: its exit status follows the limits, and what is not measured does not fail."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import debtui
from tests.repos import GitRepo

HOLDS, BROKEN = 'value("a.yaml:limit") <= 3', 'value("a.yaml:limit") > 3'


@pytest.mark.parametrize(("fact", "status"), [(HOLDS, 0), (BROKEN, 1)])
def test_a_broken_fact_fails_the_gate(repo: GitRepo, fact: str, status: int) -> None:
    limits = "[thresholds.ON-1]\nwarn = 0\nfail = 0\n[thresholds.ON-2]\nwarn = 2\nfail = 2\n"
    repo.commit({"conf/a.yaml": "limit: 3\n", "debtui.toml": f"{limits}[assert]\nlimit = '{fact}'\n"})
    done = debtui("check", repo.path)
    assert done.returncode == status, done.stdout + done.stderr
    assert ("broken: value" in done.stdout) == (status == 1)
    assert "not measured, at" in done.stdout
    told = json.loads(debtui("check", repo.path, "--format", "json").stdout)
    assert (told["passed"], len(told["failing"]), told["broken"]) == (status == 0, status, [])
    if status:
        assert told["failing"][0]["rows"][0]["path"] == "conf/a.yaml"


def test_a_limit_in_the_settings_fails_the_gate_where_the_measures_own_does_not(repo: GitRepo) -> None:
    files = {"a.py": '"""A."""\nx = 1\ny = 2\n', "conf/a.yaml": "a: 1\n"}
    relaxed = "[thresholds.ON-1]\nwarn = 0\nfail = 0\n[thresholds.ON-2]\nwarn = 2\nfail = 2\n"
    repo.commit({**files, "debtui.toml": relaxed})
    assert debtui("check", repo.path).returncode == 0
    repo.commit({"debtui.toml": f"{relaxed}[thresholds.CF-1]\nwarn = 0.1\nfail = 0.2\n"})
    done = debtui("check", repo.path)
    assert (done.returncode, "CF-1" in done.stdout) == (1, True)


def test_an_own_measure_that_cannot_be_computed_fails_the_gate_and_says_why(repo: GitRepo) -> None:
    header = "/*\ntitle='Mine'\ncatalogue='XX-1'\nquestion='Is it?'\npaper='p'\ngrade='E3'\nunit='x'\nformula='f'\nwhy='w'\nremedy='r'\npitfalls='p'\n[headline]\nvalue='count(*)'\nunit='x'\nbasis='b'\n*/\n"
    repo.commit({"conf/a.yaml": "a: 1\n", "debt/measures/mine.sql": f"{header}SELECT nothing FROM nowhere\n"})
    done = debtui("check", repo.path)
    assert done.returncode == 1
    assert "Mine: failed: " in done.stdout
