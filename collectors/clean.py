"""Makes text from outside fit to be stored: no control characters, no secrets, and people named as the settings say."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence

from collectors import secrets
from collectors.names import Names
from collectors.spec import Batch, Row, Table

RULES_VERSION = 3
"""Raise it when what counts as a secret changes: stores made by other rules are rebuilt."""

# C0 but tab and line feed, DEL, C1, bidi controls, zero-width characters, byte order mark, lone surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def neutral(text: str) -> str:
    """The text with every character that could steer a terminal or disguise the text replaced by U+FFFD."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub("\ufffd", text)


_MARKED = re.compile("‹secret [0-9a-f]{8}›")


class Cleaner:
    """Cleans rows on their way into one store. The salt makes equal secrets equal in that store, and only there."""

    def __init__(self, salt: bytes, names: Names = Names()) -> None:  # noqa: B008  frozen
        self._salt = salt
        self._hide: dict[str, Callable[[str], str]] = {
            "text": str,
            "prose": str,
            "name": str,
            "key": str,
            "owners": str,
        }
        if names.hidden:
            self._hide = {
                "text": names.text, "prose": names.prose, "name": names.name, "key": names.key, "owners": names.owners,
            }  # fmt: skip

    def redact(self, text: str) -> str:
        """The text with every secret in it replaced by a salted digest."""
        places = secrets.spans(text)
        if not places:
            return text
        parts, done = [], 0
        for start, end in places:
            parts += [text[done:start], self._mark(text[start:end])]
            done = end
        return "".join((*parts, text[done:]))

    def lines(self, lines: Sequence[str]) -> list[str]:
        """Lines of one text with every secret replaced: as many as before, also where a secret goes over several."""
        text = "\n".join(lines)
        for start, end in reversed(secrets.spans(text)):
            secret = text[start:end]
            text = text[:start] + self._mark(secret) + "\n" * secret.count("\n") + text[end:]
        return text.split("\n")

    def value(self, key: str, text: str) -> str:
        """A setting's value: gone entirely where the key's name says secret."""
        return self._mark(text) if secrets.hides(key, text) else self.redact(text)

    def rows(self, table: Table) -> Callable[[Row], Row]:
        """A function that cleans the text columns of a row of this table.

        In a table with the columns `key` and `value` (or `default`) the value is judged by its key's name too.
        """
        places = [(i, self._hide[c.type]) for i, c in enumerate(table.columns) if c.type in self._hide]
        names = table.names
        key = names.index("key") if "key" in names else None
        judged = {i for i, _ in places if names[i] in {"value", "default"}}

        def clean(row: Row) -> Row:
            cells = list(row)
            for i, hide in places:
                cell = cells[i]
                if type(cell) is secrets.Secret:
                    cells[i] = self._mark(neutral(cell))
                elif isinstance(cell, str):
                    text = neutral(cell)
                    cells[i] = hide(
                        self.value(str(cells[key]), text) if key is not None and i in judged else self.redact(text)
                    )
            return tuple(cells)

        return clean if places else lambda row: row

    def batch(self, batch: Batch) -> Batch:
        """A batch with every row cleaned."""
        if not any(column.type in self._hide for column in batch.table.columns):
            return batch
        clean = self.rows(batch.table)
        return Batch(batch.table, [clean(row) for row in batch.rows])

    def _mark(self, secret: str) -> str:
        """A digest in place of a secret; one that stands there already stays, so that equal secrets stay equal."""
        if _MARKED.fullmatch(secret):
            return secret
        return f"‹secret {hmac.new(self._salt, secret.encode(), hashlib.sha256).hexdigest()[:8]}›"
