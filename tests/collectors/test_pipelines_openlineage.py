"""OpenLineage: events that its own client wrote, datasets as its own naming names them, and files that are not OpenLineage's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors.dataflow import Found, Link, Opaque, Ref, Thing, read

DATA = Path(__file__).parents[1] / "data" / "openlineage"
EVENTS = (DATA / "events.jsonl").read_text()
NAMES = json.loads((DATA / "names.json").read_text())["names"]
MODEL, FEATURES = Ref("file", "s3://models/churn/model.pkl"), Ref("file", "s3://lake/features/users.parquet")
USERS, CLICKS = Ref("table", "shop.public.users"), Ref("topic", "clicks")


def found(text: str, language: str = "JSON Lines") -> list[Found]:
    return [each for tool, each in read(text.encode(), language).found if tool == "openlineage"]


def event(**more: object) -> str:
    head = {"eventTime": "2026-01-01T00:00:00Z", "producer": "x", "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"}  # fmt: skip
    return json.dumps({**head, "job": {"namespace": "n", "name": "j"}, **more})


def test_every_input_and_output_is_one_recorded_link_with_the_last_version() -> None:
    links = [each for each in found(EVENTS) if isinstance(each, Link)]
    features, train, score = (Ref("job", name) for name in ("churn.features", "churn.train", "score"))
    assert {(each.source, each.target, each.how, each.pin) for each in links} == {
        (USERS, features, "reads", None),
        (CLICKS, features, "reads", None),
        (features, FEATURES, "writes", "v2"),
        (FEATURES, train, "reads", "v2"),
        (train, MODEL, "writes", None),
        (MODEL, score, "reads", None),
        (score, Ref("dataset", "crm/scores"), "writes", None),
    }
    assert all(each.recorded for each in links)
    theirs = {(job["name"], each["name"]) for line in EVENTS.splitlines() if (job := json.loads(line).get("job")) for part in ("inputs", "outputs") for each in json.loads(line)[part]}  # fmt: skip
    assert len(links) == len(theirs) == 7


def test_the_line_is_that_of_an_event_that_says_so() -> None:
    lines = EVENTS.splitlines()
    for each in found(EVENTS):
        if isinstance(each, Link):
            job, other = (each.source, each.target) if each.how == "writes" else (each.target, each.source)
            told = json.loads(lines[each.line - 1])
            assert told["job"]["name"] == job.name
            assert other.name.rpartition("/")[2] in lines[each.line - 1]


def test_facets_say_who_what_and_which_version() -> None:
    things = {each.ref: each for each in found(EVENTS) if isinstance(each, Thing)}
    users, train = things[USERS], things[Ref("job", "churn.train")]
    assert (users.owner, users.description, users.tests) == ("team:crm ann", "one row per user", 2)
    assert (train.owner, train.description) == ("team:ml", "fits the model")
    assert things[FEATURES].pin == "v2"
    assert things[Ref("table", "lake.users")].location == FEATURES
    assert things[Ref("table", "p.crm.unused")].description == "one row per user"
    assert len(things) == 10


@pytest.mark.parametrize(("kind", "namespace", "name"), NAMES, ids=[each[0] for each in NAMES])
def test_a_dataset_is_what_its_namespace_says(kind: str, namespace: str, name: str) -> None:
    (link,) = (each for each in found(event(inputs=[{"namespace": namespace, "name": name}])) if isinstance(each, Link))
    stores = {"ABFSS", "DBFS", "GCS", "HDFS", "LocalFileSystem", "RemoteFileSystem", "S3", "WASBS"}
    if kind in stores:
        assert link.source.kind == "file"
        assert link.source.name.endswith("a/b")
        assert link.source.name.startswith(namespace if "://" in namespace else "/")
    elif kind in {"Kafka", "PubSubNaming"}:
        assert link.source == Ref("topic", "clicks")
    elif kind == "AzureCosmosDB":
        assert link.source == Ref("dataset", f"{namespace}/{name}")
    else:
        assert link.source.kind == "table"
        assert link.source.name.endswith(".t")


def test_a_json_file_is_one_event_a_list_or_lines() -> None:
    one = event(inputs=[{"namespace": "s3://b", "name": "x"}])
    for text in (one, json.dumps(json.loads(one), indent=2), f"[{one}, {one}]", f"{one}\n{one}\n"):
        assert sum(isinstance(each, Link) for each in found(text, "JSON")) == 1


def test_lines_that_are_no_json_are_told_and_the_others_are_read() -> None:
    every = found("{\n" + event(inputs=[{"namespace": "s3://b", "name": "x"}]) + "\n" + "[" * 100_000 + "\nx\n")
    assert sum(isinstance(each, Link) for each in every) == 1
    (opaque,) = (each for each in every if isinstance(each, Opaque))
    assert (opaque.line, opaque.reason.rpartition(", ")[2]) == (1, "and 2 more lines")


ODD = {
    "inputs of another form": event(inputs={"a": 1}, outputs=[1, None, {"name": 3}, {"name": "", "namespace": "x"}]),
    "a job without a name": event(job={"namespace": "n"}, inputs=[{"namespace": "s3://b", "name": "x"}]),
    "facets of another form": event(inputs=[{"namespace": "n", "name": "x", "facets": [1], "inputFacets": 3}]),
    "no job": event(job=None, dataset=3),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_event_says_what_it_can(text: str) -> None:
    assert all(isinstance(each, Thing | Link) for each in found(text))


FOREIGN = {
    "another format's lines": '{"schemaURL": "https://example.org/x", "inputs": [{"name": "a"}], "job": {"name": "b"}}\n',
    "lines that are no JSON": "schemaURL\n{\n",
    "a list of texts": '["schemaURL openlineage"]',
    "a number": "3\n",
}


@pytest.mark.parametrize("language", ["JSON", "JSON Lines"])
@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_tools_file_says_nothing(text: str, language: str) -> None:
    assert found(text, language) == []


def test_many_events_end_soon() -> None:
    text = "".join(event(inputs=[{"namespace": "s3://b", "name": str(n)}]) + "\n" for n in range(15_000))
    started = time.process_time()
    assert sum(isinstance(each, Link) for each in found(text)) == 15_000
    assert time.process_time() - started < 3
