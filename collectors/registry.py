"""Finds every collector: each module of `blobs/` and `sources/` that defines COLLECTOR, and each FORMAT of `formats/`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from collectors import blobs, sources
from collectors import formats as formats_
from collectors.spec import BlobAnalyser, Format, Source

Kind = TypeVar("Kind", BlobAnalyser, Source, Format)


@cache
def analysers() -> tuple[BlobAnalyser, ...]:
    """Every blob analyser, by module name."""
    return _found(blobs, BlobAnalyser)


@cache
def all_sources() -> tuple[Source, ...]:
    """Every source, by module name."""
    return _found(sources, Source)


@cache
def formats() -> dict[str, Format]:
    """Every format of configuration, by the languages that are written in it."""
    return {language: form for form in _found(formats_, Format, "FORMAT") for language in sorted(form.languages)}


def _found(package: ModuleType, kind: type[Kind], name: str = "COLLECTOR") -> tuple[Kind, ...]:
    found = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        member = getattr(module, name, None)
        if not isinstance(member, kind):
            raise TypeError(f"{module.__file__}: {name} must be a {kind.__name__}, it is {member!r}")
        found.append(member)
    return tuple(found)
