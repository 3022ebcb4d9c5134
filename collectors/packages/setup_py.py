"""setup.py: literal lists and dictionaries of them; what it computes is not run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from collectors.package_format import PackageFormat, needed
from collectors.spec import Row, Unreadable

_SECTIONS = {"install_requires": "runtime", "setup_requires": "build", "tests_require": "dev:tests"}


def read(text: str) -> Iterator[Row]:
    """Requirements of every call that has them as keywords, a list that a name stands for included."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # MemoryError: its stack is full
        raise Unreadable(f"not Python 3: {error}"[:200]) from error
    named = {
        target.id: node.value
        for node in tree.body if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    for node in ast.walk(tree):
        if not isinstance(node, ast.keyword) or node.arg not in {*_SECTIONS, "extras_require"}:
            continue
        value = named.get(node.value.id, node.value) if isinstance(node.value, ast.Name) else node.value
        if node.arg != "extras_require":
            yield from _listed(value, _SECTIONS[node.arg])
        elif isinstance(value, ast.Dict):
            for key, items in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield from _listed(items, f"optional:{key.value}")


def _listed(value: ast.expr, section: str) -> Iterator[Row]:
    if isinstance(value, ast.List | ast.Tuple):
        for item in value.elts:
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield from needed(item.value, item.lineno, section, "setup.py")


FORMAT = PackageFormat("requirement", frozenset({"Python"}), (b"_require",), read)
