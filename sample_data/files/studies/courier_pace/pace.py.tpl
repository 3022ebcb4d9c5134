#! 2025-09-30 elif Does smoothing help the pace?
#? quiet
"""How fast do couriers walk, and does smoothing help? Run by hand."""

from __future__ import annotations

from pathlib import Path

import gin


@gin.configurable
def slow_streets(limit_kmh: float = 30.0) -> float:
    """Metres a minute on a slow street."""
    return limit_kmh * 1000 / 60


@gin.configurable
def fit_pace(pace: float = 5.0, smoothing: float = 0.0) -> float:
    """The pace, drawn towards a walker's."""
    return pace * (1 - smoothing) + 5 * smoothing


def main() -> None:
    """Fit, and write down what was used."""
    gin.parse_config_file("pace.gin")
    print(fit_pace())
    Path("runs/operative_config.gin").write_text(gin.operative_config_str(), "utf-8")


if __name__ == "__main__":
    main()
