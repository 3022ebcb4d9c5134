"""A repository full of secrets: none of them is stored, and none is told."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from debtui.cli import cli
from debtui.collect import collect
from debtui.measures.spec import load
from debtui.open import open_session
from debtui.picture import take
from debtui.report import build
from debtui.target import Target
from tests.exports.reports import EXPORTERS, written
from tests.planted_secrets import SECRETS, pieces
from tests.repos import GitRepo

_PIECES = sorted({piece for _, _, secret, _ in SECRETS for piece in pieces(secret)})


def told_in(text: str) -> list[str]:
    """Planted secrets, or long pieces of one, that stand in a text."""
    return [piece for piece in _PIECES if piece in text]


def _word(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")


def _files(version: int) -> dict[str, str | bytes | None]:
    """Each secret in each format; `version` only makes the blobs differ."""
    all_of = [(_word(name), value) for _, name, _, value in SECRETS]
    inline = [(name, value.replace("\n", "\\n")) for name, value in all_of]
    plain = "".join(f"{name}={value}\n" for name, value in inline)
    python = "".join(
        f"{name.upper()} = {value!r}\n\n\ndef use_{number}(a, {name.lower()}={value!r}):\n    # TODO rotate {name}={value}\n"
        f"    # FIXME: {name} is {value}\n    if os.environ.get({name!r}, {value!r}) < a.b:\n        return a.{name}\n"
        f"parser.add_argument('--{name.replace('_', '-').lower()}', default={value!r})\n"
        for number, (name, value) in enumerate(inline) if name != "smtp_password"  # a word that follows `is` could be any
    )  # fmt: skip
    block = "".join(f"{name}: |\n  " + value.replace("\n", "\n  ") + "\n" for name, value in all_of)
    variables = "".join(
        f"    - name: {name}\n      value: {json.dumps(value)}\n    - value: {json.dumps(value)}\n      name: {name}\n" for name, value in all_of
    )  # fmt: skip
    cells = [
        {"cell_type": "code", "source": [f"{line}\n" for line in python.splitlines()], "outputs": [], "metadata": {}}
    ]
    return {
        "conf/a.yaml": "".join(f"{name}: {json.dumps(value)}\n" for name, value in all_of) + f"v: {version}\n",
        "conf/block.yaml": block + f"v: {version}\n",
        "conf/nested.yml": "x:\n" + "".join(f"  - deep: {{{name}: {json.dumps(value)}}}\n" for name, value in all_of),
        "conf/items.yaml": "".join(
            f"i{n}: [--verbose, {json.dumps(f'{name}={value}')}]\nj{n}: [{json.dumps('--' + name)}, {json.dumps(value)}]\n{name}s: [a1, {json.dumps(value)}]\n"
            for n, (name, value) in enumerate(inline)
        ),
        "conf/commented.yaml": "".join(f"a{n}: 1  # TODO {name}: {value}\n" for n, (name, value) in enumerate(inline)),
        "k8s/deployment.yaml": f"spec:\n  env:\n{variables}  v: {version}\n",
        "conf/b.toml": "[t]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in all_of) + f"v = {version}\n",
        "config/c.json": json.dumps({"v": version, **dict(all_of)}, indent=1),
        "conf/d.ini": "[s]\n" + "".join(f"{name} = " + value.replace("\n", "\n  ") + "\n" for name, value in all_of) + f"v = {version}\n",
        "conf/broken.ini": "[s\n" + plain.replace("=", " ") + plain,
        "conf/broken.yaml": plain + "a: [\n" + plain,
        "conf/broken.toml": plain,
        ".env": "".join(f'{name}="{value}"\n' for name, value in inline) + f"V={version}\n",
        "prod.env": "".join(f'export {name}="{value}"\n' for name, value in all_of) + f"V={version}\n",
        "conf/e.properties": plain + f"v={version}\n",
        "Dockerfile": "FROM x\n" + "".join(f"ENV {name}={value}\nENV {name} {value}\nARG {name}='{value}'\n" for name, value in inline),
        "run.sh": "".join(f"export {name}='{value}'\n# TODO {name}={value}\ntrain --{name} '{value}'\n" for name, value in inline),
        "ranker/settings.py": f"import os\nV = {version}\n{python}",
        "ranker/blocks.py": "".join(f'{name} = """{value}"""\n' for name, value in all_of) + f"V = {version}\n",
        "notes.md": "".join(f"- `{name}`: `{value}`\n" for name, value in inline),
        "explore.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        "requirements.txt": "".join(f"--index-url https://ada:{value}@pypi.x.org/simple\npkg{n} @ git+https://ada:{value}@x.org/r.git\n"
                                    for n, (kind, _, _, value) in enumerate(SECRETS) if re.fullmatch(r"[\w.-]+", value)),
        "CODEOWNERS": "".join(f"# {name}={value}\n" for name, value in inline),
    }  # fmt: skip


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = GitRepo(tmp_path_factory.mktemp("secrets") / "repo")
    for version in range(2):
        repo.commit(_files(version), f"version {version}")
    for _, name, _, value in SECRETS:
        said = f"{_word(name)}={' '.join(value.split())}"
        repo.commit({}, f"Rotate {said}", author=f"Ada {said} <ada@x.org>")
    repo.commit(dict.fromkeys(_files(0)) | {"last.py": "x = 1\n"}, "Remove all of it")
    collect(repo.path, history="full")
    return repo.path


def test_nothing_of_it_is_in_the_bytes_of_any_file_of_the_store(planted: Path) -> None:
    for file in (planted / ".debtui").rglob("*"):
        if file.is_file():
            assert not told_in(file.read_bytes().decode("latin-1")), file


def test_nothing_of_it_is_in_any_column_of_any_table(planted: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{planted / '.debtui' / 'debt.duckdb'}' AS stored (READ_ONLY)")
        tables = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'stored'"
        ).fetchall()
        rows = {table: con.execute(f'SELECT * FROM stored."{schema}"."{table}"').fetchall() for schema, table in tables}
    assert {table: told for table, found in rows.items() if (told := told_in(repr(found)))} == {}
    read = {table for table, found in rows.items() if found}
    assert {
        "config_key",
        "code_word",
        "py_attribute",
        "comment_tag",
        "flag_read",
        "flag_definition",
        "py_comparison",
        "requirement",
    } <= read
    assert len(rows["commit_log"]) == len(SECRETS) + 3


def test_nothing_of_it_stands_in_any_export_or_picture(planted: Path) -> None:
    session, moment = open_session(planted, at="HEAD~1", fresh=False)
    report = build(session, moment, rows=500)
    assert sum(len(section.rows) for section in report.sections) > 1_000
    told = {name: written(name, report).decode("latin-1") for name in EXPORTERS if name != "parquet"}
    told["parquet"] = str(pl.read_parquet(io.BytesIO(written("parquet", report))).rows())
    target = Target(session.name, lambda: session)
    told["files"] = take(target, "configuration", keys=("f", "enter"), at=moment)
    told["code"] = take(target, "code", keys=("enter", "enter"), at=moment)
    session.close()
    assert "‹secret" in told["code"]
    assert {name: found for name, text in told.items() if (found := told_in(text))} == {}


def test_nothing_of_it_is_told_by_any_command(planted: Path) -> None:
    runner = CliRunner()
    store = str(planted)
    commands = [("report", store, "--at", "HEAD~1")]
    commands += [("show", measure.id, store, "--at", "HEAD~1", "--format", "json") for measure in load()]
    commands += [
        ("sql", f"SELECT * FROM {table}", store, "--format", "json")
        for table in ("config_key", "code_word", "log_at", "analysed", "setting_at", "comment_tag")
    ]
    commands += [("doctor", store)]
    for command in commands:
        done = runner.invoke(cli, command)
        assert done.exit_code == 0, (command, done.output, done.exception)
        assert not told_in(done.output), (command, told_in(done.output))
