"""dotenv: a name and a value on each line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Directive, Leaf, guess

LANGUAGES = frozenset({"dotenv"})


def read(text: str) -> Iterator[Leaf | Directive]:
    """Leaves and keys given twice; a line that is no assignment is passed over."""
    seen = set()
    for number, row in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*(?:export\s+)?([A-Za-z_][\w.\-]*)\s*[=:]\s*(.*?)\s*$", row)
        if match:
            value = match.group(2)
            quoted = re.match(r"""(["'])(.*?)\1""", value)
            value = quoted.group(2) if quoted else re.sub(r"\s+#.*$", "", value)
            if match.group(1) in seen:
                yield Directive("duplicate", match.group(1), number)
            seen.add(match.group(1))
            yield Leaf(match.group(1), value[:LONGEST], guess(value), number, 0)
