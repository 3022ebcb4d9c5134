"""Measures of what a team declares and its tools record: read strictly, and where nothing is said, not measured and how to supply it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest

from collectors.errors import DebtError
from debtui import config
from debtui.collect import collect
from debtui.derived.hidden_loop_at import Shift, adjusted, chance, difference, shifts
from debtui.measures.result import Evidence
from debtui.open import open_session
from tests.repos import GitRepo

MEASURES = ("MN-3", "MN-4", "MN-5", "FL-3", "FL-4")


def answers(repo: GitRepo, *names: str) -> dict[str, tuple[str, str, str, list[Evidence]]]:
    """Status, reason, hint and rows of each measure at the newest commit."""
    collect(repo.path, history="head")
    session, moment = open_session(repo.path)
    try:
        found = {}
        for name in names:
            told = session.result(session.measure(name), moment.seq)
            rows = list(session.page(session.measure(name), moment.seq, 0, 100)) if told.total_rows else []
            found[name] = (told.status, told.reason, told.hint, rows)
        return found
    finally:
        session.close()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("actions = 1", "actions is no table"),
        ("[actions.refund]\nlimits = 1", "unknown setting actions.refund.limits"),
        ("[actions.refund]\nlimit = '1'", "actions.refund.limit is no number above 0"),
        ("[actions.refund]\nlimit = true", "actions.refund.limit is no number above 0"),
        ("[actions.refund]\nlimit = nan", "actions.refund.limit is no number above 0"),
        ("[actions.refund]\nmetric = 1", "actions.refund.metric is no text"),
        ("[alerts]\neta = 'ml'", "alerts.eta is no list of names"),
        ("[metrics]\ngini = 'concentrated'", "metrics.gini = 'concentrated' is not known"),
        ("[metrics]\ngini = 'concentration diversity'", "is not known"),
        ('[data.producers.shop]\nslo = "x"', "says nothing of what it makes"),
        ('[data.producers.shop]\nmakes = ["x"]\nmodel = ["m"]', "unknown setting data.producers.shop.model"),
        ('[data.producers.shop]\nmakes = ["x"]\nmost_hours = 0', "data.producers.shop.most_hours is no number above 0"),
        ('[data.surfaces.page]\nmodels = "rank"', "data.surfaces.page.models is no list of names"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, fault: str) -> None:
    with pytest.raises(DebtError, match=fault) as caught:
        config.parse(tomllib.loads(text), "debtui.toml", text)
    assert caught.value.hint


def test_the_settings_have_their_lines_and_numbers_depend_on_them() -> None:
    text = '[actions.a]\nlimit = 2\n\n[actions."b c"]\n\n[data.producers.shop]\nmakes = ["x"]\nmodels = ["m", "n"]\n'
    told = config.parse(tomllib.loads(text), "debtui.toml", text)
    assert [(a.name, a.limit, a.metric, a.investigations, a.line) for a in told.actions] == [
        ("a", 2.0, None, (), 1),
        ("b c", None, None, (), 4),
    ]
    assert [(c.kind, c.role, c.thing, c.models, c.line) for c in told.data] == [("producer", "makes", "x", "m, n", 6)]
    assert len({told.digest, config.parse({"actions": {"a": {}}}, "debtui.toml").digest, config.Settings().digest}) == 3


def test_where_nothing_is_declared_nothing_is_measured_and_it_is_said_how_to_supply_it(repo: GitRepo) -> None:
    repo.commit({
        "models/sources.yml": "version: 2\nsources:\n  - name: shop\n    tables:\n      - name: orders\n",
        "models/score.sql": "select * from {{ source('shop', 'orders') }}\n",
        "alerts.yml": "groups: [{name: g, rules: [{alert: A, expr: refunds > 1}]}]\n",
        "debtui.toml": "exports = ['r']\n",
        "r/rates.csv": "date,metric,value\n2025-01-01,refunds,3\n",
        "r/releases.csv": "model,version,released,run\nrank,1,2024-11-01,r1\n",
        "r/runs.csv": "run_id,model,start_time,metrics.gini\nr1,rank,2024-10-31,0.3\n",
        "r/incidents.csv": "incident_id,system,opened_at,route\n1,shop,2024-12-01,ops\n",
    })  # fmt: skip
    for name, (status, reason, hint, rows) in answers(repo, *MEASURES).items():
        assert (name, status, rows) == (name, "unavailable", [])
        assert "declared" in reason
        assert "debtui.toml" in hint


def test_what_is_declared_and_not_recorded_is_said_and_no_fault(repo: GitRepo) -> None:
    settings = """
exports = ["r"]
[data.surfaces.page]
models = ["rank", "eta"]
[actions.quiet]
limit = 5
metric = "refunds"
[actions.hit]
limit = 5
metric = "bids"
"""
    rules = "groups: [{name: g, rules: [{alert: R, expr: refunds > 1}, {alert: B, expr: bids > 1}]}]\n"
    bids = "date,metric,value\n" + "".join(f"2024-12-{day:02},bids,{5 if day == 20 else 1}\n" for day in range(1, 19))
    bids += "2024-12-20,bids,5\n"
    releases = "model,version,released\n" + "".join(f"rank,{n},2024-{n:02}-01\n" for n in range(6, 10))
    days = "date,model,metric,value\n" + "".join(f"2024-{m:02}-{d:02},eta,mae,1\n" for m in range(5, 10) for d in range(1, 29))  # fmt: skip
    repo.commit({
        "debtui.toml": settings, "alerts.yml": rules, "r/bids.csv": bids, "r/releases.csv": releases, "r/days.csv": days
    })  # fmt: skip
    found = answers(repo, "MN-3", "FL-3")
    status, _, _, rows = found["MN-3"]
    assert status == "measured"
    told = {row.subject: (row.value, row.explanation) for row in rows}
    assert told["quiet"] == (0.0, "limit 5, R (> 1) names its rate; its rate is not recorded in the last 90 days")
    assert told["hit"][0] == 0.0
    assert told["hit"][1].endswith(
        "hit 1 times in 30 days, last on 2024-12-20; whether anybody looked into it is not recorded"
    )
    assert "too few values of its rate to tell the head-room" in told["hit"][1]
    status, _, _, rows = found["FL-3"]
    assert status == "unavailable"
    assert {row.subject: row.extra["status"] for row in rows} == {
        "rank ~ eta: mae": "too few releases to tell: 4 of 5",
        "eta ~ rank": "no release of eta is recorded",
    }


DAYS: Mapping[int, float] = {day: float(day // 10) for day in range(40)}


def test_a_difference_is_of_the_week_from_a_day_on_and_of_the_week_before() -> None:
    assert difference(DAYS, 10) == 1.0  # 0 in the seven days before, 1 in the seven from it on
    assert difference(DAYS, 13) == pytest.approx(1 - 3 / 7)  # days 6 to 12: three of seven are 1
    assert difference(DAYS, 3) is None  # three days are known before
    assert difference(DAYS, 4) == pytest.approx(1 / 7)  # the last of seven is 1
    assert difference({**dict.fromkeys(range(7), 1.0), **dict.fromkeys(range(7, 10), 2.0)}, 7) is None


def test_releases_that_come_close_to_others_say_nothing() -> None:
    flat = dict.fromkeys(range(100), 1.0)
    assert len(shifts(flat, [20, 40, 60], []).releases) == 3
    assert len(shifts(flat, [20, 22, 40, 60], []).releases) == 3  # the second is the first's repair
    assert len(shifts(flat, [20, 40, 60], [26]).releases) == 2
    assert len(shifts(flat, [20, 40, 60], [27]).releases) == 3
    assert len(shifts(flat, [20, 60], []).others) == 5  # days 13, 27, 41, 67 and 81: no other fits
    assert shifts({}, [20], []) == Shift([], [])


def test_the_chance_is_the_exact_one_where_all_choices_can_be_tried() -> None:
    # Of ten ways to choose two of five, one is as far out as 5 and 4 against 1, 2, 3; four are as far as 5 and 2 (7 or more).
    assert chance(Shift([5.0, -4.0], [1.0, -2.0, 3.0])) == pytest.approx(1 / 10)
    assert chance(Shift([5.0, -2.0], [1.0, 4.0, 3.0])) == pytest.approx(4 / 10)
    assert chance(Shift([0.0] * 5, [0.0] * 5)) == 1.0


def test_the_chance_is_the_same_every_time() -> None:
    many = Shift([float(n % 7) for n in range(20)], [float(n % 5) for n in range(20)])
    assert chance(many) == chance(many)
    assert adjusted([]) == []
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
