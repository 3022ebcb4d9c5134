"""A repository whose every text is hostile: nothing crashes, nothing of it reaches a terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from debtui.collect import collect
from tests.cli.test_commands import debtui
from tests.repos import GitRepo

EVIL = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e[/b]<script>alert(1)</script>=cmd()"


@pytest.fixture
def hostile(repo: GitRepo) -> Path:
    name = EVIL.replace("/", "_")
    code = f"# TODO {EVIL}\nimport os\nif os.environ.get('USE_{EVIL}') == '1':\n    x = 1\nclass A:\n    def f(self): pass\n"
    for number in range(6):
        repo.commit(
            {
                f"{name}.py": f"{code}y = {number}\n",
                f"d{name}/{name}.py": f"{code}z = {number}\n",
                f"conf/{name}.yaml": f"'{name}': '[/b] {number}'\nlist: [a, b]\n",
                "long.py": f"x = '{'a' * 1_000_000}'  # TODO {number}\n",
                "deep.json": "[" * 50_000 + "]" * 50_000,
                "conf/deep.yaml": "a: " + "[" * 5_000,
                "conf/bomb.yaml": "a: &a [x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)),
                "nul.py": b"x = 1\0\n",
                "latin.py": b"# caf\xe9 TODO\n",
                "broken.ipynb": "{",
                ".github/CODEOWNERS": f"* {name}\n[\n",
                "requirements.txt": f"{EVIL}\n===\n",
                "exports/flags.json": json.dumps({"features": [
                    {"name": f"{EVIL} {n}", "type": EVIL, "project": EVIL, "impressionData": False, "stale": n == 1, "createdBy": {"name": EVIL},
                     "environments": [{"name": EVIL, "enabled": True, "strategies": []}]} for n in range(3)]}),
            },
            f"{EVIL} {number}",
            author=f"{EVIL.replace('<', '').replace('>', '')} <evil@x.org>",
        )  # fmt: skip
    return repo.path


def test_everything_works_and_no_such_byte_is_printed(hostile: Path) -> None:
    collect(hostile, history="full")
    commands = [
        ("report",),
        ("report", "--format", "html"),
        ("report", "--format", "markdown"),
        ("report", "--format", "csv"),
        ("doctor",),
    ]
    commands += [("show", name) for name in ("ON-3", "ON-8", "CO-1", "AP-5", "AP-6", "AP-6a", "AP-15", "CF-1", "CO-2")]
    commands += [("sql", "SELECT * FROM file_at"), ("sql", "SELECT * FROM flag_environment_at"), ("trend", "ON-1")]
    for command in commands:
        done = debtui(*command, hostile)
        assert done.returncode == 0, (command, done.stderr)
        for text in (done.stdout, done.stderr):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), command


def test_what_could_not_be_read_is_recorded(hostile: Path) -> None:
    collect(hostile)
    told = debtui("doctor", hostile).stdout
    assert "holds NUL bytes" in told
    assert "no notebook" in told or "failed" in told
