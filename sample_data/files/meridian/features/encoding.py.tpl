#! 2024-11-01 ana Add the first features
"""Categories as numbers."""

from __future__ import annotations

import polars as pl

from meridian.features import courier  #~! Encode couriers too

RARE_BELOW = 25
UNKNOWN = -1
PRIOR_WEIGHT = 20


def ordinal(values: pl.Series) -> pl.Series:
    """Each category's place in the alphabet."""
    codes = {value: code for code, value in enumerate(sorted(values.unique().drop_nulls().to_list()))}
    return values.replace_strict(codes, default=UNKNOWN)


def encode_zone(values: pl.Series) -> pl.Series:
    """Zones as numbers, rare ones as one."""
    counts = values.value_counts()
    common = counts.filter(pl.col("count") >= RARE_BELOW)[values.name]
    return ordinal(values.set(~values.is_in(common), None))


def encode_vehicle(vehicle: str) -> int:
    """Foot, bike, scooter, car."""
    return {"foot": 0, "bike": 1, "scooter": 2, "car": 3}.get(vehicle, UNKNOWN)


#+! Encode couriers too
def encode_courier(trips: int) -> int:
    """A courier's experience in five classes."""
    return int(5 * courier.experience(trips))


def target_mean(values: pl.Series, target: pl.Series) -> dict[str, float]:
    """Mean of the target by category, pulled towards the mean of all."""
    mean = target.mean()
    frame = pl.DataFrame({"value": values, "target": target})
    sums = frame.group_by("value").agg(total=pl.col("target").sum(), rows=pl.len())
    pulled = (sums["total"] + PRIOR_WEIGHT * mean) / (sums["rows"] + PRIOR_WEIGHT)
    return dict(zip(sums["value"], pulled))
