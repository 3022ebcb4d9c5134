"""Runs dbt on the project beside this file and keeps what it wrote, the macros of the manifest left out.

    pip install --only-binary dbt-core-experimental-parser dbt-core dbt-duckdb pandas
    python tests/data/dbt/make.py

Written by dbt 1.12.0 with dbt-duckdb 1.11.1. `ls.json` is what `dbt ls --select +NAME` answers for each name.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
DBT = Path(sys.executable).parent / "dbt"
KEPT = ("metadata", "nodes", "sources", "exposures", "groups", "parent_map")
DROPPED = ("raw_code", "compiled_code", "checksum", "build_path", "compiled_path", "doc_blocks", "docs")


def main() -> None:
    """Builds in a copy, so that nothing else stays here."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "shop"
        shutil.copytree(HERE, work, ignore=shutil.ignore_patterns("target", "make.py", "ls.json"))
        with duckdb.connect(str(work / "shop.duckdb")) as con:
            con.execute("CREATE TABLE orders (id int, user_id int, amount int, loaded_at timestamp)")
            con.execute("INSERT INTO orders VALUES (1, 1, 250, '2024-01-02'), (2, 2, 300, '2024-01-03')")
            con.execute("CREATE TABLE raw_users_v2 (id int, country text)")
            con.execute("INSERT INTO raw_users_v2 VALUES (1, 'NL'), (2, 'DE')")
        for command in ("build --exclude-resource-type test", "source freshness", "docs generate --static"):
            dbt(work, *command.split(), check=command.startswith("build"))
        names = [p.stem for p in sorted(HERE.glob("models/**/*.[sp][qy]*"))] + ["exposure:churn", "exposure:revenue"]
        answers = {
            name: dbt(work, "ls", "--select", f"+{name}", "--exclude-resource-type", "test").split() for name in names
        }
        (HERE / "ls.json").write_text(json.dumps(answers, indent=1) + "\n")
        target = HERE / "target"
        target.mkdir(exist_ok=True)
        manifest = json.loads((work / "target/manifest.json").read_text())
        for section in ("nodes", "sources"):
            for node in manifest[section].values():
                for name in DROPPED:
                    node.pop(name, None)
        small = {key: manifest[key] for key in KEPT}
        (target / "manifest.json").write_text(json.dumps(small).replace(str(work), "/shop") + "\n")
        for name in ("sources.json", "catalog.json"):
            (target / name).write_text((work / "target" / name).read_text().replace(str(work), "/shop") + "\n")


def dbt(work: Path, *command: str, check: bool = True) -> str:
    """What dbt says."""
    done = subprocess.run(
        [DBT, "--quiet", "--no-version-check", *command], cwd=work, env={**os.environ, "DBT_PROFILES_DIR": str(work)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if check and done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
