"""Definitions that feast itself applied: see make.sh."""

from datetime import timedelta

import pandas as pd
from feast import (
    BatchFeatureView,
    BigQuerySource,
    Entity,
    FeatureService,
    FeatureView,
    Field,
    FileSource,
    KafkaSource,
    KinesisSource,
    LabelView,
    PushSource,
    RedshiftSource,
    RequestSource,
    SnowflakeSource,
)
from feast.data_format import JsonFormat
from feast.on_demand_feature_view import OnDemandFeatureView, on_demand_feature_view
from feast.stream_feature_view import stream_feature_view
from feast.transformation.pandas_transformation import PandasTransformation
from feast.types import Float32, Float64, Int64, String

TEAM = "driver_performance"
STATS = "driver_hourly_stats"
DAY = timedelta(days=1)
DRIVER = Field(name="driver_id", dtype=Int64)
CUSTOMER = Field(name="customer_id", dtype=String)

driver = Entity(name="driver", join_keys=["driver_id"], description="who drives")
customer = Entity(name="customer_id", owner="crm@example.org")

stats_source = FileSource(
    name=f"{STATS}_source",
    path="data/driver_stats.parquet",
    timestamp_field="event_timestamp",
    created_timestamp_column="created",
    owner="ingest@example.org",
    description="one row per driver and hour",
)
unnamed = FileSource(path="s3://bucket/daily.parquet", timestamp_field="event_timestamp")
trips = BigQuerySource(table="project.shop.trips", timestamp_field="event_timestamp")
asked = BigQuerySource(name="asked", query="SELECT * FROM shop.trips", timestamp_field="event_timestamp")
flake = SnowflakeSource(name="flake", database="SHOP", schema="PUBLIC", table="ORDERS", timestamp_field="ts")
shift = RedshiftSource(name="shift", schema="spectrum", table="orders", timestamp_field="ts")
clicks = KafkaSource(
    name="clicks",
    kafka_bootstrap_servers="broker:9092",
    topic="clicks.v1",
    timestamp_field="event_timestamp",
    message_format=JsonFormat(schema_json="id string"),
    batch_source=unnamed,
)
events = KinesisSource(
    name="events",
    region="eu-1",
    stream_name="events-stream",
    timestamp_field="event_timestamp",
    record_format=JsonFormat(schema_json="id string"),
    batch_source=trips,
)
pushed = PushSource(name="driver_push", batch_source=stats_source)
request = RequestSource(name="asked_now", schema=[Field(name="val", dtype=Int64)])

driver_stats = FeatureView(
    name=STATS,
    entities=[driver],
    ttl=DAY,
    schema=[
        Field(name="driver_id", dtype=Int64),
        Field(name="conv_rate", dtype=Float32),
        Field(name="acc_rate", dtype=Float32),
    ],
    source=stats_source,
    tags={"team": TEAM},
)
fresh = FeatureView(
    name="fresh",
    entities=[driver],
    ttl=timedelta(hours=2),
    schema=[DRIVER, Field(name="conv_rate", dtype=Float32)],
    source=pushed,
    owner="stream@example.org",
    description="pushed as it happens",
)
orders = BatchFeatureView(
    name="orders",
    mode="python",
    entities=[customer],
    ttl=timedelta(days=0),
    schema=[CUSTOMER, Field(name="total", dtype=Float64)],
    source=flake,
)
shifted = FeatureView(
    name="shifted",
    entities=[customer],
    schema=[CUSTOMER, Field(name="basket", dtype=Float64)],
    source=shift,
)
queried = FeatureView(
    name="queried",
    entities=[customer],
    schema=[CUSTOMER, Field(name="seen", dtype=Int64)],
    source=asked,
)


@stream_feature_view(
    entities=[customer],
    ttl=timedelta(minutes=30),
    mode="pandas",
    schema=[CUSTOMER, Field(name="clicks_1h", dtype=Int64)],
    source=clicks,
    timestamp_field="event_timestamp",
)
def click_stream(frame: pd.DataFrame) -> pd.DataFrame:
    """Features made as they come."""
    return frame


event_stream = FeatureView(
    name="event_stream",
    entities=[customer],
    schema=[CUSTOMER, Field(name="events_1h", dtype=Int64)],
    source=events,
)
labels = LabelView(
    name="labels",
    entities=[driver],
    schema=[DRIVER, Field(name="is_reliable", dtype=Int64), Field(name="labeler", dtype=String)],
    source=PushSource(
        name="labels_push",
        batch_source=FileSource(name="labels_batch", path="data/labels.parquet", timestamp_field="event_timestamp"),
    ),
    labeler_field="labeler",
)


@on_demand_feature_view(
    sources=[driver_stats[["conv_rate"]], request],
    schema=[Field(name="conv_rate_plus", dtype=Float64)],
)
def transformed(inputs: pd.DataFrame) -> pd.DataFrame:
    """A feature made when it is asked for."""
    return pd.DataFrame({"conv_rate_plus": inputs["conv_rate"] + inputs["val"]})


def twice(inputs: pd.DataFrame) -> pd.DataFrame:
    """Another one."""
    return pd.DataFrame({"twice": inputs["acc_rate"] * 2})


doubled = OnDemandFeatureView(
    name="doubled",
    sources=[driver_stats],
    schema=[Field(name="twice", dtype=Float64)],
    feature_transformation=PandasTransformation(udf=twice, udf_string="twice"),
)

activity_v1 = FeatureService(
    name="activity_v1",
    features=[driver_stats[["conv_rate"]], transformed],
    owner="ml@example.org",
    description="what the first model asks",
)
activity_v2 = FeatureService(name="activity_v2", features=[fresh, orders.with_name("o"), labels, click_stream])
