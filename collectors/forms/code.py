"""The form of analysers that ask the same of every programming language: see `collectors.languages`."""

from __future__ import annotations

from collectors import languages
from collectors.languages import Program
from collectors.spec import Unreadable


def parse(data: bytes, language: str) -> Program:
    """Parse by the language's own module. Raises Unreadable for a language that is not read, and for what that refuses."""
    module = languages.by_name().get(language)
    if module is None:
        raise Unreadable(f"{language or 'an unknown language'} is not read for flags")
    return module.parse(data, language)
