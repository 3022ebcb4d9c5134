"""Text from outside in Markdown: shown as it is, and without any effect."""

from __future__ import annotations

import re

from debtui.exports.rows import LONGEST
from debtui.format import cut, safe


def text(value: object) -> str:
    """Text that Markdown shows as it is: no HTML, no links, no emphasis, no list, no end of a table's cell.

    GitHub looks for people (`@name`), issues (`#12`, `GH-12`) and emoji in the text that Markdown has made: there no backslash helps, but a
    character without width does. So it does with addresses.
    """
    told = re.sub(r"([\\`*_{}\[\]<>()#+!|~@&$])", r"\\\1", cut(safe(value), LONGEST).strip())
    told = re.sub(r"^(\d*)([-.=])", r"\1\\\2", told)
    return re.sub(r"(?i)www(?=\.)|:(?=//|[a-z+_\\-][\w+\\-]*:)|@|#(?=\d)|\bGH(?=-\d)", r"\g<0>&#8203;", told)
