"""The only conversation with git: opening a repository, its logs, and the bytes of its blobs.

GitPython finds and opens the repository; what is in it is read from git's own streams, because one `git log` answers
for 9,509 commits in the time that `commit.stats` takes for 70. Nothing of the examined repository is run, and no object
is fetched.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, Any, NamedTuple

from collectors.errors import DebtError

# Every one of these keeps a repository's own configuration from running a program or changing what git prints.
_OPTIONS = (
    "-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=off",
    "-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "diff.renames=true", "-c", "core.commitGraph=true",
)  # fmt: skip
_LOG = (
    "--raw",
    "--no-abbrev",
    "-z",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-color",
    "-O/dev/null",
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ADVICE": "0",
    "LC_ALL": "C",
}
_RENAME_LIMIT = "-l1000"  # inexact renames are quadratic: a commit of 10,000 new files would take minutes without it
_FORMAT = "--format=%H%x00%P%x00%ct%x00%an%x00%ae%x00%s"
_FIELDS = 6
_CHUNK = 1 << 20


class Change(NamedTuple):
    """One path that a commit touched. A tuple: 55,000 frozen dataclasses cost a tenth of a second more."""

    status: str
    """A, M, D, T, or R and C with `old_path` set."""
    path: str
    old_path: str | None
    blob: str | None
    """Object id after the commit; None: deleted."""
    mode: str
    """As git writes it after the commit: 100644, 100755, 120000 (symlink), 160000 (submodule)."""


class Commit(NamedTuple):
    """One commit as `git log` prints it, its author as written in it, whatever a mailmap says."""

    id: str
    parents: tuple[str, ...]
    seconds: int
    """Committer date, seconds since 1970 UTC."""
    raw_name: str
    raw_email: str
    subject: str
    changes: tuple[Change, ...]


def decode_path(raw: bytes) -> str:
    """A path as text that keeps every byte: one that is not UTF-8 becomes U+10FF00 + byte, so texts stay valid."""
    return _path(raw.decode("utf-8", "surrogateescape"))


def _path(text: str) -> str:
    return text if text.isascii() else "".join(chr(ord(c) + 0x102280) if "\udc80" <= c <= "\udcff" else c for c in text)


def encode_path(path: str) -> bytes:
    """The bytes that `decode_path` read."""
    if path.isascii():
        return path.encode()
    text = "".join(chr(ord(c) - 0x102280) if "\U0010ff00" <= c <= "\U0010ffff" else c for c in path)
    return text.encode("utf-8", "surrogateescape")


class Repository:
    """A git repository, seen without its work tree. Raises DebtError where there is none, or git cannot read it."""

    def __init__(self, path: Path) -> None:
        import git  # 90 ms: `debtui --help` must not pay for it

        try:
            repo = git.Repo(path, search_parent_directories=True)
        except git.NoSuchPathError as error:
            raise DebtError(f"{path}: no such directory", "give a directory inside a git repository") from error
        except git.InvalidGitRepositoryError as error:
            raise DebtError(
                f"{path} is not in a git repository", "run `git init` there, or give another PATH"
            ) from error
        except git.GitCommandNotFound as error:
            raise DebtError("the program git is not on PATH", "install git 2.31 or newer") from error
        self.git_dir = Path(repo.git_dir).resolve()
        self.common_dir = Path(repo.common_dir).resolve()
        place = Path(repo.working_tree_dir).resolve() if repo.working_tree_dir else None
        # GitPython takes a bare repository without a config file for one with a work tree around it.
        self.work_tree = place if place is not None and (place / ".git").exists() else None
        repo.close()

    @classmethod
    def opened(cls, git_dir: Path) -> Repository:
        """The repository that another process has opened: there is nothing left to find, and GitPython's import is saved.

        Only its objects can be read.
        """
        repo = cls.__new__(cls)
        repo.git_dir = repo.common_dir = git_dir
        repo.work_tree = None
        return repo

    @property
    def name(self) -> str:
        """What people call it: the directory's name, without `.git`."""
        place = self.work_tree or self.git_dir
        return (place.parent if place.name == ".git" else place).name.removesuffix(".git")

    @property
    def shallow(self) -> bool:
        """Whether the history is cut off."""
        return (self.common_dir / "shallow").exists()

    def about(self) -> int:
        """About how many objects are here, at a glance: an index has some 32 bytes for each."""
        objects = self.common_dir / "objects"
        found = 0
        for place in [objects / "pack", *(objects / f"{number:02x}" for number in range(256))]:
            with suppress(OSError), os.scandir(place) as entries:  # git may be packing this very moment
                found += sum(
                    entry.stat().st_size // 32 if entry.name.endswith(".idx") else place.name != "pack"
                    for entry in entries
                )
        return found

    def hooks(self) -> Path:
        """The directory that git takes hooks from here; a relative `core.hooksPath` is one of the work tree.

        Asked without the options of all other questions, which keep git from running any hook.
        """
        line = ["git", f"--git-dir={self.git_dir}", "config", "--type=path", "--get", "core.hooksPath"]
        with Popen(line, cwd=self.git_dir, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL) as process:
            told = os.fsdecode(process.communicate()[0]).removesuffix("\n")
        return (self.work_tree or self.git_dir) / told if told else self.common_dir / "hooks"

    def resolve(self, rev: str) -> str:
        """The commit id of a revision."""
        if rev.startswith("-"):
            raise DebtError(f"{rev!r} is not a revision", "give a commit id, a branch or a tag")
        try:
            return self._text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}").strip()
        except GitFailed as error:
            if rev == "HEAD":
                raise DebtError(f"{self.name} has no commit yet", "commit something, then run debtui again") from error
            raise DebtError(f"{rev!r} is no commit of {self.name}", "see `git log --oneline`") from error

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether `old` can be reached from `new`. False too where `old` no longer exists."""
        try:
            self._text("merge-base", "--is-ancestor", old, new)
        except GitFailed:
            return False
        return True

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits; None where they share no history that is here."""
        try:
            return self._text("merge-base", one, other).strip()
        except GitFailed:
            return None

    def mainline_ids(self, tip: str, since: str | None = None) -> list[str]:
        """First-parent commit ids of since..tip, oldest first."""
        return self._text("rev-list", "--first-parent", "--reverse", *_range(tip, since)).split()

    def mainline(self, tip: str, since: str | None = None) -> Iterator[Commit]:
        """First-parent commits of since..tip, newest first, with what each changed against its first parent.

        Reads trees only, never blobs: 0.17 s for 6,531 commits.
        """
        yield from self._log("--first-parent", "-m", "--no-renames", *_range(tip, since))

    def commits(self, tip: str, since: str | None = None) -> Iterator[tuple[Commit, bool]]:
        """All commits of since..tip in topological order, newest first, each with whether renames were searched in full.

        Merges carry no changes. Rename detection reads blobs, and dies on one that is missing (partial clones):
        that commit alone is then read with exact renames only, and the walk goes on behind it.
        """
        done: set[str] = set()
        try:
            for commit in self._log("-M", _RENAME_LIMIT, "--topo-order", *_range(tip, since)):
                done.add(commit.id)
                yield commit, True
            return
        except GitFailed:
            pending = [i for i in self._text("rev-list", "--topo-order", *_range(tip, since)).split() if i not in done]
        while pending:
            read = 0
            try:
                for commit in self._log("--no-walk=unsorted", "--stdin", "-M", _RENAME_LIMIT, ids=pending):
                    read += 1
                    yield commit, True
            except GitFailed:
                bad = pending[read : read + 1]
                for commit in self._log("--no-walk=unsorted", "--stdin", "-M100%", ids=bad):
                    yield commit, False
                read += 1
            pending = pending[read:]

    def tree(self, rev: str) -> list[tuple[str, str, str]]:
        """(mode, object id, path) of every entry of the tree, submodules included."""
        raw = self._bytes("ls-tree", "-r", "-z", "--full-tree", rev)
        entries = (entry.partition(b"\t") for entry in raw.split(b"\0") if entry)
        return [(meta[:6].decode(), meta.split()[2].decode(), decode_path(path)) for meta, _, path in entries]

    def objects(self) -> list[str]:
        """Ids of all objects that are really here, in pack order: reading in this order is 4 to 21 times faster."""
        return self._text(
            "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)", "--buffer"
        ).split()

    def blob(self, rev: str, path: str) -> bytes | None:
        """The bytes of one file at a revision; None where there is no such file, or its blob is missing."""
        try:
            return self._bytes("cat-file", "blob", f"{rev}:{_argument(path)}")
        except GitFailed:
            return None

    def blobs(self, ids: Sequence[str], largest: int = 1 << 62) -> Iterator[tuple[str, int, int | None, bytes | None]]:
        """(id, bytes, lines, data) of each object in the order asked; lines and data are None where it is missing.

        Of a blob above `largest` bytes only the lines are counted, piece by piece: its data is None.
        A last line without a line feed counts as a line.
        """
        with self._process("cat-file", "--batch", "--buffer", feed="\n".join(ids) + "\n") as out:
            for asked in ids:
                header = out.readline().split()
                if len(header) < 3:
                    yield asked, 0, None, None
                    continue
                size = int(header[2])
                if size <= largest:
                    data = out.read(size)
                    yield asked, size, data.count(b"\n") + (data[-1:] not in (b"\n", b"")), data
                else:
                    yield asked, size, _count_lines(out, size), None
                out.read(1)

    def identities(self, tip: str) -> Counter[tuple[str, str, str, str]]:
        """Commits per (name, address, name by the tip's mailmap, address by it) over all that the tip reaches.

        In the order of their first appearance.
        """
        settings = ("-c", f"mailmap.blob={tip}:.mailmap", "-c", "mailmap.file=")
        raw = self._bytes(
            *settings, "log", "-z", "--no-show-signature", "--reverse", "--format=%an%x00%ae%x00%aN%x00%aE", tip
        )
        texts = [token.decode("utf-8", "replace") for token in raw.split(b"\0")]
        return Counter(zip(texts[0::4], texts[1::4], texts[2::4], texts[3::4], strict=False))

    def _log(self, *options: str, ids: Sequence[str] | None = None) -> Iterator[Commit]:
        feed = "\n".join(ids) + "\n" if ids is not None else None
        with self._process("log", *_LOG, _FORMAT, *options, feed=feed) as out:
            yield from _parse_log(_tokens(out))

    def _text(self, *command: str) -> str:
        return self._bytes(*command).decode("utf-8", "replace")

    def _bytes(self, *command: str) -> bytes:
        with self._process(*command) as out:
            return out.read()

    @contextmanager
    def _process(self, *command: str, feed: str | None = None) -> Iterator[IO[bytes]]:
        """Standard output of one git command; GitFailed when it ends with an error after all was read."""
        line = ["git", f"--git-dir={self.git_dir}", *_OPTIONS, *command]
        given = PIPE if feed is not None else DEVNULL
        process = Popen(line, cwd=self.git_dir, env=os.environ | _ENVIRONMENT, stdin=given, stdout=PIPE, stderr=PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        told = process.stderr
        errors: list[bytes] = []
        helpers = [threading.Thread(target=lambda: errors.append(told.read()), daemon=True)]
        if feed is not None:
            helpers.append(threading.Thread(target=_feed, args=(process.stdin, feed.encode()), daemon=True))
        for helper in helpers:
            helper.start()
        finished = False
        try:
            yield process.stdout
            finished = True
        finally:
            if not finished:
                process.kill()
            process.stdout.close()
            status = process.wait()
            for helper in helpers:
                helper.join()
            told.close()
        if status:
            raise GitFailed(status, b"".join(errors).decode("utf-8", "replace").strip())


def create(directory: Path, stream: Iterable[bytes]) -> None:
    """Make a repository with a work tree, or go on with one, from a fast-import stream whose branch is main. Only for debtui's own sample."""
    import git

    repo = git.Repo.init(directory, initial_branch="main")
    process: Any = repo.git.execute(
        ["git", "fast-import", "--quiet", "--done"], as_process=True, istream=PIPE, env=_ENVIRONMENT
    )
    for piece in stream:
        process.stdin.write(piece)
    process.stdin.close()
    message = process.stderr.read().decode("utf-8", "replace").strip()
    if process.proc.wait():
        raise DebtError(f"git fast-import failed: {message}", "report this as a bug")
    repo.git.execute(["git", *_OPTIONS, "checkout", "--quiet", "--force", "main"], env=_ENVIRONMENT)
    repo.close()


def dated(directory: Path) -> list[tuple[str, str]]:
    """Commits of the mainline, newest first, with their dates in UTC as ISO 8601. Only for debtui's own sample."""
    import git

    repo = git.Repo(directory)
    told = repo.git.execute(
        ["git", *_OPTIONS, "log", "--first-parent", "--date=iso-strict-local", "--format=%H %cd"],
        env=_ENVIRONMENT | {"TZ": "UTC"},
    )
    repo.close()
    return [(line[:40], line[41:]) for line in str(told).splitlines()]


class GitFailed(DebtError):
    """git ended with an error."""

    def __init__(self, status: int, text: str) -> None:
        first = text.splitlines()[0] if text else f"exit status {status}"
        super().__init__(f"git failed: {first}", "run `git fsck` in the repository")
        self.status = status


def _range(tip: str, since: str | None) -> tuple[str, ...]:
    return (tip,) if since is None else (tip, f"^{since}")


def _argument(path: str) -> str:
    return os.fsdecode(encode_path(path))  # GitPython takes no bytes


def _feed(stdin: IO[bytes], data: bytes) -> None:
    try:
        stdin.write(data)
        stdin.close()
    except (BrokenPipeError, OSError):
        return  # git ended first; its exit status tells


def _tokens(out: IO[bytes]) -> Iterator[str]:
    """NUL-separated pieces of a stream, which may be larger than memory; bytes that are not UTF-8 as surrogates.

    Decoded a megabyte at a time: piece by piece takes as long as all that is done with them.
    """
    return chain.from_iterable(_pieces(out))


def _pieces(out: IO[bytes]) -> Iterator[list[str]]:
    rest = b""
    while piece := out.read(_CHUNK):
        whole, nul, rest = (rest + piece).rpartition(b"\0")
        if nul:
            yield whole.decode("utf-8", "surrogateescape").split("\0")
    if rest:
        yield [rest.decode("utf-8", "surrogateescape")]


def _parse_log(tokens: Iterator[str]) -> Iterator[Commit]:
    """Commits from `git log -z --raw` in `_FORMAT`.

    The header's fields end in NUL, an entry starts with a colon, and a header with a commit id: no text inside can be
    taken for either, since git puts no NUL into them.
    """
    header: list[str] = []
    changes: list[Change] = []
    for token in tokens:
        if len(header) < _FIELDS:
            header.append(token)
            continue
        meta = token.lstrip("\n")
        if meta[:1] == ":":
            _, mode, _, blob, status = meta.split(" ")
            kind = status[0]
            old = _path(next(tokens)) if kind in "RC" else None
            changes.append(Change(kind, _path(next(tokens)), old, None if kind == "D" else blob, mode))
        elif meta:
            yield _commit(header, changes)
            header, changes = [meta], []
    if len(header) == _FIELDS:
        yield _commit(header, changes)


def _commit(header: list[str], changes: list[Change]) -> Commit:
    oid, parents, seconds, name, email, subject = (
        field if field.isascii() else field.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for field in header
    )
    return Commit(oid.lstrip("\n"), tuple(parents.split()), int(seconds), name, email, subject, tuple(changes))


def _count_lines(out: IO[bytes], size: int) -> int:
    lines, last = 0, b"\n"
    while size and (piece := out.read(min(size, _CHUNK))):
        size -= len(piece)
        lines += piece.count(b"\n")
        last = piece[-1:]
    return lines + (last != b"\n")
