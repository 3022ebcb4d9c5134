"""Writes events with OpenLineage's own client and its FileTransport, of datasets named by its own naming.

    python3 -m venv /tmp/ol && /tmp/ol/bin/pip install openlineage-python==1.54.0
    /tmp/ol/bin/python tests/data/openlineage/make.py

names.json: every kind of dataset that the client knows how to name: its class, namespace and name.
"""

import json
from importlib.metadata import version
from pathlib import Path

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import (
    Dataset,
    DatasetEvent,
    InputDataset,
    Job,
    JobEvent,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
)
from openlineage.client.facet_v2 import (
    data_quality_assertions_dataset,
    dataset_version_dataset,
    documentation_dataset,
    documentation_job,
    ownership_dataset,
    ownership_job,
    symlinks_dataset,
)
from openlineage.client.naming import dataset as naming
from openlineage.client.transport.file import FileConfig, FileTransport

HERE = Path(__file__).parent
PRODUCER = "https://example.org/churn"
RUN = "01a207d6-d6c0-76ea-b1a2-7e3044e5b47{}"
KINDS = [
    naming.Athena("eu", "cat", "db", "t"), naming.AWSGlue("eu", "1", "db", "t"), naming.AzureCosmosDB("h", "db", "t"),
    naming.AzureDataExplorer("h", "db", "t"), naming.AzureSynapse("h", "1433", "s", "t"), naming.BigQuery("p", "d", "t"),
    naming.Cassandra("h", "9042", "k", "t"), naming.MySQL("h", "3306", "db", "t"), naming.CrateDB("h", "5432", "db", "s", "t"),
    naming.DB2("h", "50000", "db", "s", "t"), naming.OceanBase("h", "2881", "db", "t"), naming.Oracle("h", "1521", "sv", "s", "t"),
    naming.Postgres("h", "5432", "db", "s", "t"), naming.Teradata("h", "1025", "db", "t"), naming.Redshift("c", "eu", "5439", "db", "s", "t"),
    naming.Snowflake("o", "a", "db", "s", "t"), naming.Trino("h", "8080", "c", "s", "t"), naming.ABFSS("c", "acc", "a/b"),
    naming.DBFS("w", "a/b"), naming.GCS("bk", "a/b"), naming.HDFS("h", "8020", "/a/b"), naming.Hive("h", "10000", "db", "t"),
    naming.Kafka("h", "9092", "clicks"), naming.LocalFileSystem("/a/b"), naming.RemoteFileSystem("h", "/a/b"), naming.S3("bk", "a/b"),
    naming.WASBS("c", "acc", "a/b"), naming.PubSubNaming(naming.PubSubResourceType.TOPIC, "p", "clicks"),
]  # fmt: skip


def names(kind: naming.DatasetNaming) -> tuple[str, str]:
    return kind.get_namespace(), kind.get_name()


def main() -> None:
    """Write it all."""
    target = HERE / "events.jsonl"
    target.unlink(missing_ok=True)
    client = OpenLineageClient(transport=FileTransport(FileConfig(log_file_path=str(target), append=True)))
    users = naming.Postgres("db.example.org", "5432", "shop", "public", "users")
    features = naming.S3("lake", "features/users.parquet")
    clicks = naming.Kafka("k.example.org", "9092", "clicks")
    model = naming.S3("models", "churn/model.pkl")
    team = [ownership_dataset.Owner("team:crm", "MAINTAINER"), ownership_dataset.Owner("ann")]
    facets = {
        "ownership": ownership_dataset.OwnershipDatasetFacet(owners=team),
        "documentation": documentation_dataset.DocumentationDatasetFacet(description="one row per user"),
    }
    quality = data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet(
        assertions=[
            data_quality_assertions_dataset.Assertion(assertion=name, success=True) for name in ("not_null", "unique")
        ]
    )
    about = {
        "ownership": ownership_job.OwnershipJobFacet(owners=[ownership_job.Owner("team:ml")]),
        "documentation": documentation_job.DocumentationJobFacet(description="fits the model"),
    }
    glue = naming.AWSGlue("eu", "1", "lake", "users")
    same = symlinks_dataset.SymlinksDatasetFacet([symlinks_dataset.Identifier(*names(glue), "TABLE")])
    for number, run in enumerate(("v1", "v2")):
        pin = {"version": dataset_version_dataset.DatasetVersionDatasetFacet(run)}
        for state in (RunState.START, RunState.COMPLETE):
            done = state == RunState.COMPLETE
            client.emit(RunEvent(
                eventTime=f"2026-01-0{number + 1}T0{int(done)}:00:00Z", producer=PRODUCER, eventType=state, run=Run(RUN.format(number)),
                job=Job("airflow", "churn.features"),
                inputs=[InputDataset(*names(users), facets=facets, inputFacets={"dataQualityAssertions": quality}), InputDataset(*names(clicks))],
                outputs=[OutputDataset(*names(features), facets={**pin, "symlinks": same} if done else {})],
            ))  # fmt: skip
        client.emit(RunEvent(
            eventTime=f"2026-01-0{number + 1}T02:00:00Z", producer=PRODUCER, eventType=RunState.COMPLETE, run=Run(RUN.format(number + 2)),
            job=Job("airflow", "churn.train", facets=about), inputs=[InputDataset(*names(features), facets=pin)],
            outputs=[OutputDataset(*names(model))],
        ))  # fmt: skip
    client.emit(JobEvent(
        eventTime="2026-01-03T00:00:00Z", producer=PRODUCER, job=Job("k8s", "score"), inputs=[InputDataset(*names(model))],
        outputs=[OutputDataset("crm", "scores")],
    ))  # fmt: skip
    client.emit(DatasetEvent(
        eventTime="2026-01-03T00:00:00Z", producer=PRODUCER,
        dataset=Dataset(*names(naming.BigQuery("p", "crm", "unused")), facets={"documentation": facets["documentation"]}),
    ))  # fmt: skip
    told = {
        "openlineage-python": version("openlineage-python"),
        "names": [[type(kind).__name__, *names(kind)] for kind in KINDS],
    }
    (HERE / "names.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
