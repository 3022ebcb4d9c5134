"""The form of analysers of data's flow: what every tool of `collectors.pipelines` finds in a file."""

from __future__ import annotations

from collectors import dataflow
from collectors.dataflow import Flow
from collectors.spec import Unreadable

LARGEST = 100_000_000
"""Bytes of the largest file that any tool reads; most tools read less. A blob of git ends earlier, at the worker's limit."""


def parse(data: bytes, language: str) -> Flow:
    """Everything that is said about data. Raises Unreadable when the file is too large."""
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST:,} bytes ({len(data):,})")
    return dataflow.read(data, language)
