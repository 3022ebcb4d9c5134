"""Who may import whom, read from the source: a forbidden import fails even where it is deferred."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("cli", "app", "panes", "session", "derived", "measures", "store")
# Module or package: what of debtui it may import. `collectors` may import nothing of it.
ALLOWED = {
    "debtui.store": set(),
    "debtui.derived": {"store", "derived", "resolve", "imports", "digraph", "datagraph", "data_claims"},
    "debtui.datagraph": set(),
    "debtui.data_claims": {"datagraph"},
    "debtui.digraph": set(),
    "debtui.layers": set(),
    "debtui.graphview": {"datagraph"},
    "debtui.imports": {"imports"},
    "debtui.resolve": {"resolve"},
    "debtui.configdiff": {"resolve", "format", "configdiff"},
    "debtui.measures": {"store", "derived", "measures"},
    "debtui.judged": {"measures", "store", "judged"},
    "debtui.gate": {"measures", "session", "format", "exports", "check", "judged", "gate"},
    "debtui.check": {"measures", "session", "gate", "check"},
    "debtui.session": {"measures", "resolve"},
    "debtui.exports": {
        "measures",
        "format",
        "questions",
        "session",
        "exports",
        "graphview",
        "layers",
        "compare",
        "retro",
    },
    "debtui.compare": {"measures", "session"},
    "debtui.retro": {"measures", "session", "compare", "format", "tomlfile", "retro"},
    "debtui.snapshot": {
        "session",
        "measures",
        "store",
        "derived",
        "filters",
        "report",
        "exports",
        "format",
        "questions",
        "resolve",
    },
    "debtui.widgets": {"measures", "session", "format", "questions", "actions", "widgets"},
}
# Third-party package: the only places that may import it.
ONLY_IN = {
    "duckdb": ("debtui/store/",),
    "textual": ("debtui/app.py", "debtui/panes/", "debtui/widgets/", "debtui/serve/driver.py"),
    "textual_serve": ("debtui/serve/server.py",),
    "aiohttp": ("debtui/serve/server.py",),
    "rich": ("debtui/app.py", "debtui/panes/", "debtui/widgets/"),
    "plotext": ("debtui/panes/", "debtui/widgets/", "debtui/exports/"),
    "git": ("collectors/gitstream.py",),
    "rjsonnet": ("collectors/evaluation.py",),
    "subprocess": ("collectors/gitstream.py", "debtui/process.py"),
}
SOURCES = sorted(p for package in ("collectors", "debtui", "sample_data") for p in (ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_is_imported_only_where_it_may_be(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in SOURCES
        for line, name in imports(path)
        if name.split(".")[0] == package and not str(path.relative_to(ROOT)).startswith(ONLY_IN[package])
    ]
    assert wrong == []


def test_collectors_know_nothing_of_debtui() -> None:
    wrong = [
        f"{p}:{line}"
        for p in (ROOT / "collectors").rglob("*.py")
        for line, name in imports(p)
        if name.startswith("debtui")
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", ALLOWED)
def test_a_layer_imports_only_what_lies_below_it(layer: str) -> None:
    place = ROOT / layer.replace(".", "/")
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    wrong = []
    for path in files:
        for line, name in imports(path):
            parts = name.split(".")
            ours = parts[0] == "debtui" and len(parts) > 1 and parts[1] != "__version__"
            if ours and parts[1] not in ALLOWED[layer] | {layer.split(".")[1]}:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert wrong == []


def test_nobody_imports_a_blob_analyser_a_source_or_an_export_by_name() -> None:
    members = {"collectors.blobs", "collectors.sources"}
    exports = {f"debtui.exports.{p.stem}" for p in (ROOT / "debtui/exports").glob("as_*.py")}
    wrong = []
    for path in SOURCES:
        for line, name in imports(path):
            below = any(name.startswith(f"{member}.") for member in members)
            if (below and "registry" not in path.name) or any(name.startswith(export) for export in exports):
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("debtui.cli", {"duckdb", "polars", "textual", "git", "yaml"}),
        ("debtui.stored", {"textual", "plotext"}),
        ("debtui.collect", {"textual", "plotext", "rich"}),
        ("debtui.gate.formats.text", {"textual", "plotext", "rich", "duckdb", "polars"}),
        ("collectors.worker", {"duckdb", "polars", "textual"}),
        ("debtui.exports.base", {"textual", "plotext", "duckdb"}),
    ],
)
def test_a_module_does_not_load_what_it_does_not_need(module: str, unwanted: set[str]) -> None:
    code = f"import {module}, sys; print(*sorted(set({sorted(unwanted)!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_modules_stay_under_about_400_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 450}
    assert long == {}
