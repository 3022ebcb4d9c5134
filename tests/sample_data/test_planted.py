"""Every planted debt is found, with its path and its date; what is clean is not flagged."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sample_data
from debtui.measures.result import Evidence
from debtui.stored import StoreSession

LISTED = tomllib.loads((Path(sample_data.__file__).parent / "planted.toml").read_text("utf-8"))


def rows(session: StoreSession, catalogue: str) -> list[Evidence]:
    measure = session.measure(catalogue)
    seq = session.moments()[-1].seq
    return list(session.page(measure, seq, 0, 5000))


@pytest.mark.parametrize(
    "debt", LISTED["planted"], ids=lambda debt: f"{debt['catalogue']} {debt.get('says') or debt['subject']}"
)
def test_a_planted_debt_is_found(debt: dict[str, Any], demo_session: StoreSession) -> None:
    found = rows(demo_session, debt["catalogue"])
    wanted = debt.get("says") or debt["subject"]
    row = next((r for r in found if not wanted or wanted in (r.explanation if "says" in debt else [r.subject])), None)
    assert row is not None, f"no row {wanted} among {[r.subject for r in found[:10]]}"
    assert row.severity != "ok"
    if debt.get("path"):
        assert row.path == debt["path"]
    if debt.get("first"):
        assert row == found[0]
    if "headline" in debt:
        measure = demo_session.measure(debt["catalogue"])
        assert demo_session.result(measure, demo_session.moments()[-1].seq).value == debt["headline"]
    if "value" in debt:
        assert row.value is not None
        assert round(row.value) == debt["value"]
    if "unread" in debt:
        assert row.extra["unread"] is True
    if "mentioned" in debt:
        assert debt["mentioned"].isoformat() in row.explanation


@pytest.mark.parametrize(
    "debt", [d for d in LISTED["planted"] if "since" in d], ids=lambda debt: f"{debt['catalogue']} {debt['subject']}"
)
def test_a_planted_debt_is_dated_to_the_commit_that_planted_it(
    debt: dict[str, Any], demo_session: StoreSession
) -> None:
    measure = demo_session.measure(debt["catalogue"])
    row = next(row for row in rows(demo_session, debt["catalogue"]) if row.subject == debt["subject"])
    since = demo_session.since(measure, demo_session.moments()[-1].seq, row.fingerprint)
    assert since is not None
    listed: date = debt["since"]
    assert (since.basis, since.moment.committed.date()) == ("exact", listed)
    if "commit" in debt:
        assert since.moment.subject == debt["commit"]


@pytest.mark.parametrize("clean", LISTED["clean"], ids=lambda clean: f"{clean['catalogue']} {clean['path']}")
def test_what_is_clean_is_not_flagged(clean: dict[str, Any], demo: Path, demo_session: StoreSession) -> None:
    assert (demo / clean["path"]).exists()
    found = [row for row in rows(demo_session, clean["catalogue"]) if row.path == clean["path"]]
    if clean.get("fine"):
        assert found
        assert {row.severity for row in found} <= {"ok", "none"}
    else:
        assert found == []


def test_every_measure_has_a_planted_debt(demo_session: StoreSession) -> None:
    unplanted = {m.catalogue for m in demo_session.measures()} - {debt["catalogue"] for debt in LISTED["planted"]}
    assert unplanted == set()
