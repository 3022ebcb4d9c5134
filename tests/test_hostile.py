"""A repository whose every text is hostile: nothing crashes, nothing of it reaches a terminal."""

from __future__ import annotations

import csv
import io
import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from click.testing import CliRunner

from debtui.check import judge
from debtui.cli import cli
from debtui.collect import collect
from debtui.exports.base import Report
from debtui.gate import formats
from debtui.gate.formats.base import named
from debtui.gate.known import before
from debtui.open import open_session
from debtui.picture import take
from debtui.report import build
from debtui.target import find
from tests.cli.test_commands import debtui
from tests.cli.test_picture import harmless
from tests.exports.reports import EXPORTERS, written
from tests.repos import GitRepo

EVIL = "\x1b]0;owned\x07\x1b[31m\x9b31m\u202e[/b]<script>alert(1)</script>=cmd()"
CALLS = "=cmd() @octocat #12 :tada: https://x.org `x` |"
STEERING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = GitRepo(tmp_path_factory.mktemp("hostile") / "repo")
    name = EVIL.replace("/", "_")
    code = f"# TODO {EVIL}\nimport os\nif os.environ.get('USE_{EVIL}') == '1':\n    x = 1\nclass A:\n    def f(self): pass\n"
    for number in range(6):
        repo.commit(
            {
                f"{name}.py": f"{code}y = {number}\n",
                f"{CALLS.replace('/', '_')}.py": f"# TODO {CALLS}\ny = {number}\n",
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
    collect(repo.path, history="full")
    return repo.path


def gate(place: Path) -> dict[str, str]:
    """What every format of the gate makes of a repository of which nothing was known."""
    session, moment = open_session(place, fresh=False)
    try:
        nothing = before("nothing", [replace(told, rows=()) for told in session.judged(moment.seq)])
        verdict = judge(session, moment, nothing)
    finally:
        session.close()
    assert any(EVIL.replace("/", "_") in item.row.subject for item in verdict.failing if item.row)
    names = [info.name for info in pkgutil.iter_modules(formats.__path__) if info.name != "base"]
    return {name: named(name).write(verdict) for name in names}


@pytest.fixture(scope="module")
def report(hostile: Path) -> Iterator[Report]:
    session, moment = open_session(hostile, fresh=False)
    yield build(session, moment)
    session.close()


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_export_is_inert(name: str, report: Report) -> None:
    data = written(name, report)
    if name == "parquet":
        frame = pl.read_parquet(io.BytesIO(data))
        texts = [str(value) for row in frame.rows() for value in row]
    elif name == "csv":
        texts = [cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row]
        assert not [cell for cell in texts if cell.lstrip().startswith(("=", "+", "-", "@"))]
        assert "'=cmd() @octocat" in data.decode()
    else:
        texts = [data.decode()]
    assert name == "comment" or any("octocat" in text for text in texts)
    assert not [text for text in texts if re.search(STEERING, text)]
    if name == "html":
        assert not re.search(r"<script|<b>x|href=.(?!#)", texts[0])
    if name in {"markdown", "comment"}:
        assert not re.search(r"@octocat|#12|:tada:|://|[^\\]<script", texts[0])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_rows_of_one_measure_are_inert(kind: str, hostile: Path) -> None:
    done = CliRunner().invoke(cli, ["show", "AP-15", str(hostile), "--no-collect", "--format", kind, "--limit", "0"])
    assert done.exit_code == 0, done.output
    data = done.stdout_bytes
    frame = pl.read_parquet(io.BytesIO(data)) if kind == "parquet" else pl.read_csv(data, infer_schema=False)
    texts = [str(value) for row in frame.rows() for value in row]
    assert any("octocat" in text for text in texts)
    assert not [text for text in texts if re.search(STEERING, text)]
    assert kind == "parquet" or not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_picture_of_it_is_inert(hostile: Path) -> None:
    svg = take(find(hostile), "code", keys=("down", "enter"), size=(160, 30))
    harmless(svg)
    assert "owned" in svg


def test_everything_works_and_no_such_byte_is_printed(hostile: Path) -> None:
    commands = [("report",), ("doctor",)]
    commands += [("show", name) for name in ("ON-3", "ON-8", "CO-1", "AP-5", "AP-6", "AP-6a", "AP-15", "CF-1", "CO-2")]
    commands += [("sql", "SELECT * FROM file_at"), ("sql", "SELECT * FROM flag_environment_at"), ("trend", "ON-1")]
    for command in commands:
        done = debtui(*command, hostile)
        assert done.returncode == 0, (command, done.stderr)
        for text in (done.stdout, done.stderr):
            assert not re.search(STEERING, text), command
    told = gate(hostile)
    assert told.keys() >= {"text", "sarif", "github"}
    assert [name for name, text in told.items() if re.search(STEERING, text)] == []
    ElementTree.fromstring(told["junit"])


def test_what_could_not_be_read_is_recorded(hostile: Path) -> None:
    told = debtui("doctor", hostile).stdout
    assert "holds NUL bytes" in told
    assert "no notebook" in told or "failed" in told
