"""Kubeflow's compiled pipelines: against what its tasks were given when Kubeflow ran them, cases, and files that are not Kubeflow's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors.dataflow import Found, Link, Opaque, Thing, read

DATA = Path(__file__).parents[1] / "data" / "kubeflow"
RAN = json.loads((DATA / "ran.json").read_text())["ran"]


def found(text: str | bytes, language: str = "YAML") -> list[Found]:
    data = text if isinstance(text, bytes) else text.encode()
    return [each for tool, each in read(data, language).found if tool == "kubeflow"]


def links(name: str) -> set[tuple[str, str, str]]:
    every = found((DATA / name).read_bytes())
    return {(":".join(each.source), ":".join(each.target), each.how) for each in every if isinstance(each, Link)}


def test_every_task_is_given_what_it_was_given_when_kubeflow_ran_it() -> None:
    given = {}
    for source, target, how in links("churn.yaml"):
        if how == "reads":
            last = source.removeprefix("source:gs://").rpartition(":") if source.startswith("source") else None
            task, _, output = source.rpartition("/")[2].rpartition(":")
            given.setdefault(target.removeprefix("job:"), set()).add(last[2] if last else f"{task}/{output}")
    assert given.pop("importer") == {"lake/raw.csv"}
    given["prepare"] = {"lake/raw.csv"} if given["prepare"] == {"importer/artifact"} else given["prepare"]
    theirs = {task: set(paths) for task, *paths in RAN if paths}
    theirs["publish"] |= {"prepare/Output"}  # a value: the path of prepare/clean, which it was given by name
    theirs["publish"] -= {"prepare/clean"}
    assert given == theirs
    tasks = {each.ref.name for each in found((DATA / "churn.yaml").read_bytes()) if isinstance(each, Thing)}
    assert tasks == {task for task, *_ in RAN} | {"importer"}


def test_everything_else_that_the_first_pipeline_says() -> None:
    assert {link for link in links("churn.yaml") if link[2] != "reads"} == {
        ("job:importer", "dataset:churn/importer:artifact", "writes"),
        ("job:prepare", "dataset:churn/prepare:clean", "writes"),
        ("job:prepare", "dataset:churn/prepare:Output", "writes"),
        ("job:inner/train", "model:churn/inner/train:model", "writes"),
        ("job:inner/train", "dataset:churn/inner/train:metrics", "evaluates"),
        ("job:inner/train-2", "model:churn/inner/train-2:model", "writes"),
        ("job:inner/train-2", "dataset:churn/inner/train-2:metrics", "evaluates"),
        ("job:inner/compare", "model:churn/inner/compare:best", "writes"),
        ("job:publish", "job:notify", "precedes"),
    }


def test_loops_collected_models_conditions_and_locations() -> None:
    assert links("shards.yaml") == {
        ("job:split", "dataset:shards/split:Output", "writes"),
        ("dataset:shards/split:Output", "job:for-loop-1/fit", "reads"),
        ("job:for-loop-1/fit", "model:shards/for-loop-1/fit:model", "writes"),
        ("model:shards/for-loop-1/fit:model", "job:gather", "reads"),
        ("job:gather", "model:shards/gather:best", "writes"),
        ("job:gather", "job:score", "precedes"),
        ("job:score", "dataset:shards/score:out", "evaluates"),
        ("model:shards/gather:best", "job:condition-2/publish", "reads"),
        ("job:score", "job:condition-2/publish", "precedes"),
    }
    opaque = [each for each in found((DATA / "shards.yaml").read_bytes()) if isinstance(each, Opaque)]
    assert [each.what for each in opaque] == ["parameter path", "parameter where"]
    assert [each.reason.partition(": ")[0] for each in opaque] == ["s3://shop/models/best.pkl", "gs://lake/shards"]


def test_the_same_as_json_as_older_compilers_wrote_it() -> None:
    import yaml

    for name in ("churn.yaml", "shards.yaml"):
        data = (DATA / name).read_bytes()
        spec = yaml.safe_load(data)
        as_json = found(json.dumps({"pipelineSpec": spec, "runtimeConfig": {}}), "JSON")
        assert {str(each).partition(", ")[2] for each in as_json} == {
            str(each).partition(", ")[2] for each in found(data)
        }


FOREIGN = {
    "a deployment": "kind: Deployment\nspec: {deploymentSpec: {}}\n",
    "a pipeline without tasks": "pipelineInfo: {name: x}\ndeploymentSpec: {}\nroot: {dag: {}}\n",
    "a component alone": "deploymentSpec: {executors: {}}\ncomponents: {}\n",
    "a list": "[deploymentSpec]\n",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_tools_file_says_nothing(text: str) -> None:
    assert found(text) == []


def test_pipelines_that_hold_each_other_end_soon_and_are_told() -> None:
    ref = "componentRef: {name: %s}"
    tasks = ", ".join(f"t{n}: {{{ref % 'loop'}, dependentTasks: [t0]}}" for n in range(30))
    wide = "".join(
        f"  c{n}: {{dag: {{outputs: {{artifacts: {{o: {{artifactSelectors: [{{producerSubtask: a, outputArtifactKey: o}}, {{producerSubtask: b, outputArtifactKey: o}}]}}}}}}, "
        f"tasks: {{a: {{{ref % f'c{n + 1}'}}}, b: {{{ref % f'c{n + 1}'}}}}}}}}}\n"
        for n in range(40)
    )
    head = "pipelineInfo: {name: x}\ndeploymentSpec: {executors: {}}\n"
    started = time.process_time()
    for text in (
        f"{head}components:\n  loop: {{dag: {{tasks: {{{tasks}}}}}}}\nroot: {{dag: {{tasks: {{a: {{{ref % 'loop'}}}}}}}}}\n",
        f"{head}components:\n{wide}root: {{dag: {{tasks: {{a: {{{ref % 'c0'}}}, b: {{{ref % 'none'}, inputs: {{artifacts: {{i: {{taskOutputArtifact: {{producerTask: a, outputArtifactKey: o}}}}}}}}}}}}}}}}\n",
    ):
        assert isinstance(found(text)[-1], Opaque)
    assert time.process_time() - started < 3
