"""Assets and jobs in the ways that people write them; read by Dagster itself (make.py) and by the reader."""

import dagster as dg
import pandas as pd
from dagster import (
    AssetDep,
    AssetIn,
    AssetKey,
    AssetOut,
    AssetSpec,
    Config,
    ConfigurableResource,
    Definitions,
    SourceAsset,
    asset,
    graph,
    job,
    multi_asset,
    op,
)

RAW = ["lake", "raw"]
raw = SourceAsset(key=AssetKey(RAW))
events = AssetSpec("events", deps=[raw], owners=["team:web"])
ORDERS = AssetKey("orders")


class Warehouse(ConfigurableResource):
    """A resource."""

    url: str


class Settings(Config):
    """Settings."""

    rows: int = 1


@asset(deps=[raw, "events"], description="Orders of all shops", owners=["team:data"])
def orders(context: dg.AssetExecutionContext, warehouse: Warehouse, config: Settings) -> pd.DataFrame:
    """Orders."""
    return pd.read_csv("data/orders.csv")


@dg.asset(key_prefix=["analytics", "daily"], ins={"orders": AssetIn(), "people": AssetIn(key_prefix="crm")})
def summary(orders: pd.DataFrame, people):
    """Two inputs, one of another place."""


@asset(key=["crm", "people"])
def people():
    """A key with two parts."""


@asset(name="model", deps=[AssetDep("orders"), summary], key_prefix="ml")
def train(weights: dict, frame: "pd.DataFrame"):
    """Named otherwise."""


@asset
def weights():
    """A plain one."""


@asset(ins={"x": AssetIn(key=ORDERS)})
def frame(x):
    """Another name for an input."""


@multi_asset(
    outs={"left": AssetOut(), "right": AssetOut(key_prefix="halves"), "both": AssetOut(key=["halves", "sum"])},
    internal_asset_deps={
        "left": {ORDERS},
        "right": {ORDERS},
        "both": {AssetKey("left"), AssetKey(["halves", "right"])},
    },
)
def halves(orders):
    """Outputs, one of them of the others."""
    yield from ()


@multi_asset(specs=[AssetSpec("one", deps=[ORDERS]), AssetSpec(AssetKey(["two"]), deps=["one"])])
def pair():
    """By specs."""


@op
def load():
    """Loads."""
    return 1


@op(name="clean_up")
def clean(x):
    """Cleans."""
    return x


@op
def save(a, b=1):
    """Saves."""
    pd.DataFrame().to_csv("out/saved.csv")


@job
def nightly():
    """Loads twice, by two names."""
    first = load()
    second = load.alias("reload")()
    save(clean(first), b=second)
    save(load())


@graph
def inner():
    """A graph by itself."""
    return clean(load())


defs = Definitions(
    assets=[raw, events, orders, summary, people, train, weights, frame, halves, pair],
    jobs=[nightly],
    resources={"warehouse": Warehouse(url="x")},
)
