"""Makes text from outside fit to be stored: no control characters, no secrets, and people named as the settings say."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from functools import lru_cache

from collectors.names import Names
from collectors.spec import Batch, Row, Table

RULES_VERSION = 1
"""Raise it when what counts as a secret changes: stores made by other rules are rebuilt."""

# C0 but tab and line feed, DEL, C1, bidi controls, zero-width characters, byte order mark, lone surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

# Shapes that are secrets wherever they stand (formats as their issuers document them).
_SHAPE = re.compile(
    r"""
    AKIA[0-9A-Z]{16} | ASIA[0-9A-Z]{16}                                   # AWS access key ids
    | gh[pousr]_[A-Za-z0-9]{36,} | github_pat_[A-Za-z0-9_]{50,}           # GitHub
    | glpat-[A-Za-z0-9_-]{20,}                                            # GitLab
    | xox[abprs]-[A-Za-z0-9-]{10,}                                        # Slack
    | sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,} | hf_[A-Za-z0-9]{30,}          # model providers
    | AIza[0-9A-Za-z_-]{35} | ya29\.[0-9A-Za-z_-]{20,}                    # Google
    | eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}        # JSON web tokens
    | -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY-----.*
    """,
    re.VERBOSE | re.DOTALL,
)
_CREDENTIALS = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")  # user:password in an address
_SECRET_NAME = re.compile(
    r"(?:^|[._\-/])(?:\w*(?:password|passwd|secret|api_?key|access_?key|private_?key|credentials?|auth_?token|access_?token"
    r"|bearer|client_?secret|salt|passphrase)|token|pwd)$",
    re.IGNORECASE,
)
_HINT = re.compile(r"AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|hf_|AIza|ya29|eyJ|BEGIN|://")
_HARMLESS = re.compile(r"^(?:|null|none|true|false|changeme|\*+|<.*>|\$\{?.*|\{\{.*|x{3,}|\d{1,4})$", re.IGNORECASE)


def neutral(text: str) -> str:
    """The text with every character that could steer a terminal or disguise the text replaced by U+FFFD."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub("\ufffd", text)


@lru_cache(maxsize=65_536)  # the versions of a file have the same keys
def is_secret_name(name: str) -> bool:
    """Whether a key's own name says that its value is a secret."""
    return _SECRET_NAME.search(name) is not None


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
        """The text with whatever has the shape of a secret replaced by a salted digest."""
        if len(text) < 8 or not _HINT.search(text):
            return text
        return _CREDENTIALS.sub(self._digest, _SHAPE.sub(self._digest, text))

    def value(self, key: str, text: str) -> str:
        """A setting's value: gone entirely where the key's name says secret."""
        if is_secret_name(key) and not _HARMLESS.match(text):
            return self._mark(text)
        return self.redact(text)

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
                if isinstance(cell, str):
                    text = neutral(cell)
                    cells[i] = hide(
                        self.value(str(cells[key]), text) if key is not None and i in judged else self.redact(text)
                    )
            return tuple(cells)

        return clean if places else lambda row: row

    def batch(self, batch: Batch) -> Batch:
        """A batch with every row cleaned."""
        clean = self.rows(batch.table)
        return Batch(batch.table, [clean(row) for row in batch.rows])

    def _digest(self, match: re.Match[str]) -> str:
        return self._mark(match.group())

    def _mark(self, secret: str) -> str:
        return f"‹secret {hmac.new(self._salt, secret.encode(), hashlib.sha256).hexdigest()[:8]}›"
