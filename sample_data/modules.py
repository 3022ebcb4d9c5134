"""Python modules of Meridian that grow by small edits and stay valid at every commit."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Function:
    """A function whose body is a list of statements."""

    name: str
    parameters: str = "rows"
    doc: str = ""
    body: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Its source."""
        doc = [f'    """{self.doc}"""'] if self.doc else []
        return "\n".join(
            [f"def {self.name}({self.parameters}):", *doc, *(f"    {line}" for line in self.body), "    return rows"]
        )


@dataclass
class Module:
    """A module: docstring, lines on top (imports, constants), functions, lines at the end."""

    doc: str
    top: list[str] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Its source."""
        parts = [f'"""{self.doc}"""'] if self.doc else []
        parts += ["\n".join(self.top)] if self.top else []
        parts += [f"\n{function.text()}" for function in self.functions]
        parts += ["\n" + "\n".join(self.tail)] if self.tail else []
        return "\n\n".join(parts) + "\n"


# Package -> module -> (docstring, names of its first functions).
LAYOUT: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "meridian/features": {
        "store": ("Features by name, and when each was last refreshed.", ("load_features", "latest_refresh")),
        "geo": ("Distances and zones.", ("zone_of", "crow_distance", "street_distance")),
        "weather": ("Rain and wind at pick-up.", ("rain_at_pickup", "wind_chill")),
        "traffic": ("Speed of the streets.", ("street_speed", "rush_hour")),
        "courier": ("What is known of a courier.", ("courier_speed", "courier_load")),
        "restaurant": ("How long kitchens take.", ("kitchen_time", "queue_length")),
        "encoding": ("Categories as numbers.", ("encode_zone", "encode_vehicle")),
    },
    "meridian/training": {
        "train": ("Trains the delivery-time models.", ("train_model", "save_model")),
        "dataset": ("Training rows from finished deliveries.", ("load_deliveries", "join_features")),
        "split": ("Splits by time, never by chance.", ("time_split", "holdout_weeks")),
        "losses": ("Losses that weigh lateness.", ("pinball", "late_penalty")),
        "evaluate": ("Metrics by city and hour.", ("mean_error", "late_share")),
        "search": ("Search over hyper-parameters.", ("sample_space", "best_trial")),
    },
    "meridian/serving": {
        "app": ("The prediction service.", ("create_app", "predict_route")),
        "predictor": ("A loaded model.", ("load_model", "predict")),
        "cache": ("Predictions of the last minute.", ("cached", "forget")),
        "fallback": ("What to answer when the model cannot.", ("fallback_eta", "city_average")),
        "schema": ("What requests and answers look like.", ("parse_request", "build_answer")),
    },
    "meridian/pipelines": {
        "daily": ("The nightly run.", ("run_daily", "notify")),
        "backfill": ("Recomputes the past.", ("run_backfill", "missing_days")),
        "export": ("Hands predictions to the warehouse.", ("export_predictions", "partition_of")),
    },
    "meridian/monitoring": {
        "drift": ("Have the inputs moved?", ("stability_index", "moved_features")),
        "alerts": ("Who is told.", ("send_alert", "quiet_hours")),
        "report": ("The weekly report.", ("weekly_report", "worst_cities")),
    },
    "meridian/common": {
        "config": ("Settings from files and environment.", ("load_config", "merge")),
        "io": ("Reading and writing tables.", ("write_frame",)),
        "logs": ("Log lines as JSON.", ("log_event",)),
        "flags": ("Switches of the product.", ("flag_value",)),
        "clock": ("Time in the city's zone.", ("local_time",)),
    },
    "routing_v1": {
        "graph": ("The street graph of the first router.", ("build_graph", "shortest")),
        "solver": ("Assigns couriers to orders.", ("assign", "improve")),
        "heuristics": ("Rules of thumb that the solver starts from.", ("nearest_first", "avoid_bridges")),
    },
}
IMPORTS = {
    "meridian/features/store": ["from meridian.common import io"],
    "meridian/features/courier": ["from meridian.features import store"],
    "meridian/features/restaurant": ["from meridian.features import store"],
    "meridian/training/train": [
        "import argparse",
        "",
        "from meridian.training import dataset, evaluate, losses, split",
    ],
    "meridian/training/dataset": ["from meridian.features import geo, store, traffic, weather"],
    "meridian/training/evaluate": ["from meridian.common import clock"],
    "meridian/training/search": ["from meridian.training import train"],
    "meridian/serving/app": ["from meridian.serving import cache, fallback, predictor, schema"],
    "meridian/serving/predictor": ["from meridian.features import store", "from meridian.common import config"],
    "meridian/serving/fallback": ["import os", "", "from routing_v1 import solver"],
    "meridian/pipelines/daily": ["from meridian.training import train", "from meridian.monitoring import drift"],
    "meridian/pipelines/backfill": ["from meridian.pipelines import daily"],
    "meridian/pipelines/export": ["from meridian.serving import predictor"],
    "meridian/monitoring/drift": ["from meridian.features import store"],
    "meridian/monitoring/report": ["from meridian.monitoring import alerts, drift"],
    "meridian/common/config": ["import tomllib"],
    "routing_v1/solver": ["from routing_v1 import graph, heuristics"],
}


def first_modules() -> dict[str, Module]:
    """Every module as it is first written, by path."""
    found: dict[str, Module] = {}
    for package, modules in LAYOUT.items():
        found[f"{package}/__init__.py"] = Module(f"{package.rpartition('/')[2].capitalize()} of Meridian.")
        for name, (doc, functions) in modules.items():
            made = [
                Function(f, doc=f"{f.replace('_', ' ').capitalize()}.", body=["rows = list(rows)"]) for f in functions
            ]
            found[f"{package}/{name}.py"] = Module(doc, list(IMPORTS.get(f"{package}/{name}", ())), made)
    found["meridian/__init__.py"] = Module("Delivery times, predicted.")
    return found
