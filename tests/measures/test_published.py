"""Import graphs of real packages equal grimp's, where those packages are at hand as installed sources."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from debtui.collect import collect
from debtui.open import open_session
from tests.repos import GitRepo

# Modules, imports and propagation cost (diagonal included, type-checker imports left out) by hand for a small known graph
# are in test_cases; here real packages are held against an independent reading by Python's own parser.
PACKAGES = ["click", "packaging", "pluggy"]


def edges_by_ast(root: Path, package: str) -> set[tuple[str, str]]:
    import ast

    modules = {}
    for path in (root / package).rglob("*.py"):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        modules[name] = path
    found = set()
    for name, path in modules.items():
        own = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = []
            if isinstance(node, ast.Import):
                targets = [(alias.name, None) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                parts = own.split(".")
                base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
                module = ".".join(part for part in (base, node.module or "") if part)
                targets = [(module, alias.name) for alias in node.names]
            for module, item in targets:
                target = f"{module}.{item}" if f"{module}.{item}" in modules else module
                if target in modules and target != name:
                    found.add((name, target))
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_the_import_graph_of_a_real_package_equals_an_independent_reading(package: str, repo: GitRepo) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    shutil.copytree(Path(spec.origin).parent, repo.path / package, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    repo.commit({})
    collect(repo.path)
    session, _ = open_session(repo.path)
    rows = session.sql(
        "SELECT a.module, b.module FROM import_edge_at JOIN module_at AS a ON a.path = importer"
        " JOIN module_at AS b ON b.path = imported"
    ).rows
    session.close()
    assert {(str(a), str(b)) for a, b in rows} == edges_by_ast(repo.path, package)
