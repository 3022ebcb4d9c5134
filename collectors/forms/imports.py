"""The form of what a file imports, in every language but Python: see `collectors.imports`."""

from __future__ import annotations

from collectors import imports
from collectors.imports import Import
from collectors.spec import Unreadable


def parse(data: bytes, language: str) -> list[Import]:
    """Imports in the order of the file. Raises Unreadable for a language that is not read, and for what that refuses."""
    module = imports.by_name().get(language)
    if module is None:
        raise Unreadable(f"{language or 'an unknown language'} is not read for imports")
    return list(module.read(data, language))
