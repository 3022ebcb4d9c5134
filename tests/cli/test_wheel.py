"""The demo from a built wheel, in a place that knows nothing of the source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("collectors", "debtui", "sample_data")
# `-S` reads no .pth file, so no editable checkout is on the path; the libraries are put behind the wheel.
ONLY_THE_WHEEL = """
import sys
sys.path.append(sys.argv.pop(1))
import collectors, debtui, sample_data
assert all(module.__file__.startswith(sys.argv[1]) for module in (collectors, debtui, sample_data)), debtui.__file__
sys.path = [path for path in sys.path if path]
sys.argv = ["debtui", *sys.argv[2:]]
"""
COMMAND = "import runpy; runpy.run_module('debtui', run_name='__main__')"
DASHBOARD = """
import asyncio
from pathlib import Path
from debtui.app import DebtApp
from debtui.target import find

async def start():
    app = DebtApp(lambda: find(Path()), name="x", config=Path("c"), memory=Path("m"))
    async with app.run_test() as pilot:
        await pilot.pause()
        print(*(Path(path).name for path in app.css_path))

asyncio.run(start())
"""


def run(*command: str | Path, where: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), cwd=where, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the source and installed without dependencies into a directory of its own."""
    source, place = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copyfile(ROOT / name, source / name)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    built = run(*pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", place, source, where=place)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = place.glob("debtui-*.whl")
    done = run(*pip, "install", "--no-deps", "--no-index", "--target", place / "site", wheel, where=place)
    assert done.returncode == 0, done.stderr
    return place / "site"


def wheel(installed: Path, code: str, *arguments: str | Path, where: Path) -> str:
    """What the code prints, with the wheel and the libraries on the path and nothing else."""
    libraries = sysconfig.get_path("purelib")
    command = (sys.executable, "-S", "-c", ONLY_THE_WHEEL + code, libraries, installed, *arguments)
    done = run(*command, where=where, path=str(installed))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return done.stdout


def test_the_demo_runs_from_a_wheel_in_another_directory(installed: Path, tmp_path: Path) -> None:
    told = wheel(installed, COMMAND, "demo", tmp_path / "meridian", where=tmp_path)
    assert "Truck factor" in told
    assert "Ana Sousa" in told
    html = wheel(
        installed, COMMAND, "report", tmp_path / "meridian", "--format", "html", "--no-collect", where=tmp_path
    )
    assert (ROOT / "debtui/exports/report.css").read_text("utf-8").splitlines()[0] in html


def test_the_dashboard_finds_its_style_sheet_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert wheel(installed, DASHBOARD, where=tmp_path) == "app.tcss\n"


def test_no_file_of_the_packages_is_missing_from_the_wheel(installed: Path) -> None:
    """The sample's files, every measure and view, the style sheets."""
    found = {
        path.relative_to(ROOT)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len([path for path in found if path.suffix in {".sql", ".tpl", ".css", ".tcss", ".toml"}]) > 100
    assert {str(path) for path in found if not (installed / path).is_file()} == set()
