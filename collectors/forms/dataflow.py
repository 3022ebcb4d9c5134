"""The form of analysers of data's flow: what every tool of `collectors.pipelines` finds in a file."""

from __future__ import annotations

from collectors import dataflow
from collectors.dataflow import Flow
from collectors.spec import Unreadable

LARGEST = 4_000_000


def parse(data: bytes, language: str) -> Flow:
    """Everything that is said about data. Raises Unreadable when the file is too large."""
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    return dataflow.read(data, language)
