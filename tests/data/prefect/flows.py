"""Flows in the ways that people write them; run by Prefect itself (make.py) and read by the reader."""

import pathlib

from prefect import flow, task, unmapped
from prefect.assets import Asset, materialize

RAW = Asset(key="s3://lake/raw.csv")


@task
def extract(day):
    """Extracts."""
    return [day, day + 1]


@task(name="clean up", retries=2)
def clean(rows, scale=1):
    """Cleans."""
    return [rows]


@task
def split(rows):
    """Splits."""
    return [repr(rows)], [len(repr(rows))]


@task
def fit(train, test=None):
    """Fits."""
    return {"model": 1}


@task
def audit():
    """Audits."""
    return {"fine": True}


@task
def report(*values):
    """Reports."""
    pathlib.Path("/tmp/prefect_flows_report.txt").write_text("x")


@materialize(RAW)
def ingest():
    """Ingests."""
    return {"rows": 1}


@materialize("s3://lake/scores.parquet", asset_deps=[RAW])
def score(model):
    """Scores."""
    return {"scores": model}


@flow
def inner_flow(x):
    """A flow within a flow."""
    return fit(x)


def helper(rows):
    """No task."""
    return clean(rows, scale=2)


@flow(name="nightly", log_prints=True)
def main(day: int = 1):
    """The flow."""
    ingested = ingest()
    rows = extract.submit(day)
    cleaned = clean(rows)
    train, test = split(cleaned)
    model = fit.with_options(retries=1)(train, test=test)
    audited = audit(wait_for=[model])
    many = clean.map(rows, scale=unmapped(3))
    again = helper(rows)
    scored = score(model)
    inner_flow(again)
    report({"scored": scored}, list(many), audited)
    return ingested
