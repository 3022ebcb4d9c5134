"""A Dockerfile's settings: what ENV sets, and the defaults of ARG."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Leaf, guess

LANGUAGES = frozenset({"Dockerfile"})
_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?([\"']?)([A-Za-z_]\w*)\1")
_PIECE = re.compile(r"""[^\s"'\\]+|"(?:\\.|[^"\\])*"|'[^']*'|\\.|["'\\]""", re.DOTALL)
_PAIR = re.compile(r"[^\s=\"'\\]+=")


def read(text: str) -> Iterator[Leaf]:
    """`ENV.NAME` and `ARG.NAME`, in every stage. Variables in values stay text, and an ARG without a default is none."""
    for number, name, rest in _instructions(text):
        if name == "ENV" and not _PAIR.match(rest):
            key, _, value = re.sub(r"\s+", " ", rest, count=1).partition(" ")
            pairs = [(key, value)] if value else []  # the old form: one name, a blank, the rest of the line
        else:
            pairs = [(key, value) for word in _words(rest) for key, is_set, value in [word.partition("=")] if is_set]
        for key, value in pairs:
            yield Leaf(f"{name}.{key}", value[:LONGEST], guess(value), number, 0)


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, ENV or ARG, rest) with continuation lines joined; comments between them and heredocs are passed over."""
    rows = text.splitlines()
    escape = "`" if re.match(r"\s*#\s*escape\s*=\s*`", text) else "\\"
    begun, pieces, until = 0, list[str](), ""
    for number, row in enumerate([*rows, ""], 1):
        if until:
            until = "" if row.strip("\t") == until else until
            continue
        bare = row.rstrip()
        if row.lstrip().startswith("#") or (not bare and number <= len(rows)):
            continue
        begun = begun if pieces else number
        if bare.endswith(escape):
            pieces.append(bare[:-1])
            continue
        match = _INSTRUCTION.match("".join([*pieces, bare]))
        pieces = []
        if match is None:
            continue
        name = match.group(1).upper()
        if name in {"ENV", "ARG"}:
            yield begun, name, match.group(2).strip()
        elif name in {"RUN", "COPY", "ADD"} and (heredoc := _HEREDOC.search(match.group(2))):
            until = heredoc.group(2)


def _words(text: str) -> Iterator[str]:
    """Words as a shell would split them, quotes and escapes taken off."""
    word, end = "", 0
    for match in _PIECE.finditer(text):
        if word and match.start() > end:
            yield word
            word = ""
        piece, end = match.group(), match.end()
        if piece[0] == '"' and len(piece) > 1:
            word += re.sub(r'\\(["\\$])', r"\1", piece[1:-1])
        elif piece[0] == "'" and len(piece) > 1:
            word += piece[1:-1]
        else:
            word += piece[1:] if piece[0] == "\\" and len(piece) > 1 else piece
    if word:
        yield word
