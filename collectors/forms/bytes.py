"""The form of analysers that read the bytes as they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bytes:
    """A blob's bytes, and the language that its name says (empty: unknown)."""

    data: bytes
    language: str


def parse(data: bytes, language: str) -> Bytes:
    """Nothing to parse."""
    return Bytes(data, language)
