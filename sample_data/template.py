"""Files that grow: a text whose lines say from which change on they are there. README.md has the notation."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FILES = Path(__file__).parent / "files"
_MARK = re.compile(r"\s*#~(!?) (.*?)(?: ~ (.*?))?(?=\s*#~|$)")
_NAMED = re.compile(r"\{\{([^:{}]+):([\d.]+)\}\}")
_PLAIN = {
    "py": re.compile(r"^(?P<key>[A-Z][A-Z_]+) = (?P<value>\d+(?:\.\d+)?)$"),
    "json": re.compile(r'^\s*"(?P<key>\w+)": (?P<value>\d+(?:\.\d+)?),?$'),
    "txt": re.compile(r"^(?P<key>[\w-]+)==(?P<value>[\d.]+)$"),
} | dict.fromkeys(
    ("yaml", "yml", "toml", "ini", "example"), re.compile(r"^\s*(?P<key>\w+)\s*[:=]\s*(?P<value>\d+(?:\.\d+)?)$")
)
FIXED = {"EARTH_KM", "RUSH_BEGINS", "RUSH_ENDS", "PAYDAY", "WEEKDAY", "SEED", "FOOT_KMH", "RARE_BELOW", "TITLE_WIDTH"}
"""What nobody tunes: nature, calendars, seeds."""
PIN = "pin of "
"""Begins the keys of pinned versions."""


@dataclass
class Line:
    """Text, and what stands in its place until each change is made (None: nothing)."""

    text: str
    until: list[tuple[str, str | None]] = field(default_factory=list)
    events: bool = False


@dataclass(frozen=True)
class Number:
    """A number in a line that everyday commits may change."""

    key: str
    label: str
    line: int
    start: int
    end: int


@dataclass
class Template:
    """One file from its birth on. `steps` are the small changes it still has before it: (key, subject, key needed first)."""

    path: str
    born: str
    who: str
    subject: str
    options: dict[str, str]
    lines: list[Line]
    steps: list[tuple[str, str, str | None]] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.suffix = self.path.rpartition(".")[2]
        if self.suffix == "py":
            _Python(self).add_steps()
        for number, line in enumerate(self.lines):
            self._find_numbers(number, line)

    @cached_property
    def keys(self) -> set[str]:
        """Every change that some line waits for."""
        return {key for line in self.lines for key, _ in line.until}

    def shown(self, done: set[str]) -> list[tuple[int, str]]:
        """Number and text of the lines that are there."""
        found = []
        for number, line in enumerate(self.lines):
            text: str | None = line.text
            for key, before in line.until:
                if key not in done:
                    text = before
                    break
            if text is not None:
                found.append((number, text))
        return found

    def text(self, done: set[str], values: dict[str, str]) -> str:
        """The file after these changes, with these numbers."""
        written = []
        for number, text in self.shown(done):
            if text is self.lines[number].text:
                for place in reversed([n for n in self.numbers if n.line == number]):
                    value = values.get(place.key, _value(text[place.start : place.end]))
                    text = text[: place.start] + value + text[place.end :]
            written.append(_NAMED.sub(lambda named: named[2], text))
        joined = re.sub(r"\n{4,}", "\n\n\n", "\n".join(written)).strip("\n") + "\n"
        return _notebook(joined) if self.suffix == "ipynb" else joined

    def _find_numbers(self, number: int, line: Line) -> None:
        for named in _NAMED.finditer(line.text):
            self.numbers.append(Number(f"{self.path} {named[1]}", named[1], number, *named.span()))
        if self.suffix == "lock" and line.text.startswith('version = "'):
            name = self.lines[number - 1].text.split('"')[1]
            self.numbers.append(Number(PIN + name, name, number, 11, len(line.text) - 1))
        found = _PLAIN[self.suffix].match(line.text) if self.suffix in _PLAIN else None
        if found and not line.events and found["key"] not in FIXED and found["value"].strip("0."):
            key = PIN + found["key"] if self.suffix == "txt" else f"{self.path} {number}"
            self.numbers.append(Number(key, found["key"] + self._parent(number), number, *found.span("value")))

    def _parent(self, number: int) -> str:
        """The city or section that a setting belongs to."""
        text = self.lines[number].text
        depth = len(text) - len(text.lstrip())
        for line in reversed(self.lines[:number]):
            if self.suffix in {"toml", "ini"} and line.text.startswith("["):
                return f" in {line.text.strip('[]')}"
            if self.suffix == "yaml" and line.text.endswith(":") and len(line.text) - len(line.text.lstrip()) < depth:
                return f" of {line.text.strip(' :')}"
        return ""


class _Python:
    """Adds the steps by which a Python file grows: its functions come one by one, docstrings and annotations later."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.settled = "settled" in template.options or "quiet" in template.options
        self.first = int(template.options.get("first", "2"))

    def add_steps(self) -> None:
        """Walk the top-level pieces."""
        lines = self.template.lines
        starts = [n for n, line in enumerate(lines) if re.match(r"(def|class|@|#\+!) ?", line.text)]
        starts = [n for n in starts if n - 1 not in starts]
        for count, start in enumerate(starts):
            end = starts[count + 1] if count + 1 < len(starts) else len(lines)
            planted = lines[start].text.removeprefix("#+! ") if lines[start].text.startswith("#+!") else ""
            name = next(
                re.split(r"\W", line.text.split()[1])[0]
                for line in lines[start:end]
                if re.match("def|class", line.text)
            )
            needs = planted or self._piece(
                name, start, end, late=count >= self.first and not self.settled and not name.startswith("_")
            )
            if planted:
                for line in lines[start:end]:
                    line.until.insert(0, (planted, None))
                lines[start].until = [("never", None)]
            elif not self.settled:
                self._polish(name, start, end, needs)

    def _piece(self, name: str, start: int, end: int, *, late: bool) -> str | None:
        if not late:
            return None
        test = name.removeprefix("test_").replace("_", " ")
        key = self._step(
            "Test that" if name.startswith("test_") else "Add", test if name.startswith("test_") else name, None
        )
        for line in self.template.lines[start:end]:
            line.until.insert(0, (key, None))
        return key

    def _polish(self, name: str, start: int, end: int, needs: str | None) -> None:
        """Every second docstring and every third annotation come later than the code."""
        for at in range(start, end - 1):
            line, after = self.template.lines[at], self.template.lines[at + 1]
            if not re.match(r"\s*def [a-z]", line.text) or name.startswith(("_", "test_")):
                continue
            called = re.split(r"\W+", line.text.strip())[1]
            called = called if called == name else f"{name}.{called}"
            if re.match(r'\s+""".*"""$', after.text) and len(called) % 2:
                after.until.append((self._step("Document", called, needs), None))
            bare = _bare(line.text)
            if bare != line.text and len(called) % 3 == 0 and not line.events:
                line.until.append((self._step("Annotate", called, needs), bare))

    def _step(self, verb: str, name: str, needs: str | None) -> str:
        key = f"{self.template.path}: {verb} {name}"
        self.template.steps.append((key, f"{verb} {name}", needs))
        return key


def load() -> list[Template]:
    """Every file of the sample, by path."""
    return [_parse(place) for place in sorted(FILES.rglob("*.tpl"), key=Path.as_posix)]


def _parse(place: Path) -> Template:
    path = place.relative_to(FILES).as_posix().removesuffix(".tpl")
    head, *rest = place.read_text("utf-8").rstrip("\n").split("\n")
    _, born, who, subject = head.split(" ", 3)
    options: dict[str, str] = {}
    if rest[0].startswith("#? "):
        option = rest.pop(0)[3:]
        options = (
            {"was": option[4:]} if option.startswith("was ") else dict(o.partition("=")[::2] for o in option.split())
        )
    steps: list[str] = []
    lines = [_line(text, steps) for text in rest]
    found = Template(path, born, who, subject, options, lines)
    found.steps += [(key, key, None) for key in dict.fromkeys(steps)]
    return found


def _line(text: str, steps: list[str]) -> Line:
    marks = list(_MARK.finditer(text))
    if not marks:
        return Line(text)
    made = Line(text[: marks[0].start()])
    indent = made.text[: len(made.text) - len(made.text.lstrip())]
    for mark in marks:
        made.until.append((mark[2], indent + mark[3].strip() if mark[3] else None))
        made.events = made.events or bool(mark[1])
        if not mark[1]:
            steps.append(mark[2])
    return made


def _bare(text: str) -> str:
    """A `def` line without its annotations."""
    name, _, rest = text.partition("(")
    depth, shown, hidden = 0, "", False
    for letter in rest.rpartition(" ->")[0].rpartition(")")[0] if " ->" in rest else rest.rpartition(")")[0]:
        depth += (letter in "[({") - (letter in "])}")
        if depth == 0 and letter == ":":
            hidden = True
        elif depth == 0 and letter in ",=":
            hidden = False
        if not hidden:
            shown += letter
    return f"{name}({re.sub(r' *= *', '=', shown)}):"


def _value(text: str) -> str:
    named = _NAMED.match(text)
    return named[2] if named else text


def _notebook(text: str) -> str:
    cells: list[dict[str, object]] = []
    for count, part in enumerate(re.split(r"^# %% ?", text, flags=re.MULTILINE)[1:], 1):
        kind, _, body = part.partition("\n")
        source = body.rstrip("\n").splitlines(keepends=True)
        if kind == "[markdown]":
            cells.append({"cell_type": "markdown", "metadata": {}, "source": source})
        else:
            cells.append(
                {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": [], "source": source}
            )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return (
        json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
        + "\n"
    )
