"""Each service's own rule for stale flags, at its borders; Unleash's numbers as Unleash tests them itself."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from debtui.collect import collect
from debtui.measures.result import Result
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("flags")

DATA = Path(__file__).parents[1] / "data" / "flags"
NOW = datetime(2025, 7, 21, 12)
"""When the repositories below are committed."""
VECTORS = json.loads((DATA / "unleash_health_vectors.json").read_text("utf-8"))


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat() + "Z"


def millis(days: float) -> int:
    return int((NOW - timedelta(days=days) - datetime(1970, 1, 1)).total_seconds() * 1000)


def opened(repo: GitRepo, *documents: object, **files: str) -> StoreSession:
    repo.day = 200
    listed = {f"export{n}.json": json.dumps(document) for n, document in enumerate(documents)}
    repo.commit(listed | {name.replace("_py", ".py"): text for name, text in files.items()})
    collect(repo.path)
    session, moment = open_session(repo.path, fresh=False)
    assert moment.committed == NOW
    return session


def verdicts(session: StoreSession) -> dict[str, bool | None]:
    rows = session.sql("SELECT key, stale FROM flag_verdict_at WHERE NOT archived").rows
    session.close()
    return {str(key): stale for key, stale in rows}  # type: ignore[misc]


def unleash(key: str, kind: str | None = "release", age: float | None = None, **more: object) -> dict[str, Any]:
    made = {"createdAt": ago(age)} if age is not None else {}
    return {"name": key, "type": kind, "impressionData": False, "stale": False, **made, **more}


@pytest.mark.parametrize("case", [c for c in VECTORS["cases"] if c["flags"]], ids=lambda case: str(case["health"]))
def test_health_and_technical_debt_equal_unleashs_own_tests(case: dict[str, Any], repo: GitRepo) -> None:
    """Their type `default` lives 30 days and our release 40: ages of that type are moved by the difference."""
    longer = VECTORS["default_lifetimes_days"]["release"] - VECTORS["types"]["default"]
    flags = [
        unleash(f"f{n}", age=f["age"] + longer if "age" in f else None, stale=f.get("stale", False))
        for n, f in enumerate(case["flags"])
    ]
    session = opened(repo, {"features": flags})
    rows = session.sql("SELECT health, technical_debt FROM flag_health_at").rows
    session.close()
    assert [tuple(row) for row in rows] == [(case["health"], 100 - case["health"])]


def test_without_a_flag_there_is_no_health_where_unleash_says_100(repo: GitRepo) -> None:
    assert {"flags": [], "health": 100} in VECTORS["cases"]
    session = opened(repo, {"features": [], "featureStrategies": [], "featureEnvironments": []})
    assert session.sql("SELECT * FROM flag_health_at").rows == []
    session.close()


@pytest.mark.parametrize("kind", VECTORS["default_lifetimes_days"])
def test_an_unleash_flag_is_stale_from_the_day_that_its_type_names(kind: str, repo: GitRepo) -> None:
    days = VECTORS["default_lifetimes_days"][kind]
    flags = [unleash("on the day", kind, days or 10_000), unleash("just before", kind, (days or 10_000) - 0.01)]
    assert verdicts(opened(repo, {"features": flags})) == {"on the day": days is not None, "just before": False}


def test_unleash_flags_without_age_or_with_a_type_of_the_teams_own_are_not_judged(repo: GitRepo) -> None:
    flags = [
        unleash("no age"), unleash("own type", "short-lived", 900), unleash("no type", None, 900), unleash("said so", "short-lived", 1, stale=True),
        unleash("gone", age=900, archivedAt=ago(1)), unleash("named in git"),
    ]  # fmt: skip
    session = opened(repo, {"features": flags}, a_py="client.is_enabled('named in git')\n")
    assert verdicts(session) == {
        "no age": None, "own type": None, "no type": None, "said so": True, "named in git": False,
    }  # fmt: skip


def launchdarkly(key: str, age: float = 30, **more: object) -> dict[str, Any]:
    return {"key": key, "kind": "boolean", "creationDate": millis(age), "temporary": True, "archived": False,
            "variations": [{"value": True}, {"value": False}]} | more  # fmt: skip


def production(modified: float, **more: object) -> dict[str, Any]:
    state = {
        "on": True,
        "lastModified": millis(modified),
        "fallthrough": {"variation": 0},
        "offVariation": 1,
        "rules": [],
    }
    return {"environments": {"production": state | more}}


def statuses(**by_key: str) -> dict[str, Any]:
    return {"items": [
        {"name": status, "_links": {"self": {"href": f"/api/v2/flag-statuses/p/production/{key}"}}} for key, status in by_key.items()
    ]}  # fmt: skip


def test_a_launchdarkly_flag_is_stale_when_it_is_old_temporary_and_settled(repo: GitRepo) -> None:
    flags = [
        launchdarkly("inactive"), launchdarkly("launched"), launchdarkly("active", 900), launchdarkly("new", 900),
        launchdarkly("young", 29.99), launchdarkly("permanent", 900, temporary=False), launchdarkly("gone", archived=True),
        launchdarkly("untold", 900), launchdarkly("fresh", 900, **production(6.99)), launchdarkly("week", 900, **production(7)),
    ]  # fmt: skip
    told = statuses(
        inactive="inactive", launched="launched", active="active", new="new", young="inactive", permanent="inactive",
        fresh="launched", week="launched",
    )  # fmt: skip
    assert verdicts(opened(repo, {"items": flags}, told)) == {
        "inactive": True, "launched": True, "active": False, "new": False, "young": False, "permanent": False,
        "untold": None, "fresh": False, "week": True,
    }  # fmt: skip


def test_without_statuses_a_launchdarkly_flag_is_judged_as_far_as_its_fields_carry(repo: GitRepo) -> None:
    flags = [
        launchdarkly("one side", **production(7)), launchdarkly("changed", **production(6.99)),
        launchdarkly("ruled", **production(90, rules=[{"id": "r"}])), launchdarkly("off", **production(90, on=False)),
        launchdarkly("no environments"),
    ]  # fmt: skip
    assert verdicts(opened(repo, {"items": flags})) == {
        "one side": True, "changed": False, "ruled": None, "off": None, "no environments": None,
    }  # fmt: skip


def growthbook(key: str, updated: float = 15, *rules: dict[str, Any], **more: object) -> dict[str, Any]:
    environments = {"production": {"enabled": True, "rules": list(rules)}, "off": {"enabled": False, "rules": []}}
    return {"id": key, "valueType": "boolean", "defaultValue": "false", "dateCreated": ago(900), "dateUpdated": ago(updated),
            "environments": environments} | more  # fmt: skip


def test_a_growthbook_flag_is_stale_when_every_enabled_environment_is_one_sided(repo: GitRepo) -> None:
    force = {"type": "force", "enabled": True, "value": "true"}
    features = [
        growthbook("no rules"), growthbook("forced", 15, force), growthbook("fresh", 13.99, force),
        growthbook("conditional", 15, force | {"condition": '{"id": "1"}'}), growthbook("rule is off", 15, force | {"condition": "x", "enabled": False}),
        growthbook("part", 15, {"type": "rollout", "coverage": 0.99, "value": "true"}), growthbook("all", 15, {"type": "rollout", "coverage": 1, "value": "true"}),
        growthbook("experiment", 15, {"type": "experiment-ref", "experimentId": "e"}), growthbook("behind", 15, force, {"type": "experiment-ref"}),
        growthbook("never", 900, neverStale=True), growthbook("draft", 900, hasDrafts=True),
        growthbook("off everywhere", environments={"p": {"enabled": False, "rules": []}}),
        growthbook("needed"), growthbook("needing", prerequisites=["needed"]),
    ]  # fmt: skip
    assert verdicts(opened(repo, {"features": features})) == {
        "no rules": True, "forced": True, "fresh": False, "conditional": False, "rule is off": True, "part": False, "all": True,
        "experiment": None, "behind": True, "never": False, "draft": None, "off everywhere": False, "needed": None, "needing": True,
    }  # fmt: skip


def test_a_growthbook_payload_has_no_dates_so_one_side_is_no_verdict(repo: GitRepo) -> None:
    found = verdicts(opened(repo, json.loads((DATA / "growthbook_sdk.json").read_text("utf-8"))))
    assert {key for key, stale in found.items() if stale is False} == {"half", "targeted", "experiment"}
    assert True not in found.values()


def posthog(key: str, age: float, called: float | None = None, rollout: int = 20, **more: object) -> dict[str, Any]:
    return {"key": key, "active": True, "deleted": False, "created_at": ago(age), "last_called_at": None if called is None else ago(called),
            "filters": {"groups": [{"properties": [], "rollout_percentage": rollout}]}} | more  # fmt: skip


def test_a_posthog_flag_is_stale_when_nobody_calls_it_or_all_get_the_same(repo: GitRepo) -> None:
    untold = posthog("untold", 31)
    del untold["last_called_at"]
    results = [
        posthog("never", 31), posthog("never yet", 29), posthog("long ago", 40, 31), posthog("lately", 40, 29), posthog("all", 31, 1, 100),
        posthog("all, young", 29, 1, 100), posthog("all, switched off", 31, 1, 100, active=False), posthog("deleted", 900, deleted=True), untold,
    ]  # fmt: skip
    assert verdicts(opened(repo, {"results": results})) == {
        "never": True, "never yet": False, "long ago": True, "lately": False, "all": True, "all, young": False, "all, switched off": False,
        "untold": None,
    }  # fmt: skip


def test_what_has_no_rule_is_judged_by_its_own_expiry_or_not_at_all(repo: GitRepo) -> None:
    flags = {
        key: {
            "state": "ENABLED",
            "variants": {"a": True},
            "defaultVariant": "a",
            "metadata": {"expires": day} if day else {},
        }
        for key, day in {"past": ago(1), "to come": ago(-1), "open": ""}.items()
    }
    session = opened(repo, {"flags": flags}, a_py="client.get_boolean_value('open', False)\n")
    measure = session.measure("AP-5")
    rows = {row.subject: row for row in session.page(measure, 0, 0, 10)}
    session.close()
    assert {name: row.value for name, row in rows.items()} == {
        "flagd: past": 1,
        "flagd: to come": None,
        "flagd: open": None,
    }
    assert "first named in code on 2025-07-21, 0 days ago (the export has no date)" in rows["flagd: open"].explanation
    assert "no rule of flagd" in rows["flagd: past"].explanation


def result(session: StoreSession, name: str) -> Result:
    return session.result(session.measure(name), session.moments()[-1].seq)


@pytest.mark.parametrize("name", ["AP-5", "AP-6a"])
def test_without_an_export_nothing_is_measured_and_the_way_to_one_is_told(name: str, repo: GitRepo) -> None:
    session = opened(repo, {"flags": "none"}, a_py="client.is_enabled('a')\n")
    told = result(session, name)
    session.close()
    assert (told.status, told.value, told.total_rows) == ("unavailable", None, 0)
    assert told.reason == "no export of a flag service holds at this commit"
    assert "debtui collect --exports DIR" in told.hint


@pytest.mark.parametrize("name", ["AP-5", "AP-6a"])
def test_before_the_export_was_checked_in_nothing_is_measured(name: str, repo: GitRepo) -> None:
    repo.commit({"a.py": "client.is_enabled('a')\n"})
    repo.commit({"flags.json": json.dumps({"features": [unleash("a", age=1)]})})
    collect(repo.path, history="full")
    session, _ = open_session(repo.path, fresh=False)
    measure = session.measure(name)
    assert [session.result(measure, seq).status for seq in (0, 1)] == ["unavailable", "measured"]
    session.close()


def test_data_of_tests_are_no_state_of_a_service(repo: GitRepo) -> None:
    repo.commit({"tests/data/flags.json": json.dumps({"features": [unleash("a", age=900)]})})
    collect(repo.path)
    session, _ = open_session(repo.path, fresh=False)
    assert result(session, "AP-5").status == "unavailable"
    session.close()


def test_every_row_names_its_rule(repo: GitRepo) -> None:
    names = ["unleash_search", "launchdarkly", "growthbook_rest", "posthog", "flagd", "flagsmith"]
    session = opened(repo, *[json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in names])
    rows = session.page(session.measure("AP-5"), 0, 0, 100)
    session.close()
    assert {row.extra["service"] for row in rows} == {
        "Unleash",
        "LaunchDarkly",
        "GrowthBook",
        "PostHog",
        "flagd",
        "Flagsmith",
    }
    assert all(row.explanation.endswith(f"[{row.extra['rule']}]") for row in rows)


def sides(session: StoreSession) -> dict[str, object]:
    rows = session.page(session.measure("AP-6a"), session.moments()[-1].seq, 0, 100)
    session.close()
    return {row.subject: row.extra["side"] for row in rows}


def test_code_and_service_are_compared_by_the_keys_of_sdk_calls_alone(repo: GitRepo) -> None:
    code = "import os\nc.is_enabled('both')\nc.is_enabled('gone')\nc.is_enabled('shelved')\nos.getenv('ENABLE_X')\np.add_argument('--use-y')\n"
    flags = [
        unleash("both"),
        unleash("idle"),
        unleash("shelved", archivedAt=ago(1)),
        unleash("past", archivedAt=ago(1)),
        unleash("scanned"),
    ]
    repo.commit({
        "refs.csv": "flagKey,projKey,path,startingLineNumber\nscanned,p,x.go,3\n", "tests/test_a.py": "c.is_enabled('only in a test')\n",
    })  # fmt: skip
    session = opened(repo, {"features": flags}, a_py=code)
    assert sides(session) == {
        "both": "both", "gone": "code", "shelved": "code", "idle": "service", "scanned": "both",
    }  # fmt: skip


def test_of_one_page_no_flag_is_said_to_be_gone_and_of_all_pages_it_is(repo: GitRepo) -> None:
    pages = [{"features": [unleash(f"f{n}")], "total": 2} for n in range(2)]
    session = opened(repo, pages[0], a_py="c.is_enabled('f0')\nc.is_enabled('f1')\nc.is_enabled('f2')\n")
    assert sides(session) == {"f0": "both", "f1": "unknown", "f2": "unknown"}
    repo.commit({"more.json": json.dumps(pages[1])})
    collect(repo.path)
    assert sides(open_session(repo.path, fresh=False)[0]) == {"f0": "both", "f1": "both", "f2": "code"}


@pytest.mark.parametrize(
    ("document", "consequence"),
    [
        ("unleash_search", "Unleash answers that it is off"), ("launchdarkly", "LaunchDarkly answers with the fallback in the code"),
        ("growthbook_rest", "GrowthBook answers with no value"), ("posthog", "PostHog answers with nothing"),
        ("flagd", "FLAG_NOT_FOUND"), ("flagsmith", "raises where there is none"),
    ],
)  # fmt: skip
def test_a_row_tells_what_the_service_does_with_a_key_that_it_does_not_know(
    document: str, consequence: str, repo: GitRepo
) -> None:
    session = opened(repo, json.loads((DATA / f"{document}.json").read_text("utf-8")), a_py="c.is_enabled('nowhere')\n")
    row = session.page(session.measure("AP-6a"), 0, 0, 1)[0]
    session.close()
    assert (row.subject, row.severity, row.line) == ("nowhere", "fail", 1)
    assert consequence in row.explanation
    assert "since 2025-07-21" in row.explanation
