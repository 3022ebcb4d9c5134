"""Pipelines that Kubeflow has compiled to YAML: the packages stand in the shell command of each executor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.package_format import PackageFormat
from collectors.pip_command import installs
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages that components ask for; kfp itself, which the compiler adds, left out."""
    if not re.search(r"^deploymentSpec:", text, re.MULTILINE):
        return
    for found in re.finditer(r"-m pip install((?:[^&;|]|\\\n)*)", text):
        command = re.sub(r"\\\n\s*\\?|\n\s*", " ", found[1]).replace('\\"', '"')
        if "--no-deps" not in command:
            yield from installs(f"pip install {command}", text.count("\n", 0, found.start()) + 1, "kubeflow")


FORMAT = PackageFormat("package_install", frozenset({"YAML"}), (b"deploymentSpec",), read)
