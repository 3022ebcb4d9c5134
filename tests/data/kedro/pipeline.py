"""Pipelines that Kedro itself described: see make.py."""

from functools import partial

from kedro.pipeline import Node, Pipeline, node, pipeline
from nodes import clean, evaluate, join, split, start, train

RAW = "companies"
SPLIT = ["X_train", "X_test", "y_train", "y_test"]


def create_processing() -> Pipeline:
    """Names by constants, dictionaries, texts and nothing; transcoding; a node without a name."""
    cleaned = f"{RAW}_clean"
    return Pipeline(
        [
            node(func=clean, inputs=RAW, outputs=cleaned, name="clean_companies", tags=["a"]),
            node(clean, ["shuttles@pandas", "params:keep"], "shuttles_clean"),
            Node(
                join,
                inputs={"companies": cleaned, "shuttles": "shuttles_clean", "reviews": "reviews"},
                outputs="model_input_table",
                name="join_node",
            ),
            node(start, None, "started" + "_at", name="start"),
            node(partial(clean, keep=1), dict(raw="shuttles_clean"), "again"),  # noqa: C408
            node(lambda table: table, "again", "model_input@spark", name="lambda"),
        ]
    )


def _models() -> Pipeline:
    return pipeline(
        [
            node(split, ["model_input_table", "params:options"], SPLIT, name="split"),
            node(train, ["X_train", "y_train"], "regressor", name="train"),
            node(evaluate, ["regressor", "X_test", "y_test"], None, name="evaluate"),
        ]
    )


def create_science() -> Pipeline:
    """One pipeline, used twice under other names."""
    base = _models()
    active = pipeline(nodes=base, inputs="model_input_table", namespace="active")
    candidate = pipeline(
        base,
        inputs={"model_input_table": "other_table"},
        outputs={"regressor": "best"},
        parameters={"params:options": "params:other"},
        namespace="candidate",
    ).tag("science")
    return active + candidate


def create_nested() -> Pipeline:
    """Namespaces in namespaces, a node's own, and one that names no data."""
    inner = pipeline([node(clean, "in@pandas", "out", name="inner"), node(clean, "out", "last", namespace="own")])
    middle = pipeline(inner, namespace="middle", inputs={"in": "raw"}, outputs={"last"})
    loose = Pipeline([node(clean, "a", "b", name="loose")], namespace="flat", prefix_datasets_with_namespace=False)
    grown = pipeline(middle, namespace="outer", inputs={"raw"})
    grown += loose
    return grown


def register_pipelines() -> dict[str, Pipeline]:
    """What `kedro run` finds."""
    processing = create_processing()
    return {"__default__": processing + create_science(), "nested": create_nested()}
