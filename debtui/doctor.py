"""What was read, what was not, and why: sentences about a store."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.gitstream import Repository
from debtui.store.db import Cursor


def findings(cursor: Cursor, repo: Repository) -> list[tuple[str, str]]:
    """(topic, sentence) pairs, the most important first."""
    return [*_history(cursor, repo), *_files(cursor), *_people(cursor), *_sources(cursor), *_exports(cursor)]


def _history(cursor: Cursor, repo: Repository) -> Iterator[tuple[str, str]]:
    where = "bare repository" if repo.work_tree is None else "work tree"
    yield "Repository", f"{repo.name}, {where} at {repo.work_tree or repo.git_dir}"
    row = cursor.rows("SELECT count(*), min(committed), max(committed) FROM mainline")[0]
    yield (
        "Mainline",
        f"{row[0]:,} first-parent commits from {row[1]:%Y-%m-%d} to {row[2]:%Y-%m-%d} (UTC, committer dates)",
    )
    row = cursor.rows(
        "SELECT count(*), count(*) FILTER (WHERE merge), count(*) FILTER (WHERE bot), count(*) FILTER (WHERE files > 30),"
        " avg((NOT merge AND regexp_matches(subject, '\\(#\\d+\\)$'))::INTEGER) FROM landed_commit"
    )[0]
    yield (
        "Commits",
        (
            f"{row[0]:,} reachable; {row[1]:,} merges are left out of file counts, {row[2]:,} by programs out of people measures, "
            f"{row[3]:,} with over 30 files out of change coupling"
        ),
    )
    if row[4] and row[4] > 0.3:
        yield (
            "Squash merges",
            (
                f"{row[4]:.0%} of the subjects end in a pull request's number: a commit is a whole pull request, so changes look "
                "broader and authors fewer than they were"
            ),
        )
    if cursor.one("SELECT value FROM meta WHERE key = 'shallow'") == "true":
        yield "Shallow clone", "the history is cut off: people measures are refused; run `git fetch --unshallow`"
    exact = cursor.one("SELECT count(*) FROM commit_log WHERE exact_renames_only")
    if exact:
        yield "Renames", f"in {exact:,} commits only exact renames were found, because a blob is missing"


def _files(cursor: Cursor) -> Iterator[tuple[str, str]]:
    rows = cursor.rows(
        "SELECT status, reason, count(DISTINCT blob) FROM analysed GROUP BY status, reason ORDER BY 3 DESC, 1, 2"
    )
    read = cursor.one("SELECT count(DISTINCT blob) FROM analysed WHERE status = 'ok'")
    total = cursor.one("SELECT count(*) FROM blob_id")
    yield "Files", f"{read:,} of {total:,} versions of files have been analysed"
    for status, reason, count in [row for row in rows if row[0] != "ok"][:12]:
        yield f"Files {status}", f"{count:,}: {reason}"
    kinds = cursor.rows(
        "SELECT kind, count(*) FROM file_span JOIN path_class USING (path) WHERE to_seq IS NULL GROUP BY kind ORDER BY 2 DESC, kind"
    )
    yield "Kinds at the tip", ", ".join(f"{count:,} {kind}" for kind, count in kinds)
    left_out = cursor.rows(
        "SELECT path FROM file_span JOIN path_class USING (path) WHERE to_seq IS NULL AND kind IN ('generated', 'vendored')"
        " ORDER BY path LIMIT 5"
    )
    if left_out:
        yield "Left out", "generated and vendored files, such as " + ", ".join(path for (path,) in left_out)


def _people(cursor: Cursor) -> Iterator[tuple[str, str]]:
    row = cursor.rows("SELECT count(*) FILTER (WHERE NOT bot), count(*) FILTER (WHERE bot) FROM person")[0]
    joined = cursor.rows("SELECT basis, count(*) FROM identity WHERE basis <> 'alone' GROUP BY basis ORDER BY basis")
    told = ", ".join(f"{count:,} by {basis}" for basis, count in joined) or "none"
    yield "People", f"{row[0]:,} people and {row[1]:,} programs; identities joined: {told}"
    groups = cursor.rows(
        "SELECT person.name, string_agg(DISTINCT raw_name || ' <' || raw_email || '>', ', ') FROM identity JOIN person USING (person)"
        " GROUP BY person.person, person.name HAVING count(*) > 1 ORDER BY count(*) DESC, person.name LIMIT 8"
    )
    hidden = cursor.one("SELECT value FROM meta WHERE key = 'people'") != "names"
    for name, aliases in groups:
        yield "Aliases", f"{name}: {aliases.count(', ') + 1} names" if hidden else f"{name}: {aliases}"


def _sources(cursor: Cursor) -> Iterator[tuple[str, str]]:
    for name, ok, error, rows, seconds in cursor.rows(
        "SELECT name, ok, error, rows, seconds FROM collected ORDER BY name"
    ):
        yield f"Source {name}", f"{rows:,} rows in {seconds:.1f} s" if ok else f"failed: {error}"


def _exports(cursor: Cursor) -> Iterator[tuple[str, str]]:
    for file, service, exported, flags, reason in cursor.rows(
        "SELECT file, service, exported, flags, reason FROM exported_file ORDER BY document LIMIT 20"
    ):
        if reason:
            yield "Export not read", f"{file}: {reason}"
        else:
            dated = f"of {exported:%Y-%m-%d}" if exported else "without a date: it counts at the newest commit alone"
            yield "Export", f"{file}: {flags:,} flags of {service}, {dated}"
