"""Notebooks: `!pip install` and `%pip install`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.notebook import cells
from collectors.package_format import PackageFormat
from collectors.pip_command import installs
from collectors.spec import Row


def read(text: str) -> Iterator[Row]:
    """Packages that shell lines and magics of the code cells name, and cells that are scripts."""
    number = 0
    for cell in cells(text):
        script = re.match(r"\s*%%(?:bash|sh|script)\b", cell) is not None
        for line in cell.split("\n"):
            number += 1
            if script or re.match(r"\s*[!%]", line):
                yield from installs(line, number, "notebook")


FORMAT = PackageFormat("package_install", frozenset({"Jupyter Notebook"}), (b"pip install", b"pip3 install"), read)
