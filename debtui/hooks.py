"""Git hooks that collect in the background: put in on request, as a marked block that leaves everything else as it was."""

from __future__ import annotations

import hashlib
import os
import shlex
from contextlib import ExitStack
from pathlib import Path

from collectors.errors import DebtError
from collectors.gitstream import Repository
from debtui.process import own_command
from debtui.store import publish

HOOKS = ("post-commit", "post-merge", "post-checkout")

_BLOCK = """\
# >>> debtui {mark}: reads what is new, in the background; `debtui watch --remove-hooks` takes this block out
if [ "$(git rev-parse --absolute-git-dir 2>/dev/null)" = {git_dir} ] && [ "${{3:-1}}" != 0 ]; then
  ( unset $(git rev-parse --local-env-vars); {command} </dev/null >{log} 2>&1 & )
fi
# <<< debtui {mark}
"""
"""`$3` is 0 where git checks out files and not a commit. The directory is compared, for hooks may be shared by several repositories."""


def install(path: Path, store: Path | None, history: str) -> list[Path]:
    """Add the block to the hooks of a work tree, or bring it up to date, and give their files.

    Raises DebtError before anything is written where a hook is no shell script, or is switched off, or none would be run.
    """
    repo = Repository(path)
    if repo.work_tree is None:
        raise DebtError("in a bare repository nobody commits, merges or checks out", "let `debtui watch` run")
    block = _block(repo, store, history)
    fresh: dict[Path, bytes] = {}
    for file in _files(repo):
        old = _read(file)
        if old and not _is_shell(old):
            raise DebtError(
                f"{file} is no shell script: nothing can be added to it",
                f"call this from it: {shlex.join(_command(repo, store, history))}",
            )
        if old and not os.access(file, os.X_OK):
            raise DebtError(
                f"{file} is not executable: git does not run it", "make it executable, or move it out of the way"
            )
        kept = _without(old, _mark(repo)) or b"#!/bin/sh\n"
        # Before the rest: an `exit` or `exec` of a hook that was there would leave it out.
        first, _, rest = kept.partition(b"\n")
        fresh[file] = first + b"\n" + block + rest
    for file, text in fresh.items():
        _write(file, text)
    return list(fresh)


def remove(path: Path) -> list[Path]:
    """Take the block out again, and a hook that has nothing else; gives the files that had one."""
    repo = Repository(path)
    found = []
    for file in _files(repo):
        old = _read(file)
        kept = _without(old, _mark(repo))
        if kept == old:
            continue
        found.append(file)
        if kept.strip() in (b"", b"#!/bin/sh"):
            file.unlink()
        else:
            _write(file, kept)
    return found


def in_turn(path: Path, store: Path | None, history: str) -> None:
    """Collect as a hook does: one at work and one that waits are enough, however many commits a rebase makes."""
    from debtui.collect import collect

    place = publish.place_of(Repository(path), store)
    with ExitStack() as turn:
        if turn.enter_context(publish.only_waiting(place)):
            collect(path, store=store, history=history, begun=turn.close)


def _command(repo: Repository, store: Path | None, history: str) -> list[str]:
    more = () if store is None else ("--store", str(store.absolute()))
    return [*own_command("collect"), str(repo.work_tree or repo.git_dir), "--history", history, *more, "--hook"]


def _block(repo: Repository, store: Path | None, history: str) -> bytes:
    command = shlex.join(_command(repo, store, history))
    git_dir, log = (shlex.quote(str(place)) for place in (repo.git_dir, repo.git_dir / "debtui-hook.log"))
    return os.fsencode(_BLOCK.format(mark=_mark(repo), git_dir=git_dir, command=command, log=log))


def _mark(repo: Repository) -> str:
    """What tells the blocks of several work trees apart, which share one directory of hooks."""
    return hashlib.sha256(os.fsencode(repo.git_dir)).hexdigest()[:12]


def _files(repo: Repository) -> list[Path]:
    return [repo.hooks() / name for name in HOOKS]


def _is_shell(text: bytes) -> bool:
    first = text.partition(b"\n")[0]
    words = first.removeprefix(b"#!").split()
    return first.startswith(b"#!") and any(
        Path(os.fsdecode(w)).name in {"sh", "bash", "dash", "zsh", "ksh"} for w in words
    )


def _without(text: bytes, mark: str) -> bytes:
    """A hook without the block; as it is where there is none, or half of one."""
    begin, end = text.find(f"# >>> debtui {mark}".encode()), text.find(last := f"# <<< debtui {mark}\n".encode())
    return text[:begin] + text[end + len(last) :] if 0 <= begin < end else text


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise DebtError(f"{file} cannot be read: {error.strerror}", "nothing was changed") from error


def _write(file: Path, text: bytes) -> None:
    """Replace a hook as a whole, with the rights that it has, and the right to be run."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        target = file.resolve()  # a link stays one
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o755
        fresh = target.with_name(target.name + ".debtui-new")
        fresh.write_bytes(text)
        fresh.chmod(mode)
        fresh.replace(target)
    except OSError as error:
        raise DebtError(f"{file} cannot be written: {error.strerror}", "are these hooks yours?") from error
