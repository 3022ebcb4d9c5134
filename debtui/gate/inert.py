"""Text for pipelines: besides a terminal, their log readers take commands from what is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from debtui.exports.documents import dump
from debtui.exports.rows import LONGEST
from debtui.format import cut, safe

_COMMAND = re.compile(r"##(?=\w*\[)")


def inert(text: object) -> str:
    """One line that steers neither a terminal nor a runner: `##[…]`, `##vso[…]`, `##teamcity[…]` are read anywhere in a line.

    What is read at a line's beginning (`::…`) must not come to stand there: write something of our own in front.
    """
    return _COMMAND.sub("# #", cut(safe(text), 2 * LONGEST))


def json_text(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON in which no runner finds a command."""
    return dump(document).replace("##", "#\\u0023")
