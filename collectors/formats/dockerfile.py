"""Dockerfile: `ENV.name` and `ARG.name`, the document being the stage, from 0. A build argument without a default has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.forms.config import LONGEST, Entry, Leaf, guess, join
from collectors.spec import Format, Unreadable

_INSTRUCTION = re.compile(r"[ \t]*([A-Za-z]+)[ \t]+(.*)", re.DOTALL)
_PAIR = re.compile(r"""([^\s=]+)(?:=((?:"(?:[^"\\]|\\[\s\S])*+"|'[^']*'|\\[\s\S]|[^\s"'\\])*+))?""")
_HEREDOC = re.compile(r"<<-?[ \t]*[\"']?([A-Za-z_]\w*)[\"']?")
_KNOWN = frozenset({
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
    "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
})  # fmt: skip


def read(text: str) -> Iterator[Entry]:
    """Variables in the order of the file."""
    stage, known = -1, False
    for line, statement in statements(text):
        match = _INSTRUCTION.fullmatch(statement)
        name = match[1].upper() if match else ""
        known = known or name in _KNOWN
        if match is None:
            continue
        if name == "FROM":
            stage += 1
        elif name in {"ENV", "ARG"}:
            for key, value in _pairs(match[2].strip(), name):
                yield Leaf(
                    join(name, key),
                    value[:LONGEST],
                    "null" if value == "" and name == "ARG" else guess(value),
                    line,
                    max(stage, 0),
                )
    if not known and text.strip():
        raise Unreadable("not a Dockerfile: it has none of its instructions")


def statements(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each instruction, its continued lines joined; comments and the bodies of heredocs are passed over."""
    parts: list[str] = []
    ends: list[str] = []
    begun = 1
    for number, row in enumerate(text.split("\n"), 1):
        if ends:
            if row.strip() == ends[0]:
                ends.pop(0)
            continue
        if row.lstrip().startswith("#") or (parts and not row.strip()):
            continue
        if not parts:
            begun = number
        parts.append(row.rstrip())
        if parts[-1].endswith("\\"):
            parts[-1] = parts[-1][:-1] + " "
            continue
        statement = "".join(parts)
        if re.match(r"\s*(?:RUN|COPY|ADD)\b", statement, re.IGNORECASE):
            ends = _HEREDOC.findall(statement)
        yield begun, statement
        parts = []
    if parts:
        yield begun, "".join(parts)


def _pairs(text: str, name: str) -> Iterator[tuple[str, str]]:
    old = re.fullmatch(r"([^\s=]+)[ \t]+(.*)", text, re.DOTALL)
    if name == "ENV" and old:
        yield old[1], old[2].strip()
        return
    for match in _PAIR.finditer(text):
        if name == "ENV" and (match[2] is None or match[2].startswith("=")):
            continue  # the rest of a value that should have been quoted, its last part in base64: docker refuses the line
        yield match[1], re.sub(r"\"((?:[^\"\\]|\\[\s\S])*+)\"|'([^']*)'|\\([\s\S])", _unquoted, match[2] or "")


def _unquoted(match: re.Match[str]) -> str:
    return (
        re.sub(r"\\([\"\\$])", r"\1", match[1])
        if match[1] is not None
        else match[2]
        if match[2] is not None
        else match[3]
    )


FORMAT = Format(frozenset({"Dockerfile"}), read)
