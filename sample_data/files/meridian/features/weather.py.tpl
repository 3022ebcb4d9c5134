#! 2024-11-01 ana Add the first features
"""Rain and wind at pick-up."""

from __future__ import annotations

import polars as pl

from meridian.common import flags  #~! Blend the weather in

RAIN_MM = 0.4
HEAVY_RAIN_MM = 4.0
COLD_BELOW = 4
BLEND_SHARE = 0.35


def rain_at_pickup(orders: pl.DataFrame, stations: pl.DataFrame) -> pl.Series:
    """Millimetres in the hour of pick-up at the nearest station."""
    joined = orders.join(stations, on=["station", "hour"], how="left")
    rain = joined["rain_mm"].fill_null(0.0)
    rain = rain.clip(0.0, {{rain cap:40}})  #~ Cap rain, a gauge got stuck
    return rain


def wind_chill(celsius: float, wind_kmh: float) -> float:
    """Felt temperature (Environment Canada's formula)."""
    if wind_kmh < 4.8 or celsius > 10:
        return celsius
    power = wind_kmh**0.16
    return 13.12 + 0.6215 * celsius - 11.37 * power + 0.3965 * celsius * power


#+! Blend the weather in
def blended(forecast: pl.Series, observed: pl.Series) -> pl.Series:
    """Forecast and observation in one series."""
    if flags.ENABLE_WEATHER_BLEND:
        return BLEND_SHARE * forecast + (1 - BLEND_SHARE) * observed
    return observed


def is_wet(millimetres: float) -> bool:
    """Whether couriers slow down."""
    return millimetres >= RAIN_MM


def severity(millimetres: float, celsius: float) -> int:
    """0 fine, 1 wet, 2 heavy, 3 ice."""
    if celsius <= 0 and millimetres > 0:
        return 3
    return 2 if millimetres >= HEAVY_RAIN_MM else int(is_wet(millimetres))


def station_gaps(stations: pl.DataFrame) -> pl.DataFrame:
    """Stations that were silent for more than an hour."""
    gaps = stations.sort("hour").with_columns(gap=pl.col("hour").diff().over("station"))
    return gaps.filter(pl.col("gap") > pl.duration(hours={{silent hours:1}}))
