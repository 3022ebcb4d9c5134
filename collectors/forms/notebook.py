"""Code cells of a Jupyter notebook as one Python text."""

from __future__ import annotations

import json

from collectors.spec import Unreadable


def code(data: bytes) -> bytes:
    """The code cells joined, magics and shell lines blanked; lines count over the joined cells."""
    return "\n".join(map(_program, cells(data))).encode("utf-8", "replace")


def cells(data: bytes | str) -> list[str]:
    """The code cells as they are written."""
    try:
        document = json.loads(data)
        found = document["cells"] if "cells" in document else document["worksheets"][0]["cells"]
        return [_text(cell) for cell in found if cell.get("cell_type") == "code"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"no notebook: {type(error).__name__}: {error}"[:200]) from error


def _text(cell: dict[str, object]) -> str:
    source = cell.get("source", cell.get("input", ""))
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _program(text: str) -> str:
    if text.lstrip().startswith("%%") and not text.lstrip().startswith(("%%time", "%%capture")):
        return "\n" * text.count("\n")  # a cell in another language
    return "\n".join("" if line.lstrip().startswith(("!", "%", "?")) else line for line in text.split("\n"))
