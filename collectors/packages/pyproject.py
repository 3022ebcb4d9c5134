"""pyproject.toml: PEP 621 dependencies, PEP 735 groups, PEP 518 build requirements, and the development groups of PDM, uv and Hatch."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.package_format import Lines, PackageFormat, needed, table, texts, toml
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """By group, each in the order of the file."""
    document = toml(text)
    project, tool = table(document.get("project")), table(document.get("tool"))
    groups = [
        ("build", table(document.get("build-system")).get("requires")),
        ("runtime", project.get("dependencies")),
    ]
    groups += [(f"optional:{name}", items) for name, items in table(project.get("optional-dependencies")).items()]
    groups += [(f"dev:{name}", items) for name, items in table(document.get("dependency-groups")).items()]
    groups += [("dev:dev", table(tool.get("uv")).get("dev-dependencies"))]
    groups += [(f"dev:{name}", items) for name, items in table(table(tool.get("pdm")).get("dev-dependencies")).items()]
    for name, environment in table(table(tool.get("hatch")).get("envs")).items():
        for key in ("dependencies", "extra-dependencies"):
            groups += [(f"dev:{name}", table(environment).get(key))]
    for section, items in groups:
        lines = Lines(text)
        for item in texts(items):
            yield from needed(item, lines.of(item), section, "pyproject")


FORMAT = PackageFormat(
    "requirement", frozenset({"TOML"}), (b"[project", b"[build-system]", b"dependency-groups", b"[tool."), read
)
