"""Lives of flags, worked out by hand, and agreeing with the measures that are made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from collectors.errors import DebtError
from debtui.collect import collect
from debtui.open import open_session
from debtui.session import NotMeasured, Query
from debtui.stored import StoreSession
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("flags")


def read(*keys: str) -> str:
    return "import os\n" + "".join(f"if os.getenv('{key}'):\n    x = 1\n" for key in keys)


def opened(repo: GitRepo, history: str = "full") -> StoreSession:
    collect(repo.path, history=history)
    return open_session(repo.path, fresh=False)[0]


def lives(session: StoreSession, seq: int, text: str = "") -> dict[str, dict[str, Any]]:
    table = session.view_page("flag_life_at", seq, 0, 1_000, Query(text))
    return {str(row[0]): dict(zip(table.columns, row, strict=True)) for row in table.rows}


def test_a_flag_comes_changes_and_goes(repo: GitRepo) -> None:
    repo.commit({"a.py": read("USE_A", "USE_B"), "n.py": "import os\nos.getenv('NAME')\n"})  # 2 January 2025
    repo.day += 9
    repo.commit({"b.py": read("USE_A"), "tests/test_a.py": read("USE_A", "USE_T")})
    repo.day += 9
    repo.commit({"a.py": read("USE_A") + "y = 2\n"})  # still names USE_A: no change of its places; USE_B goes
    repo.day += 79
    repo.commit({"c.py": "x = 1\n"})
    session = opened(repo)
    now = lives(session, 3)
    assert set(now) == {"USE_A", "USE_B", "NAME"}  # USE_T is named by a test alone
    a, b, name = now["USE_A"], now["USE_B"], now["NAME"]
    assert (a["alive"], a["first_seq"], a["changed_seq"], a["gone_seq"], a["gone"]) == (True, 0, 1, None, None)
    assert (a["places"], a["files"], a["mechanism"], a["language"], a["switch"]) == (2, 2, "env", "Python", True)
    assert (a["introduced"], a["changed"]) == (datetime(2025, 1, 2, 12), datetime(2025, 1, 12, 12))
    # 56 days after 12 January come later than 41 days after 2 January.
    assert (a["stale_since"], a["life_days"], a["unchanged_days"], a["stale_days"]) == (
        datetime(2025, 3, 9),
        100,
        90,
        34,
    )
    assert (b["alive"], b["gone_seq"], b["gone"], b["life_days"]) == (False, 2, datetime(2025, 1, 22, 12), 20)
    assert (b["places"], b["files"], b["stale_since"]) == (0, 0, None)
    assert (name["switch"], name["stale_since"], name["unchanged_days"]) == (False, None, 100)  # no switch, never stale
    session.close()


@pytest.mark.parametrize(("days", "stale"), [(55, False), (56, True)])
def test_staleness_begins_on_the_day_of_the_rule(days: int, stale: bool, repo: GitRepo) -> None:
    repo.commit({"a.py": read("USE_A")})
    repo.day += days - 1
    repo.commit({"c.py": "x = 1\n"})
    session = opened(repo)
    assert (lives(session, 1)["USE_A"]["stale_days"] == 0) is stale
    assert session.result(session.measure("AP-6"), 1).value == float(stale)
    session.close()


def test_lives_are_as_of_the_commit(repo: GitRepo) -> None:
    repo.commit({"a.py": read("USE_A")})
    repo.commit({"a.py": read("USE_B")})
    repo.commit({"a.py": read("USE_A")})
    session = opened(repo)
    assert [sorted(lives(session, seq, "alive:true")) for seq in range(3)] == [["USE_A"], ["USE_B"], ["USE_A"]]
    assert lives(session, 2)["USE_A"]["first_seq"] == 0  # it was away for a day, and is still the same flag
    session.close()


def test_stale_lives_are_those_that_the_measure_counts(demo_session: StoreSession) -> None:
    seqs = range(0, len(demo_session.moments()), 200)
    for seq in [*seqs, demo_session.moments()[-1].seq]:
        measure = demo_session.measure("AP-6")
        rows = demo_session.page(measure, seq, 0, 1_000) if demo_session.result(measure, seq).total_rows else ()
        counted = {row.subject for row in rows if (row.value or 0) >= 56 and row.extra["age_days"] > 40}  # type: ignore[operator]
        assert {key for key, life in lives(demo_session, seq).items() if life["stale_since"]} == counted


def test_history_is_known_at_commits_whose_files_were_never_read(repo: GitRepo) -> None:
    repo.commit({"a.py": read("USE_A")})
    repo.commit({"a.py": read("USE_B")})
    session = opened(repo, "head")
    with pytest.raises(NotMeasured, match="not analysed") as caught:
        session.view_count("flag_life_at", 0)
    assert "collect" in caught.value.hint
    assert session.view_count("flag_history_at", 0) == 1
    assert session.result(session.measure("AP-8"), 0).status == "measured"
    session.close()


def test_views_are_paged_ordered_and_filtered_like_evidence(repo: GitRepo) -> None:
    repo.commit({"a.py": read(*(f"USE_{n:02}" for n in range(30))), "b.py": read("USE_07")})
    session = opened(repo)
    first = session.view_page("flag_life_at", 0, 0, 10)
    rest = session.view_page("flag_life_at", 0, 10, 40)
    assert [row[0] for row in [*first.rows, *rest.rows]] == [f"USE_{n:02}" for n in range(30)]
    most = session.view_page("flag_life_at", 0, 0, 1, Query(order_by="places", descending=True))
    assert most.rows[0][0] == "USE_07"
    assert session.view_count("flag_life_at", 0, "use_1 places<2 !mechanism:option switch:true") == 10
    with pytest.raises(DebtError, match="no column"):
        session.view_page("flag_life_at", 0, 0, 1, Query(order_by="owner"))
    session.close()


def test_the_inventory_tells_how_far_removal_lags_and_how_long_flags_live(repo: GitRepo) -> None:
    repo.commit({"a.py": read("ONE", "TWO", "SIX")})
    repo.day += 99
    repo.commit({"a.py": read("ONE")})
    session = opened(repo)
    rows = {row.subject: row for row in session.page(session.measure("AP-8"), 1, 0, 9)}
    first, last = rows["2025-Q1"], rows["2025-Q2"]
    assert (first.extra["removal_lag"], first.extra["median_life_of_removed"], first.extra["median_life_of_all"]) == (
        1, None, None,
    )  # fmt: skip
    assert last.extra["removal_lag"] == pytest.approx(1 / 3, abs=1e-4)
    assert (last.extra["median_life_of_removed"], last.extra["median_life_of_all"]) == (100, 100)
    assert last.explanation.endswith("median life of all flags (Kaplan-Meier): 100 days")
    assert "not reached" in session.page(session.measure("AP-8"), 0, 0, 9)[0].explanation
    session.close()


def test_an_age_that_is_only_that_of_the_file_is_told_as_one(repo: GitRepo) -> None:
    repo.commit({"a.py": "@gin.configurable\ndef pad(x, strict=False):\n    return x\n"})  # 2 January 2025
    repo.day += 99
    repo.commit({"a.py": "@gin.configurable\ndef pad(x, strict=False):\n    return x + 1\n"})
    session = opened(repo)
    (row,) = session.page(session.measure("stale_flags"), 1, 0, 10)
    assert row.explanation.startswith("gin switch at least since 2025-04-12, when its file last changed")


def test_a_switch_is_shown_where_it_is_defined_as_one(repo: GitRepo) -> None:
    repo.commit(
        {
            "a.py": "parser.add_argument('--deep', choices=['no', 'all'])\n",
            "b.py": "x = 1\nparser.add_argument('--deep', action='store_true')\n",
        }
    )
    session = opened(repo)
    (row,) = session.page(session.measure("stale_flags"), 0, 0, 10)
    assert (row.path, row.line) == ("b.py", 2)
