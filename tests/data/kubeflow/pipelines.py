"""Two pipelines of Kubeflow. Each task of the first writes down which files it was given, when it runs."""

# ruff: noqa: PTH123  a component brings its own imports, and needs none for this

from kfp import dsl
from kfp.dsl import Dataset, Input, Metrics, Model, Output


@dsl.component
def prepare(raw: Input[Dataset], clean: Output[Dataset], told: str, me: str) -> str:
    with open(told, "a") as out:
        print(me, raw.path, file=out)
    open(clean.path, "w").close()
    return clean.path


@dsl.component
def train(data: Input[Dataset], model: Output[Model], metrics: Output[Metrics], told: str, me: str, depth: int = 3):
    with open(told, "a") as out:
        print(me, data.path, file=out)
    open(model.path, "w").close()
    metrics.log_metric("auc", 0.5)


@dsl.component
def compare(first: Input[Model], second: Input[Model], best: Output[Model], told: str, me: str):
    with open(told, "a") as out:
        print(me, first.path, second.path, file=out)
    open(best.path, "w").close()


@dsl.component
def publish(model: Input[Model], path: str, told: str, me: str):
    with open(told, "a") as out:
        print(me, model.path, path, file=out)


@dsl.component
def notify(told: str, me: str):
    with open(told, "a") as out:
        print(me, file=out)


@dsl.pipeline(name="inner")
def inner(data: Input[Dataset], told: str) -> Model:
    one = train(data=data, told=told, me="inner/train")
    two = train(data=data, told=told, me="inner/train-2", depth=6)
    return compare(first=one.outputs["model"], second=two.outputs["model"], told=told, me="inner/compare").outputs[
        "best"
    ]


@dsl.pipeline(name="churn", description="who leaves")
def churn(told: str):
    raw = dsl.importer(artifact_uri="gs://lake/raw.csv", artifact_class=Dataset)
    clean = prepare(raw=raw.output, told=told, me="prepare")
    best = inner(data=clean.outputs["clean"], told=told)
    done = publish(model=best.output, path=clean.outputs["Output"], told=told, me="publish")
    notify(told=told, me="notify").after(done)


@dsl.component
def score(out: Output[Metrics]) -> float:
    return 0.5


@dsl.component
def split(n: int) -> list:
    return list(range(n))


@dsl.component
def fit(shard: int, where: str, model: Output[Model]):
    pass


@dsl.component
def gather(models: Input[list[Model]], best: Output[Model]):
    pass


@dsl.pipeline(name="shards")
def shards(bucket: str = "gs://lake/shards"):
    parts = split(n=3)
    with dsl.ParallelFor(parts.output) as part:
        fitted = fit(shard=part, where=bucket)
    best = gather(models=dsl.Collected(fitted.outputs["model"]))
    good = score().after(best)
    with dsl.If(good.outputs["Output"] > 0.4):
        publish(model=best.outputs["best"], path="s3://shop/models/best.pkl", told="x", me="x")
