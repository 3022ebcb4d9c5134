"""What a shell command has pip install: read, not run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from collectors.package_format import wanted
from collectors.spec import Row

_PIP = re.compile(r"(?:^|[\s;&|(!%/\"'])(?:uv\s+)?pip[\d.]*\s+install\s+(.*)", re.DOTALL)
_END = re.compile(r"&&|\|\||[;|\n)]|\s&\s")
# Options that take the next word.
_TAKES = frozenset({
    "-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t", "--target",
    "--prefix", "--root", "--trusted-host", "--timeout", "--retries", "--proxy", "--cache-dir", "--platform", "--python-version",
    "--only-binary", "--no-binary", "--progress-bar", "--index", "--python", "-p", "--log", "--cert", "--upgrade-strategy",
})  # fmt: skip


def installs(command: str, line: int, source: str) -> Iterator[Row]:
    """Rows of INSTALL for one command, or several joined by the shell; files, directories and variables are passed over."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", lambda quoted: "x" * len(quoted[0]), command)
    begin = 0
    for end in [*(found.start() for found in _END.finditer(bare)), len(command)]:
        if (found := _PIP.search(command[begin:end])) is not None:
            yield from _packages(found[1], line, source)
        begin = end


def _packages(arguments: str, line: int, source: str) -> Iterator[Row]:
    try:
        words = shlex.split(arguments, comments=True)
    except ValueError:
        words = arguments.split()
    takes = False
    for word in words:
        if takes or word.startswith("-"):
            takes = not takes and word in _TAKES
            continue
        if (
            "$" in word
            or word.startswith((".", "/", "<", ">", "git+", "http"))
            or word.endswith((".whl", ".txt", ".gz"))
        ):
            continue
        if (asked := wanted(word)) is not None:
            yield asked.name, asked.specifier, line, asked.pinned, source
