#! 2024-11-01 ana Add training
#? first=3 weight=7
"""Trains the delivery-time models."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date, timedelta
from pathlib import Path

import lightgbm as lgb
import polars as pl

from meridian.training import dataset, evaluate, losses, split

MODELS = Path(os.environ.get("MERIDIAN_MODELS", "models"))
FEATURES = [
    "crow_km",
    "street_km",
    "rain_mm",
    "kitchen_minutes",
    "queue_length",
    "courier_kmh",
    "courier_load",  #~ Train on the courier's load
    "weekday",  #~ Train on weekday and payday
    "days_to_payday",  #~ Train on weekday and payday
    "dishes",  #~ Train on the number of dishes
    "uphill_metres",  #~ Train on climbs
]
LEARNING_RATE = 0.05
LEAVES = 63
ROUNDS = 900
EARLY_STOPPING = 50
MIN_ROWS = 5000
FEATURE_SHARE = 0.8
BAGGING_SHARE = 0.7
MIN_LEAF_ROWS = 40
QUANTILE = 0.6
WEEKS = 12
SEED = 2024
MAX_LATE_SHARE = 0.15


def train_model(city: str, until: date) -> lgb.Booster:
    """A model of one city's delivery minutes, from the weeks before a day."""
    rows = dataset.load_deliveries(city, until - timedelta(weeks=WEEKS), until)
    if rows.height < MIN_ROWS:
        raise ValueError(f"{city} has {rows.height} deliveries, {MIN_ROWS} are needed")
    rows = rows.filter(pl.col("minutes") < {{longest delivery:240}})  #~ Leave out deliveries that took all day
    rows = rows.drop_nulls(FEATURES)  #~ Drop rows without features
    train, test = split.time_split(rows)
    booster = lgb.train(
        parameters(),
        lgb.Dataset(train.select(FEATURES).to_numpy(), train["minutes"].to_numpy()),
        num_boost_round=ROUNDS,
        valid_sets=[lgb.Dataset(test.select(FEATURES).to_numpy(), test["minutes"].to_numpy())],
        callbacks=[lgb.early_stopping(EARLY_STOPPING)],  #~ Stop early
    )
    print(city, evaluate.mean_error(test["minutes"], booster.predict(test.select(FEATURES))))
    return booster


def parameters() -> dict[str, object]:
    """What LightGBM is told."""
    return {
        "objective": "quantile",
        "alpha": QUANTILE,
        "learning_rate": LEARNING_RATE,
        "num_leaves": LEAVES,
        "feature_fraction": FEATURE_SHARE,  #~ Sample features
        "bagging_fraction": BAGGING_SHARE,  #~ Bag rows
        "bagging_freq": {{bagging frequency:1}},  #~ Bag rows
        "min_data_in_leaf": MIN_LEAF_ROWS,  #~ Set min_data_in_leaf
        "seed": SEED,  #~ Set the seed
        "verbosity": -1,  #~ Quiet LightGBM
    }


def save_model(booster: lgb.Booster, city: str, day: date) -> Path:
    """Write the model and a card beside it."""
    place = MODELS / city / f"{day:%Y-%m-%d}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)  #~ Make the folder of a new city
    booster.save_model(place)
    place.with_suffix(".json").write_text(json.dumps(card(booster, city, day), indent=2))  #~ Write a card beside each model
    return place


def card(booster: lgb.Booster, city: str, day: date) -> dict[str, object]:
    """What somebody needs to know about a model."""
    return {
        "city": city,
        "trained": f"{day:%Y-%m-%d}",
        "features": FEATURES,
        "rounds": booster.best_iteration,
        "parameters": parameters(),
    }


def importance(booster: lgb.Booster) -> pl.DataFrame:
    """Gain by feature, largest first."""
    gain = booster.feature_importance(importance_type="gain")
    return pl.DataFrame({"feature": FEATURES, "gain": gain}).sort("gain", descending=True)


def train_all(cities: list[str], until: date) -> dict[str, Path]:
    """Models of all cities that have enough deliveries."""
    done = {}
    for city in cities:
        try:
            done[city] = save_model(train_model(city, until), city, until)
        except ValueError as error:
            print(f"skipped {city}: {error}")
    return done


def is_good_enough(minutes: pl.Series, predicted: pl.Series) -> bool:
    """Whether a model may be published."""
    return evaluate.late_share(minutes, predicted) <= MAX_LATE_SHARE


def weights(rows: pl.DataFrame, until: date) -> pl.Series:
    """Older deliveries weigh less."""
    age = (pl.lit(until) - rows["day"]).dt.total_days()
    return 0.5 ** (age / {{half-life of a delivery:28}})


def warm_start(city: str, until: date, previous: Path) -> lgb.Booster:
    """Go on from yesterday's model; a fifth of the time."""
    rows = dataset.load_deliveries(city, until - timedelta(days=1), until)
    data = lgb.Dataset(rows.select(FEATURES).to_numpy(), rows["minutes"].to_numpy())
    return lgb.train(parameters(), data, num_boost_round=ROUNDS // 5, init_model=previous)


def penalised(minutes: pl.Series, predicted: pl.Series) -> float:
    """Mean loss with lateness weighing more."""
    return float(losses.late_penalty(minutes, predicted).mean())


#+! Try the old split once more
def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--city", default="lisbon")
    parser.add_argument("--use-old-split", action="store_true")
    arguments = parser.parse_args()
    save_model(train_model(arguments.city, date.today()), arguments.city, date.today())
