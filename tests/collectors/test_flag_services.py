"""Exports of flag services: files that the services wrote, one document per form, and documents that mean harm."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.flag_export import Environment, Export, Flag, environments, moment, records, references, services
from collectors.forms.flag_export import parse
from collectors.spec import Unreadable

DATA = Path(__file__).parents[1] / "data" / "flags"
LANGUAGES = {".json": "JSON", ".yaml": "YAML", ".csv": "CSV"}
# File: (service, scope, flags, environments, references).
DOCUMENTS = {
    "unleash_export.json": ("Unleash", "default", 2, 2, 0),
    "unleash_search.json": ("Unleash", "default", 2, 4, 0),
    "flagd.json": ("flagd", "", 2, 2, 0),
    "flagd_array.yaml": ("flagd", "checkout", 2, 2, 0),
    "launchdarkly.json": ("LaunchDarkly", "shop", 3, 3, 0),
    "launchdarkly_no_environments.json": ("LaunchDarkly", "", 1, 0, 0),
    "launchdarkly_statuses.json": ("LaunchDarkly", "shop statuses production", 0, 2, 0),
    "growthbook_rest.json": ("GrowthBook", "", 3, 5, 0),
    "growthbook_sdk.json": ("GrowthBook", "", 8, 8, 0),
    "flagsmith.json": ("Flagsmith", "", 2, 2, 0),
    "posthog.json": ("PostHog", "", 4, 4, 0),
    "ld_find_code_refs.csv": ("ld-find-code-refs", "shop", 0, 0, 2),
}


def read(name: str) -> Export:
    export = parse((DATA / name).read_bytes(), LANGUAGES[Path(name).suffix])
    assert export is not None
    return export


def flag(name: str, key: str) -> Flag:
    return next(flag for flag in read(name).flags if flag.key == key)


def state(name: str, key: str, environment: str = "") -> Environment:
    return next(e for e in read(name).environments if (e.key, e.environment) == (key, environment))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_known_by_its_content(name: str) -> None:
    export = read(name)
    counts = (len(export.flags), len(export.environments), len(export.references))
    assert (export.service, export.scope, *counts) == DOCUMENTS[name]
    assert len(list(records(export))) + len(list(environments(export))) + len(list(references(export))) == sum(counts)


def test_every_service_has_a_document() -> None:
    assert {service.name for service in services()} == {told[0] for told in DOCUMENTS.values()}


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if n.endswith(".json")])
def test_no_other_service_claims_it(name: str) -> None:
    document = json.loads((DATA / name).read_text("utf-8"))
    assert [s.name for s in services() if s.recognises(document)] == [DOCUMENTS[name][0]]


def test_what_unleash_wrote_is_read_as_it_was_made() -> None:
    """The flags were made in a running Unleash 7: a stale kill switch, and a release that is on for all in development."""
    assert flag("unleash_export.json", "kill.scoring") == Flag(
        "kill.scoring", type="kill-switch", temporary=False, archived=False, stale=True
    )
    assert state("unleash_export.json", "ranker.use-v2", "development") == Environment(
        "ranker.use-v2", "development", enabled=True, one_sided=True, value="true"
    )
    searched = flag("unleash_search.json", "ranker.use-v2")
    assert (searched.created, searched.last_used, searched.status) == (
        datetime(2026, 11, 23, 10, 1, 54, 612000), datetime(2026, 11, 23, 10, 2, 6, 569000), "pre-live",
    )  # fmt: skip
    assert read("unleash_search.json").exported == datetime(2026, 11, 23, 10, 2, 6, 569000)
    assert read("unleash_export.json").exported is None, "its export holds no date at all"


def test_a_real_flagd_file_has_no_dates_but_that_of_its_metadata() -> None:
    assert flag("flagd.json", "use-ranker-v2") == Flag(
        "use-ranker-v2", type="boolean", expires=datetime(2026, 3, 1), owner="team-rank"
    )
    assert read("flagd.json").exported is None, "a day to come is no date of the export"


def test_growthbooks_own_evaluation_agrees_on_what_is_one_sided() -> None:
    evaluated = json.loads((DATA / "growthbook_sdk_evaluated.json").read_text("utf-8"))["values"]
    for told in read("growthbook_sdk.json").environments:
        values = evaluated[told.key]
        assert told.one_sided is (len(values) == 1), told.key
        if told.one_sided:
            assert told.value == (values[0] if isinstance(values[0], str) else json.dumps(values[0]))
    assert {told.key for told in read("growthbook_sdk.json").environments} == evaluated.keys()


def test_an_encrypted_payload_says_that_it_is_one() -> None:
    with pytest.raises(Unreadable, match="encrypted GrowthBook payload"):
        parse((DATA / "growthbook_encrypted.json").read_bytes(), "JSON")


@pytest.mark.parametrize(
    ("name", "key", "environment", "one_sided", "value"),
    [
        ("launchdarkly.json", "ranker.use-v2", "production", True, "true"),
        ("launchdarkly.json", "ranker.use-v2", "test", True, "false"),
        ("launchdarkly.json", "batch", "production", False, None),
        ("growthbook_rest.json", "new-eta", "production", True, "true"),
        ("growthbook_rest.json", "new-eta", "dev", True, "false"),
        ("growthbook_rest.json", "price", "production", False, None),
        ("growthbook_rest.json", "trial", "production", None, None),
        ("flagd_array.yaml", "express", "", False, "false"),
        ("flagsmith.json", "use_cache", "", None, None),
        ("flagsmith.json", "colour", "", False, "red"),
        ("posthog.json", "onboarding-v2", "", True, "true"),
        ("posthog.json", "silent", "", False, None),
        ("posthog.json", "button", "", False, None),
        ("unleash_search.json", "ranker.use-v2", "development", None, None),
    ],
)
def test_what_is_served_is_told_only_where_the_document_tells(
    name: str, key: str, environment: str, one_sided: bool | None, value: str | None
) -> None:
    told = state(name, key, environment)
    assert (told.one_sided, told.value) == (one_sided, value)


def test_other_flags_that_need_one_are_counted() -> None:
    assert [f.needed_by for f in read("growthbook_rest.json").flags] == [1, 0, 0]


def test_a_page_says_that_it_is_one() -> None:
    assert read("launchdarkly_no_environments.json").total == 41


def test_what_an_export_does_not_say_stays_empty() -> None:
    told = flag("flagsmith.json", "use_cache")
    assert (told.temporary, told.created, told.archived, told.stale, told.owner) == (None,) * 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1700000000000, datetime(2023, 11, 14, 22, 13, 20)), ("2025-01-01T02:00:00+02:00", datetime(2025, 1, 1)),
        ("2025-01-01", datetime(2025, 1, 1)), (True, None), ("soon", None), (1e300, None), (float("nan"), None), (-(10**30), None),
        (None, None), ([], None), ("", None),
    ],
)  # fmt: skip
def test_a_moment_is_utc_or_nothing(value: object, expected: datetime | None) -> None:
    assert moment(value) == expected


NO_EXPORTS = [
    '{"features": ["a", "b"], "impressionData": 1}',
    '{"items": [{"key": "a", "creationDate": 1}], "temporary": 1}',
    '{"features": {"a": {"defaultValue": 1, "type": "int"}}, "rules": [], "dateUpdated": ""}',
    '{"flags": [], "defaultVariant": 1, "variants": 1}',
    '{"results": [{"key": "a"}], "rollout_percentage": 1, "filters": 1, "active": 1}',
    '[{"name": "a", "default_enabled": true}, {"is_server_key_only": true}]',
    '{"features": [], "featureStrategies": 1}',
    "[]", "1", "null", '"\\ud800"',
]  # fmt: skip


@pytest.mark.parametrize("body", NO_EXPORTS)
def test_what_only_looks_like_an_export_is_none(body: str) -> None:
    assert parse(body.encode(), "JSON") is None


def test_what_two_services_claim_is_left_alone() -> None:
    both = {
        "features": [
            {
                "name": "a",
                "id": "a",
                "type": "release",
                "impressionData": True,
                "valueType": "boolean",
                "defaultValue": "x",
                "environments": {},
            }
        ]
    }
    assert sum(service.recognises(both) for service in services()) == 2
    assert parse(json.dumps(both).encode(), "JSON") is None


def test_ordinary_files_are_not_even_parsed() -> None:
    assert parse(b'{"broken": ' * 1000, "JSON") is None
    assert parse(b"a: [", "YAML") is None
    assert parse(b'a,b\n"', "CSV") is None


UNREADABLE = {
    "truncated": (b'{"features": [{"name": "a", "impressionData": ', "JSON", "not JSON"),
    "twice": (b'{"features": [{"name": "a", "name": "b", "impressionData": true}]}', "JSON", "stands twice"),
    "deep": (b'{"features": 1, "impressionData": ' + b'{"a":' * 100_000, "JSON", "too deeply"),
    "slowly deep": (b'{"impressionData": 1, "features": ' + b'{"a": ' * 100 + b"1" + b"}" * 101, "JSON", "more than 60 deep"),
    "digits": (b'{"features": 1, "impressionData": ' + b"9" * 10_000 + b"}", "JSON", "not JSON"),
    "yaml": (b"flags: {defaultVariant: [variants", "YAML", "not YAML"),
    "yaml twice": (b"flags: {}\nflags: {a: {defaultVariant: 1, variants: 1}}\n", "YAML", "stands twice"),
    "yaml deep": (b"flags: [variants, defaultVariant, " + b"[" * 5_000, "YAML", "too deeply"),
    "bomb": (b"flags: &a [variants, defaultVariant]\n" + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b", ".join([b"*%c" % (97 + i)] * 9)) for i in range(9)), "YAML", "values"),
    "csv": (b'flagKey,projKey,path,startingLineNumber\na,b,"c', "CSV", "not CSV"),
    "csv row": (b"flagKey,projKey,path,startingLineNumber\na,b\n", "CSV", "2 cells"),
    "csv line": (b"flagKey,projKey,path,startingLineNumber\na,p,x,=1+1\n", "CSV", "no line number"),
    "many": (b'{"features": [' + b",".join(b'{"name":"f%d","type":"release","impressionData":1}' % i for i in range(50_001)) + b"]}", "JSON", "more than 50,000"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_broken_export_is_refused_with_its_reason_and_soon(name: str) -> None:
    data, language, reason = UNREADABLE[name]
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=reason):
        parse(data, language)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_truncated_export_is_none_or_refused(name: str) -> None:
    data = (DATA / name).read_bytes()
    for share in range(1, 20):
        with suppress(Unreadable):
            parse(data[: len(data) * share // 20], LANGUAGES[Path(name).suffix])


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """(container, key or index) of everything in a document."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places(value[key])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([n for n in DOCUMENTS if n.endswith(".json")]), st.integers(0, 10_000), ANYTHING)
def test_no_value_anywhere_brings_a_reader_down(name: str, place: int, value: Any) -> None:
    document = copy.deepcopy(json.loads((DATA / name).read_text("utf-8")))
    listed = list(places(document))
    container, key = listed[place % len(listed)]
    container[key] = value
    try:
        export = parse(json.dumps(document).encode(), "JSON")
    except Unreadable:
        return
    for row in (*records(export), *environments(export), *references(export)):
        assert all(cell is None or isinstance(cell, str | int | float | datetime) for cell in row)
        assert all(len(cell) <= 2_000 for cell in row if isinstance(cell, str))
