"""One more measure, collector, pane, export or view is exactly one new file: copy the packages, add it, see it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from debtui.measures.spec import load
from tests.repos import GitRepo

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    place = tmp_path / "copy"
    for package in ("collectors", "debtui", "sample_data"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def run(copy: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(copy)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_more_measure(copy: Path, repo: GitRepo) -> None:
    text = (copy / "debtui/measures/code/hotspots.sql").read_text()
    (copy / "debtui/measures/code/warmer.sql").write_text(
        text.replace('"CO-3"', '"XX-1"').replace('"Hotspots"', '"Warmer"')
    )
    repo.commit({"a.py": "x = 1\n", "b.py": "x = 1\ny = 2\n"})
    assert "Warmer" in run(copy, "-m", "debtui", "report", str(repo.path))
    assert "XX-1" in run(copy, "-m", "debtui", "measures")


def test_one_more_collector_and_view(copy: Path, repo: GitRepo) -> None:
    (copy / "collectors/blobs/shout.py").write_text('''"""Loud words."""
from collectors.spec import BlobAnalyser, Column, Table
TABLE = Table("shout", "One row per loud word.", (Column("word", "text", "the word"),))
def analyse(form):
    for word in form.data.split():
        if word.isupper():
            yield (word.decode(),)
COLLECTOR = BlobAnalyser(TABLE, version=1, form="bytes", analyse=analyse, languages=frozenset({"Python"}))
''')
    (copy / "debtui/store/views/shout_at.sql").write_text("SELECT path, word FROM file_at JOIN shout USING (blob)\n")
    repo.commit({"a.py": "# HELLO you\n"})
    assert "HELLO" in run(copy, "-m", "debtui", "sql", "SELECT * FROM shout_at", str(repo.path))


def test_one_more_export(copy: Path, repo: GitRepo) -> None:
    (copy / "debtui/exports/as_count.py").write_text('''"""How many measures."""
from debtui.exports.base import Exporter
class CountExporter(Exporter):
    NAME = "count"
    SUFFIX = ".n"
    def write(self, report, out):
        out.write(str(len(report.sections)).encode())
''')
    repo.commit({"a.py": "x = 1\n"})
    assert run(copy, "-m", "debtui", "report", str(repo.path), "--format", "count") == str(len(load()))


def test_one_more_source(copy: Path, repo: GitRepo) -> None:
    (copy / "collectors/sources/moon.py").write_text('''"""The moon."""
from collectors.spec import Batch, Column, Source, Table
TABLE = Table("moon", "One row.", (Column("name", "text", "its name"),))
COLLECTOR = Source("moon", 1, (TABLE,), state=lambda reading: "full", collect=lambda reading: iter([Batch(TABLE, [("Luna",)])]))
''')
    repo.commit({"a.py": "x = 1\n"})
    assert "Luna" in run(copy, "-m", "debtui", "sql", "SELECT * FROM moon", str(repo.path))


def test_a_failing_source_or_analyser_stops_nobody_else(copy: Path, repo: GitRepo) -> None:
    (copy / "collectors/sources/moon.py").write_text('''"""The moon."""
from collectors.spec import Column, Source, Table
def fail(reading):
    raise RuntimeError("no moon tonight")
    yield
COLLECTOR = Source("moon", 1, (Table("moon", "One row.", (Column("name", "text", "its name"),)),), state=lambda r: "x", collect=fail)
''')
    (copy / "collectors/blobs/broken.py").write_text('''"""Broken."""
from collectors.spec import BlobAnalyser, Column, Table
def analyse(form):
    raise RuntimeError("boom")
COLLECTOR = BlobAnalyser(Table("broken", "None.", (Column("x", "int", "x"),)), version=1, form="bytes", analyse=analyse)
''')
    repo.commit({"a.py": "x = 1  # TODO\n"})
    told = run(copy, "-m", "debtui", "doctor", str(repo.path))
    assert "no moon tonight" in told
    assert "RuntimeError: boom" in told
    assert "TODO" in run(copy, "-m", "debtui", "show", "AP-15", str(repo.path))


def test_a_new_version_of_an_analyser_replaces_its_facts(copy: Path, repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1  # TODO\n"})
    query = (
        "-m",
        "debtui",
        "sql",
        "SELECT count(*) AS n, max(version) AS v FROM analysed JOIN comment_tag USING (blob) WHERE analyser = 'comment_tag'",
        str(repo.path),
        "--format",
        "csv",
    )
    assert run(copy, *query) == "n,v\n1,1\n"
    path = copy / "collectors/blobs/comment_tag.py"
    path.write_text(path.read_text().replace("version=1", "version=2"))
    assert run(copy, *query) == "n,v\n1,2\n"


def test_a_wrong_collector_is_refused_with_its_path(copy: Path) -> None:
    (copy / "collectors/blobs/nothing.py").write_text('"""Nothing."""\n')
    done = subprocess.run(
        [sys.executable, "-c", "from collectors.registry import analysers; analysers()"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "nothing.py: COLLECTOR must be a BlobAnalyser" in done.stderr


def test_one_more_configuration_system_and_command(copy: Path, repo: GitRepo) -> None:
    (copy / "debtui/resolve/systems/shouting.py").write_text('''"""Files called LOUD."""
from debtui.resolve.base import Composition, System, alone
def resolve(files, root, given=()):
    return Composition(root, "shouting", alone(files, root).leaves)
SYSTEM = System("shouting", "files called LOUD", lambda files, path: path.endswith("LOUD.yaml"), resolve)
''')
    (copy / "debtui/commands/greet.py").write_text('''"""Says hello."""
import click
@click.command("greet")
def greet():
    """Hello."""
    click.echo("hello")
COMMAND = greet
''')
    repo.commit({"LOUD.yaml": "a: 1\n"})
    assert "shouting" in run(copy, "-m", "debtui", "sql", "SELECT system FROM resolved_setting_at", str(repo.path))
    assert run(copy, "-m", "debtui", "greet") == "hello\n"
