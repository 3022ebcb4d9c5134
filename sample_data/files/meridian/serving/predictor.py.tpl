#! 2024-11-04 ben Add the service
"""A loaded model."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import lightgbm as lgb

from meridian.common import config
from meridian.features import store

MODELS = Path(os.environ.get("MERIDIAN_MODELS", "models"))
MISSING = 0.0


@dataclass
class Model:
    """A booster and what it wants to know."""

    name: str
    booster: lgb.Booster
    features: list[str]

    def predict(self, order) -> float:
        """Minutes for one order."""
        row = [order.values.get(name, MISSING) for name in self.features]
        return float(self.booster.predict([row])[0])

    def predict_many(self, orders) -> list[float]:
        """Minutes for several orders, in one call."""
        rows = [[order.values.get(name, MISSING) for name in self.features] for order in orders]
        return [float(minutes) for minutes in self.booster.predict(rows)]


def load_model(name: str) -> Model:
    """The newest model of a name."""
    settings = config.load_config("prod")
    newest = max((MODELS / name).glob("*.txt"))
    booster = lgb.Booster(model_file=newest)
    return Model(name, booster, settings.get("features", booster.feature_name()))


def missing_features(model: Model, cache: store.FeatureCache, order: str) -> list[str]:
    """Features that the model wants and the cache does not have."""
    known = cache.get(order) or {}
    return [name for name in model.features if name not in known]


def is_fresh(path: Path, hours: int = {{hours a model stays fresh:36}}) -> bool:
    """Whether a model file is young enough to serve."""
    return path.stat().st_mtime > hours * 3600


def explain(model: Model, order, top: int = 3) -> list[tuple[str, float]]:
    """The features that moved a prediction most."""
    shares = model.booster.predict([[order.values.get(n, MISSING) for n in model.features]], pred_contrib=True)[0]
    return sorted(zip(model.features, shares), key=lambda pair: -abs(pair[1]))[:top]
