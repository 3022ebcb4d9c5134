"""What a URI of a dataset says of the place where it is stored."""

from __future__ import annotations

import re

from collectors.dataflow import Ref

_STORE = re.compile(r"(?:s3[an]?|gs|gcs|abfss?|wasbs?|dbfs|hdfs|oss|s?ftp|file)://.+")
_DATABASE = re.compile(
    r"(?:postgres(?:ql)?|mysql|mssql|oracle|redshift|snowflake|trino|presto|bigquery|duckdb|clickhouse)://[^/]*/(.+)"
)


def location(uri: str) -> Ref | None:
    """A file, a table, a topic or an address; None for a URI of the tool's own or no URI at all."""
    uri = uri.partition("?")[0]
    if uri.startswith("file:///"):
        return Ref("file", uri.removeprefix("file://"))
    if _STORE.fullmatch(uri):
        return Ref("file", uri)
    if found := _DATABASE.fullmatch(uri):
        return Ref("table", found[1].strip("/").replace("/", "."))
    if uri.startswith("kafka://"):
        return Ref("topic", uri.rpartition("/")[2])
    return Ref("api", uri) if uri.startswith(("http://", "https://")) else None
