"""Exports outside the history: where they are looked for, from when on they hold, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from collectors import exported
from collectors.errors import DebtError
from collectors.sources import flag_export
from collectors.spec import Reading
from debtui import config
from debtui.collect import collect
from debtui.doctor import findings
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("flags")

DATA = Path(__file__).parents[1] / "data" / "flags"


def unleash(*names: str, day: str | None = "2025-01-03") -> str:
    made = {"createdAt": f"{day}T06:00:00Z"} if day else {}
    flags = [{"name": n, "type": "release", "impressionData": False, "stale": False, **made} for n in names]
    return json.dumps({"features": flags})


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    place = tmp_path / "exports"
    place.mkdir()
    return place


@pytest.fixture
def days(repo: GitRepo) -> GitRepo:
    """Commits at noon of the 2nd to the 5th of January 2025."""
    for number in range(4):
        repo.commit({"a.py": f"x = {number}\n"})
    return repo


def session(repo: GitRepo) -> StoreSession:
    return open_session(repo.path, fresh=False)[0]


def keys(repo: GitRepo) -> list[list[str]]:
    """Keys of flags at each commit."""
    opened = session(repo)
    try:
        return [
            [str(row[0]) for row in opened.sql("SELECT key FROM flag_record_at ORDER BY key", moment.seq).rows]
            for moment in opened.moments()
        ]
    finally:
        opened.close()


def status(repo: GitRepo, name: str = "AP-5") -> list[str]:
    opened = session(repo)
    try:
        return [opened.result(opened.measure(name), moment.seq).status for moment in opened.moments()]
    finally:
        opened.close()


def test_an_export_holds_from_its_newest_date_on_whatever_its_file_says(days: GitRepo, exports: Path) -> None:
    (exports / "anything.json").write_text(unleash("a", day="2025-01-03"))
    os.utime(exports / "anything.json", (0, 0))
    collect(days.path, history="full", exports=[exports])
    assert keys(days) == [[], ["a"], ["a"], ["a"]]
    assert status(days) == ["unavailable", "measured", "measured", "measured"]


def test_the_newest_export_at_a_commit_wins(days: GitRepo, exports: Path) -> None:
    (exports / "z.json").write_text(unleash("old", "both", day="2025-01-03"))
    (exports / "a.json").write_text(unleash("new", "both", day="2025-01-05"))
    collect(days.path, history="full", exports=[exports])
    assert keys(days) == [[], ["both", "old"], ["both", "old"], ["both", "new"]]


@pytest.mark.parametrize("day", [None, "2031-01-01"])
def test_what_has_no_date_or_a_later_one_counts_at_the_newest_commit_alone(
    day: str | None, days: GitRepo, exports: Path
) -> None:
    (exports / "a.json").write_text(unleash("a", day=day))
    collect(days.path, history="full", exports=[exports])
    assert keys(days) == [[], [], [], ["a"]]
    days.commit({"a.py": "x = 9\n"})
    collect(days.path, history="full")
    assert keys(days) == [[], [], [], [], ["a"]]
    opened = session(days)
    stored = opened.sql(
        "SELECT seq, status FROM trend_point WHERE measure = 'in_code_not_in_service' ORDER BY seq"
    ).rows
    opened.close()
    assert [tuple(row) for row in stored] == [(3, "unavailable"), (4, "measured")], "what was stored before says so now"


def test_checked_in_and_outside_are_one_list_in_which_the_newer_state_wins(days: GitRepo, exports: Path) -> None:
    (exports / "a.json").write_text(unleash("outside", day="2025-01-05"))
    days.commit({"conf/flags.json": unleash("first", day="2025-01-02")})  # the 6th
    days.day = 1
    collect(days.path, history="full", exports=[exports])
    assert keys(days) == [[], [], [], ["outside"], ["first"]]
    (exports / "a.json").write_text(unleash("later", day="2025-01-07"))
    collect(days.path, history="full")
    assert keys(days)[-1] == ["later"]


def test_two_services_stand_side_by_side(days: GitRepo, exports: Path) -> None:
    (exports / "a.json").write_text(unleash("a", day="2025-01-03"))
    (exports / "b").mkdir()
    (exports / "b" / "b.json").write_bytes((DATA / "posthog.json").read_bytes())
    collect(days.path, exports=[exports])
    assert {"a", "silent"} <= set(keys(days)[-1])


def test_the_directories_are_remembered_and_a_changed_file_is_seen(days: GitRepo, exports: Path) -> None:
    (exports / "a.json").write_text(unleash("a"))
    collect(days.path, exports=[exports])
    (exports / "a.json").write_text(unleash("b"))
    collect(days.path)
    assert keys(days)[-1] == ["b"]
    stamp = (days.path / ".debtui" / "debt.duckdb").stat().st_mtime_ns
    os.utime(exports / "a.json", (1, 1))
    collect(days.path)
    assert (days.path / ".debtui" / "debt.duckdb").stat().st_mtime_ns == stamp, "a touched file says nothing new"


def test_the_settings_name_directories_inside_the_repository(days: GitRepo) -> None:
    days.write({"debtui.toml": 'exports = ["out"]\n', "out/a.json": unleash("a")})
    collect(days.path)
    assert keys(days)[-1] == ["a"]


@pytest.mark.parametrize("wrong", ['["/etc"]', '["../other"]', '["a/../../b"]', '"out"', "[1]"])
def test_settings_that_lead_out_of_the_repository_are_refused(wrong: str) -> None:
    import tomllib

    with pytest.raises(DebtError, match="exports"):
        config.parse(tomllib.loads(f"exports = {wrong}"), "debtui.toml")


def test_no_link_is_followed_out_of_the_directory(days: GitRepo, exports: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.json").write_text(unleash("stolen"))
    (exports / "link.json").symlink_to(tmp_path / "secret" / "a.json")
    (exports / "below").symlink_to(tmp_path / "secret")
    (exports / "loop").symlink_to(exports)
    os.mkfifo(exports / "pipe.json")
    days.write({"debtui.toml": 'exports = ["away"]\n'})
    (days.path / "away").symlink_to(tmp_path / "secret")
    collect(days.path, exports=[exports])
    assert keys(days)[-1] == []


def test_what_cannot_be_read_is_told_and_the_rest_is_read(days: GitRepo, exports: Path) -> None:
    (exports / "good.json").write_text(unleash("good"))
    (exports / "cut.json").write_text(unleash("cut")[:-3])
    (exports / "locked.json").write_bytes((DATA / "growthbook_encrypted.json").read_bytes())
    (exports / "large.json").write_bytes(b"[" + b" " * 16_000_000 + b"]")
    (exports / "other.json").write_text('{"nothing": "of the kind"}')
    (exports / "readme.txt").write_text(unleash("text"))
    (exports / os.fsdecode(b"caf\xe9\x1b.json")).write_text("{" + unleash("cut"))
    done = collect(days.path, exports=[exports])
    assert not done.failed
    assert keys(days)[-1] == ["good"]
    opened = session(days)
    told = [line for topic, line in findings(opened._desks["sql"].cursor, opened.repo) if topic.startswith("Export")]
    opened.close()
    assert len(told) == 5
    assert sum("not JSON" in line for line in told) == 2
    assert any("encrypted GrowthBook payload" in line for line in told)
    assert any("larger than 16,000,000 bytes" in line for line in told)
    assert "exports/good.json: 1 flags of Unleash, of 2025-01-03" in told


def test_a_directory_that_is_gone_is_a_reason_and_no_crash(days: GitRepo, exports: Path) -> None:
    (exports / "a.json").write_text(unleash("a"))
    collect(days.path, exports=[exports])
    (exports / "a.json").unlink()
    exports.rmdir()
    done = collect(days.path)
    assert "does not exist" in done.failed["flag_export"]
    opened = session(days)
    told = opened.result(opened.measure("AP-5"), 3)
    opened.close()
    assert (told.status, "does not exist" in told.reason) == ("unavailable", True)


def test_too_many_files_are_refused_and_not_cut(days: GitRepo, exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "MOST_FILES", 2)
    for number in range(3):
        (exports / f"{number}.json").write_text("{}")
    with pytest.raises(DebtError, match="more than 2 files"):
        flag_export.state(Reading(None, "tip", exports=(exports,)))  # type: ignore[arg-type]


def test_without_exports_the_source_has_nothing_to_do_at_any_tip() -> None:
    assert {flag_export.state(Reading(None, tip)) for tip in ("a", "b")} == {""}  # type: ignore[arg-type]
