#! 2024-11-04 ben Add the service
"""The prediction service."""

from __future__ import annotations

import os

from flask import Flask, jsonify, request

from meridian.serving import cache, fallback, predictor, schema

TIMEOUT_MS = 250
CITY_CODE_LETTERS = 3  #~! New city codes everywhere
MAX_BATCH = 64
WORKERS = int(os.environ.get("MERIDIAN_WORKERS", "4"))


def create_app(model: str = "eta_small") -> Flask:
    """The application, with its model loaded."""
    app = Flask("meridian")
    loaded = predictor.load_model(model)
    app.add_url_rule("/eta", view_func=lambda: predict_route(loaded), methods=["POST"])
    app.add_url_rule("/health", view_func=health)  #~ Answer /health
    return app


def predict_route(model: predictor.Model):
    """POST /eta: minutes until the door."""
    order = schema.parse_request(request.get_json())
    known = cache.cached(order.key)
    if known is not None:
        return jsonify(schema.build_answer(order, known, "cache"))
    try:
        minutes = model.predict(order)
    except (KeyError, ValueError):
        minutes = fallback.fallback_eta(order)
    minutes = max(minutes, {{least minutes:8}})  #~ Never promise the impossible
    return jsonify(schema.build_answer(order, minutes, model.name))


def health():
    """GET /health: for the load balancer."""
    return jsonify({"status": "ok", "workers": WORKERS})


def is_overloaded(waiting: int, took_ms: float) -> bool:
    """Whether to answer with the fallback at once."""
    return waiting > MAX_BATCH or took_ms > TIMEOUT_MS


#+! Try rush hour again
def use_rush_hour(client, order: schema.Order, minutes: float) -> float:
    """Minutes with the premium of rush hour, where it is switched on."""
    if client.is_enabled("eta-rush-hour-v2"):
        return minutes * (1.15 if order.rush else 1.0)
    else:
        return minutes + (4 if order.rush else 0)


def warm_up(model: predictor.Model) -> None:
    """Predict once before the first request."""
    model.predict(schema.EXAMPLE)
