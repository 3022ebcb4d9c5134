"""Imports of Scala, by their words: there is no grammar of it here, and an import is one statement of names, dots and braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.imports import Import
from collectors.spec import Unreadable

NAMES = frozenset({"Scala"})
_LARGEST = 2_000_000
_ASIDE = re.compile(rb'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*+"|//[^\n]*+|/\*[\s\S]*?\*/')
_PACKAGE = re.compile(rb"^package[ \t]+(?!object\b)([\w.`]+)", re.MULTILINE)
_IMPORT = re.compile(rb"^([ \t]*)import[ \t]+([^;\n{]*(?:\{[^}]*\}[^;\n{]*)*)", re.MULTILINE)
_PART = re.compile(r"(?:[^,{]|\{[^}]*\})+")


def read(data: bytes, language: str) -> Iterator[Import]:
    """See the package. `package a` above `package b` is a.b; an indented import is lazy only in name: it may stand in a class."""
    if len(data) > _LARGEST:
        raise Unreadable(f"larger than {_LARGEST:,} bytes ({len(data):,})")
    if b"\0" in data:
        raise Unreadable("holds NUL bytes")
    data = _ASIDE.sub(lambda found: re.sub(rb"[^\n]", b" ", found.group()), data)
    packages = list(_PACKAGE.finditer(data))
    if packages:
        named = ".".join(found[1].decode("utf-8", "replace").replace("`", "") for found in packages)
        yield Import(data.count(b"\n", 0, packages[0].start()) + 1, named, "package")
    for found in _IMPORT.finditer(data):
        line = data.count(b"\n", 0, found.start()) + 1
        for part in _PART.findall(found[2].decode("utf-8", "replace")):
            for target in _targets(part):
                yield Import(line, target, "absolute")


def _targets(part: str) -> Iterator[str]:
    """`a.b.{C, D => E, _}` is a.b.C, a.b.D and a.b.*."""
    before, brace, rest = "".join(part.replace(" as ", "=>").split()).replace("`", "").partition("{")
    names = rest.rstrip("}").split(",") if brace else [before]
    for name in names:
        name = name.partition("=>")[0]
        whole = f"{before}{name}" if brace else name
        if whole.rpartition(".")[2] in {"_", "*", "given"}:
            whole = f"{whole.rpartition('.')[0]}.*"
        if re.fullmatch(r"[\w.]+(?:\.\*)?", whole):
            yield whole
