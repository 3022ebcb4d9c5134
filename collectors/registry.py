"""Finds every collector: each module of `blobs/` and `sources/` that defines COLLECTOR."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from collectors import blobs, sources
from collectors.spec import BlobAnalyser, Source

Kind = TypeVar("Kind", BlobAnalyser, Source)


@cache
def analysers() -> tuple[BlobAnalyser, ...]:
    """Every blob analyser, by module name."""
    return _found(blobs, BlobAnalyser)


@cache
def all_sources() -> tuple[Source, ...]:
    """Every source, by module name."""
    return _found(sources, Source)


def _found(package: ModuleType, kind: type[Kind]) -> tuple[Kind, ...]:
    found = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        collector = getattr(module, "COLLECTOR", None)
        if not isinstance(collector, kind):
            raise TypeError(f"{module.__file__}: COLLECTOR must be a {kind.__name__}, it is {collector!r}")
        found.append(collector)
    return tuple(found)
