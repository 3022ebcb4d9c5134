"""Writes commits as a git fast-import stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MAIN, SIDE = "refs/heads/main", "refs/heads/side"


@dataclass
class History:
    """The stream so far. Marks name commits; `main` is the mainline's newest."""

    pieces: list[bytes] = field(default_factory=list)
    commits: int = 0
    main: int = 0
    seconds: int = 0

    def commit(
        self, who: tuple[str, str], seconds: int, message: str, files: dict[str, str | None],
        *, zone: str = "+0000", written: int | None = None, parent: int | None = None, merge: int | None = None, onto: bool = False,
    ) -> int:  # fmt: skip
        """Add a commit to the mainline or, with a parent, to a side branch; text None removes a path. Returns its mark.

        On the mainline time always moves on. `written` is the author's date, where it differs from the committer's. `onto`: the
        first commit follows what the repository's mainline ends in.
        """
        ref = MAIN if parent is None else SIDE
        if parent is None:
            seconds = self.seconds = max(seconds, self.seconds + 60)
            parent = self.main
        self.commits += 1
        person = f"{who[0]} <{who[1]}>"
        lines = [
            f"commit {ref}", f"mark :{self.commits}", f"author {person} {min(written or seconds, seconds)} {zone}",
            f"committer {person} {seconds} {zone}", _data(message + "\n"),
        ]  # fmt: skip
        lines += [f"from :{parent}"] if parent else [f"from {MAIN}^0"] if onto else []
        lines += [f"merge :{merge}"] if merge else []
        for path, text in files.items():
            mode = "100755" if path.endswith(".sh") else "100644"
            lines.append(f"D {path}" if text is None else f"M {mode} inline {path}\n{_data(text)}")
        self.pieces.append(("\n".join(lines) + "\n\n").encode())
        if ref == MAIN:
            self.main = self.commits
        return self.commits

    def stream(self) -> Iterator[bytes]:
        """The whole stream; the side branches' name is gone at its end."""
        yield b"feature done\n"
        yield from self.pieces
        yield f"reset {SIDE}\nfrom {'0' * 40}\n\ndone\n".encode()


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"
