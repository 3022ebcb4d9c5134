"""The form of the analyser of monitors: the rules that every tool of `collectors.monitors` finds in a file."""

from __future__ import annotations

from collectors import monitoring
from collectors.monitoring import Rule


def parse(data: bytes, language: str) -> list[tuple[str, Rule]]:
    """(tool, rule). Raises Unreadable for a tool's own file that cannot be read."""
    return monitoring.read(data, language)
