"""Writes commits as a git fast-import stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sample_data.people import Person


@dataclass
class History:
    """The stream so far. Marks name commits; `main` is the mainline's newest."""

    pieces: list[bytes] = field(default_factory=list)
    marks: int = 0
    main: int = 0
    seconds: int = 0
    commits: int = 0

    def commit(
        self, who: Person | tuple[str, str], seconds: int, subject: str, files: dict[str, str | None],
        *, renames: dict[str, str] | None = None, parent: int | None = None, merge: int | None = None, ref: str = "refs/heads/main",
    ) -> int:  # fmt: skip
        """Add a commit; text None removes a path. On the mainline, time always moves on. Returns its mark."""
        name, email = (who.name, who.email) if isinstance(who, Person) else who
        on_main = ref == "refs/heads/main"
        if on_main:
            seconds = max(seconds, self.seconds + 60)
            self.seconds = seconds
        parent = self.main if parent is None else parent
        self.marks += 1
        self.commits += 1
        stamp = f"{name} <{email}> {seconds} +0000"
        lines = [f"commit {ref}", f"mark :{self.marks}", f"author {stamp}", f"committer {stamp}", _data(subject + "\n")]
        if parent:
            lines.append(f"from :{parent}")
        if merge is not None:
            lines.append(f"merge :{merge}")
        lines += [f"R {old} {new}" for old, new in (renames or {}).items()]
        for path, text in files.items():
            lines.append(
                f"D {path}"
                if text is None
                else f"M 100{'755' if path.endswith('.sh') else '644'} inline {path}\n{_data(text)}"
            )
        self.pieces.append(("\n".join(lines) + "\n\n").encode())
        if on_main:
            self.main = self.marks
        return self.marks

    def stream(self) -> Iterator[bytes]:
        """The whole stream."""
        yield b"feature done\n"
        yield from self.pieces
        yield b"done\n"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"
